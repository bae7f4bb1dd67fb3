"""What a sync job works with; the jobs' own memory of what the gateway said lasts only as long as the process."""

from collections import OrderedDict
from dataclasses import dataclass, field

from kiosk.domain.dossier import Document
from kiosk.domain.payment_ports import PaymentStore
from kiosk.domain.ports import AccountStore, DossierStore
from kiosk.domain.post_ports import PostStore
from kiosk.sync.client import GatewayClient

SLICE_S = 4.0
"""One claim of a job keeps the line about this long, so that dossiers, and people, take turns."""
MOST_REMEMBERED = 1000


@dataclass(slots=True)
class Announced:
    """What the gateway last said of a dossier's revision, and what was sent since."""

    revision: int
    upload_url: str
    missing: list[str]
    sent: set[str] = field(default_factory=set)
    """Documents whose last byte the gateway counted; whether it took them only `missing` says."""


@dataclass(slots=True)
class Tools:
    """Given to every job."""

    gateway: GatewayClient
    dossiers: DossierStore
    accounts: AccountStore
    payments: PaymentStore
    post: PostStore
    slice_s: float = SLICE_S
    _outcomes: OrderedDict[str, bool] = field(default_factory=OrderedDict)
    _arrived: set[str] = field(default_factory=set)
    _announced: OrderedDict[str, Announced] = field(default_factory=OrderedDict)

    def announced(self, dossier_id: str, revision: int) -> Announced | None:
        """What is known of this revision, None when the gateway must be asked."""
        known = self._announced.get(dossier_id)
        return known if known is not None and known.revision == revision else None

    def remember(self, dossier_id: str, announced: Announced) -> None:
        """Keep until the next question, or until a thousand others came after."""
        self._announced[dossier_id] = announced
        self._announced.move_to_end(dossier_id)
        while len(self._announced) > MOST_REMEMBERED:
            self._announced.popitem(last=False)

    def forget(self, dossier_id: str) -> None:
        """Something went another way than thought: ask the gateway before the next byte."""
        self._announced.pop(dossier_id, None)

    def note_outcome(self, dossier_id: str, *, unknown: bool) -> None:
        """Whether the last try to announce this dossier may have reached the gateway."""
        self._outcomes[dossier_id] = unknown
        while len(self._outcomes) > MOST_REMEMBERED:
            self._outcomes.popitem(last=False)

    def outcome_is_unknown(self, dossier_id: str, *, before_start: bool) -> bool:
        """True when the gateway must be asked first. `before_start`: an earlier process may have tried."""
        return self._outcomes.get(dossier_id, before_start)

    def arrived(self, document: Document) -> None:
        """All bytes of a document are at the gateway: counted once, however often they had to be sent."""
        if document.id not in self._arrived:
            self._arrived.add(document.id)
            self.gateway.counts.payload_bytes += document.bytes
