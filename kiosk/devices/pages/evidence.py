"""How strongly a picture steps along any stretch of any of its lines; sums once, then answers at once."""

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pages.edges import FAINT_STEP, EdgePicture
from kiosk.devices.pages.lines import Lines, Numbers

BEYOND_SHARE = 0.25
"""Lines are followed this share of the frame's diagonal beyond the frame."""
UNSEEN_EVIDENCE = 0.3
"""Evidence for what lies outside the frame: neither for nor against."""
SAMPLE_PX = 1.5


class LineEvidence:
    """Running sums of the step evidence of `lines`; places along a line are pixels from its point.

    Evidence of one sample is s / (s + FAINT_STEP), s being the strongest step across the line within a pixel of it."""

    def __init__(self, edges: EdgePicture, lines: Lines) -> None:
        self.lines = lines
        self._origin = -float(np.hypot(edges.width, edges.height)) * (0.5 + BEYOND_SHARE)
        offsets = np.arange(self._origin, -self._origin, SAMPLE_PX, dtype=np.float32)
        points, ways = lines.points.astype(np.float32), lines.directions.astype(np.float32)
        normals = np.stack([-ways[:, 1], ways[:, 0]], axis=1)
        spots = points[:, None] + offsets[None, :, None] * ways[:, None]
        best = np.zeros(spots.shape[:2], np.float32)
        for aside in (-1.0, 0.0, 1.0):
            np.maximum(
                best,
                edges.steps_across(spots + np.float32(aside) * normals[:, None], normals[:, None]),
                out=best,
            )
        best /= best + FAINT_STEP
        frame = np.array([edges.width, edges.height]) - 1
        unseen = (spots < 0) | (spots > frame)
        best[unseen[..., 0] | unseen[..., 1]] = UNSEEN_EVIDENCE
        best[lines.is_rim] = UNSEEN_EVIDENCE
        self._sums = np.zeros((lines.count, len(offsets) + 1))
        np.cumsum(best, axis=1, out=self._sums[:, 1:])

    def along(self, line: NDArray[np.intp], begin: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        """Evidence of the stretches begin..end of lines `line`, arrays of one shape: its mean, and that of the weakest of
        four quarters."""
        low = (np.minimum(begin, end) - self._origin) / SAMPLE_PX
        quarter = (np.maximum(begin, end) - self._origin) / SAMPLE_PX - low
        quarter /= 4
        last = self._sums.shape[1] - 1
        row = line * (last + 1)
        at = [np.clip(np.rint(low + k * quarter), 0, last).astype(np.intp) for k in range(5)]
        sums = [self._sums.ravel().take(row + place) for place in at]
        means = [(sums[k + 1] - sums[k]) / np.maximum(1, at[k + 1] - at[k]) for k in range(4)]
        one, two, three, four = means
        return (one + two + three + four) / 4, np.minimum(np.minimum(one, two), np.minimum(three, four))
