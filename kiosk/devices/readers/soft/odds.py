"""From the odds of modules to bytes: format, then every block by its surest codewords; accepts nothing doubtful."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.readers.soft.lattice import Floats
from kiosk.devices.readers.soft.layout import LEVELS, Signs, blocks, format_places, format_words, layout, mask
from kiosk.devices.readers.soft.reed_solomon import Codewords, correct
from kiosk.devices.readers.soft.segments import NotSpelt, spell

LEAST_CHECKS = 6
"""Check symbols that must remain beyond the erasures: fewer would accept chance."""
_FORMATS_TRIED = 2
_HOPELESS = -2.0
"""Expected check symbols to spare, below which no guess is made how many codewords to leave out."""
_TRIES = (0, 3, -3)
"""How many more codewords than the best guess are left out, try after try."""
_TEMPER = 0.6
"""The equaliser is surer than it is right."""
DEAREST_CHANGE = 0.06
"""Odds overturned by a block's correction ÷ all of its odds; right ones stay below 0.04. Chance finds
a codeword in one block of a thousand, and overturns 0.09 or more for it."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What one map of odds gave. `data` is empty unless every block was put right; `certain`: (n, n) modules of the
    blocks that were, 0 elsewhere; `change`: the dearest correction of a block."""

    data: bytes = field(repr=False)
    certain: Signs = field(repr=False)
    solved: int
    blocks: int
    change: float


def decode(odds: Floats, version: int, *, thorough: bool = True) -> Decoded:
    """`odds`: (n, n) log odds of dark. The best of the likeliest formats. Unless `thorough` only the likeliest, and only
    blocks that promise something: a fraction of the time, for odds that will be better soon."""
    best: Decoded | None = None
    for word in _formats(odds)[: _FORMATS_TRIED if thorough else 1]:
        found = _with_format(odds, version, LEVELS[word >> 3], word & 7, thorough)
        if found.data:
            return found
        if best is None or found.solved > best.solved:
            best = found
    assert best is not None
    return best


def _formats(odds: Floats) -> list[int]:
    """Format words, likeliest first, by both copies."""
    words = format_words().astype(np.float32)
    around, copy = format_places(len(odds))
    capped = np.clip(odds, -3, 3)
    score = words @ capped[around[:, 0], around[:, 1]] + words @ capped[copy[:, 0], copy[:, 1]]
    order: list[int] = np.argsort(-score).tolist()
    return order


def _with_format(odds: Floats, version: int, level: str, which: int, thorough: bool) -> Decoded:
    places, shared = layout(version), blocks(version, level)
    turned = mask(len(odds), which)
    stream = (odds * turned)[places.rows, places.columns]
    count = len(stream) // 8
    bits = stream[: count * 8].reshape(count, 8)
    hard = np.packbits(bits > 0, axis=1)[:, 0]
    wrong = 1 - np.exp(-np.logaddexp(0, -_TEMPER * np.abs(bits)).sum(axis=1))
    settled = np.zeros(len(stream), np.int8)
    data: list[Codewords] = []
    solved, change = 0, 0.0
    for own in shared.places:
        block = _block(hard[own], bits[own], wrong[own], shared.checks, thorough)
        if block is None:
            continue
        solved += 1
        change = max(change, block[1])
        signs = np.unpackbits(block[0][:, None], axis=1).astype(np.int8) * 2 - 1
        settled[own[:, None] * 8 + np.arange(8)] = signs
        data.append(block[0][: len(own) - shared.checks])
    certain = np.zeros(odds.shape, np.int8)
    certain[places.rows, places.columns] = settled
    message = b""
    if solved == len(shared.places):
        try:
            message = spell(np.concatenate(data), version)
        except NotSpelt:
            certain[:] = 0
    return Decoded(message, certain * turned, solved, len(shared.places), change)


def _block(
    hard: Codewords, bits: Floats, wrong: NDArray[np.floating], checks: int, thorough: bool
) -> tuple[Codewords, float] | None:
    """(block put right, share of the odds overturned), leaving out as many of the least sure codewords as pays best."""
    order = np.argsort(-wrong)
    most = max(0, checks - LEAST_CHECKS)
    left = wrong.sum() - np.concatenate([[0.0], np.cumsum(wrong[order])[:most]])
    spare = checks - np.arange(len(left)) - 2 * left
    best = int(np.argmax(spare))
    likely = [best + more for more in _TRIES] if spare[best] >= _HOPELESS else []
    tries = (*likely, 0, most // 2) if thorough else likely
    for erasures in dict.fromkeys(min(max(each, 0), most) for each in tries):
        found = correct(hard, checks, order[:erasures].tolist())
        if found is None:
            continue
        flipped = np.unpackbits((found.block ^ hard)[:, None], axis=1).astype(bool)
        size = np.abs(bits)
        change = float(size[flipped].sum() / (size.sum() + 1e-6))
        if change <= DEAREST_CHANGE:
            return found.block, change
    return None
