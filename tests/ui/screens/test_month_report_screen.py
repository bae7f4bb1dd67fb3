"""The month's report on the screen: legible in every state and size, and each touch says what it is for."""

import re
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.flow.intents import PrintAskedAgain
from kiosk.flow.month_report_words import MonthStepped, ReportSaveAsked
from kiosk.ui.screen_faults import find_faults
from kiosk.ui.screens.examples_month_report import EXAMPLES, REPORT
from tests.ui.screens.dossier_stage import FULL_HD, PORTRAIT, SMALL, open_stage

KEY = re.compile(r"^[a-z_]+\.[a-z_A-Z.]+$")


@pytest.mark.parametrize(
    ("size", "text_scale", "language"), [(FULL_HD, 1.0, "en"), (SMALL, 2.0, "vi"), (PORTRAIT, 1.6, "en")]
)
def test_no_word_is_cut_and_no_key_is_shown(
    qtbot: QtBot, size: tuple[int, int, float], text_scale: float, language: str
) -> None:
    with open_stage(qtbot, size, language, text_scale) as stage:
        for name, view in EXAMPLES:
            stage.show(view)
            assert find_faults(stage.window, stage.theme) == [], name
            assert not [line for line in stage.words().splitlines() if KEY.match(line)], name


def test_each_touch_says_what_it_is_for(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(replace(REPORT, can_go_on=True))
        assert "1.984.000" in stage.words()
        assert stage.tap("month_report.earlier") == [MonthStepped(months=-1)]
        assert stage.tap("month_report.later") == [MonthStepped(months=1)]
        assert stage.tap("month_report.save_1") == [ReportSaveAsked(folder=REPORT.sticks[0])]
        assert stage.tap("month_report.print") == [PrintAskedAgain()]
        stage.show(replace(REPORT, sticks=()))
        assert not stage.has("month_report.save_1")
