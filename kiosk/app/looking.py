"""Looks through the cameras for the session: waits for a newer frame, lets the reader or scanner judge it."""

from kiosk.app.parts import Parts
from kiosk.domain.errors import CameraGone
from kiosk.domain.ports import Camera
from kiosk.domain.scan import CameraStatus, Frame, ScannedPage
from kiosk.flow.effects import CapturePage, LookForCard, LookForPage
from kiosk.flow.intents import CardLooked, PageCaptured, PageLooked

NEW_FRAME_WITHIN_S = 0.25
CAPTURE_WITHIN_S = 3.0
REST_AFTER_S = 4.0


class Looking:
    """Used in the camera lane only."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._devices = parts.devices
        self._watch = ""
        self._began_s = 0.0
        self._looked_s: dict[int, float] = {}

    def for_card(self, effect: LookForCard) -> CardLooked:
        """One look at the card camera."""
        if effect.watch != self._watch:
            self._watch, self._began_s = effect.watch, self._parts.monotonic()
        camera = self._devices.card_camera
        frame = self._newer(camera, effect.since_frame, NEW_FRAME_WITHIN_S)
        sight = self._devices.reader.look(frame) if frame is not None else None
        return CardLooked(
            watch=effect.watch,
            sight=sight,
            camera=camera.status().value,
            waited_s=self._parts.monotonic() - self._began_s,
        )

    def for_page(self, effect: LookForPage) -> PageLooked:
        """One look at the document camera."""
        camera = self._devices.page_camera
        frame = self._newer(camera, effect.since_frame, NEW_FRAME_WITHIN_S)
        sight = self._devices.scanner.look(frame) if frame is not None else None
        return PageLooked(watch=effect.watch, sight=sight, camera=camera.status().value)

    def capture(self, effect: CapturePage) -> PageCaptured:
        """Flatten the newest frame, or the still again with other corners."""
        if effect.still is not None:
            frame = self._devices.pictures.frame(effect.still)
            page = self._devices.scanner.capture(frame, effect.corners, effect.earlier)
            return PageCaptured(shot=effect.shot, page=page, still=effect.still)
        found = self._newer(self._devices.page_camera, 0, CAPTURE_WITHIN_S)
        if found is None:
            raise CameraGone
        page = self._best(found, effect)
        return PageCaptured(shot=effect.shot, page=page, still=self._devices.pictures.jpeg(found))

    def _best(self, frame: Frame, effect: CapturePage) -> ScannedPage:
        """Corners seen a moment ago may be stale: without a page inside them, look again in this frame."""
        page = self._devices.scanner.capture(frame, effect.corners, effect.earlier)
        if page.problems and effect.corners is not None:
            again = self._devices.scanner.capture(frame, None, effect.earlier)
            return again if len(again.problems) < len(page.problems) else page
        return page

    def stop(self) -> None:
        """Let go of both cameras."""
        self._looked_s.clear()
        self._devices.card_camera.stop()
        if self._devices.page_camera is not self._devices.card_camera:
            self._devices.page_camera.stop()

    def rest(self) -> None:
        """Let go of a camera that nobody looked through for some seconds."""
        now_s = self._parts.monotonic()
        for camera in (self._devices.card_camera, self._devices.page_camera):
            looked_s = self._looked_s.get(id(camera))
            if looked_s is not None and now_s - looked_s > REST_AFTER_S:
                self._looked_s.pop(id(camera), None)
                camera.stop()

    def _newer(self, camera: Camera, since: int, within_s: float) -> Frame | None:
        if id(camera) not in self._looked_s:
            camera.start()
        deadline_s = self._parts.monotonic() + within_s
        while True:
            self._looked_s[id(camera)] = self._parts.monotonic()
            frame = camera.newest()
            if frame is not None and frame.number != since and camera.status() is not CameraStatus.GONE:
                return frame
            if self._parts.monotonic() >= deadline_s or self._parts.stopping.wait(0.01):
                return None
