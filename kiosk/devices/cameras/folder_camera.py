"""A folder of pictures as a camera (`folder:DIR`): each shown for a second, in the order of their names."""

import logging
from pathlib import Path

from kiosk.devices.cameras.grabbing import GrabbingCamera
from kiosk.devices.cameras.pictures import is_picture_name, load_picture
from kiosk.devices.pixels import Picture, picture_of
from kiosk.domain.errors import CameraGone, ConfigurationInvalid, FileRefused

SHOWN_FOR_S = 1.0

log = logging.getLogger(__name__)


class FolderSource:
    """Goes round the pictures of a folder (or a single one); files that come or go count from the next step on."""

    may_stand_still = True
    is_live = False

    def __init__(self, place: Path, shown_for_s: float = SHOWN_FOR_S) -> None:
        self._place = place
        self._last_name = ""
        self.interval_s = shown_for_s

    def open(self) -> None:
        """CameraGone when there is no such folder."""
        if not self._place.exists():
            raise CameraGone("no such folder or picture")

    def read(self) -> Picture | None:
        """The picture after the last one shown; those that cannot be read are passed over; None when none is left."""
        files = {file.name: file for file in self._pictures()}
        names = sorted(files)
        later = [name for name in names if name > self._last_name]
        for name in later + names[: len(names) - len(later)]:
            try:
                frame = load_picture(files[name])
            except FileRefused as refused:
                log.info("a picture of the folder is passed over: %s", refused.code)
                continue
            self._last_name = name
            return picture_of(frame)
        return None

    def _pictures(self) -> list[Path]:
        try:
            if self._place.is_dir():
                return [file for file in self._place.iterdir() if is_picture_name(file) and file.is_file()]
            return [self._place] if self._place.is_file() else []
        except OSError:
            return []

    def close(self) -> None:
        """Nothing is held open."""


class FolderCamera(GrabbingCamera):
    """`folder:DIR`."""

    def __init__(self, folder: str, *, shown_for_s: float = SHOWN_FOR_S) -> None:
        if not folder:
            raise ConfigurationInvalid("camera address 'folder:': write a folder, such as folder:pictures")
        super().__init__(f"folder:{folder}", lambda: FolderSource(Path(folder), shown_for_s))
