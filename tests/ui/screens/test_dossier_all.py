"""What holds for every screen of the dossier's way in every state of the examples."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kiosk.domain.receipt import PrinterState
from kiosk.domain.scan import PageProblem
from kiosk.flow import views
from kiosk.ui.resource_files import resource_folder
from kiosk.ui.screen import tab_stops
from kiosk.ui.screens.examples_dossier import EXAMPLES, PERSON
from kiosk.ui.texts import placeholders
from kiosk.ui.theme import SMALLEST_TARGET_MM
from tests.ui.screens.dossier_stage import FULL_HD, PORTRAIT, SMALL, Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
MINE = {
    "SearchView",
    "ProcedureView",
    "CaseView",
    "FormPageView",
    "ChecklistView",
    "ScanPagesView",
    "CopyCardView",
    "BroughtFilesView",
    "CheckPageView",
    "DeliveryView",
    "SummaryView",
    "DossierDoneView",
}
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit)
KEY = re.compile(r"^[a-z_]+\.[a-z_.]+$")


def controls(screen: QWidget) -> list[QWidget]:
    return [child for kind in CONTROLS for child in screen.findChildren(kind) if child.isVisible()]


@pytest.fixture(params=["vi", "en"])
def stage(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Stage]:
    with open_stage(qtbot, language=request.param) as opened:
        yield opened


def test_every_view_of_the_way_has_an_example() -> None:
    shown = {type(view).__name__ for _, view in EXAMPLES}
    assert shown == MINE
    assert len({name for name, _ in EXAMPLES}) == len(EXAMPLES)
    assert all(is_dataclass(getattr(views, name)) and fields(getattr(views, name)) for name in MINE)


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
            assert control.height() >= least, (name, control.objectName(), control.height())
            assert control.width() >= least, (name, control.objectName(), control.width())


def test_no_key_of_a_text_is_shown_instead_of_its_words(stage: Stage) -> None:
    for name, view in EXAMPLES:
        stage.show(view)
        bare = [line for line in stage.words().splitlines() if KEY.match(line)]
        assert not bare, (name, bare)


def test_nothing_personal_stands_in_a_name_of_a_control(stage: Stage) -> None:
    secrets = (PERSON.full_name, PERSON.personal_number or "", "912345678", "Thử Nghiệm")
    for name, view in EXAMPLES:
        screen = stage.show(view)
        names = " ".join(child.objectName() for child in screen.findChildren(QWidget))
        assert not [secret for secret in secrets if secret in names], name
        assert stage.window.windowTitle() == "Kiosk"


def test_another_language_renews_every_word_in_place(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        for name, view in EXAMPLES:
            stage.texts.set_language("vi")
            stage.show(view)
            vietnamese = stage.words()
            stage.texts.set_language("en")
            settle()
            switched = stage.words()
            stage.show(view)
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


@pytest.mark.parametrize("size", [FULL_HD, SMALL, PORTRAIT], ids=["full-hd", "small", "portrait"])
@pytest.mark.parametrize("text_scale", [1.0, 2.0])
def test_nothing_is_cut_at_the_sides_and_the_footer_stays(
    qtbot: QtBot, size: tuple[int, int, float], text_scale: float
) -> None:
    with open_stage(qtbot, size, text_scale=text_scale) as stage:
        for name, view in EXAMPLES:
            screen = stage.show(view)
            body = screen.body.parentWidget()
            assert body is not None
            assert body.width() <= screen.width(), name
            for control in controls(screen):
                left = control.mapTo(screen, control.rect().topLeft()).x()
                assert left >= 0, (name, control.objectName())
                assert left + control.width() <= screen.width(), (name, control.objectName())
            primary = screen.footer.primary
            if primary is not None and not primary.isHidden():
                bottom = primary.mapTo(screen, primary.rect().bottomRight()).y()
                assert primary.isVisible(), name
                assert bottom <= screen.height(), name


@pytest.mark.parametrize("size", [FULL_HD, SMALL], ids=["full-hd", "small"])
def test_labels_get_the_height_their_words_need(qtbot: QtBot, size: tuple[int, int, float]) -> None:
    with open_stage(qtbot, size, text_scale=1.6) as stage:
        for name, view in EXAMPLES:
            screen = stage.show(view)
            for label in screen.findChildren(QLabel):
                if label.isVisible() and label.text() and label.wordWrap():
                    needed = label.heightForWidth(label.width())
                    assert label.height() >= needed - 1, (name, label.text(), label.height(), needed)


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


def test_both_languages_hold_the_same_sentences_with_the_same_gaps() -> None:
    folder = resource_folder() / "i18n"
    vi, en = (
        json.loads((folder / code / "dossier.json").read_text(encoding="utf-8")) for code in ("vi", "en")
    )
    assert list(vi) == list(en)
    for key, sentence in vi.items():
        assert (sentence.strip(), en[key].strip()) == (sentence, en[key])
        said_in_words = {"count"} if key.endswith(".one") else set()
        assert placeholders(sentence) - said_in_words == placeholders(en[key]) - said_in_words, key


def test_every_sentence_the_flow_names_is_there() -> None:
    flow = Path(views.__file__).parent
    source = "\n".join(
        (flow / f"{name}.py").read_text(encoding="utf-8")
        for name in (
            "choose_procedure",
            "fill_form",
            "filing",
            "gather_pages",
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
