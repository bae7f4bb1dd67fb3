"""A result in the post's hands: arrived, invited, handed out, delivered or sent back, with the rules of each move.

Source: the postal decision on returning results (QĐ 45/2016/QĐ-TTg), article 8: papers of the receiver are checked,
old papers are taken back, two invitations two working days apart, then it goes back to the agency.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.domain.calendar import VIETNAM, WorkingCalendar
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import wire_time
from kiosk.domain.person import Person

INVITATIONS = 2


class ResultState(StrEnum):
    """Where the result is."""

    AT_AGENT_POINT = "AT_AGENT_POINT"
    INVITED_1 = "INVITED_1"
    INVITED_2 = "INVITED_2"
    IN_DELIVERY = "IN_DELIVERY"
    DELIVERED = "DELIVERED"
    RETURNED_TO_AGENCY = "RETURNED_TO_AGENCY"
    UNMATCHED = "UNMATCHED"
    """Nobody here knows its dossier: it is kept apart and goes back."""


_S = ResultState
OPEN_STATES = frozenset({_S.AT_AGENT_POINT, _S.INVITED_1, _S.INVITED_2, _S.IN_DELIVERY, _S.UNMATCHED})
AT_THE_POINT = frozenset({_S.AT_AGENT_POINT, _S.INVITED_1, _S.INVITED_2})
_MOVES: Mapping[ResultState, frozenset[ResultState]] = {
    _S.AT_AGENT_POINT: frozenset({_S.INVITED_1, _S.IN_DELIVERY, _S.DELIVERED, _S.RETURNED_TO_AGENCY}),
    _S.INVITED_1: frozenset({_S.INVITED_2, _S.IN_DELIVERY, _S.DELIVERED, _S.RETURNED_TO_AGENCY}),
    _S.INVITED_2: frozenset({_S.IN_DELIVERY, _S.DELIVERED, _S.RETURNED_TO_AGENCY}),
    _S.IN_DELIVERY: frozenset({_S.AT_AGENT_POINT, _S.DELIVERED, _S.RETURNED_TO_AGENCY}),
    _S.UNMATCHED: frozenset({_S.RETURNED_TO_AGENCY}),
}


class Receiver(StrEnum):
    """Who stands at the counter for a result."""

    APPLICANT = "applicant"
    REPRESENTATIVE = "representative"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class HeldResult:
    """One result. `code` is what was scanned from it."""

    id: str
    code: str
    state: ResultState
    arrived_at: datetime
    changed_at: datetime
    dossier_id: str = ""
    reference: str = ""
    procedure_code: str = ""
    procedure_name: str = ""
    agency: str = ""
    invited_at: tuple[datetime, ...] = ()
    label: str = ""
    """S10 of the delivery to the door."""
    remark: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.reference or self.code

    @property
    def portal_knows(self) -> bool:
        """Whether there is a portal to tell; a procedure taken by its name alone, and a stranger's result, have none."""
        return bool(self.dossier_id)

    @property
    def is_open(self) -> bool:
        """Still in the post's hands."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class ResultTerms:
    """How long things take. Configuration: the decision names the gap, the operator the rest."""

    gap_working_days: int = 2
    keep_working_days: int = 10
    """From the last invitation until it is sent back."""


@dataclass(frozen=True, slots=True)
class HandOut:
    """A result given to somebody whose papers were checked."""

    receiver: Person = field(repr=False)
    kind: Receiver
    id_checked: str
    old_papers: tuple[str, ...] = ()
    authority_paper: str = field(default="", repr=False)
    on_behalf_of: str = field(default="", repr=False)
    """The applicant's name where somebody else takes it."""


def moved(result: HeldResult, to: ResultState, *, at: datetime, **changes: Any) -> HeldResult:
    """The result after a move. RuleBroken(`result_moved_on`) where its state allows none such."""
    if to not in _MOVES.get(result.state, frozenset()):
        raise RuleBroken(f"{result.state} to {to}", code="result_moved_on")
    return replace(result, state=to, changed_at=at, **changes)


