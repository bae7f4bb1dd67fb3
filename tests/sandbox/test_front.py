"""What every answer of the gateway carries, and what is turned away at the door."""

import email.utils
import socket
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.sandbox.portal_rig import Terminal, dossier_body


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/health", 200),
        ("GET", "/v1/jwks", 200),
        ("GET", "/v1/settings", 200),
        ("GET", "/v1/dossiers/6f1c7ad2-9a3e-4b57-8a39-1d2f0e5c4b68", 404),
        ("GET", "/v1/nowhere", 404),
        ("DELETE", "/v1/settings", 405),
        ("PUT", "/v1/dossiers/no-uuid", 404),
        ("POST", "/v1/token", 400),
    ],
)
def test_every_answer_proves_itself(terminal, method, path, status):
    answer = terminal.call(method, path)
    assert answer.status_code == status
    assert answer.headers["Kiosk-Gateway"] == "1"
    assert email.utils.parsedate_to_datetime(answer.headers["Date"])
    if status >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert {"type", "title", "status", "detail", "code"} <= answer.json().keys()


def test_not_modified_and_no_content_prove_themselves_too(terminal):
    tag = terminal.call("GET", "/v1/settings").headers["ETag"]
    same = terminal.call("GET", "/v1/settings", headers={"If-None-Match": tag})
    assert (same.status_code, same.headers["Kiosk-Gateway"]) == (304, "1")
    report = {
        "at": "2026-11-22T01:00:00.000Z",
        "kiosk_version": "1.4.0",
        "queue": {"waiting": 1, "uploading": 0, "quarantined": 0, "oldest_at": None, "bytes": 5},
        "printer": "ready",
        "camera": "ready",
        "disk_free_bytes": 10**10,
        "clock_skew_s": 0.4,
        "uptime_s": 50,
        "problems": [],
    }
    sent = terminal.call("PUT", f"/v1/devices/{terminal.device_id}/report", report)
    assert (sent.status_code, sent.headers["Kiosk-Gateway"]) == (204, "1")
    other = terminal.call("PUT", f"/v1/devices/{uuid4()}/report", report)
    assert (other.status_code, other.json()["code"]) == (403, "not_this_device")


def test_only_four_calls_are_open_without_a_token(running):
    visitor = Terminal(running.url)
    assert visitor.call("GET", "/v1/health").json()["status"] == "ok"
    assert visitor.call("GET", "/v1/jwks").json()["keys"][0]["crv"] == "Ed25519"
    for path in ("/v1/settings", "/v1/procedures", "/v1/events", "/v1/tracking/X", "/v1/uploads"):
        refused = visitor.call("GET", path)
        assert (refused.status_code, refused.json()["code"]) == (401, "token_invalid")
        assert refused.headers["WWW-Authenticate"] == "Bearer"
    visitor.web.headers["Authorization"] = "Bearer gibberish"
    assert visitor.call("GET", "/v1/settings").json()["code"] == "token_invalid"
    visitor.web.close()


def test_json_over_one_mebibyte_is_413(terminal):
    body = dossier_body(form={"ten_con": "x" * (1024 * 1024)})
    refused = terminal.call("PUT", f"/v1/dossiers/{uuid4()}", body)
    assert (refused.status_code, refused.json()["code"]) == (413, "body_too_large")
    parts = (b"x" * 100_000 for _ in range(12))
    url = f"{terminal.url}/v1/dossiers/{uuid4()}"
    assert terminal.web.put(url, data=parts, timeout=20).status_code == 413


@pytest.mark.parametrize("text", [b"{", b'{"a": \xff}', b"", b"[" * 100_000])
def test_what_is_no_json_is_refused(terminal, text):
    url = f"{terminal.url}/v1/dossiers/{uuid4()}"
    answer = terminal.web.put(url, data=text, headers={"Content-Type": "application/json"}, timeout=20)
    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("malformed_json", "malformed_request", "validation_failed")


@pytest.mark.parametrize(
    ("value", "code"),
    [("\\u0000", "character_refused"), ("\\ud800", "character_refused"), ("e\\u0302", "not_nfc")],
)
def test_text_that_cannot_be_kept_is_pointed_at(terminal, value, code):
    import json

    body = json.dumps(dossier_body()).replace("UBND ph", value)
    url = f"{terminal.url}/v1/dossiers/{uuid4()}"
    answer = terminal.web.put(
        url, data=body.encode(), headers={"Content-Type": "application/json"}, timeout=20
    )
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"pointer": "/agency", "code": code, "detail": answer.json()["errors"][0]["detail"]}
    ]


def test_an_old_kiosk_is_told_to_keep_everything(running, terminal):
    running.settings(minimum_kiosk_version="1.5.0")
    refused = terminal.call("GET", "/v1/settings")
    assert (refused.status_code, refused.json()["minimum_version"]) == (426, "1.5.0")
    assert terminal.call("GET", "/v1/health").status_code == 200
    for version, status in (("1.5.0", 200), ("1.10.0", 200), ("1.5.0-rc.1", 426), ("old", 426)):
        answer = terminal.call("GET", "/v1/settings", headers={"Kiosk-Version": version})
        assert answer.status_code == status, version
    running.settings(minimum_kiosk_version=None)
    assert terminal.call("GET", "/v1/settings").status_code == 200


def test_maintenance_is_told_by_the_probe_and_everything_else_waits(running, terminal):
    running.settings(maintenance=True, maintenance_until="2026-11-23T00:00:00.000Z")
    health = terminal.call("GET", "/v1/health").json()
    assert (health["status"], health["until"]) == ("maintenance", "2026-11-23T00:00:00.000Z")
    refused = terminal.call("GET", "/v1/settings")
    assert (refused.status_code, refused.json()["code"]) == (503, "maintenance")
    assert int(refused.headers["Retry-After"]) > 0
    running.settings(maintenance=False)
    assert terminal.call("GET", "/v1/settings").status_code == 200


def test_links_lead_back_by_the_way_the_client_came(terminal):
    dossier_id, body = str(uuid4()), dossier_body()
    host = f"localhost:{urlsplit(terminal.url).port}"
    answer = terminal.call("PUT", f"/v1/dossiers/{dossier_id}", body, headers={"Host": host})
    assert answer.json()["upload_url"] == f"http://{host}/v1/uploads"


def test_a_request_that_breaks_off_changes_nothing(running, terminal):
    dossier_id = str(uuid4())
    where = urlsplit(terminal.url)
    with socket.create_connection((where.hostname, where.port), timeout=20) as line:
        head = f"PUT /v1/dossiers/{dossier_id} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Length: 5000\r\n"
        head += f"Authorization: {terminal.web.headers['Authorization']}\r\n\r\n"
        line.sendall(head.encode() + b'{"local_reference":')
    assert terminal.call("GET", f"/v1/dossiers/{dossier_id}").status_code == 404
    assert running.desk("GET", "/dossiers") == {"dossiers": []}
