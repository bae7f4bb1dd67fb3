"""The bench in the session: a scanned slip opens its dossier, whichever of its codes was scanned."""

import pytest

from kiosk.flow.bench_words import CodeScanned
from kiosk.flow.effects import LoadWorkItem
from tests.unit.visit_driver import VisitDriver

REFERENCE = "K-HN0099-261122-0001-1"


@pytest.mark.parametrize("text", ["H26.99-261122-0312", " H26.99-261122-0312 "])
def test_a_scanned_code_opens_its_dossier(text: str) -> None:
    driver = VisitDriver()
    driver.sign_in()
    driver.say(CodeScanned(text=text))
    assert driver.last(LoadWorkItem).reference.strip() == "H26.99-261122-0312"
