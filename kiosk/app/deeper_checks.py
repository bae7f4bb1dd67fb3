"""What `kiosk doctor` looks at beside devices and line: everything kept, chips, letters and voice. It mends nothing."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from kiosk import __version__
from kiosk.app.build import certificates_folder
from kiosk.app.condition import FAIL, OK, WARN, Condition, Look
from kiosk.app.parts import Parts
from kiosk.domain.chip import ChipReaderState
from kiosk.domain.dossier import DossierState

LEAST_FREE_BYTES = 2_000_000_000


def deeper_looks(parts: Parts) -> tuple[tuple[str, Look], ...]:
    """(check, look) in the order they are shown."""
    return (
        ("share", lambda: _share(parts)),
        ("integrity", lambda: [_integrity(parts)]),
        ("receipts", lambda: [_receipts(parts)]),
        ("retention", lambda: [_retention(parts)]),
        ("chip_reader", lambda: _chip_reader(parts)),
        ("fonts", lambda: [_fonts(parts)]),
        ("voice", lambda: [_voice(parts)]),
        ("identity", lambda: [_identity(parts)]),
    )


def _share(parts: Parts) -> Iterator[Condition]:
    folder = parts.settings.storage.files
    if folder:
        free = shutil.disk_usage(Path(folder)).free
        facts = {"free": f"{free / 1e9:.1f}".replace(".", ",")}
        low = free < LEAST_FREE_BYTES
        yield Condition("share", FAIL if low else OK, "disk_free", facts, "todo_disk" if low else "")


def _integrity(parts: Parts) -> Condition:
    last = parts.store.upkeep.last_check()
    if last is None:
        return Condition("integrity", OK, "integrity_none")
    days = (parts.clock() - last.at).total_seconds() / 86400.0
    facts = {"days": f"{days:.0f}", "count": str(last.count)}
    if last.count:
        return Condition("integrity", FAIL, "integrity_problems", facts, "todo_integrity")
    late = days > 2 * parts.settings.storage.check_every_d
    return Condition("integrity", WARN if late else OK, "integrity_whole", facts)


def _receipts(parts: Parts) -> Condition:
    different = parts.store.dossiers.recent(limit=100, states=[DossierState.MISMATCH])
    if different:
        facts = {"count": str(len(different)), "first": different[0].local_reference}
        return Condition("receipts", FAIL, "receipts_differ", facts, "todo_receipts")
    return Condition("receipts", OK, "receipts_equal")


def _retention(parts: Parts) -> Condition:
    now, kept = parts.clock(), parts.settings.storage
    due = parts.store.people.due(
        ended_before=now - timedelta(days=kept.form_keep_d),
        saved_before=now - timedelta(days=kept.staff_draft_keep_d),
    )
    facts = {"forms": str(due.forms), "drafts": str(due.staff_drafts)}
    waits = bool(due.forms or due.staff_drafts)
    says = "retention_due" if waits else "retention_none"
    return Condition("retention", WARN if waits else OK, says, facts, "todo_retention" if waits else "")


def _chip_reader(parts: Parts) -> Iterator[Condition]:
    reader = parts.devices.chip_reader
    state = reader.state() if reader is not None else ChipReaderState.OFF
    named = bool(parts.settings.chip.reader.partition(":")[2].strip())
    bad = not state.is_there and named
    yield Condition("chip_reader", FAIL if bad else OK, f"chip_{state.value}", {}, "todo_chip" if bad else "")
    if state.is_there:
        yield _chip_certificates(parts)


def _chip_certificates(parts: Parts) -> Condition:
    from kiosk.devices.chips.trust import read_folder  # heavy, and few terminals have a reader

    now = parts.clock()
    found = read_folder(certificates_folder(parts.settings, parts.home))
    facts = {
        "valid": str(found.valid_at(now)),
        "count": str(len(found.certificates)),
        "old": str(found.old_lists(now)),
        "unreadable": str(len(found.unreadable)),
    }
    if not found.valid_at(now):
        return Condition("chip_certificates", FAIL, "certificates_none", facts, "todo_certificates")
    worn = bool(found.unreadable or found.old_lists(now))
    says, todo = ("certificates_worn", "todo_certificates") if worn else ("certificates_whole", "")
    return Condition("chip_certificates", WARN if worn else OK, says, facts, todo)


def _fonts(parts: Parts) -> Condition:
    whole = parts.window_facts.fonts_whole
    if whole is None:
        return Condition("fonts", WARN, "fonts_unknown")
    return (
        Condition("fonts", OK, "fonts_whole")
        if whole
        else Condition("fonts", FAIL, "fonts_gaps", {}, "todo_fonts")
    )


def _voice(parts: Parts) -> Condition:
    """Who reads the screens aloud, or that nobody does."""
    name = parts.window_facts.voice
    if name:
        return Condition("voice", OK, "voice_says", {"name": name})
    if parts.settings.speech.voice == "none":
        return Condition("voice", OK, "voice_off")
    return Condition("voice", WARN, "voice_missing", {}, "todo_voice")


def _identity(parts: Parts) -> Condition:
    facts = {"name": parts.settings.terminal.name or "–", "version": __version__}
    return Condition("identity", OK, "identity_says", facts)
