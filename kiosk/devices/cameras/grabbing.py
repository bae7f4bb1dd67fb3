"""One grab thread and one newest-frame slot over any source of pictures; knows no camera library itself."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

from kiosk.devices.cameras.watching import FROZEN_AFTER_S, PictureWatch
from kiosk.devices.pixels import Picture, frame_of
from kiosk.domain.errors import CameraGone
from kiosk.domain.scan import CameraStatus, Frame

SILENT_AFTER_S = 1.0
"""A source without a picture for this long is closed and opened again."""
REOPENED_AFTER_FROZEN_S = 5.0
"""A stuck driver of a live camera is closed and opened again after this long."""
FIRST_BACK_OFF_S = 0.5
LONGEST_BACK_OFF_S = 8.0
STOP_WITHIN_S = 3.0
"""`stop` waits this long for the grab thread; a driver that hangs longer is left to end by itself."""
_SHORT_PAUSE_S = 0.02

log = logging.getLogger(__name__)


class PictureSource(Protocol):
    """What a camera really is; used by the grab thread alone."""

    @property
    def interval_s(self) -> float:
        """Seconds from picture to picture; 0 when `read` itself waits for the next one."""

    @property
    def may_stand_still(self) -> bool:
        """Equal pictures are right here (a folder of stills), not a stuck driver."""

    @property
    def is_live(self) -> bool:
        """A device that may be stuck and is then worth opening anew; recordings are what they are."""

    def open(self) -> None:
        """Get hold of the device; CameraGone when it is not there."""

    def read(self) -> Picture | None:
        """The next picture, (H, W, 3) uint8 BGR, never written to again; None when there is none now."""

    def close(self) -> None:
        """Let go of the device; also after a failed `open`."""


class GrabbingCamera:
    """The port `Camera` over a source: grabs without pause, keeps only the newest picture, reopens what was lost."""

    def __init__(
        self,
        address: str,
        make_source: Callable[[], PictureSource],
        *,
        first_back_off_s: float = FIRST_BACK_OFF_S,
        frozen_after_s: float = FROZEN_AFTER_S,
        reopened_after_frozen_s: float = REOPENED_AFTER_FROZEN_S,
    ) -> None:
        self._address = address
        self._make_source = make_source
        self._first_back_off_s = first_back_off_s
        self._frozen_after_s, self._reopened_after_frozen_s = frozen_after_s, reopened_after_frozen_s
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._slot: tuple[Picture, int, float] | None = None
        self._frame: Frame | None = None
        self._status = CameraStatus.GONE

    @property
    def address(self) -> str:
        """As configured."""
        return self._address

    def start(self) -> None:
        """Begin to grab; returns at once, and does nothing when already grabbing."""
        with self._lock:
            if self._thread is not None:
                return
            self._stopping = threading.Event()
            self._status = CameraStatus.OPENING
            self._thread = threading.Thread(
                target=self._grab,
                args=(self._stopping,),
                name=f"camera {self._address.partition(':')[0]}",
                daemon=True,
            )
            self._thread.start()

    def stop(self) -> None:
        """Stop grabbing and forget the last frame; may be started again."""
        with self._lock:
            thread, self._thread = self._thread, None
            self._stopping.set()
        if thread is not None:
            thread.join(STOP_WITHIN_S)
        with self._lock:
            if self._thread is None:
                self._slot, self._frame, self._status = None, None, CameraStatus.GONE

    def newest(self) -> Frame | None:
        """The newest frame; None before the first one and while the camera is gone. The pixels are copied here, once
        a picture and only when somebody asks."""
        with self._lock:
            if self._slot is None:
                return None
            picture, number, at_s = self._slot
            if self._frame is not None and self._frame.number == number:
                return self._frame
        frame = frame_of(picture, number, at_s)
        with self._lock:
            if self._slot is not None and self._slot[1] >= number:
                self._frame = frame
        return frame

    def status(self) -> CameraStatus:
        """What the camera is doing now."""
        return self._status

    # --- grab thread ---------------------------------------------------------------------------------------

    def _grab(self, stopping: threading.Event) -> None:
        number = 0
        back_off_s = self._first_back_off_s
        while not stopping.is_set():
            source = self._make_source()
            try:
                source.open()
                before = number
                number = self._deliver(source, number, stopping)
                if number > before:
                    back_off_s = self._first_back_off_s
            except CameraGone as gone:
                log.info("camera %s: %s", self._address.partition(":")[0], gone.code)
            finally:
                source.close()
            self._put(stopping, None, CameraStatus.GONE)
            stopping.wait(back_off_s)
            back_off_s = min(2 * back_off_s, LONGEST_BACK_OFF_S)

    def _deliver(self, source: PictureSource, number: int, stopping: threading.Event) -> int:
        """Put picture after picture into the slot until the source falls silent or stays stuck; returns the last number."""
        watch = PictureWatch(may_stand_still=source.may_stand_still, frozen_after_s=self._frozen_after_s)
        last_at_s = due_s = alive_at_s = time.monotonic()
        while not stopping.is_set():
            picture = source.read()
            now_s = time.monotonic()
            if picture is None:
                if now_s - last_at_s > SILENT_AFTER_S:
                    break
                stopping.wait(_SHORT_PAUSE_S)
                continue
            number += 1
            last_at_s = now_s
            status = watch.see(picture, now_s)
            self._put(stopping, (picture, number, now_s), status)
            if status is not CameraStatus.FROZEN:
                alive_at_s = now_s
            elif source.is_live and now_s - alive_at_s > self._reopened_after_frozen_s:
                break
            if source.interval_s:
                # late pictures are not made up for
                due_s = max(due_s + source.interval_s, now_s)
                stopping.wait(due_s - now_s)
        return number

    def _put(
        self, stopping: threading.Event, slot: tuple[Picture, int, float] | None, status: CameraStatus
    ) -> None:
        with self._lock:
            # a thread that was left behind in a hanging driver no longer speaks for this camera
            if stopping is self._stopping and not stopping.is_set():
                self._slot, self._status = slot, status
                self._frame = self._frame if slot else None
