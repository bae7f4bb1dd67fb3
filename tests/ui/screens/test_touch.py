"""The glass itself: touches as Qt reports them, on the real window; whatever a mouse can do, a finger can."""

from collections.abc import Iterator
from itertools import count

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from kiosk.app.gallery import examples
from kiosk.domain.bilingual import Text
from kiosk.flow.intents import WentBack, WentOn
from kiosk.flow.views import FormPageView, Question
from kiosk.ui.fingers import Fingers
from kiosk.ui.screen import Screen
from kiosk.ui.screens.examples_dossier import CHECK, CORNERS, FULL_NAME, GENDER
from kiosk.ui.tap_guard import TapGuard
from kiosk.ui.widgets.scrolling import ScrollingBody
from kiosk.ui.widgets.signature_pad import SignaturePad
from tests.ui.screens.dossier_stage import SMALL, Stage, open_stage, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
VIEWS = dict(examples())
OF_THE_WINDOW = ("leave", "speak", "lower", "contrast", "text_size", "language", "call_clerk")
NAME_PAGE = FormPageView(
    form_page=1,
    title=Text.of("?"),
    fields=(Question(GENDER), Question(FULL_NAME)),
    step=(3, 5),
    can_go_back=True,
)
Place = tuple[int, QPoint]


@pytest.fixture(scope="module")
def device(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


class Glass:
    """Fingers on the stage's window; taps come a second after one another, so that none is an echo."""

    def __init__(self, stage: Stage, device: QPointingDevice) -> None:
        self.window = stage.window
        self._device = device
        self.now = 0.0
        turns = count(1)
        self.window.taps = TapGuard(50.0, lambda: float(next(turns)))
        self.window.fingers = Fingers(4.0, self.window.is_key, lambda: self.now)

    def middle(self, widget: QWidget) -> QPoint:
        return widget.mapTo(self.window, widget.rect().center())

    def key(self, name: str) -> QPoint:
        return self.middle(self.window.kit.keyboard.key(name))

    def report(
        self,
        *,
        down: tuple[Place, ...] = (),
        moved: tuple[Place, ...] = (),
        rests: tuple[int, ...] = (),
        up: tuple[Place, ...] = (),
    ) -> None:
        """One report of the screen."""
        handle = self.window.windowHandle()
        assert handle is not None
        report = QTest.touchEvent(handle, self._device, autoCommit=False)
        for finger, where in down:
            report.press(finger, where)
        for finger, where in moved:
            report.move(finger, where)
        for finger in rests:
            report.stationary(finger)
        for finger, where in up:
            report.release(finger, where)
        report.commit()

    def tap(self, widget: QWidget) -> None:
        self.now += 1.0
        where = self.middle(widget)
        self.report(down=((0, where),))
        self.report(up=((0, where),))
        QApplication.processEvents()

    def drag(self, *places: QPoint) -> None:
        self.now += 1.0
        self.report(down=((0, places[0]),))
        for place in places[1:]:
            self.report(moved=((0, place),))
        self.report(up=((0, places[-1]),))
        settle()


@pytest.fixture
def glass(qtbot: QtBot, device: QPointingDevice) -> Iterator[tuple[Stage, Glass]]:
    with open_stage(qtbot, SMALL) as stage:
        yield stage, Glass(stage, device)


def in_reach(screen: Screen, control: QWidget) -> bool:
    """Whether a finger could meet it in its middle now."""
    if not isValid(control) or not control.isVisible() or not control.isEnabled():
        return False
    window = screen.window()
    return window.childAt(control.mapTo(window, control.rect().center())) is control


def test_every_button_of_every_screen_answers_to_a_finger(glass: tuple[Stage, Glass]) -> None:
    stage, fingers = glass
    touched = 0
    for name in {type(view): name for name, view in VIEWS.items()}.values():
        screen = stage.show(VIEWS[name])
        for button in screen.findChildren(QAbstractButton):
            if not in_reach(screen, button) or button.objectName().endswith(OF_THE_WINDOW):
                continue
            heard: list[object] = []
            button.released.connect(lambda heard=heard: heard.append(None))
            fingers.tap(button)
            assert heard == [None], f"{button.objectName()} on {name}"
            touched += 1
    assert touched > 200


def test_the_buttons_of_the_window_itself_answer_too(glass: tuple[Stage, Glass]) -> None:
    stage, fingers = glass
    stage.show(NAME_PAGE)
    fingers.tap(stage.find("form.language"))
    assert stage.texts.language == "en"
    fingers.tap(stage.find("form.contrast"))
    fingers.tap(stage.find("form.text_size"))
    assert stage.theme.text_scale > 1.0
    fingers.tap(stage.find("form.back"))
    fingers.tap(stage.find("form.go_on"))
    assert stage.sent == [WentBack(), WentOn()]


def test_a_touched_field_brings_the_keys_and_they_type(glass: tuple[Stage, Glass]) -> None:
    stage, fingers = glass
    stage.show(NAME_PAGE)
    field = stage.find("form.full_name", QLineEdit)
    fingers.tap(field)
    assert stage.keyboard.isVisible()
    for name in ("a", "n"):
        fingers.tap(stage.keyboard.key(name))
    assert field.text() == "An"


def test_two_hands_that_overlap_lose_no_letter(glass: tuple[Stage, Glass]) -> None:
    stage, fingers = glass
    stage.show(NAME_PAGE)
    field = stage.find("form.full_name", QLineEdit)
    fingers.tap(field)
    first, second = fingers.key("a"), fingers.key("n")
    fingers.report(down=((0, first),))
    fingers.report(rests=(0,), down=((1, second),))
    fingers.report(up=((0, first),), rests=(1,))
    fingers.report(up=((1, second),))
    assert field.text() == "An"


def test_a_hand_that_rests_on_the_glass_makes_nothing_deaf_and_presses_nothing(
    glass: tuple[Stage, Glass],
) -> None:
    stage, fingers = glass
    stage.show(NAME_PAGE)
    leant_on, wanted = fingers.middle(stage.find("form.back")), fingers.middle(stage.find("form.go_on"))
    fingers.report(down=((0, leant_on),))
    fingers.now += 2.0
    fingers.report(rests=(0,), down=((1, wanted),))
    fingers.report(rests=(0,), up=((1, wanted),))
    fingers.report(up=((0, leant_on),))
    assert stage.sent == [WentOn()]


def test_two_fingers_of_one_tap_press_once(glass: tuple[Stage, Glass]) -> None:
    stage, fingers = glass
    stage.show(NAME_PAGE)
    button: QWidget = stage.find("form.go_on")
    here, beside = fingers.middle(button), fingers.middle(button) + QPoint(30, 0)
    fingers.report(down=((0, here), (1, beside)))
    fingers.report(up=((0, here), (1, beside)))
    assert stage.sent == [WentOn()]


def test_a_finger_that_slides_off_a_button_presses_nothing(glass: tuple[Stage, Glass]) -> None:
    stage, fingers = glass
    stage.show(NAME_PAGE)
    button = fingers.middle(stage.find("form.go_on"))
    fingers.drag(button, button - QPoint(200, 0), button - QPoint(500, 0))
    assert stage.sent == []


def test_a_page_that_does_not_fit_follows_the_finger(glass: tuple[Stage, Glass], qtbot: QtBot) -> None:
    stage, fingers = glass
    screen = stage.show(VIEWS["summary-priced"])
    body = screen.findChild(ScrollingBody)
    assert body is not None
    bar = body.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 40, timeout=30_000)
    left = body.content.mapTo(stage.window, QPoint(6, 0)).x()
    low, high = QPoint(left, 400), QPoint(left, 300)
    fingers.drag(low, QPoint(left, 350), high)
    assert bar.value() == min(100, bar.maximum())


