"""The page scanner behind the port: watches live frames for a still sheet, and turns one frame into a clean page."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from kiosk.devices.pages.card_copy import capture_card, copy_card
from kiosk.devices.pages.corners import LEAST_SIDE_PX, FoundPage, find_page, follow_page, is_outside
from kiosk.devices.pages.flatten import finished_dpi, flatten
from kiosk.devices.pages.inspection import fill_of, inspect, study_writing, writing_problems
from kiosk.devices.pages.jpeg import JpegDamaged, decode_picture, encode_jpeg, read_jpeg
from kiosk.devices.pages.pdf_checking import check_pdf
from kiosk.devices.pages.pdf_writing import make_pdf
from kiosk.devices.pages.perspective import A4, MM_PER_INCH, SheetSize, measure_sheet
from kiosk.devices.pages.picture import Corners, corners_of, quad_of, reduced, shrunk, side_lengths
from kiosk.devices.pages.shade import clean
from kiosk.devices.pixels import Picture, picture_of
from kiosk.domain.errors import FileRefused
from kiosk.domain.scan import FINE_DPI, Frame, PageProblem, PageSight, Quad, ScannedPage

STILL_AFTER_S = 0.5
STILL_SHARE = 0.01
"""A sheet whose corners stay within this share of the frame's diagonal lies still."""
FRESH_LOOK_EVERY = 5
"""Every so many frames the sheet is looked for anew, so that a wrong one is not followed for long."""
PAGE_QUALITY, TURNED_QUALITY = 86, 92
"""JPEG quality of a page, and of one that is encoded a second time."""
FALLBACK_DPI = 200.0
MOST_SLENDER = 8.0
"""A till's slip is five times as long as wide."""
ROOM_LEFT = 0.8
"""A sheet that spans less of the frame, one way or the other, can come nearer."""
BRIGHTEST_PERCENT, DARKEST_LOOK = 98, 70
"""A frame whose brightest parts are darker than this shows nothing to anybody."""
SCAN_LOOK_PX, SCAN_PAPER, SCAN_TINT, SCAN_RIM_SHARE = 200, 205, 14, 0.9
"""The rim of a scan is this light (L of Lab), this little tinted, in this share of its pixels."""
LEAST_SCAN_DPI, MOST_SCAN_DPI = 60.0, 300.0
"""If the whole picture is an A4 page: coarser cannot be read, finer only makes the file grow."""


