"""What is said when somebody asks where a dossier stands: the code, the answer, and the views."""

from dataclasses import dataclass

from kiosk.domain.account import (
    Tracking,
)
from kiosk.domain.bilingual import Text
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntered(Intent):
    """A dossier code or local reference, typed."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingFound(Intent):
    """Where it stands; None when neither portal nor kiosk knows the code."""

    tracking: Tracking | None
    away: bool = False
    """True when the portal could not be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackDossier(Effect):
    """Ask the portal, else this kiosk's last knowledge → TrackingFound."""

    code: str


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
