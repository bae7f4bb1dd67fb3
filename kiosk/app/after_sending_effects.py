"""Carries out the session's orders about dossiers that were sent: one's own by one's card, and taking one back."""

from collections.abc import Callable
from typing import Any

from kiosk.app.decision_effects import DecisionEffects
from kiosk.app.parts import Parts
from kiosk.domain.dossier import Dossier, DossierState
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.flow import after_sending_words as words
from kiosk.flow.messages import Effect, Intent, Lane

Carries = Callable[[Any], Intent | None]
MOST = 20


class AfterSendingEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._dossiers = parts.store.dossiers

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        return {
            words.LoadOwnDossier: (Lane.STORE, self._load_own),
            words.FindOwnDossiers: (Lane.STORE, self._find_own),
            words.WithdrawDossier: (Lane.STORE, self._withdraw),
            **DecisionEffects(self._parts).table(),
        }

    def _load_own(self, effect: words.LoadOwnDossier) -> Intent:
        dossier = self._dossiers.find(effect.reference)
        if dossier is None or effect.personal_number not in _holders(dossier):
            return words.OwnDossierLoaded(dossier=None)
        self._parts.store.audit.append(AuditKind.RECORD_VIEWED, dossier.local_reference, {"by": "citizen"})
        return words.OwnDossierLoaded(dossier=dossier)

    def _find_own(self, effect: words.FindOwnDossiers) -> Intent:
        return words.OwnDossiersFound(
            dossiers=tuple(self._dossiers.of_person(effect.personal_number, limit=MOST))
        )

    def _withdraw(self, effect: words.WithdrawDossier) -> Intent:
        dossier = self._dossiers.find(effect.reference)
        if dossier is None:
            raise RuleBroken("not there any more", code="dossier_unknown")
        by = f"clerk:{effect.staff_id}" if effect.staff_id else "citizen"
        self._dossiers.moved(dossier.id, DossierState.WITHDRAWN, by=by, reason=effect.reason)
        self._parts.wake_line()
        after = self._dossiers.find(dossier.id)
        assert after is not None
        return words.DossierWithdrawn(dossier=after)


def _holders(dossier: Dossier) -> set[str]:
    """Applicant and representative: both showed a card for it."""
    people = (dossier.body.get("applicant"), dossier.body.get("representative"))
    named = (person.get("personal_number") for person in people if isinstance(person, dict))
    return {number for number in named if isinstance(number, str) and number}
