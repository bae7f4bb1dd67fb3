"""A long list of big rows with "up" and "down" beside it; choosing a row is all one can do with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import CONTROL_MM, Theme
from kiosk.ui.widgets.painting import (
    Look,
    draw_focus_ring,
    draw_ground,
    draw_text,
    line_width,
    longest_word_width,
    wrapped_size,
)
from kiosk.ui.widgets.scrolling import ScrollingBody

REST = Look("surface", "ink", "line")
PRESSED = Look("primary_soft", "ink", "primary", 4)
TONES = {"": "ink_soft", "success": "success", "warning": "warning", "danger": "danger", "primary": "primary"}


@dataclass(frozen=True, slots=True)
class ListRow:
    """`key` is what `chosen` carries; `state` are a few words at the right, in the colour of `tone`."""

    key: str
    title: str
    sentence: str = ""
    icon: str = ""
    state: str = ""
    tone: str = ""


class ListButton(QPushButton):
    """One row of a list."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.row = ListRow("", "")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_row(self, row: ListRow) -> None:
        """Bring another row to this button."""
        self.row = row
        self.setText(row.title)
        self.setAccessibleName(", ".join(part for part in (row.title, row.state) if part))
        self.setAccessibleDescription(row.sentence)
        self.updateGeometry()
        self.update()

    def _edges(self) -> tuple[int, int]:
        """Room left and right of the words."""
        pad = self._theme.mm(4.0)
        icon = self._icon_px() + pad if self.row.icon else 0
        return pad + icon, pad + self._chevron_px() + pad

    def _icon_px(self) -> int:
        return round(self._theme.font_px("strong") * 1.4)

    def _chevron_px(self) -> int:
        return round(self._theme.font_px("strong") * 1.0)

    def _state_width(self, width: int) -> int:
        """The state stands at the right when that leaves most of the width; 0 means below the words."""
        wanted = line_width(self.row.state, self._theme.font("strong")) if self.row.state else 0
        return wanted if wanted < width * 0.34 else 0

    def _parts(self, width: int) -> list[tuple[str, str, str, int]]:
        """(words, font role, colour token, height) from top to bottom."""
        row, parts = self.row, []
        for words, role, token in (
            (row.title, "strong", "ink"),
            (row.sentence, "body", "ink_soft"),
            ("" if self._state_width(width) else row.state, "strong", TONES[row.tone]),
        ):
            if words:
                room = width - (
                    self._state_width(width) + self._theme.mm(4.0) if self._state_width(width) else 0
                )
                parts.append((words, role, token, wrapped_size(words, self._theme.font(role), room).height()))
        return parts

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        room = width - sum(self._edges())
        words = sum(part[3] for part in self._parts(room)) + 2 * self._theme.mm(3.0)
        return max(words, self._theme.mm(CONTROL_MM))

    @override
    def sizeHint(self) -> QSize:
        width = self._theme.mm(140.0)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        words = longest_word_width(f"{self.row.title} {self.row.sentence}", self._theme.font("strong"))
        return QSize(words + sum(self._edges()), self._theme.mm(CONTROL_MM))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self.rect()
        draw_ground(painter, self._theme, body, PRESSED if self.isDown() else REST)
        left, right = self._edges()
        ratio = self.devicePixelRatioF()
        if self.row.icon:
            side = self._icon_px()
            icon = self._theme.icon(self.row.icon, side, "primary", ratio)
            painter.drawPixmap(body.left() + self._theme.mm(4.0), body.center().y() - side // 2, icon)
        side = self._chevron_px()
        chevron = self._theme.icon("right", side, "primary", ratio)
        painter.drawPixmap(body.right() - self._theme.mm(3.0) - side, body.center().y() - side // 2, chevron)
        room = self.width() - left - right
        parts = self._parts(room)
        top = body.center().y() - sum(part[3] for part in parts) // 2
        start = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        state = self._state_width(room)
        words = room - (state + self._theme.mm(4.0) if state else 0)
        for text, role, token, height in parts:
            box = QRect(left, top, words, height + 4)
            draw_text(painter, box, text, self._theme.font(role), self._theme.colour(token), start)
            top += height
        if state:
            box = QRect(left + room - state, body.top(), state, body.height())
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            colour = self._theme.colour(TONES[self.row.tone])
            draw_text(painter, box, self.row.state, self._theme.font("strong"), colour, end)
        if self.hasFocus():
            draw_focus_ring(painter, self._theme, self.rect())


class LongList(QWidget):
    """Rows are re-used when the list changes. Buttons are named `<objectName of the list>.<key>`."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: list[ListButton] = []
        self._shown = 0
        self.body = ScrollingBody(theme, margins=False)
        self.body.column.setSpacing(theme.space("s"))
        self.body.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_rows(self, rows: Iterable[ListRow]) -> None:
        """Show these rows; back to the top when the first one is another."""
        wanted = list(rows)
        first_changed = bool(wanted) and (not self._shown or self._buttons[0].row.key != wanted[0].key)
        while len(self._buttons) < len(wanted):
            button = ListButton(self._theme)
            button.clicked.connect(self._tell)
            self._buttons.append(button)
            self.body.column.insertWidget(self.body.column.count() - 1, button)
        for button, row in zip(self._buttons, wanted, strict=False):
            button.setObjectName(f"{self.objectName()}.{row.key}")
            if button.row != row:
                button.show_row(row)
            button.show()
        for button in self._buttons[len(wanted) :]:
            button.hide()
            button.show_row(ListRow("", ""))
        self._shown = len(wanted)
        if first_changed:
            self.body.to_top()

    def buttons(self) -> tuple[ListButton, ...]:
        """The rows in sight or scrolled away, in order."""
        return tuple(self._buttons[: self._shown])

    @override
    def hasHeightForWidth(self) -> bool:
        return False  # it scrolls instead

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.mm(60.0), self._theme.mm(2.5 * CONTROL_MM))

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(140.0), self._theme.mm(3.5 * CONTROL_MM))

    def _tell(self) -> None:
        button = self.sender()
        if isinstance(button, ListButton):
            self.chosen.emit(button.row.key)
