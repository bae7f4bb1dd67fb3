"""What holds for every screen of start, identity and account in every state of the examples."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.account import LoginState, OtpVerdict
from kiosk.domain.identity import Doubt
from kiosk.domain.scan import Hint
from kiosk.flow import views
from kiosk.flow.views import CardTrouble
from kiosk.ui.resource_files import resource_folder
from kiosk.ui.screens.examples_account import EXAMPLES
from tests.ui.screens.dossier_stage import FULL_HD, PORTRAIT, SMALL, Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
ENDING_BY_THEMSELVES = {"welcome", "resume", "idle_warning", "out_of_order", "account_done"}
STEPS_OF_THE_FLOW = (
    "account_done",
    "give_consent",
    "log_in_by_vneid",
    "register_account",
    "scan_identity",
    "session",
)


@pytest.fixture(params=["vi", "en"])
def stage(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Stage]:
    with open_stage(qtbot, language=request.param) as opened:
        yield opened


def controls(screen: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit)
    return [child for kind in kinds for child in screen.findChildren(kind) if child.isVisible()]


def table(language: str, name: str = "*") -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted((resource_folder() / "i18n" / language).glob(f"{name}.json")):
        found |= json.loads(file.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("size", [FULL_HD, SMALL, PORTRAIT], ids=["full-hd", "small", "portrait"])
def test_at_normal_text_size_nobody_has_to_scroll(qtbot: QtBot, size: tuple[int, int, float]) -> None:
    with open_stage(qtbot, size) as stage:
        for name, view in EXAMPLES:
            if "typed" in name or "part-of-date" in name:
                continue  # two problems at once may need more
            screen = stage.show(view)
            screen.setFocus()
            stage.keyboard.let_go()
            settle()
            down = [button for button in controls(screen) if button.objectName().endswith(".scroll_down")]
            assert not down, name


def test_words_never_run_on_for_longer_than_the_eye_follows(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        for name, view in EXAMPLES:
            screen = stage.show(view)
            content = screen.body.parentWidget()
            assert content is not None
            for label in content.findChildren(QLabel):
                if label.isVisible() and label is not screen.notice.label:
                    line = label.fontMetrics().averageCharWidth() * 120
                    one_line = label.fontMetrics().horizontalAdvance(label.text())
                    assert min(label.width(), one_line) <= line, (name, label.text())


def test_a_visit_can_be_ended_from_every_screen_that_does_not_end_it_itself(stage: Stage) -> None:
    for name, view in EXAMPLES:
        screen = stage.show(view)
        assert screen.header.leave.isVisible() is (screen.name not in ENDING_BY_THEMSELVES), name


def test_every_sentence_the_flow_names_is_there() -> None:
    flow = Path(views.__file__).parent
    source = "\n".join((flow / f"{name}.py").read_text(encoding="utf-8") for name in STEPS_OF_THE_FLOW)
    groups = "account|card|consent|doubt|error|otp|person|phone|session|vneid"
    wanted = set(re.findall(rf'"((?:{groups})\.[a-z_0-9]+)"', source))
    assert {"phone.wrong", "person.name_missing", "consent.required_missing", "vneid.asking"} <= wanted
    wanted |= {f"doubt.{doubt.value}" for doubt in Doubt}
    wanted |= {f"hint.{hint.value}" for hint in Hint}
    wanted |= {f"card.{trouble.value}" for trouble in CardTrouble if trouble is not CardTrouble.NONE}
    wanted |= {f"otp.{verdict.value}" for verdict in OtpVerdict if verdict is not OtpVerdict.RIGHT}
    wanted |= {f"vneid.{state.value}" for state in (LoginState.REFUSED, LoginState.EXPIRED)}
    for language in ("vi", "en"):
        assert not wanted - table(language).keys()
