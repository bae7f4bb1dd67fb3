"""The words of honest service: flags on the supervisor's list, a citizen's rating, lists of training."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.bilingual import Text
from kiosk.domain.service_watch import Flag, FlagReason
from kiosk.domain.staff import StaffMember
from kiosk.flow.messages import Effect, Intent, View

# --- flags -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsLoaded(Intent):
    """What is open, and what was settled lately."""

    flags: tuple[Flag, ...]
    settled: tuple[Flag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagOpened(Intent):
    """One of the list."""

    flag_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedOpened(Intent):
    """A dossier or an envelope behind the opened flag, by its reference or label."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagSettled(Intent):
    """Looked at, for this reason."""

    reason: FlagReason


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFlags(Effect):
    """Look for new ones first → FlagsLoaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleFlag(Effect):
    """→ FlagsLoaded."""

    flag_id: str
    staff_id: str
    reason: FlagReason


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsView(View):
    """The list, or one flag of it. `subjects`: flag id → whom or what it is about, in words."""

    flags: tuple[Flag, ...]
    settled: tuple[Flag, ...]
    subjects: Mapping[str, Text | str]
    loading: bool
    opened: Flag | None = None


# --- ratings ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(Intent):
    """1 to 5 stars, of one's own free will."""

    stars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRating(Effect):
    """Only stars and the day; no answer."""

    stars: int


# --- training --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingLoaded(Intent):
    """Everybody who works here, and their lists by staff id."""

    members: tuple[StaffMember, ...]
    codes: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraineeChosen(Intent):
    """Whose list is looked at; empty: everybody's again."""

    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSearched(Intent):
    """Procedures to add, as typed."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingToggled(Intent):
    """On the list, or off it."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadTraining(Effect):
    """→ TrainingLoaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTrained(Effect):
    """→ TrainingLoaded."""

    staff_id: str
    code: str
    trained: bool
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingView(View):
    """People with the length of their lists; or one of them with their procedures and what the search found."""

    members: tuple[tuple[str, str, int], ...]
    """(staff id, name, how many procedures)."""
    chosen: str = ""
    name: str = ""
    trained: tuple[tuple[str, Text], ...] = ()
    found: tuple[tuple[str, Text], ...] = ()
    searched: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTrainedView(View):
    """A clerk is not trained for this procedure: whom to ask; `blocked`: nobody goes on alone."""

    procedure_name: Text
    ask: tuple[str, ...]
    blocked: bool
