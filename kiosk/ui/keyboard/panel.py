"""The keyboard on the screen: comes up for the field that is typed into, below the screen; it keeps no text."""

from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from kiosk.ui.keyboard.board import GAP_MM, Board, Shift
from kiosk.ui.keyboard.composer import Edit, Method, WordComposer
from kiosk.ui.keyboard.fields import TypedField, commit, is_editable, press_backspace, text_before_cursor
from kiosk.ui.keyboard.hardware import HardwareComposer
from kiosk.ui.keyboard.key import Key
from kiosk.ui.keyboard.layouts import FIRST_PAGE, KeyKind
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.keyboard.strip import WORDS, SuggestionStrip
from kiosk.ui.keyboard.suggestions import Suggestion, Suggestions, Suggests
from kiosk.ui.keyboard.syllables import forget_words
from kiosk.ui.resource_files import resource_folder
from kiosk.ui.texts import Texts
from kiosk.ui.theme import SMALLEST_TARGET_MM, Theme

KEY_MM = 18.0
"""Height of a key where there is room (width comes to about 20 mm on a wide screen)."""
MOST_OF_WINDOW = 0.45
"""Share of the window's height it may take, unless keys would be smaller than a finger needs."""
METHODS = (Method.LETTERS, Method.TELEX, Method.VNI)


