"""A draft changes hands in the session machine: a clerk comes over, hands back, or somebody goes on elsewhere by a code."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.events import AuditKind
from kiosk.domain.staff import SignIn, StaffMember
from kiosk.flow.call_words import ClerkCalledView
from kiosk.flow.effects import EndSession, PrintSlip, Record, SaveDraft, SubmitDossier
from kiosk.flow.intents import ClerkCalled, IdleRanOut, SessionEnded, WayChosen, WentBack, WentOn
from kiosk.flow.passing_words import (
    AgreedView,
    ClerkCameOver,
    DraftPassedOn,
    DraftPickedUp,
    FindPassedOn,
    HandedBack,
    KeepDraftHere,
    PassDraftOn,
    PassedOnFound,
    PassedOnView,
    PassOnAsked,
    PickDraftUp,
    PickUpCodeEntered,
    PickUpOpened,
    PickUpView,
)
from kiosk.flow.staff_words import SignInView, StaffEntered, StaffJudged
from kiosk.flow.tools_words import ToolChosen, ToolsOpened
from kiosk.flow.views import FormPageView, ResumeView, WelcomeView
from kiosk.flow.ways import WayName
from tests.unit.test_session_dossier import through_the_card
from tests.unit.visit_driver import AN, CLERK, NOON, VisitDriver


@pytest.fixture
def stuck() -> VisitDriver:
    """A citizen alone before the first page of a form."""
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    driver.view(FormPageView)
    return driver


def come_over(driver: VisitDriver, member: StaffMember = CLERK) -> None:
    driver.say(ClerkCalled(), ClerkCameOver())
    driver.view(SignInView)
    driver.say(StaffEntered(staff_id="lan", password="right"), StaffJudged(result=SignIn(member)))


def test_a_clerk_comes_over_sees_what_was_agreed_to_and_goes_on_in_the_same_draft(stuck: VisitDriver) -> None:
    draft = stuck.last(SaveDraft).draft
    assert draft.staff_id is None
    come_over(stuck)
    agreed = stuck.view(AgreedView)
    assert {line.purpose for line in agreed.lines} == {
        consent["purpose"] for consent in draft.content["consents"]
    }
    assert agreed.masked_number == draft.masked_number != AN.number
    kept = stuck.last(SaveDraft).draft
    assert (kept.id, kept.staff_id) == (draft.id, "lan")
    stuck.say(WentOn())
    assert stuck.view(FormPageView).assisted_by == CLERK.name


def test_handed_back_the_citizen_goes_on_alone_in_the_same_draft(stuck: VisitDriver) -> None:
    come_over(stuck)
    stuck.say(WentOn(), ClerkCalled())
    assert stuck.view(ClerkCalledView).can_hand_back
    stuck.say(HandedBack())
    assert stuck.view(FormPageView).assisted_by == ""
    assert stuck.last(SaveDraft).draft.staff_id is None
    signed_out = [order for order in stuck.all_of(Record) if order.kind is AuditKind.STAFF_SIGNED_OUT]
    assert len(signed_out) == 1


def test_a_clerk_who_came_over_leaves_no_open_bench_behind(stuck: VisitDriver) -> None:
    come_over(stuck)
    stuck.say(WentOn(), IdleRanOut())
    assert stuck.last(EndSession).keep_draft, "it stands on the clerk's bench"
    stuck.say(SessionEnded())
    stuck.view(WelcomeView)
    assert stuck.session.staff_name == ""


def test_a_first_password_is_not_changed_in_somebody_elses_session(stuck: VisitDriver) -> None:
    come_over(stuck, StaffMember(CLERK.id, CLERK.name, CLERK.role, must_change=True))
    assert stuck.view(SignInView).problem == "staff.change_first"
    assert stuck.session.staff_name == ""


def test_passed_on_the_draft_outlives_the_session_and_nothing_is_sent(stuck: VisitDriver) -> None:
    stuck.say(ClerkCalled())
    code = stuck.view(ClerkCalledView).session_code
    stuck.say(PassOnAsked())
    assert stuck.last(PassDraftOn).code == code
    stuck.say(WentOn())
    stuck.view(PassedOnView)  # not before it is safe
    stuck.say(DraftPassedOn(code=code, until=NOON + timedelta(hours=2)))
    assert stuck.view(PassedOnView).code == code
    assert stuck.last(PrintSlip).receipt.values["code"] == code
    stuck.say(WentOn())
    assert stuck.last(EndSession).keep_draft
    assert stuck.none_of(SubmitDossier)


def test_whoever_thinks_again_goes_on_here_and_the_code_is_void(stuck: VisitDriver) -> None:
    stuck.say(ClerkCalled(), PassOnAsked())
    stuck.say(DraftPassedOn(code=stuck.last(PassDraftOn).code, until=NOON), WentBack())
    assert stuck.last(KeepDraftHere).draft_id == stuck.last(PassDraftOn).draft.id
    stuck.view(FormPageView)
    stuck.say(IdleRanOut())
    assert not stuck.last(EndSession).keep_draft


def test_a_clerk_picks_it_up_at_another_terminal(stuck: VisitDriver) -> None:
    stuck.say(ClerkCalled(), PassOnAsked())
    order = stuck.last(PassDraftOn)
    desk = VisitDriver()
    desk.sign_in()
    desk.say(ToolsOpened(), ToolChosen(tool="pick_up"), PickUpCodeEntered(code=f" {order.code.lower()} "))
    assert desk.last(FindPassedOn).code == order.code
    desk.say(PassedOnFound(draft=order.draft))
    assert desk.last(PickDraftUp).staff_id == CLERK.id
    desk.say(DraftPickedUp(draft=order.draft))
    assert desk.view(AgreedView).lines
    desk.say(WentOn())
    assert desk.view(FormPageView).assisted_by == CLERK.name


def test_a_citizen_needs_the_card_that_began_it(stuck: VisitDriver) -> None:
    stuck.say(ClerkCalled(), PassOnAsked())
    order = stuck.last(PassDraftOn)
    other = VisitDriver()
    other.say(PickUpOpened(), PickUpCodeEntered(code=order.code), PassedOnFound(draft=order.draft))
    view = other.view(ResumeView)
    assert (view.needs_card, view.procedure_name) == (True, ""), "nothing of it is told before the card"
    other.hold_up(replace(AN, number="001199000002"))
    assert other.view(ResumeView).wrong_card
    assert other.none_of(PickDraftUp)
    other.hold_up(AN)
    assert other.last(PickDraftUp).staff_id is None
    other.say(DraftPickedUp(draft=order.draft))
    other.view(FormPageView)


def test_a_code_that_is_none_says_nothing_of_others() -> None:
    driver = VisitDriver()
    driver.say(PickUpOpened(), PickUpCodeEntered(code="12"))
    assert driver.view(PickUpView).problem == "pick_up.wrong"
    driver.say(PickUpCodeEntered(code="ABCDEF"), PassedOnFound(draft=None))
    assert driver.view(PickUpView).problem == "pick_up.unknown"
    driver.say(WentBack(), SessionEnded())
    driver.view(WelcomeView)


def test_somebody_else_was_quicker(stuck: VisitDriver) -> None:
    stuck.say(ClerkCalled(), PassOnAsked())
    order = stuck.last(PassDraftOn)
    desk = VisitDriver()
    desk.sign_in()
    desk.say(ToolsOpened(), ToolChosen(tool="pick_up"), PickUpCodeEntered(code=order.code))
    desk.say(PassedOnFound(draft=order.draft), DraftPickedUp(draft=None))
    assert desk.view(PickUpView).problem == "pick_up.unknown"
    assert desk.last(PickDraftUp).staff_id == CLERK.id
