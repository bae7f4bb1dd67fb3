"""The staff's list of payments: what is to be given back or cleared up, and what came lately."""

from kiosk.domain.payment import Payment
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.pay_words import (
    LoadPayments,
    PaymentOpened,
    PaymentSeenTo,
    PaymentsLoaded,
    PaymentsView,
    SettlePayment,
)
from kiosk.flow.visit import Visit


class PaymentsStep:
    """One list; one payment of it open at a time."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._loaded: PaymentsLoaded | None = None
        self._opened = ""
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Always fresh."""
        return (LoadPayments(),)

    def view(self) -> View:
        """What needs a person first."""
        loaded = self._loaded
        return PaymentsView(
            to_see_to=loaded.to_see_to if loaded else (),
            recent=loaded.recent if loaded else (),
            opened=self._found(),
            loading=loaded is None,
            can_go_back=True,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Open, see to, go back."""
        match intent:
            case PaymentsLoaded():
                self._loaded = intent
            case PaymentOpened(payment_id=payment_id):
                self._opened, self._notice = payment_id, None
            case PaymentSeenTo() if (found := self._found()) is not None and found.needs_a_person:
                self._opened, self._notice = "", Notice("success", "payments.seen_to")
                settle = SettlePayment(payment_id=found.id, staff_id=self._visit.staff_id or "")
                return Turn(effects=(settle,))
            case WentBack() if self._opened:
                self._opened = ""
            case WentBack():
                return Turn(back=1)
            case EffectFailed():
                self._notice = Notice("error", intent.text_key)
        return Turn()

    def _found(self) -> Payment | None:
        loaded = self._loaded
        every = (*loaded.to_see_to, *loaded.recent) if loaded else ()
        return next((payment for payment in every if payment.id == self._opened), None)
