"""Every scenario of the delivery benchmark, small and quick: arrived, once, whole, and never called sent too early."""

import threading
from collections.abc import Callable, Iterator

import pytest

from benchmarks.fault_gateway import FaultGateway
from benchmarks.fault_scenarios import SCENARIOS, Scenario, weather_of
from kiosk.domain.dossier import DossierState
from tests.fakes.chaos_proxy import ChaosProxy, Weather
from tests.sync.kit import Kit, content_of, kit_at

SMALLER = 12
"""Than in the benchmark: bytes between faults, and the payload with them."""
CONTENTS = content_of(500_000, 1), content_of(160_000, 2)
PAYLOAD = sum(map(len, CONTENTS))
OUTAGE_S = 0.4
HERE = [scenario for scenario in SCENARIOS if not scenario.kills]
"""Those that kill a process have tests of their own (`test_weather.py`, `tests/faults`)."""


def sooner(after: Callable[[], int | None], smaller: int = SMALLER) -> Callable[[], int | None]:
    def count() -> int | None:
        bytes_more = after()
        return None if bytes_more is None else bytes_more // smaller

    return count


def small_weather(scenario: Scenario) -> Weather:
    weather = weather_of(scenario, bytes_per_s=2e6, one_way_s=0.0, stall_at=PAYLOAD // 3)
    weather.cut_every = sooner(weather.cut_every)
    # each of these costs seconds: once is enough
    weather.freeze_every = sooner(weather.freeze_every, 4)
    weather.swallow_after = sooner(weather.swallow_after, 4)
    return weather


def misbehaviour(scenario: Scenario, url: str) -> dict[str, object]:
    wanted = {"known_as": url, **scenario.gateway}
    if wanted.pop("forget_at_share", None):
        wanted["forget_at_bytes"] = PAYLOAD // 2
    if "captive_s" in wanted:
        wanted["captive_s"] = OUTAGE_S
    wanted["twists"] = [
        [route, "busy_soon" if fault == "busy" else fault, times]
        for route, fault, times in scenario.gateway.get("twists", [])
    ]
    return wanted


def in_a_hurry(kiosk: Kit) -> Kit:
    """A kiosk that has met such lines before, so that a test need not wait for it to learn."""
    kiosk.client._exchange._patience.FIRST_S = 1.0  # type: ignore[misc]
    kiosk.client.uploader.rule.succeeded(256 * 1024, 0.2)
    kiosk.client.uploader.rule.overtaken(0.1)
    return kiosk


@pytest.fixture
def portal() -> Iterator[FaultGateway]:
    with FaultGateway() as portal:
        yield portal


def outage(scenario: Scenario, line: ChaosProxy, over: threading.Event) -> None:
    while line.from_kiosk < PAYLOAD // 3 and not over.wait(0.005):
        pass
    if scenario.refused_s:
        line.refuse()
        line.cut_all()
    if scenario.hole_s:
        line.open_hole()
    over.wait(OUTAGE_S)
    line.weather.resume.set()
    line.close_hole()
    if scenario.refused_s:
        line.listen_again()


@pytest.mark.parametrize("scenario", HERE, ids=lambda scenario: scenario.name)
def test_arrived_once_and_whole(portal: FaultGateway, scenario: Scenario) -> None:
    over = threading.Event()
    with ChaosProxy(("127.0.0.1", portal.port), small_weather(scenario)) as line:
        portal.audiences = [line.url]
        with kit_at(line.url, skew_s=scenario.skew_s) as kiosk:
            in_a_hurry(kiosk.enrol())
            dossier = kiosk.queue_dossier(*CONTENTS)
            portal._misbehave(misbehaviour(scenario, line.url))
            trouble = threading.Thread(target=outage, args=(scenario, line, over))
            if scenario.outage_s:
                trouble.start()
            try:
                kiosk.drain(timeout_s=120)
            finally:
                over.set()
                if scenario.outage_s:
                    trouble.join()
            if "lies" in scenario.gateway:
                assert kiosk.dossier(dossier).state is DossierState.MISMATCH
                (stopped,) = kiosk.stores.queue.items(state="quarantined")
                kiosk.stores.queue.retry(stopped.job_id)
                kiosk.drain(timeout_s=60)
            assert kiosk.dossier(dossier).state is DossierState.SUBMITTED
    assert portal.ledger == [(dossier.id, 1)]
    assert [portal.stored(document.id) for document in dossier.documents] == list(CONTENTS)


def test_the_fault_gateway_keeps_to_the_contract_until_told_otherwise(portal: FaultGateway) -> None:
    with kit_at(portal.url) as kiosk:
        dossier = kiosk.enrol().queue_dossier(*CONTENTS)
        kiosk.drain()
        assert kiosk.dossier(dossier).state is DossierState.SUBMITTED
