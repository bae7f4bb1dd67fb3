"""The words of paper dossiers at the post's desk: what happens there, what is ordered, what is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.domain.bilingual import Text
from kiosk.domain.post_item import (
    EnvelopePaper,
    HandOverLine,
    HandOverRecord,
    Line,
    PostItem,
    PostState,
    Signature,
)
from kiosk.domain.upload import QueueItem
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import ProcedureLine, SlipState

# --- what happens ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDeskLoaded(Intent):
    """The envelopes that wait, nearest deadline first."""

    items: tuple[PostItem, ...]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPaperAsked(Intent):
    """A citizen has come with papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverAsked(Intent):
    """To the one-stop office with what waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostItemOpened(Intent):
    """One envelope, by id, label or reference."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostItemLoaded(Intent):
    """As it is kept; None where nobody knows it."""

    item: PostItem | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeTextChosen(Intent):
    """No procedure of the list: what was typed is its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlanned(Intent):
    """Which case, where to, how far, and where the result goes."""

    case_id: str
    agency: str
    line: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCounted(Intent):
    """One line of the count as it stands now."""

    component_id: str
    originals: int
    copies: int
    lacking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAdded(Intent):
    """One paper more, which no list names."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureDrawn(Intent):
    """`picture`: PNG."""

    picture: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelEntered(Intent):
    """Typed, or by a barcode scanner that types."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelChecked(Intent):
    """Whether the label was ever used here."""

    number: str
    is_used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSealed(Intent):
    """The envelope is kept."""

    item: PostItem


@dataclass(frozen=True, slots=True, kw_only=True)
class MishapTold(Intent):
    """Lost or damaged, and how."""

    state: PostState
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmissTold(Intent):
    """Something is amiss with a scanned envelope; empty: it is whole after all."""

    item_id: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerNamed(Intent):
    """Who takes them over, at which agency; on to the signatures."""

    name: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverKept(Intent):
    """The record is kept."""

    record: HandOverRecord
    items: tuple[PostItem, ...]


# --- what is ordered ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPostDesk(Effect):
    """What waits; finishes what a power cut left half done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPostItem(Effect):
    """One envelope; looking at it is recorded."""

    name: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLabel(Effect):
    """Was it used before?"""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealPaper(Effect):
    """Keep the envelope, its signatures and its dossier; the draft it was put together in ends with that."""

    item: PostItem
    signatures: tuple[Signature, ...]
    counted: Mapping[str, Any]
    draft_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellMishap(Effect):
    """It is lost or damaged."""

    item_id: str
    state: PostState
    remark: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepHandOver(Effect):
    """Keep the record with both signatures; it gets its number there."""

    record_id: str
    agency: str
    officer: str = field(repr=False)
    staff_id: str
    lines: tuple[HandOverLine, ...]
    signatures: tuple[Signature, ...]


# --- what is shown -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDeskView(View):
    """`items` is None until they are loaded; `now` is what lateness is measured by."""

    items: tuple[PostItem, ...] | None
    now: datetime
    alarm_h: float = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperChoiceView(View):
    """What may be sent by post; `why_not` of a line that may not."""

    text: str
    lines: tuple[ProcedureLine, ...]
    why_not: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlanView(View):
    """`cases`: (id, words); one of them is already chosen where there is only one."""

    procedure_name: str
    cases: tuple[tuple[str, Text], ...]
    agency: str
    line: Line
    due: Mapping[str, datetime]
    """By line."""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCountView(View):
    """The list with what is counted so far. `asked`: (originals, copies) of each listed paper."""

    papers: tuple[EnvelopePaper, ...]
    asked: Mapping[str, tuple[int, int]]
    forgotten: tuple[str, ...]
    """Component ids that are still to be counted or given up."""
    is_listed: bool
    """False where no list exists and papers are added by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignLine:
    """One line of what is signed for."""

    name: str
    originals: int = 0
    copies: int = 0
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignView(View):
    """`subject`: envelope, hand_over or result; `role`: citizen, clerk, officer, receiver or witness."""

    subject: str
    role: str
    signer: str = field(repr=False)
    lines: tuple[SignLine, ...]
    can_sign_instead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLabelView(View):
    """`number` is set once a label was read and is good."""

    number: str
    problem: str
    sealing: bool
    said: str = ""
    """What the problem is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostItemView(View):
    """One envelope. `fresh`: it was sealed just now, before the citizen."""

    item: PostItem
    now: datetime
    fresh: bool
    slip: SlipState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNewsView(View):
    """What the portal is to be told of an envelope or a result, and has not been yet."""

    item: QueueItem


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverView(View):
    """What waits for one agency and what was scanned of it. `scanned`: item id → remark, empty when whole."""

    agencies: tuple[str, ...]
    agency: str
    items: tuple[PostItem, ...]
    scanned: Mapping[str, str]
    now: datetime
    problem: str = ""
    said: str = ""
    """The label or code that the problem is about."""
    record: HandOverRecord | None = None
    slip: SlipState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyChosen(Intent):
    """Whose envelopes are handed over."""

    agency: str
