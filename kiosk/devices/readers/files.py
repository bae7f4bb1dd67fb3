"""Reads ID documents from picture files and clips, with more patience than a live camera allows; for `kiosk read`."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from kiosk.devices.cameras.clip_camera import clip_pictures
from kiosk.devices.cameras.pictures import load_picture
from kiosk.devices.pixels import frame_of, grey_of, picture_of, reduced
from kiosk.devices.readers.both_sides import zone_code
from kiosk.devices.readers.card_reader import FRAME_BUDGET_MS, CascadeCardReader
from kiosk.devices.readers.cascade import DRAWN, FAST, THOROUGH
from kiosk.devices.readers.finding import CodeFinder
from kiosk.devices.readers.mrz.zone_reader import ZoneReader
from kiosk.devices.readers.zbar_symbols import ZbarPicture
from kiosk.domain.errors import FileRefused
from kiosk.domain.identity import IdDocument
from kiosk.domain.mrz import read_zone, split_lines
from kiosk.domain.scan import CodeKind, Frame, ReadMethod, SeenCode

PICTURE_BUDGET_MS = 10_000.0
CLIP_BUDGET_S = 20.0
AGREEING_FRAMES, AGREEING_BUDGET_S = 4, 2.0
"""How many further readings of a clip are held against the first, and for how long at most."""
MOST_CLIP_FRAMES = 900
"""Half a minute of an ordinary clip."""
_PATIENT_CLIP_FRAMES = 5
_QUICK_WIDTH_PX = 1920
_CLIP_ZONE_BUDGET_MS = 400.0
_FIRST_ZONE_BUDGET_MS, _LAST_ZONE_BUDGET_MS = 1500.0, 4000.0
"""A zone that is there is found in a tenth of this; in a picture of a code it would be looked for without end."""

NO_CODE, NOT_AN_ID = "no_code", "not_an_id"

_WORTH = (
    CodeKind.CCCD_QR,
    CodeKind.TD1,
    CodeKind.TD3,
    CodeKind.DAMAGED_QR,
    CodeKind.HEALTH_CARD,
    CodeKind.SLIP,
    CodeKind.DOSSIER_CODE,
    CodeKind.S10,
    CodeKind.OTHER_QR,
)
"""Which of several codes in one file is reported."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What became of one file. `ok` is True only for a whole ID document; else `problem` is a stable code:
    `no_code`, `not_an_id`, `zone_unclear`, one of `parse_id_code` or `parse_mrz`, or one of `load_picture`."""

    file: str
    ok: bool
    kind: CodeKind | None
    fields: dict[str, Any] = field(repr=False)
    raw: str = field(repr=False)
    ms: float
    problem: str
    method: str = ""
    step: str = ""
    frames: int = 0
    """In how many of the frames looked at the same text was read; 1 for a picture."""

    def to_json(self) -> dict[str, Any]:
        """The members `kiosk read --json` prints, one object a line."""
        return {
            "file": self.file,
            "ok": self.ok,
            "kind": self.kind.value if self.kind else None,
            "fields": self.fields,
            "raw": self.raw,
            "ms": round(self.ms, 1),
            "problem": self.problem or None,
            "evidence": {"method": self.method, "step": self.step, "frames": self.frames}
            if self.method
            else None,
        }


def read_file(path: Path, today: date) -> ReadResult:
    """Read one picture or clip. Trouble with the file is a result too; nothing is raised for what it contains."""
    started_s = time.monotonic()
    problem = NO_CODE
    code: SeenCode | None = None
    frames = 0
    try:
        code, frames = _best(_codes_in(path, today))
    except FileRefused as refused:
        problem = refused.code
    if code is not None:
        problem = code.problem or ("" if code.document else NOT_AN_ID)
    return ReadResult(
        file=str(path),
        ok=code is not None and code.document is not None,
        kind=code.kind if code else None,
        fields=document_fields(code) if code else {},
        raw=code.raw if code else "",
        ms=(time.monotonic() - started_s) * 1000,
        problem=problem,
        method=code.method.value if code else "",
        step=code.step.value if code else "",
        frames=frames,
    )


def document_fields(code: SeenCode) -> dict[str, Any]:
    """What the document says, under the wire's names; empty for codes that are no ID document."""
    document = code.document
    if document is None:
        return {}
    fields = _fields(document)
    zone = read_zone(split_lines(code.raw)) if code.method is ReadMethod.MRZ else None
    if zone is not None:
        fields["personal_number"] = zone.personal_number
        fields |= {
            "document_number": zone.document_number,
            "nationality": zone.nationality,
            "issuer": zone.issuer,
        }
    return fields


