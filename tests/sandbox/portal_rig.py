"""A real sandbox portal on a free loopback port, and a small terminal that speaks to it over the wire."""

import base64
import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.sandbox.server import PortalApp, create_app, listen, open_server

DATABASE_URL = os.environ.get("KIOSK_TEST_POSTGRES_URL")
TIMEOUT_S = 20
PDF = b"%PDF-1.4\n" + b"Giay chung sinh. " * 3000

PROCEDURE: dict[str, Any] = {
    "code": "1.001193",
    "version": "2026-07",
    "name": {"vi": "Đăng ký khai sinh", "en": "Birth registration"},
    "agency_kind": "commune",
    "online": {"mode": "full", "reason": None},
    "bcci": {"eligible": True, "reason": None},
    "cutoff": "15:00",
    "channels": {
        "online": {
            "time": {"n": 1, "unit": "working_day"},
            "fee": {"amount": 8000, "basis": "", "varies": False},
        },
        "post": {"time": {"n": 3, "unit": "working_day"}, "fee": None},
    },
    "cases": [
        {
            "id": "thuong",
            "name": {"vi": "Thông thường", "en": "Usual"},
            "when": None,
            "components": [
                {"id": "to_khai", "name": {"vi": "Tờ khai"}, "kind": "submit", "satisfied_by": ["form"]},
                {
                    "id": "chung_sinh",
                    "name": {"vi": "Giấy chứng sinh"},
                    "kind": "submit",
                    "alternatives": ["cam_doan"],
                },
                {"id": "cam_doan", "name": {"vi": "Giấy cam đoan"}, "kind": "submit"},
                {"id": "cccd", "name": {"vi": "Thẻ căn cước"}, "kind": "show"},
            ],
        }
    ],
    "form": {"type": "object", "required": ["ten_con"], "properties": {"ten_con": {"type": "string"}}},
}
ON_PAPER: dict[str, Any] = {
    **PROCEDURE,
    "code": "2.000815",
    "name": {"vi": "Chứng thực bản sao", "en": "Certified copy"},
    "online": {"mode": "none", "reason": {"vi": "Cần bản chính"}},
    "form": {},
}


def person(**changes: Any) -> dict[str, Any]:
    """The synthetic applicant, every member present."""
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
        "phone": "+84900000001",
        "email": None,
        "account_id": None,
        "organisation": None,
        "relation": None,
        "authority_document": None,
        **changes,
    }


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read_jws(token: str, keys: list[dict[str, str]]) -> dict[str, Any]:
    """The payload, once the signature verified with the public key its kid names."""
    head, body, signature = token.split(".")
    header = json.loads(from_base64url(head))
    assert header["alg"] == "EdDSA"
    key = next(key for key in keys if key["kid"] == header["kid"])
    public = Ed25519PublicKey.from_public_bytes(from_base64url(key["x"]))
    public.verify(from_base64url(signature), f"{head}.{body}".encode())
    payload: dict[str, Any] = json.loads(from_base64url(body))
    return payload


def wait_until(true: Callable[[], bool]) -> None:
    """Poll a condition until it holds; fails after the deadline."""
    deadline = time.monotonic() + TIMEOUT_S
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        threading.Event().wait(0.01)


def document_entry(content: bytes = PDF, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "component_id": "chung_sinh",
        "name": "Giấy chứng sinh",
        "media_type": "application/pdf",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "pages": 1,
        **changes,
    }


def dossier_body(documents: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "local_reference": f"K-HN0099-261122-{uuid4().hex[:4].upper()}-7",
        "revision": 1,
        "replaces": None,
        "procedure": {"code": "1.001193", "version": "2026-07", "case": "thuong"},
        "agency": "UBND phường Cửa Nam",
        "channel": "online",
        "applicant": person(),
        "representative": None,
        "form": {"ten_con": "Nguyễn Văn Bé"},
        "documents": [document_entry()] if documents is None else documents,
        "delivery": {"method": "agent_point", "address": None, "waybill": None},
        "notices": {"sms": True, "email": False, "zalo": False},
        "consents": [{"purpose": "submit_dossier", "version": "1", "at": "2026-11-22T01:00:00.000Z"}],
        "identity_verification": {"method": "clerk", "at": "2026-11-22T01:00:00.000Z"},
        "entered_by": {"kind": "clerk", "staff_id": "nv01"},
        "confirmed_by_citizen_at": "2026-11-22T01:05:00.000Z",
        "times": {"started_at": "2026-11-22T01:00:00.000Z", "confirmed_at": "2026-11-22T01:05:00.000Z"},
        "effort": {"autofilled_fields": 5, "seconds": 300},
        **changes,
    }