class PaperScanner:
    """Finds sheets by their edges; keeps between live frames only where the sheet lay and since when.

    One scanner serves one camera and one thread at a time."""

    def __init__(self, font_dirs: Sequence[Path] = ()) -> None:
        self._font_dirs = font_dirs
        self._followed: Corners | None = None
        self._looks = 0
        self._anchor: Corners | None = None
        self._since_s = 0.0
        self._last: PageSight | None = None

    def look(self, frame: Frame) -> PageSight:
        """What a live frame shows; `still` once the corners have stayed for half a second. Blank and turned pages, and
        pages taken before, are told by `capture` only."""
        if self._last is not None and self._last.frame_number == frame.number:
            return self._last
        picture = picture_of(frame)
        found = self._find(picture)
        if found is None:
            self._anchor = None
            self._last = PageSight(frame.number, problems=_why_none(picture))
            return self._last
        size = measure_sheet(found.corners, frame.width, frame.height)
        condition = inspect(picture, found.corners, size, cut_off=found.cut_off)
        self._last = PageSight(
            frame.number,
            quad_of(found.corners),
            self._is_still(found.corners, frame),
            condition.problems,
            condition.sharpness,
            condition.glare_share,
            nearer_is_finer=size.dpi < FINE_DPI and fill_of(picture, found.corners) < ROOM_LEFT,
        )
        return self._last

    def capture(self, frame: Frame, corners: Quad | None = None, earlier: Sequence[int] = ()) -> ScannedPage:
        """The page flat, upright and clean. `corners` say where the sheet is (found here when None) and, where its
        writing does not tell, which way up; `earlier`: fingerprints of pages already taken.

        Corners of the answer begin at the page's own top left. A page that lay upside down is turned and told of
        (UPSIDE_DOWN); one that lay sideways is just turned. `dpi` is how finely the camera saw the paper; the picture's
        own pixels an inch stand in its JFIF header."""
        picture = picture_of(frame)
        found = _given(picture, corners) if corners is not None else find_page(picture)
        if found is None:
            return _whole_frame(frame, picture)
        size = measure_sheet(found.corners, frame.width, frame.height)
        condition = inspect(picture, found.corners, size, cut_off=found.cut_off)
        writing = study_writing(picture, found.corners, size)
        upright = np.roll(found.corners, writing.way.turns, axis=0)
        upright_size = measure_sheet(upright, frame.width, frame.height)
        dpi = finished_dpi(upright_size)
        page = clean(flatten(picture, upright, upright_size, dpi), dpi)
        return ScannedPage(
            jpeg=encode_jpeg(page, PAGE_QUALITY, dpi),
            width=int(page.shape[1]),
            height=int(page.shape[0]),
            dpi=size.dpi,
            corners=quad_of(upright),
            sharpness=condition.sharpness,
            glare_share=condition.glare_share,
            fingerprint=writing.fingerprint,
            problems=condition.problems + writing_problems(writing, earlier),
        )

    def take_picture(self, frame: Frame, earlier: Sequence[int] = ()) -> ScannedPage:
        """A picture somebody brought: the sheet found on it, or the whole of it where it is a scan without a desk."""
        picture = picture_of(frame)
        if not is_scan(picture):
            page = self.capture(frame, None, earlier)
            if PageProblem.NO_PAGE not in page.problems:
                return page
        return _as_it_is(frame, picture, earlier)

    def rotate(self, page_jpeg: bytes, quarter_turns: int) -> bytes:
        """The page turned clockwise; see `rotate`. FileRefused for what is no picture."""
        try:
            return rotate(page_jpeg, quarter_turns)
        except JpegDamaged as damage:
            raise FileRefused(f"page: {damage}", code="file_damaged") from damage

    def capture_card(self, frame: Frame, corners: Quad) -> ScannedPage:
        """One side of a card; see `card_copy.capture_card`."""
        return capture_card(frame, corners)

    def copy_card(self, sides: Sequence[bytes], words: str) -> ScannedPage:
        """Both sides on one A4 page; see `card_copy.copy_card`."""
        try:
            return copy_card(sides, words, self._font_dirs)
        except JpegDamaged as damage:
            raise FileRefused(f"card: {damage}", code="file_damaged") from damage

    def count_pages(self, pdf: bytes) -> int:
        """Pages of a PDF; see `pdf_checking.check_pdf`."""
        return check_pdf(pdf)

    def make_pdf(self, pages: Sequence[bytes], *, limit_bytes: int, title: str) -> bytes:
        """One PDF of the pages within the limit; see `pdf_writing.make_pdf`."""
        return make_pdf(pages, limit_bytes=limit_bytes, title=title)

    def _find(self, picture: Picture) -> FoundPage | None:
        self._looks += 1
        found = None
        if self._followed is not None and self._looks % FRESH_LOOK_EVERY:
            found = follow_page(picture, self._followed)
        found = found or find_page(picture)
        self._followed = None if found is None or found.cut_off else found.corners
        return found

    def _is_still(self, corners: Corners, frame: Frame) -> bool:
        limit = STILL_SHARE * float(np.hypot(frame.width, frame.height))
        moved = self._anchor is None or float(np.linalg.norm(corners - self._anchor, axis=1).max()) > limit
        if moved or frame.at_s < self._since_s:
            self._anchor, self._since_s = corners, frame.at_s
        return frame.at_s - self._since_s >= STILL_AFTER_S


def rotate(page_jpeg: bytes, quarter_turns: int) -> bytes:
    """A page's JPEG turned clockwise by quarter turns (negative: anticlockwise), its resolution kept.

    Raises JpegDamaged (a ValueError) for bytes that are no JPEG."""
    turns = quarter_turns % 4
    if not turns:
        return page_jpeg
    dpi = read_jpeg(page_jpeg).dpi or FALLBACK_DPI
    turned = np.ascontiguousarray(np.rot90(decode_picture(page_jpeg), -turns))
    return encode_jpeg(turned, TURNED_QUALITY, dpi)


