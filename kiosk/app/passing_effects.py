"""Carries out the session's orders about drafts that change hands, each recorded in the audit trail."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from kiosk.app.parts import Parts
from kiosk.domain.draft import DraftPage
from kiosk.domain.events import AuditKind
from kiosk.flow.messages import Effect, Intent, Lane
from kiosk.flow.passing_words import (
    DraftPassedOn,
    DraftPickedUp,
    FindPassedOn,
    KeepDraftHere,
    PassDraftOn,
    PassedOnFound,
    PickDraftUp,
)

Carries = Callable[[Any], Intent | None]
PagesOf = Callable[[str], tuple[tuple[DraftPage, ...], Mapping[str, bytes]]]


class PassingEffects:
    """`table` names lane and method of each order; `pages_of` gives a draft's pages with their small pictures."""

    def __init__(self, parts: Parts, pages_of: PagesOf) -> None:
        self._parts = parts
        self._drafts = parts.store.drafts
        self._pages_of = pages_of

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        return {
            PassDraftOn: (Lane.STORE, self._pass_on),
            KeepDraftHere: (Lane.STORE, self._keep_here),
            FindPassedOn: (Lane.STORE, self._find),
            PickDraftUp: (Lane.STORE, self._pick_up),
        }

    def _pass_on(self, effect: PassDraftOn) -> Intent:
        until = self._parts.clock() + timedelta(minutes=self._parts.settings.storage.passed_on_keep_min)
        self._drafts.save(effect.draft)
        self._drafts.pass_on(effect.draft.id, code=effect.code, until=until)
        self._parts.store.audit.append(
            AuditKind.DRAFT_PASSED_ON, effect.draft.id, {"staff": effect.staff_id, "to": "code"}
        )
        return DraftPassedOn(code=effect.code, until=until)

    def _keep_here(self, effect: KeepDraftHere) -> None:
        self._drafts.pass_on(effect.draft_id, code="", until=None)

    def _find(self, effect: FindPassedOn) -> Intent:
        return PassedOnFound(draft=self._drafts.passed_on(effect.code, now=self._parts.clock()))

    def _pick_up(self, effect: PickDraftUp) -> Intent:
        draft = self._drafts.take_over(effect.draft_id, staff_id=effect.staff_id)
        if draft is None:
            return DraftPickedUp(draft=None)
        self._parts.store.audit.append(
            AuditKind.DRAFT_PICKED_UP, draft.id, {"staff": effect.staff_id, "way": "code"}
        )
        pages, thumbnails = self._pages_of(draft.id)
        return DraftPickedUp(draft=draft, pages=pages, thumbnails=thumbnails)
