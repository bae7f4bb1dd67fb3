"""Carries out the session's order about the agency's own document: where the portal keeps it, if that is the portal's own place."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

from kiosk.app.parts import Parts
from kiosk.domain.errors import RuleBroken
from kiosk.flow.decision_words import DecisionLoaded, LoadDecision
from kiosk.flow.messages import Effect, Intent, Lane


class DecisionEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def table(self) -> dict[type[Effect], tuple[Lane, Callable[[Any], Intent | None]]]:
        """What is carried out where."""
        return {LoadDecision: (Lane.STORE, self._load)}

    def _load(self, effect: LoadDecision) -> Intent:
        dossiers = self._parts.store.dossiers
        dossier = dossiers.find(effect.reference)
        if dossier is None:
            raise RuleBroken("not there any more", code="dossier_unknown")
        notice = dossiers.newest_notice(dossier.id) or {}
        return DecisionLoaded(form_url=own_form(notice.get("form_url"), self._parts.settings.gateway.url))


def own_form(named: object, gateway: str) -> str:
    """The document's address, whole; empty unless it lies on the gateway's own origin: nothing else is shown to people."""
    if not isinstance(named, str) or not named or not urlsplit(gateway).netloc:
        return ""
    try:
        whole = urljoin(f"{gateway.rstrip('/')}/v1/events", named)
        own, found = urlsplit(gateway), urlsplit(whole)
    except ValueError:
        return ""
    return whole if (found.scheme, found.netloc) == (own.scheme, own.netloc) else ""
