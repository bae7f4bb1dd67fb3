"""Ground rules, the device and its token, settings and catalogue."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from kiosk.domain.events import read_wire_time, wire_time
from kiosk.domain.ids import new_id
from kiosk.sync.conformance.bench import Bench, Broke, expect, members, problem, same
from kiosk.sync.conformance.pieces import (
    device,
)
from kiosk.sync.conformance.rule_list import RuleList

RULES = RuleList()


@RULES.rule(
    "health",
    "GET /v1/health answers without a token, with status, time, Date and the gateway's mark",
    needed=True,
)
def _health(bench: Bench) -> None:
    answer = bench.ask("GET", "/v1/health", token="")
    body = members(answer, 200)
    if body.get("status") not in ("ok", "maintenance"):
        raise Broke(f"status {body.get('status')!r} is neither ok nor maintenance")
    read_wire_time(str(body.get("time")))
    bench.now = parsedate_to_datetime(answer.headers["Date"]) if "Date" in answer.headers else bench.now
    if "Date" not in answer.headers:
        raise Broke("the answer has no Date header")


@RULES.rule("token-needed", "Without a token everything else answers 401 token_invalid")
def _token_needed(bench: Bench) -> None:
    problem(bench.ask("GET", "/v1/settings", token=""), 401, "token_invalid")
    problem(bench.ask("GET", "/v1/settings", token="unknown"), 401, "token_invalid")  # noqa: S106


@RULES.rule("enrol-wrong-code", "A wrong enrolment code is 403 enrolment_code_invalid")
def _wrong_code(bench: Bench) -> None:
    problem(
        bench.ask("POST", "/v1/devices", device(bench, "NO-SUCH-CODE"), token=""),
        403,
        "enrolment_code_invalid",
    )


@RULES.rule(
    "enrol", "A device is taken in once; the same request again is not a second use of the code", needed=True
)
def _enrol(bench: Bench) -> None:
    body = device(bench, bench.code)
    first = members(bench.ask("POST", "/v1/devices", body, token=""), 200, 201)
    same(first.get("device_id"), bench.device_id, "device_id")
    if not isinstance(first.get("agent_point"), dict):
        raise Broke("agent_point is missing")
    members(bench.ask("POST", "/v1/devices", body, token=""), 200, 201)


@RULES.rule("token", "A signed client assertion gets a bearer token", needed=True)
def _token(bench: Bench) -> None:
    body = members(bench.ask_token(bench.assertion()), 200)
    if str(body.get("token_type")).lower() != "bearer" or not body.get("access_token"):
        raise Broke("no bearer token came")
    if not isinstance(body.get("expires_in"), int):
        raise Broke("expires_in is no number of seconds")
    bench.token = str(body["access_token"])


@RULES.rule("assertion-once", "An assertion is good once")
def _assertion_once(bench: Bench) -> None:
    assertion = bench.assertion(jti=secrets.token_urlsafe(16))
    expect(bench.ask_token(assertion), 200)
    problem(bench.ask_token(assertion), 401, "assertion_invalid")


@RULES.rule("assertion-age", "An assertion that ended, or lives longer than five minutes, is refused")
def _assertion_age(bench: Bench) -> None:
    for lives in (timedelta(minutes=-5), timedelta(minutes=30)):
        problem(bench.ask_token(bench.assertion(lives=lives)), 401, "assertion_invalid")


@RULES.rule("device-unknown", "An assertion of a device nobody enrolled is 401 device_unknown")
def _device_unknown(bench: Bench) -> None:
    own, bench.device_id = bench.device_id, new_id()
    try:
        problem(bench.ask_token(bench.assertion()), 401, "device_unknown")
    finally:
        bench.device_id = own


@RULES.rule("jwks", "GET /v1/jwks publishes Ed25519 keys")
def _jwks(bench: Bench) -> None:
    keys = members(bench.ask("GET", "/v1/jwks", token=""), 200).get("keys")
    if not isinstance(keys, list) or not any(isinstance(k, dict) and k.get("crv") == "Ed25519" for k in keys):
        raise Broke("no Ed25519 key is published")


@RULES.rule("report", "A health report is taken with 204 and the gateway's mark")
def _report(bench: Bench) -> None:
    queue = {"waiting": 0, "uploading": 0, "quarantined": 0, "oldest_at": None, "bytes": 0}
    body = {
        "at": wire_time(bench.now),
        "kiosk_version": "1.0.0",
        "queue": queue,
        "printer": "ready",
        "camera": "ready",
        "disk_free_bytes": 1,
        "clock_skew_s": 0.0,
        "uptime_s": 1,
        "problems": [],
    }
    answer = bench.ask("PUT", f"/v1/devices/{bench.device_id}/report", body)
    expect(answer, 204)
    same(answer.headers.get("Kiosk-Gateway"), "1", "the mark of a 204")


@RULES.rule("settings", "Settings are whole, have an ETag, and are not sent twice", needed=True)
def _settings(bench: Bench) -> None:
    answer = bench.ask("GET", "/v1/settings")
    bench.settings = members(answer, 200)
    wanted = (
        "version",
        "agent_point",
        "account_methods",
        "limits",
        "allowed_procedures",
        "calendar",
        "consents",
    )
    missing = [name for name in wanted if name not in bench.settings]
    if missing:
        raise Broke(f"missing: {', '.join(missing)}")
    if not (tag := answer.headers.get("ETag")):
        raise Broke("no ETag")
    again = bench.ask("GET", "/v1/settings", headers={"If-None-Match": tag})
    expect(again, 304)
    same(again.headers.get("Kiosk-Gateway"), "1", "the mark of a 304")


@RULES.rule(
    "procedures",
    "The catalogue comes page by page to its end, and after the last cursor nothing is new",
    needed=True,
)
def _procedures(bench: Bench) -> None:
    cursor = ""
    for _ in range(10_000):
        page = members(bench.ask("GET", "/v1/procedures", query={"cursor": cursor}), 200)
        for item in page.get("items") or []:
            if (item.get("online") or {}).get("mode") != "none" and _asks_less(item, bench.procedure):
                bench.procedure = item
        cursor = str(page.get("cursor") or "")
        if not page.get("more"):
            break
    else:
        raise Broke("the catalogue has no end")
    after = members(bench.ask("GET", "/v1/procedures", query={"cursor": cursor}), 200)
    same(len(after.get("items") or []), 0, "the number of items after the last cursor")
    if not bench.procedure:
        raise Broke("no procedure goes online: nothing can be filed")


@RULES.rule("procedures-cursor", "An unknown cursor is 410 cursor_unknown")
def _procedures_cursor(bench: Bench) -> None:
    problem(bench.ask("GET", "/v1/procedures?cursor=no-such-cursor"), 410, "cursor_unknown")


def _asks_less(item: Mapping[str, Any], than: Mapping[str, Any]) -> bool:
    """The procedure with the shortest form is the easiest to fill in right."""

    def length(procedure: Mapping[str, Any]) -> int:
        form = procedure.get("form") or {}
        return len(form.get("required") or []) + 10 * len(form.get("allOf") or [])

    return not than or length(item) < length(than)
