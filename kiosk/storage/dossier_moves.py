"""What happens to a dossier, as pure steps from one value to the next; no database, no files, no clock of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from kiosk.domain.account import Tracking, TrackingStep
from kiosk.domain.dossier import (
    ALLOWED_MOVES,
    Document,
    Dossier,
    DossierState,
    NewDossier,
    Problem,
    StateChange,
    SupplementItem,
)
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import PortalEvent
from kiosk.storage import event_order

_S = DossierState
UNPROVEN = frozenset({_S.DRAFT, _S.CHECKED, _S.QUEUED, _S.UPLOADING, _S.QUARANTINED, _S.MISMATCH})
"""The portal has not proven that it holds the current revision."""
_SAYS_NOTHING_NEW = frozenset(
    {_S.DRAFT, _S.CHECKED, _S.QUEUED, _S.UPLOADING, _S.SUBMITTED, _S.SUPPLEMENTED, _S.UNKNOWN}
)
"""States an event may name while this kiosk still waits for the signed manifest: only that manifest counts as sent."""
_OWN_WORDS = frozenset({_S.QUARANTINED, _S.MISMATCH, _S.DISCARDED})
"""Words of this kiosk; a portal that uses them means something else."""
_NOT_PUBLIC = frozenset({_S.DRAFT.value, _S.CHECKED.value})


def begin(
    new: NewDossier,
    *,
    reference: str,
    documents: Sequence[Document],
    actor: str,
    at: datetime,
    followed: Dossier | None = None,
) -> Dossier:
    """A dossier that was not known before, confirmed and queued; `followed` is the one that it replaces."""
    if new.revision != 1:
        raise RuleBroken(f"dossier {new.id} begins with revision {new.revision}", code="revision_conflict")
    steps = (
        StateChange(_S.DRAFT, at, actor),
        StateChange(_S.CHECKED, at, actor),
        StateChange(_S.QUEUED, at, "kiosk"),
    )
    replaces = new.body.get("replaces")
    return Dossier(
        id=new.id,
        local_reference=reference,
        revision=1,
        state=_S.QUEUED,
        raw_state=_S.QUEUED,
        procedure_code=new.procedure_code,
        procedure_name=new.procedure_name,
        body=full_body(new.body, reference, 1, documents),
        documents=tuple(documents),
        created_at=at,
        replaces=replaces if isinstance(replaces, str) else None,
        follows=followed.local_reference if followed else "",
        earlier_notices=followed.notices if followed else 0,
        account_way=new.account_way,
        history=steps,
    )


def ties(dossier: Dossier) -> dict[str, str]:
    """What the audit trail says beside a confirmation: which dossier it follows, under which account it goes."""
    told = {"follows": dossier.follows, "account": dossier.account_way.value if dossier.account_way else ""}
    return {name: value for name, value in told.items() if value}


def is_repetition(known: Dossier, new: NewDossier) -> bool:
    """True when `new` is what is kept already; RuleBroken(`revision_conflict`) when it fits neither before nor after.

    The same revision is taken anew only when the dossier was given back to a person (DRAFT), the next one only
    when the portal asked for a supplement.
    """
    if new.revision == known.revision:
        return known.state is not _S.DRAFT
    if new.revision == known.revision + 1 and known.state is _S.SUPPLEMENT_REQUESTED:
        return False
    raise RuleBroken(
        f"{known.local_reference} is {known.state} at revision {known.revision}, not ready for {new.revision}",
        code="revision_conflict",
    )


def resubmit(
    known: Dossier, new: NewDossier, *, documents: Sequence[Document], actor: str, at: datetime
) -> Dossier:
    """The dossier with a corrected or supplemented revision, queued again."""
    steps = (StateChange(_S.CHECKED, at, actor), StateChange(_S.QUEUED, at, "kiosk"))
    return replace(
        known,
        revision=new.revision,
        state=_S.QUEUED,
        raw_state=_S.QUEUED,
        body=full_body(new.body, known.local_reference, new.revision, documents),
        documents=tuple(documents),
        upload_url=None,
        problem=None,
        supplement=(),
        notice_text="",
        history=known.history + steps,
    )


def full_body(
    body: Mapping[str, Any], reference: str, revision: int, documents: Sequence[Document]
) -> dict[str, Any]:
    """The contract's PUT body, complete."""
    wire = [document.to_wire() for document in documents]
    return {**body, "local_reference": reference, "revision": revision, "documents": wire}


def kept_documents(
    known: Dossier, new: NewDossier, brought_again: Sequence[Document] = ()
) -> tuple[Document, ...]:
    """Documents of earlier revisions that belong to this one too; RuleBroken(`document_unknown`) for one not there.

    `brought_again` came with the new revision under the same id with the same bytes.
    """
    wanted = set(new.kept_document_ids)
    kept = [document for document in known.documents if document.id in wanted]
    if len(kept) != len(wanted):
        raise RuleBroken(f"{known.local_reference} has no such document to keep", code="document_unknown")
    return (*kept, *(document for document in brought_again if document.id not in wanted))


