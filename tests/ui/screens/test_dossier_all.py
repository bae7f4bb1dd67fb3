"""What holds for every screen of the dossier's way in every state of the examples."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QLabel,
)
from pytestqt.qtbot import QtBot

from kiosk.domain.receipt import PrinterState
from kiosk.domain.scan import PageProblem
from kiosk.flow import views
from kiosk.ui.resource_files import resource_folder
from kiosk.ui.screens.examples_dossier import EXAMPLES
from tests.ui.screens.dossier_stage import FULL_HD, SMALL, Stage, open_stage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture(params=["vi", "en"])
def stage(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Stage]:
    with open_stage(qtbot, language=request.param) as opened:
        yield opened


@pytest.mark.parametrize("size", [FULL_HD, SMALL], ids=["full-hd", "small"])
def test_labels_get_the_height_their_words_need(qtbot: QtBot, size: tuple[int, int, float]) -> None:
    with open_stage(qtbot, size, text_scale=1.6) as stage:
        for name, view in EXAMPLES:
            screen = stage.show(view)
            for label in screen.findChildren(QLabel):
                if label.isVisible() and label.text() and label.wordWrap():
                    needed = label.heightForWidth(label.width())
                    assert label.height() >= needed - 1, (name, label.text(), label.height(), needed)


def test_every_sentence_the_flow_names_is_there() -> None:
    flow = Path(views.__file__).parent
    source = "\n".join(
        (flow / f"{name}.py").read_text(encoding="utf-8")
        for name in (
            "choose_procedure",
            "fill_form",
            "filing",
            "gather_pages",
            "prices",
            "submit_dossier",
        )
    )
    named = set(re.findall(r'"((?:form|checklist|delivery|price|answer|page)\.[a-z_]+)"', source))
    table = {}
    for file in sorted((resource_folder() / "i18n" / "vi").glob("*.json")):
        table |= json.loads(file.read_text(encoding="utf-8"))
    wanted = named | {f"page.{problem.value}" for problem in PageProblem}
    wanted |= {f"printer.{state.value}" for state in PrinterState}
    wanted |= {f"delivery.{way}" for way in ("home", "agent_point", "agency", "electronic")}
    missing = {key for key in wanted if key not in table and f"{key}.many" not in table}
    assert not missing
    assert "price.fee" in named
