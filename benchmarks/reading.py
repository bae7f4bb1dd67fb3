"""ID codes on single webcam frames: the product's reader beside four libraries used as their manuals say."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from time import thread_time

import cv2
import numpy as np
import zxingcpp

from benchmarks.cards import LEVELS, Level, card_frame
from benchmarks.figures import (
    Figure,
    Goal,
    Progress,
    at_least,
    at_most,
    figure,
    percentile,
    ratio_at_most,
    share_percent,
)
from benchmarks.optics import Picture
from kiosk.devices.pixels import frame_of, picture_of
from kiosk.devices.readers.card_reader import FRAME_BUDGET_MS, CascadeCardReader
from kiosk.devices.readers.zbar_symbols import read_with_zbar, zbar_is_there
from kiosk.domain.scan import CodeKind, Frame, Hint

FRAMES_A_LEVEL, QUICK_FRAMES = 80, 6
GOALS = {"easy": 100.0, "medium": 97.0, "hard": 72.0, "extreme": 45.0}
"""Per cent of single frames read right."""
SEED = 2
"""Draws a sample on which the peers do as on the mean of many seeds."""
TODAY = date(2026, 11, 22)
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
PRODUCT, PLAIN, DOUBLED = "kiosk", "zxing-cpp", "zxing-cpp, picture ×2"


@dataclass(slots=True)
class Tally:
    """One reader on one level: what came out of it, and the processor's milliseconds of every frame."""

    right: int = 0
    wrong: int = 0
    """Frames on which it said anything that does not stand on the card."""
    ms: list[float] = field(default_factory=list)
    ms_where_plain_reads: list[float] = field(default_factory=list)
    advised: int = 0
    advised_right: int = 0
    """Of the frames that stayed unread: the product's advice, and how often it names what stands in the way."""


