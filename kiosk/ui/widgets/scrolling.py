"""The body of a screen: turned page by page, or moved by finger, when it needs more room; not for long lists."""

import math

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kiosk.ui.theme import CONTROL_MM, Theme
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.label import Label


class BodyContent(QWidget):
    """Takes its height from the real width alone.

    Qt also asks wrapped texts for their least size, which is that of their narrowest, tallest form; a page that fits
    would be given a scroll range it does not need.
    """

    @override
    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        layout = self.layout()
        return QSize(least.width(), 1) if layout is not None and layout.hasHeightForWidth() else least

    @override
    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return -1
        margins = layout.contentsMargins()
        room = width - margins.left() - margins.right()
        heights = []
        for place in range(layout.count()):
            item = layout.itemAt(place)
            if item is not None and not item.isEmpty():
                wanted = item.heightForWidth(room) if item.hasHeightForWidth() else item.sizeHint().height()
                heights.append(max(wanted, item.minimumSize().height()))
        return sum(heights) + layout.spacing() * max(0, len(heights) - 1) + margins.top() + margins.bottom()


TURNED_AT_MOST = 0.9
"""Share of what is seen that one turn of the page passes by, so that nothing is skipped unread."""
UNCUT = (QLabel, QAbstractButton, QLineEdit)
"""What a turned page begins with, instead of cutting through it."""


