"""Writing a file so that it is either wholly there after a power cut or not at all; what is in it is no matter here."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kiosk.domain.errors import Broken, DiskFull, Unavailable
from kiosk.domain.mailbag import BagRefused

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def disk_errors() -> Iterator[None]:
    """Translate what the operating system says about the disk: DiskFull, else Broken(`disk_failed`)."""
    try:
        yield
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, "unknown")
        if error.errno in _FULL:
            raise DiskFull(f"the disk has no room ({name})") from error
        raise Broken(f"the disk answered {name}", code="disk_failed") from error


@contextmanager
def share_errors() -> Iterator[None]:
    """What goes wrong on a share may be right again in a minute: DiskFull, else Unavailable(`files_away`)."""
    try:
        yield
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, "unknown")
        if error.errno in _FULL:
            raise DiskFull(f"the shared folder has no room ({name})") from error
        raise Unavailable(f"the shared folder answered {name}", code="files_away") from error


@contextmanager
def stick_errors() -> Iterator[None]:
    """Trouble of a stick is no trouble of this machine: BagRefused(`stick_full`, `stick_failed`)."""
    try:
        yield
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, "unknown")
        code = "stick_full" if error.errno in _FULL else "stick_failed"
        raise BagRefused(f"the stick answered {name}", code=code) from error


def write_durably(path: Path, content: bytes) -> None:
    """Replace `path` by `content`: temporary file, fsync, rename, fsync of the folder. Mode 0600."""
    with disk_errors():
        part = path.with_name(path.name + ".part")
        part.unlink(missing_ok=True)
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
            try:
                write_all(descriptor, content)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        part.replace(path)
        sync_folder(path.parent)


def write_all(descriptor: int, content: bytes | memoryview) -> None:
    """Every byte, however little one write takes."""
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable; Windows has no such call and needs none, some shares neither."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


_BINARY = getattr(os, "O_BINARY", 0)
