"""Several equal parts in one row while each of them is wide enough there, else in one column; it shows nothing itself."""

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme


class RowOrColumn(QWidget):
    """Never two and one: parts of one rank stand all beside or all below one another.

    `least_mm` is the width that each of equal parts needs at normal text size to stand in a row; without it each is as
    wide as it likes to be, or with `spread` False no wider than it needs. `turned` carries whether they are stacked now.
    """

    turned = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        *parts: QWidget,
        least_mm: float = 0.0,
        space: str = "m",
        spread: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._least_mm = least_mm
        self._parts = parts
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space(space))
        for part in parts:
            self._box.addWidget(part, 1 if least_mm else 0)
        if not spread:
            self._box.addStretch(1)

    @property
    def stacked(self) -> bool:
        """Whether the parts stand below one another."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def fit(self) -> None:
        """Turn where that is needed; called when other parts are shown."""
        parts = self._shown()
        least = self._theme.mm(self._least_mm * (1 + (self._theme.text_scale - 1) * 0.6))
        needed = sum(least if self._least_mm else part.sizeHint().width() for part in parts)
        stacked = self.width() < needed + max(0, len(parts) - 1) * self._box.spacing()
        if stacked != self.stacked:
            across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
            self._box.setDirection(down if stacked else across)
            self.updateGeometry()  # Qt tells nobody that a turned row needs another height
            self.turned.emit(stacked)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    @override
    def minimumSizeHint(self) -> QSize:
        """As narrow as a column of the parts: else a row that is too wide would never be turned."""
        widest = max((part.minimumSizeHint().width() for part in self._shown()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.fit()
