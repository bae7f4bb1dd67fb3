"""Fees by VietQR and cash, and what the kiosk hears of them."""

from uuid import uuid4

import pytest

from tests.sandbox.portal_rig import ON_PAPER


@pytest.fixture
def owing(running, terminal):
    """A dossier the agency wants 12 000 đ for."""
    dossier_id, _ = terminal.file()
    running.desk("POST", f"/dossiers/{dossier_id}/payment", {"amount": 12_000, "text": "Nộp lệ phí"})
    return dossier_id


def begin(terminal, dossier_id, **more):
    return terminal.call(
        "PUT", f"/v1/payments/{more.pop('payment_id', uuid4())}", {"dossier_id": dossier_id, **more}
    )


def test_the_demand_comes_as_an_event(terminal, owing):
    event = terminal.events()["events"][-1]
    assert event["state"] == "PAYMENT_REQUIRED"
    assert (event["payment"]["amount"], event["payment"]["status"]) == (12_000, "PENDING")


def test_paying_by_qr(running, terminal, owing):
    payment_id = str(uuid4())
    answer = begin(terminal, owing, payment_id=payment_id)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["payment_id"], told["amount"], told["status"]) == (payment_id, 12_000, "PENDING")
    assert told["receipt_url"] is None
    assert told["payee"]["account"] in told["vietqr"]
    assert "540512000" in told["vietqr"]
    again = begin(terminal, owing, payment_id=payment_id)
    assert (again.status_code, again.json()) == (200, told)
    other = begin(terminal, str(uuid4()), payment_id=payment_id)
    assert (other.status_code, other.json()["payment_id"]) == (409, payment_id)

    running.desk("POST", f"/payments/{payment_id}/confirm")
    confirmed = terminal.call("GET", f"/v1/payments/{payment_id}").json()
    assert confirmed["status"] == "CONFIRMED"
    assert "12.000 đ" in running.web.get(confirmed["receipt_url"], timeout=20).text
    event = terminal.events()["events"][-1]
    assert (event["state"], event["payment"]["status"]) == ("SUBMITTED", "CONFIRMED")
    assert event["payment"]["receipt_url"] == confirmed["receipt_url"]
    assert begin(terminal, owing).json()["code"] == "nothing_to_pay"


def test_a_fee_may_be_paid_at_filing(terminal):
    dossier_id, _ = terminal.file()
    assert begin(terminal, dossier_id).json()["amount"] == 8000


def test_where_nothing_is_owed_nothing_is_paid(terminal):
    choice = {"code": ON_PAPER["code"], "version": "2026-07", "case": "thuong"}
    dossier_id, _ = terminal.file(procedure=choice, channel="paper", documents=[])
    answer = begin(terminal, dossier_id)
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_to_pay")
    assert begin(terminal, str(uuid4())).json()["code"] == "dossier_unknown"
    assert terminal.call("GET", f"/v1/payments/{uuid4()}").status_code == 404


def test_a_qr_expires_and_money_may_still_come(running, terminal, owing):
    payment_id = str(uuid4())
    begin(terminal, owing, payment_id=payment_id)
    running.faults(clock_skew_s=901)
    assert terminal.call("GET", f"/v1/payments/{payment_id}").json()["status"] == "EXPIRED"
    running.desk("POST", f"/payments/{payment_id}/confirm")
    assert terminal.call("GET", f"/v1/payments/{payment_id}").json()["status"] == "CONFIRMED"


def test_paying_twice_gives_a_refund(running, terminal, owing):
    first, second = str(uuid4()), str(uuid4())
    begin(terminal, owing, payment_id=first)
    begin(terminal, owing, payment_id=second)
    for payment_id in (first, second):
        running.desk("POST", f"/payments/{payment_id}/confirm")
    assert terminal.call("GET", f"/v1/payments/{first}").json()["status"] == "CONFIRMED"
    assert terminal.call("GET", f"/v1/payments/{second}").json()["status"] == "REFUND_DUE"
    again = running.web.post(f"{running.url}/_sandbox/payments/{second}/confirm", timeout=20)
    assert again.status_code == 409


def test_the_desk_may_let_one_payment_come_twice(running, terminal, owing):
    payment_id = str(uuid4())
    begin(terminal, owing, payment_id=payment_id)
    running.desk("POST", f"/payments/{payment_id}/pay_twice")
    assert terminal.call("GET", f"/v1/payments/{payment_id}").json()["status"] == "REFUND_DUE"
    event = terminal.events()["events"][-1]
    assert (event["state"], event["payment"]["status"]) == ("SUBMITTED", "REFUND_DUE")
    assert begin(terminal, owing).json()["code"] == "nothing_to_pay"


def test_cash_must_be_exactly_what_is_owed(terminal, owing):
    wrong = begin(terminal, owing, method="cash", amount=10_000, staff_id="nv01")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/amount")
    right = begin(terminal, owing, method="cash", amount=12_000, staff_id="nv01")
    assert (right.status_code, right.json()["status"], right.json()["vietqr"]) == (201, "CONFIRMED", None)
    assert terminal.events()["events"][-1]["state"] == "SUBMITTED"
