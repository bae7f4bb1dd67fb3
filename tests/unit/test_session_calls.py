"""Staff are called in the session machine: what the caller is told, what the bench sees, and how a call ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.clerk_call import CallEnd, CallReason, ClerkCall
from kiosk.domain.staff import SignIn
from kiosk.flow.account_words import OtpView
from kiosk.flow.call_staff import reason_of, step_of
from kiosk.flow.call_words import (
    CallClerk,
    CallClosed,
    CallFound,
    CallsSeen,
    CallState,
    CallTaken,
    CallWithdrawn,
    ChimeSwitched,
    ClerkCalledView,
    ClerkWasCalled,
    EndCall,
    FindCall,
    SwitchChime,
    TakeCall,
)
from kiosk.flow.effects import EndSession
from kiosk.flow.intents import (
    ClerkCalled,
    EffectFailed,
    IdleNoticed,
    IdleRanOut,
    Left,
    SessionEnded,
    StillHere,
    WayChosen,
    WentBack,
)
from kiosk.flow.passing_words import AgreedView, ClerkCameOver, PassDraftOn
from kiosk.flow.staff_words import StaffEntered, StaffJudged, WorkListView
from kiosk.flow.views import FormPageView, IdleWarningView, ScanCardView, WelcomeView
from kiosk.flow.ways import WayName
from tests.unit.test_session_dossier import through_the_card
from tests.unit.visit_driver import CLERK, VisitDriver


@pytest.fixture
def stuck() -> VisitDriver:
    """A citizen alone before the first page of a form, who called."""
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    driver.say(ClerkCalled())
    return driver


def stored(driver: VisitDriver) -> ClerkCall:
    """As the store answers the last call."""
    new = driver.last(CallClerk).call
    call = ClerkCall(new.id, new.terminal, new.code, new.step, new.reason, driver.at)
    driver.say(ClerkWasCalled(call=call))
    return call


def called_view(driver: VisitDriver) -> ClerkCalledView:
    return driver.view(ClerkCalledView)


def test_a_call_names_terminal_step_and_code_and_nothing_of_the_person(stuck: VisitDriver) -> None:
    call = stuck.last(CallClerk).call
    assert (call.terminal, call.step, call.reason) == ("HN0099", "form_page", CallReason.UNKNOWN)
    assert call.code == called_view(stuck).session_code != ""
    stored(stuck)
    stuck.say(ClerkCalled(), ClerkCalled())
    assert len(stuck.all_of(CallClerk)) == 1, "calling again makes nobody wait anew"


def test_what_the_terminal_knows_of_the_trouble_is_told() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.REGISTER_ACCOUNT))
    assert reason_of(OtpView(channel="sms", masked_to="09•"), online=True) is CallReason.CODE
    waiting = ScanCardView(can_go_back=True)
    assert step_of(waiting) == "scan_card"
    assert reason_of(waiting, online=True) is CallReason.UNKNOWN
    assert reason_of(waiting, online=False) is CallReason.OFFLINE
    assert reason_of(replace(waiting, offer_typing=True), online=False) is CallReason.CARD


def test_the_caller_hears_that_somebody_comes_or_that_nobody_does(stuck: VisitDriver) -> None:
    call = stored(stuck)
    stuck.say(CallsSeen(calls=(call,)))
    assert called_view(stuck).state is CallState.WAITING
    stuck.at += timedelta(minutes=3)
    stuck.say(CallsSeen(calls=(call,)))
    assert (called_view(stuck).state, called_view(stuck).waits_min) == (CallState.UNANSWERED, 3)
    assert called_view(stuck).can_pass_on
    taken = replace(call, taken_at=stuck.at, taken_by="Trần Thị Lan")
    stuck.say(CallsSeen(calls=(taken,)))
    assert (called_view(stuck).state, called_view(stuck).comes) == (CallState.COMING, "Trần Thị Lan")
    stuck.say(WentBack())
    stuck.view(FormPageView)
    assert stuck.session.own_call == (CallState.COMING, "Trần Thị Lan")
    stuck.say(CallsSeen(calls=()), ClerkCalled())
    assert len(stuck.all_of(CallClerk)) == 2, "the first was settled by a clerk: this is another"


def test_a_call_that_could_not_be_written_down_is_not_promised(stuck: VisitDriver) -> None:
    failed = EffectFailed(effect="CallClerk", code="database_away", text_key="error.database_away")
    stuck.say(failed)
    assert called_view(stuck).state is CallState.NOT_HEARD
    stuck.say(ClerkCalled())
    first, second = stuck.all_of(CallClerk)
    assert first.call.id == second.call.id
    stored(stuck)
    assert called_view(stuck).state is CallState.WAITING


def test_a_call_ends_when_it_is_withdrawn_and_when_the_visit_ends(stuck: VisitDriver) -> None:
    call = stored(stuck)
    stuck.say(CallWithdrawn())
    stuck.view(FormPageView)
    assert stuck.last(EndCall) == EndCall(call_id=call.id, how=CallEnd.WITHDRAWN)
    stuck.say(ClerkCalled(), Left())
    assert stuck.last(EndCall).how is CallEnd.VISIT_OVER
    assert stuck.last(EndSession).keep_draft is False
    stuck.say(SessionEnded())
    stuck.view(WelcomeView)
    assert stuck.session.own_call == (CallState.NONE, "")


def test_whoever_waits_is_covered_asked_and_then_kept_under_the_code(stuck: VisitDriver) -> None:
    stored(stuck)
    code = called_view(stuck).session_code
    stuck.say(WentBack(), IdleNoticed())
    assert called_view(stuck).patience_s == stuck.around.waiting_s, (
        "nothing of the form stands open meanwhile"
    )
    stuck.say(IdleNoticed())
    warning = stuck.view(IdleWarningView)
    assert (warning.waits, warning.kept_under) == (True, code)
    stuck.say(StillHere())
    called_view(stuck)
    stuck.say(IdleNoticed(), IdleRanOut())
    passed, ended = stuck.last(PassDraftOn), stuck.last(EndSession)
    assert (passed.code, passed.draft.id, ended.keep_draft) == (code, ended.draft_id, True)
    assert stuck.orders.index(passed) < stuck.orders.index(ended)
    assert stuck.last(EndCall).how is CallEnd.VISIT_OVER


def test_a_call_from_the_first_screen_ends_with_nobody_there_any_more() -> None:
    driver = VisitDriver()
    driver.say(ClerkCalled())
    stored(driver)
    driver.say(WentBack())
    driver.view(WelcomeView)
    driver.say(IdleNoticed())
    called_view(driver)
    driver.say(IdleNoticed())
    assert driver.view(IdleWarningView).kept_under == ""
    driver.say(IdleRanOut(), SessionEnded())
    driver.view(WelcomeView)
    assert driver.last(EndCall).how is CallEnd.VISIT_OVER


def test_a_clerk_who_signs_in_here_has_answered_the_call(stuck: VisitDriver) -> None:
    call = stored(stuck)
    stuck.say(ClerkCameOver(), StaffEntered(staff_id="lan", password="right"))
    stuck.say(StaffJudged(result=SignIn(CLERK)))
    stuck.view(AgreedView)
    assert stuck.last(EndCall) == EndCall(call_id=call.id, how=CallEnd.HELPED, staff_id="lan")
    stuck.say(ClerkCalled())
    assert called_view(stuck).state is CallState.NONE
    assert len(stuck.all_of(CallClerk)) == 1, "a clerk who passes a draft on rings no bell"


def test_a_call_survives_a_crash_of_the_window(stuck: VisitDriver) -> None:
    call = stored(stuck)
    again = VisitDriver()
    assert again.all_of(FindCall)
    again.say(CallFound(call=call))
    assert again.session.own_call == (CallState.WAITING, "")
    again.say(CallsSeen(calls=(replace(call, taken_by="Trần Thị Lan", taken_at=again.at),)))
    assert again.session.own_call == (CallState.COMING, "Trần Thị Lan")
    again.say(ClerkCalled())
    assert again.none_of(CallClerk)


def test_the_bench_sees_calls_takes_and_closes_them_and_turns_its_bell_off() -> None:
    driver = VisitDriver()
    driver.sign_in()
    called_at = driver.at - timedelta(minutes=4)
    call = ClerkCall("c", "Máy 2", "7F3A9C", "scan_card", CallReason.CARD, called_at)
    driver.say(CallsSeen(calls=(call,), rings=True))
    bench = driver.view(WorkListView)
    assert [(line.call, line.waits_min) for line in bench.calls] == [(call, 4)]
    driver.say(CallTaken(call_id="c"))
    assert driver.last(TakeCall) == TakeCall(call_id="c", staff_id="lan", name=CLERK.name)
    driver.say(CallClosed(call_id="c"), ChimeSwitched())
    assert driver.last(EndCall) == EndCall(call_id="c", how=CallEnd.CLOSED, staff_id="lan")
    assert driver.all_of(SwitchChime)
    driver.say(CallsSeen(calls=(), rings=False))
    assert driver.view(WorkListView).calls == ()
    assert not driver.view(WorkListView).rings


def test_news_of_calls_disturbs_no_step() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.REGISTER_ACCOUNT))
    before = driver.session.view
    driver.say(CallsSeen(calls=(ClerkCall("x", "Máy 3", "", "welcome", CallReason.UNKNOWN, driver.at),)))
    assert driver.session.view == before
