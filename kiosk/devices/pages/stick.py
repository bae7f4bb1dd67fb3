"""What lies on a USB stick somebody plugged in: looks and reads, never writes, never asks another program."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.devices.pages.taking import STARTS, take_file
from kiosk.domain.brought import BroughtFile, StickContents, TakenFile
from kiosk.domain.errors import FileRefused

DEEPEST = 4
"""Folders within folders that are looked into."""
MOST_FILES, MOST_ENTRIES = 200, 5_000
MOUNT_TABLE = Path("/proc/mounts")
BLOCK_DEVICES = Path("/sys/class/block")


class UsbStick:
    """Whatever removable medium is there when asked, or the one folder that stands for it."""

    def __init__(self, folder: str = "", roots: Callable[[], list[Path]] | None = None) -> None:
        self._roots = roots or ((lambda: [Path(folder)]) if folder else removable_roots)

    def contents(self) -> StickContents:
        """Everything of use, by name. A stick pulled out meanwhile is no stick."""
        roots = [root for root in self._roots() if root.is_dir()]
        files: list[BroughtFile] = []
        others = 0
        for place, root in enumerate(roots):
            for file in _files_below(root):
                if len(files) >= MOST_FILES:
                    break
                found = _look_at(file, f"{place}/{file.relative_to(root).as_posix()}")
                if found is None:
                    others += 1
                else:
                    files.append(found)
        files.sort(key=lambda each: (each.name.casefold(), each.id))
        return StickContents(bool(roots), tuple(files), others)

    def take(self, file_id: str, *, limit_bytes: int) -> TakenFile:
        """The file as it may go into a dossier. FileRefused, also "file_missing" when the stick is gone."""
        place, _, inner = file_id.partition("/")
        roots = [root for root in self._roots() if root.is_dir()]
        if not place.isdigit() or int(place) >= len(roots):
            raise FileRefused("the stick is gone", code="file_missing")
        root = roots[int(place)].resolve()
        path = (root / inner).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            raise FileRefused("not on the stick any more", code="file_missing")
        return take_file(path, limit_bytes=limit_bytes)


def _files_below(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Ordinary files in and below a folder; links, hidden files and what the system keeps for itself are left out."""
    seen = 0
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name.casefold())
    except OSError:
        return
    for entry in entries:
        seen += 1
        if (
            seen > MOST_ENTRIES
            or entry.name.startswith((".", "$"))
            or entry.name == "System Volume Information"
        ):
            continue
        try:
            is_link, is_folder, is_file = entry.is_symlink(), entry.is_dir(), entry.is_file()
        except OSError:
            continue
        if is_link:
            continue
        if is_folder and depth + 1 < DEEPEST:
            yield from _files_below(entry, depth + 1)
        elif is_file:
            yield entry


def _look_at(file: Path, file_id: str) -> BroughtFile | None:
    try:
        with file.open("rb") as opened:
            start = opened.read(16)
        size = file.stat().st_size
    except OSError:
        return None
    media_type = next((kind for mark, kind in STARTS.items() if start.startswith(mark)), "")
    return BroughtFile(file_id, file.name, media_type, size) if media_type else None


def removable_roots() -> list[Path]:
    """Where removable media are mounted; empty where none is, or where this system does not tell."""
    if sys.platform == "win32":
        return _removable_drives()
    if not MOUNT_TABLE.exists():
        return []
    roots = []
    for line in MOUNT_TABLE.read_text(encoding="utf-8", errors="replace").splitlines():
        device, _, rest = line.partition(" ")
        mounted_at = rest.split(" ", 1)[0].encode().decode("unicode_escape")
        if device.startswith("/dev/") and _is_removable(Path(device).name):
            roots.append(Path(mounted_at))
    return roots


def _is_removable(name: str) -> bool:
    """A partition tells by the disk it is part of (kernel: block/stable sysfs `removable`)."""
    try:
        device = (BLOCK_DEVICES / name).resolve(strict=True)
    except OSError:
        return False
    for place in (device, device.parent):
        mark = place / "removable"
        if mark.is_file():
            return mark.read_text(encoding="ascii", errors="replace").strip() == "1"
    return False


def _removable_drives() -> list[Path]:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - there on Windows only
    mask = int(kernel.GetLogicalDrives())
    letters = [chr(ord("A") + place) for place in range(26) if mask >> place & 1]
    removable = 2
    return [Path(f"{letter}:\\") for letter in letters if kernel.GetDriveTypeW(f"{letter}:\\") == removable]
