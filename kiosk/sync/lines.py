"""Connections that cannot hang: every send and every answer has an allowance of time; knows nothing of the contract.

`requests` bounds each packet, not a whole answer: a server that drips one byte a second, or one that swallows what it
is sent, would hold a kiosk for ever. So the socket itself is wrapped.
"""

import io
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPResponse, parse_headers
from typing import Any, Literal, cast

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection

if sys.platform == "linux":
    import fcntl

SEND_BUFFER_BYTES = 128 * 1024
"""Small, so that "sent" means nearly "on the line": the answer's time starts when the kernel took the last byte."""
UNSENT_BYTES = 32 * 1024
"""What the kernel may hold beyond what is under way: bytes that a broken line would waste."""
UNACKNOWLEDGED_MS = 30_000
BLOCK_BYTES = 16 * 1024
_TCP_NOTSENT_LOWAT = 25
"""Linux's number; Python names it from 3.12 on."""
_SIOCOUTQNSD = 0x894B
_SIOCOUTQ = 0x5411
_LOOK_UP_S = 0.2
"""How often a waiting socket looks whether it is to stop."""
_BUFFERED_PATIENCE = 2.0
"""Something on the way may have taken the request faster than it hands it on: so many times the rest is waited."""


class Stopped(Exception):
    """The program is ending; the request was given up in the middle."""


@dataclass(slots=True)
class Allowance:
    """How long one request may take: `stall_s` without a byte leaving, `send_s` in all, then `answer_s`."""

    stall_s: float
    send_s: float
    answer_s: float
    connect_s: float = 10.0
    through_s: float = 0.0
    """How long the request should take as the line has been: what was sent sooner may still be under way."""
    suspect_s: float = float("inf")
    """After so long without a byte confirmed, `elsewhere` is asked; when it answers and still nothing moves, this
    connection is dead. A line that stands still as a whole is waited for."""
    elsewhere: Callable[[], bool] | None = None
    usual: bool = False
    """Nobody asked for a time of their own: what becomes of it teaches how long answers take."""
    began: bool = False
    """True once a byte may have left: from then on the outcome of a failure is unknown."""
    unsent_bytes: int = 0
    """Of a request that broke off: what the kernel had taken but not yet put on the line."""
    gave_up: Literal["", "sending", "waiting"] = ""
    """What patience ended with: bytes that would not leave or were not confirmed, or an answer that would not come."""


class LineWatch:
    """The allowance of the request that runs in the current thread, and the order to stop."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self._running = threading.local()

    @contextmanager
    def allow(self, allowance: Allowance) -> Iterator[None]:
        """Make `allowance` the rule for this thread's request."""
        running = vars(self._running)
        interrupted = dict(running)
        began = time.monotonic()
        running |= {
            "allowance": allowance,
            "began": began,
            "send_until": began + allowance.send_s,
            "moved_at": None,
            "queued_bytes": 0,
            "ask_at": 0.0,
            "overtaken": False,
        }
        try:
            yield
        finally:
            running.clear()
            running |= interrupted

    def sending(self) -> float:
        """Note that bytes go out; returns the seconds this block may stall."""
        allowance: Allowance = self._running.allowance
        allowance.began = True
        self._running.overtaken = False
        return min(allowance.stall_s, float(self._running.send_until) - time.monotonic())

    def broke(self, unsent_bytes: int) -> None:
        """Note what never left."""
        self._running.allowance.unsent_bytes = unsent_bytes

    def answer_left_s(self, queued_bytes: int) -> float:
        """Seconds left for the answer; they count from the last sign that the question still moves: the other side has
        confirmed some of the `queued_bytes` that were unconfirmed at the last look. While some are, a stall is borne."""
        now = time.monotonic()
        running = self._running
        allowance: Allowance = running.allowance
        moves = queued_bytes < running.queued_bytes and now < running.send_until
        running.queued_bytes = queued_bytes
        if running.moved_at is None or moves:
            running.moved_at = now
        ahead_s = max(0.0, allowance.through_s - (float(running.moved_at) - float(running.began)))
        borne_s = allowance.answer_s + _BUFFERED_PATIENCE * ahead_s
        borne_s = max(borne_s, allowance.stall_s) if queued_bytes else borne_s
        return float(running.moved_at) + borne_s - now

    def check_sending(self, until: float, still_since: float) -> None:
        """Stopped or TimeoutError when it is time to give up sending."""
        self._check(until - time.monotonic(), "sending")
        self._doubt(still_since)

    def check_waiting(self, queued_bytes: int) -> None:
        """Stopped or TimeoutError when it is time to give up waiting for the answer."""
        self._check(self.answer_left_s(queued_bytes), "sending" if queued_bytes else "waiting")
        if queued_bytes:
            self._doubt(float(self._running.moved_at))

    def _check(self, left_s: float, what: Literal["sending", "waiting"]) -> None:
        if self.stop.is_set():
            raise Stopped
        if left_s <= 0:
            self._running.allowance.gave_up = what
            raise TimeoutError("the line stands still")

    def _doubt(self, still_since: float) -> None:
        """Ask elsewhere when nothing has moved for long. The socket is looked at once more before it counts as dead."""
        running, now = self._running, time.monotonic()
        allowance: Allowance = running.allowance
        if now - still_since < allowance.suspect_s:
            running.overtaken = False
        elif running.overtaken:
            self._check(0.0, "sending")
        elif now >= running.ask_at and allowance.elsewhere is not None:
            running.overtaken = allowance.elsewhere()
            running.ask_at = time.monotonic() + allowance.suspect_s


