"""The stage: what is held appears, what is taken away goes, and every drawn thing is marked as a sample."""

from collections.abc import Callable

import numpy as np
import pytest

from kiosk.devices.pixels import Picture, frame_of, picture_of
from kiosk.devices.stage.sample_cards import sample_cards
from kiosk.devices.stage.sample_pages import sample_pages
from kiosk.devices.stage.scene import ARRIVES_IN_FRAMES, Scene
from kiosk.devices.stage.stage_camera import StageCamera
from kiosk.domain.scan import Frame

Until = Callable[[Callable[[], bool]], None]
WIDTH, HEIGHT = 640, 360


@pytest.fixture
def white_card() -> Frame:
    return frame_of(np.full((540, 856, 3), 250, np.uint8))


def settled(scene: Scene) -> Picture:
    for _ in range(2 * ARRIVES_IN_FRAMES + 2):
        picture = scene.next_picture()
    return picture


def middle(picture: Picture) -> float:
    return float(picture[HEIGHT // 2 - 20 : HEIGHT // 2 + 20, WIDTH // 2 - 20 : WIDTH // 2 + 20].mean())


def test_a_bare_desk_is_of_middling_brightness_and_alive() -> None:
    scene = Scene(WIDTH, HEIGHT)
    first, second = scene.next_picture(), scene.next_picture()
    assert first.shape == (HEIGHT, WIDTH, 3)
    assert 60 < first.mean() < 160
    assert (first != second).any()
    assert np.abs(first.astype(int) - second).mean() < 8


def test_what_is_held_slides_in_and_goes_when_taken_away(white_card: Frame) -> None:
    scene = Scene(WIDTH, HEIGHT)
    bare = middle(settled(scene))
    scene.hold(white_card)
    on_its_way = scene.next_picture()
    assert abs(middle(on_its_way) - bare) < 20
    assert middle(settled(scene)) > bare + 60
    scene.take_away()
    assert abs(middle(settled(scene)) - bare) < 5


def test_the_next_thing_replaces_the_last(white_card: Frame) -> None:
    scene = Scene(WIDTH, HEIGHT)
    scene.hold(white_card)
    light = middle(settled(scene))
    scene.hold(frame_of(np.full((540, 856, 3), 20, np.uint8)))
    assert middle(settled(scene)) < light - 100


def test_a_card_and_a_page_have_their_usual_sizes(white_card: Frame) -> None:
    scene = Scene(WIDTH, HEIGHT)
    scene.hold(white_card)
    card = settled(scene).min(axis=2) > 180
    assert 0.55 < card.any(axis=0).mean() < 0.68
    scene.hold(frame_of(np.full((594, 420, 3), 250, np.uint8)), "page")
    page = settled(scene).min(axis=2) > 180
    assert 0.90 < page.any(axis=1).mean() < 0.99
    assert 0.30 < page.any(axis=0).mean() < 0.45


def test_the_light_on_paper_leaves_room_for_a_burnt_out_lamp() -> None:
    scene = Scene(WIDTH, HEIGHT)
    paper = frame_of(np.full((594, 420, 3), 252, np.uint8))
    scene.hold(paper, "page")
    assert (settled(scene) > 252).mean() < 0.001
    scene.hold(paper, "page", glare=True)
    assert (settled(scene).min(axis=2) > 252).mean() > 0.05


def test_two_scenes_show_the_same_play(white_card: Frame) -> None:
    plays = []
    for _ in range(2):
        scene = Scene(WIDTH, HEIGHT)
        scene.hold(white_card)
        plays.append(settled(scene))
    assert (plays[0] == plays[1]).all()


def test_any_picture_can_be_held() -> None:
    scene = Scene(WIDTH, HEIGHT)
    for height, width in ((1, 1), (1, 400), (400, 1), (3000, 4000)):
        scene.hold(frame_of(np.full((height, width, 3), 200, np.uint8)), "page" if height > width else "card")
        assert settled(scene).shape == (HEIGHT, WIDTH, 3)


def test_the_stage_camera_shows_what_is_held(white_card: Frame, until: Until) -> None:
    camera = StageCamera(width=WIDTH, height=HEIGHT, fps=200)
    camera.hold(white_card)
    camera.start()
    until(lambda: (frame := camera.newest()) is not None and middle(picture_of(frame)) > 180)
    camera.take_away()
    until(lambda: (frame := camera.newest()) is not None and middle(picture_of(frame)) < 150)
    camera.stop()


def test_samples_are_named_in_both_languages_and_large_enough() -> None:
    cards, pages = sample_cards(), sample_pages()
    assert len({card.id for card in cards}) == len(cards) >= 6
    assert len({page.id for page in pages}) == len(pages) >= 8
    assert {page.id for page in pages if not page.good} == {"blurred", "glare", "blank"}
    for sample in (*cards, *pages):
        assert sample.label.vi
        assert sample.label.en
    assert all(
        (side.width, side.height) == (1712, 1080) for card in cards for side in (card.front, card.back)
    )
    assert all((page.picture.width, page.picture.height) == (1680, 2376) for page in pages)


def test_every_side_of_a_card_carries_the_red_specimen_line() -> None:
    for card in sample_cards():
        for side in (card.front, card.back):
            blue, green, red = np.moveaxis(picture_of(side).astype(int), 2, 0)
            assert ((red > 170) & (green < 80) & (blue < 90)).sum() > 2000, card.id
