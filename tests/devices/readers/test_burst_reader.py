"""A running camera: quick answers at once, slow ones with a later frame, nothing carried from one card to the next."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kiosk.devices.pixels import frame_of
from kiosk.devices.readers.burst_reader import BurstCardReader
from kiosk.devices.readers.soft.layout import side_of
from kiosk.devices.readers.soft.memory import FORGET_AFTER_S, OddsMemory, agreement
from kiosk.domain.scan import CardSight, Frame, Hint, ReadStep
from tests.devices.readers.test_soft_decoding import CARD, blurred

TODAY = date(2026, 11, 22)
OTHER = CARD.replace("Nguyễn Thị An", "Trần Thị Bình").replace("001199000001", "001199000002")


def burst_reader() -> BurstCardReader:
    # time enough for a busy machine
    return BurstCardReader(lambda: TODAY, quick_budget_ms=30_000, patient_budget_ms=30_000)


def frames(text: str, px: float, blur_px: float, count: int, first: int = 1) -> list[Frame]:
    pictures = [blurred(text, px, blur_px, noise=3 + number % 3) for number in range(count)]
    return [frame_of(picture, number, number / 30) for number, picture in enumerate(pictures, first)]


def looked(reader: BurstCardReader, burst: list[Frame]) -> list[CardSight]:
    """Every frame in turn; slow looks are waited for, whatever the machine is doing."""
    sights = []
    for frame in burst:
        sights.append(reader.look(frame))
        reader.settle()
    return sights


def test_a_sharp_frame_is_read_at_once() -> None:
    sight = burst_reader().look(frames(CARD, 4, 0.6, 1)[0])
    assert [(code.raw, code.step) for code in sight.codes] == [(CARD, ReadStep.WHOLE)]


def test_a_blurred_frame_is_read_with_the_next_look() -> None:
    first, second = looked(burst_reader(), frames(CARD, 2.4, 1.5, 2))
    assert first.codes == ()
    assert [code.raw for code in second.codes] == [CARD]
    assert second.frame_number == 2


def test_a_late_answer_of_one_card_is_not_told_of_the_next() -> None:
    reader = burst_reader()
    looked(reader, frames(CARD, 2.4, 1.5, 1))
    sharp = frames(OTHER, 4, 0.6, 3, first=2)
    sights = looked(reader, sharp)
    assert {code.raw for sight in sights for code in sight.codes} == {OTHER}
    looked(reader, frames(CARD, 2.4, 1.5, 1, first=9))
    empty = replace(frame_of(np.full((720, 1280, 3), 128, np.uint8), 10), at_s=60.0)
    assert reader.look(empty).codes == ()


def test_advice_does_not_flicker_between_the_lanes() -> None:
    sights = looked(burst_reader(), frames(CARD, 1.1, 1.1, 4))
    assert not any(sight.codes for sight in sights)
    assert len({sight.hint for sight in sights[1:]}) == 1


@pytest.mark.parametrize("number", [0, 1, 10**9])
def test_any_number_and_time_of_a_frame_is_taken(number: int) -> None:
    reader = burst_reader()
    picture = np.zeros((48, 64, 3), np.uint8)
    for at_s in (5.0, 4.0, -1.0, 1e9):
        assert reader.look(frame_of(picture, number, at_s)).hint in set(Hint)
        reader.settle()


# --- odds over several frames ------------------------------------------------------------------------------


def odds_of(seed: int, noise_seed: int = 0) -> np.ndarray:
    side = side_of(6)
    signs = np.where(np.random.default_rng(seed).random((side, side)) < 0.5, -1.0, 1.0)
    noise = np.random.default_rng(100 + noise_seed).normal(0, 2.0, (side, side))
    return (2 * signs + noise).astype(np.float32)


def test_odds_of_one_code_add_up() -> None:
    memory = OddsMemory()
    assert [memory.add(6, odds_of(1, seed), at_s=seed / 30) for seed in range(4)] == [1, 2, 3, 4]
    summed = memory.prior(6, at_s=0.2)
    assert summed is not None
    truth = np.where(np.random.default_rng(1).random(summed.shape) < 0.5, -1, 1)
    wrong_alone = (np.sign(odds_of(1, 0)) != truth).mean()
    assert (np.sign(summed) != truth).mean() < wrong_alone / 2


def test_odds_of_another_card_begin_a_new_sum() -> None:
    memory = OddsMemory()
    memory.add(6, odds_of(1), at_s=0.0)
    assert agreement(odds_of(1), odds_of(2, 7)) < 0.2
    assert memory.add(6, odds_of(2, 7), at_s=0.1) == 1


def test_odds_are_forgotten_soon() -> None:
    memory = OddsMemory()
    memory.add(6, odds_of(1), at_s=0.0)
    assert memory.prior(6, at_s=FORGET_AFTER_S + 0.1) is None
    assert memory.prior(7, at_s=0.1) is None
    with pytest.raises(ValueError, match="size"):
        memory.add(7, odds_of(1), at_s=0.0)
