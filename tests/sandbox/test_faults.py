"""Every fault the desk can switch on does what it says to the line, and nothing to the truth behind it."""

import email.utils
import time
from uuid import uuid4

import pytest
import requests

from kiosk.sandbox.connection import Connection
from tests.sandbox.portal_rig import PDF, Terminal, document_entry, dossier_body, read_jws

BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


@pytest.fixture
def announced(terminal):
    dossier_id, body = str(uuid4()), dossier_body()
    terminal.put_dossier(dossier_id, body)
    return dossier_id, body["documents"][0], body


def test_the_switches_are_read_back_and_run_out(running, terminal):
    running.faults(unavailable={"calls": ["settings"], "times": 2, "retry_after_s": 7})
    assert running.desk("GET", "/faults")["unavailable"] == {
        "calls": ["settings"],
        "times": 2,
        "retry_after_s": 7,
    }
    assert terminal.call("GET", "/v1/health").status_code == 200
    for _ in range(2):
        answer = terminal.call("GET", "/v1/settings")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
        assert answer.json()["code"] == "unavailable"
    assert terminal.call("GET", "/v1/settings").status_code == 200
    assert running.desk("GET", "/faults")["unavailable"] is None


def test_a_put_replaces_all_switches(running):
    running.faults(buffering={})
    running.faults(slow={"bytes_per_s": 1000})
    assert running.desk("GET", "/faults")["buffering"] is None
    running.faults()
    assert {value for value in running.desk("GET", "/faults").values() if value} == set()


def test_unknown_faults_and_calls_are_refused(running):
    for wrong in ({"gremlins": {}}, {"slow": {"bytes_per_s": 0}}, {"unavailable": {"calls": ["everything"]}}):
        answer = running.web.put(f"{running.url}/_sandbox/faults", json=wrong, timeout=20)
        assert answer.status_code == 422


def test_cut_after_so_many_bytes_of_the_request(running, terminal, announced):
    dossier_id, entry, _ = announced
    location = terminal.create_upload(dossier_id, entry)
    running.faults(cut_request={"calls": ["patch"], "after_bytes": 12_345, "times": 1})
    with pytest.raises(BROKEN):
        terminal.patch(location, PDF)
    assert terminal.offset(location) == 12_345
    assert terminal.patch(location, PDF[12_345:], 12_345).status_code == 204


def test_a_cut_put_has_not_happened(running, terminal):
    running.faults(cut_request={"calls": ["dossier_put"], "after_bytes": 100})
    dossier_id, body = str(uuid4()), dossier_body()
    with pytest.raises(BROKEN):
        terminal.put_dossier(dossier_id, body)
    running.faults()
    assert terminal.call("GET", f"/v1/dossiers/{dossier_id}").status_code == 404


def test_a_buffering_proxy_keeps_nothing_of_a_broken_request(running, terminal, announced):
    location = terminal.create_upload(*announced[:2])
    terminal.patch(location, PDF[:1000])
    running.faults(buffering={}, cut_request={"calls": ["patch"], "after_bytes": 5000})
    with pytest.raises(BROKEN):
        terminal.patch(location, PDF[1000:], 1000)
    assert terminal.offset(location) == 1000


def test_cut_in_the_middle_of_the_answer(running, terminal):
    running.faults(cut_response={"calls": ["settings"], "after_bytes": 50, "times": 1})
    with pytest.raises(BROKEN):
        terminal.call("GET", "/v1/settings")
    assert terminal.call("GET", "/v1/settings").status_code == 200


def test_a_swallowed_reply_means_done(running, terminal):
    running.faults(swallow_reply={"calls": ["dossier_put", "create", "patch", "submission"]})
    dossier_id, body = str(uuid4()), dossier_body()
    entry = body["documents"][0]
    with pytest.raises(BROKEN):
        terminal.put_dossier(dossier_id, body)
    assert terminal.call("GET", f"/v1/dossiers/{dossier_id}").json()["missing"] == [entry["id"]]
    with pytest.raises(BROKEN):
        terminal.create_upload(dossier_id, entry)
    running.faults(swallow_reply={"calls": ["patch", "submission"]})
    location = terminal.create_upload(dossier_id, entry)
    with pytest.raises(BROKEN):
        terminal.patch(location, PDF)
    assert terminal.offset(location) == len(PDF)
    with pytest.raises(BROKEN):
        terminal.submit(dossier_id, body)
    assert terminal.call("GET", f"/v1/dossiers/{dossier_id}").json()["state"] == "SUBMITTED"
    running.faults()
    assert terminal.submit(dossier_id, body).status_code == 200
    assert running.desk("GET", "/ledger")["accepted"] == 1


def test_refusals_are_not_swallowed(running, terminal):
    running.faults(swallow_reply={"calls": ["any"]})
    assert terminal.call("GET", f"/v1/dossiers/{uuid4()}").status_code == 404


def test_the_captive_portal_is_cheerful_and_proves_nothing(running, terminal):
    running.faults(captive_portal={"calls": ["any"], "times": 2})
    for path in ("/v1/health", "/v1/settings"):
        answer = terminal.call("GET", path)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "Kiosk-Gateway" not in answer.headers
        assert "Date" not in answer.headers
    assert terminal.call("GET", "/v1/health").headers["Kiosk-Gateway"] == "1"