class TimedSocket:
    """A connected socket that keeps to the allowance of the running request; all else is the socket's own."""

    def __init__(self, sock: Any, watch: LineWatch) -> None:
        self._sock = sock
        self._watch = watch
        sock.settimeout(_LOOK_UP_S)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def settimeout(self, _value: float | None) -> None:
        """The library's own per-packet time-outs are replaced by the allowance."""

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send everything, block by block; TimeoutError when a block stalls, Stopped when the program ends."""
        rest = memoryview(data).cast("B")
        with self._noting_what_never_left():
            while rest:
                until = time.monotonic() + self._watch.sending()
                rest = rest[self._send_some(rest[:BLOCK_BYTES], flags, until) :]

    def _send_some(self, block: memoryview, flags: int, until: float) -> int:
        still_since, queued_bytes = time.monotonic(), 0
        while True:
            self._watch.check_sending(until, still_since)
            try:
                return int(self._sock.send(block, flags))
            except TimeoutError:
                before, queued_bytes = queued_bytes, _kernel_bytes(self._sock, _SIOCOUTQ)
                if queued_bytes < before:
                    still_since = time.monotonic()

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        """Read what there is; TimeoutError when the answer's time is over, Stopped when the program ends."""
        with self._noting_what_never_left():
            while True:
                self._watch.check_waiting(_kernel_bytes(self._sock, _SIOCOUTQ))
                try:
                    return int(self._sock.recv_into(buffer, nbytes, flags))
                except TimeoutError:
                    continue

    @contextmanager
    def _noting_what_never_left(self) -> Iterator[None]:
        try:
            yield
        except (OSError, Stopped):
            self._watch.broke(_kernel_bytes(self._sock, _SIOCOUTQNSD))
            raise

    def makefile(self, *_mode: Any, **_more: Any) -> Any:
        """The binary reader `http.client` wants, over this socket instead of the bare one."""
        # the socket closes only when its last reader has: it counts them itself
        self._sock._io_refs += 1  # noqa: SLF001
        return io.BufferedReader(socket.SocketIO(cast(socket.socket, self), "r"))


class FinalResponse(HTTPResponse):
    """The library takes every 1xx but 100 for the answer and leaves the real one to whoever asks next on the connection.
    Those that only go before are passed over here (RFC 9110, 15.2), as many as come within the answer's time."""

    def _read_status(self) -> tuple[str, int, str]:
        version, status, reason = super()._read_status()  # type: ignore[misc]
        while HTTPStatus.SWITCHING_PROTOCOLS < status < HTTPStatus.OK:
            parse_headers(self.fp)
            version, status, reason = super()._read_status()  # type: ignore[misc]
        return version, status, reason


class TimedAdapter(HTTPAdapter):
    """Pools of connections made of timed sockets with small send buffers."""

    def __init__(self, watch: LineWatch) -> None:
        self._watch = watch
        super().__init__(pool_connections=2, pool_maxsize=4)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        """As in the base class, with our own kind of connection."""
        super().init_poolmanager(connections, maxsize, block, socket_options=_socket_options(), **more)
        self.poolmanager.pool_classes_by_scheme = _pools(self._watch)

    def proxy_manager_for(self, proxy: str, **more: Any) -> ProxyManager:
        """As in the base class, with our own kind of connection."""
        manager: ProxyManager = super().proxy_manager_for(proxy, socket_options=_socket_options(), **more)
        manager.pool_classes_by_scheme = _pools(self._watch)
        return manager

    def forget_connections(self) -> None:
        """Let idle connections go; requests under way are not touched."""
        for manager in (self.poolmanager, *self.proxy_manager.values()):
            manager.clear()


def _pools(watch: LineWatch) -> dict[str, type[HTTPConnectionPool]]:
    class TimedConnection(HTTPConnection):
        response_class = FinalResponse

        def connect(self) -> None:
            super().connect()
            self.sock = cast(socket.socket, TimedSocket(self.sock, watch))

    class TimedSecureConnection(HTTPSConnection):
        response_class = FinalResponse

        def connect(self) -> None:
            super().connect()
            self.sock = cast(socket.socket, TimedSocket(self.sock, watch))

    class TimedPool(HTTPConnectionPool):
        ConnectionCls = TimedConnection

    class TimedSecurePool(HTTPSConnectionPool):
        ConnectionCls = TimedSecureConnection

    return {"http": TimedPool, "https": TimedSecurePool}


def _kernel_bytes(sock: Any, question: int) -> int:
    """What the kernel still holds of what it was given: not yet sent, or (`_SIOCOUTQ`) not yet confirmed either; 0 where
    it does not tell. It knows so even after a reset."""
    if sys.platform != "linux":
        return 0
    try:
        return int.from_bytes(fcntl.ioctl(sock.fileno(), question, bytes(4)), sys.byteorder)
    except OSError:
        return 0


def _socket_options() -> list[tuple[int, int, int]]:
    options = [
        (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
        (socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES),
        (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    ]
    user_timeout = getattr(socket, "TCP_USER_TIMEOUT", None)  # Linux only
    if user_timeout is not None:
        options.append((socket.IPPROTO_TCP, user_timeout, UNACKNOWLEDGED_MS))
    if sys.platform == "linux":
        options.append((socket.IPPROTO_TCP, _TCP_NOTSENT_LOWAT, UNSENT_BYTES))
    return options
