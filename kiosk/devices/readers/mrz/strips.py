"""Finds where in a picture the lines of a zone may lie, whichever way up; reads no character."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pixels import Picture
from kiosk.devices.readers.mrz.aligning import Strip
from kiosk.devices.readers.mrz.directions import differ, directions
from kiosk.devices.readers.mrz.layouts import COLUMNS, LINE_PITCH

WORK_PX = 800
"""Longer side of the picture in which lines are looked for."""
_PAPER_PX = 15
"""Ink is what is darker than everything lighter within this reach."""
_INK_SHARES = (0.17, 0.09)
"""How much darker than the paper, in the order of trying: print in good light, faded or blurred print."""
_TURNS_DEG = (0, -15, 15, 90, -30, 30, 75, -75, -45, 45, 60, -60)
_LEVEL_DEG = 2.0
"""Lines that lean more are looked for once more with the picture turned by as much."""
_JOINS_PX = (8, 14, 22)
"""Gaps that are closed along a line: for small, middling and large characters."""
_RUN = 4.5
"""A line is at least so many gaps long."""
_SHORTEST_SHARE = 0.13
_SLIMMEST = 9.0
"""Length ÷ thickness."""
_GLYPH = 0.97
"""Height of a character in widths of its cell."""

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Line:
    """A run of ink: its ends (in the picture turned upright), length and thickness."""

    left: Doubles
    right: Doubles
    thickness: float

    @property
    def length(self) -> float:
        return float(self.right[0] - self.left[0])


def find_strips(grey: Picture, until_s: float = float("inf")) -> Iterator[Strip]:
    """Candidates in frame pixels, likeliest first within each turn of the picture; ends when the monotonic clock
    passes `until_s`."""
    scale = min(1.0, WORK_PX / max(grey.shape))
    small = grey if scale == 1 else cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    share = _ink_share(np.asarray(small, np.uint8))
    seen: list[Strip] = []
    for ink, turn_deg in _turns(share):
        if time.monotonic() >= until_s:
            return
        for strip in _levelled(ink, turn_deg, scale):
            if not any(_alike(strip, other) for other in seen):
                seen.append(strip)
                yield strip


def _turns(share: NDArray[np.float32]) -> Iterator[tuple[Picture, float]]:
    """Ink, and by how much to turn it: the ways in which print seems to run, then all others."""
    inks = [np.asarray(share > threshold, np.uint8) for threshold in _INK_SHARES]
    tried: list[list[float]] = []
    for ink in inks:
        tried.append(directions(ink))
        yield from ((ink, turn_deg) for turn_deg in tried[-1])
    for ink, before in zip(inks, tried, strict=True):
        for turn_deg in _TURNS_DEG:
            if all(differ(turn_deg, other) > _LEVEL_DEG for other in before):
                yield ink, turn_deg


def _ink_share(grey: Picture) -> NDArray[np.float32]:
    """How much darker than the paper around it, 0 to 1; neither lamp nor shadow changes it."""
    soft = cv2.GaussianBlur(grey, (3, 3), 0)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_PAPER_PX, _PAPER_PX))
    paper = cv2.morphologyEx(soft, cv2.MORPH_CLOSE, around).astype(np.float32)
    return np.asarray((paper - soft) / (paper + 10), np.float32)


def _levelled(ink: Picture, turn_deg: float, scale: float) -> Iterator[Strip]:
    """Of one turn of the picture, and before, of the turn in which the likeliest of them lies level: there its lines are
    found whole, ends and thin print included."""
    found = _in_one_turn(ink, turn_deg, scale)
    if found:
        along = found[0].ends[1] - found[0].ends[0] + found[0].ends[2] - found[0].ends[3]
        level_deg = float(np.degrees(np.arctan2(along[1], along[0])))
        if differ(level_deg, turn_deg) > _LEVEL_DEG:
            yield from _in_one_turn(ink, level_deg, scale)
    yield from found


def _in_one_turn(ink: Picture, turn_deg: float, scale: float) -> list[Strip]:
    height, width = ink.shape
    reach = int(np.ceil(np.hypot(height, width))) if turn_deg not in (0, 90) else max(height, width)
    turn = cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), turn_deg, 1)
    turn[:, 2] += (reach / 2 - width / 2, reach / 2 - height / 2)
    turned = cv2.warpAffine(ink, turn, (reach, reach), flags=cv2.INTER_NEAREST) if turn_deg else ink
    back = np.asarray(cv2.invertAffineTransform(turn), np.float64) if turn_deg else np.eye(2, 3)
    found: list[tuple[float, Strip]] = []
    for join_px in _JOINS_PX:
        lines = _lines(np.asarray(turned, np.uint8), join_px, _SHORTEST_SHARE * max(width, height))
        for penalty, count, ends in _groups(lines):
            placed = (ends @ back[:, :2].T + back[:, 2] + 0.5) / scale - 0.5
            found.append((penalty, Strip(count, placed)))
    return [strip for _, strip in sorted(found, key=lambda one: one[0])]


def _lines(ink: Picture, join_px: int, shortest_px: float) -> list[_Line]:
    """Long thin runs of ink, at most ten degrees off the horizontal."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, join_px), np.uint8))
    long_only = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, int(join_px * _RUN)), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(long_only, connectivity=4)
    lines = []
    for number in range(1, count):
        left, top, width, height, area = boxes[number].tolist()
        thickness = area / width
        if width < shortest_px or width / thickness < _SLIMMEST or height > 0.19 * width + 2 * thickness:
            continue
        part = (labels[top : top + height, left : left + width] == number).astype(np.float64)
        weight = part.sum(axis=0)
        column = np.flatnonzero(weight)
        middle = (part.T @ np.arange(height))[column] / weight[column]
        trust = np.sqrt(weight[column])
        for _ in range(3):
            slope, start = np.polyfit(column, middle, 1, w=trust)
            off = np.abs(middle - start - slope * column)
            # what else clings to a line must not tilt it
            trust = np.sqrt(weight[column]) / (1 + (off / (0.12 * thickness + 0.3)) ** 2)
        if np.median(off) > 0.35 * thickness + 1:
            continue
        ends = [np.array([left + x, top + start + slope * x]) for x in (-0.5, width - 0.5)]
        lines.append(_Line(ends[0], ends[1], thickness))
    wholes = [_joined(one, other) for one, other in permutations(lines, 2)]
    lines += [whole for whole in wholes if whole is not None]
    return sorted(lines, key=lambda line: -line.length)[:24]


