"""The stage as a camera (`stage:`): the same grab thread as a real one, over a drawn desk."""

from kiosk.devices.cameras.grabbing import GrabbingCamera
from kiosk.devices.pixels import Picture
from kiosk.devices.stage.scene import Kind, Scene
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.scan import CameraStatus, Frame

STAGE_WIDTH, STAGE_HEIGHT = 1920, 1080
STAGE_FPS = 15.0


class StageSource:
    """Draws the scene's next picture when asked."""

    may_stand_still = False
    is_live = False

    def __init__(self, scene: Scene, fps: float) -> None:
        self._scene = scene
        self.interval_s = 1 / fps

    def open(self) -> None:
        """Always there."""
        self._scene.come_to_rest()

    def read(self) -> Picture | None:
        """The next picture of the scene."""
        return self._scene.next_picture()

    def close(self) -> None:
        """Nothing is held open."""


class StageCamera(GrabbingCamera):
    """`stage:` — hold sample cards and pages before a lens that is not there."""

    def __init__(
        self, rest: str = "", *, width: int = STAGE_WIDTH, height: int = STAGE_HEIGHT, fps: float = STAGE_FPS
    ) -> None:
        if rest:
            raise ConfigurationInvalid(f"camera address 'stage:{rest}': nothing follows the colon")
        self._scene = Scene(width, height)
        super().__init__("stage:", lambda: StageSource(self._scene, fps))

    def hold(self, picture: Frame, kind: Kind = "card", *, glare: bool = False) -> None:
        """Lay a card or page before the lens; it slides in, replacing what lay there. With `glare` a lamp is
        mirrored in it."""
        self._scene.hold(picture, kind, glare=glare)

    def take_away(self) -> None:
        """Leave the desk empty."""
        self._scene.take_away()

    @property
    def at_rest(self) -> bool:
        """Whether the lens sees what was asked for last, and no hand on its way."""
        return self.status() is CameraStatus.GONE or self._scene.at_rest
