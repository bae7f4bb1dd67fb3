"""The `ChipReader` port over a reader in memory and over the real smart-card service with a virtual reader."""

from pathlib import Path

import pytest

from kiosk.devices.chips.pcsc import PcscTerminal
from kiosk.domain.chip import (
    ChipFailure,
    ChipKey,
    ChipProgress,
    ChipReaderState,
    ChipReading,
    ChipStage,
    ChipTrouble,
)
from tests.devices.chips.conftest import Desk
from tests.fakes.card_authority import Signer
from tests.fakes.virtual_card import CardData, Holder, VirtualCard, personalise

PACE_AES128 = ("0.4.0.127.0.7.2.2.4.2.2", 13)


def test_the_whole_card_is_read(desk: Desk, card_data: CardData) -> None:
    assert desk.reader.state() is ChipReaderState.EMPTY
    desk.lay(VirtualCard(card_data))
    assert desk.reader.state() is ChipReaderState.CARD
    *progress, reading = desk.read(Holder().key)
    assert isinstance(reading, ChipReading)
    assert (reading.document.full_name, reading.document.number) == ("Nguyễn Thị An", "001199000001")
    assert reading.document.address == "Số 1, phường Cửa Nam, Hà Nội"
    assert reading.photo.startswith(b"\xff\xd8")
    stages = [step.stage for step in progress if isinstance(step, ChipProgress)]
    assert stages[0] is ChipStage.OPENING
    assert stages[-1] is ChipStage.PHOTO


def test_by_the_access_number(desk: Desk, signer: Signer, picture: bytes) -> None:
    card = personalise(signer, Holder(), picture, pace=(PACE_AES128,), can="804219")
    desk.lay(VirtualCard(card))
    reading = desk.read(ChipKey(can="804219"))[-1]
    assert isinstance(reading, ChipReading)
    assert reading.access == "pace"


def test_nothing_lies_there(desk: Desk) -> None:
    assert desk.read(Holder().key) == [ChipFailure(ChipTrouble.NO_CARD)]


def test_a_wrong_key_and_then_the_right_one(desk: Desk, card_data: CardData) -> None:
    desk.lay(VirtualCard(card_data))
    wrong = ChipKey(document_number="199000001", birth="990115", expiry="240115")
    failure = desk.read(wrong)[-1]
    assert isinstance(failure, ChipFailure)
    assert failure.trouble is ChipTrouble.WRONG_KEY
    assert isinstance(desk.read(wrong, Holder().key)[-1], ChipReading)


@pytest.mark.parametrize("after", [3, 9, 25])
def test_pulled_away_in_the_middle(desk: Desk, card_data: CardData, after: int) -> None:
    desk.lay(VirtualCard(card_data, taken_after=after))
    failure = desk.read(Holder().key)[-1]
    assert isinstance(failure, ChipFailure)
    assert failure.trouble is ChipTrouble.CARD_TAKEN


def test_given_up_in_the_middle_the_card_can_be_read_again(desk: Desk, card_data: CardData) -> None:
    desk.lay(VirtualCard(card_data))
    reading = iter(desk.reader.read([Holder().key]))
    for _ in range(5):
        next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert isinstance(desk.read(Holder().key)[-1], ChipReading)


def test_a_card_that_is_no_identity_card(desk: Desk, card_data: CardData) -> None:
    desk.lay(VirtualCard(CardData({}, card_data.key)))
    failure = desk.read(Holder().key)[-1]
    assert isinstance(failure, ChipFailure)
    assert failure.trouble is ChipTrouble.NOT_AN_ID


def test_a_reader_that_is_not_there(service_desk: Desk, folder: Path) -> None:
    assert PcscTerminal("no such reader").state() is ChipReaderState.NO_READER
