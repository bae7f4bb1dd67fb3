"""A window with the screens of the dossier's way, touched and read as a person would; no session behind it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.scan import CodeMatrix, Frame
from kiosk.flow.messages import Intent, View
from kiosk.ui.keyboard.panel import KeyboardPanel
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.speech.speaker import Speaker
from kiosk.ui.speech.voice import Voice
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme, px_per_mm
from kiosk.ui.window import KioskWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

W = TypeVar("W", bound=QWidget)
FULL_HD = (1920, 1080, 21.5)
SMALL = (1280, 800, 15.6)
PORTRAIT = (1080, 1920, 21.5)


class WrittenCodes:
    """Remembers what was to be drawn as a code."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def qr(self, text: str) -> CodeMatrix:
        self.written.append(text)
        return CodeMatrix(((True, False), (False, True)))

    def code128(self, text: str) -> CodeMatrix:
        return CodeMatrix(((True,),))


class OneFrame:
    """A camera that always shows the same grey picture."""

    def __init__(self) -> None:
        picture = QImage(320, 180, QImage.Format.Format_BGR888)
        picture.fill(QColor("#808080"))
        self._frame = Frame(320, 180, bytes(picture.constBits()), number=1, at_s=0.0)

    def newest(self) -> Frame:
        return self._frame


class Stage:
    """`sent` are the intents so far."""

    def __init__(
        self, size: tuple[int, int, float], language: str, text_scale: float, voice: Voice | None = None
    ) -> None:
        width, height, diagonal = size
        self.theme = Theme(px_per_mm(width, height, diagonal), text_scale=text_scale)
        self.texts = Texts(language, strict=True)
        self.codes = WrittenCodes()
        self.keyboard = KeyboardPanel(self.theme, self.texts)
        speaker = Speaker(self.texts, lambda: voice) if voice is not None else None
        self.kit = ScreenKit(
            self.texts, self.theme, {"document": OneFrame()}, self.keyboard, self.codes, speaker
        )
        self.window = KioskWindow(self.kit, size=QSize(width, height), locked=False)
        self.sent: list[Intent] = []
        self.window.intent.connect(self.sent.append)

    def show(self, view: View) -> Screen:
        """Bring up a View, laid out."""
        self.window.show_view(view)
        settle()
        screen = self.window.current
        assert screen is not None
        return screen

    def find(self, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
        """The control of that objectName on the screen shown."""
        screen = self.window.current
        assert screen is not None
        found = [child for child in screen.findChildren(kind, name) if child is not screen]
        assert len(found) == 1, f"{len(found)} controls are called {name}"
        return found[0]

    def has(self, name: str) -> bool:
        """Whether a control of that name can be seen."""
        screen = self.window.current
        assert screen is not None
        return any(child.isVisibleTo(screen) for child in screen.findChildren(QWidget, name))

    def tap(self, name: str) -> list[Intent]:
        """Touch a control; what was sent by that alone."""
        control = self.find(name)
        assert control.isVisible(), f"{name} is not shown"
        before = len(self.sent)
        if isinstance(control, QAbstractButton):
            QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(8, control.height() // 2))
        else:
            QTest.mouseClick(control, Qt.MouseButton.LeftButton)
        settle()
        return self.sent[before:]

    def type(self, name: str, text: str) -> list[Intent]:
        """Type plain letters and digits into a field on a hardware keyboard."""
        field = self.find(name)
        field.setFocus()
        before = len(self.sent)
        QTest.keyClicks(field, text)
        return self.sent[before:]

    def words(self) -> str:
        """Every word that can be read on the screen, labels and buttons."""
        screen = self.window.current
        assert screen is not None
        parts = [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
        for button in screen.findChildren(QAbstractButton):
            if button.isVisible():
                parts += [button.text(), button.accessibleName(), button.accessibleDescription()]
        return "\n".join(parts)


def settle() -> None:
    """Let layouts and zero timers run, and what was let go go, as a running loop does between two events."""
    for _ in range(10):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@contextmanager
def open_stage(
    qtbot: QtBot,
    size: tuple[int, int, float] = FULL_HD,
    language: str = "vi",
    text_scale: float = 1.0,
    voice: Voice | None = None,
) -> Iterator[Stage]:
    """A stage whose window is open and has the focus; closed afterwards."""
    stage = Stage(size, language, text_scale, voice)
    stage.window.open()
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    yield stage
    stage.window.allow_close()
    stage.window.close()
    stage.window.deleteLater()
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
