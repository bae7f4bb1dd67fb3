"""Zones of cards and passports are read off frames in any position; nothing is guessed, nothing hostile does harm."""

from datetime import date

import cv2
import numpy as np
import pytest

from benchmarks.cards import LEVELS
from benchmarks.mrz_cards import KINDS, zone_frame
from kiosk.devices.pixels import Picture
from kiosk.devices.readers.mrz.zone_reader import ReadZone, ZoneReader

TODAY = date(2026, 11, 22)
EASY, MEDIUM, HARD = LEVELS[:3]


def grey(picture: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


@pytest.fixture(scope="module")
def reader() -> ZoneReader:
    return ZoneReader()


@pytest.mark.parametrize("kind", KINDS)
def test_zones_are_read_and_never_wrongly(reader: ZoneReader, kind: str) -> None:
    read = 0
    for number in range(4):
        frame = zone_frame(MEDIUM, number, kind, seed=77)
        found = reader.read(grey(frame.picture))
        assert found is None or found.lines in ((), frame.lines)
        read += found is not None and found.certain
    assert read >= 2


@pytest.mark.parametrize("turn", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_the_way_the_card_lies_does_not_matter(reader: ZoneReader, turn: int) -> None:
    frame = zone_frame(EASY, 2, "td1", seed=77)
    found = reader.read(np.asarray(cv2.rotate(grey(frame.picture), turn), np.uint8))
    assert found is not None
    assert found.lines == frame.lines


def test_corners_lie_where_the_zone_is(reader: ZoneReader) -> None:
    frame = zone_frame(EASY, 2, "td1", seed=77)
    found = reader.read(grey(frame.picture))
    assert found is not None
    assert np.abs(np.asarray(found.corners) - frame.corners).max() < frame.character_px


def nothing_certain(found: ReadZone | None) -> bool:
    return found is None or not found.certain


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (3, 3), (40, 40), (480, 640)])
@pytest.mark.parametrize("fill", ["black", "white", "noise"])
def test_pictures_of_nothing_are_no_zone(reader: ZoneReader, size: tuple[int, int], fill: str) -> None:
    picture = {
        "black": np.zeros(size, np.uint8),
        "white": np.full(size, 255, np.uint8),
        "noise": np.random.default_rng(1).integers(0, 255, size, np.uint8),
    }[fill]
    assert nothing_certain(reader.read(picture))


def test_a_huge_picture_is_read(reader: ZoneReader) -> None:
    frame = zone_frame(EASY, 2, "td1", seed=77)
    huge = cv2.resize(grey(frame.picture), None, fx=5, fy=5, interpolation=cv2.INTER_CUBIC)
    found = reader.read(np.asarray(huge, np.uint8))
    assert found is not None
    assert found.lines == frame.lines
