"""Files for people to carry away: which sticks can be written on, and writing so that what is said to be there is there."""

import errno
import os
from pathlib import Path

from kiosk.devices.sticks import mounted_sticks
from kiosk.domain.errors import StickFailed
from kiosk.domain.settings import Settings

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def writable_sticks(settings: Settings) -> tuple[str, ...]:
    """Folders, in the order they were plugged in."""
    named = settings.stick.folder
    return tuple(str(folder) for folder in ([Path(named)] if named else mounted_sticks(writable=True)))


def carry_away(folder: Path, files: dict[str, bytes]) -> tuple[str, ...]:
    """Write them all, on the medium when it returns; their names. A file of that name gives way.

    StickFailed: nothing half written stays behind.
    """
    begun: list[Path] = []
    try:
        for name, content in files.items():
            place = folder / name
            begun.append(place)
            with place.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        for place in begun:
            try:
                place.unlink(missing_ok=True)
            except OSError:
                break  # pulled out: there is nothing left to tidy
        code = "stick_full" if error.errno in _FULL else "stick_failed"
        raise StickFailed(f"the stick answered {errno.errorcode.get(error.errno or 0)}", code=code) from error
    return tuple(files)
