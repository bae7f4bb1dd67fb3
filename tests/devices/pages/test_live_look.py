"""Live frames: when a sheet lies still, when it moved, when it is gone."""

import numpy as np
import pytest

from kiosk.devices.pages import PaperScanner
from kiosk.domain.scan import PageProblem
from tests.devices.pages.scenes import Scene, frame_of, overlap, take_scene


@pytest.fixture(scope="module")
def shot() -> Scene:
    return take_scene(8, 5, kind="letter", size=(1280, 720))


def test_a_sheet_is_still_after_half_a_second_and_not_before(shot: Scene) -> None:
    scanner = PaperScanner()
    stillness = {n: scanner.look(frame_of(shot.picture, n, 10 + n * 0.1)).still for n in range(1, 9)}
    assert [n for n, still in stillness.items() if still] == [6, 7, 8]


def test_moving_the_sheet_starts_the_half_second_anew(shot: Scene) -> None:
    scanner = PaperScanner()
    for n in range(1, 8):
        before = scanner.look(frame_of(shot.picture, n, n * 0.1))
    assert before.still
    moved = np.roll(shot.picture, -60, axis=1)
    assert not scanner.look(frame_of(moved, 8, 0.8)).still
    assert not scanner.look(frame_of(moved, 9, 1.2)).still
    assert scanner.look(frame_of(moved, 10, 1.4)).still


def test_a_lost_sheet_is_told_and_forgotten(shot: Scene) -> None:
    scanner = PaperScanner()
    for n in range(1, 8):
        scanner.look(frame_of(shot.picture, n, n * 0.1))
    gone = scanner.look(frame_of(np.full_like(shot.picture, 80), 8, 0.8))
    assert (gone.corners, gone.still, gone.problems) == (None, False, (PageProblem.NO_PAGE,))
    assert not scanner.look(frame_of(shot.picture, 9, 0.9)).still


def test_corners_of_every_live_frame_are_good(shot: Scene) -> None:
    scanner = PaperScanner()
    for n in range(1, 13):
        shaken = np.roll(shot.picture, n % 3, axis=0)
        sight = scanner.look(frame_of(shaken, n, n * 0.07))
        assert sight.frame_number == n
        assert overlap(sight.corners, shot.corners + np.array([0, n % 3])) > 0.98
        assert sight.problems == ()


def test_the_same_frame_is_looked_at_once(shot: Scene) -> None:
    scanner = PaperScanner()
    frame = frame_of(shot.picture, 5, 1.0)
    assert scanner.look(frame) is scanner.look(frame)


def test_a_lamp_in_the_paper_is_told_live() -> None:
    shot = take_scene(8, 4, kind="letter", flaw="glare", size=(1280, 720))
    sight = PaperScanner().look(shot.frame)
    assert PageProblem.GLARE in sight.problems
    assert sight.glare_share > 0.004
