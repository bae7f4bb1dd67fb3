"""Fees in the session machine and carried out: what is shown while money may come, and what is never believed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.domain.dossier import Dossier
from kiosk.domain.errors import RuleBroken, ServerAway
from kiosk.domain.payment import (
    PaymentState,
    check_closing,
    demanded_amount,
    follow,
    payee_words,
    qr_trouble,
)
from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.staff import Role, StaffMember
from kiosk.flow.close_drawer import DrawerStep
from kiosk.flow.effects import PrintSlip
from kiosk.flow.intents import SlipMoved, WentBack
from kiosk.flow.pay_fee import PayStep
from kiosk.flow.pay_words import (
    AskPayment,
    BeginPayment,
    CashChosen,
    CashReceived,
    CloseDrawer,
    CountConfirmed,
    CountFinished,
    DrawerClosed,
    DrawerLoaded,
    DrawerView,
    NotesCounted,
    PaymentBegan,
    PaymentSeen,
    PayView,
    TakeCash,
)
from kiosk.flow.visit import Visit
from kiosk.sandbox.vietqr import crc16_ccitt_false
from kiosk.ui.screens.examples_money import CASH, CODE, PAID, PENDING
from tests.fakes.dossier_samples import sample_dossier
from tests.fakes.sample_payments import code_of, told
from tests.unit.test_effects_carried_out import Rig
from tests.unit.visit_driver import CLERK, VisitDriver

REFERENCE = PENDING.reference


def a_step(staff: StaffMember | None = None) -> PayStep:
    step = PayStep(Visit(session_id="s", staff=staff), VisitDriver().around, REFERENCE)
    assert step.enter() == (BeginPayment(reference=REFERENCE),)
    return step


def view_of(step: PayStep) -> PayView:
    view = step.view()
    assert isinstance(view, PayView)
    return view


# --- the rules ---------------------------------------------------------------------------------------------


def test_a_code_is_shown_only_for_this_amount() -> None:
    assert qr_trouble(CODE, 8000) == ""
    assert qr_trouble(CODE, 9000) == "qr_amount"
    assert qr_trouble(CODE[:-1] + "5", 8000) == "qr_damaged"
    assert qr_trouble("", 8000) == "qr_damaged"
    static = code_of(8000).replace("010212", "010211", 1)[:-4]
    assert qr_trouble(f"{static}{crc16_ccitt_false(static.encode()):04X}", 8000) == "qr_static"


def test_words_out_of_order_take_no_money_back() -> None:
    now = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    expired = follow(PENDING, told("EXPIRED", payment_id=PENDING.id), now)
    assert expired.state is PaymentState.EXPIRED
    paid = follow(expired, told("CONFIRMED", payment_id=PENDING.id), now)
    assert paid.state is PaymentState.CONFIRMED, "the bank is slow"
    assert follow(paid, told("EXPIRED", payment_id=PENDING.id), now) == paid
    assert follow(paid, told("SOMETHING_NEW", payment_id=PENDING.id), now) == paid
    refund = follow(paid, told("REFUND_DUE", payment_id=PENDING.id), now)
    assert (refund.state, refund.needs_a_person) == (PaymentState.REFUND_DUE, True)
    assert follow(refund, told("CONFIRMED", payment_id=PENDING.id), now) == refund


def test_small_rules() -> None:
    assert payee_words({"name": "Kho bạc", "bank": "NH", "account": "1"}) == "Kho bạc · NH · 1"
    assert payee_words("Kho bạc") == "Kho bạc"
    assert payee_words(7) == ""
    assert demanded_amount({"amount": 8000, "status": "PENDING"}) == 8000
    assert demanded_amount({"amount": 8000, "status": "CONFIRMED"}) is None
    assert demanded_amount({"amount": True}) is None
    check_closing(8000, {5000: 1, 1000: 3}, "")
    for expected, pieces, reason in ((8000, {5000: 1}, "  "), (8000, {7: 1}, "x"), (8000, {5000: -1}, "x")):
        with pytest.raises(RuleBroken):
            check_closing(expected, pieces, reason)


# --- the citizen's screen ----------------------------------------------------------------------------------


def test_the_code_is_followed_until_the_portal_says_paid() -> None:
    step = a_step()
    turn = step.handle(PaymentBegan(payment=PENDING))
    assert turn.effects == (AskPayment(payment_id=PENDING.id, after_s=3.0),)
    view = view_of(step)
    assert (view.amount, view.busy, view.can_take_cash) == (8000, True, False)
    assert step.handle(CashChosen()).effects == (), "nobody alone pays cash to a machine"
    assert not view_of(step).by_cash
    step.handle(PaymentSeen(payment=replace(PAID, id="another payment")))
    assert view_of(step).payment == PENDING
    turn = step.handle(PaymentSeen(payment=PAID))
    assert [type(effect) for effect in turn.effects] == [PrintSlip]
    assert not view_of(step).can_go_back
    step.handle(
        SlipMoved(reference=f"{REFERENCE}/payment", state=PrintState.PRINTED, printer=PrinterState.READY)
    )
    slip = view_of(step).slip
    assert slip is not None
    assert slip.state is PrintState.PRINTED


def test_a_clerk_takes_what_the_portal_named_and_nothing_else() -> None:
    step = a_step(CLERK)
    step.handle(PaymentBegan(why_not="pay.away"))
    assert not view_of(step).can_take_cash, "nobody named an amount"
    step = a_step(CLERK)
    step.handle(PaymentBegan(why_not="pay.away", demanded=8000))
    step.handle(CashChosen())
    turn = step.handle(CashReceived(payer="  Lê   Văn  Mẫu "))
    (order,) = turn.effects
    assert isinstance(order, TakeCash)
    assert (order.amount, order.staff_id, order.payer) == (8000, "lan", "Lê Văn Mẫu")
    assert step.handle(CashReceived()).effects == ()
    assert step.handle(WentBack()).back == 0, "the money is being written down"
    step.handle(PaymentSeen(payment=replace(CASH, id=order.payment_id)))
    assert not view_of(step).keeping
    assert not view_of(step).can_take_cash


# --- the drawer --------------------------------------------------------------------------------------------


def test_nobody_counts_towards_a_figure() -> None:
    step = DrawerStep(Visit(staff=CLERK), VisitDriver().around)
    step.handle(DrawerLoaded(payments=(CASH,), closings=()))
    view = step.view()
    assert isinstance(view, DrawerView)
    assert (view.payments, view.expected, view.is_counted) == (1, 0, False)
    step.handle(NotesCounted(pieces={5000: 1}))
    step.handle(CountFinished())
    view = step.view()
    assert isinstance(view, DrawerView)
    assert (view.stage, view.expected, view.problem) == ("counting", 8000, "error.cash_unexplained")
    step.handle(NotesCounted(pieces={5000: 1}, reason="thiếu"))
    step.handle(CountFinished())
    (order,) = step.handle(CountConfirmed(staff_id=" hoa ", password="pw")).effects
    assert isinstance(order, CloseDrawer)
    assert (order.supervisor_id, order.clerk_id, order.payment_ids) == ("hoa", "lan", (CASH.id,))
    assert "pw" not in repr(order)
    step.handle(DrawerClosed(problem="staff.wrong"))
    view = step.view()
    assert isinstance(view, DrawerView)
    assert (view.stage, view.problem) == ("confirming", "staff.wrong")


# --- carried out -------------------------------------------------------------------------------------------


def filed(rig: Rig, procedure: str = "2.000635") -> Dossier:
    return rig.stores.dossiers.submit(
        replace(sample_dossier(), procedure_code=procedure), actor="citizen", point="HN0099"
    )


def begun(rig: Rig, dossier: Dossier) -> PaymentBegan:
    told_back = rig.run(BeginPayment(reference=dossier.local_reference))
    assert isinstance(told_back, PaymentBegan)
    return told_back


def test_a_lost_reply_makes_no_second_payment() -> None:
    rig = Rig()
    dossier = filed(rig)
    rig.gateway.vietqr = (8000, code_of(8000))
    rig.gateway.trouble = ServerAway()
    assert begun(rig, dossier).why_not == "pay.away"
    rig.gateway.trouble = None
    first = begun(rig, dossier).payment
    assert first is not None
    assert (first.amount, first.state) == (8000, PaymentState.PENDING)
    again = begun(rig, dossier).payment
    assert again is not None
    assert again.id == first.id
    assert list(rig.gateway.payments) == [first.id]


def test_a_bad_code_is_not_shown_and_a_clerk_hears_of_it() -> None:
    rig = Rig()
    rig.gateway.vietqr = (8000, code_of(9000))
    seen = begun(rig, filed(rig))
    assert seen.why_not == "pay.qr_amount"
    assert seen.payment is not None
    assert seen.payment.vietqr == ""
    assert rig.stores.payments.needing_a_person() == [seen.payment]


def test_what_is_online_only_in_part_is_never_paid_here() -> None:
    rig = Rig()
    rig.gateway.vietqr = (25_000, code_of(25_000))
    assert begun(rig, filed(rig, "1.014063")).why_not == "pay.at_agency"
    assert rig.gateway.payments == {}
    assert rig.run(BeginPayment(reference="K-NOBODY")) == PaymentBegan(why_not="pay.not_here")


def test_no_amount_but_the_portals_goes_into_the_drawer() -> None:
    rig = Rig()
    dossier = filed(rig)
    rig.gateway.vietqr = (8000, code_of(8000))
    begun(rig, dossier)
    order = TakeCash(payment_id="c", reference=dossier.local_reference, amount=9000, staff_id="lan")
    with pytest.raises(RuleBroken, match="cash_amount_unknown"):
        rig.run(order)
    assert rig.stores.payments.in_the_drawer() == []
    rig.run(replace(order, amount=8000))
    (cash,) = rig.stores.payments.in_the_drawer()
    assert (cash.amount, cash.staff_id, cash.state) == (8000, "lan", PaymentState.KEPT)
    seen = begun(rig, dossier)
    assert seen.payment is not None


@pytest.mark.parametrize(
    ("who", "role", "problem"),
    [
        ("lan", Role.SUPERVISOR, "error.cash_same_person"),
        ("minh", Role.CLERK, "error.cash_needs_supervisor"),
        ("nobody", None, "staff.wrong"),
        ("hoa", Role.SUPERVISOR, ""),
    ],
)
def test_two_people_close_a_day(who: str, role: Role | None, problem: str) -> None:
    rig = Rig()
    if role is not None:
        rig.stores.staff.add(who, who, role, "Mot-mat-khau-2026", must_change=False)
    rig.stores.payments.take_cash(CASH)
    order = CloseDrawer(
        closing_id="c",
        clerk_id="lan",
        payment_ids=(CASH.id,),
        pieces={5000: 1, 1000: 3},
        reason="",
        supervisor_id=who,
        password="Mot-mat-khau-2026",
    )
    closed = rig.run(order)
    assert isinstance(closed, DrawerClosed)
    assert closed.problem == problem
    assert bool(rig.stores.payments.in_the_drawer()) is bool(problem)