def _joined(one: _Line, other: _Line) -> _Line | None:
    """Two pieces of one line, parted by glare, as a whole; None when `other` does not go on where `one` ends."""
    gap, length = float(other.left[0] - one.right[0]), float(other.right[0] - one.left[0])
    if not 0 < gap < 0.3 * length:
        return None
    thickness = (one.thickness + other.thickness) / 2
    slope = (other.right[1] - one.left[1]) / length
    off = max(
        abs(float(end[1] - one.left[1] - slope * (end[0] - one.left[0]))) for end in (one.right, other.left)
    )
    return _Line(one.left, other.right, thickness) if off < 0.4 * thickness else None


def _groups(lines: list[_Line]) -> Iterator[tuple[float, int, Doubles]]:
    """(penalty, number of lines, ends of the outer ones) of parallel neighbours of like length and right distance."""
    for one, other in combinations(lines, 2):
        upper, lower = (one, other) if one.left[1] < other.left[1] else (other, one)
        length = max(upper.length, lower.length)
        apart_left = lower.left[1] - upper.left[1]
        apart_right = lower.right[1] - upper.right[1]
        apart = (apart_left + apart_right) / 2
        if apart <= 0 or min(apart_left, apart_right) < 0.5 * apart or apart > 0.2 * length:
            continue
        shorter = min(upper.length, lower.length) / length
        ragged = (abs(upper.left[0] - lower.left[0]) + abs(upper.right[0] - lower.right[0])) / length
        if shorter < 0.6 or ragged > 0.45:
            continue
        thickness = (upper.thickness + lower.thickness) / 2
        for count, steps in ((3, 2), (3, 1), (2, 1)):
            cell = length / COLUMNS[count]
            spacing = abs(np.log(apart / steps / (LINE_PITCH[count] * cell)))
            height = abs(np.log(thickness / (_GLYPH * cell)))
            if spacing > 0.3 or height > 0.7:
                continue
            penalty = spacing + 0.4 * height + 2 * (1 - shorter) + ragged
            quad = _completed(upper, lower, length)
            missing = COLUMNS[count] * (apart / steps / LINE_PITCH[count]) / length - 1
            if steps == count - 1 and 0.04 < missing < 0.25:
                # farther apart than lines of this length are: an end may have been missed
                along = (quad[[1, 1, 2, 2]] - quad[[0, 0, 3, 3]]) * missing
                yield penalty + 0.6, count, quad - along * np.array([[1], [0], [0], [1]])
                yield penalty + 0.7, count, quad + along * np.array([[0], [1], [1], [0]])
            if steps == 2 or count == 2:
                between = (quad[0] + quad[1] + quad[2] + quad[3]) / 4
                filled = any(
                    abs(line.left[1] + line.right[1] - 2 * between[1]) < apart / 2
                    and line is not one
                    and line is not other
                    for line in lines
                )
                yield penalty + (0 if filled == (count == 3) else 0.5), count, quad
            else:
                down = quad[[3, 2]] - quad[[0, 1]]
                yield penalty + 0.5, count, np.array([quad[0], quad[1], *(quad[[2, 3]] + down[[1, 0]])])
                yield penalty + 0.5, count, np.array([*(quad[[0, 1]] - down), quad[2], quad[3]])


def _completed(upper: _Line, lower: _Line, length: float) -> Doubles:
    """The four ends; a line of which a part is missing is drawn out to where its neighbour begins and ends."""
    lines = []
    for line, other in ((upper, lower), (lower, upper)):
        slope = (line.right[1] - line.left[1]) / line.length
        left, right = line.left, line.right
        if line.length < 0.95 * length:
            left = line.left + np.array([1, slope]) * min(0.0, other.left[0] - line.left[0])
            right = line.right + np.array([1, slope]) * max(0.0, other.right[0] - line.right[0])
        lines.append((left, right))
    return np.array([lines[0][0], lines[0][1], lines[1][1], lines[1][0]])


def _alike(one: Strip, other: Strip) -> bool:
    if one.lines != other.lines:
        return False
    length = float(np.linalg.norm(one.ends[1] - one.ends[0]))
    off = min(np.abs(one.ends - np.roll(other.ends, turn, axis=0)).max() for turn in (0, 2))
    return bool(off < 0.03 * length)
