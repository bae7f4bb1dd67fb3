"""What the screens show, one class a screen, named as the person sees it; no widgets, no texts."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kiosk.domain.account import AccountWay, Tracking
from kiosk.domain.bilingual import Text
from kiosk.domain.brought import BroughtFile
from kiosk.domain.chip import ChipReaderState, ChipStage, ChipTrouble
from kiosk.domain.content_proof import ProofVerdict
from kiosk.domain.dossier import Dossier, Problem
from kiosk.domain.draft import Draft
from kiosk.domain.form_field import FormField
from kiosk.domain.identity import Doubt
from kiosk.domain.mailbag import BagContents, BagDesk, BagOutcome
from kiosk.domain.person import Person
from kiosk.domain.procedure import Problem as FieldProblem
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Case, Component
from kiosk.domain.procedure_versions import Validity
from kiosk.domain.receipt import PrinterAbilities, PrinterState, PrintJob, PrintState
from kiosk.domain.scan import Hint, PageProblem, Quad
from kiosk.domain.staff import Role
from kiosk.domain.upload import QueueCounts, QueueItem
from kiosk.domain.version_changes import VersionChange
from kiosk.flow.messages import View
from kiosk.flow.ways import WayName


@dataclass(frozen=True, slots=True)
class TerminalStatus:
    """The small signs in every header; pushed to the window beside the session."""

    online: bool = False
    link_problem: str = ""
    printer: PrinterState = PrinterState.UNKNOWN
    waiting: int = 0
    quarantined: int = 0
    staff_name: str = ""
    point_name: str = ""
    hotline: str = ""
    clock_skew_s: float | None = None


# --- start and end -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeView(View):
    """The start: big tiles. `resume` is a draft that a power cut left behind."""

    personal: bool = False
    point_name: str = ""
    hotline: str = ""
    hours: str = ""
    account_method: str = "portal"
    demonstration_s: int = 0
    """After so long without a touch the demonstration is due; 0 for never."""
    can_practise: bool = False
    resume: Draft | None = None
    staff_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeView(View):
    """ "The power failed": go on with the draft, or begin anew. Asks for the card when the draft has a person."""

    procedure_name: str
    saved_at: datetime
    draft_id: str
    needs_card: bool = False
    wrong_card: bool = False
    passed_on: bool = False
    """No power failed: the draft was passed on under a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingView(View):
    """One calm sentence while the portal or the store is working."""

    text_key: str
    busy: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleView(View):
    """Something stands in the way: what happened (`text_key`), what to do, and the buttons that make sense."""

    code: str
    text_key: str
    can_retry: bool = True
    can_leave: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkCalledView(View):
    """ "A member of staff is coming", with the hotline and a short code the caller can read out."""

    hotline: str
    session_code: str
    can_sign_in: bool = False
    """A clerk may take over here, in the citizen's session."""
    can_pass_on: bool = False
    """There is a draft that can go on elsewhere."""
    can_hand_back: bool = False
    """A clerk who came over may step back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleWarningView(View):
    """ "Are you still here?" with one big button; the presenter counts down."""

    warning_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfOrderView(View):
    """This machine cannot go on."""

    personal: bool = False
    terminal: str
    code: str
    text_key: str
    has_door: bool = False
    """Whether staff may sign in to take out what waits."""


# --- consent, identity, account ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConsentItem:
    """One purpose; `required` ones are needed to go on. Nothing is pre-ticked."""

    purpose: str
    version: str
    text: Text
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView(View):
    """Consent per purpose."""

    items: tuple[ConsentItem, ...]
    way: WayName


class CardTrouble(StrEnum):
    """What was held up instead of a readable ID card; the sentence stands under `card.<value>`."""

    NONE = "none"
    HEALTH_CARD = "health_card"
    SLIP = "slip"
    OTHER_CODE = "other_code"
    DAMAGED = "damaged"
    OWN_CARD = "own_card"
    """Of the one who is there already, where another person's is asked for."""
    CAMERA_GONE = "camera_gone"
    CAMERA_DARK = "camera_dark"
    CAMERA_FROZEN = "camera_frozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanCardView(View):
    """Live preview with guide, hint and what was found."""

    hint: Hint = Hint.SHOW_CARD
    area: Quad | None = None
    trouble: CardTrouble = CardTrouble.NONE
    offer_typing: bool = False
    """After some seconds without success."""
    camera: str = "card"
    zone_read: bool = False
    """The card's zone is read; its QR code would tell the rest."""
    chip: bool = False
    """A chip reader is there: the card may also be laid on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadChipView(View):
    """The card goes onto the chip reader. `state`: lay, reading or trouble."""

    state: str = "lay"
    reader: ChipReaderState = ChipReaderState.EMPTY
    stage: ChipStage | None = None
    share: int = 0
    """Percent of the stage's file, 0 where it has no length."""
    trouble: ChipTrouble | None = None
    can_skip: bool = False
    """What the camera read may be used without the chip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipKeyView(View):
    """What opens the chip, typed: the card access number, or number, birth date and expiry date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveIdentityView(View):
    """Typed alone: card, VNeID, or a member of staff who has looked. `wait_s` > 0 while sign-in is locked."""

    by_vneid: bool = False
    problem: str = ""
    wait_s: int = 0
    checking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPersonView(View):
    """The fields as read, for the person to check and correct; `typed` when there was no card to read."""

    person: Person = field(repr=False)
    birth_date_text: str = field(default="", repr=False)
    doubts: tuple[Doubt, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    """field name → text key."""
    typed: bool = False
    locked: tuple[str, ...] = ()
    bare_name: str = field(default="", repr=False)
    """The name as a zone has it, without marks: it is to be typed."""
    conflicts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """field name → what the zone on the card says instead."""
    by_chip: bool = False
    photo: bytes = field(default=b"", repr=False)
    """The holder's picture out of the chip (JPEG), for a member of staff to compare; never shown to others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneView(View):
    """One field with a number pad."""

    phone: str = field(default="", repr=False)
    problem: str = ""
    online: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpView(View):
    """The one-time code that the portal sent."""

    channel: str
    masked_to: str
    problem: str = ""
    """Text key: wrong or expired, with its own words."""
    attempts_left: int | None = None
    checking: bool = False


@dataclass(frozen=True, slots=True)
class SlipState:
    """Where the slip of a done screen stands."""

    state: PrintState = PrintState.WAITING
    printer: PrinterState = PrinterState.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDoneView(View):
    """`outcome`: active, link (will be activated by the texted link), exists, vneid."""

    outcome: str
    full_name: str = field(default="", repr=False)
    masked_phone: str = ""
    reference: str = ""
    slip: SlipState | None = None
    level: int = 0
    can_submit: bool = False
    """Offer to go on with a dossier for the same person."""
    goes_on: bool = False
    """A dossier waits for this account: there is no end here, only the way on."""
    stars: int = 0
    """What the citizen rated the visit with; 0: nothing yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VneidView(View):
    """A QR code for the citizen's own phone. `state`: waiting, refused, expired."""

    verification_uri: str = ""
    user_code: str = ""
    state: str = "waiting"
    expires_in_s: float = 0.0
    busy: bool = True


# --- dossier -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """One line of a search result."""

    code: str
    name: Text
    field: Text | None
    online: str
    """full, partial or none."""
    validity: Validity | None = None
    """Its dates; one that comes or ended says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView(View):
    """The search box with results as typed."""

    text: str = ""
    lines: tuple[ProcedureLine, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureView(View):
    """The procedure's one page: who, how long, what it costs, what to bring, whether online at all and why not."""

    procedure: Procedure
    agency: Text
    can_file: bool
    why_not: Text | None = None
    prints_form: bool = False
    """The form can at least be filled in here and printed."""
    validity: Validity | None = None
    changes: tuple[VersionChange, ...] = ()
    """What the next version changes, where one is known."""
    announced: tuple[tuple[date, Text], ...] = ()
    """Acts that will change its rules in ways not known yet."""
    counted: tuple[Text, ...] = ()
    """How the time will be counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView(View):
    """Which case applies."""

    procedure_name: Text
    cases: tuple[Case, ...]
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form with its answer so far."""

    field: FormField
    value: Any = dataclasses.field(default=None, repr=False)
    problem: FieldProblem | None = None
    autofilled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPageView(View):
    """One group of questions. `form_page` tells pages apart (typed input belongs to one page)."""

    form_page: int
    title: Text
    fields: tuple[Question, ...]
    saved: bool = True


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One component of the checklist. `state`: missing, pages, shown, by_data, alternative, note."""

    component: Component
    state: str
    pages: int = 0
    can_be_data: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistView(View):
    """Every component: photographed, shown, satisfied by data, or still missing."""

    procedure_name: Text
    lines: tuple[ComponentLine, ...]
    missing: int


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


@dataclass(frozen=True, slots=True)
class DeliveryOption:
    """One way of getting the result. Money in đồng; None = the portal names no price."""

    method: str
    amount: int | None
    payer: str
    scheme: str = ""
    basis: str = ""
    """Legal basis of the scheme, and the last day (ISO) that it is in force; empty for none."""
    valid_to: str = ""
    needs_address: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView(View):
    """How the result is to be delivered."""

    options: tuple[DeliveryOption, ...]
    chosen: str = ""
    address: str = field(default="", repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of money: `key` names the text, `payer` is citizen, budget or exempt; amount None = set by the province.

    `is_guide`: the province may ask another amount.
    """

    key: str
    amount: int | None
    payer: str = "citizen"
    is_guide: bool = False
    note: Text | None = None
    """Whom it is exempted for."""
    scheme: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView(View):
    """Price first, then everything that will be sent, in the citizen's own words; the citizen confirms."""

    procedure_name: Text
    case_name: Text | None
    agency: Text
    prices: tuple[PriceLine, ...]
    total: int | None
    applicant: Person = field(repr=False)
    answers: tuple[tuple[Text, str], ...] = field(repr=False)
    documents: tuple[tuple[Text, int, str], ...] = ()
    """(component, pages, how)."""
    delivery: str = ""
    delivery_address: str = field(default="", repr=False)
    time: Text | None = None
    account_way: AccountWay | None = None
    exemption_is_told: bool | None = None
    """Whether the agency learns of the exemption with the dossier; None where none is asked for."""
    keeping: bool = False
    representative: Person | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierDoneView(View):
    """Durable: the local reference large, with a QR to photograph, the slip's state, and where it stands."""

    reference: str
    code: str = ""
    """What the QR says; the reference where nothing proves the content."""
    state: str
    slip: SlipState
    procedure_name: Text
    hotline: str = ""
    can_pay: bool = False
    stars: int = 0
    """What the citizen rated the visit with; 0: nothing yet."""


# --- look-up -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackView(View):
    """Type the code or hold up the slip."""

    problem: str = ""
    scanning: bool = True
    asking: bool = False
    camera: str = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackResultView(View):
    """Where it stands; no citizen data."""

    tracking: Tracking
    away: bool = False
    procedure_name: Text | None = None
    slip: SlipState | None = None
    can_pay: bool = False
    can_supplement: bool = False
    can_read_decision: bool = False
    """The agency has written something; only its owner may read it."""
    can_withdraw: bool = False
    counted: tuple[Text, ...] = ()
    """Why the result is due on that day."""


# --- staff -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInView(View):
    """Staff sign-in; `wait_s` > 0 while locked."""

    problem: str = ""
    wait_s: int = 0
    checking: bool = False
    role: Role | None = None
    """Nobody else is let in here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasswordView(View):
    """The forced change of the first password."""

    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkListView(View):
    """The clerk's bench: start a citizen's way, or look after what waits."""

    tab: str = "waiting"
    drafts: tuple[Draft, ...] = ()
    queue: tuple[QueueItem, ...] = ()
    counts: QueueCounts = field(default_factory=QueueCounts)
    supplements: tuple[Dossier, ...] = ()
    recent: tuple[Dossier, ...] = ()
    accounts: tuple[tuple[str, str, str], ...] = ()
    has_tools: bool = False
    """Whether the menu of tools holds anything for this person."""
    loading: bool = False
    reach: int = 2_000
    """A kind that fills this many rows may have more behind them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemView(View):
    """One dossier for a clerk: state, reason in words, what to do."""

    dossier: Dossier
    procedure: Procedure | None = None
    """Names the form's fields and the papers; None when the portal no longer lists it."""
    item: QueueItem | None = None
    problem: Problem | None = None
    can_retry: bool = False
    can_correct: bool = False
    can_pay: bool = False
    can_withdraw: bool = False
    slips: tuple[str, ...] = ()
    """Which slips can be printed of it (`dossier_slips`)."""
    slip: SlipState | None = None
    counted: tuple[Text, ...] = ()
    """Why the result is due on that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBagView(View):
    """Waiting work on a stick. `working`: "", "packing", "looking" or "taking_in", `percent` done."""

    desk: BagDesk | None = None
    """None while it is being looked for."""
    working: str = ""
    percent: int = 0
    seen: BagContents | None = None
    """A bag that waits for somebody to compare its seal."""
    packed: BagContents | None = None
    outcome: BagOutcome | None = None


# --- printer and slips ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterDeskView(View):
    """The printer as it stands, slips that are not on paper, and what staff may do about both."""

    loaded: bool = True
    address: str = ""
    width_dots: int = 576
    state: PrinterState = PrinterState.UNKNOWN
    abilities: PrinterAbilities | None = None
    jobs: tuple[PrintJob, ...] = ()
    slip: SlipState | None = None
    """What became of the slip that was asked for here."""
    working: bool = False
    can_edit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateView(View):
    """A slip's template in an editor beside the slip it makes. Another `load_number` = other text for the editor."""

    name: str
    language: str
    width_dots: int = 576
    names: tuple[str, ...] = ()
    source: str = ""
    load_number: int = 0
    is_changed: bool = False
    is_unsaved: bool = False
    picture: bytes = field(default=b"", repr=False)
    """PNG of the last text without a mistake."""
    line: int = 0
    """The line that is wrong, from 1; 0 where none is."""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipCheckView(View):
    """Is a slip genuine? `verdict` None: hold it up."""

    verdict: ProofVerdict | None = None
    reference: str = ""
    revision: int = 0
    pages: int = 0
    documents: int = 0
    at: datetime | None = None
    checking: bool = False
    camera: str = "card"
