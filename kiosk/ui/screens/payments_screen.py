"""The staff's list of payments: what must be given back or cleared up at the top, the newest below."""

from typing import ClassVar

from kiosk.domain.payment import Payment
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.pay_words import PaymentOpened, PaymentSeenTo, PaymentsView
from kiosk.ui.amounts import money_words
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.screens.pay_screen import LOOKS
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.row_column import RowColumn
from kiosk.ui.widgets.state_panel import StatePanel

TONES = {"warning": "warning", "success": "success", "info": "primary"}


class PaymentsScreen(Screen):
    """Rows `todo_<n>` and `payment_<n>`, n from 1; one opened payment takes their place."""

    name = "payments"
    view_type: ClassVar[type[View]] = PaymentsView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.facts = self.section("payments.facts", "money")
        self.todo_title = self.label("payments.to_see_to", role="heading")
        self.todo = RowColumn(self.theme)
        self.recent_title = self.label("payments.recent", role="heading")
        self.recent = RowColumn(self.theme)
        for rows in (self.todo, self.recent):
            rows.chosen.connect(self._opened)
        self.reference = self.label(role="code")
        self.add(
            self.state, self.reference, self.facts, self.todo_title, self.todo, self.recent_title, self.recent
        )
        self.body.addStretch(1)
        self.seen_to = self.go_on("payments.mark_seen_to", "check", sends=PaymentSeenTo(), purpose="seen_to")

    def show_view(self, view: PaymentsView) -> None:
        """The list, or the one payment that was opened."""
        texts, opened = self.texts, view.opened
        listed = opened is None
        for title, rows, payments, purpose in (
            (self.todo_title, self.todo, view.to_see_to, "todo"),
            (self.recent_title, self.recent, view.recent, "payment"),
        ):
            rows.set_rows([self._row(each) for each in payments] if listed else ())
            title.setVisible(listed and bool(payments))
            for number, button in enumerate(rows.buttons(), 1):
                self.named(button, f"{purpose}_{number}")
        if opened is not None:
            kind, icon = LOOKS.get(opened.state, ("info", "info"))
            if opened.needs_a_person:
                kind, icon = "warning", "warning"
            self.state.show_state(kind, icon, self._state_words(opened), self._todo_words(opened))
        elif view.to_see_to:
            count = len(view.to_see_to)
            self.state.show_state(
                "warning", "warning", texts("payments.waiting", count=count), texts("payments.waiting_next")
            )
        else:
            key = "payments.loading" if view.loading else "payments.nothing_waits"
            self.state.show_state("info", "money", texts(key))
        self.facts.set_rows(self._facts(opened) if opened else ())
        self.reference.set_words(opened.reference if opened else "")
        self.reference.setVisible(opened is not None)
        self.seen_to.setVisible(opened is not None and opened.needs_a_person)
        self.footer.show_if_needed()

    def _row(self, payment: Payment) -> ListRow:
        kind, icon = LOOKS.get(payment.state, ("info", "money"))
        if payment.needs_a_person:
            kind, icon = "warning", "warning"
        return ListRow(
            key=payment.id,
            title=f"{payment.reference or self.texts('payments.elsewhere')} · {self._amount(payment)}",
            sentence=local_time_text(payment.moved_at),
            icon=icon,
            state=self._state_words(payment),
            tone=TONES.get(kind, "primary"),
        )

    def _amount(self, payment: Payment) -> str:
        return money_words(self.texts, payment.amount)

    def _state_words(self, payment: Payment) -> str:
        if payment.problem and self.texts.has(f"payments.problem_{payment.problem}"):
            return self.texts(f"payments.problem_{payment.problem}")
        return self.texts("payments.problem_any" if payment.problem else f"payments.{payment.state.value}")

    def _todo_words(self, payment: Payment) -> str:
        if not payment.needs_a_person:
            return ""
        for key in (f"payments.todo_{payment.problem}", f"payments.todo_{payment.state.value}"):
            if self.texts.has(key):
                return self.texts(key)
        return self.texts("payments.todo_any")

    def _facts(self, payment: Payment) -> list[tuple[str, str]]:
        texts = self.texts
        other = payment.confirmed_amount
        rows = (
            ("pay.amount", self._amount(payment)),
            ("payments.received", money_words(texts, other) if other is not None else ""),
            ("pay.method", texts(f"pay.method_{payment.method.value}")),
            ("pay.payee", payment.payee),
            ("payments.begun_at", local_time_text(payment.created_at)),
            ("payments.moved_at", local_time_text(payment.moved_at)),
            ("payments.taken_by", payment.staff_id),
            ("payments.settled_by", payment.settled_by),
            ("payments.code", payment.problem),
            ("payments.id", _in_lines(payment.id)),
        )
        return [(texts(key), value) for key, value in rows if value]

    def _opened(self, payment_id: str) -> None:
        self.send(PaymentOpened(payment_id=payment_id))


def _in_lines(payment_id: str) -> str:
    """A long id in short lines, to be read out at the telephone."""
    parts = payment_id.split("-")
    return "-\n".join("-".join(parts[at : at + 2]) for at in range(0, len(parts), 2))
