"""The gate for changed and clipped screens: a reduced gallery, and how pictures are told apart."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.app.gallery import examples
from kiosk.devices.codes import ZxingCodeWriter
from kiosk.ui.fingerprints import AcceptedPictures, changed_area, fingerprint
from kiosk.ui.gallery import Look, Place, render_gallery
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.banner import NoticeBanner
from kiosk.ui.widgets.choices import RadioRow
from kiosk.ui.widgets.label import Label
from kiosk.ui.widgets.scrolling import ScrollingBody
from tests.ui.base.conftest import NoCodes
from tests.ui.base.plain_screens import FormScreen, FormView, StartScreen, StartView

SMALL, PORTRAIT = Place(1280, 800, 15.6), Place(1080, 1920, 21.5)


@pytest.mark.parametrize(
    ("place", "look"),
    [(SMALL, Look("en", "dark_contrast", 2.0)), (PORTRAIT, Look("en", "light_contrast", 1.6))],
)
def test_nothing_is_clipped_where_it_is_tightest(
    qapp: object, tmp_path: Path, place: Place, look: Look
) -> None:
    one_each = list({type(view): (name, view) for name, view in examples()}.values())
    report = render_gallery(one_each, tmp_path, codes=ZxingCodeWriter(), places=[place], looks=[look])
    assert report.faults == []
    assert report.holes == []


def page(words: str) -> QImage:
    picture = QImage(1920, 1080, QImage.Format.Format_RGB32)
    picture.fill(QColor("#F5F1E8"))
    painter = QPainter(picture)
    painter.setPen(QColor("black"))
    font = painter.font()
    font.setPixelSize(40)
    painter.setFont(font)
    painter.drawText(200, 500, words)
    painter.end()
    return picture


def test_one_word_more_is_a_change_and_says_where(qapp: object) -> None:
    before, now = page("Nguyễn An"), page("Nguyễn An Bình")
    assert changed_area(fingerprint(before), fingerprint(before), before.size()).isEmpty()
    area = changed_area(fingerprint(before), fingerprint(now), now.size())
    assert area.contains(450, 480)
    assert area.height() < 150


def test_softer_or_harder_letters_are_no_change() -> None:
    before = page("Nguyễn An Bình")
    softer = before.scaled(1600, 900, mode=Qt.TransformationMode.SmoothTransformation).scaled(
        1920, 1080, mode=Qt.TransformationMode.SmoothTransformation
    )
    assert changed_area(fingerprint(before), fingerprint(softer), before.size()).isEmpty()


def test_what_looks_otherwise_than_accepted_fails_until_it_is_accepted(qapp: object, tmp_path: Path) -> None:
    file = tmp_path / "accepted.zip"

    def drawn(phone: str) -> tuple[list[str], list[str], bool]:
        accepted = AcceptedPictures(file)
        report = render_gallery(
            [("form", FormView(phone=phone)), ("start", StartView())],
            tmp_path / "out",
            codes=NoCodes(),
            screens=(FormScreen, StartScreen),
            places=(SMALL,),
            looks=(Look("vi", "light", 1.0),),
            accepted=accepted,
        )
        if not report.changed:
            accepted.accept(report.prints)
        return report.changed, report.new, report.all_well

    assert drawn("0912345678") == ([], [], True)
    assert drawn("0912345678") == ([], [], True)
    assert drawn("") == (["form.1280x800.vi-light-x1.jpg"], [], False)
    assert drawn("0912345678") == ([], [], True)


def test_pictures_drawn_with_other_fonts_are_not_compared(qapp: object, tmp_path: Path) -> None:
    import zipfile

    file = tmp_path / "accepted.zip"
    with zipfile.ZipFile(file, "w") as kept:
        kept.writestr("drawn with", "Qt 0, fonts of another machine")
    accepted = AcceptedPictures(file)
    assert not accepted.comparable
    accepted.accept({"a": bytes(4096)})
    assert AcceptedPictures(file).comparable


def test_a_notice_without_a_page_opens_no_window(theme: Theme, qtbot: QtBot) -> None:
    banner = NoticeBanner(theme)
    banner.set_words("Còn thiếu 2 giấy tờ")
    assert not banner.isVisible()
    holder = QWidget()
    qtbot.addWidget(holder)
    banner.setParent(holder)
    holder.show()
    assert banner.isVisible()


def test_a_wide_row_to_choose_is_no_higher_than_its_words_need(theme: Theme, qtbot: QtBot) -> None:
    body = ScrollingBody(theme)
    qtbot.addWidget(body)
    row = RadioRow(theme)
    row.set_words("Cha, mẹ, ông bà hoặc người thân thích khác của trẻ đi đăng ký khai sinh tại nơi cư trú")
    body.column.addWidget(row)
    body.column.addStretch(1)
    body.resize(QSize(1800, 700))
    body.show()
    qtbot.waitUntil(lambda: row.height() == row.heightForWidth(row.width()))


def test_a_turned_page_begins_with_something_whole(
    theme: Theme, qtbot: QtBot, open_window: Callable[..., object]
) -> None:
    body = ScrollingBody(theme)
    qtbot.addWidget(body)
    labels = [Label(f"Dòng số {number}", role="heading") for number in range(40)]
    for label in labels:
        body.column.addWidget(label)
    theme.dress(body)
    body.resize(QSize(900, 700))
    body.show()
    qtbot.waitUntil(body.down.isVisible)
    bar = body.area.verticalScrollBar()
    seen: set[str] = set()
    turns = 0
    while True:
        top, bottom = bar.value(), bar.value() + body.area.viewport().height()
        whole = [each for each in labels if each.y() >= top and each.geometry().bottom() <= bottom]
        assert turns == 0 or not body.down.isEnabled() or whole[0].y() - top <= theme.space("m")
        seen |= {each.text() for each in whole}
        if not body.down.isEnabled():
            break
        assert body.down.kind == "accent"
        body.down.click()
        turns += 1
        assert turns < 40
    assert len(seen) == len(labels)
    shown, pages = (int(part) for part in body.place.text().split("/"))
    assert shown == pages
    assert body.down.kind == "secondary"
