"""Printer and slips in the session machine: the desk, templates, checking a slip, slips of a dossier, shift opening."""

from dataclasses import replace

import pytest

from kiosk.domain.content_proof import ProofVerdict
from kiosk.domain.dossier import Dossier, DossierState, SupplementItem
from kiosk.domain.receipt import PrinterAbilities, PrinterState, PrintState
from kiosk.domain.scan import CardSight, CodeKind, ReadMethod, SeenCode
from kiosk.domain.staff import Role
from kiosk.flow.dossier_slips import dossier_slip, slips_of
from kiosk.flow.effects import LookForCard, PrintSlipAgain, SettleSlip
from kiosk.flow.intents import (
    CardLooked,
    EffectFailed,
    PrintAskedAgain,
    SlipMoved,
    SlipSeenOnPaper,
    WayChosen,
    WentBack,
    WentOn,
)
from kiosk.flow.printing_words import (
    CheckProof,
    DeskSlipAsked,
    DossierSlipAsked,
    DrawTemplate,
    KeepTemplate,
    KeptSlipAsked,
    LoadPrinterDesk,
    LoadTemplate,
    PrintDeskSlip,
    PrintDossierSlip,
    PrinterDeskLoaded,
    PrinterDeskOpened,
    PrinterDeskView,
    PrintKeptSlip,
    ProbeAsked,
    ProbePrinter,
    ProofChecked,
    RestoreTemplate,
    SlipCheckOpened,
    SlipCheckView,
    TemplateChosen,
    TemplateConfirmed,
    TemplateDrawn,
    TemplateGivenUp,
    TemplateLoaded,
    TemplatesOpened,
    TemplateTyped,
    TemplateView,
)
from kiosk.flow.staff_words import WorkItemLoaded, WorkItemOpened, WorkItemView, WorkListView
from kiosk.flow.track_words import CodeEntered, TrackDossier
from kiosk.flow.ways import WayName
from tests.unit.test_content_proof import KEY, REFERENCE, a_dossier
from tests.unit.visit_driver import CLERK, NOON, VisitDriver

LOADED = PrinterDeskLoaded(
    address="tcp://printer", width_dots=576, state=PrinterState.READY, abilities=PrinterAbilities(), jobs=()
)
ASKED = replace(
    a_dossier(),
    state=DossierState.SUPPLEMENT_REQUESTED,
    raw_state="SUPPLEMENT_REQUESTED",
    official_code="H26.99-261122-0001",
    accepted_at=NOON,
    supplement=(SupplementItem("c1", "Ảnh mờ", "Chụp lại"),),
)


def at_the_desk(role: Role = Role.TECHNICIAN) -> VisitDriver:
    driver = VisitDriver()
    driver.sign_in(replace(CLERK, role=role))
    driver.say(PrinterDeskOpened(), LOADED)
    return driver


def at_the_dossier(dossier: Dossier) -> VisitDriver:
    driver = VisitDriver()
    driver.sign_in()
    driver.say(WorkItemOpened(key=dossier.local_reference), WorkItemLoaded(dossier=dossier, item=None))
    return driver


# --- the desk ----------------------------------------------------------------------------------------------


def test_the_first_sign_in_of_a_day_opens_the_shift_on_paper() -> None:
    driver = VisitDriver()
    driver.sign_in()
    opening = driver.last(PrintDeskSlip)
    assert (opening.kind, opening.clerk, opening.once_a_day) == ("opening", CLERK.name, True)
    driver.say(EffectFailed(effect="PrintDeskSlip", code="printer_gone", text_key="error.printer_gone"))
    assert driver.view(WorkListView).notice is None, "nobody's work waits for it"


def test_the_desk_does_one_thing_at_a_time() -> None:
    driver = at_the_desk()
    driver.say(DeskSlipAsked(kind="test_page"))
    assert driver.last(PrintDeskSlip).kind == "test_page"
    assert driver.view(PrinterDeskView).working
    orders = len(driver.orders)
    driver.say(ProbeAsked(), KeptSlipAsked(job_id="j"))
    assert len(driver.orders) == orders, "pressed twice, done once"
    driver.say(SlipMoved(reference="test_page", state=PrintState.UNKNOWN, printer=PrinterState.UNKNOWN))
    view = driver.view(PrinterDeskView)
    assert view.slip is not None and view.slip.state is PrintState.UNKNOWN
    assert not view.working
    assert isinstance(driver.orders[-1], LoadPrinterDesk), "what waits is looked at again"
    driver.say(ProbeAsked())
    assert driver.last(ProbePrinter).staff_id == "lan"
    driver.say(EffectFailed(effect="ProbePrinter", code="printer_gone", text_key="error.printer_gone"))
    assert driver.view(PrinterDeskView).notice is not None
    driver.say(KeptSlipAsked(job_id="j"))
    assert driver.last(PrintKeptSlip).job_id == "j"


