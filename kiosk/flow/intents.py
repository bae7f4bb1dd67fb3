"""Everything that can happen to a session, in the past tense: touches first, then results of effects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.domain.account import (
    AccountExists,
    AccountRegistered,
    DeviceLogin,
    LoginAnswer,
    OtpAnswer,
    OtpSent,
    Tracking,
)
from kiosk.domain.brought import StickContents, TakenFile
from kiosk.domain.chip import ChipKey, ChipReaderState, ChipStep
from kiosk.domain.content_proof import ContentProof, ProofVerdict
from kiosk.domain.dossier import Dossier
from kiosk.domain.draft import Draft, DraftPage
from kiosk.domain.mailbag import BagContents, BagDesk, BagOutcome
from kiosk.domain.receipt import PrinterAbilities, PrinterState, PrintJob, PrintState
from kiosk.domain.scan import CardSight, PageSight, Quad, ScannedPage
from kiosk.domain.staff import SignIn
from kiosk.domain.upload import QueueCounts, QueueItem
from kiosk.flow.messages import Intent
from kiosk.flow.ways import WayName

# --- touches and keys --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WayChosen(Intent):
    """A tile of the welcome screen or of the clerk's bench."""

    way: WayName


@dataclass(frozen=True, slots=True, kw_only=True)
class WentBack(Intent):
    """The back button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOn(Intent):
    """The one primary button of a screen that needs no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left(Intent):
    """ "Kết thúc": the person ends the session; what is not finished is erased (a clerk's draft is kept)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkCalled(Intent):
    """ "Gọi nhân viên"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChosen(Intent):
    """Another language, on any screen; nothing typed is lost."""

    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedAgain(Intent):
    """ "Thử lại" on a trouble screen or banner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleNoticed(Intent):
    """Nobody touched the screen for the idle time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StillHere(Intent):
    """ "Tôi vẫn đang dùng"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleRanOut(Intent):
    """Nobody answered the warning either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAnswered(Intent):
    """The purposes that were ticked; nothing is pre-ticked."""

    purposes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypingChosen(Intent):
    """ "Nhập bằng tay" instead of holding up the card (or typing a code instead of scanning it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipChosen(Intent):
    """ "Đọc chip": the card goes onto the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipKeyChosen(Intent):
    """ "Nhập số trên thẻ": what opens the chip is to be typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipKeyEntered(Intent):
    """The key of a chip, typed and of the right shape."""

    key: ChipKey = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipSkipped(Intent):
    """ "Không đọc chip": go on with what the camera read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChosen(Intent):
    """ "Đưa thẻ": hold up or lay down the card after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VneidChosen(Intent):
    """ "Dùng VNeID": prove who it is on one's own phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonConfirmed(Intent):
    """The fields as the person left them, raw text by field name.

    Names: full_name, personal_number, old_number, birth_date (ISO or empty), gender, address.
    """

    fields: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneEntered(Intent):
    """As typed."""

    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpEntered(Intent):
    """As typed."""

    otp: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpAskedAgain(Intent):
    """ "Gửi lại mã"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTyped(Intent):
    """Every keystroke of the search box."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureChosen(Intent):
    """One line of the search results."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChosen(Intent):
    """One case of the procedure."""

    case_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Intent):
    """One answer of the form, as typed so far; saved at once."""

    name: str
    value: Any = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentOpened(Intent):
    """Photograph the pages of one component."""

    component_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentMarked(Intent):
    """`how` is "shown", "by_data" or "none" (take the mark back)."""

    component_id: str
    how: str


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
class DeliveryConsidered(Intent):
    """A way touched or an address being typed: kept in the draft, nothing decided."""

    method: str
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryChosen(Intent):
    """How the result comes back; `address` is needed for "home"."""

    method: str
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Intent):
    """The citizen pressed "Tôi xác nhận và nộp hồ sơ" on the summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintAskedAgain(Intent):
    """ "In lại phiếu"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipSeenOnPaper(Intent):
    """Answer to "Phiếu đã ra chưa?" after an unknown end."""

    came_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntered(Intent):
    """A dossier code or local reference, typed."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffEntered(Intent):
    """Sign-in, as typed."""

    staff_id: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasswordEntered(Intent):
    """The forced change of the first password."""

    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Intent):
    """ "Đăng xuất"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTabChosen(Intent):
    """drafts, waiting, quarantined, supplements or done."""

    tab: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemOpened(Intent):
    """One line of the work list."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResumed(Intent):
    """Go on with a draft (after a power cut, or from the work list)."""

    draft_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDropped(Intent):
    """Erase a draft for good."""

    draft_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRetried(Intent):
    """A person says: send it again now."""

    job_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionChosen(Intent):
    """Open a quarantined or supplement-requested dossier for editing."""

    reference: str


