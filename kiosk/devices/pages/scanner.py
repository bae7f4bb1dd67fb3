"""The page scanner behind the port: watches live frames for a still sheet, and turns one frame into a clean page."""

from collections.abc import Sequence

import numpy as np

from kiosk.devices.pages.corners import FoundPage, find_page, follow_page, is_outside
from kiosk.devices.pages.flatten import finished_dpi, flatten
from kiosk.devices.pages.inspection import inspect, study_writing, writing_problems
from kiosk.devices.pages.jpeg import decode_picture, encode_jpeg, read_jpeg
from kiosk.devices.pages.pdf_writing import make_pdf
from kiosk.devices.pages.perspective import measure_sheet
from kiosk.devices.pages.picture import Corners, corners_of, quad_of
from kiosk.devices.pages.shade import clean
from kiosk.devices.pixels import Picture, picture_of
from kiosk.domain.scan import Frame, PageProblem, PageSight, Quad, ScannedPage

STILL_AFTER_S = 0.5
STILL_SHARE = 0.01
"""A sheet whose corners stay within this share of the frame's diagonal lies still."""
FRESH_LOOK_EVERY = 5
"""Every so many frames the sheet is looked for anew, so that a wrong one is not followed for long."""
PAGE_QUALITY, TURNED_QUALITY = 86, 92
"""JPEG quality of a page, and of one that is encoded a second time."""
FALLBACK_DPI = 200.0


class PaperScanner:
    """Finds sheets by their edges; keeps between live frames only where the sheet lay and since when.

    One scanner serves one camera and one thread at a time."""

    def __init__(self) -> None:
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
            self._last = PageSight(frame.number, problems=(PageProblem.NO_PAGE,))
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

    def rotate(self, page_jpeg: bytes, quarter_turns: int) -> bytes:
        """The page turned clockwise; see `rotate`."""
        return rotate(page_jpeg, quarter_turns)

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


def _given(picture: Picture, quad: Quad) -> FoundPage:
    corners = corners_of(quad)
    return FoundPage(corners, is_outside(picture, corners))


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
        problems=(PageProblem.NO_PAGE,),
    )
