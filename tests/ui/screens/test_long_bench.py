"""The bench with a year's work on it, and with a scanner that types beside it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kiosk.flow.bench_words import CodeScanned, MoreWorkAsked
from kiosk.flow.intents import WayChosen
from kiosk.flow.staff_words import WorkItemOpened, WorkListView
from kiosk.flow.ways import WayName
from kiosk.ui.screens.examples_staff import BENCH, DOSSIER
from kiosk.ui.screens.work_list_screen import WorkListScreen
from tests.ui.screens.dossier_stage import Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
ROWS = 10_000


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot) as opened:
        yield opened


def long_bench() -> WorkListView:
    many = tuple(
        replace(DOSSIER, id=f"d-{number}", local_reference=f"K-HN0099-261122-{number:05d}-7")
        for number in range(1, ROWS + 1)
    )
    return replace(BENCH, tab="recent", recent=many)


def shown(stage: Stage) -> WorkListScreen:
    screen = stage.show(long_bench())
    assert isinstance(screen, WorkListScreen)
    return screen


def test_ten_thousand_rows_need_no_ten_thousand_buttons(stage: Stage) -> None:
    screen = shown(stage)
    assert len(screen.rows) == ROWS
    assert len(screen.rows.findChildren(QPushButton)) < 60
    assert stage.find("work_list.item_1", QPushButton).isVisible()


def test_the_last_row_is_whole_and_opens(stage: Stage) -> None:
    screen = shown(stage)
    bar = screen._scrolling.area.verticalScrollBar()
    for _ in range(8):  # rows that come near are measured, and the end moves a little
        bar.setValue(bar.maximum())
        settle()
    last = stage.find(f"work_list.item_{ROWS}", QPushButton)
    assert f"{ROWS:05d}" in last.text()
    assert last.height() >= last.heightForWidth(last.width())
    tops = [button.y() for button in screen.rows.buttons()]
    ends = [button.geometry().bottom() for button in screen.rows.buttons()]
    assert all(end < top for end, top in zip(ends, tops[1:], strict=False))
    assert stage.tap(f"work_list.item_{ROWS}") == [WorkItemOpened(key=f"K-HN0099-261122-{ROWS:05d}-7")]


def test_keys_walk_down_a_long_list(stage: Stage) -> None:
    screen = shown(stage)
    screen.tabs.buttons["recent"].setFocus()
    for _ in range(40):
        QTest.keyClick(stage.window.focusWidget() or screen, Qt.Key.Key_Down)
    focused = stage.window.focusWidget()
    assert focused is not None and focused.objectName() == "work_list.item_40"
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert stage.sent == [WorkItemOpened(key="K-HN0099-261122-00040-7")]


def test_a_scanned_slip_is_one_code_and_no_key_of_the_bench(stage: Stage) -> None:
    screen = stage.show(BENCH)
    QTest.keyClicks(screen, "K-HN0099-261122-0001-7")
    QTest.keyClick(screen, Qt.Key.Key_Return)
    assert stage.sent == [CodeScanned(text="K-HN0099-261122-0001-7")]


def test_a_scanned_slip_counts_wherever_the_focus_is(stage: Stage) -> None:
    screen = stage.show(BENCH)
    assert isinstance(screen, WorkListScreen)
    row = stage.find("work_list.item_1", QPushButton)
    row.setFocus()
    QTest.keyClicks(row, "H26.99-261122-0312")
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert stage.sent == [CodeScanned(text="H26.99-261122-0312")]


def test_single_keys_stay_keys_of_the_bench(stage: Stage) -> None:
    screen = stage.show(BENCH)
    QTest.keyClick(screen, Qt.Key.Key_1)
    assert stage.sent == [WayChosen(way=WayName.SUBMIT_DOSSIER)]


def test_under_the_last_row_the_older_ones_are_fetched_while_there_may_be_any(stage: Stage) -> None:
    screen = stage.show(replace(long_bench(), reach=ROWS))
    more = stage.find("work_list.more", QPushButton)
    assert not more.isHidden()
    more.click()
    assert stage.sent[-1] == MoreWorkAsked()
    screen.present(replace(long_bench(), reach=3 * ROWS))
    assert more.isHidden()
