"""Filing for somebody else in the session machine: both cards, the relation with its paper, organisations by their tax code."""

import pytest

from kiosk.domain.errors import RuleBroken
from kiosk.domain.rules import check_tax_code
from kiosk.domain.staff import SignIn
from kiosk.flow.behalf_words import BehalfAnswered, BehalfChosen, BehalfKindChosen, BehalfView
from kiosk.flow.effects import SaveDraft
from kiosk.flow.intents import (
    CaseChosen,
    ConsentAnswered,
    PersonConfirmed,
    PhoneEntered,
    ProcedureChosen,
    TypingChosen,
    WayChosen,
)
from kiosk.flow.staff_words import StaffEntered, StaffJudged
from kiosk.flow.views import CardTrouble, CaseView, FormPageView, ScanCardView
from kiosk.flow.ways import WayName
from tests.unit.test_session_dossier import BIRTH
from tests.unit.test_session_filing import BINH, FIELDS
from tests.unit.visit_driver import AN, CLERK, WITHOUT_ACCOUNT, VisitDriver


def at_the_question() -> VisitDriver:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER), ProcedureChosen(code=BIRTH), BehalfChosen())
    if isinstance(driver.session.view, CaseView):
        driver.say(CaseChosen(case_id=driver.view(CaseView).cases[0].id))
    driver.say(WITHOUT_ACCOUNT)
    driver.say(ConsentAnswered(purposes=frozenset({"submit_dossier"})))
    driver.hold_up()
    driver.say(PersonConfirmed(fields=FIELDS), PhoneEntered(phone="0912345678"))
    driver.view(BehalfView)
    return driver


def test_for_a_parent_both_cards_are_read_and_both_people_go_into_the_dossier() -> None:
    driver = at_the_question()
    driver.say(BehalfAnswered(fields={"relation": "child"}))
    driver.view(ScanCardView)
    driver.hold_up(BINH)
    fields = {**FIELDS, "full_name": BINH.full_name, "gender": "male", "address": BINH.address}
    driver.say(PersonConfirmed(fields=fields))
    driver.view(FormPageView)
    content = driver.last(SaveDraft).draft.content
    assert content["applicant"]["personal_number"] == BINH.number
    assert content["applicant"]["phone"] == "+84912345678", "notices reach the one who came"
    standing_in = content["representative"]
    assert (standing_in["personal_number"], standing_in["relation"]) == (AN.number, "child")
    assert content["verification"] == "qr"
    filing = driver.session._visit.filing
    assert filing is not None
    request = filing.request()
    assert request.representative is not None
    assert request.representative.full_name == AN.full_name


def test_ones_own_card_shown_twice_is_no_second_person() -> None:
    driver = at_the_question()
    driver.say(BehalfAnswered(fields={"relation": "child"}))
    driver.hold_up()
    assert driver.view(ScanCardView).trouble is CardTrouble.OWN_CARD, "it may still lie there"
    driver.say(TypingChosen(), PersonConfirmed(fields=FIELDS))
    driver.say(StaffEntered(staff_id="lan", password="right"), StaffJudged(result=SignIn(CLERK)))
    assert driver.view(BehalfView).problems == {"relation": "behalf.same_person"}


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({}, {"relation": "behalf.relation_missing"}),
        ({"relation": "boss"}, {"relation": "behalf.relation_missing"}),
        ({"relation": "other"}, {"authority": "behalf.authority_missing"}),
        ({"relation": "child", "authority": "x" * 300}, {"authority": "behalf.too_long"}),
    ],
)
def test_whoever_stands_in_says_as_what_and_by_which_paper(
    fields: dict[str, str], problems: dict[str, str]
) -> None:
    driver = at_the_question()
    driver.say(BehalfAnswered(fields=fields))
    assert driver.view(BehalfView).problems == problems


def test_an_organisation_is_known_by_its_tax_code() -> None:
    driver = at_the_question()
    driver.say(BehalfKindChosen(kind="organisation"))
    wrong = {"relation": "authorised", "tax_code": "0100109107"}
    driver.say(BehalfAnswered(fields=wrong))
    assert set(driver.view(BehalfView).problems) == {"authority", "name", "legal_name", "address", "tax_code"}
    fields = {
        "relation": "legal_representative",
        "name": "Công ty  Mẫu",
        "tax_code": "0100 109 106",
        "legal_name": "Nguyễn Thị An",
        "address": "Số 1 phố Mẫu",
    }
    driver.say(BehalfAnswered(fields=fields))
    driver.view(FormPageView)
    content = driver.last(SaveDraft).draft.content
    applicant = content["applicant"]
    assert (applicant["kind"], applicant["organisation"]) == (
        "organisation",
        {"name": "Công ty Mẫu", "tax_code": "0100109106"},
    )
    assert content["representative"]["relation"] == "legal_representative"


def test_tax_codes() -> None:
    assert check_tax_code("0100109106-001") == "0100109106-001"
    assert check_tax_code("001199000001") == "001199000001"
    for wrong in ("", "010010910", "0100109105", "0100109106-01", "abcdefghij"):
        with pytest.raises(RuleBroken, match="tax_code_invalid"):
            check_tax_code(wrong)
