"""Somebody is stuck and calls: the bench hears of it, a clerk comes, and the same draft goes on, here or at the desk."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.build import open_storage
from kiosk.app.config import read_settings
from kiosk.domain.clerk_call import CallReason, NewCall
from kiosk.domain.staff import Role
from kiosk.flow.call_words import CallState
from kiosk.flow.intents import IdleNoticed, IdleRanOut
from kiosk.storage import Storage
from tests.cli.program import Kiosk, Portal, enrolled_kiosk
from tests.journeys.at_the_window import AtTheWindow, window_of
from tests.journeys.test_assisted import CHOSEN
from tests.journeys.test_changing_hands import get_stuck

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def kiosk(own_portal: Portal, bare_kiosk: Kiosk) -> Kiosk:
    return enrolled_kiosk(bare_kiosk.folder, own_portal)


@pytest.fixture
def other_desk(kiosk: Kiosk) -> Iterator[Storage]:
    """The store as another program that shares it sees it."""
    storage = open_storage(kiosk.home, read_settings(kiosk.config))
    yield storage
    storage.close()


def call_from_the_form(person: AtTheWindow, other_desk: Storage) -> None:
    """Somebody is stuck, and the other desk knows."""
    get_stuck(person)
    person.touch("form.call_clerk")
    person.see("clerk_called")
    person.wait(other_desk.calls.open, "the call at the other desk")


def test_the_caller_sees_that_somebody_comes_and_the_clerk_goes_on_here(
    kiosk: Kiosk, other_desk: Storage, qtbot: QtBot
) -> None:
    with window_of(kiosk, qtbot) as person:
        store = person.built.storage
        store.staff.add("lan", "Trần Thị Lan", Role.CLERK, CHOSEN, must_change=False)
        call_from_the_form(person, other_desk)
        [call] = other_desk.calls.open()
        assert (call.step, call.code) == ("form_page", person.view.session_code)

        # the person goes on meanwhile; the header says that staff were called, then who comes
        person.touch("clerk_called.back")
        person.see("form")
        person.read("call_sign.waiting")
        assert other_desk.calls.take(call.id, staff_id="lan", name="Trần Thị Lan")
        person.wait(lambda: "Trần Thị Lan" in person.words(), "who comes")
        person.touch("form.call_clerk")
        person.see("clerk_called")
        person.wait(lambda: person.view.state is CallState.COMING, "the same call, not another")

        person.help_here("lan", CHOSEN)
        person.touch("agreed.go_on")
        person.see("form")
        assert person.answers()["paper_name"] == "Bang tot nghiep"
        person.wait(lambda: not other_desk.calls.open(), "the end of the call")
        kinds = [entry.kind for entry in store.audit.entries()]
        called = [kinds.index(kind) for kind in ("clerk_called", "call_taken", "call_ended")]
        assert called == sorted(called)
        assert kinds.count("call_taken") == 1


def test_the_bench_shows_who_calls_and_a_clerk_takes_it(
    kiosk: Kiosk, other_desk: Storage, qtbot: QtBot
) -> None:
    with window_of(kiosk, qtbot) as clerk:
        clerk.built.storage.staff.add("lan", "Trần Thị Lan", Role.CLERK, CHOSEN, must_change=False)
        clerk.see("welcome")
        clerk.sign_in("lan", CHOSEN)
        clerk.see("work_list")
        other_desk.calls.call(NewCall("c", "Máy 2", "7F3A9C", "scan_card", CallReason.CARD))
        clerk.touch("work_list.call_come_1")
        for words in ("Máy 2", "7F3A9C"):
            assert words in clerk.words()
        assert clerk.reads("call_reason.card")
        clerk.wait(lambda: other_desk.calls.open()[0].taken_by == "Trần Thị Lan", "who comes")
        clerk.touch("work_list.chime")
        clerk.read("calls.sound")
        clerk.touch("work_list.call_done_1")
        clerk.wait(lambda: not other_desk.calls.open(), "the end of the call")
        clerk.wait(lambda: not clerk.reads("calls.sound"), "a bench without calls")


def test_whoever_gave_up_waiting_goes_on_at_the_desk_by_the_code(
    kiosk: Kiosk, other_desk: Storage, qtbot: QtBot
) -> None:
    with window_of(kiosk, qtbot) as person:
        store = person.built.storage
        store.staff.add("lan", "Trần Thị Lan", Role.CLERK, CHOSEN, must_change=False)
        call_from_the_form(person, other_desk)
        code = person.view.session_code
        person.terminal.presenter.take(IdleNoticed())
        person.see("idle_warning")
        assert code in person.words()
        person.terminal.presenter.take(IdleRanOut())
        person.see("welcome")
        person.wait(lambda: not other_desk.calls.open(), "the end of the call")
        person.sign_in("lan", CHOSEN)
        person.pick_up(code)
        assert person.answers()["paper_name"] == "Bang tot nghiep"
        assert store.queue.counts().left == 0, "nothing is sent before the citizen has confirmed"


def test_a_call_is_still_there_after_the_program_stopped(
    kiosk: Kiosk, other_desk: Storage, qtbot: QtBot
) -> None:
    other_desk.calls.call(NewCall("c", "Máy 1", "7F3A9C", "form_page", CallReason.UNKNOWN))
    with window_of(kiosk, qtbot) as person:
        person.see("welcome")
        person.read("call_sign.waiting")
        person.touch("welcome.call_clerk")
        person.see("clerk_called")
        person.touch("clerk_called.withdraw")
        person.see("welcome")
        person.wait(lambda: not other_desk.calls.open(), "the end of the call")
