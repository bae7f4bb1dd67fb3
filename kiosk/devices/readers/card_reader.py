"""Reads ID codes off live frames within a budget of time, and says what to change when it cannot; keeps nothing."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kiosk.devices.pixels import grey_of
from kiosk.devices.readers.cascade import FAST
from kiosk.devices.readers.finding import CodeFinder, View
from kiosk.devices.readers.hints import hint_for, hint_without_code, looks_like_code, measure, measure_grid
from kiosk.devices.readers.locating import Square, square_around
from kiosk.devices.readers.soft.soft_squares import quad_of
from kiosk.devices.readers.symbols import QR_ONLY, Symbol, Symbology
from kiosk.domain.id_code import keeps_every_rule, recognise
from kiosk.domain.scan import CardSight, CodeKind, Frame, Hint, Quad, ReadStep, SeenCode

FRAME_BUDGET_MS = 150.0
ID_CODES = frozenset({CodeKind.CCCD_QR})
_ON_LABELS = frozenset({CodeKind.S10, CodeKind.SLIP, CodeKind.DOSSIER_CODE})
_BY_ODDS = frozenset({ReadStep.SOFT, ReadStep.FUSED})
_SHORTEST_BARS = 4
"""Any stripes may spell a letter or two of Code 128."""
_GRID_FIT = 0.5
_SMALLEST_FAILED_PX = 30.0


class CascadeCardReader:
    """The port `CardReader` as a cascade: the whole frame first, then enlarged cut-outs where a code may be.

    `wanted` are the kinds that end the search; other codes are reported beside them. Label kinds (S10, slip, dossier
    code) make it look for bar codes too, which costs some milliseconds a frame. Safe in any one thread.
    """

    def __init__(
        self,
        today: Callable[[], date],
        *,
        budget_ms: float = FRAME_BUDGET_MS,
        wanted: frozenset[CodeKind] = ID_CODES,
        finders: tuple[CodeFinder, ...] = FAST,
    ) -> None:
        self._today = today
        self._budget_s = budget_ms / 1000
        self._wanted = wanted
        self._finders = finders
        self._symbologies = frozenset(Symbology) if wanted & _ON_LABELS else QR_ONLY

    def look(self, frame: Frame) -> CardSight:
        """What the frame shows. Never raises for anything a camera can deliver."""
        return self.examine(frame.number, View(grey_of(frame), frame.at_s))

    def begin_anew(self) -> None:
        """Each frame is looked at by itself: there is nothing to forget."""

    def examine(self, frame_number: int, view: View) -> CardSight:
        """What a frame shows, beginning with what a `view` of it already knows."""
        started_s = time.monotonic()
        codes = self._search(view, started_s + self._budget_s)
        hint, area = (Hint.SHOW_CARD, codes[0].corners) if codes else _advice(view)
        return CardSight(frame_number, tuple(codes), hint, area, (time.monotonic() - started_s) * 1000)

    def has_wanted(self, sight: CardSight) -> bool:
        """Whether one of the codes looked for was read."""
        return any(code.kind in self._wanted for code in sight.codes)

    def _search(self, view: View, until_s: float) -> list[SeenCode]:
        """Codes in the picture, wanted ones first; ends at the first wanted one."""
        codes: dict[str, SeenCode] = {}
        for finder in self._finders:
            for symbol in finder.find(view, self._symbologies, until_s):
                code = self._understood(symbol)
                if symbol.step in _BY_ODDS and not keeps_every_rule(code):
                    # odds can be wrong: what they say must be right in itself
                    continue
                if symbol.symbology is not Symbology.QR and _may_be_chance(symbol, code):
                    continue
                view.decoded.append(symbol.corners)
                codes.setdefault(code.raw, code)
            if any(code.kind in self._wanted for code in codes.values()) or time.monotonic() >= until_s:
                break
        return sorted(codes.values(), key=lambda code: code.kind not in self._wanted)

    def _understood(self, symbol: Symbol) -> SeenCode:
        code = recognise(symbol.data, method=symbol.method, today=self._today())
        return replace(code, corners=symbol.corners, step=symbol.step)


def _may_be_chance(symbol: Symbol, code: SeenCode) -> bool:
    """Of a bar code: too little in it speaks for itself."""
    if symbol.symbology is Symbology.CODE_39:
        return code.kind is CodeKind.OTHER_QR
    return len(code.raw) < _SHORTEST_BARS


def _advice(view: View) -> tuple[Hint, Quad | None]:
    """(what to change, where the code or card seems to be) when nothing was decoded."""
    grid = max(view.grids, key=lambda each: each.lattice.fit, default=None)
    if grid is not None and grid.lattice.fit >= _GRID_FIT:
        return hint_for(measure_grid(view.grey, grid)), quad_of(grid.lattice)
    square = _likeliest(view)
    if square is None:
        return hint_without_code(view.grey, view.squares)
    return hint_for(measure(view.grey, square)), square.corners


def _likeliest(view: View) -> Square | None:
    """The decoder's own finding before texture alone."""
    failed = [square_around(symbol.corners) for symbol in view.undecoded]
    large = [square for square in failed if square.side_px > _SMALLEST_FAILED_PX]
    if large:
        return max(large, key=lambda square: square.side_px)
    return next((square for square in view.squares if looks_like_code(square)), None)
