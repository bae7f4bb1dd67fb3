"""The keyboard on the screen: comes up for the field that is typed into, below the screen; it keeps no text."""

from enum import Enum
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from kiosk.ui.keyboard.composer import Edit, Method, WordComposer
from kiosk.ui.keyboard.fields import TypedField, commit, is_editable, press_backspace, text_before_cursor
from kiosk.ui.keyboard.hardware import HardwareComposer
from kiosk.ui.keyboard.key import Key
from kiosk.ui.keyboard.layouts import FIRST_PAGE, NARROW_PAGES, PAGES, KeyKind
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.texts import Texts
from kiosk.ui.theme import SMALLEST_TARGET_MM, Theme

KEY_MM = 18.0
"""Height of a key where there is room (width comes to about 20 mm on a wide screen)."""
MOST_OF_WINDOW = 0.45
"""Share of the window's height it may take, unless keys would be smaller than a finger needs."""
NARROW_KEY_MM = 30.0


class Shift(Enum):
    """The large-letters key steps through these."""

    OFF = 0
    ONCE = 1
    LOCKED = 2


class KeyboardPanel(QFrame):
    """Serves every attached field with its pad while that field has the focus.

    Letters are composed as they are typed (by default with keys that are letters and tones themselves). For a
    clerk's hardware keyboard `use_hardware(method)` keeps the panel away and composes there instead.
    """

    def __init__(self, theme: Theme, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts = texts
        self._fields: WeakSet[TypedField] = WeakSet()
        self._target: TypedField | None = None
        self._composer = WordComposer(Method.LETTERS)
        self._hardware = HardwareComposer(self)
        self._shift = Shift.OFF
        self._page = ""
        self._pages: dict[str, QWidget] = {}
        self._keys: dict[str, list[Key]] = {}
        self.setProperty("panel", "keyboard")
        self.setObjectName("keyboard")
        self._stack = QStackedLayout()
        edge = theme.space("s")
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, edge, edge, edge)
        column.addLayout(self._stack)
        texts.changed.connect(self._say_words)
        theme.changed.connect(self._fit)
        self.hide()

    # --- for screens and the window ----------------------------------------------------------------------

    def attach(self, field: TypedField, pad: Pad = Pad.TEXT, capitals: Capitals = Capitals.NONE) -> None:
        """Serve a QLineEdit or QPlainTextEdit whenever it has the focus."""
        field.setProperty("pad", str(pad))
        field.setProperty("capitals", str(capitals))
        if field not in self._fields:
            self._fields.add(field)
            field.installEventFilter(self)
            if pad is Pad.TEXT:
                self._hardware.watch(field)

    def use_hardware(self, method: Method) -> None:
        """Stay away and compose on the hardware keyboard; `Method.NONE` brings the touch keyboard back."""
        self._hardware.set_method(method)
        if method is not Method.NONE:
            self.hide()

    @property
    def method(self) -> Method:
        """How marks are typed on the touch keyboard."""
        return self._composer.method

    def set_method(self, method: Method) -> None:
        """LETTERS for citizens; TELEX or VNI for those who ask."""
        self._composer.method = method

    @property
    def target(self) -> TypedField | None:
        """The field being typed into."""
        return self._target if self._target is not None and isValid(self._target) else None

    @property
    def page(self) -> str:
        """Name of the page of keys shown, one of `layouts.PAGES`."""
        return self._page

    def let_go(self) -> None:
        """Forget the field and the word, and go away."""
        self._target = None
        self._composer.forget()
        self._shift = Shift.OFF
        self.hide()

    def key(self, name: str) -> Key:
        """A key of the page shown, by the end of its objectName. Raises KeyError."""
        for key in self._keys.get(self._page, []):
            if key.spec.name == name:
                return key
        raise KeyError(name)

    # --- serving a field ---------------------------------------------------------------------------------

    def serve(self, field: TypedField) -> None:
        """Come up for a field with its pad."""
        if self._hardware.method is not Method.NONE or self.parentWidget() is None or not is_editable(field):
            return
        self._target = field
        self._composer.forget()
        self._shift = Shift.OFF
        self._show_page(FIRST_PAGE[Pad(field.property("pad"))])
        self.show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in self._fields and isinstance(watched, TypedField):
            kind = event.type()
            if kind == QEvent.Type.FocusIn or (kind == QEvent.Type.MouseButtonRelease and watched.hasFocus()):
                self.serve(watched)
            elif kind == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
                if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
                    QTimer.singleShot(0, self, self._leave_if_unused)
            elif kind == QEvent.Type.Hide and watched is self._target:
                self.let_go()
        elif watched is self.window() and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _leave_if_unused(self) -> None:
        focused = QApplication.focusWidget()
        if focused is None or focused not in self._fields:
            self.let_go()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._fit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.window().removeEventFilter(self)

    # --- pages -------------------------------------------------------------------------------------------

    def _show_page(self, name: str) -> None:
        if name not in self._pages:
            self._build_page(name)
        self._page = name
        self._stack.setCurrentWidget(self._pages[name])
        self._say_words()
        self._show_capitals()
        self._fit()

    def _build_page(self, name: str) -> None:
        page = QWidget()
        gap = self._theme.mm(1.5)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        keys: list[Key] = []
        widest = max(sum(spec.width for spec in row) for row in PAGES[name])
        for specs in PAGES[name]:
            row = QHBoxLayout()
            row.setSpacing(gap)
            indent = (widest - sum(spec.width for spec in specs)) / 2
            if indent > 0:
                row.addStretch(round(indent * 100))
            for spec in specs:
                key = Key(self._theme, spec)
                key.pressed.connect(self._pressed)
                keys.append(key)
                row.addWidget(key, round(spec.width * 100))
            if indent > 0:
                row.addStretch(round(indent * 100))
            column.addLayout(row, 1)
        if name in NARROW_PAGES:
            page.setMaximumWidth(round(widest * self._theme.mm(NARROW_KEY_MM)))
            holder = QWidget()
            middle = QHBoxLayout(holder)
            middle.setContentsMargins(0, 0, 0, 0)
            middle.addStretch(1)
            middle.addWidget(page, 100)
            middle.addStretch(1)
            page = holder
        self._pages[name] = page
        self._keys[name] = keys
        self._stack.addWidget(page)

    def _fit(self) -> None:
        if not self._page:
            return
        rows = len(PAGES[self._page])
        margins = (
            self.contentsMargins().top() + 2 * self._theme.space("s") + (rows - 1) * self._theme.mm(1.5) + 3
        )
        wanted = rows * self._theme.mm(KEY_MM) + margins
        least = rows * self._theme.mm(SMALLEST_TARGET_MM) + margins
        self.setFixedHeight(min(wanted, max(least, int(self.window().height() * MOST_OF_WINDOW))))

    def _say_words(self) -> None:
        more = self._next_field() is not None
        for key in self._keys.get(self._page, []):
            kind, name = key.spec.kind, key.spec.name
            if kind is KeyKind.TONE:
                key.set_words(self._texts(f"keyboard.{name}"), self._texts(f"keyboard.{name}_short"))
            elif kind is KeyKind.DONE:
                words = self._texts("keyboard.next" if more else "keyboard.done")
                key.setText(words)
                key.set_words(words)
            elif kind is KeyKind.SHIFT:
                key.set_words(self._texts("keyboard.shift"))
            elif kind in (KeyKind.BACKSPACE, KeyKind.SPACE, KeyKind.HIDE) or name in (
                "to_signs",
                "to_letters",
            ):
                key.set_words(self._texts(f"keyboard.{name}"))

    # --- capitals ----------------------------------------------------------------------------------------

    def _writes_capital(self) -> bool:
        field = self.target
        capitals = Capitals(field.property("capitals")) if field is not None else Capitals.NONE
        if self._page == "code" or capitals is Capitals.ALL or self._shift is Shift.LOCKED:
            return True
        before = text_before_cursor(field) if field is not None else ""
        begins = not before.strip()
        if capitals is Capitals.WORDS:
            begins = begins or before.endswith((" ", "-", "'"))
        elif capitals is Capitals.SENTENCES:
            begins = begins or (before.rstrip().endswith((".", "!", "?")) and before.endswith(" "))
        else:
            begins = False
        return begins != (self._shift is Shift.ONCE)

    def _show_capitals(self) -> None:
        capital = self._writes_capital()
        for key in self._keys.get(self._page, []):
            key.show_capital(capital)
            if key.spec.kind is KeyKind.SHIFT:
                locked = self._shift is Shift.LOCKED
                key.show_icon(
                    "shift" if self._shift is Shift.OFF else "shift_on", self._shift is not Shift.OFF
                )
                key.set_words(self._texts("keyboard.shift"), self._texts("keyboard.locked") if locked else "")

    # --- pressing ----------------------------------------------------------------------------------------

    def _pressed(self) -> None:
        key = self.sender()
        field = self.target
        if not isinstance(key, Key) or field is None:
            return
        match key.spec.kind:
            case KeyKind.TEXT | KeyKind.TONE | KeyKind.SPACE:
                self._type(field, key.spec.text)
            case KeyKind.BACKSPACE:
                self._composer.forget()
                press_backspace(field)
            case KeyKind.SHIFT:
                self._shift = Shift((self._shift.value + 1) % len(Shift))
            case KeyKind.PAGE:
                self._show_page(key.spec.text)
            case KeyKind.HIDE:
                self.hide()
            case KeyKind.DONE:
                self._finish(field)
        if self.isVisible():
            self._show_capitals()

    def _type(self, field: TypedField, text: str) -> None:
        composes = Pad(field.property("pad")) is Pad.TEXT
        capital = self._writes_capital()
        for key in text:
            if composes:
                edit = self._composer.press(key, text_before_cursor(field), str.upper if capital else str)
                commit(field, edit)
            else:
                commit(field, Edit(0, key.upper() if capital else key))
            field = self.target or field  # a full box may have handed on to the next
        if self._shift is Shift.ONCE:
            self._shift = Shift.OFF

    def _finish(self, field: TypedField) -> None:
        following = self._next_field()
        if following is not None:
            following.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            field.clearFocus()
            self.let_go()

    def _next_field(self) -> TypedField | None:
        """The next field below or to the right on the same screen."""
        here = self.target
        if here is None:
            return None

        def place(field: TypedField) -> tuple[int, int]:
            corner = field.mapTo(field.window(), QPoint(0, 0))
            return corner.y() // 24, corner.x()

        after = [
            field
            for field in self._fields
            if field is not here
            and is_editable(field)
            and field.window() is here.window()
            and place(field) > place(here)
        ]
        return min(after, key=place, default=None)
