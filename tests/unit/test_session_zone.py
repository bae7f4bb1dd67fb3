"""A card's back or a passport before the camera: what its zone says is taken, the rest is asked, contradictions are shown."""

from datetime import date

from kiosk.domain.id_code import recognise
from kiosk.domain.identity import Doubt, VerificationMethod
from kiosk.domain.scan import CardSight, ReadMethod, SeenCode
from kiosk.flow.effects import LookForCard, Record
from kiosk.flow.intents import CardLooked, ConsentAnswered, PersonConfirmed, TypingChosen, WayChosen
from kiosk.flow.views import CheckPersonView, PhoneView, ScanCardView
from kiosk.flow.ways import WayName
from tests.unit.visit_driver import AN, VisitDriver

BACK = "IDVNM1990000014001199000001<<5\n9901155F3901153VNM<<<<<<<<<<<8\nNGUYEN<<THI<AN<<<<<<<<<<<<<<<<"
OTHERS_BACK = "IDVNM0850000021079085000002<<1\n8509026M4509028VNM<<<<<<<<<<<2\nTRAN<<VAN<MAU<<<<<<<<<<<<<<<<<"
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F3204153ZE184226B<<<<<16"
FIELDS = {
    "full_name": AN.full_name,
    "personal_number": AN.number,
    "birth_date": "1999-01-15",
    "gender": "female",
    "address": AN.address,
}


def at_the_card() -> VisitDriver:
    driver = VisitDriver()
    driver.say(
        WayChosen(way=WayName.REGISTER_ACCOUNT), ConsentAnswered(purposes=frozenset({"register_account"}))
    )
    return driver


def zone(text: str) -> SeenCode:
    code = recognise(text.encode(), method=ReadMethod.MRZ, today=date(2026, 11, 22))
    assert code.document is not None, code.problem
    return code


def hold_up(driver: VisitDriver, code: SeenCode) -> None:
    sight = CardSight(1, (code,))
    driver.say(CardLooked(watch=driver.last(LookForCard).watch, sight=sight, waited_s=1.0))


def test_after_the_zone_the_code_is_asked_for_and_looked_for() -> None:
    driver = at_the_card()
    looks = len(driver.all_of(LookForCard))
    hold_up(driver, zone(BACK))
    view = driver.view(ScanCardView)
    assert view.zone_read
    assert view.offer_typing
    assert len(driver.all_of(LookForCard)) == looks + 1


def test_both_sides_that_agree_give_the_whole_person() -> None:
    driver = at_the_card()
    hold_up(driver, zone(BACK))
    driver.hold_up()
    view = driver.view(CheckPersonView)
    assert view.person.full_name == "Nguyễn Thị An"
    assert (view.doubts, view.conflicts, view.bare_name) == ((), {}, "")


def test_sides_of_two_cards_are_shown_field_by_field() -> None:
    driver = at_the_card()
    hold_up(driver, zone(OTHERS_BACK))
    driver.hold_up()
    view = driver.view(CheckPersonView)
    assert view.doubts == (Doubt.MRZ_AND_QR,)
    assert view.conflicts == {
        "personal_number": "079085000002",
        "full_name": "TRAN VAN MAU",
        "birth_date": "02/09/1985",
        "gender": "male",
    }


def test_with_the_zone_alone_name_and_address_are_typed() -> None:
    driver = at_the_card()
    hold_up(driver, zone(BACK))
    driver.say(TypingChosen())
    assert driver.last(Record).facts["kind"] == "td1"
    view = driver.view(CheckPersonView)
    assert (view.person.personal_number, view.person.birth_date) == ("001199000001", date(1999, 1, 15))
    assert (view.person.full_name, view.bare_name, view.typed) == ("", "NGUYEN THI AN", False)
    assert view.locked == ("personal_number",)
    driver.say(PersonConfirmed(fields={**FIELDS, "full_name": "Nguyễn Thị Bình"}))
    assert driver.view(CheckPersonView).problems == {"full_name": "person.name_not_of_zone"}
    driver.say(PersonConfirmed(fields=FIELDS))
    driver.view(PhoneView)


def test_a_foreign_passport_gives_its_name_but_no_personal_number() -> None:
    driver = at_the_card()
    hold_up(driver, zone(PASSPORT))
    view = driver.view(CheckPersonView)
    assert (view.person.full_name, view.bare_name) == ("ERIKSSON ANNA MARIA", "")
    assert (view.person.personal_number, view.locked) == (None, ())


def test_how_the_person_was_read_is_kept_with_the_work() -> None:
    assert VerificationMethod(zone(BACK).method.value) is VerificationMethod.MRZ
