"""A small gateway in this process that keeps to the wire contract, until a test twists one of its answers.

`WireGateway` speaks HTTP on a loopback port and keeps everything in memory; `MemoryGateway` is the port `Gateway` with
no line at all. Both pass the contract tests in `tests/contracts/gateway/`.
"""

import re
import ssl
import threading
import time
from collections.abc import Callable
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from kiosk.domain.events import wire_time
from kiosk.domain.ids import new_id
from tests.fakes.wire_dossiers import DossierCalls
from tests.fakes.wire_http import Asked, LineHandler, LineServer, Told, Twist, problem


class WireGateway(DossierCalls):
    """Use as a context manager; `url` is what a kiosk is configured with."""

    def __init__(self, certificate: Path | None = None) -> None:
        """`certificate`: key and certificate in one file, for HTTPS."""
        super().__init__()
        self.asked: list[Asked] = []
        self.lock = threading.RLock()
        self._twists: list[tuple[re.Pattern[str], Twist, int | None]] = []
        self._stop = threading.Event()
        self._server = LineServer(("127.0.0.1", 0), LineHandler)
        self._server.answer = self.answer
        self._server.begin = self.begin
        self._scheme = "https" if certificate else "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def __enter__(self) -> "WireGateway":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._server.shutdown()
        self._server.end_all()
        self._server.server_close()
        self._thread.join(10)

    # --- for tests

    def twist(self, route: str, twist: Twist | Told, *, times: int | None = 1) -> None:
        """Answer the next `times` requests whose "METHOD /path" matches `route` (a regular expression) otherwise."""
        made = (lambda _asked, _work: twist) if isinstance(twist, Told) else twist
        with self.lock:
            self._twists.append((re.compile(route), made, times))

    def count(self, route: str) -> int:
        """How many requests matched so far."""
        pattern = re.compile(route)
        with self.lock:
            return sum(bool(pattern.match(f"{asked.method} {asked.path}")) for asked in self.asked)

    def move(self, dossier_id: str, state: str, **more: Any) -> None:
        """An officer decides."""
        with self.lock:
            known = self.dossiers.get(dossier_id)
            if known is not None:
                known["state"] = state
            event = {"id": new_id(), "dossier_id": dossier_id, "at": wire_time(self.now()), "state": state}
            self.events.append(
                {**event, "code": None, "due_at": None, "notice": None, "payment": None, **more}
            )

    def stored(self, document_id: str) -> bytes | None:
        return next((content for (name, _), content in self.files.items() if name == document_id), None)

    # --- answering

    def begin(self, asked: Asked) -> None:
        """Bytes of an upload count as they come in, as with servers that write them down at once."""
        if asked.method == "PATCH":
            with self.lock:
                self.arriving[asked.path.rpartition("/")[2]] = asked

    def answer(self, asked: Asked) -> Told:
        with self.lock:
            self.asked.append(asked)
            if self.arriving.get(asked.path.rpartition("/")[2]) is asked:
                del self.arriving[asked.path.rpartition("/")[2]]
            line = f"{asked.method} {asked.path}"
            twist: Twist | None = None
            for place, (pattern, made, times) in enumerate(self._twists):
                if pattern.match(line):
                    twist = made
                    if times is not None:
                        self._twists[place] = (pattern, made, times - 1)
                        if times <= 1:
                            del self._twists[place]
                    break

        def work() -> Told:
            with self.lock:
                return self._prove(asked, self._work(asked))

        return work() if twist is None else twist(asked, work)

    def _prove(self, asked: Asked, told: Told) -> Told:
        tus = asked.path.startswith("/v1/uploads")
        proof = {"Tus-Resumable": "1.0.0"} if tus else {"Kiosk-Gateway": "1"}
        told.headers = {"Date": format_datetime(self.now(), usegmt=True), **proof, **told.headers}
        return told

    def _work(self, asked: Asked) -> Told:
        open_calls = {"GET /v1/health", "POST /v1/devices", "POST /v1/token", "GET /v1/jwks"}
        if f"{asked.method} {asked.path}" not in open_calls:
            ends = self.tokens.get(asked.headers.get("authorization", "").removeprefix("Bearer "))
            if ends is None:
                return problem(401, "token_invalid")
            if ends < time.monotonic():
                return problem(401, "token_expired")
        for method, pattern, call in _CALLS:
            found = pattern.fullmatch(asked.path)
            if found and method == asked.method:
                told: Told = getattr(self, call.__name__)(asked, *found.groups())
                return told
        return problem(404, "not_found")


_ROUTES: list[tuple[str, str, Callable[..., Told]]] = [
    ("GET", r"/v1/health", WireGateway._health),
    ("POST", r"/v1/devices", WireGateway._enrol),
    ("POST", r"/v1/token", WireGateway._token),
    ("GET", r"/v1/jwks", WireGateway._jwks),
    ("PUT", r"/v1/devices/([^/]+)/report", WireGateway._report),
    ("PUT", r"/v1/audit/([^/]+)/(\d+)", WireGateway._audit),
    ("GET", r"/v1/settings", WireGateway._settings),
    ("GET", r"/v1/procedures", WireGateway._procedures),
    ("PUT", r"/v1/accounts/([^/]+)", WireGateway._put_account),
    ("POST", r"/v1/accounts/([^/]+)/verification", WireGateway._verify_account),
    ("POST", r"/v1/accounts/([^/]+)/otp", WireGateway._send_otp),
    ("POST", r"/v1/oidc/device_authorization", WireGateway._begin_login),
    ("POST", r"/v1/oidc/token", WireGateway._poll_login),
    ("PUT", r"/v1/dossiers/([^/]+)", WireGateway._put_dossier),
    ("GET", r"/v1/dossiers/([^/]+)", WireGateway._get_dossier),
    ("POST", r"/v1/dossiers/([^/]+)/submission", WireGateway._submit),
    ("POST", r"/v1/dossiers/([^/]+)/withdrawal", WireGateway._withdraw),
    ("OPTIONS", r"/v1/uploads", WireGateway._options),
    ("OPTIONS", r"/v1/uploads/([^/]+)", WireGateway._options),
    ("POST", r"/v1/uploads", WireGateway._create),
    ("HEAD", r"/v1/uploads/([^/]+)", WireGateway._head),
    ("PATCH", r"/v1/uploads/([^/]+)", WireGateway._patch),
    ("DELETE", r"/v1/uploads/([^/]+)", WireGateway._terminate),
    ("GET", r"/v1/events", WireGateway._events),
    ("GET", r"/v1/tracking/([^/]+)", WireGateway._track),
    ("PUT", r"/v1/payments/([^/]+)", WireGateway._payment),
    ("GET", r"/v1/payments/([^/]+)", WireGateway._payment),
    ("PUT", r"/v1/(waybills|handovers|deliveries|feedback)/([^/]+)", WireGateway._thing),
]
_CALLS = [(method, re.compile(path), call) for method, path, call in _ROUTES]
