"""A terminal as its technician has it: a home, a `kiosk.toml`, and `python -m kiosk …` as real processes."""

import contextlib
import io
import json
import os
import random
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.app.build import open_storage
from kiosk.app.demo.portal_child import PortalChild
from kiosk.app.enrolment import enrol
from kiosk.cli.main import main
from kiosk.domain.settings import Settings
from kiosk.storage import Storage

ROOT = Path(__file__).parents[2]
ENDS_WITHIN_S = 90.0
NAME, NUMBER, PHONE = "Nguyễn Thị An", "001199000001", "+84912345678"
APPLICANT: dict[str, Any] = {
    "kind": "citizen",
    "personal_number": NUMBER,
    "full_name": NAME,
    "birth_date": "1999-01-15",
    "gender": "female",
    "address": {
        "line": None,
        "ward_code": None,
        "province_code": "01",
        "text": "Số 1, Phường Cửa Nam, Hà Nội",
    },
    "phone": PHONE,
}
COPY_FROM_THE_BOOK: dict[str, Any] = {
    "procedure": {"code": "2.000908"},
    "applicant": APPLICANT,
    "form": {
        "paper_name": "Bằng tốt nghiệp trung học phổ thông",
        "issuer": "Trường mẫu",
        "issue_year": 1998,
        "copies": 1,
        "owner_is": "self",
    },
}


def wait_until(true: Callable[[], object], what: str, within_s: float = 60.0) -> None:
    """Look until it is true; fails after the deadline with what was waited for."""
    deadline_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline_s, f"not in time: {what}"
        threading.Event().wait(0.02)


def pdf_of(size_bytes: int, seed: int = 1) -> bytes:
    """A whole PDF of one page and about that size, its bytes as hard to compress as a scan's."""
    noise = random.Random(seed).randbytes(max(0, size_bytes - 600))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /P 4 0 R >> >> >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Length %d >>\nstream\n%b\nendstream" % (len(noise), noise),
    ]
    written, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return written + end % (len(objects) + 1, table, len(objects) + 1, len(written))


def prepared_folder(
    place: Path, sizes: Sequence[int] = (40_000,), *, body: Mapping[str, Any] | None = None, seed: int = 1
) -> Path:
    """A folder for `kiosk submit`: `dossier.json` and one PDF a size, `paper_1.pdf` and so on."""
    place.mkdir(parents=True)
    documents = []
    for number, size in enumerate(sizes, 1):
        (place / f"paper_{number}.pdf").write_bytes(pdf_of(size, 100 * seed + number))
        documents.append({"file": f"paper_{number}.pdf", "component_id": "identity_copy"})
    whole = {**COPY_FROM_THE_BOOK, "documents": documents, **(body or {})}
    (place / "dossier.json").write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return place


