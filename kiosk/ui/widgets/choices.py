"""Questions answered by touching big rows: one of many (radio) or any of many (checkbox); no typing."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import CONTROL_MM, Theme
from kiosk.ui.widgets.field_row import LabelledRow
from kiosk.ui.widgets.painting import (
    Look,
    draw_focus_ring,
    draw_ground,
    draw_text,
    longest_word_width,
    wrapped_size,
)
from kiosk.ui.widgets.tile import TileGrid

REST = Look("surface", "ink", "line")
CHOSEN = Look("primary_soft", "ink", "primary", 4)
DISABLED = Look("disabled", "on_disabled")
TITLE_MM, SENTENCE_MM = 50.0, 75.0
"""Width of a row beside others: of a few words, and of words with a sentence below them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: `value` is what the program calls it."""

    value: object
    title: str
    sentence: str = ""
    enabled: bool = True


class RowFace:
    """Measures and draws a row for both kinds of button, which Qt cannot give one Python base."""

    def __init__(self, theme: Theme, button: QAbstractButton, round_mark: bool) -> None:
        self._theme = theme
        self._button = button
        self._round = round_mark
        self.sentence = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        button.setSizePolicy(policy)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_words(self, title: str, sentence: str) -> None:
        """Both are shown and read aloud."""
        self.sentence = sentence
        self._button.setText(title)
        self._button.setAccessibleName(title)
        self._button.setAccessibleDescription(sentence)
        self._button.updateGeometry()
        self._button.update()

    def _mark(self) -> int:
        return round(self._theme.mm(7.0) * (1 + (self._theme.text_scale - 1) * 0.5))

    def _words_left(self) -> int:
        return self._theme.mm(4.0) + self._mark() + self._theme.mm(4.0)

    def _words_width(self, width: int) -> int:
        return width - self._words_left() - self._theme.mm(4.0)

    def _words_height(self, width: int) -> int:
        title = wrapped_size(self._button.text(), self._theme.font("strong"), width).height()
        sentence = wrapped_size(self.sentence, self._theme.font("body"), width).height()
        return title + (sentence + self._theme.mm(1.0) if sentence else 0)

    def size(self) -> QSize:
        """Preferred size."""
        width = self._theme.mm(120.0)
        return QSize(width, self.height_for(width))

    def least_size(self) -> QSize:
        """Below this a word would be cut."""
        words = max(
            longest_word_width(self._button.text(), self._theme.font("strong")),
            longest_word_width(self.sentence, self._theme.font("body")),
        )
        width = words + self._words_left() + self._theme.mm(4.0)
        return QSize(width, self._theme.mm(CONTROL_MM))

    def height_for(self, width: int) -> int:
        """Height of all words in a width."""
        words = self._words_height(self._words_width(width)) + 2 * self._theme.mm(3.0)
        return max(words, self._theme.mm(CONTROL_MM))

    def paint(self) -> None:
        """Ground, mark, words and focus ring."""
        button, theme = self._button, self._theme
        painter = QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = button.isChecked() or button.isDown()
        look = DISABLED if not button.isEnabled() else CHOSEN if marked else REST
        body = button.rect()
        draw_ground(painter, theme, body, look)
        side = self._mark()
        mark = QRectF(body.left() + theme.mm(4.0), body.center().y() - side / 2, side, side)
        self._paint_mark(painter, mark)
        width = self._words_width(button.width())
        top = body.center().y() - self._words_height(width) // 2
        words = QRect(self._words_left(), top, width, body.height())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        draw_text(painter, words, button.text(), theme.font("strong"), theme.colour(look.ink), align)
        if self.sentence:
            title = wrapped_size(button.text(), theme.font("strong"), width).height()
            words.setTop(top + title + theme.mm(1.0))
            ink = "ink_soft" if button.isEnabled() else look.ink
            draw_text(painter, words, self.sentence, theme.font("body"), theme.colour(ink), align)
        if button.hasFocus():
            draw_focus_ring(painter, theme, button.rect())

    def _paint_mark(self, painter: QPainter, box: QRectF) -> None:
        """A ring with a dot, or a square with a tick."""
        chosen = self._button.isChecked()
        tint = "primary" if chosen else "line" if self._button.isEnabled() else "on_disabled"
        colour = self._theme.colour(tint)
        painter.setPen(QPen(colour, 3))
        painter.setBrush(self._theme.colour("primary" if chosen and not self._round else "surface"))
        area = box.adjusted(2, 2, -2, -2)
        if self._round:
            painter.drawEllipse(area)
            if chosen:
                painter.setBrush(colour)
                painter.drawEllipse(area.center(), area.width() * 0.27, area.height() * 0.27)
            return
        painter.drawRoundedRect(area, 6, 6)
        if chosen:
            pen = QPen(self._theme.colour("on_primary"), max(3.0, box.width() * 0.12))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            tick = [(0.26, 0.53), (0.43, 0.70), (0.75, 0.33)]
            painter.drawPolyline(
                QPolygonF(
                    [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in tick]
                )
            )


class RadioRow(QRadioButton):
    """One of many."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face = RowFace(theme, self, round_mark=True)

    def set_words(self, title: str, sentence: str = "") -> None:
        """Title and an explaining sentence."""
        self.face.set_words(title, sentence)

    @override
    def sizeHint(self) -> QSize:
        return self.face.size()

    @override
    def minimumSizeHint(self) -> QSize:
        return self.face.least_size()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self.face.height_for(width)

    @override
    def hitButton(self, position: QPoint) -> bool:
        """The whole row answers, not only mark and words."""
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.face.paint()


