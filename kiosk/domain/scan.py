"""What cameras see and readers make of it, as plain values; no pixel work happens here."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.identity import IdDocument


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a camera. `bgr` holds `height * width * 3` bytes, row by row, blue first (uint8)."""

    width: int
    height: int
    bgr: bytes = field(repr=False)
    number: int
    """Counts up from 1 within one opening of the camera; equal number = the same picture."""
    at_s: float
    """Monotonic seconds when the frame was grabbed."""


class CameraStatus(StrEnum):
    """What a camera is doing; `GONE` and `DARK` are expected conditions, not errors."""

    OPENING = "opening"
    DELIVERING = "delivering"
    DARK = "dark"
    FROZEN = "frozen"
    GONE = "gone"


class ReadMethod(StrEnum):
    """How a text was read off the card; kept with the dossier."""

    QR = "qr"
    MRZ = "mrz"
    CHIP = "chip"


class ReadStep(StrEnum):
    """Which step of the search a code was read by, from the plainest to the most elaborate."""

    WHOLE = "whole"
    ENLARGED = "enlarged"
    SOFT = "soft"
    """By odds of single modules, blur undone; such a reading must also keep every rule of its text."""
    FUSED = "fused"
    """As `SOFT`, from several frames together."""


class CodeKind(StrEnum):
    """What a decoded text turned out to be. The value is the `kind` that `kiosk read` prints."""

    CCCD_QR = "cccd_qr"
    TD1 = "td1"
    TD3 = "td3"
    CHIP = "chip"
    HEALTH_CARD = "health_card"
    SLIP = "slip"
    S10 = "s10"
    DOSSIER_CODE = "dossier_code"
    DAMAGED_QR = "damaged_qr"
    """An ID code that breaks its own format (fields missing, not UTF-8, impossible dates)."""
    OTHER_QR = "other_qr"


class Hint(StrEnum):
    """What the person should do next so that the card can be read; the sentence stands under `hint.<value>`."""

    SHOW_CARD = "show_card"
    NEARER = "nearer"
    FARTHER = "farther"
    HOLD_STILL = "hold_still"
    LESS_GLARE = "less_glare"
    MORE_LIGHT = "more_light"
    STRAIGHTEN = "straighten"
    OTHER_SIDE = "other_side"


Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Four corners clockwise from the top left of the thing itself, in frame pixels."""


@dataclass(frozen=True, slots=True)
class SeenCode:
    """One code decoded from a frame. `raw` is the strict UTF-8 text (NFC); `document` is set for ID documents."""

    kind: CodeKind
    method: ReadMethod
    raw: str = field(repr=False)
    document: IdDocument | None = None
    corners: Quad | None = None
    problem: str = ""
    """Stable code of what is wrong with it, empty when nothing is."""
    step: ReadStep = ReadStep.WHOLE


@dataclass(frozen=True, slots=True)
class CardSight:
    """All that one frame told about a card held before the camera."""

    frame_number: int
    codes: tuple[SeenCode, ...] = ()
    hint: Hint = Hint.SHOW_CARD
    area: Quad | None = None
    """Where a code or card seems to be, even if unread."""
    elapsed_ms: float = 0.0


class PageProblem(StrEnum):
    """Why a picture of a page is not taken; the sentence stands under `page.<value>`."""

    NO_PAGE = "no_page"
    BLURRED = "blurred"
    GLARE = "glare"
    CUT_OFF = "cut_off"
    FINGER = "finger"
    TWO_SHEETS = "two_sheets"
    BLANK = "blank"
    TOO_SMALL = "too_small"
    TOO_DARK = "too_dark"
    UPSIDE_DOWN = "upside_down"
    SAME_PAGE = "same_page"


@dataclass(frozen=True, slots=True)
class PageSight:
    """What one live frame shows of a page. `still` is True once the corners have not moved for half a second."""

    frame_number: int
    corners: Quad | None = None
    still: bool = False
    problems: tuple[PageProblem, ...] = ()
    sharpness: float = 0.0
    glare_share: float = 0.0
    nearer_is_finer: bool = False
    """The sheet is seen coarser than FINE_DPI and there is room to bring it nearer."""


FINE_DPI = 200.0
"""What archives ask of a scan; below it a person is told how to do better, and nothing is refused."""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One flattened page. `jpeg` is the finished picture, ready for a PDF; corners are in the input's pixels."""

    jpeg: bytes = field(repr=False)
    width: int
    height: int
    dpi: float
    corners: Quad
    sharpness: float
    glare_share: float
    fingerprint: int
    """64-bit perceptual hash, for telling that the same page was taken twice."""
    problems: tuple[PageProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeMatrix:
    """A QR code or barcode as modules: `rows[y][x]` is True where it is dark; no quiet zone."""

    rows: tuple[tuple[bool, ...], ...]

    @property
    def width(self) -> int:
        """Modules across."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def height(self) -> int:
        """Modules down (1 for a linear barcode)."""
        return len(self.rows)
