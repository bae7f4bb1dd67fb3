"""The citizen's way to a durable dossier, and the clerk's, through the session machine alone."""

from datetime import timedelta

from kiosk.domain.dossier import Dossier, DossierState, Problem
from kiosk.domain.draft import DraftPage
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.scan import PageProblem, PageSight, ScannedPage
from kiosk.domain.upload import JobKind, QueueItem
from kiosk.flow.effects import (
    BeginSession,
    DropDraft,
    EndSession,
    LoadDraft,
    PrintSlip,
    SaveDraft,
    SubmitDossier,
)
from kiosk.flow.intents import (
    Answered,
    CaseChosen,
    ComponentMarked,
    ComponentOpened,
    Confirmed,
    ConsentAnswered,
    DeliveryChosen,
    DeliveryConsidered,
    DossierFollowed,
    DossierKept,
    DraftLoaded,
    EffectFailed,
    Left,
    PersonConfirmed,
    PhoneEntered,
    ProcedureChosen,
    ResumeFound,
    SearchTyped,
    SessionEnded,
    SlipMoved,
    WayChosen,
    WentBack,
    WentOn,
)
from kiosk.flow.page_words import (
    CapturePage,
    KeepPage,
    LookForPage,
    PageAccepted,
    PageCaptured,
    PageLooked,
    PagesKept,
    ScanPagesView,
)
from kiosk.flow.staff_words import (
    JobRetried,
    RetryJob,
    WorkItemLoaded,
    WorkItemOpened,
    WorkItemView,
    WorkListView,
)
from kiosk.flow.views import (
    CaseView,
    ChecklistView,
    DeliveryView,
    DossierDoneView,
    FormPageView,
    ProcedureView,
    ResumeView,
    SearchView,
    SummaryView,
    WelcomeView,
)
from kiosk.flow.ways import WayName
from tests.unit.test_session_account import FIELDS
from tests.unit.visit_driver import AN, NOON, WITHOUT_ACCOUNT, VisitDriver

QUAD = ((0.0, 0.0), (100.0, 0.0), (100.0, 140.0), (0.0, 140.0))
BIRTH = "1.001193"
SAMPLE = {
    "text": "Bệnh viện mẫu",
    "name": "Nguyễn Văn Bình",
    "digits": "001099000002",
    "date": "2026-11-10",
    "phone": "0912345678",
    "email": "an@example.vn",
    "address": "Số 1, Phường Cửa Nam, Hà Nội",
    "long_text": "Không có",
    "number": 1,
    "yes_no": True,
}


def a_page(*problems: PageProblem, fingerprint: int = 1) -> ScannedPage:
    return ScannedPage(b"jpeg", 1654, 2339, 200.0, QUAD, 50.0, 0.0, fingerprint, problems)


def captured(driver: VisitDriver, *problems: PageProblem) -> PageCaptured:
    """The camera's answer to the last shot."""
    return PageCaptured(shot=driver.last(CapturePage).shot, page=a_page(*problems), still=b"still")


def a_dossier(state: DossierState = DossierState.QUEUED, **changes: object) -> Dossier:
    values = {
        "id": "00000000-0000-7000-8000-000000000999",
        "local_reference": "K-HN0099-261120-1-X",
        "revision": 1,
        "state": state,
        "raw_state": state.value,
        "procedure_code": BIRTH,
        "procedure_name": "Đăng ký khai sinh",
        "body": {},
        "created_at": NOON,
        **changes,
    }
    return Dossier(**values)  # type: ignore[arg-type]


def through_the_card(driver: VisitDriver, code: str = BIRTH) -> None:
    driver.say(SearchTyped(text="khai sinh"), ProcedureChosen(code=code), WentOn())
    if isinstance(driver.session.view, CaseView):
        driver.say(CaseChosen(case_id=driver.view(CaseView).cases[0].id))
    driver.say(WITHOUT_ACCOUNT)
    driver.say(ConsentAnswered(purposes=frozenset({"submit_dossier"})))
    driver.hold_up()
    driver.say(PersonConfirmed(fields=FIELDS), PhoneEntered(phone="0912345678"))


