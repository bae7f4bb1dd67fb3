"""A large picture on a soft disc that says at a glance how things stand; it cannot be touched."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme

TINTS = {"info": "primary", "success": "success", "warning": "warning", "danger": "danger"}
ICON_SHARE = 0.54


class RoundMark(QWidget):
    """Kinds: info, success, warning, danger. The words beside it say the same, so it is not read aloud."""

    def __init__(
        self,
        theme: Theme,
        icon: str = "info",
        kind: str = "info",
        size_mm: float = 40.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._kind = kind
        self._size_mm = size_mm
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def kind(self) -> str:
        """info, success, warning or danger."""
        return self._kind

    @property
    def icon(self) -> str:
        """Name of the picture shown."""
        return self._icon

    def show_mark(self, icon: str, kind: str) -> None:
        """Another picture, perhaps of another kind."""
        if (icon, kind) != (self._icon, self._kind):
            self._icon, self._kind = icon, kind
            self.update()

    @override
    def sizeHint(self) -> QSize:
        side = self._theme.mm(self._size_mm)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = TINTS[self._kind]
        painter.setPen(QPen(self._theme.colour(tint), 2))
        painter.setBrush(self._theme.colour(f"{tint}_soft"))
        painter.drawEllipse(self.rect().adjusted(2, 2, -2, -2))
        side = round(min(self.width(), self.height()) * ICON_SHARE)
        picture = self._theme.icon(self._icon, side, tint, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, picture)
