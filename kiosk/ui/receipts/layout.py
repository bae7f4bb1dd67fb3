"""Turns a slip's lines into things with places on the paper; draws nothing and measures with faces only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.domain.ports import CodeWriter
from kiosk.domain.scan import CodeMatrix
from kiosk.ui.receipts.faces import BODY_PX, LARGE_PX, SMALL_PX, WIDE_PX, Face, Faces
from kiosk.ui.receipts.markup import Line, Word

LABEL_SHARE = 0.31
_COLUMN_GAP_PX = 6
_ITEM_EM = 1.5
_ITEM_GAP_PX = 6
_GAP_PX = 14
_TOP_PX, _BOTTOM_PX = 10, 26
"""The tops of stacked capitals stand in the first, a thumb holds the last."""
_RULE_PX = 18
_SIGNATURE_PX = 112
"""14 mm of white for a pen."""
_BOX_BORDER_PX, _BOX_PADDING_PX = 3, 10

_QR_MODULE_PX, _QR_SMALLEST_PX = 7, 3
_QR_QUIET_MODULES = 4
_QR_MOST_BYTES = 400
_BARCODE_TEXT = re.compile(r"[0-9A-Z.-]{1,32}")
_BARCODE_QUIET_MODULES = 10
_BARCODE_MODULES_PX = (3, 2)
"""One dot more survives a dead element of the print head; narrow paper leaves that to the QR."""
_BARCODE_PX = 72
_DOTS_PER_MM = 8
_RULER_MARKS = (384, 512, 576)


@dataclass(frozen=True, slots=True)
class Letters:
    """One run of text; `x` is its left edge, `baseline` counts from the top of the slip."""

    x: int
    baseline: int
    text: str = field(repr=False)
    face: Face


@dataclass(frozen=True, slots=True)
class Bar:
    """A black rectangle; `dashed` when it is a rule."""

    x: int
    y: int
    width: int
    height: int
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A code's modules as squares (QR) or tall bars (one row)."""

    x: int
    y: int
    module_px: int
    height_px: int
    matrix: CodeMatrix = field(repr=False)


@dataclass(slots=True)
class Sheet:
    """Everything on one slip. `height` grows as lines are laid."""

    width: int
    height: int = 0
    things: list[Letters | Bar | Code] = field(default_factory=list)


