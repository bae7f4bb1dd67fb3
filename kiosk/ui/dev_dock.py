"""The demo's stage hand: a panel beside the window that holds up cards, pulls cables and shows the paper roll.

Never part of a terminal in service; it does nothing itself but call the plain functions it was given.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme

WIDTH_PX = 400
LOOK_EVERY_MS = 700
PAPER_STATES = ("ok", "low", "out", "cover", "gone")
DOCK_STYLE = """
QFrame#dock, QWidget#dock_content { background: #20292E; }
QLabel { color: #F4F1EA; font-size: 15px; background: transparent; }
QLabel[part="head"] { font-weight: bold; font-size: 16px; color: #F7B50C; padding-top: 10px; }
QLabel[part="message"] { background: #33414A; border-radius: 8px; padding: 8px; }
QPushButton { background: #33414A; color: #FFFFFF; border: 1px solid #8FA0A9; border-radius: 8px;
              padding: 7px; font-size: 15px; text-align: left; }
QPushButton:pressed, QPushButton:checked { background: #F7B50C; color: #221A00; }
QScrollArea { border: none; background: #20292E; }
"""


class DockActions(Protocol):
    """What the demo lets one do; every function returns at once."""

    def cards(self) -> list[tuple[str, str]]:
        """Sample cards: (id, name)."""

    def hold_card(self, card_id: str) -> None: ...
    def pages(self) -> list[tuple[str, str]]:
        """Sample pages: (id, name)."""

    def put_page(self, page_id: str) -> None: ...
    def take_away(self) -> None: ...
    def pull_cable(self, pulled: bool) -> None: ...
    def paper(self, state: str) -> None:
        """One of PAPER_STATES."""

    def power_cut(self) -> None: ...
    def roll(self) -> list[Path]:
        """Pictures of the slips printed so far, oldest first."""

    def messages(self) -> list[str]:
        """Texts that the portal "sent" to phones, oldest first."""


class DevDock(QFrame):
    """Buttons named `dock.<purpose>`; looks for new slips and messages while it is visible."""

    def __init__(
        self, actions: DockActions, texts: Texts, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._texts = texts
        self._theme = theme
        self._worded: list[tuple[QLabel | QPushButton, str]] = []
        self._slips: dict[Path, QLabel] = {}
        self._messages: list[str] = []
        self.setObjectName("dock")
        self.setFixedWidth(WIDTH_PX)
        self.setStyleSheet(DOCK_STYLE)
        content = QWidget()
        content.setObjectName("dock_content")
        self._column = QVBoxLayout(content)
        self._column.setSpacing(6)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self._fill()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        texts.changed.connect(self._say_words)
        self._say_words()

    def look(self) -> None:
        """Show slips and messages that came since."""
        for path in self._actions.roll():
            if path not in self._slips:
                picture = QPixmap(str(path))
                if picture.isNull():
                    continue  # still being written; the next look finds it
                self._slips[path] = QLabel()
                self._slips[path].setPixmap(
                    picture.scaledToWidth(WIDTH_PX - 40, Qt.TransformationMode.SmoothTransformation)
                )
                self._roll.insertWidget(0, self._slips[path])
        for words in self._actions.messages()[len(self._messages) :]:
            self._messages.append(words)
            bubble = QLabel(words)
            bubble.setTextFormat(Qt.TextFormat.PlainText)
            bubble.setWordWrap(True)
            bubble.setProperty("part", "message")
            self._phone.insertWidget(0, bubble)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()
        self._timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _fill(self) -> None:
        self._head("dock.card")
        for card_id, name in self._actions.cards():
            self._button(f"card.{card_id}", partial(self._actions.hold_card, card_id), words=name)
        self._head("dock.page")
        for page_id, name in self._actions.pages():
            self._button(f"page.{page_id}", partial(self._actions.put_page, page_id), words=name)
        self._button("take_away", self._actions.take_away)
        self._head("dock.world")
        self._cable = self._button("pull_cable", self._toggle_cable)
        self._cable.setCheckable(True)
        self._button("power_cut", self._actions.power_cut)
        self._head("dock.printer")
        for states in (PAPER_STATES[:3], PAPER_STATES[3:]):
            paper = QHBoxLayout()
            paper.setSpacing(4)
            for state in states:
                self._button(f"paper_{state}", partial(self._actions.paper, state), row=paper)
            self._column.addLayout(paper)
        self._head("dock.messages")
        self._phone = QVBoxLayout()
        self._column.addLayout(self._phone)
        self._head("dock.roll")
        self._roll = QVBoxLayout()
        self._column.addLayout(self._roll)
        self._column.addStretch(1)

    def _head(self, key: str) -> None:
        head = QLabel()
        head.setProperty("part", "head")
        self._worded.append((head, key))
        self._column.addWidget(head)

    def _button(
        self, purpose: str, act: Callable[[], None], words: str = "", row: QHBoxLayout | None = None
    ) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"dock.{purpose}")
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not words:
            self._worded.append((button, f"dock.{purpose}"))
        button.clicked.connect(act)
        (row or self._column).addWidget(button)
        return button

    def _toggle_cable(self) -> None:
        self._actions.pull_cable(self._cable.isChecked())
        self._say_words()

    def _say_words(self) -> None:
        for widget, key in self._worded:
            words = self._texts(key)
            if widget is self._cable:
                words = self._texts("dock.plug_cable" if self._cable.isChecked() else key)
            widget.setText(words)
            widget.setAccessibleName(words)
