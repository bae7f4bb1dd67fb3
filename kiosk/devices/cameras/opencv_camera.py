"""A camera of this computer through OpenCV (`camera:N`); names and hot-plug lists are not OpenCV's to give."""

import logging
import sys

import cv2
import numpy as np

from kiosk.devices.cameras.grabbing import GrabbingCamera
from kiosk.devices.pixels import Picture
from kiosk.domain.errors import CameraGone, ConfigurationInvalid

WANTED_WIDTH, WANTED_HEIGHT, WANTED_FPS = 1920, 1080, 30
_MJPG = cv2.VideoWriter.fourcc(*"MJPG")

log = logging.getLogger(__name__)


def _backends() -> tuple[int, ...]:
    """In the order in which they are tried: DirectShow opens at once where Media Foundation takes seconds."""
    if sys.platform == "win32":
        return cv2.CAP_DSHOW, cv2.CAP_MSMF
    if sys.platform == "darwin":
        return (cv2.CAP_AVFOUNDATION,)
    return cv2.CAP_V4L2, cv2.CAP_ANY


class OpencvSource:
    """One opening of camera number `index`, asked for 1920×1080 MJPG; takes what the driver really gives."""

    interval_s = 0.0
    may_stand_still = False

    def __init__(self, index: int) -> None:
        self._index = index
        self._capture: cv2.VideoCapture | None = None

    def open(self) -> None:
        """CameraGone when no backend opens it."""
        for backend in _backends():
            capture = cv2.VideoCapture(self._index, backend)
            if capture.isOpened():
                self._capture = capture
                self._ask_for_full_hd(capture)
                return
            capture.release()
        raise CameraGone(f"camera {self._index} does not open")

    def _ask_for_full_hd(self, capture: cv2.VideoCapture) -> None:
        """Some drivers take MJPG only before the size, some only after it, and some ignore both."""
        capture.set(cv2.CAP_PROP_FOURCC, _MJPG)
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, WANTED_WIDTH)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, WANTED_HEIGHT)
        if int(capture.get(cv2.CAP_PROP_FOURCC)) != _MJPG:
            capture.set(cv2.CAP_PROP_FOURCC, _MJPG)
        capture.set(cv2.CAP_PROP_FPS, WANTED_FPS)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        code = int(capture.get(cv2.CAP_PROP_FOURCC)) & 0xFFFFFFFF
        log.info(
            "camera %d through %s: %dx%d %s at %.0f fps",
            self._index,
            capture.getBackendName(),
            int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)),
            int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
            code.to_bytes(4, "little").decode("ascii", "replace"),
            capture.get(cv2.CAP_PROP_FPS),
        )

    def read(self) -> Picture | None:
        """Waits for the sensor's next picture."""
        if self._capture is None:
            return None
        try:
            there, picture = self._capture.read()
        except cv2.error:
            return None
        if not there or picture is None or picture.ndim != 3 or picture.shape[2] != 3:
            return None
        return np.asarray(picture, np.uint8)

    def close(self) -> None:
        """Give the device back to the system."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class OpencvCamera(GrabbingCamera):
    """`camera:N`, N counting from 0 as the system does."""

    def __init__(self, index: str) -> None:
        if not index.isascii() or not index.isdigit() or len(index) > 3:
            raise ConfigurationInvalid(f"camera address 'camera:{index}': write a number, such as camera:0")
        super().__init__(f"camera:{index}", lambda: OpencvSource(int(index)))
