"""What the terminal does by itself: nothing starves, and one call that never works stands in nobody's way."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from kiosk.app.background import Background
from kiosk.domain.account import AccountState
from kiosk.domain.errors import DatabaseDamaged, KioskError, ServerAway
from kiosk.sync.link import Link
from kiosk.sync.portal_answers import EventPage, ProcedurePage, SettingsCopy
from kiosk.sync.runner import StepResult
from tests.fakes.dossier_samples import sample_account
from tests.unit.test_effects_carried_out import Rig


@dataclass
class PlainClient:
    """Answers every call, but for those that are to fail; counts what it was asked."""

    link: Link
    wall: Any
    failing: dict[str, KioskError] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    device_id: str = "device"

    @property
    def server_clock(self) -> Any:
        return self

    def now(self) -> Any:
        return self.wall()

    def _ask(self, name: str) -> None:
        self.asked[name] += 1
        if name in self.failing:
            raise self.failing[name]

    def settings(self, tag: str | None) -> SettingsCopy | None:
        self._ask("settings")
        return None

    def procedures(self, cursor: str | None) -> ProcedurePage:
        self._ask("procedures")
        return ProcedurePage((), (), "c", more=False)

    def events(self, cursor: str | None, *, wait_s: int) -> EventPage:
        self._ask("events")
        return EventPage((), "c", more=False)

    def upload_audit(self, first_seq: int, entries: Sequence[Mapping[str, Any]]) -> tuple[int, str]:
        self._ask("audit")
        raise AssertionError("there is nothing to hand over")

    def send_report(self, report: Mapping[str, Any]) -> None:
        self._ask("report")


class IdleRunner:
    """Has nothing to deliver."""

    def run_once(self) -> StepResult:
        return StepResult(30.0, did=False)


@dataclass
class Day:
    """Hours of a terminal in a moment."""

    rig: Rig = field(default_factory=Rig)

    def __post_init__(self) -> None:
        clock = self.rig.clock
        self.client = PlainClient(Link(monotonic=clock.monotonic, random=lambda: 0.5), clock.wall)
        self.background = Background(
            self.rig.parts,
            self.client,  # type: ignore[arg-type]
            IdleRunner(),  # type: ignore[arg-type]
            refreshed=lambda: None,
        )
        self.opened = 0

    def pass_by(self, seconds: float) -> None:
        end_s = self.rig.clock.seconds + seconds
        while self.rig.clock.seconds < end_s:
            self.rig.clock.advance(max(0.02, self.background.step()))
            self.opened += self.client.link.is_open


@pytest.fixture
def day() -> Day:
    return Day()


def test_every_duty_has_its_turn(day: Day) -> None:
    day.pass_by(3600)
    asked = day.client.asked
    assert asked["settings"] in range(6, 9)
    assert asked["procedures"] in (2, 3)
    assert asked["events"] in range(55, 80)
    assert asked["report"] in range(12, 16)


@pytest.mark.parametrize("broken", ["report", "settings", "procedures"])
def test_one_call_that_never_works_stands_in_nobodys_way(day: Day, broken: str) -> None:
    day.client.failing[broken] = ServerAway("503")
    day.pass_by(3600)
    assert day.opened == 0
    assert day.client.asked["events"] > 45
    assert 10 < day.client.asked[broken] < 80


def test_when_the_line_is_back_everything_is_fetched_within_minutes(day: Day) -> None:
    for name in ("settings", "procedures", "events", "report"):
        day.client.failing[name] = ServerAway("no line")
    day.pass_by(3600)
    day.client.failing.clear()
    day.client.link.recovered()
    before = day.client.asked.copy()
    day.pass_by(400)
    for name in ("settings", "procedures", "events", "report"):
        assert day.client.asked[name] > before[name]


def test_a_bug_in_one_duty_leaves_the_others_their_turn(day: Day) -> None:
    def bug() -> None:
        raise ZeroDivisionError

    day.background._duties[0].run = bug
    with pytest.raises(ZeroDivisionError):
        day.background.step()
    day.pass_by(60)
    assert day.client.asked["events"] > 0


def test_the_full_check_is_made_once_a_week_and_not_while_the_program_ends(day: Day) -> None:
    upkeep = day.rig.stores.upkeep
    day.background.care()
    assert upkeep.last_check() is None, "somebody waits for the first screen"
    day.rig.clock.advance(300)
    day.background.care()
    first = upkeep.last_check()
    assert first is not None
    day.rig.clock.advance(6 * 86400)
    day.background.care()
    assert upkeep.last_check() == first
    day.rig.clock.advance(86400)
    day.rig.parts.stopping.set()
    day.background.care()
    assert upkeep.last_check() == first
    day.rig.parts.stopping.clear()
    day.background.care()
    assert upkeep.last_check() != first


def test_a_large_database_that_proves_damaged_is_told_at_once(day: Day) -> None:
    day.rig.stores.upkeep.damage = "page 7"
    with pytest.raises(DatabaseDamaged):
        day.background.care()


def test_a_settled_registration_is_erased_after_a_day(day: Day) -> None:
    day.client.failing["audit"] = ServerAway("no line")
    account = sample_account(AccountState.ACTIVE)
    day.rig.stores.accounts.keep(account)
    day.pass_by(3600)
    kept = day.rig.stores.accounts.find(account.id)
    assert kept is not None
    assert kept.body
    day.rig.clock.advance(86400)
    day.pass_by(600)
    erased = day.rig.stores.accounts.find(account.id)
    assert erased is not None
    assert not erased.body


def test_how_far_the_clock_is_off_stands_in_the_audit_trail(day: Day) -> None:
    skew: list[float | None] = [None]
    day.client.link._skew_s = lambda: skew[0]
    day.pass_by(120)
    audit = day.rig.parts.store.audit

    def kept() -> list[object]:
        entries = audit.unacknowledged(limit=1000)
        return [entry.facts["ahead_s"] for entry in entries if entry.kind == "clock_compared"]

    day.client.failing["audit"] = ServerAway("503")
    for skew[0] in (3 * 3600.0, 3 * 3600.0 + 1.0, 0.2, 0.1):
        day.pass_by(120)
    assert kept() == [10800, 0]
