"""The screens of the chip and of proving who one is: whole at every size, every reason in its own words, touched as meant."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from kiosk.domain.chip import ChipKey, ChipTrouble
from kiosk.flow.chip_words import ChipChosen, ChipKeyChosen, ChipKeyEntered, ChipSkipped
from kiosk.flow.intents import CardChosen, TriedAgain, VneidChosen
from kiosk.flow.staff_words import StaffEntered
from kiosk.ui.screens.examples_chip import EXAMPLES
from kiosk.ui.widgets.holder_photo import HolderPhoto
from tests.ui.screens.dossier_stage import Stage, open_stage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
VIEWS = dict(EXAMPLES)


@pytest.fixture(params=["vi", "en"])
def stage(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Stage]:
    with open_stage(qtbot, language=request.param) as opened:
        yield opened


def test_each_reason_has_words_of_its_own(stage: Stage) -> None:
    said = set()
    for trouble in ChipTrouble:
        stage.show(VIEWS[f"read-chip-{trouble.value}"])
        said.add(stage.words())
        assert stage.has("read_chip.again") is trouble.may_pass
    assert len(said) == len(ChipTrouble)


def test_the_ways_out_of_reading(stage: Stage) -> None:
    stage.show(VIEWS["read-chip"])
    assert stage.tap("read_chip.type_key") == [ChipKeyChosen()]
    assert stage.tap("read_chip.skip") == [ChipSkipped()]
    stage.show(VIEWS["read-chip-card_taken"])
    assert stage.tap("read_chip.again") == [TriedAgain()]
    stage.show(VIEWS["read-chip-photo"])
    assert not stage.has("read_chip.skip")


def test_the_reader_is_offered_beside_the_camera(stage: Stage) -> None:
    stage.show(VIEWS["scan-card-chip"])
    assert stage.tap("scan_card.chip") == [ChipChosen()]
    stage.show(replace(VIEWS["scan-card-chip"], chip=False))
    assert not stage.has("scan_card.chip")


def test_a_key_is_three_values_or_six_digits(stage: Stage) -> None:
    stage.show(VIEWS["chip-key"])
    assert stage.tap("chip_key.go_on") == []
    stage.type("chip_key.can", "80421")
    assert stage.tap("chip_key.go_on") == []
    stage.type("chip_key.can", "9")
    assert stage.tap("chip_key.go_on") == [ChipKeyEntered(key=ChipKey(can="804219"))]
    stage.type("chip_key.number", "001199000001")
    for box, text in (("day", "15"), ("month", "01"), ("year", "1999")):
        stage.type(f"chip_key.birth_{box}", text)
    assert stage.tap("chip_key.go_on") == []
    for box, text in (("day", "15"), ("month", "01"), ("year", "2039")):
        stage.type(f"chip_key.expiry_{box}", text)
    key = ChipKey(document_number="199000001", birth="990115", expiry="390115")
    assert stage.tap("chip_key.go_on") == [ChipKeyEntered(key=key)]


def test_three_ways_to_prove_it(stage: Stage) -> None:
    stage.show(VIEWS["prove-identity"])
    assert stage.tap("prove_identity.card") == [CardChosen()]
    assert stage.tap("prove_identity.vneid") == [VneidChosen()]
    assert stage.tap("prove_identity.seen") == []
    stage.type("prove_identity.staff_id", "lan")
    stage.type("prove_identity.password", "right")
    assert stage.tap("prove_identity.seen") == [StaffEntered(staff_id="lan", password="right")]
    stage.show(VIEWS["prove-identity-wrong"])
    assert not stage.has("prove_identity.vneid")


def test_the_picture_is_shown_only_where_the_view_has_one(stage: Stage) -> None:
    written = io.BytesIO()
    Image.new("RGB", (30, 40), "#446688").save(written, "JPEG")
    screen = stage.show(replace(VIEWS["check-person-chip"], photo=written.getvalue()))
    photo = screen.findChild(HolderPhoto)
    assert photo is not None and photo.isVisible()
    stage.show(VIEWS["check-person-chip"])
    assert not photo.isVisible()
    assert photo._picture.isNull()
