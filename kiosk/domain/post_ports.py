"""The store behind the post's desk as a door; every implementation passes the same contract tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from kiosk.domain.held_result import HeldResult
from kiosk.domain.post_item import HandOverRecord, PostItem, PostState, Signature


class PostCall(StrEnum):
    """Which call of the contract a message is."""

    WAYBILL = "waybill"
    HANDOVER = "handover"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class PostMessage:
    """What the portal is to be told, frozen when it happened: however often it is sent, it is the same."""

    id: str
    """Of the job; for hand-overs and deliveries also of the thing at the portal."""
    call: PostCall
    thing_id: str
    """S10 of a waybill, else a UUID."""
    name: str
    """What the work list calls it."""
    body: Mapping[str, Any] = field(repr=False)


class PostStore(Protocol):
    """Envelopes, hand-overs, results, their signatures and what the portal is told of them.

    Each change is one transaction with its job and its entry of the audit trail, on disk when the call returns.
    """

    def seal(
        self, item: PostItem, signatures: Sequence[Signature], message: PostMessage, *, draft_id: str = ""
    ) -> None:
        """Keep a sealed envelope; the draft it was put together in ends with it.

        The same item again changes nothing; RuleBroken(`label_used`) for a known label.
        """

    def refer(self, item_id: str, reference: str) -> None:
        """The dossier of this envelope is kept under that reference."""

    def label_is_used(self, number: str) -> bool:
        """Whether an envelope or a delivery ever carried it."""

    def item(self, name: str) -> PostItem | None:
        """By id, S10 number or reference (any case)."""

    def items(self, states: Sequence[PostState], *, limit: int) -> list[PostItem]:
        """The nearest deadline first."""

    def next_record(self, day: str) -> int:
        """How many hand-overs there are of that day (ISO), plus one."""

    def hand_over(
        self, record: HandOverRecord, signatures: Sequence[Signature], message: PostMessage
    ) -> None:
        """Keep it and move its envelopes. RuleBroken: `item_moved_on` when one of them is not waiting any more,
        `record_number_taken` when another terminal of the branch has just used the number."""

    def record(self, number: str) -> HandOverRecord | None:
        """A hand-over by its number."""

    def mishap(self, item_id: str, state: PostState, remark: str, *, staff_id: str) -> PostItem:
        """Lost or damaged. RuleBroken(`item_moved_on`, `item_unknown`)."""

    def arrive(self, result: HeldResult, *, staff_id: str) -> HeldResult:
        """A result came from the agency; one that is here already stays as it is."""

    def result(self, name: str) -> HeldResult | None:
        """By id, scanned code or reference; the newest where a dossier had several."""

    def results(self, *, limit: int) -> list[HeldResult]:
        """Those still in the post's hands, the oldest first."""

    def move_result(
        self,
        before: HeldResult,
        after: HeldResult,
        *,
        staff_id: str,
        facts: Mapping[str, Any],
        message: PostMessage | None = None,
        signatures: Sequence[Signature] = (),
    ) -> None:
        """From exactly this state to that one. RuleBroken(`result_moved_on`) when somebody was quicker."""

    def message(self, message_id: str) -> PostMessage | None:
        """What a job is to send; None when it is not kept any more."""

    def adopt(self, message: PostMessage, *, seal: str) -> bool:
        """Queue what another terminal (by its seal) was to tell; False when it is known here, told or not."""

    def erase_due(self, *, signatures_s: float, records_s: float, now: datetime) -> int:
        """Crypto-erase signatures and mask senders of what ended so long ago; then whole records. How many."""
