"""What is said about pages before the lens or on a stick: touches, what the camera tells, orders, and views."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.domain.bilingual import Text
from kiosk.domain.brought import BroughtFile, StickContents, TakenFile
from kiosk.domain.draft import DraftPage
from kiosk.domain.scan import PageProblem, PageSight, Quad, ScannedPage
from kiosk.flow.messages import Effect, Intent, View


@dataclass(frozen=True, slots=True, kw_only=True)
class ShutterPressed(Intent):
    """ "Chụp" by hand; corners as last seen are used unless given."""

    corners: Quad | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAccepted(Intent):
    """ "Dùng trang này" (also when the kiosk had doubts and a clerk overrules)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRetaken(Intent):
    """ "Chụp lại"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CornersMoved(Intent):
    """The four corners as dragged by finger, in the still's pixels."""

    corners: Quad


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTurned(Intent):
    """ "Xoay trang": a quarter clockwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCopyChosen(Intent):
    """ "Chụp thẻ hai mặt": both sides of a card become one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeMarked(Intent):
    """Whether the copy of a card says over it what it is for."""

    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StickChosen(Intent):
    """ "Lấy từ USB"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtFileChosen(Intent):
    """One file of the stick."""

    file_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReplaced(Intent):
    """ "Chụp lại trang": the next page taken stands in this one's place."""

    page_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRemoved(Intent):
    """ "Xoá trang"."""

    page_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMoved(Intent):
    """One page up (-1) or down (+1)."""

    page_id: str
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLooked(Intent):
    """One look at the document camera."""

    watch: str
    sight: PageSight | None
    camera: str = "delivering"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCaptured(Intent):
    """A flattened page and the still it came from (JPEG, for moving the corners)."""

    shot: str
    page: ScannedPage
    still: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCaptured(Intent):
    """One side of a card as it was taken."""

    shot: str
    side: ScannedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class StickLooked(Intent):
    """What lies on the USB stick."""

    watch: str
    contents: StickContents


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTaken(Intent):
    """A brought PDF that may go into the dossier."""

    shot: str
    file: TakenFile


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesKept(Intent):
    """The draft's pages as they now are on disk, with a small JPEG of each."""

    draft_id: str
    pages: tuple[DraftPage, ...]
    thumbnails: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookForPage(Effect):
    """Look at the newest frame of the document camera → PageLooked."""

    watch: str
    since_frame: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturePage(Effect):
    """Take, flatten and clean the newest frame → PageCaptured. With `still`: flatten that again with new corners.

    `shot` tells one picture from another: a late one for a paper that was left is not taken for the next.
    """

    shot: str
    corners: Quad | None
    earlier: tuple[int, ...] = ()
    still: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPage(Effect):
    """Turn a finished page by a quarter, clockwise → PageCaptured."""

    shot: str
    page: ScannedPage
    still: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureCard(Effect):
    """Take one side of an identity card from the newest frame → CardCaptured."""

    shot: str
    corners: Quad


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyCard(Effect):
    """Both sides on one page, in true size, `words` laid over them → PageCaptured."""

    shot: str
    sides: tuple[bytes, bytes] = field(repr=False)
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtStick(Effect):
    """What lies on the USB stick → StickLooked. `after_s`: look then, because it was not there or may have changed."""

    watch: str
    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBroughtFile(Effect):
    """Check one file of the stick → PageCaptured for a picture, DocumentTaken for a PDF."""

    shot: str
    file_id: str
    earlier: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPage(Effect):
    """Seal a page (or a brought document) with its draft → PagesKept."""

    draft_id: str
    component_id: str
    page_id: str
    position: int
    content: bytes = field(repr=False)
    fingerprint: int
    media_type: str = "image/jpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePage(Effect):
    """Erase one page → PagesKept."""

    draft_id: str
    page_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPages(Effect):
    """Put a component's pages in order → PagesKept."""

    draft_id: str
    component_id: str
    page_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageThumb:
    """A page already taken; `picture` is a small JPEG."""

    page_id: str
    picture: bytes = field(repr=False)
    is_document: bool = False
    """A brought PDF: it has no picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanPagesView(View):
    """Live preview of the document camera, with the pages taken so far."""

    component_name: Text
    thumbs: tuple[PageThumb, ...] = ()
    corners: Quad | None = None
    still: bool = False
    problem: PageProblem | None = None
    camera: str = "document"
    camera_gone: bool = False
    camera_state: str = "delivering"
    """As CameraStatus says: a covered lens and a stuck driver have words of their own."""
    taking: bool = False
    """The shutter has been pressed; the page is being flattened."""
    nearer_is_finer: bool = False
    """The sheet could be brought nearer, and would then be as fine as archives ask."""
    replacing: int = 0
    """Number of the page that the next one takes the place of; 0 for none."""
    kept: bool = False
    """The sheet that lies there was taken by itself and is kept: the next one may come."""
    has_document: bool = False
    """The paper is a brought PDF: pages cannot be added to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyCardView(View):
    """Live preview for one side of an identity card."""

    component_name: Text
    side: str = "front"
    """front, then back."""
    front: bytes = field(default=b"", repr=False)
    corners: Quad | None = None
    still: bool = False
    problem: PageProblem | None = None
    camera: str = "document"
    camera_gone: bool = False
    taking: bool = False
    says_purpose: bool = True
    purpose: str = ""
    """What is written over the copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtFilesView(View):
    """Files on the USB stick; `is_there` False: no stick yet."""

    component_name: Text
    is_there: bool = False
    looked: bool = False
    files: tuple[BroughtFile, ...] = ()
    other_files: int = 0
    taking: str = ""
    """Id of the file that is being checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPageView(View):
    """The page just taken: use it, take it again, or move the corners."""

    component_name: Text
    picture: bytes = field(repr=False)
    still: bytes = field(repr=False)
    corners: Quad
    problems: tuple[PageProblem, ...] = ()
    working: bool = False
    dpi: float = 0.0
    """How finely the paper was seen; 0 where that means nothing."""
    is_copy: bool = False
    """Put together by the kiosk: there are no corners to move."""
