"""Which processes have this home open now, and which ended without saying so; not a single-instance guard."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Presence:
    """One file a process, locked by the kernel for as long as the process lives.

    A file that can be locked by somebody else belongs to a process that crashed or was killed: its leases and
    unfinished files are nobody's, and the database deserves a full check. No process ids, which are used again.
    """

    def __init__(self, folder: Path, own_id: str, descriptor: int, crashed: tuple[str, ...]) -> None:
        self._folder = folder
        self._descriptor = descriptor
        self.id = own_id
        """Random name of this process's stay, 16 hex digits."""
        self.crashed = crashed
        """Stays that ended without `leave`, as found on entering."""

    @classmethod
    def enter(cls, folder: Path) -> "Presence":
        """Leave a mark of this process in `folder` and look for the marks of crashed ones."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # a mark that is made but not locked yet must not look like a crash to somebody who enters just then
        with one_at_a_time(folder / "door"):
            crashed = tuple(sorted(path.stem for path in folder.glob("*.open") if not _is_locked(path)))
            own_id = secrets.token_hex(8)
            descriptor = os.open(folder / f"{own_id}.open", os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            _lock(descriptor, wait=False)
        return cls(folder, own_id, descriptor, crashed)

    def is_alive(self, stay_id: str) -> bool:
        """Whether the process with this id still has the home open."""
        return stay_id == self.id or _is_locked(self._folder / f"{stay_id}.open")

    def forget_crashed(self) -> None:
        """Take away the marks of crashed processes, once everything they left has been looked after."""
        for stay_id in self.crashed:
            (self._folder / f"{stay_id}.open").unlink(missing_ok=True)

    def leave(self) -> None:
        """A clean end; again is fine. Closing first lets Windows delete the file too."""
        if self._descriptor < 0:
            return
        os.close(self._descriptor)
        self._descriptor = -1
        (self._folder / f"{self.id}.open").unlink(missing_ok=True)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Of all processes with this home; the others wait at the file."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor, wait=True)
        yield
    finally:
        os.close(descriptor)


def _is_locked(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        _lock(descriptor, wait=False)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, wait: bool) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int, *, wait: bool) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
