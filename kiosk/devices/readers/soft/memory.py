"""What the frames of a burst showed of one code, until it suffices; forgets soon, keeps nothing on disk."""

from dataclasses import dataclass, field

import numpy as np

from kiosk.devices.readers.soft.equaliser import CodePicture
from kiosk.devices.readers.soft.lattice import Floats
from kiosk.devices.readers.soft.layout import layout, side_of

FORGET_AFTER_S = 1.5
"""A code that was not seen for so long is another card's."""
_SAME_FROM = 0.25
"""Agreement of two frames' odds, from −1 to 1, from which they are taken for the same code."""
_LARGEST_ODDS = 8.0
_OLDER_SHARE = 0.9
MOST_PICTURES = 5
"""Pictures beyond the best few bring time, not modules."""


@dataclass
class _Seen:
    """One code: `odds` (n, n) summed over `frames`, and the best pictures of it, each with its grid's fit."""

    odds: Floats
    at_s: float
    frames: int = 0
    pictures: list[tuple[float, CodePicture]] = field(default_factory=list)


class OddsMemory:
    """Sums of odds and the best pictures, by version. Odds of another card do not agree with the sum and begin anew."""

    def __init__(self) -> None:
        self._seen: dict[int, _Seen] = {}

    def prior(self, version: int, at_s: float) -> Floats | None:
        """(n, n) log odds from earlier frames, None when there are none as fresh as that."""
        seen = self._seen.get(version)
        if seen is None or not 0 <= at_s - seen.at_s <= FORGET_AFTER_S:
            self._seen.pop(version, None)
            return None
        return seen.odds

    def pictures(self, version: int) -> list[CodePicture]:
        """The best ones of the code that was last added, best first."""
        seen = self._seen.get(version)
        return [picture for _, picture in seen.pictures] if seen else []

    def add(
        self, version: int, odds: Floats, at_s: float, picture: CodePicture | None = None, fit: float = 0.0
    ) -> int:
        """Take in the odds of one more frame, (n, n), and its picture; how many frames are in the sum now."""
        if odds.shape != (side_of(version), side_of(version)):
            raise ValueError("odds do not have the size of this version")
        capped = np.clip(odds, -_LARGEST_ODDS, _LARGEST_ODDS)
        before = self.prior(version, at_s)
        data = layout(version).rows, layout(version).columns
        # the fixed patterns are alike in all codes of a version
        if before is None or agreement(before[data], capped[data]) < _SAME_FROM:
            seen = self._seen[version] = _Seen(capped, at_s)
        else:
            seen = self._seen[version]
            total = np.clip(_OLDER_SHARE * before + capped, -3 * _LARGEST_ODDS, 3 * _LARGEST_ODDS)
            seen.odds, seen.at_s = np.asarray(total, np.float32), at_s
        seen.frames += 1
        if picture is not None:
            best = sorted([*seen.pictures, (fit, picture)], key=lambda each: -each[0])
            seen.pictures = best[:MOST_PICTURES]
        return seen.frames


def agreement(left: Floats, right: Floats) -> float:
    """1 where both maps say the same about every module they are sure of, 0 where they have nothing to do with another."""
    both = np.tanh(left / 2) * np.tanh(right / 2)
    return float(both.sum() / (np.abs(both).sum() + 1e-6))
