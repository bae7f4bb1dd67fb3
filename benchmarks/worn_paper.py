"""Slips as they come from an old print head and a cheap scanner, and what readers make of them; for benchmarks only."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from pyzbar import pyzbar

from kiosk.domain.receipt import Bitmap

Grey = NDArray[np.uint8]

LOST_DOTS, DEAD_COLUMNS, SKEW_DEGREES, NOISE = 0.05, 2, 0.8, 14.0
_MARGIN_PX = 40


def clean(slip: Bitmap) -> Grey:
    """The dots as ink on white paper, with a margin."""
    stride = (slip.width + 7) // 8
    bits = np.unpackbits(np.frombuffer(slip.rows, np.uint8).reshape(slip.height, stride), axis=1)
    dots = np.where(bits[:, : slip.width] == 1, 0, 255).astype(np.uint8)
    return np.pad(dots, _MARGIN_PX, constant_values=255)


def worn(slip: Bitmap, chance: np.random.Generator) -> Grey:
    """5 % of the dots lost, two dead elements of the head, faded, slightly turned, blurred and noisy."""
    paper = clean(slip)
    ink = paper < 128
    paper = paper.copy()
    paper[ink & (chance.random(paper.shape) < LOST_DOTS)] = 255
    for column in chance.integers(_MARGIN_PX, paper.shape[1] - _MARGIN_PX, DEAD_COLUMNS):
        paper[:, column] = 255
    paper = np.where(paper < 128, 60, 250).astype(np.uint8)
    height, width = paper.shape
    turn = cv2.getRotationMatrix2D(
        (width / 2, height / 2), float(chance.uniform(-SKEW_DEGREES, SKEW_DEGREES)), 1.0
    )
    turned = cv2.warpAffine(paper, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(250.0,))
    blurred = cv2.GaussianBlur(turned, (0, 0), 0.7)
    noisy = blurred.astype(np.float32) + chance.normal(0, NOISE, blurred.shape)
    worn: Grey = np.clip(noisy, 0, 255).astype(np.uint8)
    return worn


def read_text(paper: Grey, scale: int = 1) -> str:
    """What tesseract reads, Vietnamese, one column, at the head's own resolution; enlarged it reads worse."""
    larger = cv2.resize(paper, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    with TemporaryDirectory(prefix="kiosk-bench-") as folder:
        picture = Path(folder) / "slip.png"
        cv2.imwrite(str(picture), larger)
        command = ["tesseract", str(picture), "-", "-l", "vie", "--psm", "6", "--dpi", str(203 * scale)]
        told = subprocess.run(command, capture_output=True, check=True)
    return told.stdout.decode("utf-8", "replace")


def read_qr(paper: Grey) -> tuple[bool, bool, str]:
    """(read by zxing-cpp, read by pyzbar, the text)."""
    by_zxing = [
        code.bytes.decode()
        for code in zxingcpp.read_barcodes(paper, zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    ]
    by_zbar = [code.data.decode() for code in pyzbar.decode(paper, symbols=[pyzbar.ZBarSymbol.QRCODE])]
    return bool(by_zxing), bool(by_zbar), (by_zxing or by_zbar or [""])[0]


def wrong_characters(read: str, written: str) -> int:
    """Edit distance."""
    before = list(range(len(written) + 1))
    for row, got in enumerate(read, 1):
        now = [row]
        for column, wanted in enumerate(written, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (got != wanted)))
        before = now
    return before[-1]
