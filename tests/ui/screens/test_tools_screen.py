"""The menu of tools: a tile for each that this person may use, by touch and by number."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from kiosk.flow.tools_words import ToolChosen, ToolsOpened, ToolsView
from kiosk.ui.screens.examples_staff import BENCH
from tests.ui.screens.dossier_stage import open_stage

TOOLS = ToolsView(tools=(("mail_bag", "upload"),), can_go_back=True, personal=False)


def test_the_bench_offers_the_menu_to_those_who_have_tools(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(BENCH)
        assert not stage.has("work_list.tools")
        stage.show(replace(BENCH, has_tools=True))
        assert stage.tap("work_list.tools") == [ToolsOpened()]


def test_a_tool_is_opened_by_touch_and_by_its_number(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(TOOLS)
        assert stage.tap("tools.mail_bag") == [ToolChosen(tool="mail_bag")]
        assert stage.type("tools.mail_bag", "1") == [ToolChosen(tool="mail_bag")]
