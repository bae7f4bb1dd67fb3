"""What one visit knows: the terminal's surroundings, and the person it is for; wiped when the visit ends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from kiosk.domain.account import AccountWay
from kiosk.domain.bilingual import Text
from kiosk.domain.clerk_call import ClerkCall
from kiosk.domain.events import Consent
from kiosk.domain.identity import VerificationMethod
from kiosk.domain.person import Person
from kiosk.domain.portal import PortalSettings
from kiosk.domain.ports import FormRules
from kiosk.domain.service_watch import Training
from kiosk.domain.settings import PostSettings
from kiosk.domain.staff import StaffMember
from kiosk.flow.catalogue import Catalogue
from kiosk.flow.effects import BeginSession
from kiosk.flow.messages import Effect
from kiosk.flow.ways import WayName

if TYPE_CHECKING:
    from kiosk.flow.filing import Filing

VIETNAM = timedelta(hours=7)


@dataclass(slots=True)
class Surroundings:
    """What every step may ask. The app keeps `portal`, `catalogue` and `online` fresh."""

    catalogue: Catalogue
    forms: FormRules
    new_id: Callable[[], str]
    now: Callable[[], datetime]
    words: Callable[[str, str], str]
    """`(text key, language)` → the sentence, for slips."""
    portal: PortalSettings = field(default_factory=PortalSettings)
    online: bool = False
    terminal: str = ""
    language: str = "vi"
    """Every visit begins in it."""
    demonstration_s: int = 0
    """Nobody touches the first screen for so long: it shows how everything goes; 0 for never."""
    without_account: bool = True
    """Whether the portal takes dossiers from people who have no account on it."""
    citizens_practise: bool = False
    """Whether the first screen has a way to practise."""
    has_chip_reader: bool = False
    """Whether one is configured; that it is plugged in is seen by looking."""
    has_page_camera: bool = False
    """Whether papers have a camera of their own."""
    diagonal_inch: float = 21.5
    """Of the screen, as the settings say."""
    training: Training = field(default_factory=Training)
    untrained: str = "warn"
    """warn, block or off: what a clerk meets who is not trained for a procedure."""
    agency_names: Mapping[str, Text] = field(default_factory=dict)
    post: PostSettings = field(default_factory=PostSettings)
    calls: tuple[ClerkCall, ...] = ()
    """Open calls for staff from all terminals of the branch, the longest waiting first."""
    rings: bool = True
    """Whether a call is also heard here."""
    unanswered_s: float = 120.0
    """A call that nobody took for so long says so to the caller."""
    waiting_s: float = 300.0
    """The idle time of whoever waits for staff."""

    def agency(self, kind: str) -> Text:
        """What a kind of agency is called; the portal's own word where nobody gave it a name."""
        return self.agency_names.get(kind) or Text.of(kind)

    def today(self) -> date:
        """The date in Vietnam (UTC+7, no summer time)."""
        return (self.now() + VIETNAM).date()


@dataclass(slots=True)
class Visit:
    """One person's visit. Everything personal lives here and in the draft, nowhere else."""

    session_id: str = ""
    began_at: datetime | None = None
    staff: StaffMember | None = None
    language: str = "vi"
    applicant: Person | None = field(default=None, repr=False)
    representative: Person | None = field(default=None, repr=False)
    """Who stands at the kiosk for the applicant, with relation and authority paper; None for whoever files for oneself."""
    on_behalf: bool = False
    """The dossier is for somebody else."""
    verification: VerificationMethod | None = None
    """None until somebody or something has checked who it is; nothing is sent before."""
    verified_at: datetime | None = None
    card_is_suspicious: bool = False
    """A chip was found to be changed, copied or somebody else's: what a camera reads of the card proves nothing now."""
    consents: tuple[Consent, ...] = ()
    account_way: AccountWay | None = None
    """With an account or without: what the citizen chose for this filing; None while nobody was asked."""
    registration: tuple[str, Mapping[str, Any]] | None = field(default=None, repr=False)
    """(account id, body) last sent to the portal: the very same body goes under the same id again."""
    came_over: bool = False
    """The clerk signed in over a citizen's session: it ends with it, and no bench is left open at this terminal."""
    passed_on: bool = False
    """The draft waits under a code: it outlives this session."""
    leaves_nothing: bool = False
    """The draft is of papers that lie here and go away with their owner: leaving on purpose erases it, also a clerk's."""
    stars: int = 0
    """What the citizen rated this visit with; 0: nothing yet."""
    draft_id: str = ""
    filing: "Filing | None" = field(default=None, repr=False)
    """The dossier being put together, kept when the person goes back and forth."""

    def begin(self, around: Surroundings, way: WayName) -> tuple[Effect, ...]:
        """Give the visit its name, once; the order that records it."""
        if self.session_id:
            return ()
        self.session_id, self.began_at = around.new_id(), around.now()
        return (BeginSession(session_id=self.session_id, way=way.value, staff_id=self.staff_id),)

    @property
    def assisted_by(self) -> str:
        """The clerk's name, empty when the citizen is alone."""
        return self.staff.name if self.staff else ""

    @property
    def staff_id(self) -> str | None:
        """The clerk's id, None when the citizen is alone."""
        return self.staff.id if self.staff else None
