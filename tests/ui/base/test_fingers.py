"""Which of all the fingers, palms and sleeves on the glass points, and what it means."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QEventPoint

from kiosk.ui.fingers import PALM_MM, Act, Fingers, Touch

PX_PER_MM = 4.0
DOWN, MOVED, STILL, UP = (
    QEventPoint.State.Pressed,
    QEventPoint.State.Updated,
    QEventPoint.State.Stationary,
    QEventPoint.State.Released,
)
HERE, THERE, KEY, OTHER_KEY = QPointF(100, 100), QPointF(900, 100), QPointF(300, 800), QPointF(400, 800)
KEYS_BELOW_Y = 600.0
Said = list[tuple[Act, QPointF]]


class Glass:
    """Touches as a screen reports them, and a clock."""

    def __init__(self) -> None:
        self.now = 10.0
        self.fingers = Fingers(PX_PER_MM, lambda where: where.y() > KEYS_BELOW_Y, lambda: self.now)

    def report(self, *touches: Touch, after_s: float = 0.0) -> Said:
        self.now += after_s
        return [(pointed.act, pointed.where) for pointed in self.fingers.take(touches)]


@pytest.fixture
def glass() -> Glass:
    return Glass()


def test_one_finger_is_a_pointer(glass: Glass) -> None:
    assert glass.report(Touch(0, DOWN, HERE)) == [(Act.PRESS, HERE)]
    assert glass.report(Touch(0, MOVED, THERE), after_s=0.1) == [(Act.MOVE, THERE)]
    assert glass.report(Touch(0, STILL, QPointF(-2, -2))) == []
    assert glass.report(Touch(0, UP, THERE)) == [(Act.LET_GO, THERE)]
    assert glass.report(Touch(1, DOWN, HERE)) == [(Act.PRESS, HERE)]


def test_who_leans_on_the_glass_can_still_touch_it(glass: Glass) -> None:
    assert glass.report(Touch(0, DOWN, HERE)) == [(Act.PRESS, HERE)]
    resting = Touch(0, STILL, HERE)
    assert glass.report(resting, Touch(1, DOWN, THERE), after_s=2.0) == [
        (Act.GIVE_UP, HERE),
        (Act.PRESS, THERE),
    ]
    assert glass.report(resting, Touch(1, UP, THERE)) == [(Act.LET_GO, THERE)]
    assert glass.report(resting, Touch(2, DOWN, THERE), after_s=0.1) == [(Act.PRESS, THERE)]
    assert glass.report(Touch(0, UP, HERE), Touch(2, STILL, THERE)) == [], "what rested there meant nothing"
    assert glass.report(Touch(2, UP, THERE)) == [(Act.LET_GO, THERE)]


def test_two_fingers_of_one_tap_are_one_touch(glass: Glass) -> None:
    assert glass.report(Touch(0, DOWN, HERE), Touch(1, DOWN, THERE)) == [(Act.PRESS, HERE)]
    assert glass.report(Touch(0, UP, HERE), Touch(1, UP, THERE)) == [(Act.LET_GO, HERE)]
    assert glass.report(Touch(2, DOWN, HERE)) == [(Act.PRESS, HERE)]
    assert glass.report(Touch(2, STILL, HERE), Touch(3, DOWN, THERE), after_s=0.2) == []
    assert glass.report(Touch(2, UP, HERE), Touch(3, STILL, THERE)) == [(Act.LET_GO, HERE)]
    assert glass.report(Touch(3, UP, THERE)) == []


def test_two_hands_on_the_keyboard_type_both_letters_in_their_order(glass: Glass) -> None:
    assert glass.report(Touch(0, DOWN, KEY)) == [(Act.PRESS, KEY)]
    assert glass.report(Touch(0, STILL, KEY), Touch(1, DOWN, OTHER_KEY), after_s=0.1) == [
        (Act.LET_GO, KEY),
        (Act.PRESS, OTHER_KEY),
    ]
    assert glass.report(Touch(0, UP, KEY), Touch(1, STILL, OTHER_KEY)) == []
    assert glass.report(Touch(1, UP, OTHER_KEY)) == [(Act.LET_GO, OTHER_KEY)]


def test_who_draws_or_moves_something_is_not_disturbed_by_the_hand_that_comes_to_rest(glass: Glass) -> None:
    glass.report(Touch(0, DOWN, HERE))
    along = HERE + QPointF(40, 0)
    assert glass.report(Touch(0, MOVED, along), after_s=0.5) == [(Act.MOVE, along)]
    assert glass.report(Touch(0, STILL, along), Touch(1, DOWN, THERE), after_s=0.5) == []
    assert glass.report(Touch(0, UP, along), Touch(1, STILL, THERE)) == [(Act.LET_GO, along)]


def test_a_palm_that_is_known_as_one_is_no_finger(glass: Glass) -> None:
    palm = Touch(0, DOWN, HERE, (PALM_MM + 1) * PX_PER_MM)
    assert glass.report(palm) == []
    assert glass.report(Touch(0, STILL, HERE), Touch(1, DOWN, THERE, 8 * PX_PER_MM)) == [(Act.PRESS, THERE)]
    assert glass.report(Touch(0, UP, HERE), Touch(1, STILL, THERE)) == []


def test_what_the_system_takes_away_was_not_meant(glass: Glass) -> None:
    glass.report(Touch(0, DOWN, HERE))
    assert [pointed.act for pointed in glass.fingers.give_up()] == [Act.GIVE_UP]
    assert glass.fingers.give_up() == []
    assert glass.report(Touch(0, UP, HERE)) == []
    assert glass.report(Touch(0, DOWN, THERE)) == [(Act.PRESS, THERE)]
