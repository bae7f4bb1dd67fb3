"""The header and footer every screen wears; they carry controls but decide nothing."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.label import IconMark, Label
from kiosk.ui.widgets.painting import line_width


class StepBar(QWidget):
    """One short bar a step: those done and the present one filled."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._number, self._of = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.mm(2.0))
        self.setMaximumWidth(theme.mm(110.0))

    def show_step(self, number: int, of: int) -> None:
        """`number` counts from 1."""
        self._number, self._of = number, of
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._of < 1:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = self._theme.mm(1.2)
        width = (self.width() - gap * (self._of - 1)) / self._of
        for step in range(self._of):
            painter.setPen(self._theme.colour("primary" if step < self._number else "line"))
            painter.setBrush(self._theme.colour("primary" if step < self._number else "surface"))
            half = self.height() / 2
            painter.drawRoundedRect(
                round(step * (width + gap)), 1, round(width) - 1, self.height() - 2, half, half
            )


class StepHeader(QWidget):
    """ "Bước 2/5" beside its bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = Label(role="step", tone="primary")
        self.label.setWordWrap(False)
        self.bar = StepBar(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("s"))
        row.addWidget(self.label)
        row.addWidget(self.bar, 1)
        row.addStretch(0)
        self.hide()

    def show_step(self, number: int, of: int, words: str) -> None:
        """`of` 0 hides it."""
        self.label.set_words(words)
        self.bar.show_step(number, of)
        self.setVisible(of > 0)


class Sign(QFrame):
    """A small sign in the header: icon and a few words."""

    def __init__(
        self, theme: Theme, icon: str, tint: str = "ink_soft", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.mark = IconMark(theme, icon, 6.0, tint)
        self.label = Label(role="sign")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("xs"))
        row.addWidget(self.mark)
        row.addWidget(self.label, 1)
        self.hide()

    def set_words(self, text: str) -> None:
        """An empty text hides the sign."""
        self.label.set_words(text)
        self.setVisible(bool(text))


class HeaderBar(QFrame):
    """Title and progress at the left; "Kết thúc", contrast, text size, language and "Gọi nhân viên" at the right.

    The buttons go above the title where both do not fit side by side.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("panel", "header")
        self.title = Label(role="title")
        self.steps = StepHeader(theme)
        self.assisted = Sign(theme, "clerk")
        self.line_sign = Sign(theme, "wifi_off", "warning")
        self.printer_sign = Sign(theme, "paper_out", "warning")
        self.call_sign = Sign(theme, "bell", "primary")
        self.leave = Button(theme, kind="chrome", icon="door")
        self.reach = Button(theme, kind="chrome", icon="lower")
        self.contrast = Button(theme, kind="chrome", icon="contrast")
        self.text_size = Button(theme, kind="chrome", icon="text_size")
        self.language = Button(theme, kind="chrome", icon="language")
        self.call_clerk = Button(theme, kind="call", icon="bell")
        self.speak = Button(theme, kind="chrome", icon="speaker")
        self.speak.hide()
        for quiet in (self.speak, self.reach, self.contrast, self.text_size):
            quiet.show_words(False)

        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.space("xs"))
        left.addStretch(1)
        left.addWidget(self.title)
        left.addWidget(self.steps)
        for sign in (self.assisted, self.call_sign, self.line_sign, self.printer_sign):
            left.addWidget(sign)
        left.addStretch(1)
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(theme.space("s"))
        buttons.addStretch(1)
        for button in (
            self.leave,
            self.speak,
            self.reach,
            self.contrast,
            self.text_size,
            self.language,
            self.call_clerk,
        ):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        edge = theme.space("l")
        self._box.setContentsMargins(edge, theme.space("s"), edge, theme.space("s"))
        self._box.setSpacing(theme.space("s"))
        self._box.addWidget(self._left, 1)
        self._box.addWidget(self._buttons)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        margins = self._box.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        beside = room - self._buttons.sizeHint().width() - self._box.spacing()
        title = line_width(self.title.text(), self._theme.font("title"))
        # a high screen has the height for two lines
        least = title if self._theme.can_lower else min(title, round(room * 0.42))
        fits = beside >= least
        wanted = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.BottomToTop
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()


class FooterBar(QFrame):
    """The way back at the left, the one main action at the right; hidden while it has neither."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "footer")
        self._row = QHBoxLayout(self)
        edge = theme.space("l")
        self._row.setContentsMargins(edge, theme.space("s"), edge, theme.space("s"))
        self._row.setSpacing(theme.space("m"))
        self._row.addStretch(1)
        self._cramped = False
        self.primary: Button | None = None
        self.back: Button | None = None
        self.hide()

    def put_back(self, button: Button) -> None:
        """At the left."""
        self.back = button
        self._row.insertWidget(0, button)
        self.show_if_needed()

    def put_primary(self, button: Button) -> None:
        """At the very right."""
        self.primary = button
        self._row.addWidget(button)
        self.show_if_needed()

    def show_if_needed(self) -> None:
        """Hide the whole bar while nothing in it is shown."""
        buttons = self.findChildren(Button, options=Qt.FindChildOption.FindDirectChildrenOnly)
        self.setVisible(not self._cramped and any(not button.isHidden() for button in buttons))

    def set_cramped(self, cramped: bool) -> None:
        """Give its room away while there is hardly any."""
        if cramped != self._cramped:
            self._cramped = cramped
            self.show_if_needed()

    def put_second(self, button: Button) -> None:
        """A second, quieter action, left of the main one."""
        at = self._row.count() - (1 if self.primary is not None else 0)
        self._row.insertWidget(at, button)
        self.show_if_needed()
