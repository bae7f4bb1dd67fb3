"""`kiosk doctor`: is this terminal fit for service? One line a check: what it is, how it stands, what to do."""

import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.app.build import (
    certificates_folder,
    make_cameras,
    make_chip_reader,
    make_client,
    make_printer,
    open_storage,
)
from kiosk.app.known_procedures import clashing_procedures, known_procedures, unusable_procedures
from kiosk.domain.chip import ChipReaderState
from kiosk.domain.dossier import DossierState
from kiosk.domain.errors import KioskError, LinkRefused, ServerAway
from kiosk.domain.receipt import PrinterState
from kiosk.domain.scan import CameraStatus, Frame
from kiosk.domain.settings import Settings
from kiosk.storage import Storage

LEAST_FREE_BYTES = 2_000_000_000
LARGEST_SKEW_S = 120.0
CAMERA_WITHIN_S = 8.0
OLD_CATALOGUE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `state`: ok, warn or fail; `todo` says what to do when it is not ok."""

    check: str
    state: str
    value: str
    todo: str = ""


def examine(home: Path, settings: Settings, resources: Path) -> Iterator[Finding]:
    """Every check in turn; a check that cannot be made is a finding too, never an exception."""
    yield from _made("disk", lambda: [_disk(home)])
    if settings.storage.files:
        yield from _made("share", lambda: [_share(Path(settings.storage.files))])
    yield from _made("database", lambda: _kept(home, settings, resources))
    yield from _made("camera", lambda: [_camera(settings)])
    yield from _made("printer", lambda: [_printer(settings, home)])
    yield from _made("fonts", lambda: [_fonts()])
    yield from _made("chip reader", lambda: _chip_reader(settings, home))
    yield from _made("voice", lambda: [_voice(settings, home)])


def _made(check: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except KioskError as error:
        todo = error.detail or "call the technician; do not delete anything"
        yield Finding(check, "fail", error.code, todo)
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        words = f"{error.strerror or type(error).__name__}{place}"
        yield Finding(check, "fail", words, "free this place, or name another")


def _kept(home: Path, settings: Settings, resources: Path) -> Iterator[Finding]:
    storage = open_storage(home, settings)
    try:
        yield from _storage(storage, settings)
        yield from _catalogue(storage, resources)
        yield from _made("gateway", lambda: _gateway(settings, storage))
    finally:
        storage.close()


def _disk(home: Path) -> Finding:
    home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(home).free
    words = f"{free / 1e9:.1f} GB free in {home}"
    if free < LEAST_FREE_BYTES:
        return Finding(
            "disk", "fail", words, "free some space: new dossiers are refused before the disk is full"
        )
    return Finding("disk", "ok", words)


def _share(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:.1f} GB free in {folder}"
    if free < LEAST_FREE_BYTES:
        return Finding(
            "share", "fail", words, "free some space: the branch takes nothing in before it is full"
        )
    return Finding("share", "ok", words)


def _storage(storage: Storage, settings: Settings) -> Iterator[Finding]:
    problems = storage.check(full=False)
    yield Finding(
        "database",
        "fail" if problems else "ok",
        "; ".join(problems) or "opens, whole",
        "run `kiosk queue verify`" if problems else "",
    )
    protector = storage.keys.protector
    weak = protector == "plain-file"
    yield Finding(
        "keys",
        "warn" if weak else "ok",
        f"master key guarded by {protector}",
        "bind it to this machine with systemd-creds or DPAPI (docs/storage.md)" if weak else "",
    )
    yield _integrity(storage, settings)
    own = settings.terminal.number
    numbers = f"terminal number {own}" if own else "no terminal number set: references count by its own key"
    yield Finding("identity", "ok", f"{numbers}; seal {storage.mail_bag.seal}")
    different = storage.dossiers.recent(limit=100, states=[DossierState.MISMATCH])
    if different:
        named = ", ".join(dossier.local_reference for dossier in different[:5])
        words = f"{len(different)} dossiers whose signed receipt is not what is kept here: {named}"
        yield Finding(
            "receipts", "fail", words, "erase nothing; compare with the portal's operator, then retry"
        )
    else:
        yield Finding("receipts", "ok", "every signed receipt equals what is kept here")
    now, kept = datetime.now(UTC), settings.storage
    due = storage.people.due(
        ended_before=now - timedelta(days=kept.form_keep_d),
        saved_before=now - timedelta(days=kept.staff_draft_keep_d),
    )
    words = f"{due.forms} forms and {due.staff_drafts} unfinished drafts past their time"
    waits = bool(due.forms or due.staff_drafts)
    todo = "let the terminal run: it erases them within minutes" if waits else ""
    yield Finding("retention", "warn" if waits else "ok", words, todo)
    counts = storage.queue.counts()
    age = (datetime.now(UTC) - counts.oldest_at).total_seconds() / 3600 if counts.oldest_at else 0.0
    words = f"{counts.left} waiting, {counts.quarantined} quarantined, oldest {age:.1f} h"
    if counts.quarantined:
        yield Finding("queue", "fail", words, "a clerk must look at the quarantined ones (`kiosk queue`)")
    elif age > 24:
        yield Finding("queue", "warn", words, "work waits for more than a day: see the gateway's line below")
    else:
        yield Finding("queue", "ok", words)


def _integrity(storage: Storage, settings: Settings) -> Finding:
    last = storage.upkeep.last_check()
    if last is None:
        return Finding("integrity", "ok", "no full check yet; one is made while the terminal runs")
    days = (datetime.now(UTC) - last.at).total_seconds() / 86400.0
    when = f"full check {days:.1f} days ago"
    if last.count:
        found = f"{when}: {last.count} problems, first: {last.problems[0]}"
        return Finding("integrity", "fail", found, "run `kiosk queue verify`; do not delete anything")
    if days > 2 * settings.storage.check_every_d:
        return Finding("integrity", "warn", f"{when}: whole", "let the terminal run, or `kiosk queue verify`")
    return Finding("integrity", "ok", f"{when}: whole")


def _catalogue(storage: Storage, resources: Path) -> Iterator[Finding]:
    count = len({procedure.code for procedure in known_procedures(storage, resources)})
    at = storage.catalogue.procedures_at()
    if at is None:
        yield Finding(
            "catalogue",
            "warn",
            f"{count} shipped procedures, none from the portal yet",
            "let it reach the gateway",
        )
        return
    if wrong := unusable_procedures(storage):
        words = f"{len(wrong)} of the portal's procedures cannot be used, first: {wrong[0]}"
        yield Finding("catalogue", "fail", words, "tell the portal's operator; all others go on")
        return
    if clashing := clashing_procedures(storage):
        words = f"{len(clashing)} versions of the portal's procedures do not fit, first: {clashing[0]}"
        yield Finding("catalogue", "warn", words, "tell the portal's operator; the later version counts")
        return
    days = (datetime.now(UTC) - at).days
    old = days > OLD_CATALOGUE_DAYS
    yield Finding(
        "catalogue",
        "warn" if old else "ok",
        f"{count} procedures, {days} days old",
        "let it reach the gateway" if old else "",
    )


def _gateway(settings: Settings, storage: Storage) -> Iterator[Finding]:
    if not settings.gateway.url:
        yield Finding("gateway", "fail", "not enrolled", "run `kiosk enrol --gateway URL --code CODE`")
        return
    client = make_client(settings, storage)
    try:
        if client.health().maintenance:
            words = f"{settings.gateway.url}: maintenance"
            yield Finding("gateway", "warn", words, "wait; everything stays queued")
        else:
            client.sign_in()
            yield Finding("gateway", "ok", f"{settings.gateway.url}: answers, takes this device")
    except LinkRefused as error:
        yield Finding(
            "gateway",
            "fail",
            f"{settings.gateway.url}: {error.code}",
            _LINK_TODO.get(error.code, error.detail),
        )
    except ServerAway as error:
        yield Finding(
            "gateway",
            "fail",
            f"{settings.gateway.url}: {error.code}",
            "check cable, router and address; everything stays queued",
        )
    finally:
        client.close()
    skew = client.link.clock_skew_s
    if skew is None:
        yield Finding("clock", "warn", "not compared: no answer from the gateway")
    elif abs(skew) > LARGEST_SKEW_S:
        yield Finding(
            "clock", "fail", f"{skew:+.0f} s against the gateway", "set date and time of this machine"
        )
    else:
        yield Finding("clock", "ok", f"{skew:+.1f} s against the gateway")


_LINK_TODO = {
    "device_unknown": "enrol this device again with a new code",
    "device_revoked": "the operator has revoked this device; ask for a new enrolment code",
    "assertion_invalid": "set date and time of this machine, else enrol again",
    "clock_wrong": "set date and time of this machine",
    "kiosk_too_old": "update the program; everything stays queued",
}


def _camera(settings: Settings) -> Finding:
    cameras = make_cameras(settings)
    named = dict.fromkeys((cameras[0], cameras[1]))
    states = []
    for camera in named:
        camera.start()
        frame = _wait(camera.newest, CAMERA_WITHIN_S)
        states.append((camera.address, camera.status(), frame))
        camera.stop()
    words = ", ".join(
        f"{address} {status.value}" + (f" {frame.width}×{frame.height}" if frame else "")
        for address, status, frame in states
    )
    if all(status is CameraStatus.DELIVERING and frame for _, status, frame in states):
        return Finding("camera", "ok", words)
    return Finding(
        "camera", "fail", words, "plug it in, or set camera.card in kiosk.toml (camera:0, camera:1, …)"
    )


def _printer(settings: Settings, home: Path) -> Finding:
    printer = make_printer(settings, home)
    if printer is None:
        return Finding(
            "printer",
            "warn",
            "none configured",
            "set printer.address in kiosk.toml; slips can be printed later",
        )
    try:
        state = printer.status()
    finally:
        printer.close()
    words = f"{printer.address}: {state.value}"
    if state is PrinterState.UNKNOWN:
        return Finding(
            "printer", "warn", words, "it cannot say how it is: see whether `kiosk print test` prints"
        )
    fine = state in (PrinterState.READY, PrinterState.PAPER_LOW)
    return Finding("printer", "ok" if fine else "fail", words, "" if fine else "see the printer")


def _chip_reader(settings: Settings, home: Path) -> Iterator[Finding]:
    """A terminal without one works; one that is named must be there, and with a reader certificates are needed."""
    from kiosk.devices.chips.trust import read_folder

    reader = make_chip_reader(settings, home)
    state = reader.state() if reader else ChipReaderState.OFF
    words, todo = _CHIP_READER[state]
    if not state.is_there:
        named = bool(settings.chip.reader.partition(":")[2].strip())
        yield Finding("chip reader", "fail" if named else "ok", words, todo if named else "")
        return
    yield Finding("chip reader", "ok", words)
    folder = certificates_folder(settings, home)
    found = read_folder(folder)
    now = datetime.now(UTC)
    valid = found.valid_at(now)
    count = f"{valid} of {len(found.certificates)} country certificates in force in {folder}"
    if not valid:
        todo = "install the country signing certificates (docs/operations.md): until then no chip is believed"
        yield Finding("chip certificates", "fail", count, todo)
    elif found.unreadable:
        names = ", ".join(found.unreadable)
        yield Finding("chip certificates", "warn", f"{count}; unreadable: {names}", "replace these files")
    elif found.old_lists(now):
        todo = "install newer revocation lists"
        yield Finding("chip certificates", "warn", f"{count}; {found.old_lists(now)} old lists", todo)
    else:
        yield Finding("chip certificates", "ok", count)


_CHIP_READER = {
    ChipReaderState.OFF: ("none configured", ""),
    ChipReaderState.NO_SERVICE: (
        "none: the smart-card service does not answer",
        "install and start it (Debian: pcscd), or set chip.reader in kiosk.toml",
    ),
    ChipReaderState.NO_READER: ("none found", "plug it in, or set its name in chip.reader in kiosk.toml"),
    ChipReaderState.EMPTY: ("there, no card on it", ""),
    ChipReaderState.CARD: ("there, with a card on it", ""),
}


def _fonts() -> Finding:
    from kiosk.app.painting import headless_painter
    from kiosk.ui.fonts import font_covers_vietnamese
    from kiosk.ui.resource_files import resource_folder

    headless_painter(resource_folder())
    if font_covers_vietnamese():
        return Finding("fonts", "ok", "all Vietnamese letters")
    package = "install fonts-noto-core" if sys.platform.startswith("linux") else "install Noto Sans"
    return Finding("fonts", "fail", "Noto Sans is missing", package)


def _voice(settings: Settings, home: Path) -> Finding:
    """Why the speaker button is not shown, if it is not."""
    import os

    from PySide6.QtCore import QCoreApplication

    from kiosk.app.voice import find_voice

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QCoreApplication.instance() or QCoreApplication(["kiosk"])
    voice, why = find_voice(settings.speech, home)
    del application
    if voice is not None:
        return Finding("voice", "ok", voice.name)
    if settings.speech.voice == "none":
        return Finding("voice", "ok", why)
    return Finding(
        "voice", "warn", why, "screens are not read aloud and have no speaker button; see docs/help.md"
    )


def _wait(look: Callable[[], Frame | None], within_s: float) -> Frame | None:
    import threading

    pause = threading.Event()
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if (found := look()) is not None:
            return found
        pause.wait(0.05)
    return None
