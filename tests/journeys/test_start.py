"""A start as people see it: the first frame, the welcome screen before store and devices, and a touch that comes too early."""

import logging

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.app.config import read_settings
from kiosk.app.main import WINDOW_SIZE
from kiosk.app.remembered_welcome import remember_welcome, remembered_welcome
from kiosk.app.starting import Start
from kiosk.domain.errors import DatabaseDamaged, ServerAway
from kiosk.flow.views import WelcomeView
from kiosk.ui import first_frame
from kiosk.ui.first_frame import FirstFrame
from kiosk.ui.theme import LIGHT
from tests.cli.program import ROOT, Kiosk
from tests.journeys.at_the_window import COMES_WITHIN_MS, window_of


def test_a_touch_before_everything_is_loaded_is_not_lost(
    bare_kiosk: Kiosk, qtbot: QtBot, qapp: QApplication
) -> None:
    bare_kiosk.write_settings("[terminal]\nfull_screen = false\n[camera]\ncard = 'camera:97'")
    settings = read_settings(bare_kiosk.config)
    remember_welcome(bare_kiosk.home, WelcomeView(point_name="Bưu cục Thử Nghiệm", hotline="1900 0000"))
    handlers = list(logging.getLogger().handlers)
    start = Start(qapp, bare_kiosk.home, settings, ROOT / "resources", size=WINDOW_SIZE)
    served: list[bool] = []
    start.serving = lambda: served.append(True)
    start.begin(FirstFrame(settings.terminal, WINDOW_SIZE))
    try:
        qtbot.waitUntil(lambda: start.face is not None, timeout=COMES_WITHIN_MS)
        face = start.face
        assert face is not None
        assert not served
        assert face.window.current is not None
        assert face.window.current.view == remembered_welcome(bare_kiosk.home)
        staff = face.window.current.findChild(QPushButton, "welcome.staff")
        assert staff is not None
        staff.click()
        assert face.window.current.name == "waiting", "the person is told that it takes a moment"

        def signing_in() -> None:
            assert served
            assert face.window.current is not None
            assert face.window.current.name == "sign_in"

        qtbot.waitUntil(signing_in, timeout=COMES_WITHIN_MS)
    finally:
        start.close()
        if start.face is not None:
            start.face.window.deleteLater()
            QCoreApplication.sendPostedEvents(start.face.window, QEvent.Type.DeferredDelete)
        for handler in logging.getLogger().handlers:
            if handler not in handlers:
                handler.close()
        logging.getLogger().handlers[:] = handlers


def test_the_first_frame_has_the_look_of_what_follows() -> None:
    own = (first_frame.PAGE, first_frame.HEADER, first_frame.INK, first_frame.SOFT_INK, first_frame.LINE)
    assert own == (LIGHT.page, LIGHT.surface, LIGHT.ink, LIGHT.ink_soft, LIGHT.line)


def test_damage_found_behind_the_first_screen_closes_the_terminal(bare_kiosk: Kiosk, qtbot: QtBot) -> None:
    with window_of(bare_kiosk, qtbot) as person:
        person.see("welcome")
        person.terminal._care_failed(ServerAway("any other trouble of the care lane"))
        person.see("welcome")
        person.terminal._care_failed(DatabaseDamaged("page 7"))
        person.see("out_of_order")
        assert "page 7" not in person.words()
