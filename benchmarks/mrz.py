"""Machine-readable zones on single webcam frames: the product's reader beside tesseract and two ready-made readers."""

import importlib.util
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

import cv2
import numpy as np

from benchmarks.cards import LEVELS
from benchmarks.figures import Figure, Progress, at_least, at_most, figure, share_percent
from benchmarks.mrz_cards import KINDS, zone_frame
from benchmarks.optics import Picture
from kiosk.devices.readers.mrz.zone_reader import ZoneReader
from kiosk.domain.mrz import read_zone

FRAMES_A_LEVEL, QUICK_FRAMES = 40, 3
PEER_FRAMES = 12
"""The peers take seconds a frame and read few: they see the first frames only."""
GOALS = {
    "td1": {"easy": 99.0, "medium": 90.0, "hard": 70.0},
    "td3": {"easy": 99.0, "medium": 92.0, "hard": 70.0},
}
"""Per cent of single frames with every character right."""
SEED = 2
PRODUCT, TESSERACT, PASSPORT_EYE, FAST_MRZ = "kiosk", "tesseract, whole frame", "PassportEye", "fastmrz"
_SHAPES = {"td1": (3, 30), "td3": (2, 44)}
_WIDEST_SLIP = 4
"""A line of a peer may have lost or won so many fillers."""

Lines = tuple[str, ...]
Reader = Callable[[Picture, str], Lines]
"""From a frame and the kind of document to the lines of its zone, empty when there are none."""


@dataclass(slots=True)
class Tally:
    """One reader on one level of one kind."""

    frames: int = 0
    right: int = 0
    wrong: int = 0
    """Frames on which it gave lines with right check digits that are not those on the document."""
    ms: list[float] = field(default_factory=list)


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Right and wrong reads by kind and level, then time."""
    tallies = read_levels(QUICK_FRAMES if quick else FRAMES_A_LEVEL, progress)
    figures: list[Figure] = []
    for (kind, level), readers in tallies.items():
        own = readers[PRODUCT]
        share = share_percent(own.right, own.frames)
        for name in (TESSERACT, PASSPORT_EYE, FAST_MRZ):
            peer = readers.get(name)
            what = f"all right, {kind.upper()}, {level}, n = {own.frames}"
            beside = share_percent(peer.right, peer.frames) if peer else None
            goal = at_least(GOALS[kind][level]) if name == TESSERACT else None
            figures.append(figure(what, share, "%", peer=beside, peer_name=name, goal=goal))
    for name in (TESSERACT, PASSPORT_EYE, FAST_MRZ):
        here = [readers[name] for readers in tallies.values() if name in readers]
        wrong = sum(readers[PRODUCT].wrong for readers in tallies.values())
        beside = float(sum(tally.wrong for tally in here)) if here else None
        goal = at_most(0) if name == TESSERACT else None
        figures.append(
            figure("check digits right, lines wrong", wrong, peer=beside, peer_name=name, goal=goal)
        )
        ms = [each for readers in tallies.values() for each in readers[PRODUCT].ms]
        beside = median([each for tally in here for each in tally.ms]) if here else None
        figures.append(figure("median time", median(ms), "ms", peer=beside, peer_name=name))
    return figures


def read_levels(
    frames: int, progress: Progress, *, seed: int = SEED
) -> dict[tuple[str, str], dict[str, Tally]]:
    """{(kind, level): {reader: its tally}} for the levels that have goals."""
    cv2.setNumThreads(1)
    readers = make_readers()
    tallies: dict[tuple[str, str], dict[str, Tally]] = {}
    for kind in KINDS:
        for level in LEVELS[:3]:
            tally = tallies[kind, level.name] = {name: Tally() for name in readers}
            for number in range(frames):
                progress.step(f"{kind} {level.name}", number, frames)
                shown = zone_frame(level, number, kind, seed)
                for name, read in readers.items():
                    if name == PRODUCT or number < PEER_FRAMES:
                        _count(tally[name], read, shown.picture, kind, shown.lines)
    return tallies


def _count(tally: Tally, read: Reader, picture: Picture, kind: str, truth: Lines) -> None:
    began = perf_counter()
    lines = read(picture, kind)
    tally.ms.append((perf_counter() - began) * 1000)
    tally.frames += 1
    tally.right += lines == truth
    zone = read_zone(lines) if lines and lines != truth else None
    tally.wrong += zone is not None and all(zone.checks)


def make_readers() -> dict[str, Reader]:
    """The product first, then those that are installed."""
    zones = ZoneReader()

    def product(picture: Picture, _: str) -> Lines:
        found = zones.read(np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8))
        return found.lines if found else ()

    readers: dict[str, Reader] = {PRODUCT: product}
    if shutil.which("tesseract"):
        readers[TESSERACT] = _tesseract
    if importlib.util.find_spec("passporteye"):
        readers[PASSPORT_EYE] = _passport_eye
    if importlib.util.find_spec("fastmrz"):
        readers[FAST_MRZ] = _fast_mrz
    return readers


def _tesseract(picture: Picture, kind: str) -> Lines:
    """As its manual and most recipes have it: one block of text, only the zone's characters."""
    png = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))[1].tobytes()
    allowed = "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
    command = ["tesseract", "-", "-", "--psm", "6", "-c", allowed]
    answer = subprocess.run(command, input=png, capture_output=True, check=False)
    return _lines(answer.stdout.decode("utf-8", "replace"), kind)


def _passport_eye(picture: Picture, kind: str) -> Lines:
    from passporteye import read_mrz  # type: ignore[import-not-found,unused-ignore]

    found = read_mrz(io.BytesIO(cv2.imencode(".png", picture)[1].tobytes()))
    return _lines(found.aux.get("text", ""), kind) if found is not None else ()


def _fast_mrz(picture: Picture, kind: str) -> Lines:
    from fastmrz import FastMRZ  # type: ignore[import-not-found,unused-ignore]

    with redirect_stdout(io.StringIO()):
        text = FastMRZ().get_details(picture, input_type="numpy", ignore_parse=True)
    return _lines(text if isinstance(text, str) else "", kind)


def _lines(text: str, kind: str) -> Lines:
    """The peers' text as lines of a zone: the last ones of about the right length, fillers at the end put right."""
    count, width = _SHAPES[kind]
    cleaned = [re.sub(r"[^A-Z0-9<]", "", line.upper()) for line in text.splitlines()]
    likely = [line for line in cleaned if abs(len(line) - width) <= _WIDEST_SLIP][-count:]
    if len(likely) < count:
        return ()
    return tuple(
        line.rstrip("<")[:width].ljust(width, "<") if line.endswith("<") else line for line in likely
    )
