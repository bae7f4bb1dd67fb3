"""A citizen who is stuck, a clerk who comes over or picks the draft up by its code, and the citizen who confirms."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.staff import Role
from tests.cli.program import Kiosk, Portal, enrolled_kiosk
from tests.journeys.at_the_window import AtTheWindow, window_of
from tests.journeys.test_assisted import CHOSEN, deliver, finish_the_form

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def get_stuck(person: AtTheWindow) -> None:
    """Alone, as far as the form."""
    person.see("welcome")
    person.touch("welcome.submit_dossier")
    person.choose_procedure()
    person.consent()
    person.identify()
    person.leave_number()
    person.see("form")
    person.answer("paper_name", "Bang tot nghiep")


def test_the_same_draft_from_citizen_to_clerk_and_back(
    own_portal: Portal, bare_kiosk: Kiosk, qtbot: QtBot
) -> None:
    kiosk = enrolled_kiosk(bare_kiosk.folder, own_portal)
    with window_of(kiosk, qtbot) as person:
        store = person.built.storage
        store.staff.add("lan", "Trần Thị Lan", Role.CLERK, CHOSEN, must_change=False)
        get_stuck(person)
        [alone] = store.drafts.open_drafts()

        # a clerk comes over and signs in at the citizen's own terminal
        person.touch("form.call_clerk")
        person.help_here("lan", CHOSEN)
        assert alone.masked_number in person.words()
        person.touch("agreed.go_on")
        person.see("form")
        assert person.answers()["paper_name"] == "Bang tot nghiep"
        person.wait(
            lambda: [d.id for d in store.drafts.all_staff_drafts()] == [alone.id], "the clerk's draft"
        )

        # and steps back again
        person.touch("form.call_clerk")
        person.touch("clerk_called.hand_back")
        person.see("form")
        person.wait(
            lambda: [d.id for d in store.drafts.open_drafts()] == [alone.id], "the citizen's own again"
        )
        assert person.terminal.session.staff_name == ""

        # now it is to go on at the counter, under a code
        person.touch("form.call_clerk")
        person.touch("clerk_called.pass_on")
        person.see("passed_on")
        person.wait(lambda: person.view.code, "the code")
        code = person.view.code
        person.touch("passed_on.finish")
        person.see("welcome")
        person.sign_in("lan", CHOSEN)
        person.pick_up(code)
        assert person.answers()["paper_name"] == "Bang tot nghiep"
        assert store.queue.counts().left == 0, "nothing is sent before the citizen has confirmed"
        finish_the_form(person)
        reference = deliver(person)
        dossier = store.dossiers.find(reference)
        assert dossier is not None
        assert dossier.body["entered_by"] == {"kind": "clerk", "staff_id": "lan"}
        assert dossier.body["confirmed_by_citizen_at"]
        kinds = [entry.kind for entry in store.audit.entries()]
        assert kinds.count("draft_passed_on") == 2
        assert kinds.count("draft_picked_up") == 2
        assert kinds.index("draft_passed_on") < kinds.index("dossier_confirmed")


def test_a_code_and_the_own_card_bring_it_back_to_the_citizen(
    own_portal: Portal, bare_kiosk: Kiosk, qtbot: QtBot
) -> None:
    kiosk = enrolled_kiosk(bare_kiosk.folder, own_portal)
    with window_of(kiosk, qtbot) as person:
        get_stuck(person)
        person.touch("form.call_clerk")
        person.touch("clerk_called.pass_on")
        person.see("passed_on")
        person.wait(lambda: person.view.code, "the code")
        code = person.view.code
        person.touch("passed_on.finish")
        person.see("welcome")
        person.touch("welcome.pick_up")
        person.enter("pick_up.code", code)
        person.touch("pick_up.go_on")
        person.see("resume")
        assert "Bang tot nghiep" not in person.words()
        person.hold("cccd_2021")
        person.see("form")
        person.take_away()
        assert person.answers()["paper_name"] == "Bang tot nghiep"
