"""Keeps what a printer was found to be able to say, so that nobody has to ask it before every slip."""

import json
from collections.abc import Callable
from dataclasses import asdict

from kiosk.domain.ports import SyncMarks
from kiosk.domain.receipt import PrinterAbilities
from kiosk.domain.settings import PrinterSettings

MARK = "printer.abilities"


def remembered(marks: SyncMarks, settings: PrinterSettings) -> PrinterAbilities | None:
    """What was kept of the printer at this address and width; None for another one, or when it cannot be read."""
    try:
        kept = json.loads(marks.get(MARK) or "null")
        if kept["printer"] != [settings.address, settings.width_dots]:
            return None
        return PrinterAbilities(**kept["abilities"])
    except (ValueError, TypeError, KeyError):
        return None


def keeper(marks: SyncMarks, settings: PrinterSettings) -> Callable[[PrinterAbilities], None]:
    """What a printer tells of its abilities goes through this. Only what can confirm is worth trusting next time:
    a printer that said little may have been busy."""

    def keep(found: PrinterAbilities) -> None:
        if found.can_confirm:
            keep_as_found(marks, settings, found)

    return keep


def keep_as_found(marks: SyncMarks, settings: PrinterSettings, found: PrinterAbilities) -> None:
    """The outcome of a set-up, whatever it is: somebody looked at this printer on purpose."""
    fact = {"printer": [settings.address, settings.width_dots], "abilities": asdict(found)}
    marks.put(MARK, json.dumps(fact))
