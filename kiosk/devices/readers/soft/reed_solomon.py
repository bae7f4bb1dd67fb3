"""Reed–Solomon over GF(256) as QR codes use it, for errors and erasures together; knows no codes, no pictures.

The field is that of ISO/IEC 18004: x⁸ + x⁴ + x³ + x² + 1, generator roots α⁰, α¹, …
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Codewords = NDArray[np.uint8]

_POLYNOMIAL = 0x11D


def _tables() -> tuple[list[int], list[int]]:
    power, log = [0] * 512, [0] * 256
    value = 1
    for exponent in range(255):
        power[exponent] = power[exponent + 255] = value
        log[value] = exponent
        value <<= 1
        if value & 0x100:
            value ^= _POLYNOMIAL
    power[510] = power[0]
    return power, log


_POWER, _LOG = _tables()
_POWERS = np.array(_POWER, np.uint8)
_LOGS = np.array(_LOG, np.int32)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A block put right. `errors` were found by the code itself, beside the places given as erasures."""

    block: Codewords
    errors: int


def correct(block: Codewords, checks: int, erased: Sequence[int] = ()) -> Corrected | None:
    """The only codeword within reach, or None. `block`: data, then `checks` check symbols; `erased`: its places that
    are not to be believed. Reaches so far that 2 × errors + erasures ≤ checks."""
    if len(erased) > checks:
        return None
    syndromes = _syndromes(block, checks)
    if not any(syndromes):
        return Corrected(block, 0)
    length = len(block)
    locator = _locator(syndromes, [length - 1 - place for place in erased])
    if locator is None:
        return None
    places = np.nonzero(_values(locator, length) == 0)[0]
    if len(places) != len(locator) - 1:
        return None
    mended = block.copy()
    evaluator = _product(syndromes, locator)[:checks]
    slope = [locator[i] if i % 2 else 0 for i in range(len(locator))]
    for place in places.tolist():
        steepness = _value(slope, -place)
        if not steepness:
            return None
        above = _value(evaluator, -place)
        if above:
            # the derivative's terms stand one power too high here, which takes the place's own power away again
            mended[length - 1 - place] ^= _POWER[(_LOG[above] - _LOG[steepness]) % 255]
    if any(_syndromes(mended, checks)):
        return None
    return Corrected(mended, len(places) - len(erased))


def _locator(syndromes: list[int], erased_powers: list[int]) -> list[int] | None:
    """The polynomial whose roots are the wrong places (Berlekamp–Massey, begun at the erasures); None out of reach."""
    locator = [1]
    for power in erased_powers:
        locator = _product(locator, [1, _POWER[power % 255]])
    known = degree = len(erased_powers)
    before, gap, last = list(locator), 1, 1
    for step in range(known, len(syndromes)):
        difference = 0
        for i in range(min(len(locator), step + 1)):
            left, right = locator[i], syndromes[step - i]
            if left and right:
                difference ^= _POWER[_LOG[left] + _LOG[right]]
        if not difference:
            gap += 1
            continue
        factor = (_LOG[difference] - _LOG[last]) % 255
        shifted = [0] * gap + [_POWER[factor + _LOG[c]] if c else 0 for c in before]
        longer = max(len(locator), len(shifted))
        grown = [
            (locator[i] if i < len(locator) else 0) ^ (shifted[i] if i < len(shifted) else 0)
            for i in range(longer)
        ]
        if 2 * degree <= step + known:
            before, last, gap = locator, difference, 1
            degree = step + 1 + known - degree
        else:
            gap += 1
        locator = grown
    while len(locator) > 1 and not locator[-1]:
        locator.pop()
    reached = len(locator) - 1
    if reached != degree or 2 * (reached - known) + known > len(syndromes):
        return None
    return locator


@lru_cache(maxsize=256)
def _exponents(length: int, checks: int) -> NDArray[np.int32]:
    return (
        np.arange(length - 1, -1, -1, dtype=np.int32)[None] * np.arange(checks, dtype=np.int32)[:, None]
    ) % 255


def _syndromes(block: Codewords, checks: int) -> list[int]:
    """The block as a polynomial at α⁰ … α^(checks−1)."""
    terms = _POWERS[_LOGS[block][None] + _exponents(len(block), checks)]
    terms[:, block == 0] = 0
    found: list[int] = np.bitwise_xor.reduce(terms, axis=1).tolist()
    return found


def _product(left: list[int], right: list[int]) -> list[int]:
    product = [0] * (len(left) + len(right) - 1)
    for i, a in enumerate(left):
        if a:
            log = _LOG[a]
            for j, b in enumerate(right):
                if b:
                    product[i + j] ^= _POWER[log + _LOG[b]]
    return product


def _value(polynomial: list[int], power: int) -> int:
    """Lowest term first, at α^power."""
    value = 0
    for i, c in enumerate(polynomial):
        if c:
            value ^= _POWER[(_LOG[c] + i * power) % 255]
    return value


def _values(polynomial: list[int], count: int) -> Codewords:
    """Lowest term first, at α⁰, α⁻¹, … α^−(count−1)."""
    powers = np.arange(count)
    values = np.zeros(count, np.uint8)
    for i, c in enumerate(polynomial):
        if c:
            values ^= _POWERS[(_LOG[c] - i * powers) % 255]
    return values
