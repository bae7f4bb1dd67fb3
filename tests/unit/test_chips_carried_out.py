"""The chip reader's orders as the app carries them out: one step a call, given up without a trace, and staff who looked."""

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from kiosk.app.reading_chips import ReadingChips
from kiosk.devices.chips.reader import IcaoChipReader
from kiosk.domain.chip import ChipProgress, ChipReaderState, ChipReading
from kiosk.domain.events import AuditKind
from kiosk.domain.staff import Role
from kiosk.flow import chip_words, staff_words
from tests.fakes.card_authority import NOW, Country
from tests.fakes.virtual_card import Holder, MemoryTerminal, VirtualCard, personalise
from tests.unit.test_effects_carried_out import Rig

KEYS = (Holder().key,)


@pytest.fixture
def chips(tmp_path: Path) -> ReadingChips:
    """A card lies on the reader."""
    country = Country()
    country.install(tmp_path)
    picture = io.BytesIO()
    Image.new("RGB", (30, 40)).save(picture, "JPEG")
    card = VirtualCard(personalise(country.signer(), Holder(), picture.getvalue()))
    reader = IcaoChipReader(MemoryTerminal(card), tmp_path, lambda: NOW, lambda: date(2026, 11, 22))
    return ReadingChips(reader)


def finish(chips: ReadingChips, watch: str) -> object:
    """Go on until there is no progress any more."""
    while True:
        stepped = chips.go_on(chip_words.GoOnReadingChip(watch=watch))
        assert stepped is not None
        if not isinstance(stepped.step, ChipProgress):
            return stepped.step


def test_a_card_is_read_step_by_step(chips: ReadingChips) -> None:
    assert chips.look(chip_words.LookForChip(watch="w")).state is ChipReaderState.CARD
    begun = chips.begin(chip_words.ReadChip(watch="r", keys=KEYS))
    assert (begun.watch, type(begun.step)) == ("r", ChipProgress)
    assert isinstance(finish(chips, "r"), ChipReading)


def test_a_reading_that_was_given_up_goes_no_further(chips: ReadingChips) -> None:
    chips.begin(chip_words.ReadChip(watch="first", keys=KEYS))
    chips.leave(chip_words.LeaveChip())
    assert chips.go_on(chip_words.GoOnReadingChip(watch="first")) is None
    chips.begin(chip_words.ReadChip(watch="second", keys=KEYS))
    assert chips.go_on(chip_words.GoOnReadingChip(watch="first")) is None
    assert isinstance(finish(chips, "second"), ChipReading)


def test_without_a_reader_nothing_is_there() -> None:
    chips = ReadingChips(None)
    assert chips.look(chip_words.LookForChip(watch="w")).state is ChipReaderState.OFF
    assert not isinstance(chips.begin(chip_words.ReadChip(watch="r", keys=KEYS)).step, ChipProgress)


def test_staff_who_looked_stand_in_the_trail_and_those_who_mistyped_do_not() -> None:
    rig = Rig()
    rig.stores.staff.add("lan", "Trần Thị Lan", Role.CLERK, "Buu-cuc-2026", must_change=False)
    rig.run(staff_words.LookOfStaff(staff_id="lan", password="wrong", session_id="s"))
    judged = rig.run(staff_words.LookOfStaff(staff_id="lan", password="Buu-cuc-2026", session_id="s"))
    assert isinstance(judged, staff_words.StaffJudged)
    assert judged.result.member is not None
    kinds = [(entry.kind, entry.subject) for entry in rig.stores.audit.unacknowledged(limit=10)]
    assert kinds[-2:] == [(AuditKind.STAFF_REFUSED, ""), (AuditKind.IDENTITY_SEEN, "s")]
