"""Keeps what a printer was found to be able to say, so that nobody has to ask it before every slip."""

import json
from collections.abc import Callable
from dataclasses import asdict

from kiosk.domain.ports import SyncMarks
from kiosk.domain.receipt import PrinterAbilities
from kiosk.domain.settings import Settings

MARK = "printer.abilities"


def own_mark(name: str, settings: Settings) -> str:
    """The name of a fact of this very terminal: a branch may keep its marks in one database."""
    return f"{name}:{settings.gateway.device_id}" if settings.gateway.device_id else name


def remembered(marks: SyncMarks, settings: Settings) -> PrinterAbilities | None:
    """What was kept of the printer at this address and width; None for another one, or when it cannot be read."""
    try:
        kept = json.loads(marks.get(own_mark(MARK, settings)) or "null")
        if kept["printer"] != _which(settings):
            return None
        return PrinterAbilities(**kept["abilities"])
    except (ValueError, TypeError, KeyError):
        return None


def keeper(marks: SyncMarks, settings: Settings) -> Callable[[PrinterAbilities], None]:
    """What a printer tells of its abilities goes through this. Only what can confirm is worth trusting next time:
    a printer that said little may have been busy."""

    def keep(found: PrinterAbilities) -> None:
        if found.can_confirm:
            keep_as_found(marks, settings, found)

    return keep


def keep_as_found(marks: SyncMarks, settings: Settings, found: PrinterAbilities) -> None:
    """The outcome of a set-up, whatever it is: somebody looked at this printer on purpose."""
    fact = {"printer": _which(settings), "abilities": asdict(found)}
    marks.put(own_mark(MARK, settings), json.dumps(fact))


def _which(settings: Settings) -> list[object]:
    return [settings.printer.address, settings.printer.width_dots]