class ScrollingBody(QWidget):
    """A column that shows "up", "down" and "2/3" beside itself only while it does not fit.

    While there is more below, "down" is the brightest button of the page, so that nobody takes half a page for all.
    """

    def __init__(self, theme: Theme, margins: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._finger_y: float | None = None
        self._settles = QTimer(self, singleShot=True, interval=0)
        self._settles.timeout.connect(self._settle)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        # not by the style sheet: with rules for both it and what lies in it Qt loses a kilobyte a screen
        self.area.viewport().setAutoFillBackground(False)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = BodyContent()
        self.content.setProperty("ground", "clear")
        self.column = QVBoxLayout(self.content)
        """Where the contents go."""
        edge, above = (theme.space("l"), theme.space("m")) if margins else (0, 0)
        self._edges = (edge, above, edge, above)
        self.column.setContentsMargins(*self._edges)
        self.column.setSpacing(theme.space("m"))
        self.area.setWidget(self.content)

        self.up = Button(theme, kind="secondary", icon="up")
        self.down = Button(theme, kind="secondary", icon="down")
        self._side = QWidget()
        side = self._side_box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._side)
        side.setContentsMargins(0, theme.space("s"), theme.space("s"), theme.space("s"))
        side.setSpacing(theme.space("s"))
        for button in (self.up, self.down):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setMaximumHeight(theme.mm(40.0))
        self.place = Label(role="sign")
        """Which page of how many is seen."""
        self.place.setWordWrap(False)
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        side.addWidget(self.up, 3)
        side.addStretch(1)
        side.addWidget(self.place)
        side.addStretch(1)
        side.addWidget(self.down, 3)
        self.up.clicked.connect(self.page_up)
        self.down.clicked.connect(self.page_down)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.area, 1)
        row.addWidget(self._side)
        self._side.hide()
        bar = self.area.verticalScrollBar()
        bar.rangeChanged.connect(self._follow_bar)
        bar.valueChanged.connect(self._follow_bar)
        self.area.viewport().installEventFilter(self)
        self.content.installEventFilter(self)

    def name_buttons(self, prefix: str, up: str, down: str) -> None:
        """Lasting objectNames and the words read aloud; the buttons show only arrows."""
        self.up.setObjectName(f"{prefix}.scroll_up")
        self.down.setObjectName(f"{prefix}.scroll_down")
        self.up.setAccessibleName(up)
        self.down.setAccessibleName(down)

    def page_up(self) -> None:
        """A page up; it begins with something whole."""
        seen = self.area.viewport().height()
        top = self.area.verticalScrollBar().value()
        self._turn_to(max(0, top - round(seen * TURNED_AT_MOST)), up=True)

    def page_down(self) -> None:
        """A page down: it begins with the first thing that was cut off below."""
        seen = self.area.viewport().height()
        top = self.area.verticalScrollBar().value()
        self._turn_to(top + round(seen * TURNED_AT_MOST), up=False)

    def _turn_to(self, wanted: int, *, up: bool) -> None:
        """Move the top to `wanted` or to where a part begins near it, never past what was not seen yet."""
        bar, seen = self.area.verticalScrollBar(), self.area.viewport().height()
        here, air = bar.value(), self._theme.space("xs")
        begins = [
            part.mapTo(self.content, QPoint(0, 0)).y() - air
            for part in self.content.findChildren(QWidget)
            if isinstance(part, UNCUT) and part.isVisibleTo(self.content) and part.height() < seen
        ]
        if up:
            near = [place for place in begins if wanted <= place < here - seen // 2]
            bar.setValue(min(near, default=wanted))
        else:
            near = [place for place in begins if here + seen // 3 < place <= wanted]
            bar.setValue(max(near, default=wanted))

    def to_top(self) -> None:
        """Back to the beginning."""
        self.area.verticalScrollBar().setValue(0)

    def show_whole(self, widget: QWidget) -> None:
        """Scroll so that a widget inside is seen."""
        if self.content.isAncestorOf(widget):
            self.area.ensureWidgetVisible(widget, 0, self._theme.space("l"))

    def overflows(self) -> bool:
        """Whether the contents need more height than there is, measured over the whole width."""
        if self.column.hasHeightForWidth():
            return self.content.heightForWidth(self.width()) > self.height()
        return self.column.totalMinimumSize().height() > self.height()

    def _follow_bar(self) -> None:
        bar = self.area.verticalScrollBar()
        self.up.setEnabled(bar.value() > bar.minimum())
        self.down.setEnabled(bar.value() < bar.maximum())
        wanted = "accent" if self.down.isEnabled() else "secondary"
        if self.down.kind != wanted:
            self.down.set_kind(wanted)
        step = max(1.0, self.area.viewport().height() * TURNED_AT_MOST)
        pages = 1 + math.ceil(bar.maximum() / step)
        here = pages if bar.value() >= bar.maximum() else 1 + math.floor(bar.value() / step)
        self.place.set_words(f"{here}/{pages}")
        self._settles.start()

    def _settle(self) -> None:
        """Show or hide the buttons, never from inside a layout, which would not be laid out again."""
        shown = not self._side.isHidden()
        wanted = self.overflows() or (not shown and self.area.verticalScrollBar().maximum() > 0)
        if wanted != shown:
            policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if wanted else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            self.area.setVerticalScrollBarPolicy(policy)
            self._side.setVisible(wanted)
            left, top, _, bottom = self._edges
            self.column.setContentsMargins(
                left, top, max(left, self._theme.space("s") if wanted else 0), bottom
            )

    def _follow_finger(self, event: QMouseEvent) -> None:
        """Drag the contents by any place that is no control (QScroller leaks with every body it serves)."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._finger_y = event.globalPosition().y()
        elif event.type() == QEvent.Type.MouseMove and self._finger_y is not None:
            bar = self.area.verticalScrollBar()
            bar.setValue(bar.value() + round(self._finger_y - event.globalPosition().y()))
            self._finger_y = event.globalPosition().y()
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._finger_y = None

    @override
    def hasHeightForWidth(self) -> bool:
        return False  # it scrolls instead

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.mm(120.0), self._theme.mm(50.0))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < 2 * self._theme.mm(CONTROL_MM) + 4 * self._theme.space("s")
        self.place.setVisible(self.height() > 3 * self._theme.mm(CONTROL_MM) + 4 * self._theme.space("s"))
        across = QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom
        if self._side_box.direction() != across:
            self._side_box.setDirection(across)
        self._follow_bar()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow fingers; keep the field being typed into in sight when the keyboard takes room away."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._follow_bar()
        elif isinstance(event, QMouseEvent) and watched is self.content:
            self._follow_finger(event)
        elif event.type() == QEvent.Type.Resize and watched is self.area.viewport():
            focused = self.content.focusWidget()
            if focused is not None and focused.hasFocus():
                self.show_whole(focused)
        return super().eventFilter(watched, event)
