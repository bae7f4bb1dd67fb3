"""Every camera keeps the port's promises; what each kind does beside them stands below."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.devices.cameras.camera_address import Fixed, parse_address
from kiosk.devices.cameras.clip_camera import ClipCamera
from kiosk.devices.cameras.folder_camera import FolderCamera, FolderSource
from kiosk.devices.cameras.grabbing import GrabbingCamera
from kiosk.devices.cameras.late_camera import LateCamera
from kiosk.devices.cameras.opencv_camera import OpencvCamera
from kiosk.devices.cameras.watching import FROZEN_AFTER_S, PictureWatch
from kiosk.devices.pixels import Picture, picture_of
from kiosk.devices.registry import CAMERAS, open_camera
from kiosk.devices.stage.stage_camera import StageCamera
from kiosk.domain.errors import CameraGone, ConfigurationInvalid
from kiosk.domain.ports import Camera
from kiosk.domain.scan import CameraStatus

Until = Callable[[Callable[[], bool]], None]


class ScriptedSource:
    """A source that follows a script: a picture, None for silence, or CameraGone at opening; then pictures for good."""

    interval_s = 0.002
    may_stand_still = False
    is_live = True

    def __init__(self, script: list[Picture | type[CameraGone] | None], made: list["ScriptedSource"]) -> None:
        self._script = script
        self._random = np.random.default_rng(3)
        self.closed = 0
        made.append(self)

    def open(self) -> None:
        if self._script and self._script[0] is CameraGone:
            self._script.pop(0)
            raise CameraGone("not plugged in")

    def read(self) -> Picture | None:
        if self._script:
            step = self._script.pop(0)
            assert not isinstance(step, type)
            return step
        return self._random.integers(60, 200, (24, 32, 3), np.uint8)

    def close(self) -> None:
        self.closed += 1


def scripted(*script: Picture | type[CameraGone] | None) -> tuple[GrabbingCamera, list[ScriptedSource]]:
    made: list[ScriptedSource] = []
    left = list(script)
    camera = GrabbingCamera("scripted:", lambda: ScriptedSource(left, made), first_back_off_s=0.01)
    return camera, made


@pytest.fixture(params=["scripted", "clip", "still", "folder", "stage"])
def camera(request: pytest.FixtureRequest, clip_file: Path, picture_folder: Path) -> Iterator[Camera]:
    make: dict[str, Callable[[], Camera]] = {
        "scripted": lambda: scripted()[0],
        "clip": lambda: ClipCamera(str(clip_file)),
        "still": lambda: ClipCamera(str(picture_folder / "b.jpg")),
        "folder": lambda: FolderCamera(str(picture_folder), shown_for_s=0.01),
        "stage": lambda: StageCamera(width=320, height=180, fps=100),
    }
    made = make[request.param]()
    yield made
    made.stop()


def test_nothing_is_seen_before_the_start(camera: Camera) -> None:
    assert camera.newest() is None
    assert camera.status() is CameraStatus.GONE


def test_frames_arrive_whole(camera: Camera, until: Until) -> None:
    before = time.monotonic()
    camera.start()
    until(lambda: camera.newest() is not None)
    frame = camera.newest()
    assert frame is not None
    assert len(frame.bgr) == frame.width * frame.height * 3
    assert frame.number >= 1
    assert before <= frame.at_s <= time.monotonic()
    until(lambda: camera.status() is CameraStatus.DELIVERING)


def test_numbers_count_up_and_name_the_picture(camera: Camera, until: Until) -> None:
    camera.start()
    until(lambda: camera.newest() is not None)
    first = camera.newest()
    assert first is not None
    if not camera.address.endswith(".jpg"):
        until(lambda: (frame := camera.newest()) is not None and frame.number > first.number)
    again, once_more = camera.newest(), camera.newest()
    assert again is not None
    assert once_more is not None
    assert again is once_more or once_more.number > again.number


def test_starting_twice_grabs_once(camera: Camera, until: Until) -> None:
    threads = threading.active_count()
    camera.start()
    camera.start()
    assert threading.active_count() == threads + 1
    until(lambda: camera.newest() is not None)


def test_stopping_forgets_the_frame_and_ends_the_thread(camera: Camera, until: Until) -> None:
    threads = threading.active_count()
    camera.start()
    until(lambda: camera.newest() is not None)
    camera.stop()
    assert camera.newest() is None
    assert camera.status() is CameraStatus.GONE
    assert threading.active_count() == threads
    camera.stop()


def test_a_stopped_camera_starts_again(camera: Camera, until: Until) -> None:
    camera.start()
    until(lambda: camera.newest() is not None)
    camera.stop()
    camera.start()
    until(lambda: camera.newest() is not None)


# --- what goes wrong ---------------------------------------------------------------------------------------


def test_a_camera_that_is_plugged_in_later_is_found(until: Until) -> None:
    camera, made = scripted(CameraGone, CameraGone)
    camera.start()
    until(lambda: camera.newest() is not None)
    camera.stop()
    assert len(made) == 3
    assert all(source.closed for source in made)


def test_a_camera_that_falls_silent_is_opened_again(until: Until) -> None:
    lit = np.full((24, 32, 3), 90, np.uint8)
    # far more silence than the time-out allows: each None costs a short pause
    camera, made = scripted(lit, *[None] * 400)
    camera.start()
    until(lambda: len(made) >= 2)
    camera.stop()
    assert made[0].closed == 1


def test_while_the_camera_is_gone_no_old_frame_is_shown(until: Until) -> None:
    lit = np.full((24, 32, 3), 90, np.uint8)
    camera, _ = scripted(lit, *[None] * 4000)
    camera.start()
    until(lambda: camera.newest() is not None)
    until(lambda: camera.status() is CameraStatus.GONE)
    assert camera.newest() is None
    camera.stop()


def test_a_covered_lens_is_dark(until: Until) -> None:
    camera, _ = scripted(*[np.zeros((24, 32, 3), np.uint8)] * 5000)
    camera.start()
    until(lambda: camera.status() is CameraStatus.DARK)
    assert camera.newest() is not None
    camera.stop()


def test_a_stuck_driver_is_told_and_opened_again(until: Until) -> None:
    green = np.zeros((24, 32, 3), np.uint8)
    green[:, :, 1] = 135
    made: list[ScriptedSource] = []
    camera = GrabbingCamera(
        "scripted:",
        lambda: ScriptedSource([green] * 100_000 if not made else [], made),
        first_back_off_s=0.01,
        frozen_after_s=0.05,
        reopened_after_frozen_s=0.3,
    )
    camera.start()
    until(lambda: camera.status() is CameraStatus.FROZEN)
    until(lambda: len(made) >= 2 and camera.status() is CameraStatus.DELIVERING)
    camera.stop()
    assert made[0].closed == 1


@pytest.mark.parametrize(
    ("rest", "index", "focus", "exposure"),
    [("0", 0, None, None), ("12?focus=35", 12, 35, None), ("1?exposure=-6.5&focus=0", 1, 0, -6.5)],
)
def test_focus_and_exposure_stand_in_the_address(
    rest: str, index: int, focus: float | None, exposure: float | None
) -> None:
    assert parse_address(rest) == (index, Fixed(focus, exposure))


def test_the_watch_tells_dark_frozen_and_working_apart() -> None:
    random = np.random.default_rng(5)
    noisy = [random.integers(50, 200, (48, 64, 3), np.uint8) for _ in range(4)]
    watch = PictureWatch()
    assert [watch.see(picture, at_s) for at_s, picture in enumerate(noisy)] == [CameraStatus.DELIVERING] * 4
    assert watch.see(noisy[3], 3 + FROZEN_AFTER_S / 2) is CameraStatus.DELIVERING
    assert watch.see(noisy[3], 3 + FROZEN_AFTER_S) is CameraStatus.FROZEN
    assert watch.see(noisy[0], 4 + FROZEN_AFTER_S) is CameraStatus.DELIVERING
    assert watch.see(np.full((48, 64, 3), 4, np.uint8), 10) is CameraStatus.DARK
    patient = PictureWatch(may_stand_still=True)
    patient.see(noisy[0], 0)
    assert patient.see(noisy[0], 100) is CameraStatus.DELIVERING


# --- one kind each -----------------------------------------------------------------------------------------


def test_a_clip_begins_again_at_its_end(clip_file: Path, until: Until) -> None:
    camera = ClipCamera(str(clip_file))
    camera.start()
    # the clip has twelve pictures
    until(lambda: (frame := camera.newest()) is not None and frame.number > 30)
    assert camera.status() is CameraStatus.DELIVERING
    camera.stop()


@pytest.mark.parametrize("content", [None, b"", b"no clip at all", b"RIFF\xff\xff\xff\xffAVI LIST"])
def test_a_file_that_is_no_clip_is_a_camera_that_is_gone(
    tmp_path: Path, content: bytes | None, until: Until
) -> None:
    file = tmp_path / "clip.mp4"
    if content is not None:
        file.write_bytes(content)
    camera = ClipCamera(str(file))
    camera.start()
    until(lambda: camera.status() is CameraStatus.GONE)
    assert camera.newest() is None
    camera.stop()


def levels(source: FolderSource, count: int) -> list[int]:
    pictures = [source.read() for _ in range(count)]
    return [round(float(picture.mean())) if picture is not None else -1 for picture in pictures]


def test_a_folder_is_shown_in_the_order_of_names_again_and_again(picture_folder: Path) -> None:
    assert levels(FolderSource(picture_folder), 5) == [60, 120, 180, 60, 120]


def test_a_picture_that_comes_later_is_shown_in_its_place(picture_folder: Path) -> None:
    source = FolderSource(picture_folder)
    assert levels(source, 2) == [60, 120]
    cv2.imwrite(str(picture_folder / "bb.png"), np.full((90, 120, 3), 150, np.uint8))
    (picture_folder / "c.png").unlink()
    assert levels(source, 2) == [150, 60]


def test_what_is_no_picture_is_passed_over(picture_folder: Path) -> None:
    (picture_folder / "aa.png").write_bytes(b"not a picture")
    (picture_folder / "notes.txt").write_text("hello")
    (picture_folder / "ab.jpg").mkdir()
    assert levels(FolderSource(picture_folder), 3) == [60, 120, 180]


def test_an_empty_folder_has_nothing_to_show_and_a_missing_one_is_gone(tmp_path: Path) -> None:
    empty = FolderSource(tmp_path)
    empty.open()
    assert empty.read() is None
    with pytest.raises(CameraGone):
        FolderSource(tmp_path / "missing").open()


def test_a_camera_that_is_not_there_is_gone_and_stops_at_once(until: Until) -> None:
    camera = OpencvCamera("99")
    assert camera.address == "camera:99"
    camera.start()
    until(lambda: camera.status() is CameraStatus.GONE)
    assert camera.newest() is None
    camera.stop()


# --- addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("camera:0", LateCamera),
        ("camera:1?focus=35&exposure=-6.5", LateCamera),
        ("file:clip.mp4", ClipCamera),
        ("folder:C:/pictures", FolderCamera),
        ("stage:", StageCamera),
    ],
)
def test_an_address_opens_its_kind_of_camera(address: str, kind: type) -> None:
    camera = open_camera(address)
    assert isinstance(camera, kind)
    assert camera.address == address
    assert camera.status() is CameraStatus.GONE


@pytest.mark.parametrize(
    "address",
    [
        "",
        "0",
        "camera",
        "camera:",
        "camera:front",
        "camera:-1",
        "camera:٣",
        "camera:0?",
        "camera:0?zoom=2",
        "camera:0?focus=near",
        "camera:0&focus=1",
        "file:",
        "folder:",
        "rtsp://x",
        "stage:x",
    ],
)
def test_an_address_that_means_nothing_is_refused_in_words(address: str) -> None:
    with pytest.raises(ConfigurationInvalid) as refused:
        open_camera(address)
    assert "camera address" in refused.value.detail


def test_every_scheme_of_the_registry_is_tested_here() -> None:
    assert set(CAMERAS) == {"camera", "file", "folder", "stage"}


def test_frames_keep_their_own_pixels() -> None:
    camera, _ = scripted()
    camera.start()
    deadline = time.monotonic() + 20
    while (frame := camera.newest()) is None:
        assert time.monotonic() < deadline
    before = frame.bgr
    camera.stop()
    assert frame.bgr == before
    assert picture_of(frame).shape == (24, 32, 3)


def test_the_library_of_a_camera_is_loaded_when_somebody_looks_through_it() -> None:
    code = (
        "import sys; from kiosk.devices.registry import open_camera; camera = open_camera('camera:97?focus=3');"
        " assert camera.newest() is None; camera.stop(); assert 'cv2' not in sys.modules;"
        " camera.start(); assert 'cv2' in sys.modules; camera.stop()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(ConfigurationInvalid):
        open_camera("camera:front")
