"""Practice at the window: the whole way with a sample card, and afterwards nothing of it is anywhere."""

from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.events import AuditKind
from kiosk.domain.staff import Role
from kiosk.flow.intents import PortalRefreshed
from kiosk.flow.practice_words import PRACTICE_CODE
from tests.cli.program import Kiosk
from tests.journeys.at_the_window import AtTheWindow, slips_of, window_of
from tests.journeys.test_assisted import finish_the_form, is_missing_less

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def begin(person: AtTheWindow, button: str) -> None:
    person.see("practice")
    person.touch(f"practice.{button}")
    person.wait(lambda: person.terminal.session.world is not None, "the world of practice")


def identify(person: AtTheWindow) -> None:
    """By the sample card that the bar offers."""
    person.see("scan_card")
    person.touch("scan_card.practice_sample")
    person.see("check_person")
    person.touch("check_person.go_on")


def confirm(person: AtTheWindow) -> None:
    """From the checklist to the end."""
    person.see("checklist")
    while person.view.missing:
        missing = person.view.missing
        line = next(line for line in person.view.lines if line.state == "missing" and line.required)
        person.touch(f"checklist.by_data_{line.component.id}")
        person.wait(partial(is_missing_less, person, missing), "one paper less")
    person.touch("checklist.go_on")
    person.touch("delivery.method_agent_point")
    person.touch("delivery.go_on")
    person.touch("summary.confirm")


def test_a_citizen_practises_an_account(bare_kiosk: Kiosk, qtbot: QtBot) -> None:
    with window_of(bare_kiosk, qtbot) as person:
        person.built.parts.around.citizens_practise = True
        person.terminal.presenter.take(PortalRefreshed())
        person.touch("welcome.practise")
        begin(person, "begin")
        person.see("welcome")
        person.read("practice.mark")
        person.touch("welcome.register_account")
        person.consent()
        identify(person)
        person.leave_number()
        person.see("otp")
        person.read("practice.code")
        person.enter("otp.code", PRACTICE_CODE)
        person.touch("otp.go_on")
        person.see("account_done")
        person.read("practice.mark")
        person.wait(lambda: len(slips_of(bare_kiosk)) == 1, "the slip")
        person.touch("account_done.practice_leave")
        person.see("welcome")
        person.wait(lambda: not list((bare_kiosk.home / "practice").glob("*")), "everything to be erased")
        assert not person.reads("practice.mark")
        assert person.built.storage.accounts.needing_attention() == []


def test_a_clerk_practises_a_dossier_and_no_job_is_there(bare_kiosk: Kiosk, qtbot: QtBot) -> None:
    with window_of(bare_kiosk, qtbot) as person:
        storage = person.built.storage
        storage.staff.add("lan", "Trần Thị Lan", Role.CLERK, "Buu-cuc-2026", must_change=False)
        person.sign_in("lan", "Buu-cuc-2026")
        person.see("work_list")
        person.touch("work_list.tools")
        person.see("tools")
        person.touch("tools.practice")
        begin(person, "at_bench")
        person.see("work_list")
        person.touch("work_list.submit_dossier")
        person.choose_procedure()
        person.consent()
        identify(person)
        person.leave_number()
        person.see("form")
        person.answer("paper_name", "Bang tot nghiep")
        finish_the_form(person)
        confirm(person)
        person.see("dossier_done")
        assert person.view.reference.startswith("K-LUYENTAP-")
        world = person.terminal.session.world
        assert world is not None
        assert len(world.storage.dossiers.recent(limit=5)) == 1
        assert world.storage.queue.counts().left == 0
        assert world.storage.queue.items() == []
        person.touch("dossier_done.practice_leave")
        person.see("tools")
        person.wait(lambda: not list((bare_kiosk.home / "practice").glob("*")), "everything to be erased")
        assert storage.dossiers.recent(limit=5) == []
        assert storage.queue.items() == []
        kinds = [entry.kind for entry in storage.audit.entries()]
        assert kinds.count(AuditKind.PRACTICE_BEGAN) == kinds.count(AuditKind.PRACTICE_ENDED) == 1
        assert AuditKind.DOSSIER_CONFIRMED not in kinds