def fill_the_form(driver: VisitDriver) -> None:
    for _ in range(20):
        if not isinstance(driver.session.view, FormPageView):
            return
        for _ in range(8):
            empty = [
                q for q in driver.view(FormPageView).fields if q.value in (None, "") and q.field.required
            ]
            if not empty:
                break
            for question in empty:
                choices = [value for value, _ in question.field.choices]
                driver.say(
                    Answered(
                        name=question.field.name,
                        value=choices[0] if choices else SAMPLE[question.field.widget],
                    )
                )
        before = driver.view(FormPageView)
        driver.say(WentOn())
        now = driver.session.view
        assert type(now) is not FormPageView or now.form_page != before.form_page, [
            (q.field.name, q.problem) for q in driver.view(FormPageView).fields if q.problem
        ]


def gather_the_papers(driver: VisitDriver) -> None:
    for line in driver.view(ChecklistView).lines:
        if line.state != "missing" or not line.required:
            continue
        component = line.component
        if component.kind == "show":
            driver.say(ComponentMarked(component_id=component.id, how="shown"))
            continue
        driver.say(ComponentOpened(component_id=component.id))
        watch = driver.last(LookForPage).watch
        driver.say(PageLooked(watch=watch, sight=PageSight(3, QUAD, still=True)))
        assert driver.last(CapturePage).corners == QUAD
        driver.say(captured(driver), PageAccepted())
        keep = driver.last(KeepPage)
        page = DraftPage(keep.page_id, keep.draft_id, component.id, 0, "image/jpeg", 4, 1)
        filing = driver.session._visit.filing
        assert filing is not None
        driver.say(
            PagesKept(draft_id=keep.draft_id, pages=(*filing.pages, page), thumbnails={page.id: b"small"})
        )
        driver.say(WentOn())


def at_the_summary() -> VisitDriver:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    fill_the_form(driver)
    gather_the_papers(driver)
    driver.say(WentOn())
    driver.view(DeliveryView)
    driver.say(DeliveryChosen(method="agent_point"))
    driver.view(SummaryView)
    return driver


def test_an_address_is_kept_while_it_is_being_typed() -> None:
    driver = at_the_summary()
    driver.say(WentBack())
    for typed in ("Số 1", "Số 1 ", "Số 1 ngõ 2"):
        driver.say(DeliveryConsidered(method="agency", address=typed))
        driver.view(DeliveryView)
        kept = driver.last(SaveDraft).draft.content
        assert kept["delivery"] == {"method": "agency", "address": typed}


def test_search_without_tone_marks_finds_the_procedure() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER), SearchTyped(text="dang ky khai sinh"))
    assert driver.view(SearchView).lines[0].code == BIRTH


def test_what_cannot_go_online_says_why_on_its_first_page() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER), ProcedureChosen(code="2.000815"))
    view = driver.view(ProcedureView)
    assert not view.can_file
    assert view.why_not is not None and len(view.why_not.vi) > 20
    driver.say(WentOn())
    driver.view(ProcedureView)


def test_what_the_card_knows_is_filled_in() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver, "1.010041")
    content = driver.last(SaveDraft).draft.content
    assert content["autofilled"]
    assert AN.address in content["answers"].values()


def test_every_answer_is_saved_at_once() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    view = driver.view(FormPageView)
    name = view.fields[0].field.name
    saved = len([o for o in driver.orders if isinstance(o, SaveDraft)])
    driver.say(Answered(name=name, value="B"), Answered(name=name, value="Bì"))
    assert len([o for o in driver.orders if isinstance(o, SaveDraft)]) == saved + 2
    assert driver.last(SaveDraft).draft.content["answers"][name] == "Bì"


