"""A camera whose library is loaded when somebody first looks through it: the first screen shows no picture."""

from collections.abc import Callable
from importlib import import_module

from kiosk.devices.cameras.camera_address import parse_address
from kiosk.domain.ports import Camera
from kiosk.domain.scan import CameraStatus, Frame


class LateCamera:
    """`camera:N` by `OpencvCamera`, made at the first `start`; the address is judged at once."""

    def __init__(self, rest: str) -> None:
        parse_address(rest)
        self.address = f"camera:{rest}"
        self._make: Callable[[], Camera] = lambda: _opencv_camera(rest)
        self._camera: Camera | None = None

    def start(self) -> None:
        """Begin to deliver; returns at once but for the first time, which takes as long as loading the library."""
        if self._camera is None:
            self._camera = self._make()
        self._camera.start()

    def stop(self) -> None:
        """Let go of the device."""
        if self._camera is not None:
            self._camera.stop()

    def newest(self) -> Frame | None:
        """The newest frame, never waits."""
        return self._camera.newest() if self._camera is not None else None

    def status(self) -> CameraStatus:
        """Gone until it was started, as with every camera."""
        return self._camera.status() if self._camera is not None else CameraStatus.GONE


def _opencv_camera(rest: str) -> Camera:
    module = import_module("kiosk.devices.cameras.opencv_camera")
    camera: Camera = module.OpencvCamera(rest)
    return camera
