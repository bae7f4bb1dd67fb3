"""Odds of one code gathered over the frames of a burst, until they suffice; forgets soon, keeps nothing on disk."""

import numpy as np

from kiosk.devices.readers.soft.lattice import Floats
from kiosk.devices.readers.soft.layout import layout, side_of

FORGET_AFTER_S = 1.5
"""A code that was not seen for so long is another card's."""
_SAME_FROM = 0.25
"""Agreement of two frames' odds, from −1 to 1, from which they are taken for the same code."""
_LARGEST_ODDS = 8.0
_OLDER_SHARE = 0.9


class OddsMemory:
    """Sums of odds by version. Odds of another card do not agree with the sum and begin a new one."""

    def __init__(self) -> None:
        self._sums: dict[int, tuple[Floats, float, int]] = {}

    def prior(self, version: int, at_s: float) -> Floats | None:
        """(n, n) log odds from earlier frames, None when there are none as fresh as that."""
        kept = self._sums.get(version)
        if kept is None or not 0 <= at_s - kept[1] <= FORGET_AFTER_S:
            self._sums.pop(version, None)
            return None
        return kept[0]

    def add(self, version: int, odds: Floats, at_s: float) -> int:
        """Take in the odds of one more frame, (n, n); how many frames are in the sum now."""
        if odds.shape != (side_of(version), side_of(version)):
            raise ValueError("odds do not have the size of this version")
        capped = np.clip(odds, -_LARGEST_ODDS, _LARGEST_ODDS)
        before = self.prior(version, at_s)
        data = layout(version).rows, layout(version).columns
        # the fixed patterns are alike in all codes of a version
        if before is None or agreement(before[data], capped[data]) < _SAME_FROM:
            self._sums[version] = capped, at_s, 1
            return 1
        frames = self._sums[version][2] + 1
        total = np.clip(_OLDER_SHARE * before + capped, -3 * _LARGEST_ODDS, 3 * _LARGEST_ODDS)
        self._sums[version] = np.asarray(total, np.float32), at_s, frames
        return frames


def agreement(left: Floats, right: Floats) -> float:
    """1 where both maps say the same about every module they are sure of, 0 where they have nothing to do with another."""
    both = np.tanh(left / 2) * np.tanh(right / 2)
    return float(both.sum() / (np.abs(both).sum() + 1e-6))
