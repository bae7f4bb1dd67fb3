"""The fee of a dossier: the portal's own code large on the citizen's screen, or cash at the clerk's counter."""

from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import DossierState
from kiosk.domain.payment import Payment, PaymentMethod, PaymentState
from kiosk.domain.receipt import Receipt
from kiosk.domain.rules import plain_text
from kiosk.flow.intents import EffectFailed, Left, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.money_slips import fee_slip
from kiosk.flow.navigation import Turn
from kiosk.flow.pay_words import (
    AskPayment,
    BeginPayment,
    CashChosen,
    CashReceived,
    PaymentBegan,
    PaymentRenewed,
    PaymentSeen,
    PayView,
    TakeCash,
)
from kiosk.flow.slip import Slip
from kiosk.flow.visit import Surroundings, Visit

ASK_EVERY_S = 3.0
PAYER_LIMIT = 120
PAYABLE = frozenset(
    {
        DossierState.SUBMITTED,
        DossierState.SUPPLEMENTED,
        DossierState.ACCEPTED,
        DossierState.PAYMENT_REQUIRED,
        DossierState.IN_PROCESS,
    }
)
"""The portal has it and may be asked what is owed."""


class PayStep:
    """From "what is owed" to a slip; nothing is said to be paid but by the portal, or by the clerk who holds the cash."""

    def __init__(self, visit: Visit, around: Surroundings, reference: str) -> None:
        self._visit = visit
        self._around = around
        self._reference = reference
        self._procedure_name: Text | None = None
        self._payment: Payment | None = None
        self._demanded: int | None = None
        self._why_not = ""
        self._asking = False
        self._by_cash = False
        self._cash_id = ""
        self._notice: Notice | None = None
        self._slip = Slip(f"{reference}/payment", self._receipt)

    def enter(self) -> tuple[Effect, ...]:
        """Ask, unless it is known already."""
        if self._payment is not None or self._asking:
            return ()
        self._asking = True
        return (BeginPayment(reference=self._reference),)

    def view(self) -> View:
        """The amount, the code while money may come, and what became of it."""
        payment = self._payment
        waits = payment is not None and payment.state.waits_for_money and not self._by_cash
        return PayView(
            reference=self._reference,
            procedure_name=self._procedure_name,
            payment=payment,
            amount=self._amount,
            why_not=self._why_not,
            by_cash=self._by_cash,
            can_take_cash=self._may_take_cash,
            keeping=bool(self._cash_id),
            slip=self._slip.state,
            busy=self._asking or waits or bool(self._cash_id),
            can_go_back=not self._cash_id and not self._is_settled,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Follow the money."""
        match intent:
            case WentBack() if self._by_cash and not self._cash_id and not self._is_settled:
                self._by_cash = False
            case WentBack() if not self._cash_id:
                return Turn(back=1)
            case WentOn() | Left() if not self._cash_id:
                return Turn(leave="completed")
            case PaymentBegan() if self._asking:
                return self._began(intent)
            case EffectFailed(effect="BeginPayment") if self._asking:
                self._asking, self._why_not = False, intent.text_key
            case PaymentSeen(payment=payment) if payment is not None and self._is_mine(payment):
                return self._seen(payment)
            case EffectFailed(effect="AskPayment") if self._payment is not None:
                # the line may come and go while the money is on its way
                return Turn(effects=self._ask_again())
            case PaymentRenewed() if not self._asking and not self._is_settled:
                self._payment, self._why_not, self._notice = None, "", None
                return Turn(effects=self.enter())
            case CashChosen(cash=cash) if not self._cash_id and (self._may_take_cash or not cash):
                self._by_cash = cash
            case CashReceived(payer=payer) if self._by_cash and self._may_take_cash and not self._cash_id:
                return self._take(plain_text(payer)[:PAYER_LIMIT])
            case EffectFailed(effect="TakeCash"):
                self._cash_id, self._notice = "", Notice("error", intent.text_key)
            case _:
                return Turn(effects=self._slip.handle(intent))
        return Turn()

    # --- the portal's code -----------------------------------------------------------------------------------

    def _began(self, began: PaymentBegan) -> Turn:
        self._asking = False
        self._procedure_name = began.procedure_name or self._procedure_name
        self._why_not, self._demanded = began.why_not, began.demanded
        if began.payment is None:
            return Turn()
        return self._seen(began.payment)

    def _seen(self, payment: Payment) -> Turn:
        self._payment = payment
        if payment.id == self._cash_id:
            self._cash_id = ""
        if payment.is_paid and self._slip.state is None:
            return Turn(effects=(*self._slip.order(), *self._ask_again()))
        return Turn(effects=self._ask_again())

    def _ask_again(self) -> tuple[Effect, ...]:
        payment = self._payment
        if payment is None or payment.state not in (PaymentState.PENDING, PaymentState.KEPT):
            return ()
        return (AskPayment(payment_id=payment.id, after_s=ASK_EVERY_S),)

    def _is_mine(self, payment: Payment) -> bool:
        return payment.id == self._cash_id or (self._payment is not None and payment.id == self._payment.id)

    # --- cash ------------------------------------------------------------------------------------------------

    @property
    def _amount(self) -> int | None:
        return (self._payment.amount or None) if self._payment is not None else self._demanded

    @property
    def _is_settled(self) -> bool:
        """Nothing more is to be paid here."""
        payment = self._payment
        return payment is not None and (payment.is_paid or payment.state is PaymentState.REFUND_DUE)

    @property
    def _may_take_cash(self) -> bool:
        """Only a clerk, and only what the portal named."""
        return self._visit.staff is not None and bool(self._amount) and not self._is_settled

    def _take(self, payer: str) -> Turn:
        assert self._amount is not None
        self._cash_id, self._notice = self._around.new_id(), None
        order = TakeCash(
            payment_id=self._cash_id,
            reference=self._reference,
            amount=self._amount,
            staff_id=self._visit.staff_id or "",
            payer=payer,
        )
        return Turn(effects=(order,))

    def _receipt(self) -> Receipt:
        payment = self._payment
        assert payment is not None
        language = self._visit.language
        cash = payment.method is PaymentMethod.CASH
        return fee_slip(
            self._around.portal,
            payment,
            procedure_name=self._procedure_name.in_language(language) if self._procedure_name else "",
            what=self._around.words("price.fee", language),
            how=self._around.words("pay.method_cash" if cash else "pay.method_vietqr", language),
            clerk=self._visit.assisted_by,
            language=language,
        )
