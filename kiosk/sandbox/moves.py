"""How a dossier moves from state to state, and the events that tell of it; who may decide a move is elsewhere."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from kiosk.sandbox.portal import Portal
from kiosk.sandbox.problems import Problem
from kiosk.sandbox.tables import Dossier, Event, Revision

_PAYABLE = frozenset({"SUBMITTED", "ACCEPTED", "IN_PROCESS"})

ALLOWED: dict[str, frozenset[str]] = {
    "UPLOADING": frozenset({"SUBMITTED", "WITHDRAWN"}),
    "SUBMITTED": frozenset(
        {"ACCEPTED", "SUPPLEMENT_REQUESTED", "REFUSED", "PAYMENT_REQUIRED", "WITHDRAWN", "SUPERSEDED"}
    ),
    "SUPPLEMENT_REQUESTED": frozenset({"SUPPLEMENTED", "WITHDRAWN", "STOPPED", "SUPERSEDED"}),
    "SUPPLEMENTED": frozenset({"ACCEPTED", "IN_PROCESS", "REFUSED"}),
    "ACCEPTED": frozenset({"PAYMENT_REQUIRED", "IN_PROCESS"}),
    "PAYMENT_REQUIRED": _PAYABLE | {"STOPPED"},
    "IN_PROCESS": frozenset(
        {"SUPPLEMENT_REQUESTED", "PAYMENT_REQUIRED", "EXTENDED", "RESULT_READY", "STOPPED", "WITHDRAWN"}
    ),
    "EXTENDED": frozenset({"RESULT_READY", "STOPPED"}),
    "RESULT_READY": frozenset({"RETURNED"}),
}
"""Final states have no entry."""


def tell(
    portal: Portal,
    session: Session,
    dossier: Dossier,
    *,
    notice: Mapping[str, Any] | None = None,
    payment: Mapping[str, Any] | None = None,
) -> None:
    """Write an event with the dossier's state as it is now."""
    session.add(
        Event(
            event_id=str(uuid4()),
            dossier_id=dossier.dossier_id,
            at=portal.clock.stamp(),
            state=dossier.state,
            code=dossier.code,
            due_at=dossier.due_at,
            notice=dict(notice) if notice is not None else None,
            payment=dict(payment) if payment is not None else None,
        )
    )
    session.flush()


def move(
    portal: Portal,
    session: Session,
    dossier: Dossier,
    state: str,
    *,
    notice: Mapping[str, Any] | None = None,
    payment: Mapping[str, Any] | None = None,
) -> None:
    """Move a dossier and tell of it. Raises Problem 409 where the life cycle has no such step."""
    if state not in ALLOWED.get(dossier.state, frozenset()):
        raise Problem(
            409, "move_not_allowed", f"Không thể chuyển từ {dossier.state} sang {state}.", state=dossier.state
        )
    if state == "PAYMENT_REQUIRED":
        dossier.state_before_payment = dossier.state
    dossier.state = state
    tell(portal, session, dossier, notice=notice, payment=payment)


def shown_state(dossier: Dossier) -> str:
    """What the kiosk is told: an open draft is UPLOADING, whatever the public state."""
    return "UPLOADING" if dossier.draft_open else dossier.state


def current_body(session: Session, dossier: Dossier) -> dict[str, Any]:
    """The body of the last revision that was submitted; of the first draft before that."""
    revision = dossier.revision - 1 if dossier.draft_open and dossier.revision > 1 else dossier.revision
    found = session.get(Revision, (dossier.dossier_id, revision))
    assert found is not None
    return found.body
