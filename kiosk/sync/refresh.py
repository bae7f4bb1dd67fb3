"""Keeps the local copies of settings and catalogue up to date; works on none of what is in them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.domain.errors import ServerRefused
from kiosk.domain.ports import CatalogueStore
from kiosk.domain.procedure_versions import version_label
from kiosk.sync.client import GatewayClient

log = logging.getLogger(__name__)

MOST_PAGES = 10_000


@dataclass(slots=True)
class _Fetched:
    """A whole catalogue on its way in: it replaces the old one only when it is complete."""

    cursor: str | None = None
    items: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)


class Refresher:
    """Asks for changes only. A whole catalogue that breaks off goes on where it was at the next call."""

    def __init__(self, gateway: GatewayClient, catalogue: CatalogueStore) -> None:
        self._gateway = gateway
        self._catalogue = catalogue
        self._fetched = _Fetched()

    def refresh_settings(self) -> bool:
        """True when there were new ones. Raises ServerAway, LinkRefused, ServerRefused."""
        known = self._catalogue.settings()
        copy = self._gateway.settings(self._catalogue.settings_tag() if known is not None else None)
        if copy is None:
            return False
        changed = copy.body != known
        self._catalogue.keep_settings(copy.body, copy.tag)
        return changed

    def refresh_catalogue(self) -> bool:
        """True when a procedure came, changed or went. Raises ServerAway, LinkRefused, ServerRefused."""
        cursor = self._catalogue.procedures_cursor()
        if cursor is None:
            return self._fetch_all()
        changed = False
        for _ in range(MOST_PAGES):
            try:
                page = self._gateway.procedures(cursor)
            except ServerRefused as refusal:
                if refusal.status != 410:
                    raise
                log.info("the gateway does not know our place in the catalogue any more: all of it again")
                return self._fetch_all()
            items = [item for item in page.items if isinstance(item.get("code"), str)]
            self._catalogue.keep_procedures(items, page.removed, page.cursor or cursor, everything=False)
            changed = changed or bool(items or page.removed)
            if not page.more or page.cursor in ("", cursor):
                break
            cursor = page.cursor
        return changed

    def _fetch_all(self) -> bool:
        fetched = self._fetched
        for _ in range(MOST_PAGES):
            try:
                page = self._gateway.procedures(fetched.cursor)
            except ServerRefused:
                self._fetched = _Fetched()
                raise
            for key in [key for key in fetched.items if key[0] in page.removed]:
                del fetched.items[key]
            fetched.items.update(
                {
                    (code, version_label(item.get("version"))): item
                    for item in page.items
                    if isinstance(code := item.get("code"), str)
                }
            )
            stuck = page.cursor in ("", fetched.cursor)
            fetched.cursor = page.cursor or fetched.cursor
            if not page.more or stuck:
                break
        self._catalogue.keep_procedures(
            list(fetched.items.values()), [], fetched.cursor or "", everything=True
        )
        self._fetched = _Fetched()
        return True
