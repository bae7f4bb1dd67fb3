"""A shift in the session: opened with its change and a slip that tests the printer, closed with what waits."""

from datetime import UTC, datetime

from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.shift import Shift
from kiosk.flow.intents import EffectFailed, SlipMoved
from kiosk.flow.printing_words import PrintDeskSlip
from kiosk.flow.shift_words import (
    CloseShift,
    OpenShift,
    PrintShiftSlip,
    ShiftCloseAsked,
    ShiftLoaded,
    ShiftOpenAsked,
    ShiftView,
)
from kiosk.flow.tools_words import ToolChosen, ToolsOpened
from tests.unit.visit_driver import VisitDriver

SHIFT = Shift("lan", "Trần Thị Lan", datetime(2026, 11, 22, 0, 30, tzinfo=UTC), 500_000, 41)
WAITS = (("opening.count_waiting", 2),)


def at_the_shift(shift: Shift | None) -> VisitDriver:
    driver = VisitDriver()
    driver.sign_in()
    driver.say(ToolsOpened(), ToolChosen(tool="shift"), ShiftLoaded(shift=shift, done=(), waits=WAITS))
    return driver


def test_opening_writes_it_down_and_tests_the_printer() -> None:
    driver = at_the_shift(None)
    driver.say(ShiftOpenAsked(cash=500_000), ShiftOpenAsked(cash=1))
    assert driver.last(OpenShift).cash == 500_000
    assert driver.last(PrintDeskSlip).kind == "opening"
    driver.say(ShiftLoaded(shift=SHIFT, done=(), waits=WAITS))
    driver.say(SlipMoved(reference="opening", state=PrintState.NOT_PRINTED, printer=PrinterState.PAPER_OUT))
    view = driver.view(ShiftView)
    assert view.shift == SHIFT
    assert view.slip is not None and view.slip.printer is PrinterState.PAPER_OUT


def test_closing_prints_what_is_handed_over() -> None:
    driver = at_the_shift(SHIFT)
    driver.say(ShiftCloseAsked(note="  cuộn giấy mới\u0000 ở ngăn dưới "))
    assert driver.all_of(CloseShift)
    driver.say(ShiftLoaded(shift=None, done=(("shift.done_dossiers", 14),), waits=WAITS, closed=SHIFT))
    slip = driver.last(PrintShiftSlip)
    assert (slip.shift, slip.waits, slip.note) == (SHIFT, WAITS, "cuộn giấy mới ở ngăn dưới")


def test_what_is_not_open_is_not_closed_and_an_error_is_said() -> None:
    driver = at_the_shift(None)
    driver.say(ShiftCloseAsked())
    assert driver.none_of(CloseShift)
    driver.say(ShiftOpenAsked())
    driver.say(EffectFailed(effect="OpenShift", code="database_busy", text_key="error.database_busy"))
    view = driver.view(ShiftView)
    assert view.notice is not None and not view.working


def test_a_shift_is_kept_word_for_word_and_nonsense_is_none() -> None:
    assert Shift.from_text(SHIFT.to_text()) == SHIFT
    for text in ("", "[]", "{}", '{"staff_id": 1}', SHIFT.to_text()[:-3]):
        assert Shift.from_text(text) is None
