"""A running camera: quick answers at once, slow ones with a later frame, nothing carried from one card to the next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.devices.pixels import frame_of
from kiosk.devices.readers.burst_reader import BurstCardReader
from kiosk.devices.readers.finding import View
from kiosk.devices.readers.soft.equaliser import CodePicture, Equaliser
from kiosk.devices.readers.soft.layout import side_of
from kiosk.devices.readers.soft.memory import FORGET_AFTER_S, OddsMemory, agreement
from kiosk.devices.readers.soft.soft_squares import lattices
from kiosk.devices.readers.soft.tracking import LatticeTrack
from kiosk.domain.scan import CardSight, Frame, Hint, ReadStep
from tests.devices.readers.test_soft_decoding import CARD, blurred, modules_of

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


def test_a_late_answer_is_not_told_where_another_card_is_asked_for() -> None:
    reader = burst_reader()
    looked(reader, frames(CARD, 2.4, 1.5, 1))
    reader.begin_anew()
    (sight,) = looked(reader, frames(OTHER, 2.4, 1.5, 1, first=2))
    assert sight.codes == ()


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


# --- from frame to frame -----------------------------------------------------------------------------------


def grey(
    px: float, blur_px: float, shake_px: int = 0, shaken_deg: float = 0, grain: int = 1
) -> NDArray[np.uint8]:
    picture = cv2.cvtColor(blurred(CARD, px, blur_px, noise=0), cv2.COLOR_BGR2GRAY)
    if shake_px:
        kernel = np.zeros((15, 15), np.float32)
        cv2.line(kernel, (7 - shake_px // 2, 7), (7 + shake_px // 2, 7), 1.0)
        turn = cv2.getRotationMatrix2D((7, 7), shaken_deg, 1)
        kernel = cv2.warpAffine(kernel, turn, (15, 15))
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    noise = np.random.default_rng(grain).normal(0, 4, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def test_a_grid_seen_once_is_followed_as_the_hand_moves() -> None:
    seen = grey(3, 1.2)
    found = next(lattices(View(seen), float("inf")))
    track = LatticeTrack()
    assert track.follow(seen) is None
    track.keep(seen, found)
    moved = np.roll(seen, (5, -7), axis=(0, 1))
    followed = track.follow(moved)
    assert followed is not None
    assert followed.version == found.version
    assert np.abs(followed.corners - found.corners - (-7, 5)).max() < 0.5
    assert track.follow(np.full_like(seen, 128)) is None
    assert track.follow(seen[:8, :8]) is None


def test_the_crispest_of_the_waiting_frames_is_looked_at_first() -> None:
    started: list[int] = []

    class Waiting:
        def result(self) -> CardSight | None:
            return None

        def join(self) -> None:
            """Never asked to."""

    class Done(Waiting):
        def __init__(self, sight: CardSight) -> None:
            self.sight = sight

        def result(self) -> CardSight | None:
            return self.sight if len(shown) > 5 else None

    def begin(look: Callable[[], CardSight]) -> Waiting:
        started.append(look().frame_number)
        return Done(CardSight(started[-1], hint=Hint.HOLD_STILL))

    reader = BurstCardReader(lambda: TODAY, quick_budget_ms=30_000, patient_budget_ms=30_000, start=begin)
    shown: list[int] = []
    for number, blur_px in enumerate((3.0, 3.2, 1.9, 3.1, 3.0, 3.2), 1):
        shown.append(number)
        reader.look(frame_of(blurred(CARD, 2.0, blur_px, noise=3), number, number / 30))
    assert started == [1, 3]


def test_several_blurred_pictures_of_a_code_say_more_than_one() -> None:
    # a shaken hand wipes out other modules in every picture
    seen = [grey(2.4, 1.4, shake_px=6, shaken_deg=turn, grain=turn) for turn in (0, 60, 120)]
    sharp = next(lattices(View(grey(2.4, 0.6)), float("inf")))
    pictures = [CodePicture(each, sharp) for each in seen]
    alone, together = Equaliser(pictures[:1]), Equaliser(pictures)
    for _ in range(4):
        one, all_three = alone.refine(), together.refine()
    truth = modules_of(CARD, "M")
    assert truth.shape == one.shape
    wrong_alone, wrong_together = (((odds > 0) != truth).mean() for odds in (one, all_three))
    assert wrong_together < 0.7 * wrong_alone
