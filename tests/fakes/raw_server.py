"""A server that says exactly the bytes it is told to, on one connection after another; it understands hardly any HTTP."""

import contextlib
import socket
import threading
from types import TracebackType


class RawServer:
    """Each request gets the next of `replies`; after one that ends with `HANG_UP` the connection is closed.

    Use as a context manager. `family` is AF_INET or AF_INET6, on loopback.
    """

    HANG_UP = b"\x00hang up"

    def __init__(self, *replies: bytes, family: socket.AddressFamily = socket.AF_INET) -> None:
        self._replies = list(replies)
        self.asked: list[bytes] = []
        """Head of each request, its first line first."""
        self.connections = 0
        host = "::1" if family == socket.AF_INET6 else "127.0.0.1"
        self._listener = socket.create_server((host, 0), family=family)
        port = self._listener.getsockname()[1]
        self.url = f"http://[::1]:{port}" if family == socket.AF_INET6 else f"http://127.0.0.1:{port}"
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, name="raw-server", daemon=True)

    def __enter__(self) -> "RawServer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sock in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(30)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(line)
            with line, contextlib.suppress(OSError):
                self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        reader = line.makefile("rb")
        while request := reader.readline():
            head = request
            while (header := reader.readline()).strip():
                head += header
            self.asked.append(head)
            reply = self._replies.pop(0) if self._replies else self.HANG_UP
            line.sendall(reply.removesuffix(self.HANG_UP))
            if reply.endswith(self.HANG_UP):
                return