def test_a_slow_line_loses_nothing(running, terminal, announced):
    dossier_id, entry, _ = announced
    location = terminal.create_upload(dossier_id, entry)
    running.faults(slow={"calls": ["patch", "settings"], "bytes_per_s": 200_000})
    assert terminal.patch(location, PDF).status_code == 204
    assert terminal.call("GET", "/v1/dossiers/" + dossier_id).json()["missing"] == []
    assert terminal.call("GET", "/v1/settings").json()["agent_point"]


def test_forgotten_uploads_are_404_and_documents_stay(running, terminal, announced):
    dossier_id, entry, body = announced
    other = document_entry(b"trang hai", component_id="to_khai")
    body = {**body, "documents": [entry, other]}
    terminal.put_dossier(dossier_id, body)
    terminal.upload(dossier_id, other, b"trang hai")
    location = terminal.create_upload(dossier_id, entry)
    terminal.patch(location, PDF[:100])
    running.faults(forget_uploads=True)
    assert running.desk("GET", "/faults")["forget_uploads"] is False
    assert terminal.web.head(location, headers={"Tus-Resumable": "1.0.0"}, timeout=20).status_code == 404
    assert terminal.call("GET", f"/v1/dossiers/{dossier_id}").json()["missing"] == [entry["id"]]


def test_a_lying_manifest_is_told_from_a_true_one(running, terminal):
    dossier_id, body = terminal.file()
    entry = body["documents"][0]
    running.faults(manifest_lie={"kind": "other_sha", "times": 1})
    lie = read_jws(terminal.submit(dossier_id, body).json()["manifest"], terminal.jwks())
    assert lie["documents"][0]["sha256"] != entry["sha256"]
    running.faults(manifest_lie={"kind": "missing_document", "times": 1})
    assert read_jws(terminal.submit(dossier_id, body).json()["manifest"], terminal.jwks())["documents"] == []
    running.faults(manifest_lie={"kind": "wrong_key", "times": 1})
    with pytest.raises(Exception, match=r"^$"):
        read_jws(terminal.submit(dossier_id, body).json()["manifest"], terminal.jwks())
    truth = read_jws(terminal.submit(dossier_id, body).json()["manifest"], terminal.jwks())
    assert truth["documents"][0]["sha256"] == entry["sha256"]


def test_wrong_bytes_stay_missing_though_the_patch_said_204(running, terminal, announced):
    dossier_id, entry, _ = announced
    running.faults(wrong_bytes={"times": 1})
    terminal.upload(dossier_id, entry)
    assert terminal.call("GET", f"/v1/dossiers/{dossier_id}").json()["missing"] == [entry["id"]]
    terminal.upload(dossier_id, entry)
    assert terminal.call("GET", f"/v1/dossiers/{dossier_id}").json()["missing"] == []


def test_less_is_accepted_than_was_sent(running, terminal, announced):
    dossier_id, entry, _ = announced
    location = terminal.create_upload(dossier_id, entry)
    running.faults(accept_less={"bytes": 1000, "times": 1})
    answer = terminal.patch(location, PDF)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "1000")
    assert terminal.offset(location) == 1000
    assert terminal.patch(location, PDF[1000:], 1000).headers["Upload-Offset"] == str(len(PDF))
    assert terminal.call("GET", f"/v1/dossiers/{dossier_id}").json()["missing"] == []


def test_tokens_expire_at_once(running, terminal):
    running.faults(expire_tokens=True)
    answer = terminal.call("GET", "/v1/settings")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")
    assert terminal.sign_in().call("GET", "/v1/settings").status_code == 200


def test_a_gateway_with_another_clock(running):
    running.faults(clock_skew_s=-3600)
    with requests.Session() as web:
        answer = web.get(f"{running.url}/v1/health", timeout=20)
    date = email.utils.parsedate_to_datetime(answer.headers["Date"]).timestamp()
    assert -3605 < date - time.time() < -3590

    terminal = Terminal(running.url)
    terminal.enrol("MA-2")
    refused = terminal.ask_token()
    assert (refused.status_code, refused.json()["code"]) == (401, "assertion_invalid")
    assert "Date" in refused.headers
    corrected = terminal.assertion(exp=int(time.time()) - 3600 + 120)
    assert terminal.ask_token(corrected).status_code == 200
    terminal.web.close()


def test_a_slow_line_takes_the_time_its_speed_asks_for():
    """The gate alone, with a sleep that only counts."""
    import asyncio  # noqa: TID251 - runs the gate as its server would

    from kiosk.sandbox.connection import _PLACE
    from kiosk.sandbox.fault_gate import FaultGate
    from kiosk.sandbox.faults import FaultBoard, Faults

    slept, received, sent = [], [], []

    async def sleep(seconds):
        slept.append(seconds)

    async def echo(scope, receive, send):
        more = True
        while more:
            message = await receive()
            received.append(message["body"])
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"".join(received)})

    async def receive():
        return {"type": "http.request", "body": PDF, "more_body": False}

    async def send(message):
        sent.append(message.get("body", b""))

    class Line(Connection):
        broken = False

        def __init__(self):
            pass

    board = FaultBoard()
    board.set(Faults.model_validate({"slow": {"bytes_per_s": 1000, "times": 1}}))
    scope = {"type": "http", "method": "GET", "path": "/v1/settings", _PLACE: Line()}
    asyncio.run(FaultGate(echo, board, sleep)(scope, receive, send))
    assert b"".join(received) == b"".join(sent) == PDF
    assert sum(slept) == pytest.approx(2 * len(PDF) / 1000, rel=0.01)
    assert max(map(len, received)) == 100
    assert board.current().slow is None
