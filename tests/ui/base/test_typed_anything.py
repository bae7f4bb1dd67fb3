"""What a field makes of anything that can be typed, pasted or put into it, and what it says to the person."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kiosk.ui.controls import ControlMaker, ScreenKit
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.dates import DateBoxes
from kiosk.ui.widgets.digits import DigitField, OtpField
from kiosk.ui.widgets.field_row import FieldRow
from kiosk.ui.widgets.long_text_row import LongTextRow
from kiosk.ui.widgets.password_row import PasswordRow

TOO_LONG = "Ở đây chỉ ghi được tối đa 12 ký tự. Phần còn lại chưa được ghi."
ONLY_DIGITS = "Ở đây chỉ nhập chữ số."
LONG = "Nguyễn Thị Hường " * 60_000
"""A megabyte."""
HOSTILE = (
    ("0912 345 678\r\n", "0912 345 678"),
    ("\u202e\u200bNguyễn\u2066 An\ufeff", "Nguyễn An"),
    ("Nguye\u0302\u0303n", "Nguyễn"),
    ("e" + "\u0301" * 500, "é\u0301\u0301"),
    ("\x00An\x1b[2J\x07", "An[2J"),
    ("An\ud83d \ude00Lê\udfff", "An Lê"),
    ("👩\u200d👧 An", "👩👧 An"),
    ("An\tLê\nVõ", "An Lê Võ"),
    ("<b>&amp;</b>", "<b>&amp;</b>"),
)
Row = FieldRow | LongTextRow
Way = Callable[[QLineEdit | QPlainTextEdit, str], None]


def commit(line: QLineEdit | QPlainTextEdit, text: str) -> None:
    """As the keyboard on the screen and input methods do."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(line, event)


def paste(line: QLineEdit | QPlainTextEdit, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    line.paste()


def put_in_at_once(line: QLineEdit | QPlainTextEdit, text: str) -> None:
    """As assistive technology does."""
    if isinstance(line, QLineEdit):
        line.setText(text)
    else:
        line.setPlainText(text)


WAYS = (commit, paste, put_in_at_once)


class Maker(ControlMaker):
    name = "it"


@pytest.fixture
def maker(kit: ScreenKit, qtbot: QtBot) -> ControlMaker:
    made = Maker(kit)
    qtbot.addWidget(made)
    return made


@pytest.fixture(params=("line", "lines", "password"))
def row(request: pytest.FixtureRequest, maker: ControlMaker, theme: Theme) -> Row:
    if request.param == "line":
        return maker.field("it", "base.yes", max_length=12)
    made: Row = LongTextRow(theme, 12) if request.param == "lines" else PasswordRow(theme)
    maker.ask(made, "base.yes")
    return made


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("text", "kept"), HOSTILE)
def test_only_what_can_be_seen_stays_in_a_field(row: Row, way: Way, text: str, kept: str) -> None:
    way(row.input, text)
    stays = row.value().replace("\n", " ").strip()
    assert stays == kept


@pytest.mark.parametrize("way", WAYS)
def test_a_megabyte_is_cut_and_the_person_is_told(maker: ControlMaker, qtbot: QtBot, way: Way) -> None:
    for row in (maker.field("it", "base.yes", max_length=12), LongTextRow(maker.theme, 12)):
        if isinstance(row, LongTextRow):
            maker.ask(row, "base.yes")
        way(row.input, LONG)
        assert row.value() == LONG[:12]
        qtbot.waitUntil(lambda row=row: row.note() == TOO_LONG, timeout=30_000)
        QTest.keyClick(row.input, Qt.Key.Key_End)
        QTest.keyClick(row.input, Qt.Key.Key_Backspace)
        assert row.value() == LONG[:11]
        assert not row.note()


def test_what_stood_there_is_never_pushed_out(maker: ControlMaker, qtbot: QtBot) -> None:
    row = maker.field("it", "base.yes", max_length=12)
    commit(row.input, "Nguyễn Văn A")
    row.input.setCursorPosition(7)
    QTest.keyClicks(row.input, "Thi ")
    assert row.value() == "Nguyễn Văn A"
    assert row.input.cursorPosition() == 7
    qtbot.waitUntil(lambda: row.note() == TOO_LONG, timeout=30_000)
    row.input.setSelection(7, 3)
    commit(row.input, "😀😀")
    assert row.value() == "Nguyễn 😀😀 A"
    commit(row.input, "B😀")
    assert row.value() == "Nguyễn 😀😀B A", "never half of a character"


def test_letters_in_a_field_of_digits_are_answered(maker: ControlMaker, qtbot: QtBot) -> None:
    row = maker.digit_field("it", "base.yes", most_digits=12)
    sent: list[str] = []
    row.edited.connect(sent.append)
    QTest.keyClicks(row.input, "09o")
    assert row.value() == "09"
    qtbot.waitUntil(lambda: row.note() == ONLY_DIGITS, timeout=30_000)
    QTest.keyClick(row.input, Qt.Key.Key_1)
    assert not row.note()
    assert sent == ["0", "09", "091"], "a key that was left out is no answer"


@pytest.mark.parametrize("way", WAYS)
def test_digits_are_taken_as_people_write_them(theme: Theme, qtbot: QtBot, way: Way) -> None:
    for text, kept in (("0912 345 678", "0912345678"), ("(09) 12-34", "091234"), ("０９１", "091")):
        row = DigitField(theme, 10)
        qtbot.addWidget(row)
        way(row.input, text)
        qtbot.wait(0)
        assert row.value() == kept
    code, told = OtpField(theme), []
    qtbot.addWidget(code)
    code.completed.connect(told.append)
    way(code.input, "804 219")
    assert told == ["804219"]


def test_a_date_takes_digits_alone(theme: Theme, qtbot: QtBot) -> None:
    boxes = DateBoxes(theme)
    qtbot.addWidget(boxes)
    for box, text in zip(boxes.boxes, ("\u202e05", "1\x001", "１990年"), strict=True):
        paste(box, text)
    assert boxes.iso() == "1990-11-05"


def test_the_note_is_said_in_the_language_shown(maker: ControlMaker, texts: Texts, qtbot: QtBot) -> None:
    texts.set_language("en")
    row = maker.field("it", "base.yes", max_length=12)
    paste(row.input, LONG)
    words = "At most 12 characters fit here. The rest was left out."
    qtbot.waitUntil(lambda: row.note() == words, timeout=30_000)
