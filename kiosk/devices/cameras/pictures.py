"""Picture files brought by anybody, decoded with care: size known before decoding, damage said in words."""

import struct
import time
import warnings
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from kiosk.devices.pixels import Picture, frame_of
from kiosk.domain.errors import FileRefused
from kiosk.domain.scan import Frame

LARGEST_PIXELS = 64_000_000
"""The largest phone sensors in ordinary use give 50 megapixels; decoded, this many take 200 MB."""
LARGEST_BYTES = 80_000_000
SMALLEST_SIDE_PX = 32
_BROKEN_DATA = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    struct.error,
    zlib.error,
    Warning,
)
"""Pillow's decoders raise what comes up on broken data, often far from any class of input errors."""
_KINDS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif"})

# Pillow only warns between one and two times its limit: here both are refused
warnings.simplefilter("error", Image.DecompressionBombWarning)
# broken metadata of strangers' files is not worth a line on stderr
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")


def is_picture_name(file: Path) -> bool:
    """True for names that end like a picture's."""
    return file.suffix.lower() in _SUFFIXES


def load_picture(path: Path) -> Frame:
    """Decode one still picture, turned upright by its EXIF orientation, transparent parts on white.

    FileRefused with code `file_missing`, `file_kind` (no picture, or a kind not taken), `file_damaged`,
    `picture_too_large` (told from the header, nothing is decoded), `picture_too_small`, `picture_animated`.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise FileRefused("file too large", code="picture_too_large")
        with Image.open(path, formats=_KINDS) as opened:
            return frame_of(_decode(opened), 1, time.monotonic())
    except (FileNotFoundError, IsADirectoryError, PermissionError) as missing:
        raise FileRefused("no such file", code="file_missing") from missing
    except UnidentifiedImageError as unknown:
        raise FileRefused("not a picture that is taken", code="file_kind") from unknown
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise FileRefused("too many pixels", code="picture_too_large") from bomb
    except _BROKEN_DATA as broken:
        raise FileRefused("picture is damaged", code="file_damaged") from broken


def _decode(opened: Image.Image) -> Picture:
    width, height = opened.size
    if width * height > LARGEST_PIXELS:
        raise FileRefused("too many pixels", code="picture_too_large")
    if min(width, height) < SMALLEST_SIDE_PX:
        raise FileRefused("too few pixels", code="picture_too_small")
    # phones write a preview as a second picture of an MPO; that one is still a photograph
    if opened.format != "MPO" and getattr(opened, "n_frames", 1) > 1:
        raise FileRefused("more than one picture in the file", code="picture_animated")
    upright = ImageOps.exif_transpose(opened)
    return np.ascontiguousarray(np.asarray(_as_rgb(upright), np.uint8)[:, :, ::-1])


def _as_rgb(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I") or picture.mode == "F":
        deep = np.asarray(picture, np.float32)
        top = 65535.0 if picture.mode.startswith("I") else max(float(deep.max(initial=1.0)), 1.0)
        return Image.fromarray(np.clip(deep * (255.0 / top), 0, 255).astype(np.uint8)).convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture.convert("RGBA"))
        return paper.convert("RGB")
    return picture.convert("RGB")