def test_a_dossier_goes_from_search_to_slip() -> None:
    driver = at_the_summary()
    view = driver.view(SummaryView)
    assert view.prices and view.documents and view.answers
    driver.say(Confirmed())
    request = driver.last(SubmitDossier).request
    assert request.applicant.full_name == "Nguyễn Thị An"
    assert driver.none_of(PrintSlip)  # durable first, only then the receipt
    driver.say(DossierKept(dossier=a_dossier()))
    assert driver.view(DossierDoneView).reference == "K-HN0099-261120-1-X"
    slip = driver.last(PrintSlip).receipt
    assert slip.values["state"] == "queued"
    assert "001199000001" not in str(slip.values)
    driver.say(
        SlipMoved(reference="K-HN0099-261120-1-X", state=PrintState.PRINTED, printer=PrinterState.READY)
    )
    driver.say(DossierFollowed(dossier=a_dossier(DossierState.SUBMITTED)))
    assert driver.view(DossierDoneView).state == "SUBMITTED"
    driver.say(WentOn())
    assert driver.last(EndSession).draft_id is None


def test_a_full_disk_keeps_everything_on_the_screen() -> None:
    driver = at_the_summary()
    driver.say(
        Confirmed(), EffectFailed(effect="SubmitDossier", code="disk_full", text_key="error.disk_full")
    )
    notice = driver.view(SummaryView).notice
    assert notice is not None and notice.key == "error.disk_full"
    driver.say(Confirmed())
    assert len([o for o in driver.orders if isinstance(o, SubmitDossier)]) == 2


def test_nobody_goes_on_with_a_paper_missing() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    fill_the_form(driver)
    driver.say(WentOn())
    view = driver.view(ChecklistView)
    assert view.missing > 0
    assert view.notice is not None and view.notice.key == "checklist.missing"


def test_a_blank_page_cannot_be_kept_and_a_bad_one_can_be_taken_again() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    fill_the_form(driver)
    component = next(
        line.component
        for line in driver.view(ChecklistView).lines
        if line.state == "missing" and line.component.kind == "submit"
    )
    driver.say(ComponentOpened(component_id=component.id))
    driver.say(PageLooked(watch=driver.last(LookForPage).watch, sight=PageSight(3, QUAD, still=True)))
    driver.say(captured(driver, PageProblem.BLANK), PageAccepted())
    assert driver.none_of(KeepPage)
    driver.say(WentBack())
    driver.view(ScanPagesView)


def test_back_and_forth_keeps_the_answers_and_one_draft() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    first = driver.last(SaveDraft).draft.id
    name = driver.view(FormPageView).fields[0].field.name
    driver.say(Answered(name=name, value="Nguyễn Văn Bình"))
    driver.say(WentBack(), PhoneEntered(phone="0912345678"))
    assert driver.last(SaveDraft).draft.id == first
    answered = {q.field.name: q.value for q in driver.view(FormPageView).fields}
    assert answered[name] == "Nguyễn Văn Bình"


def test_walking_away_erases_the_draft() -> None:
    driver = at_the_summary()
    draft_id = driver.last(SaveDraft).draft.id
    driver.say(Left())
    order = driver.last(EndSession)
    assert (order.draft_id, order.keep_draft) == (draft_id, False)


def test_after_a_power_cut_only_the_right_card_opens_the_draft() -> None:
    before = at_the_summary()
    draft = before.last(SaveDraft).draft
    driver = VisitDriver()
    driver.say(ResumeFound(draft=draft))
    assert driver.view(ResumeView).needs_card
    from dataclasses import replace

    driver.hold_up(replace(AN, number="001099000002"))
    assert driver.view(ResumeView).wrong_card
    driver.hold_up()
    assert driver.last(LoadDraft).draft_id == draft.id
    filing = before.session._visit.filing
    assert filing is not None
    driver.say(DraftLoaded(draft=draft, pages=tuple(filing.pages)))
    assert driver.view(DeliveryView).chosen == "agent_point"
    driver.say(DeliveryChosen(method="agent_point"), Confirmed())
    assert driver.last(SubmitDossier).request.answers == before.session._visit.filing.request().answers  # type: ignore[union-attr]


