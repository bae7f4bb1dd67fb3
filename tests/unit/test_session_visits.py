"""One visit after another: nothing of one person reaches the next, however a visit ends and whatever fails."""

from dataclasses import replace

import pytest

from kiosk.domain.account import DeviceLogin, LoginAnswer, LoginState, Tracking
from kiosk.domain.events import AuditKind
from kiosk.domain.staff import SignIn
from kiosk.flow.account_words import AccountAnswered, LoginAnswered, LoginBegan, VneidView
from kiosk.flow.call_words import ClerkCalledView
from kiosk.flow.effects import (
    BeginSession,
    DropDraft,
    EndSession,
    LoadDraft,
    Record,
    RestCameras,
    SaveDraft,
    SubmitDossier,
)
from kiosk.flow.intents import (
    ClerkCalled,
    Confirmed,
    ConsentAnswered,
    DossierKept,
    DraftLoaded,
    EffectFailed,
    IdleNoticed,
    IdleRanOut,
    Left,
    PersonConfirmed,
    ResumeFound,
    SessionEnded,
    TypingChosen,
    WayChosen,
    WentBack,
)
from kiosk.flow.messages import Intent
from kiosk.flow.staff_words import (
    DraftResumed,
    NewPasswordEntered,
    NewPasswordView,
    PasswordChanged,
    SignedOut,
    SignInView,
    StaffEntered,
    StaffJudged,
    WorkListView,
)
from kiosk.flow.track_words import CodeEntered, TrackingFound, TrackView
from kiosk.flow.views import (
    CheckPersonView,
    DossierDoneView,
    OutOfOrderView,
    ResumeView,
    SearchView,
    SummaryView,
    WaitingView,
    WelcomeView,
)
from kiosk.flow.ways import WayName
from tests.unit.test_session_account import FIELDS, at_the_phone
from tests.unit.test_session_dossier import a_dossier, at_the_summary, through_the_card
from tests.unit.visit_driver import CLERK, VisitDriver, a_portal


def failed(effect: str, *, broken: bool = False) -> EffectFailed:
    return EffectFailed(effect=effect, code="unavailable", text_key="error.unavailable", broken=broken)


def nobody_is_known(driver: VisitDriver) -> bool:
    """The next person at the screen finds empty fields."""
    driver.say(
        WayChosen(way=WayName.REGISTER_ACCOUNT), ConsentAnswered(purposes=frozenset({"register_account"}))
    )
    driver.say(TypingChosen())
    return driver.view(CheckPersonView).person.full_name == ""


# --- every end wipes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [Left(), IdleRanOut()])
def test_every_end_of_a_visit_leaves_an_empty_terminal(end: Intent) -> None:
    driver = at_the_phone()
    number = driver.session.visit_number
    driver.say(end)
    assert driver.last(RestCameras)
    driver.say(SessionEnded())
    assert driver.session.visit_number == number + 1
    driver.view(WelcomeView)
    assert nobody_is_known(driver)


def test_going_back_to_the_start_wipes_although_the_visit_was_never_recorded() -> None:
    driver = at_the_phone()
    driver.say(failed("BeginSession"))
    for _ in range(10):
        if isinstance(driver.session.view, WaitingView):
            break
        driver.say(WentBack())
    assert driver.last(EndSession).reason == "left"
    driver.say(SessionEnded())
    assert nobody_is_known(driver)


def test_a_store_that_cannot_wipe_does_not_keep_the_screen_from_being_wiped() -> None:
    driver = at_the_phone()
    driver.say(Left(), failed("EndSession"))
    driver.view(WelcomeView)
    assert nobody_is_known(driver)


def test_a_bug_while_a_visit_ends_does_not_hold_the_terminal_for_ever() -> None:
    driver = at_the_phone()
    driver.say(Left(), IdleRanOut())
    driver.view(WelcomeView)
    assert nobody_is_known(driver)


