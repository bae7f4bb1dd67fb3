"""The network cable of the demonstration: a relay on the loopback that can be pulled out in mid-sentence."""

import contextlib
import selectors
import socket
import threading
from collections.abc import Callable

PIECE_BYTES = 16_384
CONNECT_WITHIN_S = 5.0


class Cable:
    """Carries bytes between the kiosk and a port of this machine, both ways, as long as it is plugged in.

    `slow_to` limits the speed towards the portal, so that an upload lasts long enough to be cut.
    """

    def __init__(self, target_port: int, listen_on: int = 0) -> None:
        self._target = ("127.0.0.1", target_port)
        self._listener = socket.create_server(("127.0.0.1", listen_on))
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._plugged = True
        self._bytes_per_s: float | None = None
        self._up_bytes = 0
        self._cut_at_bytes: int | None = None
        self.on_cut: Callable[[], None] = lambda: None
        self._closing = threading.Event()
        threading.Thread(target=self._accept, name="cable", daemon=True).start()

    @property
    def port(self) -> int:
        """The port that the kiosk knows."""
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """What the kiosk is told to be the gateway's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def plugged(self) -> bool:
        """Whether bytes get through."""
        return self._plugged

    @property
    def up_bytes(self) -> int:
        """Bytes carried from the kiosk to the portal."""
        return self._up_bytes

    def slow_to(self, bytes_per_s: float | None) -> None:
        """Limit the way to the portal; None = no limit."""
        self._bytes_per_s = bytes_per_s

    def cut_after(self, more_bytes: int) -> None:
        """Pull the cable by itself after this many more bytes towards the portal."""
        self._cut_at_bytes = self._up_bytes + more_bytes

    def pull(self) -> None:
        """Cut every connection at once and refuse new ones."""
        self._plugged = False
        with self._lock:
            for end in self._open:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def plug(self) -> None:
        """Let bytes through again."""
        self._cut_at_bytes = None
        self._plugged = True

    def close(self) -> None:
        """Stop for good."""
        self._closing.set()
        self.pull()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if not self._plugged:
                near.close()
                continue
            threading.Thread(target=self._carry, args=(near,), name="cable-connection", daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._target, timeout=CONNECT_WITHIN_S)
        except OSError:
            near.close()
            return
        with self._lock:
            self._open.update((near, far))
        try:
            with selectors.DefaultSelector() as ready:
                ready.register(near, selectors.EVENT_READ, far)
                ready.register(far, selectors.EVENT_READ, near)
                while self._plugged and self._copy(ready, near):
                    pass
        finally:
            with self._lock:
                self._open.difference_update((near, far))
            near.close()
            far.close()

    def _copy(self, ready: selectors.BaseSelector, near: socket.socket) -> bool:
        """Carry what is there; False when one end is gone."""
        for key, _ in ready.select(timeout=0.2):
            source: socket.socket = key.fileobj  # type: ignore[assignment]
            try:
                piece = source.recv(PIECE_BYTES)
                if not piece:
                    return False
                if source is near:
                    self._up(len(piece))
                    if not self._plugged:
                        return False
                key.data.sendall(piece)
            except OSError:
                return False
        return True

    def _up(self, count: int) -> None:
        self._up_bytes += count
        if self._cut_at_bytes is not None and self._up_bytes >= self._cut_at_bytes:
            self._cut_at_bytes = None
            self.pull()
            self.on_cut()
        elif self._bytes_per_s:
            self._closing.wait(count / self._bytes_per_s)
