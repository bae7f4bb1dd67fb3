"""The checklist of accessibility over every screen in every state; its numbers stand in `docs/screens.md`.

Sources: EN 301 549 (5.1 closed functionality, 5.7, 5.8, 8.3), WCAG 2.2 AA. Points of the way itself (a time limit that can be
put off, no data asked twice, one step back) are tested where the way is: `tests/unit/test_session_*`.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app.gallery import examples
from kiosk.flow.call_words import ClerkCalledView
from kiosk.flow.session import IDLE_WARNING_S
from kiosk.flow.staff_words import WorkListView
from kiosk.flow.views import OutOfOrderView, WelcomeView
from kiosk.ui.keyboard.key import Key
from kiosk.ui.resource_files import resource_folder
from kiosk.ui.screen import Screen
from kiosk.ui.screen_faults import seen_box
from kiosk.ui.theme import (
    FOCUS_RING_PX,
    PALETTES,
    PRIMARY_TARGET_MM,
    SMALLEST_TARGET_MM,
    Theme,
    is_tall,
    px_per_mm,
)
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.field_row import LabelledRow
from kiosk.ui.widgets.label import IconMark
from kiosk.ui.widgets.waiting import TURN_S, BusyMark
from tests.ui.screens.dossier_stage import FULL_HD, PORTRAIT, Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
TOUCHED = (QAbstractButton, QLineEdit, QPlainTextEdit)
GAP_MM = 3.0
LONGEST_SENTENCE = 32
"""Syllables; a sentence of plain Vietnamese for grown-ups has about 20."""
Faults = dict[str, list[str]]


@pytest.fixture(scope="module")
def faults(qapp: object) -> Faults:
    """Point of the checklist → what breaks it, over all examples at 1920×1080."""
    found: Faults = defaultdict(list)
    stage = Stage(FULL_HD, "vi", 1.0)
    stage.window.open()
    settle()
    for name, view in examples():
        screen = stage.show(view)
        for point, words in look_at(screen, stage.theme):
            found[point].append(f"{name}: {words}")
        for words in unnamed(QAccessible.queryAccessibleInterface(screen)):
            found["6 names"].append(f"{name}: {words}")
        stage.keyboard.let_go()
    stage.window.allow_close()
    stage.window.close()
    return found


def look_at(screen: Screen, theme: Theme) -> Iterator[tuple[str, str]]:
    """(point, what breaks it) of a screen as it stands."""
    seen = [
        child for child in screen.findChildren(QWidget) if isinstance(child, TOUCHED) and child.isVisible()
    ]
    for control in seen:
        wanted = theme.mm(
            PRIMARY_TARGET_MM
            if isinstance(control, Button) and control.kind == "primary"
            else SMALLEST_TARGET_MM
        )
        if min(control.height(), control.width()) < wanted - 1:
            yield "1 targets", f"{control.objectName()} is {control.width()} x {control.height()} px"
        if isinstance(control, QAbstractButton) and control.autoRepeat():
            yield "10 gestures", f"{control.objectName()} repeats while it is held"
        if control.acceptDrops() or (isinstance(control, QLineEdit) and control.dragEnabled()):
            yield "10 gestures", f"{control.objectName()} can be dragged"
    yield from too_close(screen, seen, theme)
    for row in screen.findChildren(LabelledRow):
        problem = row.problem
        if problem.isVisible() and not any(mark.isVisible() for mark in problem.findChildren(IconMark)):
            yield "4 colour", f"the problem {problem.label.text()!r} has no sign"
    view = screen.view
    if view.step and not screen.header.steps.label.text():
        yield "16 progress", "no words for the step"
    if not screen.has_header:
        return  # the citizen's screen beside a clerk, who is there to be asked and sets the language
    alone = bool(view.assisted_by) and not view.step  # a clerk's own screen: nobody else is to be called
    can_call = screen.header.call_clerk.isVisibleTo(screen)
    if can_call != (not alone and not isinstance(view, OutOfOrderView | WorkListView)):
        yield "17 help", "nobody can be called, or one's own self"
    if not screen.header.language.isVisibleTo(screen):
        yield "7 language", "no other language"


def too_close(screen: Screen, seen: list[QWidget], theme: Theme) -> Iterator[tuple[str, str]]:
    """Pairs of controls nearer to each other than a finger is sure of; boxes of one code or date are one field."""
    least = theme.mm(GAP_MM) - 1
    boxes = [(control, seen_box(screen, control)) for control in seen]
    for place, (one, box) in enumerate(boxes):
        wide = box.adjusted(-least, -least, least, least)
        for other, other_box in boxes[place + 1 :]:
            if (
                wide.intersects(other_box)
                and not one.isAncestorOf(other)
                and not other.isAncestorOf(one)
                and not (isinstance(one, QLineEdit) and isinstance(other, QLineEdit))
                and not box.isEmpty()
                and not other_box.isEmpty()
            ):
                yield "1 gaps", f"{one.objectName()} and {other.objectName()}"


def unnamed(node: QAccessibleInterface | None) -> Iterator[str]:
    """What can have the focus, or is a picture, but says nothing to who cannot see it."""
    if node is None or not node.isValid() or node.state().invisible:
        return
    role, name = node.role(), node.text(QAccessible.Text.Name).strip()
    widget = node.object()
    if node.state().focusable and not isinstance(widget, Screen) and not name:
        yield f"{role.name} {widget.objectName() if widget else ''} has no name"
    for number in range(node.childCount()):
        yield from unnamed(node.child(number))


@pytest.mark.parametrize(
    "point",
    ["1 targets", "1 gaps", "4 colour", "6 names", "7 language", "10 gestures", "16 progress", "17 help"],
)
def test_every_screen_in_every_state_keeps_the_point(faults: Faults, point: str) -> None:
    assert sorted(set(faults[point])) == []


def test_2_large_text_is_large_enough_to_be_read_from_half_a_metre(qapp: object) -> None:
    """EN 301 549 5.1.4: capitals of 0.7° of the eye's circle, 6.1 mm at 50 cm, with the larger text."""
    scale = px_per_mm(*FULL_HD)
    for text_scale in (1.6, 2.0):
        theme = Theme(scale, text_scale=text_scale)
        for role in ("body", "strong", "lead", "heading", "input"):
            assert QFontMetricsF(theme.font(role)).capHeight() / scale >= 6.1, (role, text_scale)
    assert Theme(scale).font_px("body") >= 24