# --- results of effects ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectFailed(Intent):
    """An effect ended in a KioskError; `effect` is the class name of the order."""

    effect: str
    code: str
    text_key: str
    fields: tuple[tuple[str, str, str], ...] = ()
    final: bool = False
    """True for a refusal, False when trying again later may help."""
    sent: bool = True
    """False only when it certainly never reached the portal."""
    broken: bool = False
    """True when this machine cannot go on at all."""
    after_s: float | None = None
    """How long the portal wishes us to wait, where it said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalRefreshed(Intent):
    """Settings or catalogue are others now; what is shown may say so. A filing keeps the version it began with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Intent):
    """Everything of the session is wiped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeFound(Intent):
    """A draft that a power cut left behind, if any."""

    draft: Draft | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLooked(Intent):
    """One look at the card camera; `sight` is None while there is no new frame, `camera` then says why."""

    watch: str
    sight: CardSight | None
    camera: str = "delivering"
    waited_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipLooked(Intent):
    """One look at the chip reader."""

    watch: str
    state: ChipReaderState


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipStepped(Intent):
    """One step of reading a chip, the last one with its outcome."""

    watch: str
    step: ChipStep = field(repr=False)


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
class DraftLoaded(Intent):
    """A draft opened again, with its pages."""

    draft: Draft | None
    pages: tuple[DraftPage, ...] = ()
    thumbnails: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSaved(Intent):
    """On disk, as it was when it was ordered: more may have been typed since."""

    draft: Draft = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAnswered(Intent):
    """The portal's answer to a registration."""

    answer: AccountRegistered | AccountExists


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountQueued(Intent):
    """Durable here; it goes out when the line is back, and the portal then texts a link."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpJudged(Intent):
    """The portal's word on a one-time code."""

    answer: OtpAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpWasSent(Intent):
    """Another code is under way."""

    sent: OtpSent


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginBegan(Intent):
    """VNeID device login: what to show as a QR code."""

    login: DeviceLogin


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginAnswered(Intent):
    """One poll of the device login that shows `user_code`."""

    user_code: str
    answer: LoginAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierKept(Intent):
    """COMMIT returned: the dossier is submitted in the sense of this house."""

    dossier: Dossier
    proof: str = ""
    """What the slip's QR code says of its content (`content_proof`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFollowed(Intent):
    """What became of it meanwhile (polled while the done screen is open)."""

    dossier: Dossier | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipMoved(Intent):
    """What became of the slip of `reference`."""

    reference: str
    state: PrintState
    printer: PrinterState


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingFound(Intent):
    """Where it stands; None when neither portal nor kiosk knows the code."""

    tracking: Tracking | None
    away: bool = False
    """True when the portal could not be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffJudged(Intent):
    """The result of a sign-in."""

    result: SignIn
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Intent):
    """Whether the change was taken."""

    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLoaded(Intent):
    """The work list's facts."""

    drafts: tuple[Draft, ...]
    queue: tuple[QueueItem, ...]
    counts: QueueCounts
    supplements: tuple[Dossier, ...]
    recent: tuple[Dossier, ...]
    accounts: tuple[tuple[str, str, str], ...] = ()
    """(masked number, state, reference) of registrations that need a person."""
    papers_due: int = 0
    """Paper dossiers that have to be handed over now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemLoaded(Intent):
    """One dossier of the work list in full, with its queue line if it has one."""

    dossier: Dossier | None
    item: QueueItem | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSlipAsked(Intent):
    """A slip of the dossier on the screen: one of `dossier_slips.slips_of`."""

    kind: str


# --- printer and slips ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterDeskOpened(Intent):
    """A staff member looks after printer and slips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterDeskLoaded(Intent):
    """How the printer stands, and the slips that are not on paper."""

    address: str
    width_dots: int
    state: PrinterState
    abilities: PrinterAbilities | None
    jobs: tuple[PrintJob, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeAsked(Intent):
    """Find out what the printer can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSlipAsked(Intent):
    """A slip of the terminal's own: test_page or opening."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSlipAsked(Intent):
    """Print one that is not on paper yet."""

    job_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSlipDropped(Intent):
    """Nobody needs it any more."""

    job_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatesOpened(Intent):
    """The slips' templates are to be looked at or changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChosen(Intent):
    """Another template, language or paper width."""

    name: str
    language: str
    width_dots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLoaded(Intent):
    """Its text as it would be used now."""

    name: str
    language: str
    source: str
    is_changed: bool
    """By this terminal; the shipped one stands behind it."""
    names: tuple[str, ...] = ()
    saved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateTyped(Intent):
    """The text as it stands in the editor."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDrawn(Intent):
    """What it looks like, or which line is wrong and why."""

    picture: bytes = field(repr=False)
    line: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateConfirmed(Intent):
    """Use it from now on."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateGivenUp(Intent):
    """Back to the shipped one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipCheckOpened(Intent):
    """A slip is to be checked for whether it is genuine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofChecked(Intent):
    """What became of the check; `proof` is None where the code proves nothing."""

    verdict: ProofVerdict
    proof: ContentProof | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLoaded(Intent):
    """A draft made from a dossier, so that a person can put right what was named."""

    draft: Draft
    pages: tuple[DraftPage, ...]
    thumbnails: Mapping[str, bytes] = field(repr=False)


# --- mail-bags ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBagLoaded(Intent):
    """What can be done now."""

    desk: BagDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class SticksAsked(Intent):
    """Another stick was plugged in: look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BagStickChosen(Intent):
    """Pack onto this one."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BagChosen(Intent):
    """Look into this one."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BagConfirmed(Intent):
    """The seal was compared: take it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BagPutAside(Intent):
    """Not this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BagMoved(Intent):
    """How far the work has come."""

    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BagPacked(Intent):
    """It lies on the stick, whole."""

    contents: BagContents


@dataclass(frozen=True, slots=True, kw_only=True)
class BagSeen(Intent):
    """It is whole, and this is in it."""

    contents: BagContents


@dataclass(frozen=True, slots=True, kw_only=True)
class BagTakenIn(Intent):
    """What became of its pieces."""

    outcome: BagOutcome
