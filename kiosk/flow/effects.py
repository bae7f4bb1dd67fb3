"""Orders to the world; `kiosk.app.effects` runs each in its lane and answers with an intent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.domain.account import DeviceLogin
from kiosk.domain.chip import ChipKey
from kiosk.domain.draft import Draft
from kiosk.domain.events import AuditKind
from kiosk.domain.receipt import Receipt
from kiosk.domain.scan import Quad, ScannedPage
from kiosk.flow.dossier_request import DossierRequest
from kiosk.flow.messages import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class FindResume(Effect):
    """At start: is there a draft that a power cut left behind? → ResumeFound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginSession(Effect):
    """Open the session's record; no answer."""

    session_id: str
    way: str
    staff_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession(Effect):
    """Wipe what the session held (draft included unless `keep_draft`) → SessionEnded.

    `session_id` is empty where nothing had begun (a sign-in that was given up): then there is nothing to record.
    """

    session_id: str
    reason: str
    draft_id: str | None = None
    keep_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RestCameras(Effect):
    """Let go of both cameras, their lights go off; no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Effect):
    """One line in the audit trail; no answer."""

    kind: AuditKind
    subject: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClerk(Effect):
    """Let staff know that someone needs help; no answer."""

    session_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookForCard(Effect):
    """Look at the newest frame of the card camera → CardLooked. The step asks again as long as it wants.

    `watch` tells one step's loop from another's: a late answer to a screen that is gone starts nothing.
    """

    watch: str
    since_frame: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LookForChip(Effect):
    """Is there a chip reader, and a card on it? `after_s` from now → ChipLooked."""

    watch: str
    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadChip(Effect):
    """Begin to read the chip that lies on the reader → ChipStepped. An unfinished reading before it is given up."""

    watch: str
    keys: tuple[ChipKey, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOnReadingChip(Effect):
    """The next step of the reading that `watch` began → ChipStepped."""

    watch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveChip(Effect):
    """Give up an unfinished reading; no answer."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft(Effect):
    """Write the draft durably → DraftSaved. `saved_at` of the draft is set when it is written."""

    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadDraft(Effect):
    """→ DraftLoaded; a member of staff who opens somebody's draft is recorded."""

    draft_id: str
    staff_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropDraft(Effect):
    """Erase for good; no answer. `staff_id`: the clerk who gave it up."""

    draft_id: str
    staff_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAccount(Effect):
    """Keep durably, then ask the portal → AccountAnswered, or EffectFailed."""

    account_id: str
    body: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAccount(Effect):
    """Queue the registration with activation by link → AccountQueued."""

    account_id: str
    body: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyOtp(Effect):
    """→ OtpJudged."""

    account_id: str
    otp: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOtp(Effect):
    """→ OtpWasSent."""

    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginLogin(Effect):
    """VNeID device login → LoginBegan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollLogin(Effect):
    """Ask once, `after_s` from now → LoginAnswered."""

    login: DeviceLogin = field(repr=False)
    after_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitDossier(Effect):
    """Make the documents, keep everything durably → DossierKept."""

    request: DossierRequest = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowDossier(Effect):
    """Read it again, `after_s` from now → DossierFollowed."""

    reference: str
    after_s: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSlip(Effect):
    """Queue durably and print → SlipMoved."""

    receipt: Receipt = field(repr=False)
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSlipAgain(Effect):
    """Reprint the latest slip of a reference, marked as a copy where it may be on paper → SlipMoved."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleSlip(Effect):
    """The person has said whether an unknown slip came out → SlipMoved."""

    reference: str
    came_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackDossier(Effect):
    """Ask the portal, else this kiosk's last knowledge → TrackingFound."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInStaff(Effect):
    """→ StaffJudged."""

    staff_id: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOfStaff(Effect):
    """A member of staff says that they have seen card and face of the person of this session → StaffJudged."""

    staff_id: str
    password: str = field(repr=False)
    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword(Effect):
    """→ PasswordChanged."""

    staff_id: str
    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadWork(Effect):
    """→ WorkLoaded; at most `reach` rows of each kind, the newest."""

    staff_id: str
    reach: int = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadWorkItem(Effect):
    """→ WorkItemLoaded; the view is recorded in the audit trail."""

    reference: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryJob(Effect):
    """No answer: whoever asks for it reloads what is shown."""

    job_id: int
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCorrection(Effect):
    """Make a draft of a dossier's content → CorrectionLoaded."""

    reference: str
    draft_id: str
    staff_id: str | None


# --- printer and slips ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintDossierSlip(Effect):
    """A slip of a kept dossier, made anew from what is known now; the same slip again is a copy → SlipMoved."""

    reference: str
    kind: str
    clerk: str = field(repr=False)
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintDeskSlip(Effect):
    """The test page or the opening slip → SlipMoved.

    `once_a_day`: only where none came out today, for the first sign-in of a shift.
    """

    kind: str
    clerk: str = field(repr=False)
    language: str
    once_a_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintKeptSlip(Effect):
    """Try one that is not on paper yet → SlipMoved."""

    job_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropKeptSlip(Effect):
    """Never print it → PrinterDeskLoaded."""

    job_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPrinterDesk(Effect):
    """→ PrinterDeskLoaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbePrinter(Effect):
    """Ask the printer what it can say, and keep that → PrinterDeskLoaded."""

    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadTemplate(Effect):
    """→ TemplateLoaded."""

    name: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawTemplate(Effect):
    """With made-up values → TemplateDrawn."""

    name: str
    language: str
    source: str
    width_dots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepTemplate(Effect):
    """Use it from now on, unless a line is wrong → TemplateLoaded or TemplateDrawn."""

    name: str
    language: str
    source: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreTemplate(Effect):
    """Back to the shipped one → TemplateLoaded."""

    name: str
    language: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckProof(Effect):
    """Whether a slip's code is genuine, and its content still what was handed in; asks nobody → ProofChecked."""

    text: str = field(repr=False)


# --- mail-bags ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadMailBag(Effect):
    """→ MailBagLoaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchBag(Effect):
    """How far the work has come → BagMoved."""

    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PackBag(Effect):
    """Everything that waits, sealed, into this folder → BagPacked."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookIntoBag(Effect):
    """Read and check it all → BagSeen."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBagIn(Effect):
    """Queue what it holds; a person has compared the seal → BagTakenIn."""

    path: str
    seal: str
