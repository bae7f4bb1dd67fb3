"""The clerk's bench with everything real but the camera's picture: sign in, register, draft, leave, resume, deliver."""

from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.staff import Role
from kiosk.flow.views import FormPageView
from tests.cli.program import Kiosk, Portal, enrolled_kiosk
from tests.journeys.at_the_window import AtTheWindow, slips_of, window_of

FIRST, CHOSEN = "Tam-thoi-2026", "Buu-cuc-2026"
ANSWERS = {"issuer": "Truong mau", "issue_year": "1998", "copies": "1", "owner_is": "self"}
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def first_sign_in(person: AtTheWindow) -> None:
    """With the technician's password, which has to be changed at once."""
    person.built.storage.staff.add("lan", "Trần Thị Lan", Role.CLERK, FIRST)
    person.see("welcome")
    person.sign_in("lan", "sai-mat-khau")
    person.read("staff.wrong")
    person.enter("sign_in.password", FIRST)
    person.touch("sign_in.go_on")
    person.see("new_password")
    person.enter("new_password.old", FIRST)
    person.enter("new_password.new", CHOSEN)
    person.enter("new_password.repeat", CHOSEN)
    person.touch("new_password.go_on")
    person.see("work_list")


def otp_of(portal: Portal) -> str:
    return str(portal.messages("otp")[-1]["otp"])


def test_a_clerks_morning(own_portal: Portal, bare_kiosk: Kiosk, qtbot: QtBot) -> None:
    kiosk = enrolled_kiosk(bare_kiosk.folder, own_portal)
    with window_of(kiosk, qtbot) as person:
        first_sign_in(person)

        # an account for a citizen at the counter
        person.touch("work_list.register_account")
        person.consent()
        person.identify()
        person.leave_number()
        person.see("otp")
        person.enter("otp.code", otp_of(own_portal))
        person.touch("otp.go_on")
        person.see("account_done")
        person.read("account_done.active")
        person.wait(lambda: len(slips_of(kiosk)) == 2, "the slip of the shift, and the account's")
        person.touch("account_done.finish")

        # back at the bench, still signed in; a dossier that is not finished today
        person.see("work_list")
        person.touch("work_list.submit_dossier")
        person.choose_procedure()
        person.consent()
        person.identify()
        person.leave_number()
        person.see("form")
        person.answer("paper_name", "Bang tot nghiep")
        person.touch("form.leave")
        person.see("work_list")
        person.touch("work_list.tab_drafts")
        person.touch("work_list.resume_1")
        person.see("form")
        assert person.answers()["paper_name"] == "Bang tot nghiep", "what was typed is still there"
        finish_the_form(person)
        reference = deliver(person)
        person.wait(lambda: len(slips_of(kiosk)) == 3, "the dossier's slip")
        person.touch("dossier_done.finish")

        person.see("work_list")
        person.touch("work_list.tab_drafts")
        person.wait(lambda: not person.view.drafts, "the draft to be gone from the bench")
        person.touch("work_list.tab_recent")
        person.wait(lambda: reference in person.words(), "the dossier under its reference")
        person.touch("work_list.sign_out")
        person.see("welcome")
        assert person.terminal.session.staff_name == ""
        dossier = person.built.storage.dossiers.find(reference)
        assert dossier is not None
        assert dossier.body["entered_by"] == {"kind": "clerk", "staff_id": "lan"}
        assert dossier.body["form"]["paper_name"] == "Bang tot nghiep"
        assert own_portal.taken(dossier.id) == 1


def is_answered(person: AtTheWindow, name: str) -> bool:
    return person.answers().get(name) not in (None, "")


def has_turned(person: AtTheWindow, page: int) -> bool:
    return getattr(person.view, "form_page", None) != page


def is_missing_less(person: AtTheWindow, missing: int) -> bool:
    return bool(person.view.missing < missing)


def finish_the_form(person: AtTheWindow) -> None:
    """What is still open, page by page."""
    while isinstance(person.view, FormPageView):
        page = person.view.form_page
        for question in person.view.fields:
            name = question.field.name
            if not question.field.required or question.value not in (None, ""):
                continue
            if question.field.choices:
                person.touch(f"form.{name}.{ANSWERS[name]}")
            else:
                person.enter(f"form.{name}", ANSWERS[name])
            person.wait(partial(is_answered, person, name), f"{name} to be taken")
        person.touch("form.go_on")
        person.wait(partial(has_turned, person, page), "the next page of the form")


def deliver(person: AtTheWindow) -> str:
    """From the checklist until the portal's receipt is there; the local reference."""
    person.see("checklist")
    while person.view.missing:
        missing = person.view.missing
        line = next(line for line in person.view.lines if line.state == "missing" and line.required)
        person.touch(f"checklist.by_data_{line.component.id}")
        person.wait(partial(is_missing_less, person, missing), "one paper less")
    person.touch("checklist.go_on")
    person.touch("delivery.method_agent_point")
    person.touch("delivery.go_on")
    person.see("summary")
    person.touch("summary.confirm")
    person.see("dossier_done")
    reference = str(person.view.reference)
    person.wait(lambda: person.view.state == "SUBMITTED", "the portal's receipt")
    return reference