def test_3_nothing_is_told_apart_by_a_colour_that_no_contrast_test_knows() -> None:
    for palette in PALETTES.values():
        for field in palette.__dataclass_fields__:
            assert re.fullmatch("#[0-9A-F]{6}", getattr(palette, field)), field


def test_5_the_focus_can_be_seen() -> None:
    assert FOCUS_RING_PX >= 4


def test_9_a_warning_leaves_twenty_seconds() -> None:
    assert IDLE_WARNING_S >= 20


def test_10_buttons_act_when_the_finger_is_lifted_and_not_when_it_slides_off(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(next(view for _, view in examples() if isinstance(view, ClerkCalledView)))
        back = stage.find("clerk_called.back", Button)
        QTest.mousePress(back, Qt.MouseButton.LeftButton)
        assert stage.sent == []
        QTest.mouseRelease(back, Qt.MouseButton.LeftButton, pos=QPoint(-200, -200))
        assert stage.sent == []
        stage.tap("clerk_called.back")
        assert len(stage.sent) == 1


def test_13_a_high_screen_can_be_lowered_and_comes_up_again_for_the_next_person(qtbot: QtBot) -> None:
    assert is_tall(*PORTRAIT)
    assert not is_tall(*FULL_HD)
    with open_stage(qtbot, PORTRAIT) as stage:
        welcome = next(view for _, view in examples() if isinstance(view, WelcomeView))
        assert not stage.show(welcome).header.reach.isVisible()
        stage.theme.can_lower = True
        stage.window._screens.clear()
        screen = stage.show(welcome)
        stage.tap("welcome.lower")
        top = screen.mapTo(stage.window, QPoint(0, 0)).y()
        assert top >= 0.4 * stage.window.height()
        for button in screen.findChildren(Button):
            if button.isVisible():
                assert button.mapTo(stage.window, QPoint(0, 0)).y() > top - 1
        stage.window.forget_person()
        settle()
        assert screen.mapTo(stage.window, QPoint(0, 0)).y() == 0


def test_14_only_backspace_repeats_and_only_after_two_seconds(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.keyboard._show_page("letters")
        for key in stage.keyboard.findChildren(Key):
            assert not key.autoRepeat() or (key.spec.name == "backspace" and key.autoRepeatDelay() >= 2000)


def test_15_nothing_blinks_and_in_high_contrast_nothing_moves(qtbot: QtBot) -> None:
    assert 1 / TURN_S < 3
    with open_stage(qtbot) as stage:
        for contrast, moves in (("light", True), ("dark_contrast", False), ("light_contrast", False)):
            stage.theme.set_contrast(contrast)
            mark = BusyMark(stage.theme)
            qtbot.addWidget(mark)
            mark.show()
            assert mark._timer.isActive() is moves


def test_16_sentences_are_short() -> None:
    too_long = []
    for file in sorted((resource_folder() / "i18n" / "vi").glob("*.json")):
        for key, words in json.loads(file.read_text(encoding="utf-8")).items():
            for sentence in re.split(r"[.!?:;\n]+", words):
                if len(sentence.split()) > LONGEST_SENTENCE:
                    too_long.append(key)
    assert too_long == []


def test_18_what_a_slip_says_can_also_be_read_on_the_screen(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        for name, view in examples():
            if name in ("dossier_done-sent", "account-active"):
                stage.show(view)
                reference = getattr(view, "reference", "")
                assert stage.window.current is not None
                read = " ".join(part.accessibleName() for part in stage.window.current.findChildren(QWidget))
                assert reference in f"{stage.words()} {read}".replace(" ", ""), name
