"""Live frames of either side of a document: the code's side and the zone's are read by one reader."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.cards import LEVELS
from benchmarks.mrz_cards import zone_frame
from kiosk.devices.pixels import frame_of
from kiosk.devices.readers.both_sides import BothSidesReader
from kiosk.devices.readers.card_reader import CascadeCardReader
from kiosk.devices.stage.sample_cards import SampleCard
from kiosk.domain.scan import CardSight, CodeKind, Frame, Hint, ReadMethod

TODAY = date(2026, 11, 22)
SeenOnStage = Callable[..., Frame]


def reader() -> BothSidesReader:
    return BothSidesReader(CascadeCardReader(lambda: TODAY), lambda: TODAY, budget_ms=60_000)


def looked(reader: BothSidesReader, frame: Frame, times: int = 4) -> CardSight:
    """The first sight with a document of some looks at the same picture, or the last one."""
    for number in range(times):
        sight = reader.look(replace(frame, number=number + 1, at_s=10 + number / 30))
        reader.settle()
        if any(code.document for code in sight.codes):
            break
    return sight


@pytest.mark.parametrize("card", ["cccd_2021", "second_person"])
def test_the_back_of_a_card_is_read_by_its_zone(
    cards: dict[str, SampleCard], on_stage: SeenOnStage, card: str
) -> None:
    front = looked(reader(), on_stage(cards[card].front)).codes[0].document
    sight = looked(reader(), on_stage(cards[card].back, width=1920, height=1080))
    [code] = sight.codes
    assert (code.kind, code.method) == (CodeKind.TD1, ReadMethod.MRZ)
    assert front is not None
    assert code.document is not None
    assert code.document.number == front.number
    assert code.document.birth_date == front.birth_date


def test_the_code_comes_first(cards: dict[str, SampleCard], on_stage: SeenOnStage) -> None:
    sight = looked(reader(), on_stage(cards["can_cuoc_2024"].back))
    assert [code.kind for code in sight.codes] == [CodeKind.CCCD_QR]


def test_a_passport_is_read() -> None:
    shown = zone_frame(LEVELS[0], 1, "td3", seed=77)
    sight = looked(reader(), frame_of(shown.picture))
    assert [(code.kind, code.raw) for code in sight.codes] == [(CodeKind.TD3, "\n".join(shown.lines))]


def test_nothing_is_told_of_a_document_that_is_gone(on_stage: SeenOnStage) -> None:
    shown = zone_frame(LEVELS[0], 1, "td3", seed=77)
    both = reader()
    both.look(replace(frame_of(shown.picture), at_s=10))
    both.settle()
    sight = both.look(replace(on_stage(None), at_s=15))
    assert (sight.codes, sight.hint) == ((), Hint.SHOW_CARD)
