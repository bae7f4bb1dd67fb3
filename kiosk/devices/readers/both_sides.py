"""Reads either side of an ID document off live frames: the QR code first, then the machine-readable zone."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kiosk.devices.pixels import grey_of
from kiosk.devices.readers.mrz.zone_reader import ReadZone, ZoneReader
from kiosk.domain.id_code import recognise
from kiosk.domain.ports import CardReader
from kiosk.domain.scan import CardSight, CodeKind, Frame, Hint, ReadMethod, SeenCode

ZONE_BUDGET_MS = 250.0
_EVERY = 2
"""The zone is looked for in every second frame without a code, so that a code is never kept waiting for long."""
_STAYS_S = 1.0
"""So long after a zone was seen nobody is told to turn the card over."""
_NEARER_BELOW_PX = 9.0
"""Characters narrower than this are seldom read."""


class BothSidesReader:
    """The port `CardReader`: what `codes` reads, and where it reads no document, a zone. Safe in any one thread."""

    def __init__(
        self,
        codes: CardReader,
        today: Callable[[], date],
        *,
        zones: ZoneReader | None = None,
        budget_ms: float = ZONE_BUDGET_MS,
    ) -> None:
        self._codes = codes
        self._today = today
        self._zones = zones or ZoneReader(fuse=True)
        self._budget_s = budget_ms / 1000
        self._without_code = 0
        self._zone_at_s = -_STAYS_S

    def look(self, frame: Frame) -> CardSight:
        """What the frame shows. Never raises for anything a camera can deliver."""
        sight = self._codes.look(frame)
        if any(code.document is not None for code in sight.codes):
            self._without_code = 0
            return sight
        self._without_code += 1
        if self._without_code % _EVERY:
            zone_is_near = frame.at_s - self._zone_at_s < _STAYS_S
            turned_wrongly = sight.hint is Hint.OTHER_SIDE and zone_is_near
            return replace(sight, hint=Hint.HOLD_STILL) if turned_wrongly else sight
        started_s = time.monotonic()
        zone = self._zones.read(grey_of(frame), frame.at_s, started_s + self._budget_s)
        if zone is not None:
            self._zone_at_s = frame.at_s
            sight = with_zone(sight, zone, self._today())
        return replace(sight, elapsed_ms=sight.elapsed_ms + (time.monotonic() - started_s) * 1000)


def with_zone(sight: CardSight, zone: ReadZone, today: date) -> CardSight:
    """What was seen, and the zone: its document when it is certain, else where it lies and what would help."""
    if not zone.certain:
        hint = Hint.NEARER if zone.character_px < _NEARER_BELOW_PX else Hint.HOLD_STILL
        asks_for_more = sight.hint in (Hint.LESS_GLARE, Hint.MORE_LIGHT)
        return replace(sight, hint=sight.hint if asks_for_more else hint, area=zone.corners)
    code = zone_code(zone, today)
    return replace(sight, codes=(*sight.codes, code), hint=Hint.SHOW_CARD, area=zone.corners)


def zone_code(zone: ReadZone, today: date) -> SeenCode:
    """The zone as a code: with a document when its values are possible, else with the problem."""
    code = recognise("\n".join(zone.lines).encode(), method=ReadMethod.MRZ, today=today)
    if code.kind not in (CodeKind.TD1, CodeKind.TD3):
        return code
    return replace(code, corners=zone.corners)
