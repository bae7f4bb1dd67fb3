"""The chip in a visit: offered where a reader is, its key from camera or keys, what it proved, and what it did not."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.chip import (
    ChipFailure,
    ChipKey,
    ChipProgress,
    ChipReaderState,
    ChipReading,
    ChipStage,
    ChipTrouble,
    keys_of_document,
)
from kiosk.domain.identity import IdDocument, VerificationMethod
from kiosk.domain.staff import SignIn
from kiosk.flow.account_words import LoginAnswered, LoginBegan, RegisterAccount, VneidView
from kiosk.flow.chip_words import (
    ChipChosen,
    ChipKeyChosen,
    ChipKeyEntered,
    ChipKeyView,
    ChipLooked,
    ChipSkipped,
    ChipStepped,
    GoOnReadingChip,
    LeaveChip,
    LookForChip,
    ReadChip,
    ReadChipView,
)
from kiosk.flow.intents import (
    CardChosen,
    ConsentAnswered,
    Left,
    PersonConfirmed,
    PhoneEntered,
    TriedAgain,
    TypingChosen,
    VneidChosen,
    WayChosen,
    WentBack,
)
from kiosk.flow.staff_words import LookOfStaff, StaffEntered, StaffJudged
from kiosk.flow.views import CheckPersonView, PhoneView, ProveIdentityView, ScanCardView
from kiosk.flow.ways import WayName
from tests.unit.test_session_account import FIELDS
from tests.unit.visit_driver import AN, CLERK, VisitDriver, a_portal

KEY = ChipKey(can="804219")
READING = ChipReading(AN, photo=b"a picture", access="pace", chip_proved=True)


def at_the_card(*, staff: bool = False, **portal: Any) -> VisitDriver:
    driver = VisitDriver(a_portal(**portal))
    driver.around.has_chip_reader = True
    if staff:
        driver.sign_in()
    driver.say(
        WayChosen(way=WayName.REGISTER_ACCOUNT), ConsentAnswered(purposes=frozenset({"register_account"}))
    )
    return driver


def look(driver: VisitDriver, state: ChipReaderState) -> None:
    driver.say(ChipLooked(watch=driver.last(LookForChip).watch, state=state))


def with_key(driver: VisitDriver, key: ChipKey = KEY) -> None:
    driver.say(ChipChosen(), ChipKeyEntered(key=key))


def step(driver: VisitDriver, said: Any) -> None:
    driver.say(ChipStepped(watch=driver.last(ReadChip).watch, step=said))


def test_a_terminal_without_a_reader_never_asks_for_one() -> None:
    driver = VisitDriver()
    driver.say(
        WayChosen(way=WayName.REGISTER_ACCOUNT), ConsentAnswered(purposes=frozenset({"register_account"}))
    )
    assert driver.none_of(LookForChip)
    assert not driver.view(ScanCardView).chip


def test_the_reader_is_offered_while_it_is_plugged_in() -> None:
    driver = at_the_card()
    look(driver, ChipReaderState.NO_READER)
    assert not driver.view(ScanCardView).chip
    look(driver, ChipReaderState.EMPTY)
    assert driver.view(ScanCardView).chip


def test_a_card_laid_down_is_enough_and_one_that_lay_there_before_is_not() -> None:
    driver = at_the_card()
    look(driver, ChipReaderState.CARD)
    driver.view(ScanCardView)
    look(driver, ChipReaderState.EMPTY)
    look(driver, ChipReaderState.CARD)
    driver.view(ChipKeyView)


def test_read_by_a_typed_key_and_claimed_as_chip() -> None:
    driver = at_the_card()
    with_key(driver)
    assert driver.view(ReadChipView).state == "lay"
    look(driver, ChipReaderState.CARD)
    assert driver.last(ReadChip).keys == (KEY,)
    step(driver, ChipProgress(ChipStage.PHOTO, 30, 60))
    view = driver.view(ReadChipView)
    assert (view.state, view.stage, view.share, view.busy) == ("reading", ChipStage.PHOTO, 50, True)
    driver.last(GoOnReadingChip)
    step(driver, READING)
    check = driver.view(CheckPersonView)
    assert check.by_chip
    assert check.photo == b""  # nobody from the staff is there to compare
    driver.say(PersonConfirmed(fields={**FIELDS, "full_name": "Somebody Else", "birth_date": "1980-01-01"}))
    driver.view(PhoneView)
    driver.say(PhoneEntered(phone="0912345678"))
    body = driver.last(RegisterAccount).body
    assert body["identity_verification"]["method"] == "chip"
    assert (body["full_name"], body["birth_date"]) == (AN.full_name, "1999-01-15")


def test_the_picture_is_for_staff_and_the_chip_counts_there_too() -> None:
    driver = at_the_card(staff=True)
    with_key(driver)
    look(driver, ChipReaderState.CARD)
    step(driver, READING)
    assert driver.view(CheckPersonView).photo == b"a picture"
    driver.say(PersonConfirmed(fields=FIELDS))
    assert driver.session._visit.verification is VerificationMethod.CHIP


def test_what_the_camera_read_opens_the_chip_of_the_same_card() -> None:
    driver = at_the_card()
    look(driver, ChipReaderState.EMPTY)
    driver.hold_up()
    assert driver.view(ReadChipView).can_skip
    look(driver, ChipReaderState.CARD)
    assert driver.last(ReadChip).keys == keys_of_document(AN)
    step(driver, replace(READING, document=replace(AN, number="001199000009")))
    assert driver.view(ReadChipView).trouble is ChipTrouble.OTHER_PERSON
    driver.say(ChipSkipped())
    driver.view(CheckPersonView)
    driver.say(PersonConfirmed(fields=FIELDS))
    driver.view(ProveIdentityView)  # the QR code of a doubtful card counts for nothing


def test_without_the_chip_what_the_camera_read_is_what_is_claimed() -> None:
    driver = at_the_card()
    look(driver, ChipReaderState.EMPTY)
    driver.hold_up()
    look(driver, ChipReaderState.CARD)
    step(driver, ChipFailure(ChipTrouble.SIGNER_UNKNOWN))  # this machine's lack, not the card's
    driver.say(ChipSkipped(), PersonConfirmed(fields=FIELDS))
    driver.view(PhoneView)
    assert driver.session._visit.verification is VerificationMethod.QR


@pytest.mark.parametrize("trouble", list(ChipTrouble))
def test_nothing_is_taken_over_from_a_chip_that_was_not_proved(trouble: ChipTrouble) -> None:
    driver = at_the_card()
    with_key(driver)
    look(driver, ChipReaderState.CARD)
    step(driver, ChipFailure(trouble))
    assert driver.view(ReadChipView).trouble is trouble
    look(driver, ChipReaderState.CARD)  # the same card still lies there
    assert driver.view(ReadChipView).state == "trouble"
    look(driver, ChipReaderState.EMPTY)
    look(driver, ChipReaderState.CARD)  # laid down anew
    assert driver.view(ReadChipView).state == "reading"
    assert driver.session._visit.applicant is None


def test_another_key_after_the_wrong_one() -> None:
    driver = at_the_card()
    with_key(driver)
    look(driver, ChipReaderState.CARD)
    step(driver, ChipFailure(ChipTrouble.WRONG_KEY))
    driver.say(ChipKeyChosen(), ChipKeyEntered(key=ChipKey(can="111111")))
    assert driver.view(ReadChipView).trouble is None
    look(driver, ChipReaderState.CARD)
    assert driver.last(ReadChip).keys == (ChipKey(can="111111"),)


def test_a_late_step_of_a_reading_that_was_left_is_nobodys() -> None:
    driver = at_the_card()
    with_key(driver)
    look(driver, ChipReaderState.CARD)
    driver.say(WentBack())
    driver.last(LeaveChip)
    driver.view(ScanCardView)
    step(driver, READING)
    driver.view(ScanCardView)


def test_whoever_leaves_lets_go_of_the_card() -> None:
    driver = at_the_card()
    with_key(driver)
    driver.say(TriedAgain(), Left())
    driver.last(LeaveChip)


def test_a_name_without_accents_may_get_them_and_nothing_else() -> None:
    driver = at_the_card()
    with_key(driver)
    look(driver, ChipReaderState.CARD)
    step(driver, replace(READING, document=replace(AN, full_name="NGUYEN THI AN", name_without_marks=True)))
    assert "full_name" not in driver.view(CheckPersonView).locked
    driver.say(PersonConfirmed(fields={**FIELDS, "full_name": "Trần Văn Ba"}))
    assert driver.view(CheckPersonView).problems == {"full_name": "person.name_not_of_zone"}
    driver.say(PersonConfirmed(fields=FIELDS))
    driver.view(PhoneView)


# --- typed alone -------------------------------------------------------------------------------------------


def typed(**portal: Any) -> VisitDriver:
    driver = at_the_card(**portal)
    driver.say(TypingChosen(), PersonConfirmed(fields=FIELDS))
    return driver


def test_what_nobody_has_checked_goes_no_further() -> None:
    driver = typed()
    driver.view(ProveIdentityView)
    assert driver.session._visit.verification is None
    driver.say(CardChosen())
    driver.view(ScanCardView)


def test_a_member_of_staff_who_has_looked_is_named_as_clerk() -> None:
    driver = typed()
    driver.say(StaffEntered(staff_id=" lan ", password="wrong"))
    assert driver.last(LookOfStaff).staff_id == "lan"
    driver.say(StaffJudged(result=SignIn(None)))
    assert driver.view(ProveIdentityView).problem == "staff.wrong"
    driver.say(StaffEntered(staff_id="lan", password="right"), StaffJudged(result=SignIn(CLERK)))
    driver.view(PhoneView)
    assert driver.session._visit.verification is VerificationMethod.CLERK
    assert driver.session.staff_name == ""  # the visit stays the citizen's own


def test_a_first_password_vouches_for_nobody() -> None:
    driver = typed()
    fresh = SignIn(replace(CLERK, must_change=True))
    driver.say(StaffEntered(staff_id="lan", password="first"), StaffJudged(result=fresh))
    assert driver.view(ProveIdentityView).problem == "staff.wrong"


def test_vneid_proves_it_and_the_way_goes_on() -> None:
    from kiosk.domain.account import DeviceLogin, LoginAnswer, LoginState

    driver = typed(account_methods=("portal", "vneid"))
    assert driver.view(ProveIdentityView).by_vneid
    driver.say(VneidChosen())
    login = DeviceLogin(
        "device", "WDJB-MJHT", "https://id.example/device", "https://id.example/device?c", 600.0, 5.0
    )
    driver.say(LoginBegan(login=login))
    driver.view(VneidView)
    claims = {"name": AN.full_name, "sub": AN.number, "birthdate": "1999-01-15", "vneid_level": 2}
    driver.say(LoginAnswered(user_code="WDJB-MJHT", answer=LoginAnswer(LoginState.APPROVED, claims)))
    driver.view(PhoneView)
    assert driver.session._visit.verification is VerificationMethod.VNEID


# --- keys --------------------------------------------------------------------------------------------------


def ends(born: str, issued: str | None) -> list[str]:
    from datetime import date

    document = IdDocument(
        number="001199000001",
        full_name="An",
        birth_date=date.fromisoformat(born),
        gender=None,
        issued_on=date.fromisoformat(issued) if issued else None,
    )
    return [key.expiry for key in keys_of_document(document) if key.expiry]


def test_a_card_ends_on_a_birthday_of_renewal() -> None:
    assert ends("1999-01-15", "2021-05-10")[0] == "240115"
    assert ends("1999-01-15", "2022-05-10")[0] == "390115"  # within two years before: until the next one
    assert ends("1960-02-29", "2021-05-10") == ["991231"]  # sixty already: it does not end
    assert ends("1962-02-28", "2021-05-10") == ["991231", "220228"]
    assert ends("1999-01-15", None) == ["130115", "240115", "390115", "590115", "991231"]
    assert keys_of_document(replace(AN, birth_date=None)) == ()
    assert keys_of_document(AN)[-1].can == AN.number[-6:]
