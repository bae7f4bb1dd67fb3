"""Lines for digits alone: numbers of documents, phones, and one-time codes shown as boxes; they check no rule."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.field_row import FieldRow, LabelledRow, put_in
from kiosk.ui.widgets.typing_rule import DigitRule


class DigitField(FieldRow):
    """A line that takes only digits, set large and wide apart so that they can be compared with a card."""

    def __init__(self, theme: Theme, most_digits: int, also: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent, rule=partial(DigitRule, most=most_digits, also=also))
        self.input.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.input.setProperty("role", "digits")


class OtpInput(QLineEdit):
    """One line of digits drawn as a box a digit; assistive technology sees one line."""

    def __init__(self, theme: Theme, digits: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._digits = digits
        self.rule = DigitRule(self, digits)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        side = self._side()
        return QSize(self._digits * side + (self._digits - 1) * self._gap(), side + 8)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._digits * self._theme.mm(9.0), self._side() + 8)

    def _side(self) -> int:
        return max(self._theme.mm(17.0), round(self._theme.font_px("display") * 1.5))

    def _gap(self) -> int:
        return self._theme.mm(3.0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("display"))
        step = min(self._side() + self._gap(), self.width() / self._digits)
        side = min(self._side(), step - 6)
        typed = self.text()
        problem = self.property("state") == "problem"
        for place in range(self._digits):
            box = QRectF(place * step + 3, (self.height() - self._side()) / 2, side, self._side()).adjusted(
                2, 2, -2, -2
            )
            current = self.hasFocus() and place == min(len(typed), self._digits - 1)
            token = (
                "danger" if problem else "focus" if current else "primary" if place < len(typed) else "line"
            )
            painter.setPen(QPen(self._theme.colour(token), 4 if current or problem else 2))
            painter.setBrush(self._theme.colour("surface"))
            painter.drawRoundedRect(box, self._theme.radius, self._theme.radius)
            if place < len(typed):
                painter.setPen(self._theme.colour("ink"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, typed[place])


class OtpField(LabelledRow):
    """A one-time code. `completed` carries it once all digits are there; `edited` every keystroke."""

    edited = Signal(str)
    completed = Signal(str)

    def __init__(self, theme: Theme, digits: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._digits = digits
        self.input = OtpInput(theme, digits)
        self.input.rule.left_out.connect(self.left_out)
        self.put_control(self.input)
        self.setFocusProxy(self.input)
        self.input.textChanged.connect(self._tell)

    def named_controls(self) -> tuple[QWidget, ...]:
        """The line."""
        return (self.input,)

    def value(self) -> str:
        """The digits typed so far."""
        return self.input.text()

    def set_value(self, digits: str) -> None:
        """Put digits in; `""` empties the boxes for another try."""
        if digits != self.input.text():
            put_in(self.input, digits)

    def _tell(self, text: str) -> None:
        self.set_note("")
        self.edited.emit(text)
        if len(text) == self._digits:
            self.completed.emit(text)
