"""The likeliest string whose check digits fit, and how likely it is among all that fit; knows no kinds of documents.

An exact maximum-likelihood and sum-product search over a trellis. Its state is three sums modulo 10: of the field being
read, of a second field that repeats the same characters, and of the composite check digit (ICAO 9303-3, 4.9).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.readers.mrz.network import ALPHABET

Doubles = NDArray[np.float64]
Place = tuple[int, int]
"""Line and column."""
WEIGHTS = (7, 3, 1)
FILLER = ALPHABET.index("<")
RESIDUES = np.array([0 if char == "<" else ALPHABET.index(char) % 10 for char in ALPHABET])
NEVER = -1e9


def allowing(characters: str) -> Doubles:
    """0 for these characters, minus infinity (nearly) for all others."""
    mask = np.full(len(ALPHABET), NEVER)
    mask[[ALPHABET.index(char) for char in characters]] = 0
    return mask


@dataclass(frozen=True, slots=True)
class Character:
    """One character that stands at one place or, the same, at several; its weights in the three sums."""

    places: tuple[Place, ...]
    mask: Doubles
    weights: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """A digit equal to the first (0), second (1) or composite (2) sum, which then begins anew."""

    place: Place
    of: int
    composite_weight: int = 0


Step = Character | CheckDigit


@dataclass(frozen=True, slots=True)
class Fit:
    """`likelihood` of the best string and of all strings together (natural logarithms), and the best one's characters."""

    best: float
    all: float
    characters: dict[Place, int]


def best_fit(steps: tuple[Step, ...], evidence: Doubles) -> Fit:
    """Search; `evidence` (lines, columns, 37): logarithms of the characters' likelihoods."""
    seconds = 10 if any(isinstance(step, Character) and step.weights[1] for step in steps) else 1
    count = 100 * seconds
    best = np.full(count, NEVER)
    best[0] = 0
    total = best.copy()
    trace: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
    each = np.arange(count)
    for step in steps:
        if isinstance(step, Character):
            likelihood = sum(evidence[place] for place in step.places) + step.mask
            moves = _moves(step.weights, seconds)
            table = np.where(_OF_RESIDUE, likelihood, NEVER)
            chosen = table.argmax(axis=1)
            ways, all_ways = best[moves] + table.max(axis=1)[:, None], total[moves] + _sum(table.T)[:, None]
            taken = ways.argmax(axis=0)
            written = chosen[taken]
        else:
            moves, empty = _resets(step.of, step.composite_weight, seconds)
            printed = evidence[step.place][:10, None] + empty
            ways, all_ways = best[moves] + printed, total[moves] + printed
            taken = ways.argmax(axis=0)
            written = taken
        best, total = ways[taken, each], _sum(all_ways)
        trace.append((moves[taken, each], written))
    state, characters = 0, dict[Place, int]()
    for step, (came_from, character) in zip(reversed(steps), reversed(trace), strict=True):
        for place in step.places if isinstance(step, Character) else (step.place,):
            characters[place] = int(character[state])
        state = int(came_from[state])
    return Fit(float(best[0]), float(total[0]), characters)


_OF_RESIDUE = np.arange(10)[:, None] == RESIDUES


@cache
def _states(seconds: int) -> NDArray[np.intp]:
    """(N, 3): the sums of each state; without a second field its sum is always 0."""
    sums = np.meshgrid(np.arange(10), np.arange(seconds), np.arange(10), indexing="ij")
    return np.stack(sums, axis=-1).reshape(-1, 3)


@cache
def _moves(weights: tuple[int, int, int], seconds: int) -> NDArray[np.intp]:
    """(10 residues, N states): from which state each is reached."""
    before = (_states(seconds)[None] - np.arange(10)[:, None, None] * np.array(weights)) % 10
    return np.asarray(before @ np.array([10 * seconds, 10, 1]), np.intp)


@cache
def _resets(of: int, composite_weight: int, seconds: int) -> tuple[NDArray[np.intp], Doubles]:
    """(10 digits, N states): from which state each is reached by printing which digit; 0 for the states with an empty
    sum, the only ones that are reached."""
    digits = np.arange(10)[:, None]
    before = np.repeat(_states(seconds)[None], 10, axis=0)
    before[:, :, of] = digits
    if of != 2:
        before[:, :, 2] = (before[:, :, 2] - composite_weight * digits) % 10
    empty = np.where(_states(seconds)[:, of] == 0, 0.0, NEVER)
    return before @ np.array([10 * seconds, 10, 1]), empty


def _sum(ways: Doubles) -> Doubles:
    top = ways.max(axis=0)
    return np.asarray(top + np.log(np.exp(ways - top).sum(axis=0)), np.float64)
