"""Reads a folder of photographs that anybody may name, the product beside its peers; runs by hand, brings no pictures.

    python -m benchmarks.photographs FOLDER [--at-most N] [--unread]

Any picture of QR codes, Code 128 or Code 39 will do. What stands in `x.txt` beside `x.jpg` is the truth; without it, what two peers of
different making agree on. Pictures with neither count only for how often each reader says anything. Texts are never
printed: such photographs may show people's documents.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from time import thread_time

import cv2
import numpy as np
import zxingcpp

from benchmarks.figures import Progress, percentile
from benchmarks.optics import Picture
from kiosk.devices.cameras.pictures import is_picture_name, load_picture
from kiosk.devices.pixels import frame_of, grey_of, picture_of
from kiosk.devices.readers.card_reader import CascadeCardReader
from kiosk.devices.readers.files import read_file
from kiosk.devices.readers.symbols import Symbology
from kiosk.devices.readers.zbar_symbols import read_with_zbar, zbar_is_there
from kiosk.domain.errors import FileRefused
from kiosk.domain.scan import CodeKind, Frame

TODAY = date(2026, 11, 22)
LIVE_FRAME_PX = (1920, 1080)
LIVE_BUDGET_MS = 1000.0
"""By the clock, so that a machine with other work does not give frames up."""
_FORMATS = zxingcpp.BarcodeFormats(
    [zxingcpp.BarcodeFormat.QRCodeModel2, zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39]
)
_LARGEST_DOUBLED_PIXELS = 16_000_000
AS_FILE, AS_FRAME = "kiosk, as a file", "kiosk, as a live frame"
_ZXING, _ZBAR, _OPENCV = "zxing", "zbar", "opencv"


@dataclass(frozen=True, slots=True)
class Photograph:
    """One picture of the folder: as it is, and as a camera of the kiosk would have delivered it."""

    path: Path
    whole: Frame
    live: Frame


@dataclass(frozen=True, slots=True)
class Reader:
    """`making`: readers of one making count as one when they agree; "" for the product, which is never its own witness."""

    making: str
    read: Callable[[Photograph], list[str]]


@dataclass(slots=True)
class Tally:
    """One reader over the folder."""

    right: int = 0
    otherwise: int = 0
    """Pictures of which it told something that is not the truth; they may show a second code."""
    any_text: int = 0
    ms: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One picture: who told what, and the truth, if there is one."""

    path: Path
    told: Mapping[str, frozenset[str]] = field(repr=False)
    truth: frozenset[str] = field(repr=False)


def letters(text: str) -> str:
    """What two readers must agree on: no spaces, line ends or control characters, which each tells in its own way."""
    return "".join(char for char in text if char.isprintable() and not char.isspace())


def truth_beside(path: Path) -> str:
    """The text written beside a picture, "" where there is none."""
    written = path.with_suffix(".txt")
    return letters(written.read_bytes().decode("utf-8", "replace")) if written.is_file() else ""


def agreed(told: Mapping[str, frozenset[str]], readers: Mapping[str, Reader]) -> frozenset[str]:
    """What readers of at least two makings say, the product's not counted."""
    makings: dict[str, set[str]] = {}
    for name, texts in told.items():
        for text in texts:
            if readers[name].making:
                makings.setdefault(text, set()).add(readers[name].making)
    return frozenset(text for text, own in makings.items() if len(own) >= 2)


def read_folder(
    folder: Path, readers: Mapping[str, Reader], progress: Progress, at_most: int = 0
) -> tuple[dict[str, Tally], list[Outcome]]:
    """({reader: its tally}, what became of each picture that can be opened)."""
    paths = sorted(path for path in folder.rglob("*") if is_picture_name(path) and path.is_file())
    tallies = {name: Tally() for name in readers}
    outcomes: list[Outcome] = []
    names = list(readers)
    for number, path in enumerate(paths[: at_most or None]):
        progress.step("read", number, len(paths))
        try:
            whole = load_picture(path)
        except FileRefused:
            continue
        photograph = Photograph(path, whole, _as_live(whole))
        told: dict[str, frozenset[str]] = {}
        for place in range(len(names)):
            name = names[(place + number) % len(names)]
            began = thread_time()
            texts = readers[name].read(photograph)
            tallies[name].ms.append((thread_time() - began) * 1000)
            told[name] = frozenset(filter(None, map(letters, texts)))
        written = truth_beside(path)
        truth = frozenset({written}) if written else agreed(told, readers)
        for name, own in told.items():
            tallies[name].any_text += bool(own)
            tallies[name].right += bool(own & truth)
            tallies[name].otherwise += bool(truth and own - truth)
        outcomes.append(Outcome(path, told, truth))
    return tallies, outcomes


