"""Makers of named controls whose words follow the language; shared by all screens, not itself a screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from kiosk.domain.ports import CodeWriter
from kiosk.flow.messages import Intent
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.keyboard.panel import KeyboardPanel
from kiosk.ui.keyboard.suggestions import Suggests
from kiosk.ui.preview import CameraFeed
from kiosk.ui.speech.speaker import Speaker
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.banner import NoticeBanner
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.choices import ChoiceList
from kiosk.ui.widgets.dates import DateBoxes
from kiosk.ui.widgets.digits import DigitField, OtpField
from kiosk.ui.widgets.fact_section import FactSection
from kiosk.ui.widgets.field_row import FieldRow, LabelledRow
from kiosk.ui.widgets.label import Label
from kiosk.ui.widgets.long_list import LongList
from kiosk.ui.widgets.panel import Panel
from kiosk.ui.widgets.tile import Tile

W = TypeVar("W", bound=QWidget)
Sends = Intent | Callable[[], Intent | None] | None
"""What a control sends: an intent, or a function that makes one (or None: nothing to send)."""


@dataclass(frozen=True, slots=True)
class ScreenKit:
    """What a screen is given; one kit serves all screens of a window."""

    texts: Texts
    theme: Theme
    camera_feeds: Mapping[str, CameraFeed]
    """By role: "card", "document"."""
    keyboard: KeyboardPanel
    codes: CodeWriter
    speaker: Speaker | None = None
    """None where nothing is read aloud."""


class ControlMaker(QWidget):
    """Gives controls their lasting objectName `<screen>.<purpose>` and their words in any language.

    A label key of "" leaves the words to `show_view`.
    """

    name: ClassVar[str] = ""
    intent = Signal(object)

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__()
        self.kit = kit
        self.texts = kit.texts
        self.theme = kit.theme
        self._spoken: list[tuple[Callable[[], None], object]] = []

    def named(self, widget: W, purpose: str) -> W:
        """Give a control its lasting objectName `<screen>.<purpose>`."""
        widget.setObjectName(f"{self.name}.{purpose}")
        return widget

    def say(self, target: Any, key: str, **values: object) -> None:
        """Keep `target.set_words(...)` (or a callable taking the sentence) at the sentence of `key` in any language."""
        write = target if callable(target) and not isinstance(target, QWidget) else target.set_words
        self.keep(lambda: write(self.texts(key, **values)), getattr(write, "__self__", None))

    def keep(self, renew: Callable[[], None], owner: object = None) -> None:
        """Run now and after every switch of language, for as long as the owner lives, if one is named."""
        renew()
        self._spoken.append((renew, owner))

    def renew_words(self) -> None:
        """Say everything in the language of now; rows that were taken away since are forgotten."""
        self._spoken = [(renew, owner) for renew, owner in self._spoken if owner is None or isValid(owner)]
        for renew, _ in self._spoken:
            renew()

    def button(
        self,
        purpose: str,
        text_key: str,
        kind: str = "secondary",
        icon: str = "",
        sends: Sends = None,
    ) -> Button:
        """A button named `<screen>.<purpose>`."""
        button = self.named(Button(self.theme, kind=kind, icon=icon), purpose)
        self.say(button, text_key)
        if sends is not None:
            button.clicked.connect(partial(self._send_made, sends))
        return button

    def label(self, text_key: str = "", role: str = "body", tone: str = "") -> Label:
        """A text; without a key its words are set by `show_view`."""
        label = Label(role=role, tone=tone)
        if text_key:
            self.say(label, text_key)
        return label

    def tile(
        self,
        purpose: str,
        icon: str,
        title_key: str,
        sentence_key: str = "",
        sends: Sends = None,
        recommended: bool = False,
    ) -> Tile:
        """A big choice with icon, title and one sentence."""
        tile = self.named(Tile(self.theme, icon, recommended=recommended), purpose)
        self.keep(
            lambda: tile.set_words(self.texts(title_key), self.texts(sentence_key) if sentence_key else ""),
            tile,
        )
        if sends is not None:
            tile.clicked.connect(partial(self._send_made, sends))
        return tile

    def field(
        self,
        purpose: str,
        label_key: str = "",
        help_key: str = "",
        pad: Pad = Pad.TEXT,
        capitals: Capitals = Capitals.NONE,
        max_length: int = 0,
        optional: bool = False,
        suggests: Suggests = Suggests.NONE,
    ) -> FieldRow:
        """A labelled line to type in, served by the keyboard; `row.input` is the QLineEdit `<screen>.<purpose>`."""
        row = FieldRow(self.theme, max_length=max_length)
        self.named(row.input, purpose)
        self.kit.keyboard.attach(row.input, pad, capitals, suggests)
        self.ask(row, label_key, help_key, optional)
        return row

    def digit_field(
        self,
        purpose: str,
        label_key: str = "",
        most_digits: int = 12,
        help_key: str = "",
        also: str = "",
        optional: bool = False,
    ) -> DigitField:
        """A line for digits (and the characters of `also`), with the digit pad."""
        row = DigitField(self.theme, most_digits, also)
        self._serve(row.input, purpose, Pad.DIGITS)
        self.ask(row, label_key, help_key, optional)
        return row

    def otp_field(self, purpose: str, label_key: str = "", digits: int = 6, help_key: str = "") -> OtpField:
        """Boxes for a one-time code, with the digit pad."""
        row = OtpField(self.theme, digits)
        self._serve(row.input, purpose, Pad.DIGITS)
        self.ask(row, label_key, help_key)
        return row

    def date_field(
        self, purpose: str, label_key: str = "", help_key: str = "", optional: bool = False
    ) -> DateBoxes:
        """dd / mm / yyyy, named `<screen>.<purpose>_day`, `_month` and `_year`, with the digit pad."""
        row = DateBoxes(self.theme)
        row.name_boxes(f"{self.name}.{purpose}")
        for box in row.boxes:
            self.kit.keyboard.attach(box, Pad.DIGITS)
        self.ask(row, label_key, help_key, optional)
        parts = ("base.day", "base.month", "base.year")
        self.keep(lambda: row.set_box_words(*(self.texts(key) for key in parts)), row)
        return row

    def choices(
        self, purpose: str, label_key: str = "", many: bool = False, columns: int = 1, optional: bool = False
    ) -> ChoiceList:
        """Big rows to choose from; rows are named `<screen>.<purpose>.<value>`."""
        rows = self.named(ChoiceList(self.theme, many, columns), purpose)
        self.ask(rows, label_key, optional=optional)
        return rows

    def long_list(self, purpose: str) -> LongList:
        """A list with "up" and "down"; rows are named `<screen>.<purpose>.<key>`."""
        rows = self.named(LongList(self.theme), purpose)
        self.keep(
            lambda: rows.body.name_buttons(
                f"{self.name}.{purpose}", self.texts("base.scroll_up"), self.texts("base.scroll_down")
            ),
            rows,
        )
        return rows

    def ask(self, row: LabelledRow, label_key: str, help_key: str = "", optional: bool = False) -> None:
        """Bind the question and the help of any labelled row."""
        if label_key:
            self.keep(lambda: row.set_words(self._label_words(label_key, optional)), row)
        if help_key:
            self.say(row.set_help, help_key)
        row.left_out.connect(self._tell_left_out)

    def banner(self, text_key: str = "", kind: str = "info") -> NoticeBanner:
        """A notice with icon: info, success, warning or danger."""
        banner = NoticeBanner(self.theme, kind)
        if text_key:
            self.say(banner, text_key)
        return banner

    def panel(self, kind: str = "plain") -> Panel:
        """A rounded ground with a column layout `panel.column`."""
        return Panel(self.theme, kind)

    def row(self, *widgets: QWidget, space: str = "m", stretch: bool = True) -> QHBoxLayout:
        """Widgets side by side; with `stretch` they share the width."""
        row = QHBoxLayout()
        row.setSpacing(self.theme.space(space))
        for widget in widgets:
            row.addWidget(widget, 1 if stretch else 0)
        if not stretch:
            row.addStretch(1)
        return row

    def column(self, *widgets: QWidget, space: str = "m") -> QWidget:
        """Widgets under one another, as one part of a wider row; room left over stays below them."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space(space))
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        return holder

    def section(self, title_key: str, icon: str) -> FactSection:
        """A titled card of facts."""
        section = FactSection(self.theme, icon)
        self.say(section, title_key)
        return section

    def _label_words(self, key: str, optional: bool) -> str:
        words = self.texts(key)
        return self.texts("base.optional_field", label=words) if optional else words

    def _send_made(self, sends: Sends, _checked: bool = False) -> None:
        intent = sends() if callable(sends) else sends
        if intent is not None:
            self.intent.emit(intent)

    @Slot(str, int)
    def _tell_left_out(self, key: str, most: int) -> None:
        row = self.sender()
        if isinstance(row, LabelledRow):
            row.set_note(self.texts(key, most=most))

    def _serve(self, line: QLineEdit, purpose: str, pad: Pad) -> None:
        self.named(line, purpose)
        self.kit.keyboard.attach(line, pad)
