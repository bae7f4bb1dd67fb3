"""The HTTP half of the fake gateway: requests and answers as values, and lines that can be cut; knows no call."""

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(slots=True)
class Asked:
    """One request as it comes in. `broken`: the line broke before the body was whole; `superseded`: another request
    has meanwhile taken over what had come of this one."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes | bytearray = b""
    broken: bool = False
    superseded: bool = False

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Told:
    """One answer to be. `cut`: reset instead of answering; `parts`: a body that may never end."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False
    parts: Iterable[bytes] | None = None
    hold: threading.Event | None = None
    """Say nothing before it is set."""


Twist = Callable[[Asked, Callable[[], Told]], Told]
"""Gets the request and a function that does the real work and gives the real answer."""


def proven(told: Told) -> Told:
    """The same with the gateway's sign of both kinds, as a real gateway's own answers have it."""
    told.headers = {"Kiosk-Gateway": "1", "Tus-Resumable": "1.0.0", **told.headers}
    return told


def told_json(status: int, body: Any, **headers: str) -> Told:
    """An answer of the contract."""
    return Told(status, {"Content-Type": "application/json", **headers}, json.dumps(body).encode())


def problem(status: int, code: str, **more: Any) -> Told:
    """RFC 9457."""
    body = {
        "type": "about:blank",
        "title": code,
        "status": status,
        "detail": f"because {code}",
        "code": code,
        **more,
    }
    told = told_json(status, body)
    told.headers["Content-Type"] = "application/problem+json"
    return told


def lose_reply(_asked: Asked, work: Callable[[], Told]) -> Told:
    """The work is done, the answer never arrives."""
    work()
    return Told(cut=True)


class LineServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    answer: Callable[[Asked], Told]
    begin: Callable[[Asked], None] = staticmethod(lambda _asked: None)
    """Told of each request before its body has come."""

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._running: dict[threading.Thread, socket.socket] = {}

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        self._running[threading.current_thread()] = request
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._running.pop(threading.current_thread(), None)

    def end_all(self) -> None:
        for thread, sock in list(self._running.items()):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            thread.join(10)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A broken line is the point of these tests; a bug in an answer shows as a reset to the client."""


class LineHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: LineServer

    def log_message(self, *_words: Any) -> None:
        """Quiet."""

    def do_any(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length", 0))
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = bytearray()
        asked = Asked(self.command, parts.path, query, headers, body)
        self.server.begin(asked)
        asked.broken = self._read_into(body, length)
        told = self.server.answer(asked)
        if told.hold is not None:
            told.hold.wait(60)
        if told.cut or asked.broken:
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            return
        self._tell(told)

    def _read_into(self, body: bytearray, length: int) -> bool:
        """True when the line broke before the end."""
        with contextlib.suppress(OSError):
            while len(body) < length:
                block = self.rfile.read1(min(65536, length - len(body)))
                if not block:
                    break
                body += block
        return len(body) < length

    def _tell(self, told: Told) -> None:
        self.send_response_only(told.status)
        for name, value in told.headers.items():
            self.send_header(name, value)
        if told.parts is not None:
            self.close_connection = True
            self.end_headers()
            for part in told.parts:
                self.wfile.write(part)
            return
        if told.status not in (204, 304) and self.command != "HEAD":
            self.send_header("Content-Length", str(len(told.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(told.body)

    do_GET = do_PUT = do_POST = do_HEAD = do_PATCH = do_DELETE = do_OPTIONS = do_any  # noqa: N815
