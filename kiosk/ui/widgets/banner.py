"""A notice across the page: icon, sentence and colour say the same thing; it decides nothing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.label import IconMark, Label
from kiosk.ui.widgets.presence import set_present

ICONS = {"info": "info", "success": "success", "warning": "warning", "danger": "error"}
TOKENS = {"info": "primary", "success": "success", "warning": "warning", "danger": "danger"}


class NoticeBanner(QFrame):
    """Kinds: info, success, warning, danger ("error" is taken as danger). Hidden while it has no words."""

    def __init__(
        self, theme: Theme, kind: str = "info", text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind = "danger" if kind == "error" else kind
        self._mark = IconMark(theme, ICONS[self._kind], 9.0, TOKENS[self._kind])
        self.label = Label(role="body")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space("m"), theme.space("s"), theme.space("m"), theme.space("s"))
        row.setSpacing(theme.space("s"))
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.label, 1)
        self.setProperty("panel", self._kind)
        self.set_words(text)

    @property
    def kind(self) -> str:
        """info, success, warning or danger."""
        return self._kind

    def words(self) -> str:
        """The sentence shown."""
        return self.label.text()

    def set_words(self, text: str) -> None:
        """The sentence; an empty one hides the banner."""
        self.label.set_words(text)
        self.setAccessibleName(text)
        set_present(self, bool(text))

    def show_notice(self, kind: str, text: str) -> None:
        """Another kind of notice with its sentence; assistive technology is told."""
        self._kind = "danger" if kind == "error" else kind
        self._mark.show_icon(ICONS[self._kind], TOKENS[self._kind])
        if self.property("panel") != self._kind:
            self.setProperty("panel", self._kind)
            self.style().unpolish(self)
            self.style().polish(self)
        changed = text != self.words()
        self.set_words(text)
        if text and changed and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
