"""What lies on a USB stick somebody plugged in: looks and reads, never writes, never asks another program."""

from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.devices.pages.taking import STARTS, take_file
from kiosk.devices.sticks import mounted_sticks
from kiosk.domain.brought import BroughtFile, StickContents, TakenFile, shown_name
from kiosk.domain.errors import FileRefused

DEEPEST = 4
"""Folders within folders that are looked into."""
MOST_FILES, MOST_ENTRIES = 200, 5_000


class UsbStick:
    """Whatever removable medium is there when asked, or the one folder that stands for it."""

    def __init__(self, folder: str = "", roots: Callable[[], list[Path]] | None = None) -> None:
        self._roots = roots or ((lambda: [Path(folder)]) if folder else mounted_sticks)

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
        try:
            path = (root / inner).resolve()
            is_there = path.is_relative_to(root) and path.is_file()
        except (OSError, ValueError):  # no name that a disk could hold
            is_there = False
        if not is_there:
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
    return BroughtFile(file_id, shown_name(file.name), media_type, size) if media_type else None
