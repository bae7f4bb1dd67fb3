"""A gateway in a process of its own that keeps to the wire contract until it is told to misbehave; also takes peers' uploads.

`python -m benchmarks.fault_gateway` prints its port and ends when its standard input closes. What it shall do wrong comes
by `PUT /_bench/weather`, what it holds is told by `GET /_bench/holds`.
"""

import hashlib
import re
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

from tests.fakes.gateway import WireGateway
from tests.fakes.wire_http import Asked, Told, lose_reply, told_json

PEER_TOKEN = "peer"
PAGE = b"<html><body>Welcome! Please sign in to use this network.</body></html>"


def _truncate(_asked: Asked, work: Callable[[], Told]) -> Told:
    """The work is done; the answer breaks off in the middle."""
    told = work()
    told.parts = (told.body[: len(told.body) // 2],)
    if told.status == 204:
        return Told(cut=True)
    told.headers["Content-Length"] = str(len(told.body))
    return told


def _captive(_asked: Asked, _work: Callable[[], Told]) -> Told:
    """Somebody in between answers, cheerfully."""
    return Told(200, {"Content-Type": "text/html"}, PAGE)


def _busy(_asked: Asked, _work: Callable[[], Told]) -> Told:
    return Told(503, {"Retry-After": "2"}, b"busy")


def _accept_half(asked: Asked, work: Callable[[], Told]) -> Told:
    """Only the first half of a chunk is kept, as the answer's offset says."""
    asked.body = asked.body[: max(1, len(asked.body) // 2)]
    asked.headers = {name: value for name, value in asked.headers.items() if name != "upload-checksum"}
    return work()


def _spoil(asked: Asked, work: Callable[[], Told]) -> Told:
    """A byte falls over on its way to the disk."""
    if asked.body:
        asked.body = bytes([asked.body[0] ^ 1]) + asked.body[1:]
    asked.headers = {name: value for name, value in asked.headers.items() if name != "upload-checksum"}
    return work()


_FAULTS = {
    "lose": lose_reply,
    "truncate": _truncate,
    "captive": _captive,
    "busy": _busy,
    "busy_soon": lambda _asked, _work: Told(503, {"Retry-After": "0"}, b"busy"),
    "accept_half": _accept_half,
    "spoil": _spoil,
}


class FaultGateway(WireGateway):
    """Knows the routes of the contract and two of the peers': `POST /peer/submissions`, `POST /peer/dossiers`."""

    def __init__(self) -> None:
        super().__init__()
        self.peer_ledger: list[dict[str, Any]] = []
        self._captive_until = 0.0
        self._forget_at: int | None = None
        self._taken = 0
        self._lies_left = 0
        self._ended = threading.Event()
        self.clear()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        super().__exit__(kind, error, trace)

    def _swallow(self, _asked: Asked, work: Callable[[], Told]) -> Told:
        """The work is done; of the answer nothing comes, and the line stays open."""
        told = work()
        told.hold = self._ended
        return told

    def clear(self) -> None:
        """As new, but for the devices it knows."""
        with self.lock:
            self._twists.clear()
            self.dossiers, self.uploads, self.files = {"peer": {}}, {}, {}
            self.ledger, self.peer_ledger = [], []
            self.keeps_broken, self.token_life_s = True, 600
            self.codes = {"TEST-CODE": None}
            self.tokens = {PEER_TOKEN: float("inf")}
            self.extensions = ("creation", "creation-with-upload", "expiration", "termination")
            self._captive_until, self._forget_at, self._taken, self._lies_left = 0.0, None, 0, 0

    def answer(self, asked: Asked) -> Told:
        if asked.path == "/_bench/weather":
            self._misbehave(asked.json)
            return Told(204)
        if asked.path == "/_bench/holds":
            return self._holds()
        if time.monotonic() < self._captive_until:
            return Told(200, {"Content-Type": "text/html"}, PAGE)
        return super().answer(asked)

    def _misbehave(self, wanted: dict[str, Any]) -> None:
        self.clear()
        self.audiences = [wanted["known_as"]]
        self.keeps_broken = wanted.get("keeps_broken", True)
        self.token_life_s = wanted.get("token_life_s", 600)
        self._forget_at = wanted.get("forget_at_bytes")
        self._lies_left = wanted.get("lies", 0)
        self._captive_until = time.monotonic() + wanted.get("captive_s", 0.0)
        for route, fault, times in wanted.get("twists", []):
            self.twist(route, _FAULTS.get(fault, self._swallow), times=times)

    def _holds(self) -> Told:
        with self.lock:
            files = {name: hashlib.sha256(content).hexdigest() for (name, _), content in self.files.items()}
            return told_json(200, {"ledger": self.ledger, "files": files, "peer_ledger": self.peer_ledger})

    def _work(self, asked: Asked) -> Told:
        self._taken += len(asked.body)
        if self._forget_at is not None and self._taken >= self._forget_at:
            self._forget_at = None
            self.uploads.clear()
        if asked.broken and asked.path.startswith("/peer"):
            return Told(cut=True)
        if asked.method == "POST" and asked.path == "/peer/dossiers":
            return self._take_form(asked)
        if asked.method == "POST" and asked.path == "/peer/submissions":
            return self._take_submission(asked)
        return super()._work(asked)

    def _submit(self, asked: Asked, dossier_id: str) -> Told:
        told = super()._submit(asked, dossier_id)
        if told.status == 200 and self._lies_left > 0:
            self._lies_left -= 1
            receipt = self.dossiers[dossier_id]["receipts"][asked.json["revision"]]
            lie = [{**each, "sha256": "0" * 64} for each in receipt["documents"]]
            return told_json(
                200,
                {
                    "dossier_id": dossier_id,
                    "state": "SUBMITTED",
                    "received_at": receipt["received_at"],
                    "manifest": self.sign({**receipt, "documents": lie}),
                },
            )
        return told

    # --- what usual servers offer: whoever posts twice has two

    def _take_submission(self, asked: Asked) -> Told:
        files = []
        for url in asked.json["uploads"]:
            upload = self.uploads.get(url.rpartition("/")[2])
            files.append(hashlib.sha256(upload["content"]).hexdigest() if upload else "")
        self.peer_ledger.append({"files": files})
        return told_json(201, {"id": len(self.peer_ledger)})

    def _take_form(self, asked: Asked) -> Told:
        found = re.search(r"boundary=([^;]+)", asked.headers["content-type"])
        assert found
        mark = b"--" + found[1].strip('"').encode()
        parts = [part for part in asked.body.split(mark)[1:] if not part.startswith(b"--")]
        contents = [part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n") for part in parts]
        self.peer_ledger.append({"files": [hashlib.sha256(content).hexdigest() for content in contents]})
        return told_json(201, {"id": len(self.peer_ledger)})


def metadata(document_id: str, sha256: str) -> dict[str, str]:
    """What a peer says of its upload."""
    return {"dossier": "peer", "document": document_id, "sha256": sha256, "filetype": "application/pdf"}


def main() -> int:
    """See the module's words."""
    with FaultGateway() as gateway:
        print(gateway.port, flush=True)
        while sys.stdin.buffer.read(4096):
            pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
