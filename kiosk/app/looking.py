"""Looks through the cameras and at the USB stick for the session: waits for a newer frame, lets the scanner judge it."""

from dataclasses import replace

from kiosk.app.parts import Parts
from kiosk.domain.brought import PDF
from kiosk.domain.errors import CameraGone
from kiosk.domain.ports import Camera
from kiosk.domain.scan import CameraStatus, Frame, PageProblem, ScannedPage
from kiosk.flow.effects import LookForCard
from kiosk.flow.intents import CardLooked
from kiosk.flow.page_words import (
    CaptureCard,
    CapturePage,
    CardCaptured,
    CopyCard,
    DocumentTaken,
    LookAtStick,
    LookForPage,
    PageCaptured,
    PageLooked,
    StickLooked,
    TakeBroughtFile,
    TurnPage,
)

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
            self._devices.reader.begin_anew()
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

    def turn(self, effect: TurnPage) -> PageCaptured:
        """The page a quarter clockwise; whoever turns it knows which way is up."""
        page = effect.page
        top_left, top_right, bottom_right, bottom_left = page.corners
        turned = replace(
            page,
            jpeg=self._devices.scanner.rotate(page.jpeg, 1),
            width=page.height,
            height=page.width,
            corners=(bottom_left, top_left, top_right, bottom_right),
            problems=tuple(each for each in page.problems if each is not PageProblem.UPSIDE_DOWN),
        )
        return PageCaptured(shot=effect.shot, page=turned, still=effect.still)

    def capture_card(self, effect: CaptureCard) -> CardCaptured:
        """One side of a card in the newest frame."""
        found = self._newer(self._devices.page_camera, 0, CAPTURE_WITHIN_S)
        if found is None:
            raise CameraGone
        return CardCaptured(shot=effect.shot, side=self._devices.scanner.capture_card(found, effect.corners))

    def copy_card(self, effect: CopyCard) -> PageCaptured:
        """Both sides on one page."""
        page = self._devices.scanner.copy_card(effect.sides, effect.words)
        return PageCaptured(shot=effect.shot, page=page, still=page.jpeg)

    def at_stick(self, effect: LookAtStick) -> StickLooked:
        """What lies on the USB stick now."""
        return StickLooked(watch=effect.watch, contents=self._devices.stick.contents())

    def take_brought(self, effect: TakeBroughtFile) -> PageCaptured | DocumentTaken:
        """One file of the stick: a picture becomes a page, a PDF is taken as it is."""
        limit_bytes = self._parts.around.portal.document_bytes
        file = self._devices.stick.take(effect.file_id, limit_bytes=limit_bytes)
        if file.media_type == PDF:
            return DocumentTaken(shot=effect.shot, file=file)
        frame = self._devices.pictures.frame(file.content)
        page = self._devices.scanner.take_picture(frame, effect.earlier)
        return PageCaptured(shot=effect.shot, page=page, still=self._devices.pictures.jpeg(frame))

    def glance(self, camera: Camera, within_s: float) -> Frame | None:
        """Whether a camera shows anything. From any lane: it lets go of none, `rest` does that in its own time."""
        deadline_s = self._parts.monotonic() + within_s
        if id(camera) not in self._looked_s:
            camera.start()
            self._looked_s[id(camera)] = deadline_s
        while (frame := camera.newest()) is None or camera.status() is CameraStatus.GONE:
            if self._parts.monotonic() >= deadline_s or self._parts.stopping.wait(0.05):
                return None
        return frame

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

    def newer(self, camera: Camera, since: int) -> Frame | None:
        """A frame after that one, where it comes soon."""
        return self._newer(camera, since, NEW_FRAME_WITHIN_S)

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
