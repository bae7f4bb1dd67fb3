"""A start as people see it: the first frame, the welcome screen before store and devices, and a touch that comes too early."""

import logging
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.app.config import read_settings
from kiosk.app.remembered_welcome import remember_welcome, remembered_welcome
from kiosk.app.starting import Start
from kiosk.domain.errors import DatabaseDamaged, ServerAway
from kiosk.domain.settings import Settings
from kiosk.flow.views import WelcomeView
from kiosk.ui import first_frame
from kiosk.ui.first_frame import WINDOW_SIZE, FirstFrame
from kiosk.ui.theme import LIGHT
from tests.cli.program import ROOT, Kiosk, wait_until
from tests.journeys.at_the_window import COMES_WITHIN_MS, window_of


@pytest.fixture
def start_of(qapp: QApplication) -> Iterator[Callable[[Kiosk], Start]]:
    """A start that its test begins; let go of afterwards, and with it what it logs to."""
    handlers = list(logging.getLogger().handlers)
    starts: list[Start] = []

    def make(kiosk: Kiosk) -> Start:
        kiosk.write_settings("[terminal]\nfull_screen = false\n[camera]\ncard = 'camera:97'")
        settings = read_settings(kiosk.config)
        starts.append(Start(qapp, kiosk.home, settings, ROOT / "resources", size=WINDOW_SIZE))
        return starts[-1]

    yield make
    for start in starts:
        start.close()
        if start.face is not None:
            start.face.window.deleteLater()
            QCoreApplication.sendPostedEvents(start.face.window, QEvent.Type.DeferredDelete)
    for handler in logging.getLogger().handlers:
        if handler not in handlers:
            handler.close()
    logging.getLogger().handlers[:] = handlers


def test_a_touch_before_everything_is_loaded_is_not_lost(
    bare_kiosk: Kiosk, qtbot: QtBot, start_of: Callable[[Kiosk], Start]
) -> None:
    remember_welcome(bare_kiosk.home, WelcomeView(point_name="Bưu cục Thử Nghiệm", hotline="1900 0000"))
    start = start_of(bare_kiosk)
    served: list[bool] = []
    start.serving = lambda: served.append(True)
    start.begin(FirstFrame(Settings().terminal, WINDOW_SIZE))
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


def test_told_to_end_while_it_opens_the_store_it_ends_cleanly(
    bare_kiosk: Kiosk, qtbot: QtBot, start_of: Callable[[Kiosk], Start]
) -> None:
    start = start_of(bare_kiosk)
    start.begin(None)
    qtbot.waitUntil(lambda: start.face is not None, timeout=COMES_WITHIN_MS)
    start._loaded(None)  # from here on no event is handled: what the lane opens never comes back
    wait_until(lambda: any(bare_kiosk.home.glob("*.db*")), "the store to be opened")
    start.close()
    with bare_kiosk.storage() as storage:
        kinds = [entry.kind for entry in storage.audit.unacknowledged(limit=1000)]
    assert kinds[-2:] == ["program_started", "program_ended"], "the trail tells a clean end from a crash"


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
