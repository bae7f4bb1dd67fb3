"""Fees before the real window: the portal's code, cash at the counter, and a drawer closed by two people."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.events import AuditKind
from kiosk.domain.payment import PaymentState
from kiosk.domain.rules import vietqr_is_valid
from kiosk.domain.staff import Role
from tests.cli.program import Kiosk, Portal
from tests.journeys.at_the_window import AtTheWindow, slips_of, window_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
LAN, HOA = ("lan", "Quay-so-mot-2026"), ("hoa", "Kiem-soat-2026")


def owed(kiosk: Kiosk, portal: Portal, name: str, amount: int = 10_000) -> dict[str, str]:
    """A dossier that is at the portal, and that the agency wants a fee for."""
    submitted: dict[str, str] = kiosk.submit(name)
    kiosk.sync("--until-empty", "--timeout", "60")
    portal.ask("POST", f"dossiers/{submitted['dossier_id']}/payment", {"amount": amount})
    return submitted


def bank(portal: Portal, payment_id: str, does: str = "confirm") -> None:
    portal.ask("POST", f"payments/{payment_id}/{does}", {})


def look_up(person: AtTheWindow, reference: str) -> None:
    person.touch("welcome.track_dossier")
    person.see("track")
    person.enter("track.code", reference)
    person.touch("track.go_on")
    person.see("track_result")


def kinds(person: AtTheWindow) -> list[str]:
    return [entry.kind for entry in person.built.storage.audit.entries()]


def test_a_citizen_pays_by_the_portals_code(kiosk: Kiosk, portal: Portal, qtbot: QtBot) -> None:
    submitted = owed(kiosk, portal, "one")
    with window_of(kiosk, qtbot) as person:
        person.see("welcome")
        look_up(person, submitted["reference"])
        person.touch("track_result.pay")
        person.see("pay")
        person.read("pay.PENDING")
        payment = person.view.payment
        assert vietqr_is_valid(payment.vietqr)
        assert "10.000" in person.words(), "the price stands there before anything is paid"
        assert not slips_of(kiosk), "nothing is said to be paid before the portal says so"
        bank(portal, payment.id)
        person.read("pay.CONFIRMED")
        person.wait(lambda: len(slips_of(kiosk)) == 1, "the slip of the payment")
        person.touch("pay.finish")
        person.see("welcome")
        kept = person.built.storage.payments.find(payment.id)
        assert kept is not None
        assert kept.state is PaymentState.CONFIRMED
        moved = [
            (entry.facts["from"], entry.facts["to"])
            for entry in person.built.storage.audit.entries()
            if entry.kind == AuditKind.PAYMENT_MOVED and entry.facts["payment"] == payment.id
        ]
        assert moved == [("ASKED", "PENDING"), ("PENDING", "CONFIRMED")]


def test_money_that_does_not_fit_is_said_and_waits_for_a_clerk(
    kiosk: Kiosk, portal: Portal, qtbot: QtBot
) -> None:
    submitted = owed(kiosk, portal, "one")
    with window_of(kiosk, qtbot) as person:
        person.built.storage.staff.add(LAN[0], "Trần Thị Lan", Role.CLERK, LAN[1], must_change=False)
        person.see("welcome")
        look_up(person, submitted["reference"])
        person.touch("track_result.pay")
        person.read("pay.PENDING")
        payment_id = person.view.payment.id
        bank(portal, payment_id, "pay_other")
        person.read("pay.amount_differs")
        assert "11.000" in person.words()
        person.touch("pay.finish")
        person.see("welcome")
        person.sign_in(*LAN)
        person.touch("work_list.tools")
        person.touch("tools.payments")
        person.read("payments.waiting")
        person.touch("payments.todo_1")
        person.read("payments.todo_amount_differs")
        person.touch("payments.seen_to")
        person.read("payments.nothing_waits")
        settled = person.built.storage.payments.find(payment_id)
        assert settled is not None
        assert (settled.settled_by, settled.confirmed_amount) == ("lan", 11_000)


def test_cash_is_taken_for_what_the_portal_asks_and_two_people_close_the_day(
    kiosk: Kiosk, portal: Portal, qtbot: QtBot
) -> None:
    submitted = owed(kiosk, portal, "one")
    with window_of(kiosk, qtbot) as person:
        staff = person.built.storage.staff
        staff.add(LAN[0], "Trần Thị Lan", Role.CLERK, LAN[1], must_change=False)
        staff.add(HOA[0], "Lê Thị Hoa", Role.SUPERVISOR, HOA[1], must_change=False)
        person.see("welcome")
        person.sign_in(*LAN)
        person.see("work_list")
        person.touch("work_list.track_dossier")
        person.enter("track.code", submitted["reference"])
        person.touch("track.go_on")
        person.touch("track_result.pay")
        person.read("pay.PENDING")
        person.touch("pay.cash")
        person.read("pay.take_cash")
        person.touch("pay.received")
        person.wait(lambda: person.view.payment.is_paid, "the cash to be on record")
        payment_id = person.view.payment.id
        person.wait(
            lambda: person.built.storage.payments.find(payment_id).state is PaymentState.CONFIRMED,  # type: ignore[union-attr]
            "the portal to be told",
        )
        assert portal.ask("GET", "payments")["payments"][0]["method"] == "cash"
        person.touch("pay.finish")
        person.see("work_list")

        person.touch("work_list.tools")
        person.touch("tools.cash")
        person.see("drawer")
        person.wait(lambda: person.view.payments == 1, "the drawer")
        assert "10.000" not in person.view.problem
        person.enter("drawer.note_5000", "1")
        person.touch("drawer.done")
        person.read("error.cash_unexplained")
        person.enter("drawer.note_2000", "2")
        person.enter("drawer.reason", "Tra thua mot to")
        person.touch("drawer.done")
        person.read("drawer.confirming")
        person.enter("drawer.staff_id", LAN[0])
        person.enter("drawer.password", LAN[1])
        person.touch("drawer.confirm")
        person.read("error.cash_same_person")
        person.enter("drawer.staff_id", HOA[0])
        person.enter("drawer.password", HOA[1])
        person.touch("drawer.confirm")
        person.read("drawer.closed")
        (closing,) = person.built.storage.payments.closings(limit=5)
        assert (closing.expected, closing.counted, closing.clerk_id, closing.supervisor_id) == (
            10_000,
            9_000,
            "lan",
            "hoa",
        )
        assert AuditKind.CASH_CLOSED in kinds(person)
        person.wait(lambda: len(slips_of(kiosk)) == 3, "the slips of shift, fee and drawer")