def _fields(document: IdDocument) -> dict[str, Any]:
    def iso(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return {
        "personal_number": document.number,
        "old_number": document.old_number,
        "full_name": document.full_name,
        "birth_date": iso(document.birth_date),
        "birth_date_text": document.birth_date_text,
        "gender": document.gender.value if document.gender else None,
        "address": document.address or None,
        "issued_on": iso(document.issued_on),
        "expires_on": iso(document.expires_on),
        "extra": list(document.extra),
        "doubts": [doubt.value for doubt in document.doubts],
    }


def _best(codes: Iterator[SeenCode]) -> tuple[SeenCode | None, int]:
    """(the first whole document, else the worthiest of the rest; how often it was read)."""
    seen: list[SeenCode] = []
    for code in codes:
        if code.document is not None:
            return code, 1 + _agreeing(code, codes)
        seen.append(code)
    best = min(seen, key=lambda code: _WORTH.index(code.kind), default=None)
    return best, sum(code.raw == best.raw for code in seen) if best else 0


def _agreeing(code: SeenCode, further: Iterator[SeenCode]) -> int:
    """How many of the next few readings of a clip say the same; a picture has none."""
    until_s = time.monotonic() + AGREEING_BUDGET_S
    count = 0
    for other in islice(further, AGREEING_FRAMES):
        count += other.raw == code.raw
        if time.monotonic() > until_s:
            break
    return count


def _codes_in(path: Path, today: date) -> Iterator[SeenCode]:
    try:
        frame = load_picture(path)
    except FileRefused as refused:
        if refused.code != "file_kind":
            raise
        yield from _codes_in_clip(path, today)
    else:
        looks: tuple[Callable[[], tuple[SeenCode, ...]], ...] = (
            lambda: _quick(frame, today, (*FAST, *DRAWN), PICTURE_BUDGET_MS),
            lambda: tuple(_zone(frame, today, ZoneReader(), _FIRST_ZONE_BUDGET_MS)),
            lambda: _patient(frame, today),
        )
        seen = False
        for look in looks:
            codes = look()
            yield from codes
            seen = seen or bool(codes)
            if any(code.document is not None for code in codes):
                return
        if not seen:
            yield from _zone(frame, today, ZoneReader(), _LAST_ZONE_BUDGET_MS)


def _codes_in_clip(path: Path, today: date) -> Iterator[SeenCode]:
    """Every frame quickly, until one is read; then a few of them patiently."""
    until_s = time.monotonic() + CLIP_BUDGET_S
    kept: list[Frame] = []
    zones = ZoneReader(fuse=True)
    read = False
    for number, picture in enumerate(islice(clip_pictures(path), MOST_CLIP_FRAMES)):
        frame = frame_of(picture)
        codes = _quick(frame, today)
        if not any(code.document is not None for code in codes):
            codes = (*codes, *_zone(frame, today, zones, _CLIP_ZONE_BUDGET_MS))
        read = read or any(code.document is not None for code in codes)
        yield from codes
        # powers of two spread over any length without knowing it
        if number & (number + 1) == 0:
            kept.append(frame)
        if time.monotonic() > until_s:
            break
    # a frame that was read counts once among those that agree
    for frame in () if read else kept[-_PATIENT_CLIP_FRAMES:]:
        yield from _patient(frame, today)


def _quick(
    frame: Frame,
    today: date,
    finders: tuple[CodeFinder, ...] = FAST,
    budget_ms: float = FRAME_BUDGET_MS,
) -> tuple[SeenCode, ...]:
    """As a live frame, reduced to the size of one."""
    picture, scale = reduced(picture_of(frame), _QUICK_WIDTH_PX)
    if scale < 1:
        frame = frame_of(picture)
    reader = CascadeCardReader(lambda: today, budget_ms=budget_ms, finders=finders)
    return reader.look(frame).codes


def _zone(frame: Frame, today: date, reader: ZoneReader, budget_ms: float) -> Iterator[SeenCode]:
    zone = reader.read(grey_of(frame), frame.at_s, time.monotonic() + budget_ms / 1000)
    if zone is not None:
        yield zone_code(zone, today)


def _patient(frame: Frame, today: date) -> tuple[SeenCode, ...]:
    finders = (*THOROUGH, ZbarPicture())
    wanted = frozenset({CodeKind.CCCD_QR, CodeKind.SLIP, CodeKind.S10, CodeKind.DOSSIER_CODE})
    reader = CascadeCardReader(lambda: today, budget_ms=PICTURE_BUDGET_MS, wanted=wanted, finders=finders)
    return reader.look(frame).codes
