"""Reads either side of an ID document off live frames: the QR code first, then the machine-readable zone."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kiosk.devices.pixels import Picture, grey_of
from kiosk.devices.readers.mrz.zone_reader import ReadZone, ZoneReader
from kiosk.domain.id_code import recognise
from kiosk.domain.ports import CardReader
from kiosk.domain.scan import CardSight, CodeKind, Frame, Hint, ReadMethod, SeenCode

ZONE_BUDGET_MS = 700.0
GAP_S = 1.0
"""Frames further apart than this show different documents; so long after a zone was seen nobody is told to turn over."""
_NEARER_BELOW_PX = 9.0
"""Characters narrower than this are seldom read."""


class BothSidesReader:
    """The port `CardReader`: what `codes` reads, and where it reads no document, a zone.

    The zone of the newest frame without a code is looked for in a thread that lives for that one frame, and told with
    the next look: no code ever waits for it.
    """

    def __init__(
        self, codes: CardReader, today: Callable[[], date], *, budget_ms: float = ZONE_BUDGET_MS
    ) -> None:
        self._codes = codes
        self._today = today
        self._budget_s = budget_ms / 1000
        self._last_at_s = 0.0
        self._zones = ZoneReader(fuse=True)
        self._work: _ZoneLook | None = None
        self._unheard: _ZoneLook | None = None
        self._zone: ReadZone | None = None
        self._zone_at_s = 0.0
        self._read_once: tuple[str, ...] = ()

    def look(self, frame: Frame) -> CardSight:
        """What this frame shows, or a zone in one a moment older. Never raises for anything a camera can deliver."""
        if not 0 <= frame.at_s - self._last_at_s <= GAP_S:
            self.begin_anew()
        self._last_at_s = frame.at_s
        sight = self._codes.look(frame)
        if any(code.document is not None for code in sight.codes):
            self.begin_anew()
            return sight
        if self._work is not None and not self._work.is_alive():
            zone, self._work = self._work.zone, None
            if zone is not None:
                self._zone, self._zone_at_s = self._agreed(zone), frame.at_s
        if self._unheard is not None and not self._unheard.is_alive():
            self._unheard = None
        idle = (
            self._work is None and self._unheard is None
        )  # never two: the window needs the processor as well
        if idle and (self._zone is None or not self._zone.certain):
            self._work = _ZoneLook(self._zones, grey_of(frame), frame.at_s, time.monotonic() + self._budget_s)
        if self._zone is None or frame.at_s - self._zone_at_s > GAP_S:
            return sight
        zone = self._zone
        if zone.certain:
            self.begin_anew()
        return with_zone(sight, zone, self._today())

    def _agreed(self, zone: ReadZone) -> ReadZone:
        """A zone counts as read when two frames say the same: names have no check digits."""
        if zone.certain and zone.lines != self._read_once:
            self._read_once = zone.lines
            return replace(zone, lines=())
        return zone

    def settle(self) -> None:
        """Wait until the frame being looked at is done with; what came of it is told with the next look."""
        for look in (self._unheard, self._work):
            if look is not None:
                look.join()

    def begin_anew(self) -> None:
        """What was seen of one document must not reach into the next; a look under way ends unheard."""
        self._codes.begin_anew()
        self._unheard = self._work or self._unheard
        self._zones, self._work, self._zone, self._read_once = ZoneReader(fuse=True), None, None, ()


class _ZoneLook(threading.Thread):
    """One frame searched for a zone."""

    def __init__(self, reader: ZoneReader, grey: Picture, at_s: float, until_s: float) -> None:
        super().__init__(name="zone reader")
        self._reader, self._grey, self._at_s, self._until_s = reader, grey, at_s, until_s
        self.zone: ReadZone | None = None
        self.start()

    def run(self) -> None:
        """In the thread."""
        self.zone = self._reader.read(self._grey, self._at_s, self._until_s)


def with_zone(sight: CardSight, zone: ReadZone, today: date) -> CardSight:
    """What was seen, and the zone: its document when it is certain, else where it lies and what would help."""
    if not zone.certain:
        hint = Hint.NEARER if zone.character_px < _NEARER_BELOW_PX else Hint.HOLD_STILL
        asks_for_more = sight.hint in (Hint.LESS_GLARE, Hint.MORE_LIGHT)
        return replace(sight, hint=sight.hint if asks_for_more else hint, area=zone.corners)
    code = zone_code(zone, today)
    return replace(sight, codes=(*sight.codes, code), hint=Hint.SHOW_CARD, area=zone.corners)


def zone_code(zone: ReadZone, today: date) -> SeenCode:
    """The zone as a code: with a document when it is certain and its values are possible, else with the problem:
    `zone_unclear`, or one of `parse_mrz`."""
    if not zone.certain:
        return SeenCode(zone.kind, ReadMethod.MRZ, "", corners=zone.corners, problem="zone_unclear")
    code = recognise("\n".join(zone.lines).encode(), method=ReadMethod.MRZ, today=today)
    if code.kind not in (CodeKind.TD1, CodeKind.TD3):
        return code
    return replace(code, corners=zone.corners)
