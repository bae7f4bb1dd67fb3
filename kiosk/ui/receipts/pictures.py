"""A slip's dots as a PNG, for screen, gallery and files; the paper gets the dots themselves."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSaveFile
from PySide6.QtGui import QColor, QImage, QImageWriter

from kiosk.domain.receipt import Bitmap

_DOTS_PER_METRE = 8000


def image_of(bitmap: Bitmap) -> QImage:
    """The dots as a one-bit QImage of its own."""
    stride = (bitmap.width + 7) // 8
    image = QImage(bitmap.rows, bitmap.width, bitmap.height, stride, QImage.Format.Format_Mono).copy()
    image.setColorTable([QColor("white").rgb(), QColor("black").rgb()])
    image.setDotsPerMeterX(_DOTS_PER_METRE)
    image.setDotsPerMeterY(_DOTS_PER_METRE)
    return image


def png_bytes(bitmap: Bitmap) -> bytes:
    """A one-bit PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image_of(bitmap))
    return bytes(buffer.data().data())


def bitmap_to_png(bitmap: Bitmap, path: Path) -> None:
    """Write the PNG, whole or not at all. Raises OSError."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise OSError(f"cannot write {path.name}: {file.errorString()}")
    file.write(png_bytes(bitmap))
    if not file.commit():
        raise OSError(f"cannot write {path.name}: {file.errorString()}")