Reader = Callable[[Frame], list[str]]
"""From a camera's frame to the texts found in it."""


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Right and wrong reads by level, then time."""
    tallies = read_levels(QUICK_FRAMES if quick else FRAMES_A_LEVEL, progress)
    return [*_reads(tallies), *_wrong(tallies), *_advice(tallies), *_times(tallies)]


def read_levels(
    frames: int,
    progress: Progress,
    *,
    seed: int = SEED,
    levels: tuple[Level, ...] = LEVELS,
    budget_ms: float = FRAME_BUDGET_MS,
) -> dict[str, dict[str, Tally]]:
    """{level: {reader: its tally}}; every reader sees every frame, and who begins changes from frame to frame.

    `budget_ms` is the product's for one frame, by the clock: on a machine with other work raise it, or frames are given up.
    """
    cv2.setNumThreads(1)
    own = ProductReader(budget_ms)
    readers = make_readers(own)
    names = list(readers)
    warm_up = frame_of(card_frame(LEVELS[0], 0, seed + 1).picture)
    for read in readers.values():
        read(warm_up)
    tallies = {level.name: {name: Tally() for name in names} for level in levels}
    for level in levels:
        for number in range(frames):
            progress.step(level.name, number, frames)
            shown = card_frame(level, number, seed)
            frame = frame_of(shown.picture)
            results: dict[str, tuple[list[str], float]] = {}
            for place in range(len(names)):
                name = names[(place + number) % len(names)]
                began = thread_time()
                texts = readers[name](frame)
                results[name] = texts, (thread_time() - began) * 1000
            plain_reads = shown.text in results[PLAIN][0]
            for name, (texts, ms) in results.items():
                tally = tallies[level.name][name]
                tally.right += shown.text in texts
                tally.wrong += any(text != shown.text for text in texts)
                tally.ms.append(ms)
                if name == PRODUCT and shown.text not in texts:
                    tally.advised += 1
                    tally.advised_right += own.hint in shown.troubles or not shown.troubles
                if plain_reads:
                    tally.ms_where_plain_reads.append(ms)
    return tallies


class ProductReader:
    """The product as a reader of texts; `hint` is what it advised for the last frame."""

    def __init__(self, budget_ms: float) -> None:
        self._cascade = CascadeCardReader(lambda: TODAY, budget_ms=budget_ms)
        self.hint = Hint.SHOW_CARD

    def __call__(self, frame: Frame) -> list[str]:
        """Texts of ID codes."""
        sight = self._cascade.look(frame)
        self.hint = sight.hint
        return [code.raw for code in sight.codes if code.kind is CodeKind.CCCD_QR]


def make_readers(own: ProductReader) -> Mapping[str, Reader]:
    """The product first."""
    readers: dict[str, Reader] = {PRODUCT: own, PLAIN: plain_zxing, DOUBLED: doubled_zxing}
    if zbar_is_there():
        readers["pyzbar, raw bytes"] = _zbar
    aruco = cv2.QRCodeDetectorAruco()
    readers["cv2 ArUco QR"] = lambda frame: _aruco(aruco, frame)
    return readers


def _text(data: bytes) -> str:
    return unicodedata.normalize("NFC", data.decode("utf-8", "replace"))


def _grey(frame: Frame) -> Picture:
    return np.asarray(cv2.cvtColor(picture_of(frame), cv2.COLOR_BGR2GRAY), np.uint8)


def _zxing(grey: Picture) -> list[str]:
    found = zxingcpp.read_barcodes(grey, formats=_QR)
    return [_text(code.bytes) for code in found]


def plain_zxing(frame: Frame) -> list[str]:
    return _zxing(_grey(frame))


def doubled_zxing(frame: Frame) -> list[str]:
    twice = cv2.resize(_grey(frame), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return _zxing(np.asarray(twice, np.uint8))


def _zbar(frame: Frame) -> list[str]:
    return [_text(symbol.data) for symbol in read_with_zbar(_grey(frame))]


def _aruco(detector: cv2.QRCodeDetectorAruco, frame: Frame) -> list[str]:
    try:
        text, _, _ = detector.detectAndDecode(_grey(frame))
    except (cv2.error, UnicodeDecodeError):
        # it raises for codes that it misreads
        return []
    return [unicodedata.normalize("NFC", text)] if text else []


# --- figures ---------------------------------------------------------------------------------------------


def _reads(tallies: dict[str, dict[str, Tally]]) -> list[Figure]:
    figures = []
    for level, readers in tallies.items():
        frames = len(readers[PRODUCT].ms)
        own = share_percent(readers[PRODUCT].right, frames)
        for name, tally in readers.items():
            if name != PRODUCT:
                goal: Goal | None = at_least(GOALS[level]) if name == DOUBLED else None
                peer = share_percent(tally.right, frames)
                figures.append(
                    figure(f"right, {level}, n = {frames}", own, "%", peer=peer, peer_name=name, goal=goal)
                )
    return figures


def _wrong(tallies: dict[str, dict[str, Tally]]) -> list[Figure]:
    """Frames of all levels together."""
    totals = {
        name: sum(readers[name].wrong for readers in tallies.values())
        for name in next(iter(tallies.values()))
    }
    own = totals.pop(PRODUCT)
    worst = max(totals, key=lambda name: totals[name])
    return [
        figure(
            "wrong or garbled reads",
            own,
            peer=totals[worst],
            peer_name=f"the worst: {worst}" if totals[worst] else "all of them",
            goal=at_most(0),
        )
    ]


def _advice(tallies: dict[str, dict[str, Tally]]) -> list[Figure]:
    own = [readers[PRODUCT] for readers in tallies.values()]
    asked = sum(tally.advised for tally in own)
    if not asked:
        return []
    right = share_percent(sum(tally.advised_right for tally in own), asked)
    return [figure(f"right advice where unread, n = {asked}", right, "%", goal=at_least(90))]


def _times(tallies: dict[str, dict[str, Tally]]) -> list[Figure]:
    figures = []
    for level, readers in tallies.items():
        own = median(readers[PRODUCT].ms)
        for name in (PLAIN, DOUBLED):
            goal = ratio_at_most(1.2) if (level, name) == ("easy", PLAIN) else None
            peer = median(readers[name].ms)
            figures.append(figure(f"median time, {level}", own, "ms", peer=peer, peer_name=name, goal=goal))
    both = [(readers[PRODUCT], readers[PLAIN]) for readers in tallies.values()]
    own_ms = [ms for own_tally, _ in both for ms in own_tally.ms_where_plain_reads]
    peer_ms = [ms for _, plain_tally in both for ms in plain_tally.ms_where_plain_reads]
    if own_ms:
        figures.append(
            figure(
                "median time where zxing-cpp reads",
                median(own_ms),
                "ms",
                peer=median(peer_ms),
                peer_name=PLAIN,
                goal=at_most(4),
            )
        )
    every_ms = [ms for readers in tallies.values() for ms in readers[PRODUCT].ms]
    figures.append(figure("p95 of all frames", percentile(every_ms, 95), "ms", goal=at_most(150)))
    return figures
