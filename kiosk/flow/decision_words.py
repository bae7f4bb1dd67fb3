"""The words of reading what the agency decided, as the portal sent it."""

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import DossierState, SupplementItem
from kiosk.domain.sheet import SheetState
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState

DECIDED = frozenset(
    {
        DossierState.ACCEPTED,
        DossierState.SUPPLEMENT_REQUESTED,
        DossierState.REFUSED,
        DossierState.PAYMENT_REQUIRED,
        DossierState.EXTENDED,
        DossierState.STOPPED,
        DossierState.RESULT_READY,
        DossierState.RETURNED,
    }
)
"""States of which the agency writes something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadDecision(Effect):
    """Where the portal keeps its own document of the newest notice → DecisionLoaded."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionChosen(Intent):
    """Read what the agency wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLoaded(Intent):
    """`form_url`: on the portal's own address, else empty."""

    form_url: str


@dataclass(frozen=True, slots=True)
class WrittenDecision:
    """One notice: the portal's word for the state, when it says so, and its text unchanged."""

    state: str
    at: datetime
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView(View):
    """What the agency wrote, the newest first; nothing of it is put into other words."""

    reference: str
    code: str
    """The official code; empty before acceptance."""
    procedure_name: Text | str
    agency: Text | str
    written: tuple[WrittenDecision, ...]
    items: tuple[tuple[Text | str, SupplementItem], ...] = field(default=(), repr=False)
    """Points of the newest notice: what each is about, and the point itself."""
    due_at: datetime | None = None
    form_url: str = ""
    loading: bool = False
    has_slip: bool = False
    slip: SlipState | None = None
    sheet: SheetState | None = None
