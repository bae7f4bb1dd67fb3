"""What the fake gateway knows and answers about devices, settings, accounts and papers; spoken to by `WireGateway`."""

import base64
import contextlib
import hashlib
import json
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.domain.events import wire_time
from kiosk.domain.ids import new_id
from kiosk.domain.jws import TokenInvalid, read_compact, sign_compact
from tests.fakes.wire_http import Asked, Told, problem, told_json


class PortalCalls:
    """State in plain attributes, open to tests."""

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.kid = "one"
        self.devices: dict[str, Mapping[str, Any]] = {}
        self.revoked: set[str] = set()
        self.codes: dict[str, Any] = {"TEST-CODE": None}
        self.tokens: dict[str, float] = {}
        self.token_life_s = 600
        self.jtis: set[str] = set()
        self.audiences: list[str] = []
        """Other addresses it is known by, such as a proxy's."""
        self.skew_s = 0.0
        self.settings: dict[str, Any] = {
            "version": "1",
            "agent_point": {"code": "0001", "name": "Bưu cục mẫu"},
        }
        self.catalogue: list[dict[str, Any]] = []
        self.removed: list[tuple[int, str]] = []
        self.page_items = 50
        self.accounts: dict[str, dict[str, Any]] = {}
        self.texts: list[str] = []
        self.logins: dict[str, dict[str, Any]] = {}
        self.things: dict[str, Any] = {}
        self.reports: list[Any] = []
        self.audit: dict[int, Any] = {}

    @property
    def url(self) -> str:
        raise NotImplementedError

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.skew_s)

    def sign(self, payload: Mapping[str, Any], key: Ed25519PrivateKey | None = None) -> str:
        return sign_compact(payload, (key or self.key).sign, {"kid": self.kid})

    # --- device

    def _health(self, asked: Asked) -> Told:
        return told_json(200, {"status": "ok", "time": wire_time(self.now()), "until": None})

    def _enrol(self, asked: Asked) -> Told:
        body = asked.json
        if self.codes.get(body["enrolment_code"], body) not in (None, body):
            return problem(403, "enrolment_code_invalid")
        if body["enrolment_code"] not in self.codes:
            return problem(403, "enrolment_code_invalid")
        self.codes[body["enrolment_code"]] = body
        self.devices[body["device_id"]] = body["public_jwk"]
        return told_json(
            201, {"device_id": body["device_id"], "agent_point": self.settings["agent_point"], "extra": 1}
        )

    def _token(self, asked: Asked) -> Told:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        claims: dict[str, Any] = {}

        def fits(_header: Mapping[str, Any], signed: bytes, signature: bytes) -> bool:
            jwk = self.devices.get(claims["iss"])
            return jwk is not None and _fits(jwk, signed, signature)

        assertion = form["client_assertion"]
        with contextlib.suppress(ValueError):
            middle = assertion.split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        if claims["iss"] in self.revoked:
            return problem(401, "device_revoked")
        if claims["iss"] not in self.devices:
            return problem(401, "device_unknown")
        try:
            read_compact(assertion, fits)
        except TokenInvalid:
            return problem(401, "assertion_invalid")
        left = claims["exp"] - self.now().timestamp()
        stale = not -30 < left <= 330 or claims["jti"] in self.jtis
        if stale or claims["aud"] not in (self.url, *self.audiences) or claims["sub"] != claims["iss"]:
            return problem(401, "assertion_invalid")
        self.jtis.add(claims["jti"])
        token = new_id()
        self.tokens[token] = time.monotonic() + self.token_life_s
        return told_json(
            200, {"access_token": token, "token_type": "Bearer", "expires_in": self.token_life_s}
        )

    def _jwks(self, asked: Asked) -> Told:
        x = base64.urlsafe_b64encode(self.key.public_key().public_bytes_raw()).rstrip(b"=").decode()
        other = {"kty": "EC", "crv": "P-256", "kid": "else"}
        return told_json(200, {"keys": [other, {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": self.kid}]})

    def _report(self, asked: Asked, device_id: str) -> Told:
        self.reports.append(asked.json)
        return Told(204)

    def _audit(self, asked: Asked, device_id: str, first_seq: str) -> Told:
        first, body = int(first_seq), asked.json
        if self.audit.setdefault(first, body) != body:
            return problem(409, "revision_conflict")
        last = body["entries"][-1]
        signed = {
            "device_id": device_id,
            "first_seq": first,
            "last_seq": last["seq"],
            "head_hash": last["hash"],
        }
        token = self.sign({**signed, "at": wire_time(self.now())})
        return told_json(201, {"last_seq": last["seq"], "countersignature": token})

    # --- settings and catalogue

    def _settings(self, asked: Asked) -> Told:
        tag = '"' + hashlib.sha256(json.dumps(self.settings).encode()).hexdigest()[:16] + '"'
        if asked.headers.get("if-none-match") == tag:
            return Told(304, {"ETag": tag})
        return told_json(200, self.settings, ETag=tag)

    def _procedures(self, asked: Asked) -> Told:
        cursor = asked.query.get("cursor", "p0")
        if not re.fullmatch(r"p\d+", cursor) or int(cursor[1:]) > len(self.catalogue) + len(self.removed):
            return problem(410, "cursor_unknown")
        start = int(cursor[1:])
        items = self.catalogue[start : start + self.page_items]
        removed = [code for place, code in self.removed if place >= start]
        end = start + len(items)
        return told_json(
            200,
            {"items": items, "removed": removed, "cursor": f"p{end}", "more": end < len(self.catalogue)},
        )

    # --- accounts

    def _put_account(self, asked: Asked, account_id: str) -> Told:
        body = asked.json
        known = self.accounts.get(account_id)
        if known is not None and known["body"] != body:
            return problem(409, "revision_conflict")
        if known is None:
            same = [
                a for a in self.accounts.values() if a["body"]["personal_number"] == body["personal_number"]
            ]
            if same:
                return problem(409, "account_exists", masked_phone="0901***567")
            if not body.get("phone"):
                error = {"pointer": "/phone", "code": "required", "detail": "needed"}
                return problem(422, "validation_failed", errors=[error])
            known = {"body": body, "status": "pending", "otp": None, "tries": 3}
            self.accounts[account_id] = known
            if body["activation"] == "otp":
                self._text(known)
        return told_json(201, self._account_answer(account_id))

    def _account_answer(self, account_id: str) -> dict[str, Any]:
        known = self.accounts[account_id]
        expires = wire_time(self.now() + timedelta(minutes=5))
        otp = {"channel": "sms", "masked_to": "0901***567", "expires_at": expires} if known["otp"] else None
        return {"account_id": account_id, "status": known["status"], "otp": otp}

    def _text(self, known: dict[str, Any]) -> None:
        known["otp"], known["tries"] = f"{len(self.texts) + 111111:06d}", 3
        self.texts.append(known["otp"])

    def _verify_account(self, asked: Asked, account_id: str) -> Told:
        known = self.accounts[account_id]
        if known["otp"] is None:
            return problem(410, "otp_expired")
        if asked.json["otp"] != known["otp"]:
            known["tries"] -= 1
            if known["tries"] <= 0:
                known["otp"] = None
                return problem(410, "otp_expired")
            return problem(422, "otp_wrong", attempts_left=known["tries"])
        known["status"], known["otp"] = "active", None
        return told_json(200, {"status": "active", "account_id": account_id})

    def _send_otp(self, asked: Asked, account_id: str) -> Told:
        self._text(self.accounts[account_id])
        return told_json(200, self._account_answer(account_id))

    def _begin_login(self, asked: Asked) -> Told:
        code = new_id()
        self.logins[code] = {"answers": []}
        uri = f"{self.url}/vneid"
        return told_json(
            200,
            {
                "device_code": code,
                "user_code": "ABCD-EFGH",
                "verification_uri": uri,
                "verification_uri_complete": f"{uri}?user_code=ABCD-EFGH",
                "expires_in": 300,
                "interval": 5,
            },
        )

    def decide_logins(self, *answers: Any) -> None:
        """What polls are told, one after the other: an RFC 8628 error code, or the claims of the ID token."""
        for login in self.logins.values():
            login["answers"] += answers

    def _poll_login(self, asked: Asked) -> Told:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        login = self.logins.get(form["device_code"])
        if login is None:
            return told_json(400, {"error": "expired_token"})
        answer = login["answers"].pop(0) if login["answers"] else "authorization_pending"
        if isinstance(answer, str):
            return told_json(400, {"error": answer})
        body = {
            "access_token": "citizen",
            "token_type": "Bearer",
            "expires_in": 60,
            "id_token": self.sign(answer),
        }
        return told_json(200, body)

    def _payment(self, asked: Asked, payment_id: str) -> Told:
        if asked.method == "PUT":
            if self.things.setdefault(payment_id, asked.json) != asked.json:
                return problem(409, "revision_conflict")
        if payment_id not in self.things:
            return problem(404, "payment_unknown")
        facts = {"payment_id": payment_id, "amount": 8000, "payee": {"name": "KBNN mẫu"}, "vietqr": "000201"}
        more = {"expires_at": wire_time(self.now()), "status": "PENDING", "receipt_url": None}
        return told_json(200, {**facts, **more})

    def _thing(self, asked: Asked, _kind: str, thing_id: str) -> Told:
        if self.things.setdefault(thing_id, asked.json) != asked.json:
            return problem(409, "revision_conflict")
        return told_json(200, {"id": thing_id})


def _fits(jwk: Mapping[str, Any], signed: bytes, signature: bytes) -> bool:
    raw = base64.urlsafe_b64decode(str(jwk["x"]) + "==")
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, signed)
    except InvalidSignature:
        return False
    return True
