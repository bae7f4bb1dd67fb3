"""Help on the screens, as a person meets it: the demonstration, its pictures and what a touch on it does."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.domain.portal import AgentPoint
from kiosk.flow.help_words import DemonstrationDue, DemonstrationEnded, DemonstrationView
from kiosk.flow.intents import WayChosen
from kiosk.flow.print_guide import guide_sheet
from kiosk.flow.views import WelcomeView
from kiosk.flow.ways import WayName
from kiosk.ui.sheets import sheet_pdf
from kiosk.ui.widgets.demonstration import MOVES_S, SCENE_S, STEP_MS, Demonstration
from kiosk.ui.widgets.demonstration_scenes import SCENES
from tests.ui.screens.dossier_stage import Stage, open_stage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    with open_stage(qtbot) as opened:
        yield opened


def test_a_first_screen_that_nobody_touches_shows_how_it_goes(stage: Stage, qtbot: QtBot) -> None:
    stage.show(WelcomeView(demonstration_s=1))
    qtbot.waitUntil(lambda: stage.sent == [DemonstrationDue()], timeout=30_000)


def test_a_touch_on_a_way_of_the_demonstration_is_a_choice(stage: Stage) -> None:
    stage.show(DemonstrationView())
    assert stage.tap("demonstration.submit_dossier") == [WayChosen(way=WayName.SUBMIT_DOSSIER)]


def test_a_touch_beside_them_brings_the_first_screen(stage: Stage) -> None:
    stage.show(DemonstrationView())
    picture = stage.find("demonstration.picture", Demonstration)
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton)
    assert stage.sent == [DemonstrationEnded()]


def test_every_scene_has_its_sentence(stage: Stage) -> None:
    stage.show(DemonstrationView())
    picture = stage.find("demonstration.picture", Demonstration)
    for scene in range(len(SCENES) + 1):
        assert stage.texts(f"demonstration.{SCENES[scene % len(SCENES)]}") in stage.words()
        for _ in range(round(SCENE_S * 1000 / STEP_MS)):
            picture._step()


def test_nothing_moves_in_the_high_contrasts(stage: Stage) -> None:
    stage.theme.set_contrast("dark_contrast")
    stage.show(DemonstrationView())
    picture = stage.find("demonstration.picture", Demonstration)
    still = picture.grab().toImage()
    for _ in range(round(MOVES_S * 1000 / STEP_MS) - 2):
        picture._step()
    assert picture.grab().toImage() == still


def test_the_guide_is_one_page_with_pictures(stage: Stage) -> None:
    sheet = guide_sheet(
        AgentPoint(name="Bưu cục mẫu", hotline="1900 0000"), lambda key, _: stage.texts(key), "vi"
    )
    pdf = sheet_pdf(sheet)
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 1
    assert "1900 0000" in str(sheet.blocks)