class Running:
    """A portal that runs in this process; its desk is open at `url/_sandbox`."""

    def __init__(self, app: PortalApp, url: str) -> None:
        self.portal = app.portal
        self.url = url
        self.web = requests.Session()

    def desk(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        answer = self.web.request(method, f"{self.url}/_sandbox{path}", json=body, timeout=TIMEOUT_S, **more)
        assert answer.ok, answer.text
        return answer.json()

    def faults(self, **faults: Any) -> None:
        self.desk("PUT", "/faults", faults)

    def settings(self, **settings: Any) -> None:
        self.desk("PUT", "/settings", settings)


class Terminal:
    """A device of the portal: enrolled, with a token, and a session that carries it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.device_id = str(uuid4())
        self.key = Ed25519PrivateKey.generate()
        self.web = requests.Session()
        self.web.headers["Kiosk-Version"] = "1.4.0"

    def public_jwk(self) -> dict[str, str]:
        raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return {"kty": "OKP", "crv": "Ed25519", "x": base64url(raw)}

    def enrolment(self, code: str) -> dict[str, Any]:
        facts = {"name": "Kiosk thử", "kiosk_version": "1.4.0", "os": "Linux"}
        return {"device_id": self.device_id, "enrolment_code": code, "public_jwk": self.public_jwk(), **facts}

    def enrol(self, code: str) -> requests.Response:
        return self.call("POST", "/v1/devices", self.enrolment(code))

    def assertion(self, **changes: Any) -> str:
        claims = {
            "iss": self.device_id,
            "sub": self.device_id,
            "aud": self.url,
            "exp": int(time.time()) + 120,
            "jti": uuid4().hex,
            **changes,
        }
        parts = [base64url(json.dumps(part).encode()) for part in ({"alg": "EdDSA", "typ": "JWT"}, claims)]
        signed = ".".join(parts)
        return f"{signed}.{base64url(self.key.sign(signed.encode()))}"

    def ask_token(self, assertion: str | None = None) -> requests.Response:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion or self.assertion(),
        }
        return self.web.post(f"{self.url}/v1/token", data=form, timeout=TIMEOUT_S)

    def sign_in(self) -> "Terminal":
        answer = self.ask_token()
        assert answer.status_code == 200, answer.text
        self.web.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return self

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        return self.web.request(method, f"{self.url}{path}", json=body, timeout=TIMEOUT_S, **more)

    def put_dossier(self, dossier_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.call("PUT", f"/v1/dossiers/{dossier_id}", body)
        assert answer.status_code in (200, 201), answer.text
        answered: dict[str, Any] = answer.json()
        return answered

    def upload_headers(self, dossier_id: str, entry: Mapping[str, Any]) -> dict[str, str]:
        named = {
            "dossier": dossier_id,
            "document": entry["id"],
            "sha256": entry["sha256"],
            "filetype": entry["media_type"],
        }
        metadata = ",".join(
            f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in named.items()
        )
        return {"Tus-Resumable": "1.0.0", "Upload-Length": str(entry["bytes"]), "Upload-Metadata": metadata}

    def create_upload(self, dossier_id: str, entry: Mapping[str, Any]) -> str:
        answer = self.web.post(
            f"{self.url}/v1/uploads", headers=self.upload_headers(dossier_id, entry), timeout=TIMEOUT_S
        )
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    def offset(self, location: str) -> int:
        answer = self.web.head(location, headers={"Tus-Resumable": "1.0.0"}, timeout=TIMEOUT_S)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["Upload-Offset"])

    def patch(self, location: str, content: bytes, offset: int = 0, **headers: str) -> requests.Response:
        sent = {
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
            **headers,
        }
        return self.web.patch(location, data=content, headers=sent, timeout=TIMEOUT_S)

    def upload(self, dossier_id: str, entry: Mapping[str, Any], content: bytes = PDF) -> str:
        location = self.create_upload(dossier_id, entry)
        assert self.patch(location, content).status_code == 204
        return location

    def submit(self, dossier_id: str, body: Mapping[str, Any]) -> requests.Response:
        listed = [
            {"id": each["id"], "bytes": each["bytes"], "sha256": each["sha256"]} for each in body["documents"]
        ]
        sent = {"revision": body["revision"], "documents": listed}
        return self.call("POST", f"/v1/dossiers/{dossier_id}/submission", sent)

    def jwks(self) -> list[dict[str, str]]:
        keys: list[dict[str, str]] = self.call("GET", "/v1/jwks").json()["keys"]
        return keys

    def file(self, **changes: Any) -> tuple[str, dict[str, Any]]:
        """A whole dossier, submitted: its id and body."""
        dossier_id, body = str(uuid4()), dossier_body(**changes)
        self.put_dossier(dossier_id, body)
        for entry in body["documents"]:
            self.upload(dossier_id, entry)
        answer = self.submit(dossier_id, body)
        assert answer.status_code == 200, answer.text
        return dossier_id, body

    def events(self, **query: Any) -> dict[str, Any]:
        answer = self.call("GET", "/v1/events", params=query)
        assert answer.status_code == 200, answer.text
        answered: dict[str, Any] = answer.json()
        return answered


@contextmanager
def running_portal(data_dir: Path, **choices: Any) -> Iterator[Running]:
    """The portal over a data folder, served until the block ends."""
    choices = {"procedures": [PROCEDURE, ON_PAPER], "enrolment_codes": ["MA-1", "MA-2"], **choices}
    app = create_app(data_dir=data_dir, **choices)
    listener = listen("127.0.0.1", 0)
    listening = threading.Event()
    server = open_server(app, listening.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox portal")
    thread.start()
    try:
        assert listening.wait(TIMEOUT_S)
        running = Running(app, f"http://127.0.0.1:{listener.getsockname()[1]}")
        try:
            yield running
        finally:
            running.web.close()
    finally:
        server.should_exit = True
        thread.join(TIMEOUT_S)
        app.close()
    assert not thread.is_alive()
