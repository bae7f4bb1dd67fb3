"""A service that is stopped in the middle, and started anew: told in words, and found again without a restart of ours."""

from pathlib import Path

import pytest

from kiosk.devices.chips.pcsc import PcscTerminal
from kiosk.devices.chips.reader import IcaoChipReader
from kiosk.domain.chip import ChipFailure, ChipReaderState, ChipReading, ChipTrouble
from tests.devices.chips.conftest import TODAY, Desk, wait_for
from tests.fakes.card_authority import NOW
from tests.fakes.private_pcscd import CannotRun, LaidCard, PrivatePcscd
from tests.fakes.virtual_card import CardData, Holder, VirtualCard


def started(folder: Path) -> PrivatePcscd:
    try:
        return PrivatePcscd(folder)
    except CannotRun as reason:
        pytest.skip(str(reason))


def test_the_service_goes_and_comes_back(tmp_path: Path, folder: Path, card_data: CardData) -> None:
    terminal = PcscTerminal()
    reader = IcaoChipReader(terminal, folder, lambda: NOW, lambda: TODAY)
    desk = Desk(reader, lambda card: None)
    assert reader.state() is ChipReaderState.NO_SERVICE
    service = started(tmp_path)
    card = LaidCard(VirtualCard(card_data), service.port)
    wait_for(desk, ChipReaderState.CARD)
    reading = reader.read([Holder().key])
    for _ in range(5):
        next(reading)
    service.stop()
    *_, last = reading
    assert isinstance(last, ChipFailure)
    assert last.trouble in (ChipTrouble.CARD_TAKEN, ChipTrouble.NO_READER)
    card.take_away()
    assert reader.state() is ChipReaderState.NO_SERVICE
    assert desk.read(Holder().key)[-1].trouble is ChipTrouble.NO_READER  # type: ignore[union-attr]
    service = started(tmp_path)
    card = LaidCard(VirtualCard(card_data), service.port)
    try:
        wait_for(desk, ChipReaderState.CARD)
        assert isinstance(desk.read(Holder().key)[-1], ChipReading)
    finally:
        card.take_away()
        terminal.close()
        service.stop()
