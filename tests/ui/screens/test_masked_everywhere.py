"""Personal data stands only on the screens that need it: everywhere else numbers and telephones are masked."""

import re

from pytestqt.qtbot import QtBot

from kiosk.app.gallery import examples
from tests.ui.screens.dossier_stage import open_stage

NUMBER = re.compile(r"(?<![\w-])(?!000)\d{12}(?!\d)")
"""No place of birth has the code 000: the end of a payment's own id is no personal number."""
PHONE = re.compile(r"(?<!\d)0[35789]\d{2}[ .]?\d{3}[ .]?\d{3}(?!\d)")
NEED_THE_NUMBER = {
    "check_person": "the person checks what was read",
    "summary": "the person confirms what will be sent",
    "form": "the person answers with it",
}
"""Screen → why a whole personal number may stand there."""
NEED_THE_PHONE = {
    **NEED_THE_NUMBER,
    "phone": "the person types it",
    "work_item": "the clerk calls the person",
}


def test_numbers_and_telephones_stand_whole_only_where_they_are_needed(qtbot: QtBot) -> None:
    found = set()
    with open_stage(qtbot) as stage:
        for name, view in examples():
            screen = stage.show(view)
            words = stage.words()
            if NUMBER.search(words) and screen.name not in NEED_THE_NUMBER:
                found.add((name, screen.name, "number"))
            if PHONE.search(words) and screen.name not in NEED_THE_PHONE:
                found.add((name, screen.name, "phone"))
    assert found == set()
