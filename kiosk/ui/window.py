"""The terminal's one window: a stack of screens above the keyboard, shut towards the system; it decides nothing."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QClipboard,
    QCloseEvent,
    QEventPoint,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPixmapCache,
    QShowEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from kiosk.flow.messages import View
from kiosk.flow.views import TerminalStatus
from kiosk.ui.collecting import let_memory_go
from kiosk.ui.corner_taps import ZONE_MM, CornerTaps
from kiosk.ui.fingers import Act, Fingers, Pointed, Touch
from kiosk.ui.keyboard.key import Key
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.screens import screen_of
from kiosk.ui.tap_guard import NEAR_MM, PRESSES, TapGuard

POINTS = {
    Act.PRESS: QEvent.Type.MouseButtonPress,
    Act.MOVE: QEvent.Type.MouseMove,
    Act.LET_GO: QEvent.Type.MouseButtonRelease,
}
LET_GO = (QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd, QEvent.Type.KeyRelease, QEvent.Type.Wheel)
KEY_EVENTS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
SYSTEM_MODIFIERS = (
    Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
)
SYSTEM_KEYS = frozenset(
    {Qt.Key.Key_Menu, Qt.Key.Key_Print, Qt.Key.Key_SysReq, Qt.Key.Key_Help, Qt.Key.Key_Meta}
)
NEVER_PX = 1_000_000
LOWERED = (9, 11)
"""Shares of the height that stay empty and are used while the screen is lowered."""
CLERK_KEYS = frozenset({Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Z})
"""With Ctrl, for a signed-in member of staff."""


def is_system_key(event: QKeyEvent, clerk: bool) -> bool:
    """Whether a key could reach the system or Qt's own shortcuts instead of a field."""
    key = event.key()
    if key in SYSTEM_KEYS or Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
        return True
    held = event.modifiers() & SYSTEM_MODIFIERS
    if clerk and held == Qt.KeyboardModifier.ControlModifier and key in CLERK_KEYS:
        return False
    composing = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    if held == composing and event.text().isprintable() and event.text():
        return False  # AltGr on Windows
    return bool(held)


def is_other_button(event: QEvent) -> bool:
    """Whether it is a press or release of another button than the first: the others open menus of Qt's own and paste
    what somebody selected before. A long touch is a press of the second one to some systems."""
    return isinstance(event, QMouseEvent) and event.button() not in (
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.NoButton,
    )


def touch_of(point: QEventPoint) -> Touch:
    """A place where the window is touched."""
    size = point.ellipseDiameters()
    return Touch(point.id(), point.state(), point.scenePosition(), max(size.width(), size.height()))