def invite_from(result: HeldResult, terms: ResultTerms, calendar: WorkingCalendar) -> datetime | None:
    """From when the next invitation may go out; None when there is none to send any more."""
    if result.state not in (_S.AT_AGENT_POINT, _S.INVITED_1) or len(result.invited_at) >= INVITATIONS:
        return None
    if not result.invited_at:
        return result.arrived_at
    return _start_of_day(result.invited_at[-1], terms.gap_working_days, calendar)


def send_back_from(result: HeldResult, terms: ResultTerms, calendar: WorkingCalendar) -> datetime | None:
    """From when it may go back to the agency; None while the citizen was not invited twice."""
    if result.state is _S.UNMATCHED:
        return result.arrived_at
    if result.state not in (_S.INVITED_2, _S.IN_DELIVERY) and len(result.invited_at) < INVITATIONS:
        return None
    last = result.invited_at[-1] if result.invited_at else result.changed_at
    return _start_of_day(last, terms.keep_working_days, calendar)


def invited(result: HeldResult, at: datetime, terms: ResultTerms, calendar: WorkingCalendar) -> HeldResult:
    """One invitation more. RuleBroken: `invited_twice`, `invited_too_soon`."""
    begins = invite_from(result, terms, calendar)
    if begins is None:
        raise RuleBroken("no invitation is left", code="invited_twice")
    if at < begins:
        raise RuleBroken("the working days between are not over", code="invited_too_soon")
    to = _S.INVITED_2 if result.invited_at else _S.INVITED_1
    return moved(result, to, at=at, invited_at=(*result.invited_at, at))


def sent_back(result: HeldResult, at: datetime, terms: ResultTerms, calendar: WorkingCalendar) -> HeldResult:
    """Back to the agency. RuleBroken(`sent_back_too_soon`) before the term."""
    begins = send_back_from(result, terms, calendar)
    if begins is None or at < begins:
        raise RuleBroken("the term is not over", code="sent_back_too_soon")
    return moved(result, _S.RETURNED_TO_AGENCY, at=at)


def who_receives(holder: Person, applicant: Person | None, representative: Person | None) -> Receiver:
    """By the personal number alone: names repeat, numbers do not."""
    number = holder.personal_number or ""
    if number and applicant is not None and number == applicant.personal_number:
        return Receiver.APPLICANT
    if number and representative is not None and number == representative.personal_number:
        return Receiver.REPRESENTATIVE
    return Receiver.STRANGER


def check_hand_out(out: HandOut) -> None:
    """Nobody else's result is handed out: a stranger needs an authority paper. RuleBroken(`receiver_not_entitled`)."""
    if out.kind is Receiver.STRANGER and not out.authority_paper.strip():
        raise RuleBroken("neither applicant nor representative", code="receiver_not_entitled")
    if not out.id_checked:
        raise RuleBroken("nobody checked an identity", code="receiver_not_checked")


def delivery_wire(result: HeldResult, out: HandOut | None, delivered_at: datetime | None) -> dict[str, Any]:
    """The contract's delivery: a result handed out, or (without `out`) an invitation to fetch it."""
    return {
        "dossier_id": result.dossier_id,
        "to": _receiver(out).to_wire() if out else None,
        "id_checked": out.id_checked if out else None,
        "old_papers": list(out.old_papers) if out else [],
        "delivered_at": wire_time(delivered_at) if delivered_at else None,
        "invited_at": [wire_time(at) for at in result.invited_at],
    }


def _receiver(out: HandOut) -> Person:
    if not out.authority_paper:
        return out.receiver
    return replace(out.receiver, authority_document=out.authority_paper)


def _start_of_day(after: datetime, working_days: int, calendar: WorkingCalendar) -> datetime:
    day = after.astimezone(VIETNAM).date()
    for _ in range(working_days):
        day = calendar.next_working_day(day)
    return datetime.combine(day, datetime.min.time(), VIETNAM)
