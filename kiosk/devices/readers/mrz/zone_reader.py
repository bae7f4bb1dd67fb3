"""Reads zones off pictures, one or several of the same document after another; accepts nothing that is not certain."""

import time
from dataclasses import dataclass, field, replace

import numpy as np

from kiosk.devices.pixels import Picture
from kiosk.devices.readers.mrz.aligning import Cells, look_at
from kiosk.devices.readers.mrz.checking import Doubles
from kiosk.devices.readers.mrz.decoding import decode, likelihoods
from kiosk.devices.readers.mrz.network import CharacterNetwork, shipped_network
from kiosk.devices.readers.mrz.strips import find_strips
from kiosk.domain.scan import CodeKind, Quad

_WORTH_REMEMBERING = -0.4
"""Mean logarithm of the likeliest characters: below, what was found is no zone."""
_WORTH_DECODING = -0.35
_SURELY_A_ZONE = -0.1
"""Above, nothing better will be found elsewhere in the picture."""
_TOGETHER_WITHIN_S = 2.5
_CONFLICTS = 5
"""So many clear characters that differ: another document."""
_CLEAR = np.log(0.9)
_NEWS = 0.6
"""Frames of one hand under one lamp repeat each other's mistakes: n of them count as n to the power of this."""


@dataclass(frozen=True, slots=True)
class ReadZone:
    """What one picture told about a zone. `lines` are empty when none is certain; `corners` say where it seems to be."""

    lines: tuple[str, ...] = field(repr=False)
    corners: Quad
    character_px: float
    kind: CodeKind
    frames: int = 1
    """How many pictures the reading rests on."""

    @property
    def certain(self) -> bool:
        """Read for good."""
        return bool(self.lines)


@dataclass(slots=True)
class _Memory:
    """What the last frames showed of one document."""

    evidence: Doubles = field(repr=False)
    frames: int
    at_s: float


class ZoneReader:
    """Used by one thread. With `fuse`, what frames in quick succession show is added up."""

    def __init__(self, network: CharacterNetwork | None = None, *, fuse: bool = False) -> None:
        self._network = network or shipped_network()
        self._fuse = fuse
        self._memory: _Memory | None = None

    def read(self, grey: Picture, at_s: float = 0.0, until_s: float = float("inf")) -> ReadZone | None:
        """The zone in (H, W) uint8, None when there is nothing like one. `at_s`: when the picture was taken; the search
        ends when the monotonic clock passes `until_s`."""
        best: tuple[Cells, Doubles] | None = None
        for strip in find_strips(grey, until_s):
            cells = look_at(grey, strip, self._network)
            if cells is not None and cells.sureness > _WORTH_REMEMBERING:
                evidence = likelihoods(cells.seen)
                decoded = decode(evidence) if cells.sureness > _WORTH_DECODING else None
                if decoded is not None and decoded.certain:
                    self._memory = None
                    return ReadZone(decoded.lines, cells.corners, cells.character_px, _kind(cells))
                if best is None or cells.sureness > best[0].sureness:
                    best = cells, evidence
            if time.monotonic() >= until_s or (best is not None and best[0].sureness > _SURELY_A_ZONE):
                break
        if best is None:
            return None
        found = ReadZone((), best[0].corners, best[0].character_px, _kind(best[0]))
        return self._together(found, best[1], at_s) if self._fuse else found

    def _together(self, found: ReadZone, evidence: Doubles, at_s: float) -> ReadZone:
        before = self._memory
        if before is not None and at_s - before.at_s <= _TOGETHER_WITHIN_S and _same(before, evidence):
            before.evidence += evidence
            before.frames += 1
            before.at_s = at_s
            decoded = decode(_normal(before.evidence * before.frames ** (_NEWS - 1)))
            return replace(found, lines=decoded.lines if decoded.certain else (), frames=before.frames)
        self._memory = _Memory(evidence.copy(), 1, at_s)
        return found


def _kind(cells: Cells) -> CodeKind:
    return CodeKind.TD1 if cells.seen.shape[0] == 3 else CodeKind.TD3


def _same(before: _Memory, evidence: Doubles) -> bool:
    """No clear characters that differ."""
    if before.evidence.shape != evidence.shape:
        return False
    earlier = _normal(before.evidence / before.frames)
    clear = (earlier.max(axis=2) > _CLEAR) & (evidence.max(axis=2) > _CLEAR)
    differ = earlier.argmax(axis=2) != evidence.argmax(axis=2)
    return int((clear & differ).sum()) < _CONFLICTS


def _normal(evidence: Doubles) -> Doubles:
    """Logarithms of likelihoods that add up to one in each cell."""
    top = evidence.max(axis=2, keepdims=True)
    return np.asarray(evidence - top - np.log(np.exp(evidence - top).sum(axis=2, keepdims=True)), np.float64)
