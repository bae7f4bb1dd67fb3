"""What holds for every screen of look-up and staff in every state of the examples."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kiosk.domain.dossier import DossierState
from kiosk.flow.intents import Left
from kiosk.ui.screens.examples_staff import EXAMPLES
from tests.ui.screens.dossier_stage import SMALL, Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
ENDING_BY_THEMSELVES = {"track_result", "sign_in", "work_list"}


@pytest.fixture(params=["vi", "en"])
def stage(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Stage]:
    with open_stage(qtbot, language=request.param) as opened:
        yield opened


def test_the_way_out_stands_in_the_header_where_a_screen_has_no_end_of_its_own(stage: Stage) -> None:
    for name, view in EXAMPLES:
        screen = stage.show(view)
        leave = f"{screen.name}.leave"
        assert stage.has(leave) is (screen.name not in ENDING_BY_THEMSELVES), name
        if stage.has(leave):
            assert stage.tap(leave) == [Left()]


def test_every_state_of_a_dossier_has_words_and_advice_in_both_languages(stage: Stage) -> None:
    for state in DossierState:
        assert stage.texts(f"state.{state}")
        assert stage.texts(f"state_next.{state}")


def test_any_part_can_be_brought_into_view(qtbot: QtBot) -> None:
    bench = next(view for name, view in EXAMPLES if name == "work-list-quarantined")
    with open_stage(qtbot, SMALL, text_scale=2.0) as stage:
        screen = stage.show(bench)
        last = stage.find("work_list.item_3", QAbstractButton)
        assert last.visibleRegion().isEmpty()
        screen.bring_into_view(last)
        settle()
        assert not last.visibleRegion().isEmpty()
