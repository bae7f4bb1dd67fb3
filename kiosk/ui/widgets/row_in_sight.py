"""Keeps the row being typed into in sight, with its question and its problem, whenever the page changes its size."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from kiosk.ui.widgets.field_row import LabelledRow
from kiosk.ui.widgets.scrolling import ScrollingBody


class RowInSight(QObject):
    """Follows the scroll range, which is known only after everything is laid out, e.g. above a keyboard."""

    def __init__(self, body: ScrollingBody) -> None:
        super().__init__(body)
        self._body = body
        body.area.verticalScrollBar().rangeChanged.connect(self.show_row)

    def show_row(self) -> None:
        """Scroll to the row that has the focus, if one has; the control itself comes before its help."""
        focused = QApplication.focusWidget()
        if focused is None or not self._body.content.isAncestorOf(focused):
            return
        row = focused.parentWidget()
        while row is not None and not isinstance(row, LabelledRow):
            row = row.parentWidget()
        if row is not None:
            self._body.show_whole(row)
            self._body.show_whole(focused)
