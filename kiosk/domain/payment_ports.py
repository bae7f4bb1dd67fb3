"""The doors for money: what flow and app need of the store of payments and of the portal that asks for them."""

from collections.abc import Mapping
from typing import Any, Protocol

from kiosk.domain.events import PortalEvent
from kiosk.domain.payment import CashClosing, Payment, PaymentAnswer


class PaymentStore(Protocol):
    """Payments of this agent point's dossiers, and the drawer's closings. Every method returns after COMMIT."""

    def keep(self, payment: Payment) -> None:
        """A payment about to be asked for (again under the same id: no change)."""

    def take_cash(self, payment: Payment) -> None:
        """Cash in the drawer, with the job that tells the portal, in one transaction."""

    def find(self, payment_id: str) -> Payment | None: ...
    def of_dossier(self, dossier_id: str) -> list[Payment]:
        """Newest first."""

    def told(self, answer: PaymentAnswer) -> Payment | None:
        """The portal's word; the payment after it, None for one that is not kept here."""

    def refused(self, payment_id: str, code: str) -> Payment | None:
        """The portal does not take it."""

    def take_event(self, event: PortalEvent) -> bool:
        """A payment that an event speaks of, also one begun elsewhere. True when that was news."""

    def needing_a_person(self) -> list[Payment]:
        """Refunds due and differences that nobody has seen to, oldest first."""

    def recent(self, *, limit: int) -> list[Payment]:
        """Newest first."""

    def settle(self, payment_id: str, *, staff_id: str) -> Payment | None:
        """A person saw to it."""

    def in_the_drawer(self) -> list[Payment]:
        """Cash of this terminal that no close of day has counted, oldest first."""

    def close_day(self, closing: CashClosing, payment_ids: tuple[str, ...]) -> None:
        """Keep the closing with the payments it counted; RuleBroken(`cash_moved`) when the drawer changed meanwhile."""

    def closings(self, *, limit: int) -> list[CashClosing]:
        """Newest first."""


class PaymentGateway(Protocol):
    """The portal, asked while a person waits; ServerAway, LinkRefused, ServerRefused may be raised."""

    def put_payment(self, payment_id: str, body: Mapping[str, Any]) -> PaymentAnswer: ...
    def get_payment(self, payment_id: str) -> PaymentAnswer: ...
