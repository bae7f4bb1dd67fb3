"""The words of a citizen's request about their own data: what is touched, the orders, and what the screen shows."""

from dataclasses import dataclass, field

from kiosk.domain.person_data import Erasure, PersonData
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSeen(Intent):
    """The member of staff has compared face and card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDataLoaded(Intent):
    """Everything that is held."""

    data: PersonData = field(repr=False)
    sticks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked(Intent):
    """Onto this stick; `sealed`: only the passphrase opens it."""

    folder: str
    sealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataExported(Intent):
    """On the stick under these names; `passphrase` is empty when they lie open."""

    names: tuple[str, ...]
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureAsked(Intent):
    """First touch: say what will go and what stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureConfirmed(Intent):
    """Second touch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePutAside(Intent):
    """Not after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataErased(Intent):
    """What went, and what stays with its reason."""

    erasure: Erasure


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPersonData(Effect):
    """→ PersonDataLoaded; recorded."""

    number: str = field(repr=False)
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPersonData(Effect):
    """→ DataExported; recorded."""

    number: str = field(repr=False)
    staff_id: str
    folder: str
    sealed: bool
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePersonData(Effect):
    """→ DataErased; recorded."""

    number: str = field(repr=False)
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDataView(View):
    """First the card, then face and card compared, then what is held. The person stands here masked."""

    masked_number: str
    checked: bool
    wrong_card: bool
    data: PersonData | None = field(default=None, repr=False)
    sticks: tuple[str, ...] = ()
    asks_erasure: bool = False
    exported: tuple[str, ...] = ()
    passphrase: str = field(default="", repr=False)
    erasure: Erasure | None = None
    slip: SlipState | None = None
