"""Keeps a part, such as a live picture, exactly as high as the page that is seen, so that no part of it is cut."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kiosk.ui.widgets.scrolling import ScrollingBody


class PageHigh(QObject):
    """`tallest` is its greatest height as a share of the page's width; `least_px` its least height."""

    def __init__(self, body: ScrollingBody, part: QWidget, *, tallest: float, least_px: int) -> None:
        super().__init__(part)
        self._body = body
        self._part = part
        self._tallest = tallest
        self._least_px = least_px
        body.area.viewport().installEventFilter(self)

    def fit(self) -> None:
        """Bring the part to the page's height."""
        page = self._body.area.viewport().size()
        margins = self._body.column.contentsMargins()
        room = page.height() - margins.top() - margins.bottom()
        height = max(self._least_px, min(room, round(page.width() * self._tallest)))
        if self._part.maximumHeight() != height:
            self._part.setFixedHeight(height)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page has another size."""
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)
