"""The sandbox portal as a child process of the demonstration, and the few words the dock says to it."""

import json
import os
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from kiosk.domain.errors import Unavailable

ENROLMENT_CODE = "KIOSK-DEMO"
START_WITHIN_LINES = 20
ASK_WITHIN_S = 5.0
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""A company's proxy does not know this machine's loopback."""


@dataclass(slots=True)
class PortalChild:
    """A running sandbox. It ends by itself when `lifeline` (the write end of its standard input) closes."""

    port: int
    lifeline: int
    process: "subprocess.Popen[bytes] | None"

    @classmethod
    def start(cls, data: Path) -> "PortalChild":
        """Start on a free loopback port; returns when it listens. Raises Unavailable with its own last words."""
        data.mkdir(parents=True, exist_ok=True)
        log_file = data / "portal.log"
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "kiosk"]
        command = [
            *program,
            "sandbox",
            "--port",
            "0",
            "--data",
            str(data),
            "--enrolment-code",
            ENROLMENT_CODE,
            "--end-with-stdin",
        ]
        reading, lifeline = os.pipe()
        with log_file.open("ab") as log:
            process = subprocess.Popen(command, stdin=reading, stdout=subprocess.PIPE, stderr=log)
        os.close(reading)
        assert process.stdout is not None
        for _ in range(START_WITHIN_LINES):
            line = process.stdout.readline()
            if line.startswith(b"{"):
                return cls(int(json.loads(line)["port"]), lifeline, process)
            if not line:
                break
        process.kill()
        process.wait()
        process.stdout.close()
        os.close(lifeline)
        words = log_file.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        raise Unavailable(f"the sandbox portal did not start: {' '.join(words)}", code="sandbox_away")

    @property
    def url(self) -> str:
        """Its own address, past the cable."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Let it end."""
        os.close(self.lifeline)
        if self.process is not None:
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            if self.process.stdout is not None:
                self.process.stdout.close()

    # --- the sandbox's own switches (never part of the wire contract) -----------------------------------------

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """One JSON call to `/_sandbox/…`; raises OSError when the sandbox is away."""
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(
            f"{self.url}/_sandbox/{path}",
            data=data,
            method=method,
            headers={"Content-Type": "application/json", "Accept": "application/json"},
        )
        with _DIRECT.open(request, timeout=ASK_WITHIN_S) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def read_bytes(self, path: str) -> bytes:
        """A stored document as it lies at the portal."""
        with _DIRECT.open(f"{self.url}/_sandbox/{path}", timeout=ASK_WITHIN_S) as answer:
            content: bytes = answer.read()
        return content

    def submissions_of(self, dossier_id: str) -> int:
        """How often the portal took a submission of this dossier, over all revisions."""
        rows = self.ask("GET", "ledger")["submissions"]
        return sum(int(row["accepted"]) for row in rows if row["dossier_id"] == dossier_id)

    def messages(self) -> list[dict[str, Any]]:
        """Text messages it "sent", newest last."""
        answer = self.ask("GET", "messages")
        found = answer.get("messages", answer.get("items", [])) if isinstance(answer, dict) else answer
        return cast(list[dict[str, Any]], found)
