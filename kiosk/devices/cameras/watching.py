"""Tells a camera that sees nothing from one that works: dark and frozen pictures; touches no device."""

import zlib

import numpy as np

from kiosk.devices.pixels import Picture
from kiosk.domain.scan import CameraStatus

DARK_BELOW = 16.0
"""Mean lightness under which a lens is covered or the room is dark (0 to 255)."""
FROZEN_AFTER_S = 3.0
"""A live sensor has noise: pictures equal to the last bit for this long mean a stuck driver
(one colour all over, mostly green, among them)."""
_EVERY_PX = 8


class PictureWatch:
    """Looks at every picture in turn; `may_stand_still` for sources whose pictures rightly repeat."""

    def __init__(self, *, may_stand_still: bool = False, frozen_after_s: float = FROZEN_AFTER_S) -> None:
        self._may_stand_still = may_stand_still
        self._frozen_after_s = frozen_after_s
        self._last_mark: int | None = None
        self._changed_at_s = 0.0

    def see(self, picture: Picture, at_s: float) -> CameraStatus:
        """DARK, FROZEN or DELIVERING after this picture, (H, W, 3) uint8 BGR, grabbed at monotonic `at_s`."""
        sample = np.ascontiguousarray(picture[::_EVERY_PX, ::_EVERY_PX])
        mark = zlib.crc32(sample.tobytes())
        if mark != self._last_mark:
            self._last_mark, self._changed_at_s = mark, at_s
        if float(sample.mean()) < DARK_BELOW:
            return CameraStatus.DARK
        if not self._may_stand_still and at_s - self._changed_at_s >= self._frozen_after_s:
            return CameraStatus.FROZEN
        return CameraStatus.DELIVERING
