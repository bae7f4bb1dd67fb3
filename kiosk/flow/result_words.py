"""The words of results at the post's desk: what happens there, what is ordered, what is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.domain.held_result import HandOut, HeldResult, Receiver
from kiosk.domain.person import Person
from kiosk.domain.post_item import Signature
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState

# --- what happens ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsLoaded(Intent):
    """Those in the post's hands, the oldest first."""

    results: tuple[HeldResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultTaken(Intent):
    """Scanned in from the agency's bag; `is_new` False when it was here already."""

    result: HeldResult
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultOpened(Intent):
    """One of the list."""

    result_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLoaded(Intent):
    """With who may take it."""

    result: HeldResult | None
    applicant: Person | None = field(default=None, repr=False)
    representative: Person | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteAsked(Intent):
    """Ask the citizen to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOutAsked(Intent):
    """Somebody has come for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorAsked(Intent):
    """Out to the citizen's door under this label."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorTold(Intent):
    """What became of the delivery: given at the door, or brought back."""

    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBackAsked(Intent):
    """Back to the agency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultChanged(Intent):
    """The move is kept."""

    result: HeldResult


@dataclass(frozen=True, slots=True, kw_only=True)
class OldPapersTold(Intent):
    """What was taken back, and the authority paper that was shown; on to the signature."""

    old_papers: tuple[str, ...]
    authority_paper: str = field(repr=False)


# --- what is ordered ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResults(Effect):
    """What is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeResultIn(Effect):
    """Match it to its dossier and keep it."""

    code: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResult(Effect):
    """One result; looking at it is recorded."""

    result_id: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveResult(Effect):
    """Keep a move. `invites`: the portal is to ask the citizen; `out`: it was handed out."""

    before: HeldResult
    after: HeldResult
    staff_id: str
    facts: Mapping[str, Any]
    invites: bool = False
    out: HandOut | None = None
    signatures: tuple[Signature, ...] = ()


# --- what is shown -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsView(View):
    """`results` is None until they are loaded. `next_at`: result id → when something is to be done."""

    results: tuple[HeldResult, ...] | None
    next_at: Mapping[str, datetime]
    now: datetime
    problem: str = ""
    said: str = ""
    taken: HeldResult | None = None
    """What was scanned last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldResultView(View):
    """One result and what may be done with it now."""

    result: HeldResult
    masked_phone: str
    invite_from: datetime | None
    send_back_from: datetime | None
    now: datetime
    can_hand_out: bool
    problem: str = ""
    slip: SlipState | None = None
    fresh: bool = False
    """It was handed out just now, to the person who stands here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOutView(View):
    """Who stands here, and for what."""

    result: HeldResult
    receiver: Receiver
    receiver_name: str = field(repr=False)
    masked_number: str
