"""The words of what happens to a dossier after it was sent: answering a supplement, taking it back, one's own by one's card."""

from dataclasses import dataclass, field

from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import Dossier
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOwnDossier(Effect):
    """Is the dossier this card's? Only then is anything of it shown to a citizen alone → OwnDossierLoaded."""

    reference: str
    personal_number: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindOwnDossiers(Effect):
    """Dossiers of this terminal that the holder of the card has → OwnDossiersFound."""

    personal_number: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDossier(Effect):
    """Take it back; the portal is told as soon as it can be → DossierWithdrawn."""

    reference: str
    reason: str = field(repr=False)
    staff_id: str | None = None


# --- what happened -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementChosen(Intent):
    """Answer the portal's notice now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementItemOpened(Intent):
    """Do one point of the notice, by its place in the list."""

    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementItemTicked(Intent):
    """A point that only the person can judge is done, or not."""

    place: int
    done: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDossierLoaded(Intent):
    """The dossier, None when it is not this card's or not here."""

    dossier: Dossier | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDossiersFound(Intent):
    """Newest first."""

    dossiers: tuple[Dossier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDossierChosen(Intent):
    """One of them."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawChosen(Intent):
    """Think about taking the dossier back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConfirmed(Intent):
    """Yes, take it back. `reason` is what the portal is told."""

    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierWithdrawn(Intent):
    """It is on record."""

    dossier: Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionChosen(Intent):
    """Whom the person says to be; "none" for nobody special."""

    exemption: str


# --- what is shown -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SupplementLine:
    """One point of the notice. `kind`: paper, answer or other."""

    name: Text | str
    reason: str
    what_to_do: str
    kind: str
    done: bool
    pages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementView(View):
    """The notice as a list of things to do; sent when all are done."""

    procedure_name: Text
    reference: str
    lines: tuple[SupplementLine, ...]
    notice_text: str = ""
    notices: int = 1
    """How often the portal has asked; more than once breaks its own rule."""
    is_new_dossier: bool = False
    """Without an account: a new dossier, linked to the first."""
    slip: SlipState | None = None

    @property
    def missing(self) -> int:
        """Points not done yet."""
        return sum(not line.done for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCardView(View):
    """The holder of the dossier shows the card that it was filed with. `purpose`: supplement or withdraw."""

    purpose: str
    procedure_name: Text | None = None
    code: str
    wrong_card: bool = False
    looking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDossiersView(View):
    """Dossiers of whoever holds the card: procedure, state and dates."""

    dossiers: tuple[Dossier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawView(View):
    """What taking it back means, before it is done."""

    reference: str
    procedure_name: str
    state: str
    working: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class ExemptionLine:
    """One group of people, and the paper that proves it."""

    id: str
    name: Text
    proof: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionView(View):
    """Asked before any price is shown."""

    procedure_name: Text
    lines: tuple[ExemptionLine, ...]
    chosen: str = ""
    problem: str = ""