class _Pages(QStackedWidget):
    """The screens. They take the room there is, so nothing around them asks: Qt would measure every one at each change."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(1, 1)

    @override
    def hasHeightForWidth(self) -> bool:
        return False


class KioskWindow(QMainWindow):
    """Shows the screen of each View; a screen is made when its View first comes. `screens` go before the terminal's own.

    `intent` carries what the person did, `touched` that a finger or key was let go. `size` None means full
    screen, frameless and on top. `locked` drops the system's keys and refuses to be closed.
    """

    intent = Signal(object)
    touched = Signal()
    shown = Signal(object)
    """A View stands there now."""
    forgotten = Signal()
    """The person of the visit was forgotten."""
    closed = Signal()
    technician_called = Signal()
    """The corners were tapped in their order."""

    def __init__(
        self,
        kit: ScreenKit,
        screens: Iterable[type[Screen]] = (),
        *,
        size: QSize | None = None,
        locked: bool = True,
        side_panel: QWidget | None = None,
        corners: str = "",
    ) -> None:
        super().__init__()
        self._knock = CornerTaps(corners, kit.theme.mm(ZONE_MM)) if corners else None
        self._knocking = False
        self.kit = kit
        self._screen_types = {screen.view_type: screen for screen in screens}
        self._screens: dict[type[View], Screen] = {}
        self._status: TerminalStatus | None = None
        self._locked = locked
        self._may_close = not locked
        self._clerk_keys = False
        self._watched: QObject | None = None
        self.taps = TapGuard(kit.theme.mm(NEAR_MM))
        self.fingers = Fingers(kit.theme.mm(1000.0) / 1000.0, self.is_key)
        self._pressed: QWidget | None = None
        """What the finger that points came down on."""
        self._full_screen = size is None
        self.setWindowTitle("Kiosk")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        QApplication.setStartDragDistance(NEVER_PX)  # selected text would leave its field, and the window
        self._stack = _Pages()
        self._stack.setMinimumSize(1, 1)
        central = QWidget()
        central.setMinimumSize(1, 1)  # what needs more room scrolls; the window never outgrows the screen
        across = QHBoxLayout(central)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._air = QWidget()
        self._air.hide()
        column.addWidget(self._air, LOWERED[0])
        column.addWidget(self._stack, LOWERED[1])
        column.addWidget(kit.keyboard)
        across.addLayout(column, 1)
        if side_panel is not None:
            across.addWidget(side_panel)
        self.setCentralWidget(central)
        main_layout = self.layout()
        if main_layout is not None:
            main_layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        kit.theme.dress(self)
        kit.theme.lowered_changed.connect(self._lower)
        kit.keyboard.came_up.connect(self._keys_came_up)
        if size is None:
            self.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        else:
            self.resize(size)

    def open(self) -> None:
        """Appear: full screen, or in the size given."""
        if self.focusWidget() is None:
            self.setFocus()  # else Qt would mark the first button it finds
        if self._full_screen:
            self.showFullScreen()
        else:
            self.show()

    @property
    def current(self) -> Screen | None:
        """The screen shown now."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, Screen) else None

    def show_view(self, view: View) -> None:
        """Bring up the screen of a View, or update it in place. Raises KeyError for a View without a Screen."""
        before = self.current
        screen = self._screens.get(type(view))
        if screen is None:
            screen = (self._screen_types.get(type(view)) or screen_of(type(view)))(self.kit)
            screen.intent.connect(self.intent)
            self._screens[type(view)] = screen
            self._stack.addWidget(screen)
        appears = screen is not before
        if appears:
            self.kit.keyboard.let_go()
        screen.present(view)
        if appears:
            if self._status is not None:
                screen.show_status(self._status)
            self._stack.setCurrentWidget(screen)
            screen.focus_first()
            self.taps.screen_changed()
        self.shown.emit(view)

    def show_status(self, status: TerminalStatus) -> None:
        """The small signs in the header; a signed-in member of staff may use the editing keys."""
        self._status = status
        self._clerk_keys = bool(status.staff_name)
        self.kit.keyboard.serve_staff(self._clerk_keys)
        if self.current is not None:
            self.current.show_status(status)

    def forget_person(self) -> None:
        """Destroy every screen that showed a person's data, and put language and look back to how they begin."""
        self.kit.keyboard.forget_person()
        if self.kit.speaker is not None:
            self.kit.speaker.forget_person()
        for view_type, screen in list(self._screens.items()):
            if screen.view is not None and screen.view.personal:
                del self._screens[view_type]
                screen.hide()
                self._stack.removeWidget(screen)
                screen.setParent(None)
                screen.deleteLater()
        clipboard = QGuiApplication.clipboard()
        clipboard.clear()
        if clipboard.supportsSelection():
            clipboard.clear(QClipboard.Mode.Selection)
        QPixmapCache.clear()
        self.kit.texts.back_to_default()
        self.kit.theme.back_to_default()
        self.forgotten.emit()
        QTimer.singleShot(0, self, let_memory_go)

    def _keys_came_up(self) -> None:
        """The tap that brought them may tremble, and would type a letter."""
        self.taps.screen_changed()

    def _lower(self) -> None:
        self._air.setVisible(self.kit.theme.lowered)

    def allow_close(self) -> None:
        """A technician said so, or the program is being stopped."""
        self._may_close = True

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            super().closeEvent(event)
            self.closed.emit()
        else:
            event.ignore()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None and handle is not self._watched:
            self._watched = handle
            handle.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the system sends to the window, before any widget sees it."""
        if watched is not self._watched:
            return super().eventFilter(watched, event)
        kind = event.type()
        if kind in KEY_EVENTS and isinstance(event, QKeyEvent):
            if self._locked and is_system_key(event, self._clerk_keys):
                return True
            if kind == QEvent.Type.KeyPress and event.text().isprintable() and event.text():
                self.kit.keyboard.hardware_key()
        elif isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseButtonPress:
            if not self._clerk_keys:
                self.kit.keyboard.touched()
        elif isinstance(event, QTouchEvent):
            self._follow_fingers(event)
            return True
        if self._locked and (kind == QEvent.Type.ContextMenu or is_other_button(event)):
            return True
        if kind in LET_GO:
            self.touched.emit()
        return self._is_knock(event) or self.taps.swallows(event)

    def _follow_fingers(self, event: QTouchEvent) -> None:
        """Qt would follow the first finger alone, and be deaf to all others while a palm rests on the glass."""
        event.accept()
        kind = event.type()
        acts = self.fingers.give_up() if kind in (QEvent.Type.TouchBegin, QEvent.Type.TouchCancel) else []
        if kind != QEvent.Type.TouchCancel:
            acts += self.fingers.take(touch_of(point) for point in event.points())
        if kind == QEvent.Type.TouchBegin:
            self.kit.keyboard.touched()
        elif kind == QEvent.Type.TouchEnd:
            self.touched.emit()
        for act in acts:
            self._point(act)

    def _point(self, pointed: Pointed) -> None:
        """As a mouse would, which every control answers to."""
        act, where = pointed.act, pointed.where
        if act is Act.PRESS:
            self._pressed = self.childAt(where.toPoint())
        elif act is Act.GIVE_UP:
            if isinstance(self._pressed, QAbstractButton) and isValid(self._pressed):
                self._pressed.setDown(False)
            return  # whatever was pressed never hears that it was let go
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        event = QMouseEvent(
            POINTS[act],
            where,
            where,
            QPointF(self.mapToGlobal(where)),
            none if act is Act.MOVE else left,
            left if act in (Act.PRESS, Act.MOVE) else none,
            Qt.KeyboardModifier.NoModifier,
        )
        if self._watched is not None:
            QCoreApplication.sendEvent(self._watched, event)

    def is_key(self, where: QPointF) -> bool:
        """Whether a key of the keyboard stands there."""
        return isinstance(self.childAt(where.toPoint()), Key)

    def _is_knock(self, event: QEvent) -> bool:
        """The technician's taps in the corners, with the releases that belong to them."""
        if self._knock is None or not isinstance(event, QMouseEvent):
            return False
        if event.type() in PRESSES:
            where = event.position()
            self._knocking = self._knock.press(where.x(), where.y(), self.width(), self.height())
            if self._knock.complete:
                QTimer.singleShot(0, self, self.technician_called.emit)
        knocking = self._knocking
        if event.type() == QEvent.Type.MouseButtonRelease:
            self._knocking = False
        return knocking
