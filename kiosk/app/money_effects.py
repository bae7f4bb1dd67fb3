"""Carries out the session's orders about money; payee, account and amount come from the portal's own words alone."""

import logging
from collections.abc import Callable
from typing import Any

from kiosk.app.parts import Parts
from kiosk.domain.dossier import Dossier
from kiosk.domain.errors import LinkRefused, RuleBroken, ServerAway, ServerRefused
from kiosk.domain.events import AuditKind
from kiosk.domain.ids import new_id
from kiosk.domain.payment import (
    CashClosing,
    Payment,
    PaymentMethod,
    PaymentState,
    check_closing,
    check_second_person,
    demanded_amount,
)
from kiosk.flow import pay_words as words
from kiosk.flow.messages import Effect, Intent, Lane

_log = logging.getLogger(__name__)

Carries = Callable[[Any], Intent | None]
RECENT = 100
CLOSINGS = 10


class MoneyEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._payments = parts.store.payments

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        store, network = Lane.STORE, Lane.NETWORK
        return {
            words.BeginPayment: (network, self._begin),
            words.AskPayment: (network, self._ask),
            words.TakeCash: (store, self._take_cash),
            words.LoadPayments: (store, self._load),
            words.SettlePayment: (store, self._settle),
            words.LoadDrawer: (store, self._load_drawer),
            words.CloseDrawer: (store, self._close_drawer),
        }

    # --- one dossier's fee -----------------------------------------------------------------------------------

    def _begin(self, effect: words.BeginPayment) -> Intent:
        dossier = self._parts.store.dossiers.find(effect.reference)
        if dossier is None:
            return words.PaymentBegan(why_not="pay.not_here")
        procedure = self._parts.around.catalogue.begun_with(dossier)
        name = procedure.name if procedure else None
        if procedure is not None and not procedure.pays_online:
            return words.PaymentBegan(why_not="pay.at_agency", procedure_name=name)
        demanded = demanded_amount(self._parts.store.dossiers.payment_asked(dossier.id))
        try:
            payment = self._open_payment(dossier)
        except (ServerAway, LinkRefused) as trouble:
            _log.info("payment: %s", trouble.code)
            return words.PaymentBegan(why_not="pay.away", demanded=demanded, procedure_name=name)
        if payment is None:
            return words.PaymentBegan(why_not="pay.nothing_due", procedure_name=name)
        why_not = f"pay.{payment.problem}" if payment.problem.startswith("qr_") else ""
        return words.PaymentBegan(payment=payment, why_not=why_not, procedure_name=name)

    def _open_payment(self, dossier: Dossier) -> Payment | None:
        """The one that is still open, else a new one; None where nothing is owed.

        Its id is on disk before the portal hears of it: after a lost reply the same payment is asked for again.
        """
        known = self._payments.of_dossier(dossier.id)
        open_one = next(
            (
                each
                for each in known
                if each.method is PaymentMethod.VIETQR
                and each.state in (PaymentState.ASKED, PaymentState.PENDING)
            ),
            None,
        )
        if open_one is not None and open_one.state is PaymentState.PENDING:
            now = self._payments.told(self._parts.payments.get_payment(open_one.id))
            if now is not None and now.state is not PaymentState.EXPIRED:
                return now
            open_one = None
        kept = next((each for each in known if each.state is PaymentState.KEPT), None)
        if kept is not None:
            return kept  # cash is in the drawer already; the portal will hear of it
        payment = open_one or self._new_payment(dossier)
        self._payments.keep(payment)
        try:
            answer = self._parts.payments.put_payment(payment.id, {"dossier_id": dossier.id})
        except ServerRefused as refusal:
            self._payments.refused(payment.id, refusal.code)
            if refusal.code == "nothing_to_pay":
                return next((each for each in known if each.is_paid), None)
            raise
        return self._payments.told(answer)

    def _new_payment(self, dossier: Dossier, **more: Any) -> Payment:
        now = self._parts.clock()
        plain: dict[str, Any] = {
            "id": new_id(),
            "method": PaymentMethod.VIETQR,
            "state": PaymentState.ASKED,
            "amount": 0,
        }
        return Payment(
            dossier_id=dossier.id,
            reference=dossier.local_reference,
            created_at=now,
            moved_at=now,
            **{**plain, **more},
        )

    def _ask(self, effect: words.AskPayment) -> Intent:
        known = self._payments.find(effect.payment_id)
        if known is not None and known.method is PaymentMethod.VIETQR:
            known = self._payments.told(self._parts.payments.get_payment(known.id))
        return words.PaymentSeen(payment=known)

    def _take_cash(self, effect: words.TakeCash) -> Intent:
        dossier = self._parts.store.dossiers.find(effect.reference)
        if dossier is None:
            raise RuleBroken("not there any more", code="dossier_unknown")
        named = {each.amount for each in self._payments.of_dossier(dossier.id) if each.amount}
        named.add(demanded_amount(self._parts.store.dossiers.payment_asked(dossier.id)) or 0)
        if effect.amount <= 0 or effect.amount not in named:
            raise RuleBroken("the portal named no such amount", code="cash_amount_unknown")
        payment = self._new_payment(
            dossier,
            id=effect.payment_id,
            method=PaymentMethod.CASH,
            state=PaymentState.KEPT,
            amount=effect.amount,
            staff_id=effect.staff_id,
            payer=effect.payer,
        )
        self._payments.take_cash(payment)
        self._parts.wake_line()
        return words.PaymentSeen(payment=payment)

    # --- the staff's desk ------------------------------------------------------------------------------------

    def _load(self, _: Effect) -> Intent:
        return words.PaymentsLoaded(
            to_see_to=tuple(self._payments.needing_a_person()),
            recent=tuple(self._payments.recent(limit=RECENT)),
        )

    def _settle(self, effect: words.SettlePayment) -> Intent:
        self._payments.settle(effect.payment_id, staff_id=effect.staff_id)
        return self._load(effect)

    def _load_drawer(self, _: Effect) -> Intent:
        return words.DrawerLoaded(
            payments=tuple(self._payments.in_the_drawer()),
            closings=tuple(self._payments.closings(limit=CLOSINGS)),
        )

    def _close_drawer(self, effect: words.CloseDrawer) -> Intent:
        there = {payment.id: payment for payment in self._payments.in_the_drawer()}
        expected = sum(payment.amount for payment in there.values())
        signed = self._parts.store.staff.sign_in(effect.supervisor_id, effect.password)
        try:
            second = check_second_person(effect.clerk_id, signed.member)
            if sorted(there) != sorted(effect.payment_ids):
                raise RuleBroken("cash came or went while it was counted", code="cash_moved")
            check_closing(expected, effect.pieces, effect.reason)
            closing = CashClosing(
                id=effect.closing_id,
                closed_at=self._parts.clock(),
                expected=expected,
                payments=len(there),
                pieces=dict(effect.pieces),
                reason=effect.reason,
                clerk_id=effect.clerk_id,
                supervisor_id=second.id,
            )
            self._payments.close_day(closing, effect.payment_ids)
        except RuleBroken as broken:
            if signed.member is None:
                self._parts.store.audit.append(AuditKind.STAFF_REFUSED, "")
                locked = "staff.locked" if signed.locked_until else "staff.wrong"
                return words.DrawerClosed(problem=locked)
            return words.DrawerClosed(problem=broken.text_key)
        return words.DrawerClosed(closing=closing)
