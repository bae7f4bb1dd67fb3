"""Which sticks are plugged in and mounted; what is on them is no matter here."""

import os
import re
import sys
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_BLOCKS = Path("/sys/class/block")


def mounted_sticks(mounts: Path = _MOUNTS, blocks: Path = _BLOCKS, *, writable: bool = False) -> list[Path]:
    """Where removable disks are mounted, in the order they were mounted; on Windows their drive letters."""
    if sys.platform == "win32":
        return _windows_drives()
    found = []
    try:
        lines = mounts.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    for line in lines:
        device, place, _, options, *_ = [*line.split(" "), "", "", "", ""]
        if not device.startswith("/dev/") or (writable and "ro" in options.split(",")):
            continue
        if _is_removable(blocks / Path(device).name):
            # blanks and the like stand there as octal numbers
            found.append(Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), place)))
    return list(dict.fromkeys(found))


def _is_removable(block: Path) -> bool:
    """A disk that says so, or one on the USB bus: big sticks call themselves fixed."""
    if not block.exists():
        return False
    real = Path(os.path.realpath(block))
    for disk in (real, real.parent):
        try:
            if (disk / "removable").read_text("ascii").strip() == "1":
                return True
        except OSError:
            continue
    return any(part.startswith("usb") for part in real.parts)


if sys.platform == "win32":
    import ctypes

    _REMOVABLE = 2

    def _windows_drives() -> list[Path]:
        there = ctypes.windll.kernel32.GetLogicalDrives()
        letters = [chr(ord("A") + place) for place in range(26) if there >> place & 1]
        kind_of = ctypes.windll.kernel32.GetDriveTypeW
        return [Path(f"{letter}:\\") for letter in letters if kind_of(f"{letter}:\\") == _REMOVABLE]

else:

    def _windows_drives() -> list[Path]:
        return []
