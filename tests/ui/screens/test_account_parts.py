"""The parts that only the screens of start, identity and account are made of, one by one."""

import os
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.theme import PALETTES, Theme, px_per_mm
from kiosk.ui.widgets.card_drawing import CardSide
from kiosk.ui.widgets.card_picture import CardPicture
from kiosk.ui.widgets.card_preview import CARD_RATIO, CardPreview
from kiosk.ui.widgets.centred_column import CentredColumn
from kiosk.ui.widgets.icon_line import IconLine
from kiosk.ui.widgets.label import Label
from kiosk.ui.widgets.numbered_steps import NumberedSteps
from kiosk.ui.widgets.round_mark import RoundMark
from kiosk.ui.widgets.row_or_column import RowOrColumn
from kiosk.ui.widgets.time_left import TimeLeft
from kiosk.ui.widgets.way_tile import WayTile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Shown = Callable[[QWidget, QSize], None]


@pytest.fixture
def theme(qapp: object) -> Theme:
    return Theme(px_per_mm(1920, 1080, 21.5))


@pytest.fixture
def shown(theme: Theme, qtbot: QtBot) -> Iterator[Shown]:
    """Shows a part in a dressed holder of a fixed size, which it fills."""
    holders: list[QWidget] = []

    def show(part: QWidget, size: QSize) -> None:
        if part.parentWidget() is None:
            holder = QWidget()
            holders.append(holder)
            theme.dress(holder)
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(part)
        holder = part.parentWidget()
        assert holder is not None
        holder.setFixedSize(size)
        holder.show()
        qtbot.waitUntil(lambda: part.isVisible() and holder.size() == size)
        QApplication.processEvents()

    yield show
    for holder in holders:
        holder.close()
        holder.deleteLater()


def test_a_column_in_the_middle_stops_where_reading_gets_hard(theme: Theme, shown: Shown) -> None:
    page = CentredColumn(theme, 100.0)
    inside = Label("Xin chào")
    page.add(inside)
    shown(page, QSize(1900, 400))
    assert abs(inside.width() - theme.mm(100)) <= 2
    middle = inside.mapTo(page, QPoint(inside.width() // 2, 0)).x()
    assert abs(middle - page.width() // 2) <= 2
    shown(page, QSize(300, 400))
    assert inside.width() >= 298
    theme.set_text_scale(2.0)
    shown(page, QSize(1900, 400))
    assert inside.width() > theme.mm(110)


def test_parts_of_one_rank_are_never_two_and_one(theme: Theme, shown: Shown, qtbot: QtBot) -> None:
    parts = [Label(word) for word in ("một", "hai", "ba")]
    row = RowOrColumn(theme, *parts, least_mm=50.0)
    shown(row, QSize(theme.mm(180), 600))
    turns: list[bool] = []
    row.turned.connect(turns.append)
    for width_mm, stacked in ((170, False), (120, True), (60, True), (200, False)):
        shown(row, QSize(theme.mm(width_mm), 600))
        assert row.stacked is stacked
        qtbot.waitUntil(lambda stacked=stacked: len({part.x() for part in parts}) == (1 if stacked else 3))
    assert turns == [True, False]
    parts[0].hide()
    shown(row, QSize(theme.mm(120), 600))
    assert not row.stacked


def test_a_line_without_words_takes_no_room_and_never_becomes_a_window(theme: Theme, shown: Shown) -> None:
    line = IconLine(theme, "clock")
    line.set_words("Giờ làm việc")
    assert not line.isVisible()
    shown(line, QSize(600, 100))
    line.set_words("")
    assert not line.isVisible()
    line.set_words("Tổng đài")
    assert line.isVisible()
    assert line.words() == "Tổng đài"


def test_time_runs_down_to_nothing_and_not_below(theme: Theme, shown: Shown) -> None:
    now = [100.0]
    left = TimeLeft(theme, lambda time: f"Còn {time}", clock=lambda: now[0])
    left.start(299.4)
    shown(left, QSize(600, 100))
    assert left.words() == "Còn 5:00"
    now[0] += 235
    left.renew()
    assert left.words() == "Còn 1:05"
    now[0] += 500
    left.renew()
    assert (left.words(), left.seconds_left()) == ("Còn 0:00", 0)


def test_steps_are_read_aloud_with_their_numbers(theme: Theme) -> None:
    steps = NumberedSteps(theme, 2)
    steps.set_words("Mở máy", "Quét mã")
    assert [label.accessibleName() for label in steps.labels] == ["1. Mở máy", "2. Quét mã"]


@pytest.mark.parametrize("contrast", PALETTES)
@pytest.mark.parametrize("side", CardSide)
def test_the_drawn_card_shows_its_code_in_every_contrast(
    theme: Theme, shown: Shown, side: CardSide, contrast: str
) -> None:
    theme.set_contrast(contrast)
    picture = CardPicture(theme, side)
    shown(picture, QSize(400, 230))
    image = picture.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, 400, 3) for y in range(0, 230, 3)}
    assert {"#000000", "#ffffff"} <= colours  # the code is black on white whatever the theme
    assert theme.colour("accent").name() in colours


@pytest.mark.parametrize("size", [QSize(1200, 800), QSize(600, 420), QSize(900, 1400)])
def test_the_frame_has_the_shape_of_a_card_and_lies_above_the_words(
    theme: Theme, shown: Shown, size: QSize
) -> None:
    preview = CardPreview(theme, None)
    preview.show_hint("Đưa mặt thẻ có mã QR vào khung", "hand_card")
    shown(preview, size)
    guide = preview.guide_area()
    assert abs(guide.width() / guide.height() - CARD_RATIO) < 0.01
    assert preview.rect().contains(guide.toRect())
    before = guide
    preview.show_hint("Đây là thẻ của người khác. Chỉ người đã làm hồ sơ mới mở được.", "warning", "warning")
    assert preview.guide_area() == before


def test_marks_change_their_picture_only_when_told(theme: Theme, shown: Shown) -> None:
    mark = RoundMark(theme, "info")
    shown(mark, QSize(200, 200))
    before = mark.grab().toImage()
    mark.show_mark("info", "info")
    assert mark.grab().toImage() == before
    mark.show_mark("success", "success")
    assert mark.grab().toImage() != before
    assert (mark.icon, mark.kind) == ("success", "success")


@pytest.mark.parametrize("scale", [1.0, 1.6, 2.0])
@pytest.mark.parametrize("lying", [True, False])
def test_a_way_grows_with_its_words_and_answers_touch_and_keys(
    theme: Theme, shown: Shown, scale: float, lying: bool
) -> None:
    theme.set_text_scale(scale)
    tile = WayTile(theme, "pages", recommended=True)
    tile.set_lying(lying)
    tile.set_words("Nộp hồ sơ", "Khai sinh, cư trú, giấy phép lái xe và nhiều thủ tục khác")
    narrow = tile.minimumSizeHint().width()
    assert tile.heightForWidth(narrow) >= tile.heightForWidth(4 * narrow) >= theme.mm(50)
    heard: list[str] = []
    tile.clicked.connect(lambda: heard.append("touched"))
    shown(tile, QSize(narrow, tile.heightForWidth(narrow)))
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    QTest.keyClick(tile, Qt.Key.Key_Space)
    assert heard == ["touched", "touched"]