def test_only_those_who_may_change_templates_reach_them() -> None:
    clerk = at_the_desk(Role.CLERK)
    assert not clerk.view(PrinterDeskView).can_edit
    clerk.say(TemplatesOpened())
    clerk.view(PrinterDeskView)
    technician = at_the_desk()
    assert technician.view(PrinterDeskView).can_edit
    technician.say(TemplatesOpened())
    technician.view(TemplateView)


# --- templates ---------------------------------------------------------------------------------------------


def editing() -> VisitDriver:
    driver = at_the_desk()
    driver.say(TemplatesOpened())
    load = driver.last(LoadTemplate)
    loaded = TemplateLoaded(
        name=load.name, language=load.language, source="[dam] a", is_changed=False, names=("submission",)
    )
    driver.say(loaded)
    return driver


def test_what_is_typed_is_drawn_and_fast_typing_draws_only_the_last() -> None:
    driver = editing()
    assert driver.last(DrawTemplate).source == "[dam] a"
    driver.say(TemplateTyped(source="[dam] ab"), TemplateTyped(source="[dam] abc"))
    assert [order.source for order in driver.all_of(DrawTemplate)] == ["[dam] a"], "one drawing at a time"
    driver.say(TemplateDrawn(picture=b"first"))
    assert driver.last(DrawTemplate).source == "[dam] abc"
    driver.say(TemplateDrawn(picture=b"second"))
    view = driver.view(TemplateView)
    assert (view.picture, view.is_unsaved, view.problem) == (b"second", True, "")


def test_a_mistake_names_its_line_and_leaves_the_last_picture() -> None:
    driver = editing()
    driver.say(TemplateDrawn(picture=b"good"), TemplateTyped(source="[xanh] a"))
    driver.say(TemplateDrawn(picture=b"", line=1, problem="không hiểu [xanh]"))
    view = driver.view(TemplateView)
    assert (view.line, view.problem, view.picture) == (1, "không hiểu [xanh]", b"good")


def test_a_template_is_kept_or_given_up_under_the_name_of_who_did_it() -> None:
    driver = editing()
    driver.say(TemplateConfirmed(source="[dam] b"))
    keep = driver.last(KeepTemplate)
    assert (keep.source, keep.staff_id) == ("[dam] b", "lan")
    driver.say(TemplateLoaded(name=keep.name, language="vi", source="[dam] b", is_changed=True, saved=True))
    view = driver.view(TemplateView)
    assert view.is_changed and not view.is_unsaved and view.notice is not None
    driver.say(TemplateGivenUp())
    assert driver.last(RestoreTemplate).name == keep.name
    driver.say(TemplateDrawn(picture=b"x"), TemplateChosen(name="tracking", language="en", width_dots=384))
    assert (driver.last(LoadTemplate).name, driver.last(LoadTemplate).language) == ("tracking", "en")
    assert driver.view(TemplateView).width_dots == 384


# --- checking a slip ---------------------------------------------------------------------------------------


def looked(driver: VisitDriver, text: str) -> CardLooked:
    sight = CardSight(1, (SeenCode(CodeKind.SLIP, ReadMethod.QR, text),))
    return CardLooked(watch=driver.last(LookForCard).watch, sight=sight, waited_s=0.1)


def test_a_slip_is_held_up_judged_and_then_the_next() -> None:
    driver = at_the_desk(Role.CLERK)
    driver.say(SlipCheckOpened())
    text = KEY.prove(a_dossier())
    driver.say(looked(driver, text))
    assert driver.last(CheckProof).text == text
    driver.say(ProofChecked(verdict=ProofVerdict.FORGED, proof=None))
    assert driver.view(SlipCheckView).verdict is ProofVerdict.FORGED
    driver.say(WentOn())
    assert driver.view(SlipCheckView).verdict is None
    driver.say(CodeEntered(code=text))
    assert len(driver.all_of(CheckProof)) == 2
    driver.say(WentBack())
    driver.view(PrinterDeskView)


