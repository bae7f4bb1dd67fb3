"""A TCP proxy that misbehaves as lines do: cuts, swallows, freezes, stalls, refuses, is slow; it understands no HTTP."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

BLOCK_BYTES = 16 * 1024
BUFFER_BYTES = 64 * 1024


@dataclass(slots=True)
class Weather:
    """What the line does to each new connection. Counts are bytes from the kiosk to the gateway."""

    cut_after: Callable[[], int | None] = field(default=lambda: None)
    """Break both ends with a reset after so many bytes; asked anew for each connection."""
    swallow_after: Callable[[], int | None] = field(default=lambda: None)
    """From then on take everything and hand nothing on, in both directions: half open behind something that answers."""
    freeze_after: Callable[[], int | None] = field(default=lambda: None)
    """From then on take nothing and hand nothing on, without a word to either side: half open."""
    cut_every: Callable[[], int | None] = field(default=lambda: None)
    """Reset whoever sends when so many bytes more have come over the line, however many connections they came by."""
    freeze_every: Callable[[], int | None] = field(default=lambda: None)
    """The same, but the connection dies without a word, as with `freeze_after`."""
    stall_after: int | None = None
    """When so many bytes have come over the line: hold everything, once, until `resume` is set."""
    resume: threading.Event = field(default_factory=threading.Event)
    bytes_per_s: float | None = None
    one_way_s: float = 0.0
    set_up_s: float = 0.0
    """What a new connection costs before its first byte is handed on: the round trips of TCP and TLS."""


class ChaosProxy:
    """Listens on a loopback port and hands on to `target`. Use as a context manager."""

    def __init__(self, target: tuple[str, int], weather: Weather | None = None) -> None:
        self._target = target
        self.weather = weather or Weather()
        self.to_server = 0
        self.from_kiosk = 0
        """Bytes that came over the kiosk's line, handed on or not."""
        self.connections = 0
        self.cuts = 0
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._open: set[socket.socket] = set()
        self._alive: set[threading.Event] = set()
        self._hole = False
        self._next_cut = self.weather.cut_every()
        self._next_freeze = self.weather.freeze_every()
        self._threads: list[threading.Thread] = []
        self._listener: socket.socket | None = _listen(0)
        self.port: int = self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "ChaosProxy":
        self._spawn(self._accept, self._listener)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self.weather.resume.set()
        self.refuse()
        self.cut_all()
        for thread in list(self._threads):
            thread.join(10)

    def refuse(self) -> None:
        """Nobody listens any more; connections that are open stay."""
        with self._lock:
            listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def listen_again(self) -> None:
        """End of `refuse`, on the same port."""
        self._listener = _listen(self.port)
        self._spawn(self._accept, self._listener)

    def open_hole(self) -> None:
        """Nothing passes any more and nobody is told: connections that are open now, or are made now, are dead."""
        with self._lock:
            self._hole = True
            for frozen in self._alive:
                frozen.set()

    def close_hole(self) -> None:
        """New connections live again."""
        self._hole = False

    def cut_all(self) -> None:
        """Reset every open connection."""
        with self._lock:
            doomed = list(self._open)
        for sock in doomed:
            _reset(sock)

    def _spawn(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=work, args=given, name="chaos-proxy", daemon=True)
        with self._lock:
            self._threads = [one for one in self._threads if one.is_alive()]
            self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while not self._stop.is_set():
            try:
                client, _ = listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self._target, timeout=5)
            except OSError:
                _reset(client)
                continue
            server.settimeout(None)
            for sock in (client, server):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.connections += 1
                self._open |= {client, server}
                frozen = threading.Event()
                self._alive.add(frozen)
                if self._hole:
                    frozen.set()
            swallowing = threading.Event()
            self._spawn(self._carry_up, client, server, swallowing, frozen)
            self._spawn(self._carry_down, server, client, swallowing, frozen)

    def _carry_up(
        self,
        client: socket.socket,
        server: socket.socket,
        swallowing: threading.Event,
        frozen: threading.Event,
    ) -> None:
        weather = self.weather
        cut_after, swallow_after, freeze_after = (
            weather.cut_after(),
            weather.swallow_after(),
            weather.freeze_after(),
        )
        passed = 0
        self._stop.wait(weather.set_up_s)
        with contextlib.suppress(OSError):
            while block := client.recv(BLOCK_BYTES):
                with self._lock:
                    self.from_kiosk += len(block)
                if freeze_after is not None and passed + len(block) > freeze_after:
                    frozen.set()
                if self._line_wide(frozen):
                    server.sendall(block[: len(block) // 2])
                    self._count(len(block) // 2, cut=True)
                    break
                if frozen.is_set():
                    self._stop.wait()
                    break
                if weather.stall_after is not None and self.from_kiosk >= weather.stall_after:
                    weather.resume.wait(60)
                    weather.stall_after = None
                if swallow_after is not None and passed + len(block) > swallow_after:
                    swallowing.set()
                if swallowing.is_set():
                    continue
                if cut_after is not None and passed + len(block) >= cut_after:
                    server.sendall(block[: cut_after - passed])
                    self._count(cut_after - passed, cut=True)
                    break
                self._pace(len(block))
                server.sendall(block)
                passed += len(block)
                self._count(len(block))
        with self._lock:
            self._alive.discard(frozen)
        self._end(client, server)

    def _carry_down(
        self,
        server: socket.socket,
        client: socket.socket,
        swallowing: threading.Event,
        frozen: threading.Event,
    ) -> None:
        with contextlib.suppress(OSError):
            while block := server.recv(BLOCK_BYTES):
                if self.weather.one_way_s:
                    self._stop.wait(self.weather.one_way_s)
                if frozen.is_set():
                    self._stop.wait()
                    break
                if not swallowing.is_set():
                    client.sendall(block)
        if not swallowing.is_set():
            self._end(client, server)

    def _line_wide(self, frozen: threading.Event) -> bool:
        """True when the line is to reset this connection now; or it freezes it."""
        with self._lock:
            if self._next_freeze is not None and self.from_kiosk >= self._next_freeze:
                self._next_freeze = self.from_kiosk + (self.weather.freeze_every() or 0)
                frozen.set()
            if self._next_cut is None or self.from_kiosk < self._next_cut:
                return False
            self._next_cut = self.from_kiosk + (self.weather.cut_every() or 0)
            return True

    def _pace(self, count: int) -> None:
        rate = self.weather.bytes_per_s
        if rate:
            self._stop.wait(count / rate)

    def _count(self, count: int, *, cut: bool = False) -> None:
        with self._lock:
            self.to_server += count
            self.cuts += cut

    def _end(self, client: socket.socket, server: socket.socket) -> None:
        """A reset towards the kiosk; towards the gateway an end after which it still reads what has come."""
        with self._lock:
            self._open -= {client, server}
        _reset(client)
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
    listener.bind(("127.0.0.1", port))
    listener.listen(64)
    return listener


def _reset(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RD)  # wakes who reads there, without a word to the other side
    sock.close()