def move(dossier: Dossier, state: DossierState, *, by: str, at: datetime, reason: str = "") -> Dossier:
    """One step of the life cycle; RuleBroken(`move_not_allowed`) for any other. The same state again changes nothing."""
    if state is dossier.state:
        return dossier
    if state not in ALLOWED_MOVES.get(dossier.state, frozenset()):
        raise RuleBroken(
            f"{dossier.local_reference} cannot go from {dossier.state} to {state}", code="move_not_allowed"
        )
    return _step(dossier, state, StateChange(state, at, by, reason=reason))


def prove(dossier: Dossier, *, state: str, received_at: datetime, at: datetime) -> Dossier:
    """The signed manifest of the current revision verified: sent. A portal that is further on already is not set back."""
    sent = replace(dossier, sent_at=received_at, problem=None)
    if dossier.state not in UNPROVEN:
        return sent
    return _step(sent, _read(state), StateChange(state, at, "portal", server_at=received_at), raw=state)


def mismatch(dossier: Dossier, *, reason: str, at: datetime) -> Dossier:
    """The manifest is not what the kiosk holds."""
    marked = replace(dossier, problem=Problem("manifest_mismatch", reason))
    if dossier.state is _S.MISMATCH:
        return marked
    return _step(marked, _S.MISMATCH, StateChange(_S.MISMATCH, at, "kiosk", reason=reason))


def quarantine(dossier: Dossier, problem: Problem, *, at: datetime) -> Dossier:
    """A person must look. A dossier that the portal holds already keeps its state and only shows the problem."""
    marked = replace(dossier, problem=problem)
    if dossier.state not in UNPROVEN or dossier.state in (_S.QUARANTINED, _S.MISMATCH):
        return marked
    return _step(marked, _S.QUARANTINED, StateChange(_S.QUARANTINED, at, "kiosk", reason=problem.code))


def follow(dossier: Dossier, event: PortalEvent, *, earlier: Sequence[PortalEvent], at: datetime) -> Dossier:
    """Believe the portal, whatever moves it makes; but sent means a verified manifest, never an event.

    `earlier`: the events about this dossier that were followed before. One that happened before the newest of them
    comes to stand at its place in the history and moves nothing.
    """
    state, late = _read(event.state), event_order.came_late(event, earlier)
    code, other = (dossier.official_code, event.code) if late else (event.code, dossier.official_code)
    accepted = [dossier.accepted_at, event.at if state is _S.ACCEPTED else None]
    known = replace(
        dossier,
        official_code=code or other,
        due_at=event_order.due_after(event, earlier, dossier.due_at),
        accepted_at=min((each for each in accepted if each is not None), default=None),
    )
    if dossier.state in UNPROVEN and state in _SAYS_NOTHING_NEW:
        return known
    items, text = read_notice(event.notice)
    if event_order.newest_notice_is_this(event, earlier) and not (late and event.state != dossier.raw_state):
        known = replace(known, supplement=items, notice_text=text)
    told = StateChange(event.state, at, "portal", None if event.untimed else event.at, text, came_late=late)
    if late:
        return replace(known, history=event_order.put_in_place(known.history, told))
    if event.state == dossier.raw_state and event.notice is None:
        return known
    return _step(known, state, told, raw=event.state)


def read_notice(notice: Mapping[str, Any] | None) -> tuple[tuple[SupplementItem, ...], str]:
    """Items and text of the portal's one notice; whatever is malformed is left out."""
    if notice is None:
        return (), ""
    raw = notice.get("items")
    items = tuple(
        SupplementItem(*(str(item.get(name) or "") for name in ("component_id", "reason", "what_to_do")))
        for item in (raw if isinstance(raw, list) else [])
        if isinstance(item, Mapping)
    )
    return items, str(notice.get("text") or "")


def public_facts(dossier: Dossier, code: str) -> Tracking:
    """What anyone who holds the code may see: no citizen data."""
    agency = dossier.body.get("agency")
    name = agency.get("name") if isinstance(agency, Mapping) else agency
    return Tracking(
        code=code,
        procedure=dossier.procedure_name,
        agency=str(name or ""),
        state=dossier.raw_state,
        received_at=dossier.sent_at,
        accepted_at=dossier.accepted_at,
        due_at=dossier.due_at,
        history=tuple(
            TrackingStep(step.server_at or step.at, step.state)
            for step in dossier.history
            if step.state not in _NOT_PUBLIC
        ),
        as_of=last_heard_of(dossier),
        local=True,
    )


def is_news(before: Dossier, after: Dossier) -> bool:
    """True when an event changed the state, asked once more, or told what had been missing in the history."""
    if after.raw_state != before.raw_state or after.notices > before.notices:
        return True
    return sum(step.came_late for step in after.history) > sum(step.came_late for step in before.history)


def state_before(step: StateChange, before: Dossier, after: Dossier) -> str:
    """From which state a step led; one that came late follows what stands before it."""
    place = after.history.index(step)
    return after.history[place - 1].state if step.came_late and place else before.raw_state


def last_heard_of(dossier: Dossier) -> datetime | None:
    """When this kiosk last learnt anything; what came late stands earlier in the history."""
    return max((step.at for step in dossier.history), default=dossier.created_at)


def _read(raw: str) -> DossierState:
    state = DossierState.read(raw)
    return _S.UNKNOWN if state in _OWN_WORDS else state


def _step(dossier: Dossier, state: DossierState, change: StateChange, raw: str | None = None) -> Dossier:
    return replace(dossier, state=state, raw_state=raw or state.value, history=(*dossier.history, change))
