"""Widgets that only the garbage collector can free die on the window's thread."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.collecting import WindowThreadCollector


class Knot(QWidget):
    """Holds itself, as a screen does through the slots of its buttons."""

    def __init__(self, deaths: list[int]) -> None:
        super().__init__()
        self.itself = self
        self.destroyed.connect(
            lambda: deaths.append(threading.get_ident()), Qt.ConnectionType.DirectConnection
        )


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[WindowThreadCollector]:
    was_on = gc.isenabled()
    collector = WindowThreadCollector(qapp)
    yield collector
    collector.stop()
    collector.deleteLater()
    if not was_on:
        gc.disable()


@pytest.mark.usefixtures("collector")
def test_a_busy_lane_never_destroys_a_widget(qtbot: QtBot) -> None:
    deaths: list[int] = []
    for _ in range(20):
        Knot(deaths)

    def work() -> None:
        for _ in range(20):
            [{} for _ in range(2000)]  # far more than any threshold

    lane = threading.Thread(target=work)
    lane.start()
    lane.join()
    assert not deaths
    ballast = [[] for _ in range(2000)]  # makes a collection due
    qtbot.waitUntil(lambda: len(deaths) == 20, timeout=30_000)
    assert set(deaths) == {threading.main_thread().ident}
    assert len(ballast) == 2000


def test_afterwards_python_collects_by_itself_again(qapp: QApplication) -> None:
    was_on = gc.isenabled()
    collector = WindowThreadCollector(qapp)
    assert not gc.isenabled()
    collector.stop()
    collector.deleteLater()
    assert gc.isenabled()
    if not was_on:
        gc.disable()
