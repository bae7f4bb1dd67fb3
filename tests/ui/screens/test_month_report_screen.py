"""The month's report on the screen: each touch says what it is for."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from kiosk.flow.intents import PrintAskedAgain
from kiosk.flow.month_report_words import MonthStepped, ReportSaveAsked
from kiosk.ui.screens.examples_month_report import REPORT
from tests.ui.screens.dossier_stage import open_stage


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
