"""Carries out the session's orders about results: matched to dossiers here, durable first, then the line is woken."""

from collections.abc import Callable
from typing import Any

from kiosk.app.parts import Parts
from kiosk.domain.content_proof import reference_in
from kiosk.domain.dossier import Dossier
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.held_result import HeldResult, ResultState, delivery_wire
from kiosk.domain.ids import new_id
from kiosk.domain.person import Person
from kiosk.domain.post_item import PostItem
from kiosk.domain.post_ports import PostCall, PostMessage
from kiosk.domain.rules import dossier_code_is_valid, local_reference_is_valid, s10_is_valid
from kiosk.flow import result_words as words
from kiosk.flow.messages import Effect, Intent, Lane

Carries = Callable[[Any], Intent | None]
MOST_RESULTS = 300
_ENDED = (ResultState.DELIVERED,)


class ResultEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._store = parts.store

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        store = Lane.STORE
        return {
            words.LoadResults: (store, self._load_all),
            words.TakeResultIn: (store, self._take_in),
            words.LoadResult: (store, self._load),
            words.MoveResult: (store, self._move),
        }

    def _load_all(self, _: words.LoadResults) -> Intent:
        return words.ResultsLoaded(results=tuple(self._store.post.results(limit=MOST_RESULTS)))

    def _take_in(self, effect: words.TakeResultIn) -> Intent:
        code = "".join(reference_in(effect.code).split()).upper()
        if not (dossier_code_is_valid(code) or local_reference_is_valid(code) or s10_is_valid(code)):
            raise RuleBroken("neither code, reference nor label", code="result_code_shape")
        dossier, item = self._dossier_of(code)
        code = (dossier.official_code if dossier else None) or code
        known = self._store.post.result(code)
        if known is not None and known.is_open:
            return words.ResultTaken(result=known, is_new=False)
        if known is not None and known.state in _ENDED:
            raise RuleBroken("it was handed out", code="result_given_already")
        result = self._new(code, dossier, item)
        kept = self._store.post.arrive(result, staff_id=effect.staff_id)
        return words.ResultTaken(result=kept, is_new=kept.id == result.id)

    def _dossier_of(self, code: str) -> tuple[Dossier | None, PostItem | None]:
        item = self._store.post.item(code)
        dossier = self._store.dossiers.find(item.id if item is not None else code)
        return dossier, item

    def _new(self, code: str, dossier: Dossier | None, item: PostItem | None) -> HeldResult:
        now = self._parts.clock()
        if dossier is not None:
            return HeldResult(
                id=new_id(),
                code=code,
                state=ResultState.AT_AGENT_POINT,
                arrived_at=now,
                changed_at=now,
                dossier_id=dossier.id,
                reference=dossier.local_reference,
                procedure_code=dossier.procedure_code,
                procedure_name=dossier.procedure_name,
                agency=str(dossier.body.get("agency") or ""),
            )
        state = ResultState.UNMATCHED if item is None else ResultState.AT_AGENT_POINT
        return HeldResult(
            id=new_id(),
            code=code,
            state=state,
            arrived_at=now,
            changed_at=now,
            reference=item.number if item else "",
            procedure_name=item.procedure_name if item else "",
            agency=item.agency if item else "",
        )

    def _load(self, effect: words.LoadResult) -> Intent:
        result = self._store.post.result(effect.result_id)
        if result is None:
            return words.ResultLoaded(result=None)
        self._store.audit.append(AuditKind.RECORD_VIEWED, result.name, {"staff": effect.staff_id})
        applicant, representative = self._entitled(result)
        return words.ResultLoaded(result=result, applicant=applicant, representative=representative)

    def _entitled(self, result: HeldResult) -> tuple[Person | None, Person | None]:
        """Applicant and representative; of a dossier that no portal knows, the sender."""
        dossier = self._store.dossiers.find(result.dossier_id) if result.dossier_id else None
        if dossier is None:
            item = self._store.post.item(result.reference) if result.reference else None
            return (item.sender if item else None), None
        people = (dossier.body.get("applicant"), dossier.body.get("representative"))
        applicant, representative = (Person.from_wire(each) if each else None for each in people)
        return applicant, representative

    def _move(self, effect: words.MoveResult) -> Intent:
        self._store.post.move_result(
            effect.before,
            effect.after,
            staff_id=effect.staff_id,
            facts=effect.facts,
            message=self._message(effect),
            signatures=effect.signatures,
        )
        self._parts.wake_line()
        return words.ResultChanged(result=effect.after)

    def _message(self, effect: words.MoveResult) -> PostMessage | None:
        """An invitation, or the end of it; a result whose dossier no portal knows is told to nobody."""
        after = effect.after
        if not after.dossier_id or not (effect.invites or effect.out):
            return None
        thing_id = new_id()
        delivered_at = after.changed_at if effect.out else None
        body = delivery_wire(after, effect.out, delivered_at)
        return PostMessage(thing_id, PostCall.DELIVERY, thing_id, after.name, body)
