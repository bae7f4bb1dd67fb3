"""What holds for every screen of start, identity and account in every state of the examples."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.account import LoginState, OtpVerdict
from kiosk.domain.identity import Doubt
from kiosk.domain.scan import Hint
from kiosk.flow import views
from kiosk.flow.views import CardTrouble
from kiosk.ui.resource_files import resource_folder
from kiosk.ui.screen import tab_stops
from kiosk.ui.screen_faults import faults_at_rest
from kiosk.ui.screens.examples_account import EXAMPLES
from kiosk.ui.texts import placeholders
from kiosk.ui.theme import PRIMARY_TARGET_MM, SMALLEST_TARGET_MM
from tests.ui.screens.dossier_stage import FULL_HD, PORTRAIT, SMALL, Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
VIEWS = {
    "WelcomeView",
    "ResumeView",
    "WaitingView",
    "TroubleView",
    "ClerkCalledView",
    "IdleWarningView",
    "OutOfOrderView",
    "ConsentView",
    "ScanCardView",
    "CheckPersonView",
    "PhoneView",
    "OtpView",
    "AccountDoneView",
    "VneidView",
}
ENDING_BY_THEMSELVES = {"welcome", "resume", "idle_warning", "out_of_order", "account_done"}
KEY = re.compile(r"^[a-z_]+\.[a-z_0-9.]+$")
SECRETS = ("Nguyễn", "001199000001", "0212345678", "0912345678", "WDJB")
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


def test_every_view_of_the_way_has_an_example() -> None:
    assert {type(view).__name__ for _, view in EXAMPLES} == VIEWS
    assert len({name for name, _ in EXAMPLES}) == len(EXAMPLES)


def test_every_control_is_named_for_machine_and_ear_and_large_enough(stage: Stage) -> None:
    least = stage.theme.mm(SMALLEST_TARGET_MM) - 1
    for name, view in EXAMPLES:
        screen = stage.show(view)
        seen = controls(screen)
        names = [control.objectName() for control in seen]
        assert all(each.startswith(f"{screen.name}.") for each in names), (name, names)
        assert len(set(names)) == len(names), (name, names)
        for control in seen:
            assert control.accessibleName().strip(), (name, control.objectName())
            assert min(control.height(), control.width()) >= least, (name, control.objectName())
        primary = screen.footer.primary
        if primary is not None and primary.isVisible():
            assert primary.height() >= stage.theme.mm(PRIMARY_TARGET_MM) - 1, name


def test_no_key_of_a_text_is_shown_instead_of_its_words(stage: Stage) -> None:
    for name, view in EXAMPLES:
        stage.show(view)
        bare = [line for line in stage.words().splitlines() if KEY.match(line)]
        assert not bare, (name, bare)


def test_nothing_personal_stands_in_a_name_of_a_control(stage: Stage) -> None:
    for name, view in EXAMPLES:
        screen = stage.show(view)
        names = " ".join(child.objectName() for child in screen.findChildren(QWidget))
        assert not [secret for secret in SECRETS if secret in names], name
        assert stage.window.windowTitle() == "Kiosk"


def test_another_language_renews_every_word_in_place(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        for name, view in EXAMPLES:
            stage.texts.set_language("vi")
            screen = stage.show(view)
            vietnamese = stage.words()
            stage.texts.set_language("en")
            settle()
            switched = stage.words()
            assert stage.show(view) is screen
            assert switched == stage.words(), name
            assert switched != vietnamese, name


def test_the_same_view_again_touches_nothing(stage: Stage) -> None:
    for name, view in EXAMPLES:
        screen = stage.show(view)
        before = {id(child) for child in screen.findChildren(QWidget)}
        words = stage.words()
        for _ in range(3):
            stage.show(view)
        assert {id(child) for child in screen.findChildren(QWidget)} == before, name
        assert stage.words() == words, name
    assert stage.sent == []


def test_no_part_ever_opens_a_window_of_its_own(stage: Stage) -> None:
    for name, view in EXAMPLES:
        stage.show(view)
        assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [stage.window], name
        assert stage.window.isActiveWindow(), name


@pytest.mark.parametrize("size", [FULL_HD, SMALL, PORTRAIT], ids=["full-hd", "small", "portrait"])
@pytest.mark.parametrize("text_scale", [1.0, 1.6, 2.0])
def test_nothing_is_cut_or_lies_on_something_else_and_the_footer_stays(
    qtbot: QtBot, size: tuple[int, int, float], text_scale: float
) -> None:
    with open_stage(qtbot, size, text_scale=text_scale) as stage:
        for name, view in EXAMPLES:
            screen = stage.show(view)
            assert faults_at_rest(screen, stage.theme) == [], name
            for control in controls(screen):
                left = control.mapTo(screen, control.rect().topLeft()).x()
                assert left >= 0, (name, control.objectName())
                assert left + control.width() <= screen.width(), (name, control.objectName())
            primary = screen.footer.primary
            if primary is not None and not primary.isHidden():
                assert primary.mapTo(screen, primary.rect().bottomRight()).y() <= screen.height(), name


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


def test_tab_reaches_every_control_in_reading_order(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        for name, view in EXAMPLES:
            screen = stage.show(view)
            screen.setFocus()
            wanted = tab_stops(screen)
            reached: list[QWidget] = []
            for _ in range(len(wanted) + 1):
                QTest.keyClick(QApplication.focusWidget() or screen, Qt.Key.Key_Tab)
                focused = QApplication.focusWidget()
                if focused is None or focused in reached:
                    break
                reached.append(focused)
            # inside a group of radio buttons it is the arrow keys that walk
            missed = [
                each.objectName()
                for each in wanted
                if each not in reached and not isinstance(each, QRadioButton)
            ]
            assert not missed, (name, missed)
            stage.keyboard.let_go()


def test_a_visit_can_be_ended_from_every_screen_that_does_not_end_it_itself(stage: Stage) -> None:
    for name, view in EXAMPLES:
        screen = stage.show(view)
        assert screen.header.leave.isVisible() is (screen.name not in ENDING_BY_THEMSELVES), name


def test_both_languages_hold_the_same_sentences_with_the_same_gaps() -> None:
    vi, en = table("vi", "account"), table("en", "account")
    assert list(vi) == list(en)
    for key, sentence in vi.items():
        assert (sentence.strip(), en[key].strip()) == (sentence, en[key])
        said_in_words = {"count"} if key.endswith(".one") else set()
        assert placeholders(sentence) - said_in_words == placeholders(en[key]) - said_in_words, key


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
