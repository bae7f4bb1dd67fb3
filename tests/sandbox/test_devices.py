"""Enrolment, tokens by signed assertion, revocation."""

import time
from uuid import uuid4

from tests.sandbox.portal_rig import Terminal


def test_enrolment_uses_a_code_once_and_may_be_repeated(running):
    first, second = Terminal(running.url), Terminal(running.url)
    answer = first.enrol("MA-1")
    assert answer.status_code == 201
    assert answer.json()["device_id"] == first.device_id
    assert answer.json()["agent_point"]["code"] == "HN0099"
    assert first.enrol("MA-1").status_code == 200
    stolen = second.enrol("MA-1")
    assert (stolen.status_code, stolen.json()["code"]) == (403, "enrolment_code_invalid")
    assert second.enrol("NOT-ISSUED").status_code == 403
    first.web.close()
    second.web.close()


def test_a_new_code_replaces_the_key(running, terminal):
    old_key, code = terminal.key, running.desk("POST", "/enrolment-codes")["code"]
    terminal.key = Terminal(running.url).key
    assert terminal.enrol("MA-1").status_code == 403
    assert terminal.enrol(code).status_code == 200
    assert terminal.call("GET", "/v1/settings").status_code == 401
    assert terminal.sign_in().call("GET", "/v1/settings").status_code == 200
    terminal.key = old_key
    assert terminal.ask_token().json()["code"] == "assertion_invalid"


def test_only_public_ed25519_keys_are_enrolled(running):
    terminal = Terminal(running.url)
    body = terminal.enrolment("MA-1")
    for jwk in ({"kty": "RSA"}, {**body["public_jwk"], "x": "AAAA"}, {**body["public_jwk"], "d": "AAAA"}):
        refused = terminal.call("POST", "/v1/devices", {**body, "public_jwk": jwk})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"].startswith("/public_jwk")
    assert terminal.enrol("MA-1").status_code == 201
    terminal.web.close()


def test_a_token_answer(terminal):
    answer = terminal.ask_token()
    assert answer.json().keys() == {"access_token", "token_type", "expires_in"}
    assert answer.json()["token_type"] == "Bearer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_assertion_works_once(terminal):
    assertion = terminal.assertion()
    assert terminal.ask_token(assertion).status_code == 200
    replayed = terminal.ask_token(assertion)
    assert (replayed.status_code, replayed.json()["code"]) == (401, "assertion_invalid")
    assert "Date" in replayed.headers


def test_assertions_are_judged_by_their_claims(terminal):
    now = int(time.time())
    refused = (
        {"aud": "https://elsewhere.example"},
        {"aud": terminal.url + "/v1"},
        {"exp": now - 40},
        {"exp": now + 400},
        {"exp": "tomorrow"},
        {"iat": now + 60},
        {"sub": str(uuid4())},
        {"jti": None},
    )
    for claims in refused:
        answer = terminal.ask_token(terminal.assertion(**claims))
        assert (answer.status_code, answer.json()["code"]) == (401, "assertion_invalid"), claims
    for claims in ({"exp": now - 20}, {"exp": now + 320}, {"aud": [terminal.url]}, {"iat": now + 20}):
        assert terminal.ask_token(terminal.assertion(**claims)).status_code == 200, claims
    for broken in ("", "a.b.c", "x", terminal.assertion()[:-4] + "AAAA"):
        assert terminal.ask_token(broken or "..").json()["code"] == "assertion_invalid"


def test_unknown_and_revoked_devices(running, terminal):
    stranger = Terminal(running.url)
    assert stranger.ask_token().json()["code"] == "device_unknown"
    stranger.web.close()
    running.desk("POST", f"/devices/{terminal.device_id}/revoke")
    assert terminal.ask_token().json()["code"] == "device_revoked"
    assert terminal.call("GET", "/v1/settings").json()["code"] == "token_invalid"
    running.desk("POST", f"/devices/{terminal.device_id}/restore")
    assert terminal.ask_token().status_code == 200


def test_a_token_lives_as_long_as_it_says(running, terminal):
    running.settings(token_lifetime_s=60)
    assert terminal.ask_token().json()["expires_in"] == 60
    terminal.sign_in()
    running.faults(clock_skew_s=61)
    assert terminal.call("GET", "/v1/settings").json()["code"] == "token_expired"


def test_the_public_url_is_an_audience_too(start_portal):
    with start_portal(public_url="https://gateway.example/") as running:
        terminal = Terminal(running.url)
        terminal.enrol("MA-1")
        assert terminal.ask_token(terminal.assertion(aud="https://gateway.example")).status_code == 200
        assert terminal.ask_token(terminal.assertion(aud=running.url)).status_code == 200
        terminal.web.close()


def test_the_desk_shows_devices_and_their_reports(running, terminal):
    report = {
        "at": "2026-11-22T01:00:00.000Z",
        "kiosk_version": "1.4.0",
        "queue": {"waiting": 3, "uploading": 0, "quarantined": 0, "oldest_at": None, "bytes": 5},
        "problems": ["paper_low"],
    }
    terminal.call("PUT", f"/v1/devices/{terminal.device_id}/report", report)
    (device,) = running.desk("GET", "/devices")["devices"]
    assert device["report"]["problems"] == ["paper_low"]


def test_a_named_code_is_issued_once(running):
    assert running.desk("POST", "/enrolment-codes", {"code": "LOP-1"}) == {"code": "LOP-1"}
    again = running.web.post(f"{running.url}/_sandbox/enrolment-codes", json={"code": "LOP-1"}, timeout=20)
    assert again.status_code == 409
