"""What people see of a terminal: words, look, keyboard and window; it needs neither store nor devices, so it can be there first."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QWidget

from kiosk.app.parts import WindowFacts
from kiosk.app.units import communes_file
from kiosk.app.voice import find_voice
from kiosk.devices.codes import ZxingCodeWriter
from kiosk.domain.settings import SpeechSettings, TerminalSettings
from kiosk.ui.fonts import font_covers_vietnamese
from kiosk.ui.keyboard.composer import Method
from kiosk.ui.keyboard.panel import KeyboardPanel
from kiosk.ui.keyboard.suggestions import Suggestions
from kiosk.ui.places import StaysOnScreen, chosen_screen, named_screen
from kiosk.ui.preview import CameraFeed
from kiosk.ui.resource_files import resource_folder
from kiosk.ui.screen import ScreenKit
from kiosk.ui.speech.speaker import LOADS_AFTER_MS, Speaker
from kiosk.ui.speech.voice import Voice
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme, is_tall, px_per_mm
from kiosk.ui.window import KioskWindow

SidePanel = Callable[[Texts, Theme], QWidget]
"""Makes what stands beside the screens in a demonstration."""


class Face(QObject):
    """Theme, texts and window. `size` None covers the chosen screen and refuses to be closed."""

    def __init__(
        self,
        settings: TerminalSettings,
        home: Path,
        *,
        size: QSize | None,
        side_panel: SidePanel | None = None,
        speech: SpeechSettings | None = None,
    ) -> None:
        super().__init__()
        self.texts = Texts(settings.language, parent=self)
        self._settings = settings
        self.facts = WindowFacts()
        """For the technician's checks."""
        QTimer.singleShot(LOADS_AFTER_MS, self, self._look_at_fonts)
        self._full_screen = size is None
        shown = size or chosen_screen(settings.screen).size()
        on_wall = (shown.width(), shown.height(), settings.diagonal_inch)
        self.theme = Theme(px_per_mm(*on_wall), parent=self, can_lower=is_tall(*on_wall))
        self._feeds: dict[str, CameraFeed] = {}
        kit = ScreenKit(
            texts=self.texts,
            theme=self.theme,
            camera_feeds=self._feeds,
            keyboard=KeyboardPanel(
                self.theme, self.texts, Suggestions(resource_folder() / "typing", communes_file(home))
            ),
            codes=ZxingCodeWriter(),
            speaker=Speaker(
                self.texts,
                partial(self._find_voice, speech, home),
                reads_unasked=speech.reads_unasked,
                parent=self,
            )
            if speech is not None and speech.voice != "none"
            else None,
        )
        kit.keyboard.compose_hardware(Method(settings.hardware_typing))
        panel = side_panel(self.texts, self.theme) if side_panel else None
        self.window = KioskWindow(
            kit, size=size, locked=size is None, side_panel=panel, corners=settings.technician_taps
        )

    def _find_voice(self, speech: SpeechSettings, home: Path) -> Voice | None:
        voice, _ = find_voice(speech, home)
        self.facts.voice = voice.name if voice is not None else ""
        return voice

    def _look_at_fonts(self) -> None:
        self.facts.fonts_whole = font_covers_vietnamese()

    def open(self) -> None:
        """Appear; where the screen is covered, also after it was turned, unplugged and plugged in again."""
        if self._full_screen:
            self.window.setGeometry(chosen_screen(self._settings.screen).geometry())
        self.window.open()
        if self._full_screen:
            StaysOnScreen(lambda: chosen_screen(self._settings.screen), self).keep(self.window)

    def open_second(self) -> None:
        """The citizen's own screen at a counter, where one is set up."""
        named = self._settings.second_screen
        if not named or not self._full_screen:
            return
        from kiosk.ui.citizen_screen import CitizenScreen

        kit, screen = self.window.kit, chosen_screen(named)
        size = screen.size()
        diagonal_inch = self._settings.second_diagonal_inch
        theme = Theme(px_per_mm(size.width(), size.height(), diagonal_inch), parent=self)
        own = replace(kit, theme=theme, keyboard=KeyboardPanel(theme, self.texts), speaker=None)
        CitizenScreen(own, self.window, StaysOnScreen(self._second, self))

    def _second(self) -> QScreen | None:
        """None while it is unplugged, or where it would cover the clerk's."""
        screen = named_screen(self._settings.second_screen)
        return None if screen is chosen_screen(self._settings.screen) else screen

    def take_feeds(self, feeds: Mapping[str, CameraFeed]) -> None:
        """The cameras' pictures, by role, once there are cameras."""
        self._feeds.update(feeds)
