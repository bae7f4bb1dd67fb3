"""What holds for every screen of look-up and staff in every state of the examples."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.dossier import DossierState
from kiosk.flow.intents import Left
from kiosk.ui.screen_faults import find_faults
from kiosk.ui.screens.examples_staff import APPLICANT, EXAMPLES
from kiosk.ui.theme import SMALLEST_TARGET_MM
from tests.ui.screens.dossier_stage import FULL_HD, PORTRAIT, SMALL, Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
VIEWS = {"TrackView", "TrackResultView", "SignInView", "NewPasswordView", "WorkListView", "WorkItemView"}
KEY = re.compile(r"^[a-z_]+\.[a-z_A-Z.]+$")
ENDING_BY_THEMSELVES = {"track_result", "sign_in", "work_list"}


@pytest.fixture(params=["vi", "en"])
def stage(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Stage]:
    with open_stage(qtbot, language=request.param) as opened:
        yield opened


def controls(screen: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit)
    return [child for kind in kinds for child in screen.findChildren(kind) if child.isVisible()]


def test_every_view_has_an_example() -> None:
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


def test_no_key_of_a_text_is_shown_instead_of_its_words(stage: Stage) -> None:
    for name, view in EXAMPLES:
        stage.show(view)
        bare = [line for line in stage.words().splitlines() if KEY.match(line)]
        assert not bare, (name, bare)


def test_nothing_personal_stands_in_a_name_of_a_control(stage: Stage) -> None:
    for name, view in EXAMPLES:
        screen = stage.show(view)
        names = " ".join(child.objectName() for child in screen.findChildren(QWidget))
        assert not [secret for secret in APPLICANT.values() if secret in names], name
        assert "001" not in names, name


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


@pytest.mark.parametrize(
    ("size", "text_scale"), [(FULL_HD, 1.0), (SMALL, 1.0), (SMALL, 2.0), (PORTRAIT, 1.6)]
)
def test_no_word_is_cut_and_nothing_lies_on_anything(
    qtbot: QtBot, size: tuple[int, int, float], text_scale: float
) -> None:
    for language in ("vi", "en"):
        with open_stage(qtbot, size, language, text_scale) as stage:
            for name, view in EXAMPLES:
                screen = stage.show(view)
                assert find_faults(stage.window, stage.theme) == [], (name, language)
                footer = screen.footer
                assert not footer.isVisible() or footer.geometry().bottom() <= screen.height(), name


def test_the_way_out_stands_in_the_header_where_a_screen_has_no_end_of_its_own(stage: Stage) -> None:
    for name, view in EXAMPLES:
        screen = stage.show(view)
        leave = f"{screen.name}.leave"
        assert stage.has(leave) is (screen.name not in ENDING_BY_THEMSELVES), name
        if stage.has(leave):
            assert stage.tap(leave) == [Left()]


def test_every_control_can_be_reached_with_the_tab_key_alone(stage: Stage) -> None:
    for name, view in EXAMPLES:
        screen = stage.show(view)
        screen.setFocus()
        wanted = {control.objectName() for control in controls(screen) if control.isEnabled()}
        wanted -= {f"{screen.name}.scroll_up", f"{screen.name}.scroll_down"}
        reached = set()
        for _ in range(len(wanted) + 1):
            QTest.keyClick(stage.window.focusWidget() or screen, Qt.Key.Key_Tab)
            focused = stage.window.focusWidget()
            assert focused is not None
            reached.add(focused.objectName())
        assert wanted <= reached, (name, wanted - reached)


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
