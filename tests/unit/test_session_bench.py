"""The bench in the session: a scanned slip opens its dossier, whichever of its codes was scanned."""

import pytest

from kiosk.flow.bench_words import FIRST_REACH, CodeScanned, MoreWorkAsked
from kiosk.flow.staff_words import LoadWork, LoadWorkItem, WorkListView, WorkTabChosen
from tests.unit.visit_driver import VisitDriver

REFERENCE = "K-HN0099-261122-0001-1"


@pytest.mark.parametrize("text", ["H26.99-261122-0312", " H26.99-261122-0312 "])
def test_a_scanned_code_opens_its_dossier(text: str) -> None:
    driver = VisitDriver()
    driver.sign_in()
    driver.say(CodeScanned(text=text))
    assert driver.last(LoadWorkItem).reference.strip() == "H26.99-261122-0312"


def test_older_work_is_fetched_as_far_back_as_it_is_wished() -> None:
    driver = VisitDriver()
    driver.sign_in()
    assert driver.last(LoadWork).reach == driver.view(WorkListView).reach == FIRST_REACH
    driver.say(MoreWorkAsked(), MoreWorkAsked())
    assert driver.last(LoadWork).reach == driver.view(WorkListView).reach > 10_000
    driver.say(WorkTabChosen(tab="recent"))
    assert driver.last(LoadWork).reach > 10_000, "another look asks as far back"