class KeyboardPanel(QFrame):
    """Serves every attached field with its pad while that field has the focus.

    Letters are composed as they are typed (by default with keys that are letters and tones themselves). Above the keys
    stands what the field may be about to hold. Who types on a hardware keyboard sees no keys, only what is offered;
    touching a field brings the keys back.
    """

    came_up = Signal()
    """Keys stand where something else could be touched before."""

    def __init__(
        self,
        theme: Theme,
        texts: Texts,
        suggestions: Suggestions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._suggestions = suggestions or Suggestions(resource_folder() / "typing")
        self._by_hardware = False
        self._staff = False
        self._theme = theme
        self._texts = texts
        self._fields: WeakSet[TypedField] = WeakSet()
        self._target: TypedField | None = None
        self._composer = WordComposer(Method.LETTERS)
        self._hardware = HardwareComposer(self)
        self._shift = Shift.OFF
        self.setProperty("panel", "keyboard")
        self.setObjectName("keyboard")
        self._strip = SuggestionStrip(theme)
        self._strip.taken.connect(self._take)
        self._board = Board(theme, texts)
        self._board.pressed.connect(self._pressed)
        edge = theme.space("s")
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.mm(GAP_MM))
        column.addWidget(self._strip)
        column.addWidget(self._board, 1)
        texts.changed.connect(self._say_words)
        theme.changed.connect(self._fit)
        self.hide()

    # --- for screens and the window ----------------------------------------------------------------------

    def attach(
        self,
        field: TypedField,
        pad: Pad = Pad.TEXT,
        capitals: Capitals = Capitals.NONE,
        suggests: Suggests = Suggests.NONE,
    ) -> None:
        """Serve a QLineEdit or QPlainTextEdit whenever it has the focus."""
        field.setProperty("pad", str(pad))
        field.setProperty("capitals", str(capitals))
        field.setProperty("suggests", str(suggests))
        if field not in self._fields:
            self._fields.add(field)
            field.installEventFilter(self)
            if pad is Pad.TEXT:
                self._hardware.watch(field)

    def compose_hardware(self, method: Method) -> None:
        """How marks are typed on a hardware keyboard; NONE where an input method of the system does that."""
        self._hardware.set_method(method)

    def serve_staff(self, signed_in: bool) -> None:
        """Who is signed in and types on a hardware keyboard keeps it from visit to visit."""
        self._staff = signed_in

    def hardware_key(self) -> None:
        """Somebody types on a hardware keyboard: the keys go away and stay away, what is offered stays."""
        if not self._by_hardware:
            self._by_hardware = True
            self._arrange()

    def touched(self) -> None:
        """A finger: the next field it touches brings the keys back."""
        self._by_hardware = False

    def forget_person(self) -> None:
        """Begin the next visit as the first one."""
        self.let_go()
        self._by_hardware = self._by_hardware and self._staff
        self.set_method(Method.LETTERS)
        forget_words()

    @property
    def method(self) -> Method:
        """How marks are typed on the touch keyboard."""
        return self._composer.method

    def set_method(self, method: Method) -> None:
        """LETTERS for citizens; TELEX or VNI for those who ask."""
        self._composer.method = method
        self._composer.forget()

    @property
    def target(self) -> TypedField | None:
        """The field being typed into."""
        return self._target if self._target is not None and isValid(self._target) else None

    @property
    def page(self) -> str:
        """Name of the page of keys shown, one of `layouts.PAGES`."""
        return self._board.page

    def let_go(self) -> None:
        """Forget the field and the word, and go away."""
        self._target = None
        self._composer.forget()
        self._shift = Shift.OFF
        self._strip.show_offers((), WORDS, first_by_key=False)
        self.hide()

    @property
    def offers(self) -> tuple[Suggestion, ...]:
        """What is offered for the field now."""
        return self._strip.offers

    def key(self, name: str) -> Key:
        """A key of the page shown, by the end of its objectName. Raises KeyError."""
        for key in self._board.keys:
            if key.spec.name == name:
                return key
        raise KeyError(name)

    # --- serving a field ---------------------------------------------------------------------------------

    def serve(self, field: TypedField) -> None:
        """Come up for a field with its pad."""
        if self.parentWidget() is None or not is_editable(field):
            return
        self._target = field
        self._composer.forget()
        self._shift = Shift.OFF
        self._show_page(self._page_of(FIRST_PAGE[Pad(field.property("pad"))]))
        self._offer()
        self._arrange()

    def _page_of(self, name: str) -> str:
        """Who types marks by Telex or VNI needs digits where the letters with marks would stand."""
        return "typed" if name == "letters" and self.method in (Method.TELEX, Method.VNI) else name

    def _arrange(self) -> None:
        """Keys, offers, both or nothing, whatever the field and the person need."""
        field = self.target
        if field is None:
            return
        helped = Suggests(field.property("suggests")) is not Suggests.NONE
        self._board.setVisible(not self._by_hardware)
        self._strip.setVisible(bool(self.offers) if self._by_hardware else helped)
        self.setVisible(not self._by_hardware or bool(self.offers))
        self._fit()

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
            elif watched is self._target and isinstance(event, QKeyEvent):
                return self._hardware_typed(event)
        elif watched is self.window() and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _hardware_typed(self, event: QKeyEvent) -> bool:
        """Down takes the first offer; any other key may bring other offers, once the field has taken it in."""
        if event.type() == QEvent.Type.KeyRelease:
            self._offer()
        elif event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down and self.offers:
            self._take(self.offers[0])
            return True
        return False

    def _offer(self) -> None:
        field = self.target
        if field is None:
            return
        kind = Suggests(field.property("suggests"))
        offers = self._suggestions.of(kind, text_before_cursor(field)) if kind is not Suggests.NONE else ()
        if offers != self.offers:
            self._strip.show_offers(offers, self._texts("keyboard.offer", words=WORDS), self._by_hardware)
            if self._by_hardware:
                self._arrange()

    @Slot(object)
    def _take(self, offer: Suggestion) -> None:
        field = self.target
        if field is None:
            return
        commit(field, Edit(offer.delete, offer.insert))
        self._composer.forget()
        self._offer()
        self._show_capitals()

    def _leave_if_unused(self) -> None:
        focused = QApplication.focusWidget()
        if focused is None or focused not in self._fields:
            self.let_go()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._fit()
        self.came_up.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.window().removeEventFilter(self)

    # --- pages -------------------------------------------------------------------------------------------

    def _show_page(self, name: str) -> None:
        self._board.show_page(name)
        self._say_words()
        self._show_capitals()
        self._fit()

    def _fit(self) -> None:
        if not self._board.page:
            return
        self._strip.fit()
        gap = self._theme.mm(GAP_MM)
        margins = self.contentsMargins().top() + 2 * self._theme.space("s") + 3
        if not self._strip.isHidden():
            margins += self._strip.height()
        if self._board.isHidden():
            self.setFixedHeight(margins)
            return
        rows = self._board.rows
        margins += (rows - int(self._strip.isHidden())) * gap
        wanted = rows * self._theme.mm(KEY_MM) + margins
        least = rows * self._theme.mm(SMALLEST_TARGET_MM) + margins
        self.setFixedHeight(min(wanted, max(least, int(self.window().height() * MOST_OF_WINDOW))))

    def _say_words(self) -> None:
        self._board.say_words(self.next_field() is not None, self.method)

    # --- capitals ----------------------------------------------------------------------------------------

    def _writes_capital(self) -> bool:
        field = self.target
        capitals = Capitals(field.property("capitals")) if field is not None else Capitals.NONE
        if self._board.page == "code" or capitals is Capitals.ALL or self._shift is Shift.LOCKED:
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
        self._board.show_capitals(self._writes_capital(), self._shift)

    # --- pressing ----------------------------------------------------------------------------------------

    @Slot(object)
    def _pressed(self, key: Key) -> None:
        field = self.target
        if field is None:
            return
        match key.spec.kind:
            case KeyKind.TEXT | KeyKind.TONE | KeyKind.SPACE:
                self._type(field, key.spec.text)
            case KeyKind.BACKSPACE:
                self._composer.forget()
                press_backspace(field)
                self._offer()
            case KeyKind.SHIFT:
                self._shift = Shift((self._shift.value + 1) % len(Shift))
            case KeyKind.PAGE:
                self._show_page(self._page_of(key.spec.text))
            case KeyKind.METHOD:
                self._next_method()
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
        self._offer()

    def _next_method(self) -> None:
        """Keys with marks, Telex, VNI, and round again."""
        self.set_method(METHODS[(METHODS.index(self.method) + 1) % len(METHODS)])
        self._show_page(self._page_of("letters"))

    def _finish(self, field: TypedField) -> None:
        following = self.next_field()
        if following is not None:
            following.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            field.clearFocus()
            self.let_go()

    def next_field(self) -> TypedField | None:
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
