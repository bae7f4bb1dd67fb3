"""Waybills, hand-overs, deliveries, feedback, and countersigned audit runs."""

import hashlib
from uuid import uuid4

import pytest

from tests.sandbox.portal_rig import read_jws

AT = "2026-11-22T01:00:00.000Z"


def waybill(dossier_id):
    return {
        "dossier_id": dossier_id,
        "service": "both",
        "contents": [{"component_id": "to_khai", "name": "Tờ khai", "originals": 1, "copies": 0}],
        "sender": {"name": "Nguyễn Thị An"},
        "recipient": {"name": "Trung tâm PVHCC"},
        "agency": "UBND phường Cửa Nam",
        "price": 30_000,
        "payer": "citizen",
        "clerk_signed_at": AT,
        "citizen_signed_at": AT,
        "sealed_at": AT,
        "due_at": None,
    }


def handover(**changes):
    facts = {"agency": "UBND", "officer": "Trần Văn Bình", "clerk": "nv01", "handed_over_at": AT}
    return {"waybills": ["RR123456785VN"], **facts, "complete": True, "remarks": None, **changes}


def delivery(dossier_id, **changes):
    facts = {
        "to": "Nguyễn Thị An",
        "id_checked": "chip",
        "old_papers": [],
        "delivered_at": AT,
        "invited_at": [],
    }
    return {"dossier_id": dossier_id, **facts, **changes}


FEEDBACK = {"agent_point": "HN0099", "rating": 5, "topics": ["attitude"], "at": AT}


@pytest.mark.parametrize(
    ("path", "body", "changed"),
    [
        ("/v1/waybills/RR123456785VN", waybill(str(uuid4())), {"price": 0}),
        (f"/v1/handovers/{uuid4()}", handover(), {"complete": False}),
        (f"/v1/deliveries/{uuid4()}", delivery(str(uuid4())), {"id_checked": "qr"}),
        (f"/v1/feedback/{uuid4()}", FEEDBACK, {"rating": 1}),
    ],
    ids=["waybill", "handover", "delivery", "feedback"],
)
def test_things_are_kept_once(running, terminal, path, body, changed):
    first = terminal.call("PUT", path, body)
    assert (first.status_code, first.json()["id"]) == (201, path.rpartition("/")[2])
    again = terminal.call("PUT", path, body)
    assert (again.status_code, again.json()) == (200, first.json())
    other = terminal.call("PUT", path, {**body, **changed})
    assert (other.status_code, other.json()["code"]) == (409, "revision_conflict")
    (kept,) = running.desk("GET", "/papers")["papers"]
    assert kept["body"] == body


def test_wrong_numbers_and_values_are_pointed_at(terminal):
    wrong = terminal.call("PUT", "/v1/waybills/RR123456784VN", waybill(str(uuid4())))
    assert (wrong.status_code, wrong.json()["code"]) == (422, "waybill_number_invalid")
    in_list = terminal.call(
        "PUT", f"/v1/handovers/{uuid4()}", handover(waybills=["RR123456785VN", "RR123456784VN"])
    )
    assert in_list.json()["errors"][0]["pointer"] == "/waybills/1"
    stars = terminal.call("PUT", f"/v1/feedback/{uuid4()}", {**FEEDBACK, "rating": 6})
    assert stars.json()["errors"][0] | {"detail": ""} == {
        "pointer": "/rating",
        "code": "out_of_range",
        "detail": "",
    }
    unchecked = terminal.call("PUT", f"/v1/deliveries/{uuid4()}", delivery(str(uuid4()), id_checked=None))
    assert unchecked.json()["errors"][0]["pointer"] == "/id_checked"


def test_a_result_handed_out_returns_the_dossier(running, terminal):
    dossier_id, _ = terminal.file()
    for action in ("accept", "finish"):
        running.desk("POST", f"/dossiers/{dossier_id}/{action}")
    invited = delivery(dossier_id, delivered_at=None, id_checked=None, invited_at=[AT])
    terminal.call("PUT", f"/v1/deliveries/{uuid4()}", invited)
    assert terminal.events()["events"][-1]["state"] == "RESULT_READY"
    assert "Mời ông/bà đến nhận (lần 1)" in running.desk("GET", "/messages")["messages"][-1]["text"]
    terminal.call("PUT", f"/v1/deliveries/{uuid4()}", delivery(dossier_id))
    assert terminal.events()["events"][-1]["state"] == "RETURNED"


def test_the_citizen_hears_that_the_papers_were_handed_over(running, terminal):
    dossier_id, _ = terminal.file()
    terminal.call("PUT", "/v1/waybills/RR123456785VN", waybill(dossier_id))
    terminal.call("PUT", f"/v1/handovers/{uuid4()}", handover())
    assert "bàn giao" in running.desk("GET", "/messages")["messages"][-1]["text"]


def chain(first_seq, length, prev="0" * 64):
    entries = []
    for seq in range(first_seq, first_seq + length):
        digest = hashlib.sha256(f"{prev}{seq}".encode()).hexdigest()
        entries.append({"seq": seq, "at": AT, "kind": "sent", "subject": "K-1", "prev": prev, "hash": digest})
        prev = digest
    return {"entries": entries}


def test_a_run_of_the_audit_chain_is_countersigned(terminal):
    run = chain(1, 3)
    path = f"/v1/audit/{terminal.device_id}"
    answer = terminal.call("PUT", f"{path}/1", run)
    assert (answer.status_code, answer.json()["last_seq"]) == (201, 3)
    signed = read_jws(answer.json()["countersignature"], terminal.jwks())
    assert signed.pop("at").endswith("Z")
    assert signed == {
        "device_id": terminal.device_id,
        "first_seq": 1,
        "last_seq": 3,
        "head_hash": run["entries"][-1]["hash"],
    }
    again = terminal.call("PUT", f"{path}/1", run)
    assert (again.status_code, again.json()) == (200, answer.json())
    follow = chain(4, 2, run["entries"][-1]["hash"])
    assert terminal.call("PUT", f"{path}/4", follow).json()["last_seq"] == 5


def test_a_chain_may_only_grow(terminal):
    path = f"/v1/audit/{terminal.device_id}"
    terminal.call("PUT", f"{path}/1", chain(1, 3))
    rewritten = terminal.call("PUT", f"{path}/1", chain(1, 3, "f" * 64))
    assert (rewritten.status_code, rewritten.json()["code"]) == (409, "revision_conflict")
    overlapping = terminal.call("PUT", f"{path}/2", chain(2, 2, "f" * 64))
    assert overlapping.status_code in (409, 422)
    torn = terminal.call("PUT", f"{path}/4", chain(4, 1, "f" * 64))
    assert (torn.status_code, torn.json()["errors"][0]["pointer"]) == (422, "/entries/0/prev")
    hole = chain(10, 3)
    hole["entries"].pop(1)
    assert terminal.call("PUT", f"{path}/10", hole).json()["errors"][0]["pointer"] == "/entries/1/seq"
    cut = chain(10, 2)
    cut["entries"][1]["prev"] = "0" * 64
    assert terminal.call("PUT", f"{path}/10", cut).json()["errors"][0]["pointer"] == "/entries/1/prev"
    assert terminal.call("PUT", f"{path}/11", chain(10, 2)).json()["code"] == "seq_differs"
    stranger = terminal.call("PUT", f"/v1/audit/{uuid4()}/1", chain(1, 1))
    assert stranger.status_code == 403