def is_scan(picture: Picture) -> bool:
    """True where bare paper reaches the rim of the picture nearly everywhere: nothing of a desk is to be seen."""
    if min(picture.shape[:2]) < LEAST_SIDE_PX:
        return False
    small = reduced(picture, SCAN_LOOK_PX)[0]
    light = cv2.cvtColor(small, cv2.COLOR_BGR2LAB).astype(np.int16)
    rim = np.concatenate(
        [
            light[:2].reshape(-1, 3),
            light[-2:].reshape(-1, 3),
            light[:, :2].reshape(-1, 3),
            light[:, -2:].reshape(-1, 3),
        ]
    )
    paper = (rim[:, 0] > SCAN_PAPER) & (np.abs(rim[:, 1:] - 128).max(axis=1) < SCAN_TINT)
    return float(paper.mean()) > SCAN_RIM_SHARE


def _as_it_is(frame: Frame, picture: Picture, earlier: Sequence[int]) -> ScannedPage:
    """The whole picture as a page of A4's width; only what can be told of a scan is told."""
    right, bottom = frame.width - 1.0, frame.height - 1.0
    corners: Quad = ((0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom))
    dpi = max(frame.width, frame.height) / A4.height_mm * MM_PER_INCH
    size = SheetSize(frame.width / dpi * MM_PER_INCH, frame.height / dpi * MM_PER_INCH, dpi)
    problems: tuple[PageProblem, ...] = (PageProblem.TOO_SMALL,)
    mark = 0
    sides = sorted((frame.width, frame.height))
    if dpi >= LEAST_SCAN_DPI and sides[1] <= MOST_SLENDER * sides[0]:
        writing = study_writing(picture, corners_of(corners), size)
        problems, mark = writing_problems(writing, earlier), writing.fingerprint
    shrink = min(1.0, MOST_SCAN_DPI / dpi)
    kept = shrunk(picture, shrink) if shrink < 1 else picture
    return ScannedPage(
        jpeg=encode_jpeg(kept, PAGE_QUALITY, dpi * shrink),
        width=int(kept.shape[1]),
        height=int(kept.shape[0]),
        dpi=dpi,
        corners=corners,
        sharpness=1.0,
        glare_share=0.0,
        fingerprint=mark,
        problems=tuple(problem for problem in problems if problem is not PageProblem.UPSIDE_DOWN),
    )


def _given(picture: Picture, quad: Quad) -> FoundPage | None:
    """The sheet as somebody drew it; None for what is too small or too slender to be one."""
    corners = corners_of(quad)
    lengths = side_lengths(corners)
    if lengths.min() < LEAST_SIDE_PX or lengths.max() > MOST_SLENDER * lengths.min():
        return None
    return FoundPage(corners, is_outside(picture, corners))


def _why_none(picture: Picture) -> tuple[PageProblem, ...]:
    """No page; and that first of all it is too dark to see any, where even the brightest things are dark. Of a picture of a
    few dots nothing can be told."""
    brightest = float(np.percentile(reduced(picture, SCAN_LOOK_PX)[0].max(axis=2), BRIGHTEST_PERCENT))
    if brightest < DARKEST_LOOK and min(picture.shape[:2]) >= LEAST_SIDE_PX:
        return PageProblem.TOO_DARK, PageProblem.NO_PAGE
    return (PageProblem.NO_PAGE,)


def _whole_frame(frame: Frame, picture: Picture) -> ScannedPage:
    """The frame as it is, so that a person can draw the corners; nothing is made of it."""
    right, bottom = frame.width - 1.0, frame.height - 1.0
    return ScannedPage(
        jpeg=encode_jpeg(picture, PAGE_QUALITY, FALLBACK_DPI),
        width=frame.width,
        height=frame.height,
        dpi=0.0,
        corners=((0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom)),
        sharpness=0.0,
        glare_share=0.0,
        fingerprint=0,
        problems=_why_none(picture),
    )
