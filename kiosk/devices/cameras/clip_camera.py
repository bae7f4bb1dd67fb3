"""A recorded clip as a camera (`file:clip.mp4`): played at its own speed, over and over. Stills show for good."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from kiosk.devices.cameras.folder_camera import FolderSource
from kiosk.devices.cameras.grabbing import GrabbingCamera, PictureSource
from kiosk.devices.cameras.pictures import LARGEST_PIXELS, is_picture_name
from kiosk.devices.pixels import Picture
from kiosk.domain.errors import CameraGone, ConfigurationInvalid, FileRefused

_FALLBACK_FPS = 30.0


def open_clip(path: Path) -> cv2.VideoCapture:
    """The clip, ready to read; FileRefused(`file_missing`, `file_kind`, `picture_too_large`) when it cannot be."""
    if not path.is_file():
        raise FileRefused("no such file", code="file_missing")
    capture = cv2.VideoCapture(str(path))
    width, height = capture.get(cv2.CAP_PROP_FRAME_WIDTH), capture.get(cv2.CAP_PROP_FRAME_HEIGHT)
    if not capture.isOpened() or width < 1 or height < 1:
        capture.release()
        raise FileRefused("not a clip that can be played", code="file_kind")
    if width * height > LARGEST_PIXELS:
        capture.release()
        raise FileRefused("pictures of the clip are too large", code="picture_too_large")
    return capture


def clip_pictures(path: Path) -> Iterator[Picture]:
    """Every picture of a clip once, (H, W, 3) uint8 BGR; FileRefused as `open_clip`. A broken tail just ends it."""
    capture = open_clip(path)
    try:
        while (picture := _next_picture(capture)) is not None:
            yield picture
    finally:
        capture.release()


def _next_picture(capture: cv2.VideoCapture) -> Picture | None:
    try:
        there, picture = capture.read()
    except cv2.error:
        return None
    return np.asarray(picture, np.uint8) if there and picture is not None and picture.ndim == 3 else None


class ClipSource:
    """One playing of a clip, beginning again at its end."""

    may_stand_still = False
    is_live = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._capture: cv2.VideoCapture | None = None
        self.interval_s = 1 / _FALLBACK_FPS

    def open(self) -> None:
        """CameraGone when the file is not there or no clip."""
        try:
            self._capture = open_clip(self._path)
        except FileRefused as refused:
            raise CameraGone(refused.detail) from refused
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self.interval_s = 1 / fps if 1 <= fps <= 240 else 1 / _FALLBACK_FPS

    def read(self) -> Picture | None:
        """The next picture; after the last one the first again."""
        if self._capture is None:
            return None
        picture = _next_picture(self._capture)
        if picture is None:
            # rewinding is not exact in every container, opening anew is
            self._capture.release()
            self._capture = cv2.VideoCapture(str(self._path))
            picture = _next_picture(self._capture)
        return picture

    def close(self) -> None:
        """Close the file."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class ClipCamera(GrabbingCamera):
    """`file:PATH`: a clip, or one picture that stays before the lens."""

    def __init__(self, path: str) -> None:
        if not path:
            raise ConfigurationInvalid("camera address 'file:': write the clip's path, such as file:clip.mp4")
        file = Path(path)

        def make_source() -> PictureSource:
            return FolderSource(file) if is_picture_name(file) else ClipSource(file)

        super().__init__(f"file:{path}", make_source)
