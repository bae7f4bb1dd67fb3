"""Help in the session: the demonstration comes and goes, and no touch on it is lost."""

from kiosk.flow.help_words import DemonstrationDue, DemonstrationEnded, DemonstrationView
from kiosk.flow.intents import IdleRanOut, WayChosen, WentBack
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
