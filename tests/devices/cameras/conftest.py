"""Clips and folders on disk, and waiting on conditions, for the camera tests."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def until() -> Until:
    """Wait for a condition; fail when it does not come true in time."""

    def wait(condition: Callable[[], bool], within_s: float = 20.0) -> None:
        deadline = time.monotonic() + within_s
        pause = threading.Event()
        while not condition():
            assert time.monotonic() < deadline, "the condition did not come true in time"
            pause.wait(0.005)

    return wait


@pytest.fixture
def clip_file(tmp_path: Path) -> Path:
    """A clip of 12 different pictures, 160 × 120, at 60 pictures a second."""
    file = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 60, (160, 120))
    for number in range(12):
        picture = np.full((120, 160, 3), 60 + 12 * number, np.uint8)
        cv2.circle(picture, (20 + 10 * number, 60), 12, (255, 255, 255), -1)
        writer.write(picture)
    writer.release()
    return file


@pytest.fixture
def picture_folder(tmp_path: Path) -> Path:
    """Three pictures whose brightness is 60, 120 and 180."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name, level in (("a.png", 60), ("b.jpg", 120), ("c.png", 180)):
        cv2.imwrite(str(folder / name), np.full((90, 120, 3), level, np.uint8))
    return folder