def test_the_look_up_asks_for_the_reference_alone() -> None:
    text = KEY.prove(a_dossier())
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.TRACK_DOSSIER), CodeEntered(code=text[:64]))
    assert driver.last(TrackDossier).code == REFERENCE
    held_up = VisitDriver()
    held_up.say(WayChosen(way=WayName.TRACK_DOSSIER))
    held_up.say(looked(held_up, text))
    assert held_up.last(TrackDossier).code == REFERENCE


# --- slips of a dossier ------------------------------------------------------------------------------------


def test_a_dossier_has_the_slips_that_its_state_has_facts_for() -> None:
    assert slips_of(a_dossier()) == ("submission",)
    assert slips_of(ASKED) == ("supplement", "acceptance", "submission")
    payment = replace(a_dossier(), state=DossierState.PAYMENT_REQUIRED)
    assert slips_of(payment) == ("payment", "submission")


@pytest.mark.parametrize("kind", ["supplement", "acceptance", "payment", "submission"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_slip_is_made_of_what_is_kept_and_masks_the_person(kind: str, language: str) -> None:
    body = {
        "procedure": {"code": "1.001193", "case": "gone"},
        "agency": "commune",
        "applicant": {
            "full_name": "Nguyễn Thị An",
            "personal_number": "001199000001",
            "phone": "+84912345678",
        },
        "delivery": {"method": "home"},
    }
    around = VisitDriver().around
    for dossier in (
        replace(ASKED, body=body),
        replace(ASKED, body={}),
        replace(ASKED, body={"applicant": 3}),
    ):
        receipt = dossier_slip(kind, dossier, around, proof="P", clerk="Trần Thị Lan", language=language)
        assert receipt.template == kind
        assert REFERENCE in str(receipt.values)
        assert "001199000001" not in str(receipt.values)
        assert "912345678" not in str(receipt.values)
    assert "c1" not in dossier_slip("supplement", ASKED, around, proof="", clerk="", language="vi").values


def test_a_clerk_prints_a_dossiers_slip_and_says_whether_an_unknown_one_came_out() -> None:
    driver = at_the_dossier(ASKED)
    assert driver.view(WorkItemView).slips[0] == "supplement"
    driver.say(DossierSlipAsked(kind="supplement"), DossierSlipAsked(kind="submission"))
    (order,) = driver.all_of(PrintDossierSlip)
    assert (order.reference, order.kind, order.clerk) == (REFERENCE, "supplement", CLERK.name)
    subject = f"{REFERENCE}/supplement"
    driver.say(SlipMoved(reference="another", state=PrintState.PRINTED, printer=PrinterState.READY))
    assert driver.view(WorkItemView).slip is not None
    driver.say(SlipMoved(reference=subject, state=PrintState.UNKNOWN, printer=PrinterState.UNKNOWN))
    driver.say(SlipSeenOnPaper(came_out=False))
    assert (driver.last(SettleSlip).reference, driver.last(SettleSlip).came_out) == (subject, False)
    driver.say(SlipSeenOnPaper(came_out=False), SlipSeenOnPaper(came_out=True), PrintAskedAgain())
    assert len(driver.all_of(SettleSlip)) == 1, "a second tap while the printer works is no second slip"
    assert not driver.all_of(PrintSlipAgain)


def test_the_fee_notice_says_what_the_portal_said_and_nothing_more() -> None:
    around = VisitDriver().around
    asked = {
        "amount": 16000,
        "payee": {"name": "Kho bạc mẫu"},
        "status": "PENDING",
        "vietqr": "0002",
        "expires_at": "2026-11-25T09:30:00Z",
    }
    dossier = replace(a_dossier(), state=DossierState.PAYMENT_REQUIRED)

    def values(payment: dict[str, object] | None) -> dict[str, object]:
        return dict(
            dossier_slip(
                "payment", dossier, around, proof="", clerk="", language="vi", payment=payment
            ).values
        )

    due = values(asked)
    assert (due["total_text"], due["payee"], due["qr"], due["pay_by"]) == (
        "16.000 đ",
        "Kho bạc mẫu",
        "0002",
        "16:30 25/11/2026",
    )
    paid = values({**asked, "status": "CONFIRMED"})
    assert (paid["state"], paid["qr"], paid["pay_by"]) == ("paid", "", "")
    for strange in (None, {}, {"amount": "x", "payee": 3, "expires_at": "soon"}, {"amount": True}):
        assert values(strange)["total_text"] == ""
