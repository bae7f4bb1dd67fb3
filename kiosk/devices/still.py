"""Stills of a camera as JPEG in memory, and back: for keeping a picture while its corners are moved."""

import cv2
import numpy as np

from kiosk.devices.pixels import Picture, frame_of, picture_of
from kiosk.domain.errors import FileRefused
from kiosk.domain.scan import Frame

STILL_QUALITY = 95
THUMBNAIL_QUALITY = 80


class OpencvPictures:
    """Implements the `Pictures` port."""

    def jpeg(self, frame: Frame) -> bytes:
        """The frame as JPEG, quality good enough to flatten it again."""
        return _encode(picture_of(frame), STILL_QUALITY)

    def frame(self, jpeg: bytes) -> Frame:
        """The picture as a frame; FileRefused when it is none."""
        return frame_of(_decode(jpeg))

    def thumbnail(self, jpeg: bytes, *, width: int) -> bytes:
        """A small JPEG of at most this width."""
        picture = _decode(jpeg)
        scale = min(1.0, width / picture.shape[1])
        size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
        return _encode(
            np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8), THUMBNAIL_QUALITY
        )


def _encode(picture: Picture, quality: int) -> bytes:
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise FileRefused("picture cannot be written as JPEG", code="file_damaged")
    return bytes(data.tobytes())


def _decode(jpeg: bytes) -> Picture:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise FileRefused("not a JPEG", code="file_damaged")
    return np.asarray(picture, np.uint8)