class Layout:
    """Lays out one slip, from the top down."""

    def __init__(self, faces: Faces, codes: CodeWriter, width_px: int) -> None:
        self._faces, self._codes = faces, codes
        self._sheet = Sheet(width_px, _TOP_PX)
        self._left, self._width = 0, width_px

    def lay(self, lines: Sequence[Line], copy: Sequence[Line] = ()) -> Sheet:
        """The finished sheet. `copy`: the marked lines of a reprint; they come at `[ban sao]`, else on top."""
        if copy and not any(Word.COPY in line.words for line in lines):
            lines = [Line(frozenset({Word.COPY})), *lines]
        at = 0
        while at < len(lines):
            end = at + 1
            if Word.COPY in lines[at].words:
                if copy:
                    self._box(copy)
            elif Word.BOX in lines[at].words:
                while end < len(lines) and Word.BOX in lines[end].words:
                    end += 1
                self._box(lines[at:end])
            else:
                self._line(lines[at])
            at = end
        self._sheet.height += _BOTTOM_PX
        return self._sheet

    def _line(self, line: Line) -> None:
        if line.is_gap:
            self._sheet.height += _GAP_PX
        elif line.is_rule:
            self._add(Bar(0, self._sheet.height + _RULE_PX // 2 - 1, self._sheet.width, 2, dashed=True))
            self._sheet.height += _RULE_PX
        elif Word.QR in line.words:
            self._qr(line.text)
        elif Word.BARCODE in line.words:
            self._barcode(line.text)
        elif Word.RULER in line.words:
            self._ruler()
        elif Word.SIGN in line.words:
            self._signatures(line)
        elif line.label is not None:
            self._columns(line, line.label)
        elif line.text:
            self._paragraph(line.text, self._face(line), self._left, self._width, line.words)

    def _face(self, line: Line) -> Face:
        words = line.words
        if Word.LARGE in words:
            return self._faces.face(LARGE_PX, bold=True)
        if Word.WIDE in words:
            return self._faces.face(WIDE_PX, bold=True)
        return self._faces.face(SMALL_PX if Word.SMALL in words else BODY_PX, bold=Word.BOLD in words)

    def _paragraph(
        self, text: str, face: Face, left: int, width: int, words: frozenset[Word], *, evenly: bool = False
    ) -> None:
        wrap = face.wrap_evenly if evenly or Word.CENTRE in words else face.wrap
        for each in wrap(text, width):
            x = left
            if Word.CENTRE in words:
                x += (width - face.width(each)) // 2
            elif Word.RIGHT in words:
                x += width - face.width(each)
            self._add(Letters(max(x, 0), self._sheet.height + face.baseline_px, each, face))
            self._sheet.height += face.line_px

    def _columns(self, line: Line, label: str) -> None:
        """Label and value side by side, each wrapping under itself; an item's label is its number."""
        face = self._face(line)
        is_item = Word.ITEM in line.words
        label_face = face if is_item or Word.BOLD in line.words else self._faces.face(SMALL_PX)
        column = int(BODY_PX * _ITEM_EM) if is_item else int(self._width * LABEL_SHARE)
        if is_item:  # the tenth number is wider than the first
            column = min(max(column, label_face.width(label) + _ITEM_GAP_PX), 2 * column)
        gap = 0 if is_item else _COLUMN_GAP_PX
        if Word.RIGHT in line.words and face.width(line.text) < self._width - column:
            column = self._width - face.width(line.text)  # an amount leaves the rest to its label
        top = self._sheet.height
        # labels stand on the baseline of their value, whatever their size
        self._sheet.height += face.baseline_px - label_face.baseline_px
        self._paragraph(label, label_face, self._left, column - gap, frozenset())
        bottom = self._sheet.height
        self._sheet.height = top
        self._paragraph(
            line.text, face, self._left + column, self._width - column, line.words, evenly=not is_item
        )
        self._sheet.height = max(self._sheet.height, bottom)

    def _box(self, lines: Sequence[Line]) -> None:
        inset = _BOX_BORDER_PX + _BOX_PADDING_PX
        self._sheet.height += _GAP_PX // 2
        top = self._sheet.height
        self._sheet.height += inset - 4  # a line box has air of its own above and below
        self._left, self._width = inset, self._sheet.width - 2 * inset
        for line in lines:
            self._line(line)
        self._left, self._width = 0, self._sheet.width
        self._sheet.height += inset - 4
        width, height, border = self._sheet.width, self._sheet.height - top, _BOX_BORDER_PX
        self._add(Bar(0, top, width, border))
        self._add(Bar(0, top + height - border, width, border))
        self._add(Bar(0, top, border, height))
        self._add(Bar(width - border, top, border, height))
        self._sheet.height += _GAP_PX // 2

    def _qr(self, text: str) -> None:
        """Centred, as large as it should be and the paper allows; nothing for what no QR should hold."""
        if not text or len(text.encode()) > _QR_MOST_BYTES:
            return
        matrix = self._codes.qr(text)
        modules = matrix.width + 2 * _QR_QUIET_MODULES
        module_px = min(_QR_MODULE_PX, self._sheet.width // modules)
        if module_px < _QR_SMALLEST_PX:
            return
        quiet_px = _QR_QUIET_MODULES * module_px
        x = (self._sheet.width - matrix.width * module_px) // 2
        self._add(Code(x, self._sheet.height + quiet_px, module_px, module_px, matrix))
        self._sheet.height += modules * module_px

    def _barcode(self, text: str) -> None:
        """Bars with their text below; left out where they would be too narrow to be read."""
        if not _BARCODE_TEXT.fullmatch(text):
            return
        matrix = self._codes.code128(text)
        for module_px in _BARCODE_MODULES_PX:
            if (matrix.width + 2 * _BARCODE_QUIET_MODULES) * module_px <= self._sheet.width:
                x = (self._sheet.width - matrix.width * module_px) // 2
                self._add(Code(x, self._sheet.height + _GAP_PX, module_px, _BARCODE_PX, matrix))
                self._sheet.height += _BARCODE_PX + _GAP_PX + _GAP_PX // 2
                small = self._faces.face(SMALL_PX)
                self._paragraph(text, small, 0, self._sheet.width, frozenset({Word.CENTRE}))
                return

    def _signatures(self, line: Line) -> None:
        """Room for one or two signatures side by side, each under the word for who signs."""
        signers = [text for text in (line.label, line.text) if text]
        bold = self._faces.face(SMALL_PX, bold=True)
        column = self._width // max(1, len(signers))
        top = bottom = self._sheet.height
        for number, signer in enumerate(signers):
            self._sheet.height = top
            left = self._left + number * column
            self._paragraph(signer, bold, left, column - _GAP_PX, frozenset({Word.CENTRE}))
            bottom = max(bottom, self._sheet.height)
        bottom += _SIGNATURE_PX
        for number in range(len(signers)):
            x = self._left + number * column
            self._add(Bar(x + _GAP_PX, bottom, column - 3 * _GAP_PX, 2, dashed=True))
        self._sheet.height = bottom + _GAP_PX

    def _ruler(self) -> None:
        """A millimetre scale over the whole width, with the edges of the three paper widths marked."""
        top, width = self._sheet.height, self._sheet.width
        small = self._faces.face(SMALL_PX)
        self._add(Bar(0, top, width, 2))
        for millimetre in range(width // _DOTS_PER_MM + 1):
            x = min(millimetre * _DOTS_PER_MM, width - 2)
            tall = 28 if millimetre % 10 == 0 else 20 if millimetre % 5 == 0 else 12
            self._add(Bar(x, top, 2, tall))
            if millimetre % 10 == 0 and 0 < millimetre * _DOTS_PER_MM < width - 40:
                number = str(millimetre)
                self._add(
                    Letters(x - small.width(number) // 2 + 1, top + 28 + small.baseline_px, number, small)
                )
        self._sheet.height = top + 28 + small.line_px
        for mark in _RULER_MARKS:
            if mark <= width:
                edge = self._sheet.height
                self._add(Bar(mark - 3, edge, 3, small.line_px))
                text = f"{mark} ▸" if small.metrics.inFontUcs4(ord("▸")) else str(mark)
                self._add(Letters(mark - 10 - small.width(text), edge + small.baseline_px, text, small))
                self._sheet.height += small.line_px

    def _add(self, thing: Letters | Bar | Code) -> None:
        self._sheet.things.append(thing)