def make_readers() -> dict[str, Reader]:
    """The product first, then whatever peers this machine has."""
    own = CascadeCardReader(lambda: TODAY, budget_ms=LIVE_BUDGET_MS, wanted=frozenset(CodeKind))
    readers = {
        AS_FILE: Reader("", lambda photograph: [read_file(photograph.path, TODAY).raw]),
        AS_FRAME: Reader("", lambda photograph: [code.raw for code in own.look(photograph.live).codes]),
        "zxing-cpp": Reader(_ZXING, lambda photograph: _zxing(grey_of(photograph.whole))),
        "zxing-cpp, picture ×2": Reader(_ZXING, lambda photograph: _zxing(_doubled(photograph.whole))),
        "zxing-cpp, live frame": Reader(_ZXING, lambda photograph: _zxing(grey_of(photograph.live))),
        "cv2 QR": Reader(_OPENCV, _opencv(cv2.QRCodeDetector())),
        "cv2 ArUco QR": Reader(_OPENCV, _opencv(cv2.QRCodeDetectorAruco())),
    }
    if zbar_is_there():
        readers["pyzbar, raw bytes"] = Reader(_ZBAR, lambda photograph: _zbar(grey_of(photograph.whole)))
    return readers


def _as_live(whole: Frame) -> Frame:
    """Small enough for the kiosk's camera; nothing is enlarged."""
    scale = min(1.0, LIVE_FRAME_PX[0] / whole.width, LIVE_FRAME_PX[1] / whole.height)
    if scale == 1:
        return whole
    size = (max(1, round(whole.width * scale)), max(1, round(whole.height * scale)))
    return frame_of(np.asarray(cv2.resize(picture_of(whole), size, interpolation=cv2.INTER_AREA), np.uint8))


def _doubled(frame: Frame) -> Picture:
    """Enlarged twice, where that still is a picture that anybody would enlarge."""
    grey = grey_of(frame)
    if 4 * grey.size > _LARGEST_DOUBLED_PIXELS:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _zxing(grey: Picture) -> list[str]:
    return [_text(code.bytes) for code in zxingcpp.read_barcodes(grey, formats=_FORMATS)]


def _zbar(grey: Picture) -> list[str]:
    return [_text(symbol.data) for symbol in read_with_zbar(grey, frozenset(Symbology))]


def _opencv(detector: cv2.QRCodeDetector | cv2.QRCodeDetectorAruco) -> Callable[[Photograph], list[str]]:
    def read(photograph: Photograph) -> list[str]:
        try:
            _, texts, _, _ = detector.detectAndDecodeMulti(grey_of(photograph.whole))
        except (cv2.error, UnicodeDecodeError):
            # it raises for codes that it misreads
            return []
        return list(texts)

    return read


def _row(name: str, tally: Tally, of: int) -> str:
    return (
        f"  {name:<24}{tally.right:>6} of {of:<6}{tally.otherwise:>8}{tally.any_text:>10}"
        f"{median(tally.ms):>11.0f}{percentile(tally.ms, 95):>9.0f}"
    )


def main(arguments: list[str] | None = None) -> int:
    """0 the folder was read, 2 there is no picture in it."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.photographs", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--at-most", type=int, default=0, metavar="N", help="the first N pictures alone")
    parser.add_argument(
        "--unread", action="store_true", help="name the pictures that a peer reads and kiosk does not"
    )
    given = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    progress = Progress("photographs")
    tallies, outcomes = read_folder(given.folder, make_readers(), progress, given.at_most)
    if not outcomes:
        print(f"no picture that can be opened in {given.folder}", file=sys.stderr)
        return 2
    known = [outcome for outcome in outcomes if outcome.truth]
    print(f"\n{len(outcomes)} pictures, of which the truth is known of {len(known)}")
    print(f"  {'':<24}{'right':>6}{'':<10}{'other':>8}{'any text':>10}{'median ms':>11}{'p95 ms':>9}")
    for name, tally in tallies.items():
        print(_row(name, tally, len(known)))
    for own in (AS_FILE, AS_FRAME):
        missed = [each for each in known if not each.told[own] & each.truth and _some_peer_reads(each)]
        print(f"{own}: {len(missed)} unread of those that a peer reads")
        for outcome in missed if given.unread else ():
            peers = [name for name, texts in outcome.told.items() if texts & outcome.truth]
            print(f"  {outcome.path.relative_to(given.folder)}: {', '.join(peers)}")
    return 0


def _some_peer_reads(outcome: Outcome) -> bool:
    return any(
        texts & outcome.truth for name, texts in outcome.told.items() if name not in (AS_FILE, AS_FRAME)
    )


if __name__ == "__main__":
    sys.exit(main())
