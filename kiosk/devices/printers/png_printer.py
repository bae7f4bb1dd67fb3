"""A virtual roll: every slip becomes one numbered picture in a folder; for demonstrations and tests, not for paper.

The file `printer-state.txt` in the folder, holding a value of PrinterState, lets anyone play paper out or cover open.
"""

import logging
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from kiosk.domain.errors import PrinterGone
from kiosk.domain.receipt import Bitmap, PrinterAbilities, PrinterState, PrintOutcome, PrintState

log = logging.getLogger(__name__)

STATE_FILE = "printer-state.txt"
_NUMBERED = re.compile(r"receipt-([0-9]{5,})\.png")
_DOTS_PER_INCH = 203.2


def state_from_file(folder: Path) -> Callable[[], PrinterState]:
    """A state source: READY without the file, UNKNOWN when it holds something else than a state."""

    def state() -> PrinterState:
        try:
            return PrinterState((folder / STATE_FILE).read_text(encoding="utf-8").strip())
        except FileNotFoundError:
            return PrinterState.READY
        except (OSError, ValueError):
            return PrinterState.UNKNOWN

    return state


class PngPrinter:
    """The port `Printer` over a folder. `state_source` says what state to play."""

    def __init__(
        self,
        folder: Path,
        width_dots: int,
        *,
        state_source: Callable[[], PrinterState] | None = None,
    ) -> None:
        self._folder, self._width_dots = folder, width_dots
        self._state = state_source or state_from_file(folder)

    @property
    def address(self) -> str:
        """As configured."""
        return f"png:{self._folder}"

    def status(self) -> PrinterState:
        """The state that is played; GONE when the folder cannot be made."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return PrinterState.GONE
        return self._state()

    @property
    def abilities(self) -> PrinterAbilities | None:
        """A roll of pictures confirms by being written."""
        return PrinterAbilities(realtime_status=True, paper_fence=True, model="PNG", cutter=True)

    def probe(self) -> PrinterAbilities:
        """Nothing has to be found out."""
        if not self.status().can_print:
            raise PrinterGone("the folder of the roll cannot be written")
        return self.abilities or PrinterAbilities()

    def print(self, bitmap: Bitmap, number: int, sent: Callable[[], None] | None = None) -> PrintOutcome:
        """Write the next picture, whole or not at all. A played UNKNOWN prints without confirming."""
        if bitmap.width > self._width_dots:
            raise ValueError(f"a slip of {bitmap.width} dots does not fit {self._width_dots}")
        state = self.status()
        if not state.can_print:
            return PrintOutcome(PrintState.NOT_PRINTED, state, "the printer is not ready")
        try:
            name = self._write(bitmap)
        except OSError as error:
            log.warning("slip %d: %s", number, error.strerror)
            return PrintOutcome(
                PrintState.NOT_PRINTED,
                PrinterState.FAULT,
                f"cannot write: {error.strerror}",
            )
        if sent is not None:
            sent()
        if state is PrinterState.UNKNOWN:
            return PrintOutcome(PrintState.UNKNOWN, state, "this printer cannot confirm")
        return PrintOutcome(PrintState.PRINTED, self.status(), name)

    def close(self) -> None:
        """Nothing is held."""

    def _write(self, bitmap: Bitmap) -> str:
        """Complete and synced under a hidden name first; the name then appears at once, and never over another."""
        picture = Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.rows, "raw", "1;I")
        handle, hidden = tempfile.mkstemp(prefix=".receipt-", suffix=".part", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                picture.save(file, "PNG", dpi=(_DOTS_PER_INCH, _DOTS_PER_INCH))
                file.flush()
                os.fsync(file.fileno())
            number = self._newest_number()
            while True:
                number += 1
                name = f"receipt-{number:05d}.png"
                try:
                    os.link(hidden, self._folder / name)
                except FileExistsError:
                    continue
                return name
        finally:
            Path(hidden).unlink()

    def _newest_number(self) -> int:
        return max(
            (int(found[1]) for path in self._folder.iterdir() if (found := _NUMBERED.fullmatch(path.name))),
            default=0,
        )
