"""Help in the session: the demonstration comes and goes, and no touch on it is lost."""

from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.domain.sheet import PictureStep, SheetState
from kiosk.flow.bring_words import PrintSheet, SheetMoved
from kiosk.flow.effects import PrintSlip
from kiosk.flow.guide_words import GuideAsked, GuideView
from kiosk.flow.help_words import DemonstrationDue, DemonstrationEnded, DemonstrationView
from kiosk.flow.intents import EffectFailed, IdleRanOut, SlipMoved, WayChosen, WentBack
from kiosk.flow.print_guide import GUIDE, STEPS
from kiosk.flow.tools_words import ToolChosen, ToolsOpened
from kiosk.flow.views import SearchView, WelcomeView
from kiosk.flow.ways import WayName
from tests.unit.visit_driver import VisitDriver


def test_the_demonstration_ends_with_a_touch() -> None:
    driver = VisitDriver()
    assert isinstance(driver.say(DemonstrationDue()), DemonstrationView)
    assert isinstance(driver.say(IdleRanOut()), DemonstrationView)
    assert isinstance(driver.say(DemonstrationEnded()), WelcomeView)


def test_a_way_begins_from_the_demonstration_at_once() -> None:
    driver = VisitDriver()
    driver.say(DemonstrationDue())
    assert isinstance(driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER)), SearchView)
    assert not isinstance(driver.say(DemonstrationDue()), DemonstrationView)
    driver.say(WentBack())


def at_the_guide() -> VisitDriver:
    driver = VisitDriver()
    driver.sign_in()
    driver.say(ToolsOpened(), ToolChosen(tool="guide"))
    return driver


def test_the_guide_is_a_sheet_with_four_pictures_and_a_slip() -> None:
    driver = at_the_guide()
    driver.say(GuideAsked(how="sheet"), GuideAsked(how="sheet"))
    (order,) = driver.all_of(PrintSheet)
    assert [block.scene for block in order.sheet.blocks if isinstance(block, PictureStep)] == list(STEPS)
    driver.say(SheetMoved(state=SheetState.ON_STICK))
    assert driver.view(GuideView).sheet is SheetState.ON_STICK
    driver.say(GuideAsked(how="slip"))
    assert driver.last(PrintSlip).receipt.template == GUIDE
    driver.say(SlipMoved(reference=GUIDE, state=PrintState.PRINTED, printer=PrinterState.READY))
    slip = driver.view(GuideView).slip
    assert slip is not None and slip.state is PrintState.PRINTED


def test_a_guide_that_could_not_be_printed_says_so() -> None:
    driver = at_the_guide()
    driver.say(GuideAsked(how="sheet"))
    driver.say(EffectFailed(effect="PrintSheet", code="printer_gone", text_key="error.printer_gone"))
    assert driver.view(GuideView).sheet is SheetState.FAILED
