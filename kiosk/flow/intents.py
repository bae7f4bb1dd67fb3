"""What can happen to a session in several areas, in the past tense: touches first, then results of effects.

Each area has words of its own beside this module (`<area>_words.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.domain.dossier import Dossier
from kiosk.domain.draft import Draft, DraftPage
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.scan import CardSight
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
