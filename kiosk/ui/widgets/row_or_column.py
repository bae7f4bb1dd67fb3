"""Several equal parts in one row while each of them is wide enough there, else in one column; it shows nothing itself."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme


class RowOrColumn(QWidget):
    """Never two and one: parts of one rank stand all beside or all below one another.

    `least_mm` is the width a part needs at normal text size to stand in a row. `turned` carries whether they are
    stacked now.
    """

    turned = Signal(bool)

    def __init__(
        self, theme: Theme, *parts: QWidget, least_mm: float, space: str = "m", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._least_mm = least_mm
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space(space))
        for part in parts:
            self._box.addWidget(part, 1)

    @property
    def stacked(self) -> bool:
        """Whether the parts stand below one another."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def _fit(self) -> None:
        shown = sum(not self._part(place).isHidden() for place in range(self._box.count()))
        least = self._theme.mm(self._least_mm * (1 + (self._theme.text_scale - 1) * 0.6))
        stacked = self.width() < shown * least + max(0, shown - 1) * self._box.spacing()
        if stacked != self.stacked:
            across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
            self._box.setDirection(down if stacked else across)
            self.updateGeometry()  # Qt tells nobody that a turned row needs another height
            self.turned.emit(stacked)

    def _part(self, place: int) -> QWidget:
        item = self._box.itemAt(place)
        assert item is not None
        widget = item.widget()
        assert widget is not None
        return widget

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
