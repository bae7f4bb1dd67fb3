"""What becomes of answers, money and consent on the way to a request; through the session machine alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.draft import DraftPage
from kiosk.domain.identity import VerificationMethod
from kiosk.domain.portal import DeliveryPrice, PortalSettings, Subsidy
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.scan import CardSight, CodeKind, ReadMethod, SeenCode
from kiosk.flow.after_sending_words import ExemptionChosen, ExemptionView
from kiosk.flow.dossier_request import wire_body
from kiosk.flow.effects import DropDraft, LookForCard, PrintSlip, PrintSlipAgain, SaveDraft, SubmitDossier
from kiosk.flow.intents import (
    Answered,
    CardLooked,
    CaseChosen,
    Confirmed,
    ConsentAnswered,
    DeliveryChosen,
    DossierKept,
    DraftLoaded,
    DraftSaved,
    EffectFailed,
    PersonConfirmed,
    PhoneEntered,
    PrintAskedAgain,
    ProcedureChosen,
    SlipMoved,
    TypingChosen,
    WayChosen,
    WentBack,
    WentOn,
)
from kiosk.flow.staff_words import DraftResumed
from kiosk.flow.views import CaseView, CheckPersonView, DeliveryView, DossierDoneView, FormPageView
from kiosk.flow.ways import WayName
from tests.unit.test_session_account import FIELDS
from tests.unit.test_session_dossier import (
    BIRTH,
    a_dossier,
    at_the_summary,
    fill_the_form,
    gather_the_papers,
    through_the_card,
)
from tests.unit.visit_driver import AN, NOON, WITHOUT_ACCOUNT, VisitDriver, a_portal

BINH = replace(AN, number="001099000002", full_name="Nguyễn Văn Bình", address="Số 2, Phường Mẫu, Hà Nội")
SUBSIDY = Subsidy("MAU", "", {"channel": "online", "delivery": "home"}, "2026-01-01", None)


def at_the_form(code: str = "1.010041", portal: PortalSettings | None = None) -> VisitDriver:
    driver = VisitDriver(portal)
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver, code)
    return driver


def values(driver: VisitDriver) -> set[object]:
    return set(driver.last(SaveDraft).draft.content["answers"].values())


def test_saved_is_said_only_of_what_is_on_disk_to_the_last_key() -> None:
    driver = at_the_form()
    name = driver.view(FormPageView).fields[0].field.name
    driver.say(Answered(name=name, value="Nguyễn"))
    first = driver.last(SaveDraft).draft
    driver.say(Answered(name=name, value="Nguyễn Thị"))
    second = driver.last(SaveDraft).draft
    driver.say(DraftSaved(draft=first))
    assert not driver.view(FormPageView).saved
    driver.say(DraftSaved(draft=second))
    assert driver.view(FormPageView).saved
    assert first.content["answers"][name] == "Nguyễn", "what was ordered does not change afterwards"


# --- the person --------------------------------------------------------------------------------------------


def test_another_card_makes_another_dossier_without_the_first_persons_answers() -> None:
    driver = at_the_form()
    first = driver.last(SaveDraft).draft
    assert AN.address in values(driver)
    driver.say(WentBack(), WentBack(), WentBack())
    driver.hold_up(BINH)
    fields = {
        **FIELDS,
        "full_name": BINH.full_name,
        "gender": "male",
        "address": BINH.address,
    }
    driver.say(PersonConfirmed(fields=fields), PhoneEntered(phone="0912345678"))
    assert AN.address not in values(driver)
    assert BINH.address in values(driver)
    assert driver.last(SaveDraft).draft.id != first.id
    assert driver.last(DropDraft).draft_id == first.id


def test_a_corrected_address_reaches_the_answers_that_nobody_touched() -> None:
    driver = at_the_form()
    first = driver.last(SaveDraft).draft
    driver.say(WentBack(), WentBack())
    driver.view(CheckPersonView)
    driver.say(PersonConfirmed(fields={**FIELDS, "address": "Số 9, Phường Mẫu, Hà Nội"}))
    driver.say(PhoneEntered(phone="0912345678"))
    assert driver.last(SaveDraft).draft.id == first.id
    assert "Số 9, Phường Mẫu, Hà Nội" in values(driver)
    assert AN.address not in values(driver)


def at_the_check(driver: VisitDriver) -> None:
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER), ProcedureChosen(code=BIRTH), WentOn())
    if isinstance(driver.session.view, CaseView):
        driver.say(CaseChosen(case_id=driver.view(CaseView).cases[0].id))
    driver.say(WITHOUT_ACCOUNT)
    driver.say(ConsentAnswered(purposes=frozenset({"submit_dossier"})))


def hold_up(driver: VisitDriver, method: ReadMethod, number: str = AN.number) -> None:
    code = SeenCode(CodeKind.TD1, method, "raw", replace(AN, number=number))
    driver.say(CardLooked(watch=driver.last(LookForCard).watch, sight=CardSight(1, (code,)), waited_s=1.0))


@pytest.mark.parametrize("method", [ReadMethod.QR, ReadMethod.MRZ])
def test_what_the_card_was_read_by_is_what_is_claimed(method: ReadMethod) -> None:
    driver = VisitDriver()
    at_the_check(driver)
    hold_up(driver, method)
    driver.say(PersonConfirmed(fields=FIELDS))
    assert driver.session._visit.verification is VerificationMethod(method.value)


def test_a_passports_own_number_is_no_personal_number() -> None:
    driver = VisitDriver()
    at_the_check(driver)
    hold_up(driver, ReadMethod.MRZ, "C1234567")
    view = driver.view(CheckPersonView)
    assert (view.person.personal_number, view.locked) == (None, ())
    driver.say(PersonConfirmed(fields={**FIELDS, "personal_number": ""}))
    assert driver.view(CheckPersonView).problems == {"personal_number": "person.number_wrong"}
    driver.say(PersonConfirmed(fields=FIELDS))
    applicant = driver.session._visit.applicant
    assert applicant is not None and applicant.personal_number == AN.number


def test_a_camera_that_cannot_be_looked_through_leaves_typing() -> None:
    driver = VisitDriver()
    at_the_check(driver)
    driver.say(EffectFailed(effect="LookForCard", code="camera_gone", text_key="error.camera_gone"))
    assert driver.session.view.offer_typing  # type: ignore[attr-defined]
    driver.say(TypingChosen())
    driver.view(CheckPersonView)


# --- consent and notices -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("agreed", "sms"), [(True, True), (False, False)])
def test_the_portal_writes_only_to_whom_agreed_to_it(agreed: bool, sms: bool) -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER), ProcedureChosen(code=BIRTH), WentOn())
    if isinstance(driver.session.view, CaseView):
        driver.say(CaseChosen(case_id=driver.view(CaseView).cases[0].id))
    driver.say(WITHOUT_ACCOUNT)
    purposes = {"submit_dossier", *(["notices"] if agreed else [])}
    driver.say(ConsentAnswered(purposes=frozenset(purposes)))
    driver.hold_up()
    driver.say(PersonConfirmed(fields=FIELDS), PhoneEntered(phone="0912345678"))
    fill_the_form(driver)
    gather_the_papers(driver)
    driver.say(WentOn(), DeliveryChosen(method="agency"), Confirmed())
    body = wire_body(driver.last(SubmitDossier).request, confirmed_at=NOON)
    assert body["notices"] == {"sms": sms, "email": False, "zalo": False}


# --- the body ----------------------------------------------------------------------------------------------


def test_the_body_names_every_member_of_the_contract() -> None:
    driver = at_the_summary()
    driver.say(Confirmed())
    body = wire_body(driver.last(SubmitDossier).request, confirmed_at=NOON)
    assert set(body) | {"local_reference", "documents"} == {
        *("local_reference", "revision", "replaces", "procedure", "agency", "channel", "applicant"),
        *("representative", "form", "documents", "delivery", "notices", "consents", "identity_verification"),
        *("entered_by", "confirmed_by_citizen_at", "times", "effort"),
    }
    assert set(body["applicant"]) == {
        *("kind", "personal_number", "old_number", "full_name", "birth_date", "gender", "address", "phone"),
        *("email", "account_id", "organisation", "relation", "authority_document"),
    }
    assert set(body["applicant"]["address"]) == {"line", "ward_code", "province_code", "text"}
    assert body["delivery"] == {"method": "agent_point", "address": None, "waybill": None}
    assert body["entered_by"] == {"kind": "citizen", "staff_id": None}
    assert body["confirmed_by_citizen_at"] == "2026-11-20T05:00:00.000Z"


def test_a_night_between_two_visits_is_no_work() -> None:
    first = at_the_summary()
    first.around.now = lambda: NOON + timedelta(minutes=4)
    draft = first.session._visit.filing.draft()  # type: ignore[union-attr]
    driver = VisitDriver()
    driver.around.now = lambda: NOON + timedelta(days=1)
    driver.sign_in()
    driver.say(DraftResumed(draft_id=draft.id), DraftLoaded(draft=draft, pages=tuple(first_pages(first))))
    driver.around.now = lambda: NOON + timedelta(days=1, minutes=1)
    driver.say(DeliveryChosen(method="agency"), Confirmed())
    body = wire_body(driver.last(SubmitDossier).request, confirmed_at=driver.around.now())
    assert body["effort"]["seconds"] == 300
    assert body["times"]["started_at"] == "2026-11-20T05:00:00.000Z"


def first_pages(driver: VisitDriver) -> list[DraftPage]:
    filing = driver.session._visit.filing
    assert filing is not None
    return list(filing.pages)


# --- money -------------------------------------------------------------------------------------------------


def options(portal: PortalSettings) -> dict[str, tuple[int | None, str]]:
    driver = at_the_form(BIRTH, portal)
    fill_the_form(driver)
    gather_the_papers(driver)
    driver.say(WentOn())
    if isinstance(driver.session.view, ExemptionView):
        driver.say(ExemptionChosen(exemption="none"), WentOn())
    return {option.method: (option.amount, option.payer) for option in driver.view(DeliveryView).options}


def test_a_price_of_one_way_does_not_take_the_others_away() -> None:
    offered = options(a_portal(delivery_prices=(DeliveryPrice("home", 30_000),)))
    assert offered == {
        "home": (30_000, "citizen"),
        "agent_point": (0, "citizen"),
        "agency": (0, "citizen"),
        "electronic": (0, "citizen"),
    }


def test_the_way_home_is_not_offered_without_a_price_nor_a_way_the_contract_does_not_know() -> None:
    offered = options(a_portal(delivery_prices=(DeliveryPrice("drone", 1_000),)))
    assert set(offered) == {"agent_point", "agency", "electronic"}


@pytest.mark.parametrize(
    ("subsidy", "amount"),
    [
        (SUBSIDY, 0),
        (replace(SUBSIDY, valid_from="2026-11-21"), 30_000),
        (replace(SUBSIDY, valid_to="2026-11-19"), 30_000),
        (replace(SUBSIDY, valid_from="2026-11-20", valid_to="2026-11-20"), 0),
        (replace(SUBSIDY, when={"channel": "online", "beneficiary": ["nguoi_co_cong"]}), 30_000),
        (replace(SUBSIDY, when="online"), 30_000),
    ],
)
def test_a_subsidy_counts_on_its_days_and_for_whom_it_is_meant(subsidy: Subsidy, amount: int) -> None:
    offered = options(a_portal(delivery_prices=(DeliveryPrice("home", 30_000),), subsidies=(subsidy,)))
    assert offered["home"][0] == amount


# --- the slip ----------------------------------------------------------------------------------------------


def test_a_slip_that_could_not_be_queued_is_said_and_written_anew() -> None:
    driver = at_the_summary()
    driver.say(Confirmed(), DossierKept(dossier=a_dossier()))
    driver.say(EffectFailed(effect="PrintSlip", code="unavailable", text_key="error.unavailable"))
    assert driver.view(DossierDoneView).slip.state is PrintState.NOT_PRINTED
    driver.say(PrintAskedAgain())
    assert len([order for order in driver.orders if isinstance(order, PrintSlip)]) == 2
    moved = SlipMoved(
        reference="K-HN0099-261120-1-X", state=PrintState.NOT_PRINTED, printer=PrinterState.PAPER_OUT
    )
    driver.say(moved, PrintAskedAgain(), PrintAskedAgain())
    assert len([order for order in driver.orders if isinstance(order, PrintSlipAgain)]) == 1


def test_a_slip_of_something_else_is_not_this_ones() -> None:
    driver = at_the_summary()
    driver.say(Confirmed(), DossierKept(dossier=a_dossier()))
    driver.say(SlipMoved(reference="TK-000001", state=PrintState.PRINTED, printer=PrinterState.READY))
    assert driver.view(DossierDoneView).slip.state is PrintState.WAITING


def test_the_slip_of_a_supplement_does_not_say_sent_because_the_first_sending_was() -> None:
    driver = at_the_summary()
    driver.say(Confirmed(), DossierKept(dossier=a_dossier(sent_at=NOON, revision=2)))
    assert driver.last(PrintSlip).receipt.values["state"] == "queued"
