"""The window's own icon set: one-colour line drawings, tinted when drawn; not for photographs or logos."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kiosk.ui.resource_files import resource_folder

UNTINTED = "currentColor"


@cache
def icon_names() -> tuple[str, ...]:
    """Names of all icons, sorted."""
    return tuple(sorted(file.stem for file in (resource_folder() / "icons").glob("*.svg")))


@cache
def _source(name: str) -> str:
    return (resource_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def draw_icon(name: str, size_px: int, colour: str, device_ratio: float = 1.0) -> QPixmap:
    """The icon as a square picture of `size_px` logical pixels. Raises FileNotFoundError for an unknown name."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace(UNTINTED, colour).encode()))
    picture = QPixmap(round(size_px * device_ratio), round(size_px * device_ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(device_ratio)
    return picture
