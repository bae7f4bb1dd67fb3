"""Two parts side by side where the page is wide, one above the other where it is not; it shows nothing itself."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.scrolling import ScrollingBody


class SideBySide(QWidget):
    """`shares` divide the width while side by side; `least_mm` is the width from which they are.

    With `least_mm` None the shape decides: side by side where there is more width than height. That is for
    parts that fill the page, such as pictures; parts that may grow longer than the page need a width.
    With `within` the first part never grows higher than what that body shows at once.
    """

    def __init__(
        self,
        theme: Theme,
        first: QWidget,
        second: QWidget,
        shares: tuple[int, int] = (3, 2),
        least_mm: float | None = 240.0,
        space: str = "l",
        within: ScrollingBody | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._least_mm = least_mm
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space(space))
        self._first = first
        self._within = within
        if within is None:
            self._box.addWidget(first, shares[0])
        else:
            top = QVBoxLayout()
            top.addWidget(first, 1000)
            top.addStretch(1)
            self._box.addLayout(top, shares[0])
        self._box.addWidget(second, shares[1])

    @property
    def stacked(self) -> bool:
        """Whether the second part stands below the first."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def _fit(self) -> None:
        if self._within is not None:
            sight = self._within.area.viewport().height() - 2 * self._theme.space("m")
            self._first.setMaximumHeight(max(sight, self._first.minimumSizeHint().height()))
        if self._least_mm is None:
            # inside a body that scrolls the shape is that of what is seen: its own height follows from how it stands
            shape = self.size() if self._within is None else self._within.area.viewport().size()
            beside = shape.width() >= shape.height()
        else:
            beside = self.width() >= self._theme.mm(
                self._least_mm * (1 + (self._theme.text_scale - 1) * 0.35)
            )
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()  # Qt tells nobody that a turned row needs another height

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
