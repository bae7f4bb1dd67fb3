"""What every rule is tried with: plain HTTP to one gateway, a device of its own, and samples; it judges nothing."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests

from kiosk.domain.events import wire_time
from kiosk.domain.ids import new_id
from kiosk.domain.jws import TokenInvalid, read_compact, sign_compact
from kiosk.domain.ports import DeviceKey, VerifyEd25519

ANSWER_S = 30.0
MARK = "Kiosk-Gateway"


class Broke(Exception):
    """The gateway does not keep a rule; the text says what came instead."""


class NotTried(Exception):
    """A rule that cannot be tried here; the text says why."""


@dataclass(slots=True)
class Bench:
    """One gateway under test. What earlier rules found out stays for later ones."""

    url: str
    """Without trailing slash and without `/v1`."""
    code: str
    key: DeviceKey
    verify: VerifyEd25519
    now: datetime
    http: requests.Session = field(default_factory=requests.Session)
    device_id: str = field(default_factory=new_id)
    token: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    procedure: Mapping[str, Any] = field(default_factory=dict)
    dossier_id: str = field(default_factory=new_id)
    upload_url: str = ""
    tus: frozenset[str] = frozenset()
    state: str = ""

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        form: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """One request; `path` may be a whole address of this gateway. `token=""` asks without one; what is empty in
        `query` is left out."""
        bearer = self.token if token is None else token
        sent = {
            "Kiosk-Version": "1.0.0",
            **({"Authorization": f"Bearer {bearer}"} if bearer else {}),
            **(headers or {}),
        }
        address = path if path.startswith(self.url) else f"{self.url}{path}"
        try:
            return self.http.request(
                method,
                address,
                params={name: value for name, value in (query or {}).items() if value},
                json=body,
                data=content if content is not None else form,
                headers=sent,
                timeout=ANSWER_S,
                allow_redirects=False,
            )
        except requests.RequestException as trouble:
            raise Broke(f"{method} {path}: no answer ({type(trouble).__name__})") from trouble

    def assertion(self, *, jti: str | None = None, lives: timedelta = timedelta(minutes=2)) -> str:
        """A client assertion as RFC 7523 wants it."""
        claims = {
            "iss": self.device_id,
            "sub": self.device_id,
            "aud": self.url,
            "exp": int((self.now + lives).timestamp()),
            "jti": jti or secrets.token_urlsafe(16),
        }
        return sign_compact(claims, self.key.sign, {"typ": "JWT"})

    def ask_token(self, assertion: str) -> requests.Response:
        """The token endpoint."""
        return self.ask(
            "POST",
            "/v1/token",
            token="",
            form={
                "grant_type": "client_credentials",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": assertion,
            },
        )

    def signed(self, token: object) -> dict[str, Any]:
        """The payload of a compact JWS, if one of the gateway's published keys signed it."""
        keys = members(self.ask("GET", "/v1/jwks", token=""), 200).get("keys") or []

        def fits(_header: Mapping[str, Any], text: bytes, signature: bytes) -> bool:
            return any(self.verify(key, text, signature) for key in keys)

        try:
            return read_compact(str(token), fits)
        except TokenInvalid as trouble:
            raise Broke(f"the signature fits no key of /v1/jwks ({trouble})") from trouble

    # --- samples: a person and papers that are nobody's ------------------------------------------------------

    def person(self) -> dict[str, Any]:
        """The contract's Person, whole."""
        return {
            "kind": "citizen",
            "personal_number": "001199000001",
            "old_number": None,
            "full_name": "Nguyễn Thị An",
            "birth_date": "1999-01-15",
            "gender": "female",
            "address": {
                "line": None,
                "ward_code": None,
                "province_code": "01",
                "text": "Số 1, Phường Cửa Nam, Hà Nội",
            },
            "phone": "+84912345678",
            "email": None,
            "account_id": None,
            "organisation": None,
            "relation": None,
            "authority_document": None,
        }

    def dossier(self, documents: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
        """A dossier's PUT body for the first procedure that goes online."""
        at = wire_time(self.now)
        cases = self.procedure.get("cases") or [{}]
        return {
            "local_reference": f"K-CONF-{self.dossier_id[-12:]}",
            "revision": 1,
            "replaces": None,
            "procedure": {
                "code": self.procedure["code"],
                "version": self.procedure.get("version"),
                "case": cases[0].get("id"),
            },
            "agency": self.procedure.get("agency_kind"),
            "channel": "online",
            "applicant": self.person(),
            "representative": None,
            "form": sample_answers(self.procedure.get("form") or {}),
            "documents": documents,
            "delivery": {"method": "agent_point", "address": None, "waybill": None},
            "notices": {"sms": False, "email": False, "zalo": False},
            "consents": [],
            "identity_verification": {"method": "clerk", "at": at},
            "entered_by": {"kind": "clerk", "staff_id": "conformance"},
            "confirmed_by_citizen_at": at,
            "times": {"started_at": at, "confirmed_at": at},
            "effort": {"autofilled_fields": 0, "seconds": 1},
            **changes,
        }


def sample_answers(form: Mapping[str, Any]) -> dict[str, Any]:
    """An answer to every question that must be answered; good enough for most forms, not for every rule."""
    properties = form.get("properties") or {}
    return {name: _sample(properties.get(name) or {}) for name in form.get("required") or []}


def _sample(schema: Mapping[str, Any]) -> object:
    if schema.get("enum"):
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    match schema.get("type"):
        case "boolean":
            return False
        case "integer" | "number":
            return schema.get("minimum", 1)
    if schema.get("format") == "date":
        return "2026-01-15"
    if "0-9" in str(schema.get("pattern", "")):
        return "001199000001"
    return "Nguyễn Thị An"


def members(answer: requests.Response, *wanted: int) -> dict[str, Any]:
    """The JSON object of an answer with one of the wanted status codes that proves it is the gateway's."""
    expect(answer, *wanted)
    if answer.headers.get(MARK) != "1":
        raise Broke(f"{_what(answer)}: the header {MARK}: 1 is missing")
    try:
        body = answer.json()
    except ValueError as trouble:
        raise Broke(f"{_what(answer)}: the body is no JSON") from trouble
    if not isinstance(body, dict):
        raise Broke(f"{_what(answer)}: the body is no JSON object")
    return body


def expect(answer: requests.Response, *wanted: int) -> None:
    """Raises Broke when the status is another one."""
    if answer.status_code not in wanted:
        said = ""
        with suppress(ValueError, AttributeError):
            body = answer.json()
            fields = [str(each.get("pointer")) for each in body.get("errors") or []]
            said = f" ({' '.join([str(body.get('code')), *fields])})"
        raise Broke(f"{_what(answer)}: {answer.status_code}{said} instead of {' or '.join(map(str, wanted))}")


def problem(answer: requests.Response, status: int, *codes: str) -> dict[str, Any]:
    """An RFC 9457 problem with one of the codes."""
    body = members(answer, status)
    if "application/problem+json" not in answer.headers.get("Content-Type", ""):
        raise Broke(f"{_what(answer)}: Content-Type is not application/problem+json")
    if codes and body.get("code") not in codes:
        raise Broke(f"{_what(answer)}: code {body.get('code')!r} instead of {' or '.join(codes)}")
    return body


def same(found: object, wanted: object, what: str) -> None:
    """Raises Broke when they differ."""
    if found != wanted:
        raise Broke(f"{what} is {found!r} instead of {wanted!r}")


def _what(answer: requests.Response) -> str:
    path = (answer.request.url or "").split("?")[0].split("/v1", 1)[-1]
    return f"{answer.request.method} /v1{path}"
