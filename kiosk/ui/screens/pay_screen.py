"""The fee on the citizen's own screen: the amount first, the portal's code large, and what became of the money."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.payment import Payment, PaymentMethod, PaymentState
from kiosk.flow.intents import PrintAskedAgain, WentOn
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.pay_fee import PAYER_LIMIT
from kiosk.flow.pay_words import CashChosen, CashReceived, PaymentRenewed, PayView
from kiosk.ui.amounts import money_words
from kiosk.ui.keyboard.pads import Capitals
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.big_code import BigCode
from kiosk.ui.widgets.qr_picture import QrPicture
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.slip_line import SlipLine
from kiosk.ui.widgets.state_panel import StatePanel

QR_MM = 96.0
MIDDLE = Qt.AlignmentFlag.AlignHCenter
_S = PaymentState
LOOKS = {
    _S.PENDING: ("info", "clock"),
    _S.KEPT: ("success", "cash_pay"),
    _S.CONFIRMED: ("success", "success"),
    _S.EXPIRED: ("warning", "clock"),
    _S.REFUND_DUE: ("warning", "warning"),
}


class PayScreen(Screen):
    """Code at the left, words at the right; nothing here is typed but a payer's name at the clerk's counter."""

    name = "pay"
    view_type: ClassVar[type[View]] = PayView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.procedure = self.label(role="lead")
        self.state = StatePanel(self.theme)
        self.amount_label = self.label("pay.amount", role="soft")
        self.amount = self.named(BigCode(self.theme), "amount")
        self.qr = self.named(QrPicture(self.theme, QR_MM), "qr")
        self.scan = self.label(role="soft")
        self.scan.setAlignment(MIDDLE)
        self.card = self.panel()
        self.card.column.addWidget(self.qr, 0, MIDDLE)
        self.card.column.addWidget(self.scan)
        self.facts = self.section("pay.facts", "money")
        self.not_receipt = self.label("pay.not_receipt", role="caption")
        self.payer = self.field(
            "payer",
            "pay.payer",
            "pay.payer_help",
            capitals=Capitals.WORDS,
            max_length=PAYER_LIMIT,
            optional=True,
        )
        self.slip = SlipLine(self)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("m"))
        for part in (self.amount_label, self.amount, self.state, self.payer, self.facts, self.not_receipt):
            column.addWidget(part)
        column.addStretch(1)
        self.reference = self.label(role="code")
        self.add(self.procedure, self.reference, self.slip)
        self.add(SideBySide(self.theme, self.card, words, (2, 3), least_mm=250.0))
        self.body.addStretch(1)
        self.renew = self.button("renew", "pay.renew", icon="retake", sends=PaymentRenewed())
        self.cash = self.button("cash", "pay.by_cash", icon="cash_pay", sends=CashChosen())
        self.print = self.button("print", "pay.print", icon="printer", sends=PrintAskedAgain())
        self.received = self.go_on("pay.received", "check", sends=self._received, purpose="received")
        self.finish = self.button("finish", "base.finish", "primary", "check", sends=WentOn())
        self.footer.put_second(self.renew)
        self.footer.put_second(self.cash)
        self.footer.put_second(self.print)
        self.footer.put_second(self.finish)
        self._shown = ""

    def show_view(self, view: PayView) -> None:
        """The state of the money decides what is on the screen."""
        texts, payment = self.texts, view.payment
        name = texts.of(view.procedure_name) if view.procedure_name else ""
        self.procedure.set_words(name)
        self.procedure.setVisible(bool(name))
        self.reference.set_words(view.reference)
        amount = money_words(texts, view.amount) if view.amount else ""
        self.amount.show_code(amount, f"{texts('pay.amount')}: {amount}")
        for part in (self.amount, self.amount_label):
            part.setVisible(bool(amount))
        self._show_code(payment, by_cash=view.by_cash)
        self._show_state(view)
        self.facts.set_rows(self._facts(payment) if payment else ())
        taking = view.by_cash and view.can_take_cash and not view.keeping
        self.payer.setVisible(taking)
        self.received.setVisible(taking)
        self.cash.setVisible(view.can_take_cash and not view.by_cash)
        may_renew = payment is None or payment.state is _S.EXPIRED
        self.renew.setVisible(
            may_renew and not view.busy and view.why_not not in ("pay.not_here", "pay.at_agency")
        )
        paid = payment is not None and (payment.is_paid or payment.state is _S.REFUND_DUE)
        self.print.setVisible(paid and view.slip is None)
        self.finish.setVisible(paid or not view.can_go_back)
        self.footer.primary = self.received if taking else self.finish
        self.slip.show_slip(view.slip)
        self.footer.show_if_needed()

    def _show_code(self, payment: Payment | None, *, by_cash: bool) -> None:
        """The portal's VietQR while money may come; where the official receipt stands once it has."""
        code, what = "", "qr"
        if payment is not None and payment.state is _S.PENDING and not by_cash:
            code = payment.vietqr
        elif payment is not None and payment.state is _S.CONFIRMED:
            code, what = payment.receipt_url, "receipt"
        self.card.setVisible(bool(code))
        if code != self._shown:
            self._shown = code
            self.qr.show_code(self.kit.codes.qr(code) if code else None)
        self.scan.set_words(self.texts("pay.scan_receipt" if what == "receipt" else "pay.scan"))
        self.qr.setAccessibleName(self.texts(f"pay.{what}"))

    def _show_state(self, view: PayView) -> None:
        texts, payment = self.texts, view.payment
        if view.by_cash and view.can_take_cash:
            key = "pay.keeping" if view.keeping else "pay.take_cash"
            self.state.show_state("info", "cash_pay", texts(key), texts("pay.take_cash_next"))
        elif payment is not None and payment.problem == "amount_differs":
            got = money_words(texts, payment.confirmed_amount or 0)
            self.state.show_state(
                "warning",
                "warning",
                texts("pay.amount_differs"),
                texts("pay.amount_differs_next", amount=got),
            )
        elif view.why_not:
            next_key = f"{view.why_not}_next"
            told = texts(next_key) if texts.has(next_key) else ""
            kind = "success" if view.why_not == "pay.nothing_due" else "warning"
            self.state.show_state(kind, "info", self._known(view.why_not), told)
        elif payment is None:
            self.state.show_state("info", "search", texts("pay.asking"))
        else:
            kind, icon = LOOKS.get(payment.state, ("info", "info"))
            state = payment.state.value
            told = texts(f"pay.{state}_next")
            if payment.state is _S.PENDING and payment.payee:
                # whom the money goes to is compared before it is sent, so it stands where it is seen
                told = f"{texts('pay.payee')}: {payment.payee}.\n{told}"
            self.state.show_state(kind, icon, texts(f"pay.{state}"), told)

    def _known(self, key: str) -> str:
        return self.texts(key if self.texts.has(key) else "error.server_refused")

    def _facts(self, payment: Payment) -> list[tuple[str, str]]:
        waits = payment.state is _S.PENDING
        cash = payment.method is PaymentMethod.CASH
        rows = (
            ("pay.method", self.texts("pay.method_cash" if cash else "pay.method_vietqr")),
            ("pay.payee", payment.payee),
            ("pay.until", local_time_text(payment.expires_at) if waits else ""),
            ("pay.paid_at", local_time_text(payment.moved_at) if payment.is_paid else ""),
        )
        return [(self.texts(key), value) for key, value in rows if value]

    def _received(self) -> CashReceived:
        return CashReceived(payer=self.payer.value())
