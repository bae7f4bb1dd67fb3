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
        offsets = np.arange(self._origin, -self._origin, SAMPLE_PX)
        normals = np.stack([-lines.directions[:, 1], lines.directions[:, 0]], axis=1)
        spots = lines.points[:, None] + offsets[None, :, None] * lines.directions[:, None]
        best = np.zeros(spots.shape[:2])
        for aside in (-1.0, 0.0, 1.0):
            moved = np.rint(spots + aside * normals[:, None]).astype(np.intp)
            x = np.clip(moved[..., 0], 0, edges.width - 1)
            y = np.clip(moved[..., 1], 0, edges.height - 1)
            across = edges.step_x[y, x] * normals[:, None, 0] + edges.step_y[y, x] * normals[:, None, 1]
            np.maximum(best, np.abs(across), out=best)
        best /= best + FAINT_STEP
        frame = np.array([edges.width, edges.height]) - 1
        unseen = (spots < 0) | (spots > frame)
        best[unseen[..., 0] | unseen[..., 1]] = UNSEEN_EVIDENCE
        best[lines.is_rim] = UNSEEN_EVIDENCE
        self._sums = np.zeros((lines.count, len(offsets) + 1))
        np.cumsum(best, axis=1, out=self._sums[:, 1:])

    def quarters(self, line: NDArray[np.intp], begin: Numbers, end: Numbers) -> Numbers:
        """(..., 4) mean evidence of each quarter of the stretches begin..end of lines `line`; arrays of one shape."""
        low = (np.minimum(begin, end) - self._origin) / SAMPLE_PX
        high = (np.maximum(begin, end) - self._origin) / SAMPLE_PX
        last = self._sums.shape[1] - 1
        cuts = np.multiply.outer(np.linspace(0, 1, 5), high - low) + low
        at = np.clip(np.rint(cuts), 0, last).astype(np.intp)
        sums = self._sums.ravel().take(at + line * (last + 1))
        means = (sums[1:] - sums[:-1]) / np.maximum(1, at[1:] - at[:-1])
        return np.moveaxis(means, 0, -1)
