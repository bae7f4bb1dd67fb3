"""A camera of this computer through OpenCV (`camera:N`); names and hot-plug lists are not OpenCV's to give.

Focus and exposure are the camera's own business unless the address fixes them: `camera:0?focus=35&exposure=-6`, in
the driver's units. `width` and `height` ask for another picture than 1920×1080, for papers say `width=3264&height=2448`.
"""

import logging
import sys

import cv2
import numpy as np

from kiosk.devices.cameras.camera_address import WANTED_FPS, Fixed, parse_address
from kiosk.devices.cameras.grabbing import GrabbingCamera
from kiosk.devices.pixels import Picture
from kiosk.domain.errors import CameraGone

_MJPG = cv2.VideoWriter.fourcc(*"MJPG")

log = logging.getLogger(__name__)


_AUTO, _FIXED = 0.75, 0.25
"""OpenCV's words for automatic and fixed exposure; drivers that count otherwise ignore them."""


def _backends() -> tuple[int, ...]:
    """In the order in which they are tried: DirectShow opens at once where Media Foundation takes seconds."""
    if sys.platform == "win32":
        return cv2.CAP_DSHOW, cv2.CAP_MSMF
    if sys.platform == "darwin":
        return (cv2.CAP_AVFOUNDATION,)
    return cv2.CAP_V4L2, cv2.CAP_ANY


class OpencvSource:
    """One opening of camera number `index`, asked for MJPG of the wanted size; takes what the driver really gives."""

    interval_s = 0.0
    may_stand_still = False
    is_live = True

    def __init__(self, index: int, fixed: Fixed | None = None) -> None:
        self._index = index
        self._fixed = fixed or Fixed()
        self._capture: cv2.VideoCapture | None = None

    def open(self) -> None:
        """CameraGone when no backend opens it."""
        for backend in _backends():
            capture = cv2.VideoCapture(self._index, backend)
            if capture.isOpened():
                self._capture = capture
                self._ask_for_size(capture)
                self._focus_and_expose(capture)
                return
            capture.release()
        raise CameraGone(f"camera {self._index} does not open")

    def _ask_for_size(self, capture: cv2.VideoCapture) -> None:
        """Some drivers take MJPG only before the size, some only after it, and some ignore both."""
        capture.set(cv2.CAP_PROP_FOURCC, _MJPG)
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._fixed.width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._fixed.height)
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

    def _focus_and_expose(self, capture: cv2.VideoCapture) -> None:
        """Another program may have left them fixed: automatic is asked for too. Cameras without either say no, in vain."""
        fixed = self._fixed
        capture.set(cv2.CAP_PROP_AUTOFOCUS, fixed.focus is None)
        if fixed.focus is not None:
            capture.set(cv2.CAP_PROP_FOCUS, fixed.focus)
        capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, _AUTO if fixed.exposure is None else _FIXED)
        if fixed.exposure is not None:
            capture.set(cv2.CAP_PROP_EXPOSURE, fixed.exposure)

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
    """`camera:N`, N counting from 0 as the system does; see the head of this module for what may follow."""

    def __init__(self, rest: str) -> None:
        index, fixed = parse_address(rest)
        super().__init__(f"camera:{rest}", lambda: OpencvSource(index, fixed))
