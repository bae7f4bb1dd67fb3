"""Carries out the session's order to print a sheet of A4: the printer, else the person's own stick."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.app.parts import Parts
from kiosk.devices.printers.sheet_queue import print_pdf_by_cups, sheet_address, write_file_into
from kiosk.devices.sticks import mounted_sticks
from kiosk.domain.errors import ConfigurationInvalid, PrinterGone
from kiosk.domain.sheet import Sheet, SheetState
from kiosk.flow.bring_words import PrintSheet, SheetMoved
from kiosk.flow.messages import Effect, Intent, Lane


class SheetEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts) -> None:
        self._settings = parts.settings

    def table(self) -> dict[type[Effect], tuple[Lane, Callable[[Any], Intent | None]]]:
        """What is carried out where."""
        return {PrintSheet: (Lane.PRINTER, self._print)}

    def _print(self, effect: PrintSheet) -> Intent:
        address = self._settings.printer.sheets
        return SheetMoved(
            state=self._by_printer(effect.sheet, effect.name, address)
            if address
            else self._onto_stick(effect.sheet, effect.name)
        )

    def _by_printer(self, sheet: Sheet, name: str, address: str) -> SheetState:
        from kiosk.ui.sheets import print_by_windows, sheet_pdf

        try:
            scheme, where = sheet_address(address)
        except ConfigurationInvalid as error:
            raise PrinterGone(error.detail) from error
        if scheme == "win":
            return SheetState.HANDED_OVER if print_by_windows(sheet, where) else SheetState.FAILED
        if scheme == "pdf":
            folder = Path(where)
            folder.mkdir(parents=True, exist_ok=True)
            write_file_into(folder, sheet_pdf(sheet), name)
        else:
            print_pdf_by_cups(sheet_pdf(sheet), where)
        return SheetState.HANDED_OVER

    def _onto_stick(self, sheet: Sheet, name: str) -> SheetState:
        from kiosk.ui.sheets import sheet_pdf

        folder = self._settings.stick.folder
        sticks = [Path(folder)] if folder else mounted_sticks(writable=True)
        stick = next((each for each in sticks if each.is_dir()), None)
        if stick is None:
            return SheetState.NO_PRINTER
        write_file_into(stick, sheet_pdf(sheet), name)
        return SheetState.ON_STICK
