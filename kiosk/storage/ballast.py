"""Room on the disk: refuses new work while there is still room to finish the old, and keeps a reserve for that."""

import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kiosk.domain.errors import DiskFull
from kiosk.storage.durable_files import disk_errors, share_errors

BALLAST_BYTES = 8 * 1024 * 1024
"""A file of this size lies on the disk and is let go when the disk fills up: a hundred state updates then still fit."""
_SMALLEST_RESERVE_BYTES = 16 * 1024 * 1024
"""Room that must stay free when something new is taken in, however small it is."""
_NEARLY_FULL_BYTES = 4 * 1024 * 1024
_REFILL_ABOVE_BYTES = 4 * BALLAST_BYTES


class DiskBallast:
    """Watches the file system that holds `path`, where the reserve lies, and the one of a folder of files elsewhere."""

    def __init__(self, path: Path, files: Path | None = None) -> None:
        self._path = path
        self._files = files
        self._largest_dossier_bytes: Callable[[], int] = lambda: 0

    def expect(self, largest_dossier_bytes: Callable[[], int]) -> None:
        """Ask this for what the next citizen may bring."""
        self._largest_dossier_bytes = largest_dossier_bytes

    def free_bytes(self) -> int:
        """Bytes this process may still write, the reserve not counted."""
        with disk_errors():
            return shutil.disk_usage(self._path.parent).free

    def intake_allowed(self, bytes_wanted: int) -> bool:
        """Whether so many bytes may be taken in: twice as much, and twice the largest dossier so far, must be free."""
        self.refill()
        needed = max(2 * max(bytes_wanted, self._largest_dossier_bytes()), _SMALLEST_RESERVE_BYTES)
        return self.free_bytes() >= needed and self._free_for_files() >= needed

    def demand(self, bytes_wanted: int) -> None:
        """DiskFull unless `intake_allowed`."""
        if not self.intake_allowed(bytes_wanted):
            free = min(self.free_bytes(), self._free_for_files())
            raise DiskFull(f"{bytes_wanted} bytes wanted, {free} free: nothing new is taken in")

    def make_room(self) -> None:
        """Let the reserve go when the disk is nearly full; asked before every write."""
        if self.free_bytes() < _NEARLY_FULL_BYTES:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def refill(self) -> None:
        """Lay the reserve down (again) where there is plenty of room."""
        if self._path.exists() or self.free_bytes() < _REFILL_ABOVE_BYTES:
            return
        part = self._path.with_suffix(".part")
        try:
            with part.open("wb") as file:
                # zeros would take no room on a file system that compresses or leaves holes
                file.write(secrets.token_bytes(BALLAST_BYTES))
            part.replace(self._path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _free_for_files(self) -> int:
        if self._files is None:
            return self.free_bytes()
        with share_errors():
            return shutil.disk_usage(self._files).free
