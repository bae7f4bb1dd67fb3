"""Servers as processes of their own, so that they take no time from what is measured: a sandbox portal, a plain receiver.

`python -m benchmarks.neighbours portal DIR | receiver` prints its port; it ends when its standard input closes.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.dossiers import PROCEDURE

ENROLMENT_CODE = "BENCH-CODE"
_ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def neighbour(*words: str) -> Iterator[int]:
    """Start one of this module's; see `neighbour_module`."""
    with neighbour_module("benchmarks.neighbours", *words) as port:
        yield port


@contextmanager
def neighbour_module(module: str, *words: str) -> Iterator[int]:
    """Start one; its port on the loopback while the block lasts. RuntimeError when it does not start."""
    command = [sys.executable, "-m", module, *words]
    child = subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        told = child.stdout.readline().strip()
        if not told.isdigit():
            raise RuntimeError(f"{module} {' '.join(words)} did not start")
        yield int(told)
    finally:
        child.stdin.close()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        child.stdout.close()


class _Taking(BaseHTTPRequestHandler):
    """Takes a POST as any upload form does, and says yes."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        left = int(self.headers["Content-Length"])
        while left and (block := self.rfile.read(min(left, 65_536))):
            left -= len(block)
        if left:
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the library's name)
        """Nobody reads it."""


def _tell(port: int) -> None:
    print(port, flush=True)


def _end_with_stdin() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """See the module's words."""
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    if sys.argv[1] == "portal":
        from kiosk.sandbox.server import serve

        return serve(
            port=0,
            data_dir=Path(sys.argv[2]),
            procedures=[PROCEDURE],
            enrolment_codes=[ENROLMENT_CODE],
            ready=_tell,
        )
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Taking)
    server.daemon_threads = True
    _tell(int(server.server_address[1]))
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
