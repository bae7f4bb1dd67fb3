"""Which module drives which address: one line a kind; printers have their own table beside their drivers."""

from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import cast

from kiosk.domain.chip_ports import ChipReader
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.ports import Camera

CAMERAS: dict[str, str] = {
    "camera": "kiosk.devices.cameras.late_camera:LateCamera",
    "file": "kiosk.devices.cameras.clip_camera:ClipCamera",
    "folder": "kiosk.devices.cameras.folder_camera:FolderCamera",
    "stage": "kiosk.devices.stage.stage_camera:StageCamera",
}
"""Scheme of the address → `module:class`, called with what follows the colon; imported when first asked for."""


def open_camera(address: str) -> Camera:
    """The camera at `address`, not yet started. ConfigurationInvalid for an address that means nothing here.

    A camera that is not plugged in is no error: it shows as `CameraStatus.GONE` and is looked for again.
    """
    scheme, colon, rest = address.partition(":")
    driver = CAMERAS.get(scheme.strip().lower()) if colon else None
    if driver is None:
        raise ConfigurationInvalid(
            f"camera address '{address}': write camera:0, file:clip.mp4, folder:DIR or stage:"
        )
    module_name, _, class_name = driver.partition(":")
    make = cast(Callable[[str], Camera], getattr(import_module(module_name), class_name))
    return make(rest.strip())


CHIP_READERS: dict[str, str] = {
    "pcsc": "kiosk.devices.chips.opening:PcscChipReader",
}
"""Scheme of the address → `module:class`, called with what follows the colon, the folder of certificates and clocks."""


def open_chip_reader(
    address: str, certificates: Path, now: Callable[[], datetime], today: Callable[[], date]
) -> ChipReader | None:
    """The chip reader at `address`; None for an empty one. ConfigurationInvalid for an address that means nothing here.

    One that is not plugged in is no error: it shows as `ChipReaderState.NO_READER` and is looked for again.
    """
    if not address.strip():
        return None
    scheme, colon, rest = address.partition(":")
    driver = CHIP_READERS.get(scheme.strip().lower()) if colon else None
    if driver is None:
        raise ConfigurationInvalid(
            f"chip reader address '{address}': write pcsc:, pcsc:PART OF ITS NAME, or nothing for none"
        )
    module_name, _, class_name = driver.partition(":")
    make = getattr(import_module(module_name), class_name)
    return cast(ChipReader, make(rest.strip(), certificates, now, today))
