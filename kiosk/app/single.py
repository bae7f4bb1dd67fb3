"""One kiosk process with a window a KIOSK_HOME; commands that only read or queue may run beside it."""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO

from kiosk.domain.errors import AlreadyRunning

LOCK_NAME = "kiosk.lock"


class SingleInstance:
    """An operating-system lock on `home/kiosk.lock`: it goes away with the process, however that ends."""

    def __init__(self, home: Path) -> None:
        self._path = home / LOCK_NAME
        self._file: IO[str] | None = None

    def __enter__(self) -> "SingleInstance":
        """Raises AlreadyRunning when another process holds it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+", encoding="ascii")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise AlreadyRunning(f"another kiosk is running with {self._path.parent}") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
