"""What holds for every screen in every state of the examples, whatever it is for."""

import json
import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app.gallery import GROUPS, examples
from kiosk.flow.messages import View
from kiosk.ui.resource_files import resource_folder
from kiosk.ui.screen import tab_stops
from kiosk.ui.screen_faults import faults_at_rest
from kiosk.ui.screens import every_screen
from kiosk.ui.screens.examples_dossier import PERSON
from kiosk.ui.screens.examples_staff import APPLICANT
from kiosk.ui.texts import placeholders
from kiosk.ui.theme import PRIMARY_TARGET_MM, SMALLEST_TARGET_MM
from tests.ui.screens.dossier_stage import FULL_HD, PORTRAIT, SMALL, Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit)
KEY = re.compile(r"^[a-z_]+\.[a-z_A-Z0-9.]+$")
SECRETS = (
    *APPLICANT.values(),
    PERSON.full_name,
    PERSON.personal_number or "?",
    "912345678",
    "0212345678",
    "WDJB",
)
LANGUAGES = ("vi", "en")
Examples = list[tuple[str, View]]


@pytest.fixture(params=GROUPS)
def group(request: pytest.FixtureRequest) -> Examples:
    return examples((request.param,))


@pytest.fixture(params=LANGUAGES)
def stage(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Stage]:
    with open_stage(qtbot, language=request.param) as opened:
        yield opened


def controls(screen: QWidget) -> list[QWidget]:
    return [child for kind in CONTROLS for child in screen.findChildren(kind) if child.isVisible()]


def test_every_screen_has_examples_with_names_of_their_own() -> None:
    names = [name for name, _ in examples()]
    assert len(set(names)) == len(names)
    assert {screen.view_type for screen in every_screen()} == {type(view) for _, view in examples()}


def test_every_control_is_named_for_machine_and_ear_and_large_enough(stage: Stage, group: Examples) -> None:
    least = stage.theme.mm(SMALLEST_TARGET_MM) - 1
    for name, view in group:
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


def test_no_key_of_a_text_is_shown_instead_of_its_words(stage: Stage, group: Examples) -> None:
    for name, view in group:
        stage.show(view)
        bare = [line for line in stage.words().splitlines() if KEY.match(line)]
        assert not bare, (name, bare)


def test_nothing_personal_stands_in_a_name_of_a_control(stage: Stage, group: Examples) -> None:
    for name, view in group:
        screen = stage.show(view)
        names = " ".join(child.objectName() for child in screen.findChildren(QWidget))
        assert not [secret for secret in SECRETS if secret in names], name
        assert stage.window.windowTitle() == "Kiosk"


def test_another_language_renews_every_word_in_place(qtbot: QtBot, group: Examples) -> None:
    with open_stage(qtbot) as stage:
        for name, view in group:
            stage.texts.set_language("vi")
            screen = stage.show(view)
            vietnamese = stage.words()
            stage.texts.set_language("en")
            settle()
            switched = stage.words()
            assert stage.show(view) is screen
            assert switched == stage.words(), name
            assert switched != vietnamese, name


def test_the_same_view_again_touches_nothing(stage: Stage, group: Examples) -> None:
    for name, view in group:
        screen = stage.show(view)
        before = {id(child) for child in screen.findChildren(QWidget)}
        words = stage.words()
        for _ in range(3):
            stage.show(view)
        assert {id(child) for child in screen.findChildren(QWidget)} == before, name
        assert stage.words() == words, name
    assert stage.sent == []


def test_no_part_ever_opens_a_window_of_its_own(qtbot: QtBot, group: Examples) -> None:
    with open_stage(qtbot) as stage:
        for name, view in group:
            stage.show(view)
            assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [stage.window], (
                name
            )
            assert stage.window.isActiveWindow(), name


@pytest.mark.parametrize("size", [FULL_HD, SMALL, PORTRAIT], ids=["full-hd", "small", "portrait"])
@pytest.mark.parametrize(
    ("text_scale", "language"), [(1.0, "vi"), (1.0, "en"), (1.6, "vi"), (2.0, "vi"), (2.0, "en")]
)
def test_nothing_is_cut_or_lies_on_something_else_and_the_footer_stays(
    qtbot: QtBot, group: Examples, size: tuple[int, int, float], text_scale: float, language: str
) -> None:
    with open_stage(qtbot, size, language, text_scale) as stage:
        for name, view in group:
            screen = stage.show(view)
            assert faults_at_rest(stage.window, stage.theme) == [], name
            for control in controls(screen):
                left = control.mapTo(screen, control.rect().topLeft()).x()
                assert left >= 0, (name, control.objectName())
                assert left + control.width() <= screen.width(), (name, control.objectName())
            footer = screen.footer
            assert not footer.isVisible() or footer.geometry().bottom() <= screen.height(), name


def test_tab_reaches_every_control_in_reading_order(qtbot: QtBot, group: Examples) -> None:
    with open_stage(qtbot) as stage:
        for name, view in group:
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


@pytest.mark.parametrize("file", sorted(path.name for path in (resource_folder() / "i18n" / "vi").iterdir()))
def test_both_languages_hold_the_same_sentences_with_the_same_gaps(file: str) -> None:
    folder = resource_folder() / "i18n"
    vi, en = (json.loads((folder / code / file).read_text(encoding="utf-8")) for code in LANGUAGES)
    assert list(vi) == list(en)
    for key, sentence in vi.items():
        assert (sentence.strip(), en[key].strip()) == (sentence, en[key])
        said_in_words = {"count"} if key.endswith(".one") else set()
        assert placeholders(sentence) - said_in_words == placeholders(en[key]) - said_in_words, key