def test_a_corner_is_dragged_by_a_finger(glass: tuple[Stage, Glass]) -> None:
    stage, fingers = glass
    stage.show(CHECK)
    fingers.tap(stage.find("check_page.corners"))
    corner: QWidget = stage.find("check_page.corner_top_left")
    start = fingers.middle(corner)
    fingers.drag(start, start + QPoint(10, 10), start + QPoint(30, 40))
    assert fingers.middle(corner) != start
    fingers.tap(stage.find("check_page.corners"))
    [moved] = stage.sent
    assert moved.corners[0] != CORNERS[0]  # type: ignore[attr-defined]
    assert moved.corners[2] == CORNERS[2]  # type: ignore[attr-defined]


def test_a_signature_is_written_by_a_finger_while_the_hand_comes_to_rest(glass: tuple[Stage, Glass]) -> None:
    stage, fingers = glass
    stage.show(VIEWS["sign-envelope"])
    screen = stage.window.current
    assert screen is not None
    [pad] = screen.findChildren(SignaturePad)
    screen.bring_into_view(pad)
    settle()
    start = pad.mapTo(stage.window, QPoint(30, 30))
    palm = pad.mapTo(stage.window, QPoint(300, 90))
    fingers.report(down=((0, start),))
    for step in range(1, 20):
        fingers.report(moved=((0, start + QPoint(step * 15, (step % 2) * 40)),))
    fingers.now += 1.0
    fingers.report(rests=(0,), down=((1, palm),))
    end = start + QPoint(320, 10)
    fingers.report(moved=((0, end),), rests=(1,))
    fingers.report(up=((0, end),), rests=(1,))
    fingers.report(up=((1, palm),))
    assert pad.is_signed()
    assert pad.picture()


def test_touches_that_the_system_takes_away_press_nothing(glass: tuple[Stage, Glass]) -> None:
    stage, fingers = glass
    stage.show(NAME_PAGE)
    button = stage.find("form.go_on", QAbstractButton)
    where = fingers.middle(button)
    fingers.report(down=((0, where),))
    assert button.isDown()
    fingers.report(down=((0, where),))  # a new beginning without the end of the one before
    fingers.report(up=((0, where),))
    assert stage.sent == [WentOn()], "and what comes next is heard once"
