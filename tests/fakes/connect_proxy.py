"""An HTTP proxy that only opens tunnels (`CONNECT`) and notes where to; it reads nothing of what passes."""

import socket
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


class _Tunnel(BaseHTTPRequestHandler):
    server: "ConnectProxy"

    def log_message(self, *_words: object) -> None:
        """Quiet."""

    def do_CONNECT(self) -> None:
        self.server.asked.append(self.path)
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=30) as far:
            far.settimeout(None)
            self.send_response(HTTPStatus.OK)
            self.end_headers()
            back = threading.Thread(target=_hand_on, args=(far, self.connection), daemon=True)
            back.start()
            _hand_on(self.connection, far)
            back.join(30)
        self.close_connection = True


class ConnectProxy(ThreadingHTTPServer):
    """On a loopback port of its own. Use as a context manager."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_port}"
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name="connect-proxy")

    def __enter__(self) -> "ConnectProxy":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self._thread.join(30)
        self.server_close()


def _hand_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while block := source.recv(65536):
            target.sendall(block)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return
