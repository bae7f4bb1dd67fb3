"""Big rows under one another that can be chosen, inside a page that scrolls; for a list that scrolls itself see long_list."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.long_list import ListButton, ListRow


class RowColumn(QWidget):
    """Rows are re-used when the list changes, so that nothing flickers and the focus stays."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: list[ListButton] = []
        self._shown = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("s"))

    def set_rows(self, rows: Iterable[ListRow]) -> None:
        """Show these rows; without any the whole column is hidden."""
        wanted = list(rows)
        while len(self._buttons) < len(wanted):
            button = ListButton(self._theme)
            button.clicked.connect(self._tell)
            self._buttons.append(button)
            self._column.addWidget(button)
        for button, row in zip(self._buttons, wanted, strict=False):
            if button.row != row:
                button.show_row(row)
            button.show()
        for button in self._buttons[len(wanted) :]:
            button.hide()
            button.show_row(ListRow("", ""))
        self._shown = len(wanted)
        self.setVisible(bool(wanted))

    def buttons(self) -> tuple[ListButton, ...]:
        """The rows shown, in order."""
        return tuple(self._buttons[: self._shown])

    def _tell(self) -> None:
        button = self.sender()
        if isinstance(button, ListButton):
            self.chosen.emit(button.row.key)
