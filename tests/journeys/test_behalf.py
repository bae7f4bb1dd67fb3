"""A daughter files for her father before the real window: both cards, and both people in the dossier."""

import pytest
from pytestqt.qtbot import QtBot

from tests.cli.program import Kiosk
from tests.journeys.at_the_window import PROCEDURE, window_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_one_person_comes_for_another(kiosk: Kiosk, qtbot: QtBot) -> None:
    with window_of(kiosk, qtbot) as person:
        person.see("welcome")
        person.touch("welcome.submit_dossier")
        person.see("search")
        person.enter("search.text", "cap ban sao tu so goc")
        person.touch(f"search.result_{PROCEDURE}")
        person.touch("procedure.behalf")
        person.see("case")
        person.touch("case.case_self")
        person.touch("account_way.way_none")
        person.consent()
        person.identify()
        person.leave_number()
        person.see("behalf")
        person.touch("behalf.go_on")
        person.read("behalf.relation_missing")
        person.touch("behalf.relation.child")
        person.touch("behalf.go_on")
        person.see("scan_card")
        person.hold("second_person")
        person.see("check_person")
        person.take_away()
        person.touch("check_person.go_on")
        person.see("form")
        person.wait(person.built.storage.drafts.open_drafts, "the draft to be on disk")
        (draft,) = person.built.storage.drafts.open_drafts()
        present, other = draft.content["representative"], draft.content["applicant"]
        assert present["relation"] == "child"
        assert present["personal_number"] != other["personal_number"]
        assert other["phone"] == present["phone"], "notices reach the one who came"
