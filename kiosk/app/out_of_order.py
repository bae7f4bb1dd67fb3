"""The one screen of a machine that cannot go on; needs neither store nor devices."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from kiosk.devices.codes import ZxingCodeWriter
from kiosk.domain.errors import Broken
from kiosk.domain.settings import Settings
from kiosk.flow.views import OutOfOrderView
from kiosk.ui.keyboard.panel import KeyboardPanel
from kiosk.ui.screen import ScreenKit
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme, px_per_mm
from kiosk.ui.window import KioskWindow


class OutOfOrderWindow(KioskWindow):
    """ "Máy tạm ngừng phục vụ", with the terminal's name and the error's code for the technician."""

    def __init__(self, settings: Settings, error: Broken, size: QSize | None) -> None:
        shown = size or QApplication.primaryScreen().size()
        texts = Texts(settings.terminal.language)
        theme = Theme(px_per_mm(shown.width(), shown.height(), settings.terminal.diagonal_inch))
        kit = ScreenKit(texts, theme, {}, KeyboardPanel(theme, texts), ZxingCodeWriter())
        super().__init__(kit, size=size, locked=size is None)
        self.show_view(
            OutOfOrderView(terminal=settings.terminal.name, code=error.code, text_key=error.text_key)
        )
