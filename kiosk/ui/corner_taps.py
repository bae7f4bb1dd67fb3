"""The technician's knock: corners of the window tapped in an order; it knows no door."""

import time
from collections.abc import Callable

ZONE_MM = 16.0
"""Side of the square in each corner."""
SHOWS_ITSELF_AFTER = 2
"""So many right taps in a row are nobody's but the technician's: the next ones reach no button."""
WITHIN_S = 8.0


class CornerTaps:
    """Fed with every press. `order`: digits 1 to 4, clockwise from the top left."""

    def __init__(self, order: str, zone_px: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._order = order
        self._zone_px = zone_px
        self._clock = clock
        self._right = 0
        self._began_at = 0.0

    def press(self, x: float, y: float, width: float, height: float) -> bool:
        """Whether this press belongs to the knock and must reach no widget. `complete` says whether it was the last."""
        corner = self._corner(x, y, width, height)
        now = self._clock()
        if self.complete or now - self._began_at > WITHIN_S:
            self._right = 0
        if corner != self._order[self._right]:
            self._right = 0
        if corner == self._order[self._right]:
            if self._right == 0:
                self._began_at = now
            self._right += 1
        return self._right > SHOWS_ITSELF_AFTER

    @property
    def complete(self) -> bool:
        """The whole order was tapped."""
        return self._right == len(self._order)

    def _corner(self, x: float, y: float, width: float, height: float) -> str:
        left, right = x < self._zone_px, x >= width - self._zone_px
        top, bottom = y < self._zone_px, y >= height - self._zone_px
        if not (left or right) or not (top or bottom):
            return ""
        if top:
            return "1" if left else "2"
        return "4" if left else "3"