def test_beginning_anew_after_a_power_cut_erases_the_draft() -> None:
    draft = at_the_summary().last(SaveDraft).draft
    driver = VisitDriver()
    driver.say(ResumeFound(draft=draft), WentBack())
    assert driver.last(DropDraft).draft_id == draft.id
    driver.say(SessionEnded())
    driver.view(WelcomeView)


def test_a_clerk_files_for_a_citizen_and_both_are_kept() -> None:
    driver = VisitDriver()
    driver.sign_in()
    driver.view(WorkListView)
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    assert driver.last(BeginSession).staff_id == "lan"
    through_the_card(driver)
    fill_the_form(driver)
    gather_the_papers(driver)
    driver.say(WentOn(), DeliveryChosen(method="agency"))
    assert driver.view(SummaryView).assisted_by == "Trần Thị Lan"
    driver.say(Confirmed())
    request = driver.last(SubmitDossier).request
    assert (request.staff_id, request.verification.value, request.actor) == ("lan", "clerk", "clerk:lan")
    driver.say(DossierKept(dossier=a_dossier()), WentOn(), SessionEnded())
    driver.view(WorkListView)


def test_a_clerks_unfinished_draft_stays_and_the_next_citizen_sees_nothing_of_it() -> None:
    driver = VisitDriver()
    driver.sign_in()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    driver.say(Left())
    assert driver.last(EndSession).keep_draft
    driver.say(SessionEnded(), WayChosen(way=WayName.SUBMIT_DOSSIER), ProcedureChosen(code=BIRTH), WentOn())
    if isinstance(driver.session.view, CaseView):
        driver.say(CaseChosen(case_id=driver.view(CaseView).cases[0].id))
    driver.say(WITHOUT_ACCOUNT)
    driver.say(ConsentAnswered(purposes=frozenset({"submit_dossier"})))
    assert driver.session._visit.applicant is None


def test_a_quarantined_dossier_shows_its_reason_and_can_be_corrected() -> None:
    driver = VisitDriver()
    driver.sign_in()
    problem = Problem("validation_failed", "", (("/applicant/phone", "pattern", "phone"),))
    driver.say(WorkItemOpened(key="K-HN0099-261120-1-X"))
    driver.say(WorkItemLoaded(dossier=a_dossier(DossierState.QUARANTINED, problem=problem), item=None))
    view = driver.view(WorkItemView)
    assert view.problem == problem
    assert view.can_correct


def test_what_is_sent_once_more_is_ordered_once_however_often_it_is_tapped() -> None:
    driver = VisitDriver()
    driver.sign_in()
    dossier, item = (
        a_dossier(DossierState.QUEUED),
        QueueItem(1, JobKind.DELIVER_DOSSIER, "x", "K-1", "waiting", NOON),
    )
    driver.say(WorkItemOpened(key=dossier.local_reference), WorkItemLoaded(dossier=dossier, item=item))
    driver.say(JobRetried(job_id=item.job_id), JobRetried(job_id=item.job_id))
    assert len(driver.all_of(RetryJob)) == 1
    driver.say(WorkItemLoaded(dossier=dossier, item=item), JobRetried(job_id=item.job_id))
    assert len(driver.all_of(RetryJob)) == 2
    driver.say(EffectFailed(effect="RetryJob", code="disk_full", text_key="error.disk_full"))
    driver.say(JobRetried(job_id=item.job_id))
    assert len(driver.all_of(RetryJob)) == 3


def test_times_of_a_draft_are_the_kiosks_own() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    assert abs(driver.last(SaveDraft).draft.saved_at - NOON) < timedelta(seconds=1)
