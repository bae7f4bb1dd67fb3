"""Sample cards and pages drawn once, and a scene to hold them in."""

from collections.abc import Callable

import pytest

from kiosk.devices.pixels import frame_of
from kiosk.devices.stage.sample_cards import SampleCard, sample_cards
from kiosk.devices.stage.sample_pages import SamplePage, sample_pages
from kiosk.devices.stage.scene import ARRIVES_IN_FRAMES, Kind, Scene
from kiosk.domain.scan import Frame

SeenOnStage = Callable[..., Frame]


@pytest.fixture(scope="session")
def cards() -> dict[str, SampleCard]:
    """The sample cards by id."""
    return {card.id: card for card in sample_cards()}


@pytest.fixture(scope="session")
def pages() -> dict[str, SamplePage]:
    """The sample pages by id."""
    return {page.id: page for page in sample_pages()}


@pytest.fixture(scope="session")
def on_stage() -> SeenOnStage:
    """`on_stage(picture, kind, glare=…, width=…)`: the picture lying still under the stage's lens; None: a bare desk."""

    def see(
        picture: Frame | None,
        kind: Kind = "card",
        *,
        glare: bool = False,
        width: int = 1280,
        height: int = 720,
    ) -> Frame:
        scene = Scene(width, height)
        if picture is not None:
            scene.hold(picture, kind, glare=glare)
        for _ in range(ARRIVES_IN_FRAMES + 2):
            last = scene.next_picture()
        return frame_of(last, number=7)

    return see
