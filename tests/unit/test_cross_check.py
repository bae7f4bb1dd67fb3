"""Readings held against their own rules, and what is typed against what was read: told field by field."""

from datetime import date

import pytest

from kiosk.domain.id_code import keeps_every_rule, parse_id_code
from kiosk.domain.scan import CardSight, Hint
from kiosk.flow.effects import LookForCard
from kiosk.flow.intents import CardLooked, PersonConfirmed, TypingChosen
from kiosk.flow.views import CardTrouble, CheckPersonView, ScanCardView
from tests.unit.test_session_account import FIELDS
from tests.unit.test_session_filing import at_the_check
from tests.unit.visit_driver import AN, VisitDriver

TODAY = date(2026, 11, 22)
CARD = "001199000001|012345678|Nguyễn Thị An|15011999|Nữ|Số 1, Phường Cửa Nam, Hà Nội|10052021"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (CARD, True),
        (CARD.replace("|15011999|", "|00001999|"), True),
        (CARD.replace("|15011999|", "|15011998|"), False),
        (CARD.replace("|Nữ|", "|Nam|"), False),
        (CARD.replace("012345678", "01234567"), False),
        (CARD.replace("10052021", "10052031"), False),
        (CARD.replace("Cửa", "Cдa"), False),
        (CARD.replace("|10052021", ""), False),
    ],
)
def test_a_reading_by_odds_must_keep_every_rule(text: str, kept: bool) -> None:
    assert keeps_every_rule(parse_id_code(text, TODAY)) is kept


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({}, {}),
        ({"birth_date": "1989-01-15"}, {"birth_date": "person.does_not_fit_number"}),
        ({"gender": "male"}, {"gender": "person.does_not_fit_number"}),
    ],
)
def test_what_is_typed_over_a_card_must_fit_its_number(
    typed: dict[str, str], problems: dict[str, str]
) -> None:
    driver = VisitDriver()
    at_the_check(driver)
    driver.hold_up(AN)
    driver.say(PersonConfirmed(fields={**FIELDS, **typed}))
    shown = driver.session.view
    assert (dict(shown.problems) if isinstance(shown, CheckPersonView) else {}) == problems


def test_a_number_that_is_typed_is_what_is_doubted() -> None:
    driver = VisitDriver()
    at_the_check(driver)
    driver.say(TypingChosen(), PersonConfirmed(fields={**FIELDS, "gender": "male"}))
    assert driver.view(CheckPersonView).problems == {"personal_number": "person.number_does_not_fit"}


@pytest.mark.parametrize(
    ("camera", "trouble"),
    [
        ("dark", CardTrouble.CAMERA_DARK),
        ("frozen", CardTrouble.CAMERA_FROZEN),
        ("gone", CardTrouble.CAMERA_GONE),
    ],
)
def test_a_black_or_stuck_picture_is_told_in_words_though_frames_go_on_coming(
    camera: str, trouble: CardTrouble
) -> None:
    driver = VisitDriver()
    at_the_check(driver)
    watch = driver.last(LookForCard).watch
    driver.say(CardLooked(watch=watch, sight=CardSight(3, hint=Hint.MORE_LIGHT), camera=camera, waited_s=1.0))
    view = driver.view(ScanCardView)
    assert (view.trouble, view.offer_typing) == (trouble, True)
    driver.say(CardLooked(watch=watch, sight=CardSight(4), camera="delivering", waited_s=9.0))
    assert driver.view(ScanCardView).trouble is CardTrouble.NONE
