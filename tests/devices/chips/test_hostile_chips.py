"""Whatever a chip sends, reading ends with words: nothing raises, nothing is believed."""

import contextlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.chips import tlv
from kiosk.devices.chips.failures import ChipFailed, Unreadable
from kiosk.devices.chips.personal_data import numbered_texts, photo_of
from kiosk.devices.chips.reader import IcaoChipReader
from kiosk.devices.chips.security_object import read_security_object
from kiosk.domain.chip import ChipFailure
from tests.devices.chips.conftest import TODAY
from tests.fakes.card_authority import NOW
from tests.fakes.virtual_card import CardData, Holder, MemoryTerminal, VirtualCard


class BabblingCard(VirtualCard):
    """Now and then something else comes back than the chip sent."""

    def __init__(self, data: CardData, seed: int) -> None:
        super().__init__(data)
        self._chance = random.Random(seed)

    def transmit(self, command: bytes) -> bytes:
        answer = bytearray(super().transmit(command))
        if self._chance.random() < 0.1 and answer:
            at = self._chance.randrange(len(answer))
            answer[at : at + self._chance.randrange(3)] = self._chance.randbytes(self._chance.randrange(4))
        return bytes(answer)


def test_noise_on_the_air(tmp_path, card_data: CardData) -> None:
    for seed in range(60):
        terminal = MemoryTerminal(BabblingCard(card_data, seed))
        reader = IcaoChipReader(terminal, tmp_path, lambda: NOW, lambda: TODAY)
        *_, last = reader.read([Holder().key])
        assert isinstance(last, ChipFailure), seed


def test_every_byte_of_the_signed_list_may_be_wrong(card_data: CardData) -> None:
    whole = card_data.files[0x011D]
    signer = read_security_object(whole).signer.dump()
    for at in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[at] ^= 0x41
        try:
            found = read_security_object(bytes(changed))
        except ChipFailed:
            continue
        # only a byte that no signature covers: part of the signer's own certificate, whose issuer is asked next
        assert found.signer.dump() != signer or found.digests == read_security_object(whole).digests


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes(data: bytes) -> None:
    assert isinstance(numbered_texts(data), dict)
    assert photo_of(data) == b""
    with pytest.raises(ChipFailed):
        read_security_object(data)
    with contextlib.suppress(Unreadable):
        list(tlv.elements(data))


def test_numbered_texts_wherever_they_stand() -> None:
    entry = tlv.element(0x30, b"\x02\x01\x02" + tlv.element(0x0C, "Trần  Thị\u0300 Bé".encode()))
    for framed in (
        entry,
        b"\x6d\x00rubbish" + entry + b"\x30\x80",
        tlv.element(0x6D, tlv.element(0x31, entry)),
    ):
        assert numbered_texts(framed)[2].startswith("Trần Th")
