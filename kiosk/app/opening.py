"""How the terminal stands, for the slip that opens a shift: what `kiosk doctor` looks at, in the clerk's language."""

import shutil

from kiosk import __version__
from kiosk.app.condition import FAIL, OK, WARN, Condition, Look
from kiosk.app.deeper_checks import deeper_looks
from kiosk.app.looking import Looking
from kiosk.app.parts import Parts
from kiosk.domain.errors import KioskError
from kiosk.domain.receipt import PrinterState, Receipt
from kiosk.flow.issue_receipt import opening_slip

LEAST_FREE_BYTES = 2_000_000_000
LARGEST_SKEW_S = 120.0
OLD_CATALOGUE_DAYS = 30
CAMERA_WITHIN_S = 5.0


def conditions(parts: Parts, looking: Looking) -> list[Condition]:
    """Every device and everything the work hangs on; a check that cannot be made is a line too."""
    looks: tuple[tuple[str, Look], ...] = (
        ("disk", lambda: [_disk(parts)]),
        ("database", lambda: _storage(parts)),
        ("queue", lambda: [_queue(parts)]),
        ("catalogue", lambda: [_catalogue(parts)]),
        ("gateway", lambda: [_gateway(parts)]),
        ("clock", lambda: [_clock(parts)]),
        ("printer", lambda: [_printer(parts)]),
        ("camera", lambda: _cameras(parts, looking)),
    )
    found: list[Condition] = []
    for check, look in (*looks, *deeper_looks(parts)):
        try:
            found += look()
        except (KioskError, OSError) as error:
            code = error.code if isinstance(error, KioskError) else type(error).__name__
            found.append(Condition(check, FAIL, "cannot_tell", {"code": code}, "todo_technician"))
    return found


def counts(parts: Parts) -> list[tuple[str, str]]:
    """(text key under `opening.`, number)."""
    queue = parts.store.queue.counts()
    return [
        ("count_waiting", str(queue.left)),
        ("count_quarantined", str(queue.quarantined)),
        ("count_slips", str(len(parts.store.prints.unfinished()))),
        ("count_drafts", str(len(parts.store.drafts.all_staff_drafts()))),
    ]


def opening_receipt(parts: Parts, looking: Looking, *, clerk: str, language: str) -> Receipt:
    """The shift's slip in the language of whoever opens it."""
    words = parts.around.words
    checks, numbers = conditions(parts, looking), counts(parts)
    return opening_slip(
        parts.around.portal,
        terminal=parts.around.terminal or parts.around.portal.agent_point.code,
        version=__version__,
        at=parts.clock(),
        clerk=clerk,
        checks=[check.in_words(words, language) for check in checks],
        counts=[(words(f"opening.{key}", language), value) for key, value in numbers],
        language=language,
    )


def _disk(parts: Parts) -> Condition:
    free = shutil.disk_usage(parts.home).free
    facts = {"free": f"{free / 1e9:.1f}".replace(".", ",")}
    if free < LEAST_FREE_BYTES:
        return Condition("disk", FAIL, "disk_free", facts, "todo_disk")
    return Condition("disk", OK, "disk_free", facts)


def _storage(parts: Parts) -> list[Condition]:
    problems, protector = parts.check_storage()
    database = (
        Condition("database", FAIL, "database_damaged", {"count": str(len(problems))}, "todo_technician")
        if problems
        else Condition("database", OK, "database_whole")
    )
    weak = protector == "plain-file"
    keys = Condition(
        "keys", WARN if weak else OK, "keys_guarded", {"by": protector}, "todo_keys" if weak else ""
    )
    return [database, keys]


def _queue(parts: Parts) -> Condition:
    queue = parts.store.queue.counts()
    age_h = (parts.clock() - queue.oldest_at).total_seconds() / 3600 if queue.oldest_at else 0.0
    facts = {"waiting": str(queue.left), "stopped": str(queue.quarantined), "hours": f"{age_h:.0f}"}
    if queue.quarantined:
        return Condition("queue", FAIL, "queue_says", facts, "todo_quarantined")
    return Condition("queue", WARN if age_h > 24 else OK, "queue_says", facts)


def _catalogue(parts: Parts) -> Condition:
    at = parts.store.catalogue.procedures_at()
    count = str(len(parts.around.catalogue))
    if at is None:
        return Condition("catalogue", WARN, "catalogue_shipped", {"count": count})
    days = (parts.clock() - at).days
    facts = {"count": count, "days": str(days)}
    return Condition("catalogue", WARN if days > OLD_CATALOGUE_DAYS else OK, "catalogue_says", facts)


def _gateway(parts: Parts) -> Condition:
    if not parts.settings.gateway.url:
        return Condition("gateway", FAIL, "gateway_not_enrolled", {}, "todo_technician")
    if parts.link.online:
        return Condition("gateway", OK, "gateway_online")
    return Condition(
        "gateway", FAIL, "gateway_away", {"problem": parts.link.problem or "no_line"}, "todo_line"
    )


def _clock(parts: Parts) -> Condition:
    skew_s = parts.link.clock_skew_s
    if skew_s is None:
        return Condition("clock", WARN, "clock_not_compared")
    facts = {"skew": f"{round(skew_s):+d}" if round(skew_s) else "0"}
    if abs(skew_s) > LARGEST_SKEW_S:
        return Condition("clock", FAIL, "clock_skew", facts, "todo_clock")
    return Condition("clock", OK, "clock_skew", facts)


def _printer(parts: Parts) -> Condition:
    printer = parts.devices.printer
    state = printer.status() if printer is not None else PrinterState.GONE
    model = (printer.abilities.model if printer and printer.abilities else "") or "?"
    facts = {"state": f"@printer.{state.value}", "model": model, "width": str(parts.devices.width_dots)}
    if state is PrinterState.READY:
        return Condition("printer", OK, "printer_says", facts)
    soft = state in (PrinterState.PAPER_LOW, PrinterState.UNKNOWN)
    return Condition("printer", WARN if soft else FAIL, "printer_says", facts, "todo_printer")


def _cameras(parts: Parts, looking: Looking) -> list[Condition]:
    devices = parts.devices
    named = {"camera": devices.card_camera, "page_camera": devices.page_camera}
    if devices.page_camera is devices.card_camera:
        del named["page_camera"]
    until_s = parts.monotonic() + CAMERA_WITHIN_S
    for camera in named.values():
        looking.glance(camera, 0.0)  # all wake up at once
    found = []
    for check, camera in named.items():
        frame = looking.glance(camera, max(0.0, until_s - parts.monotonic()))
        if frame is not None:
            found.append(Condition(check, OK, "camera_says", {"size": f"{frame.width}×{frame.height}"}))
        else:
            status = {"status": camera.status().value}
            found.append(Condition(check, FAIL, "camera_gone", status, "todo_camera"))
    return found