def environment(folder: Path) -> dict[str, str]:
    """Of a terminal that lives in `folder` and sees nothing else of this machine."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "KIOSK_HOME": str(folder / "home"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "QT_QPA_PLATFORM": "offscreen",
        "no_proxy": "127.0.0.1",
    }


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What `--json` printed, one object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def fact(self) -> dict[str, Any]:
        """The only object that it printed."""
        (only,) = self.facts
        return only

    def check(self, code: int = 0) -> "Ended":
        """Fails with everything the command said where it ended otherwise."""
        assert self.code == code, f"exit {self.code}\n{self.out}\n{self.err}"
        assert "Traceback" not in self.err, self.err
        return self


@dataclass(slots=True)
class Running:
    """A command that still runs."""

    process: "subprocess.Popen[str]" = field(repr=False)

    def end(self, within_s: float = ENDS_WITHIN_S) -> Ended:
        """Wait for it to end by itself."""
        out, err = self.process.communicate(timeout=within_s)
        return Ended(self.process.returncode, out, err)

    def terminate(self, within_s: float = ENDS_WITHIN_S) -> Ended:
        """SIGTERM, then wait."""
        self.process.terminate()
        return self.end(within_s)

    def kill(self) -> None:
        """SIGKILL: no code of it runs any more."""
        self.process.kill()
        self.end()


class Kiosk:
    """One terminal in a folder of its own: `home/`, `kiosk.toml`, and commands run beside it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.home = folder / "home"
        self.config = folder / "kiosk.toml"
        self.settings = Settings()

    @property
    def device_id(self) -> str:
        """As the portal knows it; only an enrolled terminal has one."""
        return str(tomllib.loads(self.config.read_text(encoding="utf-8"))["gateway"]["device_id"])

    def run(
        self,
        *words: object,
        stdin: str = "",
        within_s: float = ENDS_WITHIN_S,
        without: Sequence[str] = (),
    ) -> Ended:
        """A command to its end; `without` names variables of the environment that are not there."""
        variables = environment(self.folder)
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", *map(str, words)],
            cwd=self.folder,
            env={name: value for name, value in variables.items() if name not in without},
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=within_s,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def run_here(self, *words: object) -> Ended:
        """The same door without a process of its own, for many small trials of one command."""
        where = ["--home", str(self.home)]
        if self.config.exists():
            where += ["--config", str(self.config)]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*map(str, words), *where])
        return Ended(code, out.getvalue(), err.getvalue())

    @contextlib.contextmanager
    def running(self, *words: object, around: Mapping[str, str] | None = None) -> Iterator[Running]:
        """A command beside the test; killed where the test leaves it running. `around`: more of its environment."""
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *map(str, words)],
            cwd=self.folder,
            env={**environment(self.folder), **(around or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        try:
            yield Running(process)
        finally:
            if process.poll() is None:
                process.kill()
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()
            process.wait()

    @contextlib.contextmanager
    def storage(self) -> Iterator[Storage]:
        """The home, opened in the test's own process."""
        storage = open_storage(self.home, self.settings)
        try:
            yield storage
        finally:
            storage.close()

    def submit(self, name: str, sizes: Sequence[int] = (40_000,), **more: Any) -> dict[str, Any]:
        """`kiosk submit` of a fresh folder: `{"reference", "dossier_id", "documents"}`."""
        folder = prepared_folder(self.folder / name, sizes, **more)
        return self.run("submit", folder, "--json").check().fact

    def sync(self, *words: str, code: int = 0) -> dict[str, Any]:
        """`kiosk sync --json`: its facts."""
        return self.run("sync", "--json", *words).check(code).fact

    def show(self, reference: str) -> dict[str, Any]:
        """`kiosk queue show REF --json`."""
        return self.run("queue", "show", reference, "--json").check().fact

    def write_settings(self, text: str) -> None:
        """Add to `kiosk.toml`."""
        old = self.config.read_text(encoding="utf-8") if self.config.exists() else "schema = 1\n"
        self.config.write_text(f"{old}\n{text}\n", encoding="utf-8")


class Portal:
    """The sandbox portal as a process of its own, with the words a test says to its desk."""

    def __init__(self, child: PortalChild) -> None:
        self._child = child
        self.url = child.url
        self.port = child.port
        self.ask = child.ask

    def enrolment_code(self) -> str:
        """A fresh one."""
        return str(self.ask("POST", "enrolment-codes", {})["code"])

    def faults(self, **switches: Any) -> None:
        """Exactly these, all others off."""
        self.ask("PUT", "faults", switches)

    def set(self, **settings: Any) -> None:
        """Members of its settings."""
        self.ask("PUT", "settings", settings)

    def taken(self, dossier_id: str) -> int:
        """How often a submission of this dossier was taken in."""
        return self._child.submissions_of(dossier_id)

    def content(self, dossier_id: str, document_id: str) -> bytes:
        """A document as it lies there."""
        return self._child.read_bytes(f"dossiers/{dossier_id}/documents/{document_id}")

    def holds(self, folder: Path, submitted: Mapping[str, Any]) -> bool:
        """Submitted exactly once, every document equal to the file it came from, byte for byte."""
        dossier_id = submitted["dossier_id"]
        return self.taken(dossier_id) == 1 and all(
            self.content(dossier_id, document["id"]) == (folder / document["name"]).read_bytes()
            for document in submitted["documents"]
        )

    def messages(self, kind: str) -> list[dict[str, Any]]:
        """Texts it "sent", newest last: otp, link or notice."""
        return [message for message in self._child.messages() if message.get("kind") == kind]


@contextlib.contextmanager
def portal_process(data: Path) -> Iterator[Portal]:
    """`kiosk sandbox` on a free port until the block ends."""
    with contextlib.chdir(ROOT):
        child = PortalChild.start(data)
    try:
        yield Portal(child)
    finally:
        child.stop()


def enrolled_kiosk(folder: Path, portal: Portal, url: str | None = None) -> Kiosk:
    """A fresh terminal that the portal knows, perhaps by way of a cable's address."""
    kiosk = Kiosk(folder)
    enrol(kiosk, gateway=url or portal.url, code=portal.enrolment_code(), name="Quầy thử", ca=None)
    return kiosk