def test_a_machine_that_cannot_go_on_keeps_nobody_behind_its_last_screen() -> None:
    driver = at_the_phone()
    number = driver.session.visit_number
    driver.say(failed("SaveDraft", broken=True))
    driver.view(OutOfOrderView)
    assert driver.session.visit_number > number
    assert driver.session._visit.applicant is None


def test_an_end_that_was_answered_twice_wipes_once() -> None:
    driver = at_the_phone()
    driver.say(Left(), SessionEnded())
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER), SessionEnded())
    driver.view(SearchView)


def test_a_clerk_called_at_the_start_is_forgotten_when_nobody_stays() -> None:
    driver = VisitDriver()
    driver.say(ClerkCalled())
    driver.view(ClerkCalledView)
    driver.say(IdleNoticed(), IdleRanOut(), SessionEnded())
    driver.view(WelcomeView)


def test_a_visit_has_one_name_from_its_first_touch_to_its_end() -> None:
    driver = at_the_phone()
    driver.say(Left())
    assert driver.last(BeginSession).session_id == driver.last(EndSession).session_id != ""


def test_finishing_is_told_from_leaving() -> None:
    driver = at_the_summary()
    driver.say(Confirmed(), DossierKept(dossier=a_dossier()), Left())
    assert driver.last(EndSession).reason == "completed"


# --- a dossier that is becoming durable --------------------------------------------------------------------


def test_nobody_leaves_while_the_dossier_is_being_kept() -> None:
    driver = at_the_summary()
    driver.say(Confirmed(), Left())
    assert driver.none_of(EndSession)
    driver.say(DossierKept(dossier=a_dossier()))
    assert driver.view(DossierDoneView).reference == "K-HN0099-261120-1-X"


def test_a_late_trouble_of_the_draft_does_not_ask_for_a_second_confirmation() -> None:
    driver = at_the_summary()
    driver.say(Confirmed(), failed("SaveDraft"))
    assert driver.view(SummaryView).keeping
    driver.say(Confirmed())
    assert len([order for order in driver.orders if isinstance(order, SubmitDossier)]) == 1


# --- late answers within a visit ---------------------------------------------------------------------------


def test_an_answer_nobody_asked_for_changes_nothing() -> None:
    from kiosk.domain.account import AccountRegistered

    driver = at_the_phone()
    before = driver.session.view
    driver.say(AccountAnswered(answer=AccountRegistered("00000000-0000-7000-8000-000000000077", True, None)))
    assert driver.session.view == before


def test_a_late_look_up_does_not_open_itself() -> None:
    driver = VisitDriver()
    driver.sign_in()
    driver.say(WayChosen(way=WayName.TRACK_DOSSIER), CodeEntered(code="H26.99-261120-0001"), WentBack())
    driver.say(SessionEnded(), WayChosen(way=WayName.TRACK_DOSSIER))
    driver.say(TrackingFound(tracking=Tracking("H26.99-261120-0001", "1.001193", "", "ACCEPTED")))
    driver.view(TrackView)


def test_another_persons_approval_on_the_phone_is_not_this_persons() -> None:
    driver = VisitDriver(a_portal(account_methods=("vneid",)))
    driver.say(
        WayChosen(way=WayName.REGISTER_ACCOUNT), ConsentAnswered(purposes=frozenset({"register_account"}))
    )
    driver.say(LoginBegan(login=DeviceLogin("two", "BBBB-BBBB", "https://id", "https://id?c=2", 300.0, 5.0)))
    claims = {"sub": "001199000001", "name": "Nguyễn Thị An"}
    driver.say(LoginAnswered(user_code="AAAA-AAAA", answer=LoginAnswer(LoginState.APPROVED, claims)))
    assert driver.view(VneidView).state == "waiting"


def test_a_sign_in_that_was_given_up_signs_nobody_in() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.STAFF), StaffEntered(staff_id="lan", password="right"), WentBack())
    driver.say(SessionEnded(), WayChosen(way=WayName.STAFF), StaffJudged(result=SignIn(CLERK)))
    driver.view(SignInView)
    assert driver.session.staff_name == ""


