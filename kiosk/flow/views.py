"""What the screens show that several areas share, one class a screen, named as the person sees it; no widgets, no texts."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kiosk.domain.account import AccountWay
from kiosk.domain.bilingual import Text
from kiosk.domain.clerk_call import ClerkCall
from kiosk.domain.draft import Draft
from kiosk.domain.form_field import FormField
from kiosk.domain.identity import Doubt
from kiosk.domain.person import Person
from kiosk.domain.procedure import Problem as FieldProblem
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Case, Component
from kiosk.domain.procedure_versions import Validity
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.scan import Hint, Quad
from kiosk.domain.version_changes import VersionChange
from kiosk.flow.call_words import CallState
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
    calls: tuple[ClerkCall, ...] = ()
    """From any terminal of the branch, not taken yet; told to staff."""
    own_call: CallState = CallState.NONE
    """Of whoever stands here."""
    comes: str = ""


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
class IdleWarningView(View):
    """ "Are you still here?" with one big button; the presenter counts down."""

    warning_s: int
    waits: bool = False
    """For a member of staff who was called."""
    kept_under: str = ""
    """The code under which the draft then waits for whoever goes on with it; empty: it is erased."""


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


@dataclass(frozen=True, slots=True)
class SlipState:
    """Where the slip of a done screen stands."""

    state: PrintState = PrintState.WAITING
    printer: PrinterState = PrinterState.UNKNOWN

    @property
    def is_printing(self) -> bool:
        """Ordered, and not answered yet: nothing is ordered twice."""
        return self.state is PrintState.WAITING

    @property
    def asks_the_person(self) -> bool:
        """Whether it lies there: only a person can see. Answered once, it is on its way again."""
        return self.state is PrintState.UNKNOWN


# --- dossier -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """One line of a search result; `online` is full, partial or none."""

    code: str
    name: Text
    field: Text | None
    online: str
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