class CheckRow(QCheckBox):
    """Yes or no by itself; also used alone, e.g. for a consent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face = RowFace(theme, self, round_mark=False)

    def set_words(self, title: str, sentence: str = "") -> None:
        """Title and an explaining sentence."""
        self.face.set_words(title, sentence)

    @override
    def sizeHint(self) -> QSize:
        return self.face.size()

    @override
    def minimumSizeHint(self) -> QSize:
        return self.face.least_size()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self.face.height_for(width)

    @override
    def hitButton(self, position: QPoint) -> bool:
        """The whole row answers, not only mark and words."""
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.face.paint()


class ChoiceList(LabelledRow):
    """Rows to choose from, in one or more columns. `changed` carries the chosen values (tuple), by the person only.

    Rows are named `<objectName of the list>.<value>`, so give the list its name before its choices.
    """

    changed = Signal(object)

    def __init__(
        self, theme: Theme, many: bool = False, columns: int = 1, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._many = many
        self._marking = False
        self._choices: tuple[Choice, ...] = ()
        self._rows: list[RadioRow | CheckRow] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(not many)
        self._grid = TileGrid(theme, columns, least_mm=TITLE_MM, space="s", growth=1.0, even=True)
        self.put_control(self._grid)

    def named_controls(self) -> tuple[QWidget, ...]:
        """The group itself; each row has words of its own."""
        return (self,)

    @property
    def rows(self) -> tuple[RadioRow | CheckRow, ...]:
        """The rows as they stand."""
        return tuple(self._rows)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Words of rows that are there already are renewed in place; other values mean other rows."""
        wanted = tuple(choices)
        if [choice.value for choice in wanted] != [choice.value for choice in self._choices]:
            self._rebuild(wanted)
        self._choices = wanted
        for row, choice in zip(self._rows, wanted, strict=True):
            row.set_words(choice.title, choice.sentence)
            row.setEnabled(choice.enabled)
        self._grid.set_least(SENTENCE_MM if any(choice.sentence for choice in wanted) else TITLE_MM)

    def chosen(self) -> tuple[object, ...]:
        """Values of the marked rows."""
        return tuple(
            choice.value for choice, row in zip(self._choices, self._rows, strict=True) if row.isChecked()
        )

    def choose(self, values: Iterable[object]) -> None:
        """Mark these values and no others, without `changed`."""
        wanted = list(values)
        self._marking = True
        self._group.setExclusive(False)
        for choice, row in zip(self._choices, self._rows, strict=True):
            row.setChecked(choice.value in wanted)
        self._group.setExclusive(not self._many)
        self._marking = False

    def _rebuild(self, choices: tuple[Choice, ...]) -> None:
        for row in self._rows:
            self._group.removeButton(row)
        self._grid.clear()
        self._rows = []
        for choice in choices:
            row = CheckRow(self._theme) if self._many else RadioRow(self._theme)
            row.setObjectName(f"{self.objectName()}.{choice.value}")
            row.toggled.connect(self._tell)  # assistive technology toggles, and clicks nothing
            if not self._many:  # in a group, Tab would stop at one of them only
                self._group.addButton(row)
            self._rows.append(row)
        self._grid.add(*self._rows)

    def _tell(self, checked: bool) -> None:
        if not self._marking and (checked or self._many):
            self.changed.emit(self.chosen())