# --- after a power cut -------------------------------------------------------------------------------------


def test_ending_at_the_resume_screen_erases_the_draft() -> None:
    draft = at_the_summary().last(SaveDraft).draft
    driver = VisitDriver()
    driver.say(ResumeFound(draft=draft), Left())
    assert driver.last(DropDraft).draft_id == draft.id


def test_a_draft_is_not_given_up_for_trouble_of_the_camera() -> None:
    draft = at_the_summary().last(SaveDraft).draft
    driver = VisitDriver()
    driver.say(ResumeFound(draft=draft), failed("LookForCard"))
    driver.view(ResumeView)


# --- staff -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("end", "reason"), [(SignedOut(), "signed_out"), (IdleRanOut(), "idle")])
def test_signing_out_is_recorded(end: Intent, reason: str) -> None:
    driver = VisitDriver()
    driver.sign_in()
    driver.say(end)
    record = driver.last(Record)
    assert (record.kind, record.subject, record.facts) == (
        AuditKind.STAFF_SIGNED_OUT,
        "lan",
        {"reason": reason},
    )
    driver.say(SessionEnded())
    driver.view(WelcomeView)
    assert driver.session.staff_name == ""


def test_a_clerk_who_opens_a_draft_is_named_to_the_trail_and_it_opens_once() -> None:
    draft = at_the_summary().last(SaveDraft).draft
    driver = VisitDriver()
    driver.sign_in()
    driver.say(DraftResumed(draft_id=draft.id))
    assert driver.last(LoadDraft).staff_id == "lan"
    driver.say(DraftLoaded(draft=draft))
    assert driver.last(BeginSession).staff_id == "lan"


def test_a_draft_that_is_gone_is_said_and_begins_no_visit() -> None:
    driver = VisitDriver()
    driver.sign_in()
    driver.say(DraftResumed(draft_id="gone"), DraftLoaded(draft=None))
    notice = driver.view(WorkListView).notice
    assert notice is not None and notice.key == "error.draft_unknown"
    assert driver.none_of(BeginSession)


def test_a_clerks_next_citizen_is_another_visit() -> None:
    driver = VisitDriver()
    driver.sign_in()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    number = driver.session.visit_number
    driver.say(Left(), SessionEnded())
    assert driver.session.visit_number == number + 1
    assert driver.session.staff_name == "Trần Thị Lan"
    driver.say(WayChosen(way=WayName.REGISTER_ACCOUNT))
    driver.say(ConsentAnswered(purposes=frozenset({"register_account"})), TypingChosen())
    assert driver.view(CheckPersonView).person.full_name == ""
    driver.say(PersonConfirmed(fields=FIELDS))


def at_the_new_password() -> VisitDriver:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.STAFF), StaffEntered(staff_id="lan", password="first"))
    driver.say(StaffJudged(result=SignIn(replace(CLERK, must_change=True))))
    driver.view(NewPasswordView)
    return driver


@pytest.mark.parametrize("way_out", [Left(), WentBack(), IdleRanOut()])
def test_nobody_gets_round_the_change_of_the_first_password(way_out: Intent) -> None:
    driver = at_the_new_password()
    driver.say(way_out, SessionEnded())
    driver.view(WelcomeView)
    assert driver.session.staff_name == ""


def test_after_the_change_the_bench_is_there_and_stays_there() -> None:
    driver = at_the_new_password()
    driver.say(NewPasswordEntered(old="first", new="second"), PasswordChanged(done=False))
    assert driver.view(NewPasswordView).problem == "staff.wrong"
    driver.say(NewPasswordEntered(old="first", new="second"), PasswordChanged(done=True))
    driver.view(WorkListView)
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER), Left(), SessionEnded())
    driver.view(WorkListView)
