"""Which module drives which address: one line a camera kind; printers have their own table beside their drivers."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.ports import Camera

CAMERAS: dict[str, str] = {
    "camera": "kiosk.devices.cameras.opencv_camera:OpencvCamera",
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
