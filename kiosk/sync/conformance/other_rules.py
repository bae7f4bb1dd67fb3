"""Accounts, finished things, and the audit trail."""

import hashlib
from typing import Any

from kiosk.domain.events import wire_time
from kiosk.domain.ids import new_id
from kiosk.sync.conformance.bench import Bench, NotTried, expect, members, problem, same
from kiosk.sync.conformance.rule_list import RuleList

RULES = RuleList()


_ACCOUNT_MEMBERS = (
    *("personal_number", "old_number", "full_name", "birth_date", "gender", "address", "phone", "email"),
)


@RULES.rule("account", "A registration by link is taken once, also when it is sent twice")
def _account(bench: Bench) -> None:
    if "portal" not in (bench.settings.get("account_methods") or []):
        raise NotTried("this portal has no accounts of its own")
    account_id = new_id()
    at = wire_time(bench.now)
    consents = [
        {"purpose": each.get("purpose"), "version": each.get("version"), "agreed_at": at}
        for each in bench.settings.get("consents") or []
    ]
    person = {name: value for name, value in bench.person().items() if name in _ACCOUNT_MEMBERS}
    body = {
        **person,
        "activation": "link",
        "consent": consents,
        "identity_verification": {"method": "clerk", "at": wire_time(bench.now)},
        "registered_by": "conformance",
    }
    answer = bench.ask("PUT", f"/v1/accounts/{account_id}", body)
    if answer.status_code == 409:
        problem(answer, 409, "account_exists")
        return
    same(members(answer, 200, 201).get("account_id"), account_id, "account_id")
    again = members(bench.ask("PUT", f"/v1/accounts/{account_id}", body), 200)
    same(again.get("account_id"), account_id, "account_id")


@RULES.rule("conflict", "PUT of a finished thing with other content is 409 revision_conflict")
def _conflict(bench: Bench) -> None:
    path = f"/v1/feedback/{new_id()}"
    point = (bench.settings.get("agent_point") or {}).get("code")
    body: dict[str, Any] = {"agent_point": point, "rating": 5, "topics": [], "at": wire_time(bench.now)}
    expect(bench.ask("PUT", path, body), 200, 201, 204)
    members(bench.ask("PUT", path, body), 200)
    problem(bench.ask("PUT", path, {**body, "rating": 1}), 409, "revision_conflict")


@RULES.rule("audit", "A run of the trail is countersigned by a key of the gateway's")
def _audit(bench: Bench) -> None:
    entry = {
        "seq": 1,
        "at": wire_time(bench.now),
        "kind": "program_started",
        "subject": "",
        "prev": "0" * 64,
        "hash": hashlib.sha256(bench.device_id.encode()).hexdigest(),
    }
    answer = members(bench.ask("PUT", f"/v1/audit/{bench.device_id}/1", {"entries": [entry]}), 200, 201)
    same(answer.get("last_seq"), 1, "last_seq")
    signed = bench.signed(answer.get("countersignature"))
    same(signed.get("head_hash"), entry["hash"], "head_hash")
    same(signed.get("device_id"), bench.device_id, "device_id")
