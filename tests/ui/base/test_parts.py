"""The parts of screens, one by one, as a finger or an eye finds them."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.scan import CodeMatrix, Frame
from kiosk.ui.preview import LivePreview
from kiosk.ui.theme import PRIMARY_TARGET_MM, SMALLEST_TARGET_MM, Theme
from kiosk.ui.widgets.banner import NoticeBanner
from kiosk.ui.widgets.button import LOOKS, Button
from kiosk.ui.widgets.choices import Choice, ChoiceList
from kiosk.ui.widgets.corners import CornersEditor
from kiosk.ui.widgets.dates import DateBoxes
from kiosk.ui.widgets.field_row import FieldRow
from kiosk.ui.widgets.key_values import KeyValueTable
from kiosk.ui.widgets.label import Label
from kiosk.ui.widgets.long_list import ListRow, LongList
from kiosk.ui.widgets.page_thumbs import PageThumbs
from kiosk.ui.widgets.qr_picture import QUIET_MODULES, QrPicture
from kiosk.ui.widgets.scrolling import ScrollingBody
from kiosk.ui.widgets.tile import Tile, TileGrid
from kiosk.ui.widgets.waiting import Countdown


def jpeg(width: int = 200, height: int = 300) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")  # type: ignore[call-overload]
    return bytes(data.data())


Shown = Callable[[QWidget, QSize], None]


@pytest.fixture
def shown(theme: Theme, qtbot: QtBot) -> Iterator[Shown]:
    """Shows a widget in a dressed holder of a fixed size, which it fills."""
    holders: list[QWidget] = []

    def show(widget: QWidget, size: QSize) -> None:
        holder = QWidget()
        holders.append(holder)
        theme.dress(holder)
        holder.setFixedSize(size)
        widget.setParent(holder)
        widget.setGeometry(0, 0, size.width(), size.height())
        widget.show()
        holder.show()
        qtbot.waitUntil(widget.isVisible)

    yield show
    for holder in holders:
        holder.close()
        holder.deleteLater()


@pytest.mark.parametrize("kind", LOOKS)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_buttons_are_as_large_as_a_finger_and_never_cut_words(theme: Theme, kind: str, scale: float) -> None:
    theme.set_text_scale(scale)
    button = Button(theme, "Tôi xác nhận và nộp hồ sơ", kind, "check")
    least = theme.mm(PRIMARY_TARGET_MM if kind == "primary" else SMALLEST_TARGET_MM)
    assert button.sizeHint().height() >= least
    narrow = button.minimumSizeHint().width()
    assert button.heightForWidth(narrow) > button.heightForWidth(10 * narrow)


def test_a_button_without_words_is_still_read_aloud(theme: Theme) -> None:
    button = Button(theme, "Độ tương phản", "chrome", "contrast")
    button.show_words(False)
    assert button.text() == ""
    assert button.accessibleName() == "Độ tương phản"
    assert button.sizeHint().width() >= theme.mm(SMALLEST_TARGET_MM)


def test_tiles_stand_in_as_many_columns_as_fit(theme: Theme, shown: Shown, qtbot: QtBot) -> None:
    grid = TileGrid(theme)
    tiles = [Tile(theme, "person", f"Việc số {number}", "Một câu giải thích ngắn") for number in range(3)]
    grid.add(*tiles)
    shown(grid, QSize(1800, 400))
    qtbot.waitUntil(lambda: len({tile.y() for tile in tiles}) == 1)
    theme.set_text_scale(2.0)
    shown(grid, QSize(700, 1600))
    qtbot.waitUntil(lambda: len({tile.x() for tile in tiles}) == 1)


def test_a_problem_is_words_and_icon_at_the_field(theme: Theme, shown: Shown) -> None:
    row = FieldRow(theme)
    row.set_words("Số điện thoại")
    shown(row, QSize(900, 300))
    row.set_problem("Số điện thoại có 10 chữ số.")
    assert row.problem.isVisible()
    assert row.input.accessibleDescription() == "Số điện thoại có 10 chữ số."
    assert row.input.accessibleName() == "Số điện thoại"
    row.set_problem("")
    assert not row.problem.isVisible()


def test_setting_a_value_is_not_typing(theme: Theme) -> None:
    row = FieldRow(theme)
    heard: list[str] = []
    row.edited.connect(heard.append)
    row.set_value("0912345678")
    assert heard == []


@pytest.mark.parametrize(
    ("typed", "iso"),
    [(("09", "03", "1950"), "1950-03-09"), (("31", "02", "2000"), ""), (("", "", "1950"), "")],
)
def test_only_real_dates_count(theme: Theme, typed: tuple[str, str, str], iso: str) -> None:
    boxes = DateBoxes(theme)
    for box, text in zip(boxes.boxes, typed, strict=True):
        box.setText(text)
    assert boxes.iso() == iso
    if iso:
        assert date.fromisoformat(iso)
        boxes.set_iso("")
        assert boxes.is_empty()


def test_one_of_many_and_any_of_many(theme: Theme, shown: Shown, qtbot: QtBot) -> None:
    for many, chosen in ((False, ("b",)), (True, ("a", "b"))):
        rows = ChoiceList(theme, many=many)
        rows.setObjectName("screen.question")
        rows.set_choices([Choice("a", "Một"), Choice("b", "Hai")])
        shown(rows, QSize(900, 500))
        heard: list[object] = []
        rows.changed.connect(heard.append)
        for row in rows.rows:
            qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        assert rows.chosen() == chosen
        assert heard[-1] == chosen
        assert rows.rows[0].objectName() == "screen.question.a"
        rows.choose([])
        assert rows.chosen() == ()


def test_renewed_choices_keep_rows_and_marks(theme: Theme) -> None:
    rows = ChoiceList(theme)
    rows.set_choices([Choice("a", "Một"), Choice("b", "Hai")])
    rows.choose(["b"])
    before = rows.rows
    rows.set_choices([Choice("a", "One"), Choice("b", "Two")])
    assert rows.rows == before
    assert rows.chosen() == ("b",)
    assert rows.rows[1].text() == "Two"


def test_a_long_list_is_walked_with_big_buttons(theme: Theme, shown: Shown, qtbot: QtBot) -> None:
    rows = LongList(theme)
    rows.setObjectName("screen.rows")
    rows.set_rows(ListRow(str(number), f"Thủ tục {number}") for number in range(40))
    shown(rows, QSize(1000, 500))
    qtbot.waitUntil(rows.body.down.isVisible)
    assert not rows.body.up.isEnabled()
    qtbot.mouseClick(rows.body.down, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(rows.body.up.isEnabled)
    chosen: list[str] = []
    rows.chosen.connect(chosen.append)
    qtbot.mouseClick(rows.buttons()[7], Qt.MouseButton.LeftButton)
    assert chosen == ["7"]
    rows.set_rows([ListRow("x", "Chỉ một")])
    assert len(rows.buttons()) == 1
    assert rows.body.area.verticalScrollBar().value() == 0
    qtbot.waitUntil(lambda: not rows.body.down.isVisible())


def test_facts_stand_below_each_other_where_it_is_narrow(theme: Theme, shown: Shown, qtbot: QtBot) -> None:
    table = KeyValueTable(theme)
    table.set_rows([("Họ và tên", "Nguyễn Thị An"), ("Số định danh", "001199000001")])
    (label, value), _ = table._pairs
    shown(table, QSize(1400, 300))
    qtbot.waitUntil(lambda: value.x() > label.x())
    shown(table, QSize(320, 600))
    qtbot.waitUntil(lambda: value.x() == label.x())


def test_pages_are_moved_and_removed(theme: Theme, shown: Shown, qtbot: QtBot) -> None:
    thumbs = PageThumbs(theme)
    thumbs.setObjectName("scan.page")
    thumbs.set_words(lambda purpose, number: f"{purpose} {number}")
    thumbs.set_pages([("p1", jpeg(), ""), ("p2", jpeg(), ""), ("p3", b"broken", "")])
    shown(thumbs, QSize(1600, 500))
    first, second, third = thumbs.cards()
    assert not first.earlier.isEnabled()
    assert not third.later.isEnabled()
    moved: list[tuple[str, int]] = []
    removed: list[str] = []
    thumbs.moved.connect(lambda page, by: moved.append((page, by)))
    thumbs.removed.connect(removed.append)
    qtbot.mouseClick(second.earlier, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(first.later, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(third.remove, Qt.MouseButton.LeftButton)
    assert moved == [("p2", -1), ("p1", 1)]
    assert removed == ["p3"]
    assert second.remove.objectName() == "scan.page.2.remove"
    thumbs.set_pages([("p2", jpeg(), "")])
    assert [card.page_id for card in thumbs.cards()] == ["p2"]


def test_a_countdown_runs_out_once(theme: Theme, qtbot: QtBot) -> None:
    now = [0.0]
    countdown = Countdown(theme, clock=lambda: now[0])
    qtbot.addWidget(countdown)
    countdown.start(20)
    assert countdown.seconds_left() == 20
    now[0] = 18.5
    assert countdown.seconds_left() == 2
    with qtbot.waitSignal(countdown.ran_out):
        now[0] = 20.0
    with qtbot.assertNotEmitted(countdown.ran_out, wait=0):
        countdown.stop()


def test_a_code_is_black_on_white_with_its_quiet_zone(theme: Theme, qtbot: QtBot) -> None:
    theme.set_contrast("dark_contrast")
    code = CodeMatrix(tuple(tuple((x + y) % 2 == 0 for x in range(21)) for y in range(21)))
    picture = QrPicture(theme)
    qtbot.addWidget(picture)
    picture.resize(picture.sizeHint())
    picture.show_code(code, "Mã hồ sơ")
    image = picture.grab().toImage()
    side = picture.module_px()
    assert side >= 4
    left = (image.width() - side * 21) // 2
    assert left >= QUIET_MODULES * side
    assert image.pixelColor(left + side // 2, left + side // 2) == QColor("black")
    assert image.pixelColor(left + side + side // 2, left + side // 2) == QColor("white")
    assert image.pixelColor(2, 2) == QColor("white")


def test_corners_move_by_finger_by_tap_and_by_keys(theme: Theme, shown: Shown, qtbot: QtBot) -> None:
    editor = CornersEditor(theme)
    shown(editor, QSize(800, 900))
    editor.show_picture(jpeg(), ((20, 20), (180, 20), (180, 280), (20, 280)))
    moved: list[object] = []
    editor.moved.connect(moved.append)
    handle = editor.handles[0]
    middle = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(handle, middle + QPoint(40, 40))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle)
    dragged = editor.corners()[0]
    assert dragged[0] > 20
    assert dragged[1] > 20
    assert moved == [editor.corners()]
    target = editor._to_widget(QPointF(50, 60)).toPoint()
    qtbot.mouseClick(editor, Qt.MouseButton.LeftButton, pos=target)
    assert editor.corners()[0] == pytest.approx((50, 60), abs=1)
    QTest.keyClick(handle, Qt.Key.Key_Left)
    assert editor.corners()[0][0] < 50
    QTest.keyClick(handle, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert len(moved) == 4
    assert min(handle.width(), handle.height()) >= theme.mm(SMALLEST_TARGET_MM)


def test_corners_stay_on_the_picture(theme: Theme, shown: Shown) -> None:
    editor = CornersEditor(theme)
    shown(editor, QSize(800, 900))
    editor.show_picture(jpeg(), ((0, 0), (200, 0), (200, 300), (0, 300)))
    editor.choose(editor.handles[0])
    editor.nudge(-10, -10)
    assert editor.corners()[0] == (0, 0)


class OneColourFeed:
    """A camera that sees one colour."""

    def __init__(self) -> None:
        self.number = 1
        self.blue_green_red = (10, 20, 200)

    def newest(self) -> Frame | None:
        return Frame(64, 36, bytes(self.blue_green_red) * (64 * 36), self.number, 0.0)


def test_the_preview_shows_the_newest_frame(theme: Theme, shown: Shown, qtbot: QtBot) -> None:
    feed = OneColourFeed()
    preview = LivePreview(theme, feed)
    shown(preview, QSize(640, 360))
    qtbot.waitUntil(lambda: preview.frame_number() == 1)
    assert preview.grab().toImage().pixelColor(320, 180) == QColor(200, 20, 10)
    feed.number, feed.blue_green_red = 2, (200, 20, 10)
    qtbot.waitUntil(lambda: preview.frame_number() == 2)
    assert preview.grab().toImage().pixelColor(320, 180) == QColor(10, 20, 200)
    preview.hide()
    feed.number = 3
    assert not preview._timer.isActive()


def test_a_mirrored_preview_mirrors_what_was_found(theme: Theme, shown: Shown) -> None:
    plain, mirrored = LivePreview(theme, OneColourFeed()), LivePreview(theme, OneColourFeed(), mirrored=True)
    for preview in (plain, mirrored):
        shown(preview, QSize(640, 360))
        preview.look()
    assert plain.to_widget((16, 9)) == QPointF(160, 90)
    assert mirrored.to_widget((16, 9)) == QPointF(480, 90)


def test_a_preview_without_a_camera_says_so(theme: Theme, shown: Shown) -> None:
    preview = LivePreview(theme, None)
    preview.set_words("Máy ảnh không hoạt động")
    preview.show_hint("Đưa thẻ lại gần", "nearer")
    shown(preview, QSize(640, 360))
    assert preview.accessibleName() == "Máy ảnh không hoạt động"
    assert preview.accessibleDescription() == "Đưa thẻ lại gần"
    assert preview.frame_number() == -1


def test_a_banner_without_words_takes_no_room(theme: Theme, shown: Shown) -> None:
    banner = NoticeBanner(theme)
    banner.set_words("Tạm mất mạng")
    shown(banner, QSize(900, 120))
    banner.set_words("")
    assert not banner.isVisible()
    banner.show_notice("error", "Chưa nộp được")
    assert banner.kind == "danger"
    assert banner.accessibleName() == "Chưa nộp được"


def test_a_body_follows_the_finger(theme: Theme, shown: Shown, qtbot: QtBot) -> None:
    body = ScrollingBody(theme)
    words = Label("Một đoạn rất dài. " * 200)
    body.column.addWidget(words)
    shown(body, QSize(600, 300))
    qtbot.waitUntil(body.down.isVisible)
    bar = body.area.verticalScrollBar()
    QTest.mousePress(body.content, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    QTest.mouseMove(body.content, QPoint(100, 120))
    QTest.mouseRelease(body.content, Qt.MouseButton.LeftButton, pos=QPoint(100, 120))
    assert bar.value() > 0
