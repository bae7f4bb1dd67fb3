"""What is said about printers, templates and kept slips: what staff asks, orders, and views."""

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.content_proof import ContentProof, ProofVerdict
from kiosk.domain.receipt import PrinterAbilities, PrinterState, PrintJob
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSlipAsked(Intent):
    """A slip of the dossier on the screen: one of `dossier_slips.slips_of`."""

    kind: str


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
