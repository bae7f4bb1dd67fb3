"""A clock for leases and delays that a wrong wall clock cannot bend, and the name of the boot it counts from."""

import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from kiosk.domain.ports import Monotonic

_LINUX_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
SERVER_BOOT_ID = "server"
"""Terminals that share a PostgreSQL server share its clock: their own ones count from different boots."""


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Moments in seconds, comparable only within one `boot_id`."""

    boot_id: str
    now_s: Callable[[Connection], float]

    @classmethod
    def of_machine(cls, monotonic: Monotonic, boot_id: str | None = None) -> "TimeLine":
        """Seconds since this machine started; every process of the machine sees the same."""
        return cls(boot_id or read_boot_id(), lambda _connection: monotonic())

    @classmethod
    def of_server(cls) -> "TimeLine":
        """Seconds by the clock of the database server."""
        asked = text("SELECT extract(epoch FROM clock_timestamp())")
        return cls(SERVER_BOOT_ID, lambda connection: float(connection.execute(asked).scalar_one()))


def read_boot_id() -> str:
    """A name that changes with every start of the machine; where there is none, with every start of the program."""
    if _LINUX_BOOT_ID.exists():
        return _LINUX_BOOT_ID.read_text("ascii").strip()
    return _windows_boot_number() or str(uuid.uuid4())


if sys.platform == "win32":
    import winreg

    def _windows_boot_number() -> str | None:
        folder = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, folder) as key:
                return f"windows-{winreg.QueryValueEx(key, 'BootId')[0]}"
        except OSError:
            return None

else:

    def _windows_boot_number() -> str | None:
        return None
