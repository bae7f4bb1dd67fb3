"""The demo's dock and the makers' gallery."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kiosk.ui.dev_dock import DevDock
from kiosk.ui.gallery import Look, Place, render_gallery
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.button import Button
from tests.ui.base.conftest import NoCodes
from tests.ui.base.plain_screens import FormScreen, FormView, StartScreen, StartView


class WrittenDown:
    """Dock actions that are only written down."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.slips: list[Path] = []
        self.texts: list[str] = []

    def cards(self) -> list[tuple[str, str]]:
        return [("an", "Nguyễn Thị An")]

    def hold_card(self, card_id: str) -> None:
        self.done.append(f"card {card_id}")

    def pages(self) -> list[tuple[str, str]]:
        return [("birth", "Giấy chứng sinh")]

    def put_page(self, page_id: str) -> None:
        self.done.append(f"page {page_id}")

    def take_away(self) -> None:
        self.done.append("take away")

    def pull_cable(self, pulled: bool) -> None:
        self.done.append(f"pulled {pulled}")

    def paper(self, state: str) -> None:
        self.done.append(f"paper {state}")

    def power_cut(self) -> None:
        self.done.append("power cut")

    def roll(self) -> list[Path]:
        return self.slips

    def messages(self) -> list[str]:
        return self.texts


def test_the_dock_does_what_its_buttons_say(theme: Theme, texts: Texts, qtbot: QtBot, tmp_path: Path) -> None:
    actions = WrittenDown()
    dock = DevDock(actions, texts, theme)
    qtbot.addWidget(dock)
    dock.resize(330, 900)
    dock.show()
    for name in ("card.an", "page.birth", "take_away", "pull_cable", "pull_cable", "paper_out", "power_cut"):
        button = dock.findChild(QPushButton, f"dock.{name}")
        assert button is not None, name
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert actions.done == [
        "card an", "page birth", "take away", "pulled True", "pulled False", "paper out", "power cut",
    ]  # fmt: skip
    slip = QImage(576, 300, QImage.Format.Format_RGB32)
    slip.fill(QColor("white"))
    slip.save(str(tmp_path / "1.png"))
    actions.slips.append(tmp_path / "1.png")
    actions.texts.append("Mã xác nhận của bạn là 123456")
    qtbot.waitUntil(lambda: bool(dock._slips) and bool(dock._messages))


def test_the_gallery_draws_all_and_finds_no_fault(qapp: object, tmp_path: Path) -> None:
    report = render_gallery(
        [("form", FormView(step=(2, 5), can_go_back=True)), ("start", StartView())],
        tmp_path,
        codes=NoCodes(),
        screens=(FormScreen, StartScreen),
        places=(Place(1280, 800, 15.6),),
        looks=(Look("vi", "light", 1.0), Look("en", "dark_contrast", 2.0)),
    )
    assert report.faults == []
    assert report.all_well
    assert sorted(path.name for path in tmp_path.glob("*.jpg")) == sorted(report.pictures)
    assert len(report.pictures) == 4
    assert "4 pictures, 0 faults, 0 holes, 0 changed" in (tmp_path / "index.html").read_text(encoding="utf-8")


class CrookedScreen(Screen):
    """A screen with what the gallery must find."""

    name = "crooked"
    view_type = StartView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        cut = self.button("cut", "base.offline")
        cut.setFixedSize(90, 60)
        self.add(cut)
        nameless = Button(kit.theme, "")
        self.add(nameless)
        small = self.button("small", "base.yes")
        small.setFixedHeight(20)
        self.add(small)

    def show_view(self, view: StartView) -> None:
        pass


def test_the_gallery_finds_what_is_wrong(qapp: object, tmp_path: Path) -> None:
    report = render_gallery(
        [("crooked", StartView()), ("hole", FormView())],
        tmp_path,
        codes=NoCodes(),
        screens=(CrookedScreen,),
        places=(Place(1280, 800, 15.6),),
        looks=(Look("vi", "light", 1.0),),
    )
    found = {(fault.widget, fault.what.split()[0]) for fault in report.faults}
    assert ("crooked.cut", "words") in found
    assert ("crooked.small", "only") in found
    assert any(fault.what == "has no accessible name" for fault in report.faults)
    assert report.holes == ["hole"]
    assert not report.all_well


@pytest.mark.parametrize("name", ["1920x1080"])
def test_places_are_named_by_their_size(name: str) -> None:
    assert Place(1920, 1080, 21.5).name == name
