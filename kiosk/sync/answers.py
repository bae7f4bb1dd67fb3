"""One answer of the gateway, and what its status means: a value, a refusal, or "try again"; sends nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from kiosk.domain.errors import KioskError, LinkRefused, ServerAway, ServerRefused
from kiosk.sync.retry import sane_wish_s
from kiosk.sync.server_clock import read_http_date

TRY_AGAIN = {408: "server_away", 423: "upload_locked", 425: "server_away", 429: "too_many_requests"}
LINK_CODES = frozenset(
    {"device_unknown", "device_revoked", "assertion_invalid", "token_invalid", "token_expired"}
)
LONGEST_UNPROVEN_WISH_S = 300.0
"""A `Retry-After` of something in between is followed, but not for long."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (names in lower case) and at most the allowed number of body bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False, default=b"")
    asked: str = ""
    """Method and first path segments, for the log: no ids, no codes."""

    def header(self, name: str) -> str | None:
        """A header's value, stripped; None when absent."""
        value = self.headers.get(name.lower())
        return None if value is None else value.strip()

    def json(self) -> Any:
        """The body as JSON; ServerAway when it is none (an answer that cannot be read is no answer)."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise ServerAway(f"{self.asked}: {self.status} without readable JSON") from error

    def members(self) -> Mapping[str, Any]:
        """The body as a JSON object; ServerAway when it is none."""
        value = self.json()
        if not isinstance(value, dict):
            raise ServerAway(f"{self.asked}: {self.status} without a JSON object")
        return value

    def proves_gateway(self) -> bool:
        """The contract's sign of the gateway on everything but tus."""
        return self.header("kiosk-gateway") == "1"

    def proves_tus(self) -> bool:
        """The contract's sign of the gateway on tus answers."""
        return self.header("tus-resumable") == "1.0.0"


def wish_s(answer: Answer) -> float | None:
    """`Retry-After` in seconds, as number or as date (told by the answer's own clock); None when absent or unreadable."""
    text = answer.header("retry-after")
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return sane_wish_s(float(text[:12]))
    date, now = read_http_date(text), read_http_date(answer.header("date"))
    if date is None or now is None:
        return None
    return sane_wish_s((date - now).total_seconds())


def unproven(answer: Answer) -> ServerAway:
    """What an answer without the gateway's sign is: never more than an outage."""
    if (answer.status >= 500 and answer.status != 511) or answer.status in TRY_AGAIN:
        wish = wish_s(answer)
        return ServerAway(
            f"{answer.asked}: {answer.status} from something in between",
            after_s=None if wish is None else min(wish, LONGEST_UNPROVEN_WISH_S),
        )
    return ServerAway(f"{answer.asked}: {answer.status} without the gateway's sign", code="captive_portal")


def trouble(answer: Answer) -> KioskError | None:
    """What a proven answer's status means; None for 2xx and 304. Bodies are read only as far as they are sane."""
    status = answer.status
    if status in (200, 201, 202, 204, 304):
        return None
    if status in TRY_AGAIN:
        return ServerAway(
            f"{answer.asked}: {status}", code=TRY_AGAIN[status], after_s=wish_s(answer), answered=True
        )
    if not 400 <= status < 500:
        busy = status == HTTPStatus.SERVICE_UNAVAILABLE
        return ServerAway(f"{answer.asked}: {status}", after_s=wish_s(answer), answered=busy)
    problem = _problem(answer)
    code = problem.get("code")
    code = code if isinstance(code, str) and code else f"http_{status}"
    if status == 401:
        return LinkRefused(f"{answer.asked}: 401", code=code if code in LINK_CODES else "token_refused")
    if status == 426:
        return LinkRefused(f"{answer.asked}: 426", code="kiosk_too_old")
    extra = {name: value for name, value in problem.items() if name not in _PROBLEM_MEMBERS}
    detail = problem.get("detail") or problem.get("title") or ""
    return ServerRefused(
        status, code, detail if isinstance(detail, str) else "", errors=_errors(problem), extra=extra
    )


_PROBLEM_MEMBERS = frozenset({"type", "title", "status", "detail", "code", "errors", "instance"})


def _problem(answer: Answer) -> Mapping[str, Any]:
    try:
        return answer.members()
    except ServerAway:
        return {}


def _errors(problem: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    listed = problem.get("errors")
    if not isinstance(listed, list):
        return ()
    return tuple(
        (str(item.get("pointer") or ""), str(item.get("code") or ""), str(item.get("detail") or ""))
        for item in listed
        if isinstance(item, dict)
    )
