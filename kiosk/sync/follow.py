"""Follows what the portal decides about this agent point's dossiers; what a state means is the store's affair."""

import logging

from kiosk.domain.errors import ServerRefused
from kiosk.domain.payment_ports import PaymentStore
from kiosk.domain.ports import DossierStore, SyncMarks
from kiosk.sync.client import GatewayClient

log = logging.getLogger(__name__)

CURSOR_MARK = "events_cursor"


class EventFollower:
    """Reads the event stream page by page. The cursor is kept after its events: a replay after a crash does no harm."""

    def __init__(
        self, gateway: GatewayClient, marks: SyncMarks, dossiers: DossierStore, payments: PaymentStore
    ) -> None:
        self._gateway = gateway
        self._marks = marks
        self._dossiers = dossiers
        self._payments = payments

    def follow_once(self, *, wait_s: int = 0) -> int:
        """Take what has moved, waiting up to `wait_s` (at most 25) for the first move; returns how many events were
        news. Raises ServerAway, LinkRefused, ServerRefused."""
        news = 0
        while True:
            cursor = self._marks.get(CURSOR_MARK)
            try:
                page = self._gateway.events(cursor, wait_s=wait_s)
            except ServerRefused as refusal:
                if refusal.status != 410 or cursor is None:
                    raise
                log.info("the gateway does not know our place in the events any more: from the oldest kept")
                self._marks.put(CURSOR_MARK, None)
                continue
            for event in page.events:
                news += self._dossiers.apply_event(event)
                self._payments.take_event(event)
            moved = page.cursor not in ("", cursor)
            if moved:
                self._marks.put(CURSOR_MARK, page.cursor)
            if not page.more or not moved:
                return news
            wait_s = 0
