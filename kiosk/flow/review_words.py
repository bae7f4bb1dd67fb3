"""The words of reviewing imported procedures: what staff do, the orders, and what is shown."""

from dataclasses import dataclass

from kiosk.domain.bilingual import Text
from kiosk.domain.catalogue_review import ImportOutcome, ReviewItem, ReviewLine, ReviewState
from kiosk.domain.sheet import Sheet, SheetState
from kiosk.flow.messages import Effect, Intent, View


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list on a stick."""

    path: str
    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """What waits, and what may be taken in. `lines` are the first of them, most doubtful first."""

    waiting: int
    clear: int
    accepted: int
    put_aside: int
    lines: tuple[ReviewLine, ...]
    files: tuple[ListFile, ...]
    state: ReviewState = ReviewState.WAITING
    """Whose lines these are."""


# --- what staff do --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsAsked(Intent):
    """Look again at the records of that state, and which sticks are there."""

    state: ReviewState = ReviewState.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChosen(Intent):
    """Take in this file."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOpened(Intent):
    """One record."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtSettled(Intent):
    """One doubt of the record on the screen: a proposal by its place, or a number typed."""

    place: int
    answer: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAccepted(Intent):
    """The record may be seen by citizens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPutAside(Intent):
    """The record is of no use here, or must be put right in the list itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearOnesAccepted(Intent):
    """Every record in which nothing is doubtful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewListAsked(Intent):
    """The doubtful records on A4, and as a table on the stick."""


# --- what came back -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsLoaded(Intent):
    """What waits now."""

    desk: ReviewDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class ListImported(Intent):
    """What became of the file; `problem` says why it could not be read at all."""

    outcome: ImportOutcome | None
    problem: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLoaded(Intent):
    """The record, None when there is none of that code any more."""

    item: ReviewItem | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSettled(Intent):
    """Accepted or put aside; `problem` says what is still wrong with it."""

    problem: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearOnesSettled(Intent):
    """How many were accepted, and how many were found wrong after all."""

    accepted: int
    wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewListMade(Intent):
    """The sheet to print, and the table's file name where one was written onto a stick."""

    sheet: Sheet
    table: str


# --- orders ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReviews(Effect):
    """→ ReviewsLoaded."""

    state: ReviewState = ReviewState.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportList(Effect):
    """→ ListImported."""

    path: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReview(Effect):
    """→ ReviewLoaded."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepReview(Effect):
    """Decisions so far; nobody waits for it."""

    item: ReviewItem
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptReview(Effect):
    """→ ReviewSettled."""

    item: ReviewItem
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutReviewAside(Effect):
    """→ ReviewSettled."""

    item: ReviewItem
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptClearOnes(Effect):
    """→ ClearOnesSettled."""

    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeReviewList(Effect):
    """→ ReviewListMade."""

    language: str


# --- what is shown --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewListView(View):
    """Imported procedures that wait for a person."""

    desk: ReviewDesk | None
    """None while it is being looked for."""
    working: str = ""
    """importing, accepting or listing."""
    outcome: ImportOutcome | None = None
    problem: Text | None = None
    """Why a file could not be read, in its own words."""
    settled: tuple[int, int] | None = None
    """(accepted, wrong after all) of the last "accept all"."""
    table: str = ""
    sheet: SheetState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItemView(View):
    """One record with its doubts."""

    item: ReviewItem | None
    problem: Text | None = None
    working: bool = False
