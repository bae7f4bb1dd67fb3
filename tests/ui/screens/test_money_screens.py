"""The screens of fees, payments and the drawer: each touch says what it is for."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from kiosk.domain.payment import DENOMINATIONS
from kiosk.flow.intents import WentOn
from kiosk.flow.pay_words import (
    CashChosen,
    CashReceived,
    CountFinished,
    NotesCounted,
    PaymentOpened,
    PaymentSeenTo,
)
from kiosk.ui.screens.examples_money import CODE, COUNTED, DESK, DRAWER, LIST, PAID, PAY
from kiosk.ui.widgets.big_code import BigCode
from tests.ui.screens.dossier_stage import open_stage


def test_each_touch_says_what_it_is_for(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(PAY)
        assert "8.000" in stage.find("pay.amount", BigCode).code()
        assert not stage.has("pay.cash")
        assert not stage.has("pay.payer")
        stage.show(replace(PAY, payment=PAID, can_go_back=False))
        assert stage.codes.written[-1] == PAID.receipt_url, "a code that was paid is not shown again"
        assert stage.tap("pay.finish") == [WentOn()]
        stage.show(DESK)
        assert stage.tap("pay.cash") == [CashChosen()]
        stage.show(replace(DESK, by_cash=True))
        assert stage.tap("pay.received") == [CashReceived()]
        stage.show(LIST)
        assert stage.tap("payments.todo_1") == [PaymentOpened(payment_id=LIST.to_see_to[0].id)]
        stage.show(replace(LIST, opened=LIST.to_see_to[0]))
        assert stage.tap("payments.seen_to") == [PaymentSeenTo()]
        stage.show(DRAWER)
        assert "256.000" not in stage.words().replace("256.000 đồng · lan", ""), (
            "counted before it is compared"
        )
        assert stage.type("drawer.note_5000", "3")[-1] == NotesCounted(
            pieces={value: 3 if value == 5000 else 0 for value in DENOMINATIONS}
        )
        assert stage.tap("drawer.done") == [CountFinished()]
        stage.show(COUNTED)
        assert not stage.has("drawer.note_5000")
        assert CODE not in stage.words()
