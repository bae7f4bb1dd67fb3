"""What to do, one numbered step under another; it cannot be touched and follows no progress."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.label import Label


class NumberDisc(QWidget):
    """The number of a step, on a filled disc."""

    def __init__(self, theme: Theme, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._number = number
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        side = round(self._theme.font_px("heading") * 1.9)
        return QSize(side, side)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("primary"))
        painter.drawEllipse(self.rect())
        painter.setPen(self._theme.colour("on_primary"))
        painter.setFont(self._theme.font("heading"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))


class NumberedSteps(QWidget):
    """`steps` of them; each sentence is read aloud with its number."""

    def __init__(self, theme: Theme, steps: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.labels = tuple(Label(role="lead") for _ in range(steps))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("l"))
        for number, label in enumerate(self.labels, start=1):
            row = QHBoxLayout()
            row.setSpacing(theme.space("m"))
            row.addWidget(NumberDisc(theme, number), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label, 1, Qt.AlignmentFlag.AlignVCenter)
            column.addLayout(row)

    def set_words(self, *sentences: str) -> None:
        """One sentence a step."""
        for number, (label, words) in enumerate(zip(self.labels, sentences, strict=True), start=1):
            label.set_words(words)
            label.setAccessibleName(f"{number}. {words}")
