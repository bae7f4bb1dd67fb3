"""Carries out the session's orders about paper dossiers: durable first, then the line is woken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from kiosk.app.known_procedures import follow
from kiosk.app.parts import Parts
from kiosk.domain.account import Tracking
from kiosk.domain.calendar import VIETNAM
from kiosk.domain.dossier import NewDossier
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.ids import new_id
from kiosk.domain.post_item import HandOverRecord, PostItem, PostState, hand_over_number, is_alarming
from kiosk.domain.post_ports import PostCall, PostMessage
from kiosk.flow import post_words as words
from kiosk.flow.messages import Effect, Intent, Lane

Carries = Callable[[Any], Intent | None]
MOST_ITEMS = 300
NUMBERS_TRIED = 5
"""Terminals of one branch may hand over at the same moment."""


class PostEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._post = parts.store.post

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        store = Lane.STORE
        return {
            words.LoadPostDesk: (store, self._load_desk),
            words.LoadPostItem: (store, self._load_item),
            words.CheckLabel: (store, self._check_label),
            words.SealPaper: (store, self._seal),
            words.TellMishap: (store, self._mishap),
            words.KeepHandOver: (store, self._hand_over),
        }

    def papers_due(self) -> int:
        """Envelopes that have to be handed over now, or should have been."""
        now, soon = self._parts.clock(), timedelta(hours=self._parts.settings.post.alarm_h)
        waiting = self._post.items([PostState.SEALED], limit=MOST_ITEMS)
        return sum(is_alarming(item, now, soon) for item in waiting)

    def _load_desk(self, _: words.LoadPostDesk) -> Intent:
        waiting = self._post.items([PostState.SEALED], limit=MOST_ITEMS)
        # a power cut between envelope and dossier leaves one without a reference: done now
        items = tuple(self._file(item, {}) for item in waiting)
        return words.PostDeskLoaded(items=items, now=self._parts.clock())

    def _load_item(self, effect: words.LoadPostItem) -> Intent:
        item = self._post.item(effect.name)
        if item is not None:
            self._parts.store.audit.append(AuditKind.RECORD_VIEWED, item.number, {"staff": effect.staff_id})
        return words.PostItemLoaded(item=item)

    def _check_label(self, effect: words.CheckLabel) -> Intent:
        is_used = self._post.label_is_used(effect.number)
        return words.LabelChecked(number=effect.number, is_used=is_used)

    def _seal(self, effect: words.SealPaper) -> Intent:
        item = effect.item
        payer = "citizen" if item.price else "budget"
        message = PostMessage(new_id(), PostCall.WAYBILL, item.number, item.number, item.waybill_wire(payer))
        self._post.seal(item, effect.signatures, message, draft_id=effect.draft_id)
        kept = self._file(item, effect.counted)
        self._parts.wake_line()
        return words.PaperSealed(item=kept)

    def _file(self, item: PostItem, counted: Any) -> PostItem:
        """The portal's dossier of an envelope; where it is kept already, nothing new is."""
        if item.reference or not item.dossier_body:
            return item
        version = (item.dossier_body.get("procedure") or {}).get("version")
        follow(self._parts, self._parts.around.catalogue.version(item.procedure_code, version))
        dossier = self._parts.store.dossiers.submit(
            NewDossier(
                id=item.id,
                procedure_code=item.procedure_code,
                procedure_name=item.procedure_name,
                body=item.dossier_body,
                counted=counted,
            ),
            actor=f"clerk:{item.staff_id}",
            point=self._parts.around.portal.agent_point.reference_code,
        )
        self._post.refer(item.id, dossier.local_reference)
        return self._post.item(item.id) or item

    def _mishap(self, effect: words.TellMishap) -> Intent:
        item = self._post.mishap(effect.item_id, effect.state, effect.remark, staff_id=effect.staff_id)
        return words.PostItemLoaded(item=item)

    def _hand_over(self, effect: words.KeepHandOver) -> Intent:
        at = effect.signatures[-1].at
        today = at.astimezone(VIETNAM).date()
        point = self._parts.around.portal.agent_point.reference_code
        first = self._post.next_record(today.isoformat())
        for number in range(first, first + NUMBERS_TRIED):
            record = HandOverRecord(
                id=effect.record_id,
                number=hand_over_number(point, today, number),
                agency=effect.agency,
                officer=effect.officer,
                staff_id=effect.staff_id,
                at=at,
                lines=effect.lines,
            )
            message = PostMessage(record.id, PostCall.HANDOVER, record.id, record.number, record.to_wire())
            try:
                self._post.hand_over(record, effect.signatures, message)
                break
            except RuleBroken as broken:
                if broken.code != "record_number_taken" or number == first + NUMBERS_TRIED - 1:
                    raise
        self._parts.wake_line()
        items = [self._post.item(line.item_id) for line in record.lines]
        if None in items:
            raise RuleBroken("an envelope is not kept any more", code="item_unknown")
        return words.HandOverKept(record=record, items=tuple(item for item in items if item))


def own_facts(item: PostItem) -> Tracking:
    """A paper dossier that no portal knows: where its envelope is, without a word of who sent it."""
    return Tracking(
        code=item.number,
        procedure=item.procedure_name,
        agency=item.agency,
        state=item.state.value,
        as_of=item.handed_over_at or item.sealed_at,
        local=True,
    )


def with_post(tracking: Tracking | None, item: PostItem | None) -> Tracking | None:
    """With the post's own clocks where it is a paper dossier."""
    if tracking is None or item is None:
        return tracking
    return replace(tracking, posted_at=item.sealed_at, filed_at=item.handed_over_at)
