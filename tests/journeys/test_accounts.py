"""The citizen's way to an account, at a real window and a real portal: exists, wrong and expired codes, VNeID."""

import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.events import AuditKind
from tests.cli.program import NAME, Kiosk, Portal, enrolled_kiosk
from tests.journeys.at_the_window import AtTheWindow, slips_of, window_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def person(own_portal: Portal, bare_kiosk: Kiosk, qtbot: QtBot) -> Iterator[AtTheWindow]:
    """Before a terminal whose people get accounts of the portal's own."""
    enrolled_kiosk(bare_kiosk.folder, own_portal)
    with window_of(bare_kiosk, qtbot) as person:
        person.see("welcome")
        yield person


@pytest.fixture
def vneid_person(own_portal: Portal, bare_kiosk: Kiosk, qtbot: QtBot) -> Iterator[AtTheWindow]:
    """Before a terminal whose people log in with VNeID."""
    own_portal.set(account_methods=["vneid"], login_interval_s=1)
    enrolled_kiosk(bare_kiosk.folder, own_portal)
    with window_of(bare_kiosk, qtbot) as person:
        person.see("welcome")
        yield person


def begin_registering(person: AtTheWindow) -> None:
    person.touch("welcome.register_account")
    person.consent()
    person.identify()
    person.leave_number()


def enter_code(person: AtTheWindow, code: str) -> None:
    person.enter("otp.code", code)
    person.touch("otp.go_on")


def newest_code(portal: Portal) -> str:
    return str(portal.messages("otp")[-1]["otp"])


def another_code(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_an_account_that_exists_is_told_as_an_answer(
    person: AtTheWindow, own_portal: Portal, bare_kiosk: Kiosk
) -> None:
    begin_registering(person)
    person.see("otp")
    enter_code(person, newest_code(own_portal))
    person.read("account_done.active")
    person.touch("account_done.finish")
    person.see("welcome")
    assert NAME not in person.words(), "nothing of the visit stays on the screen"

    begin_registering(person)
    person.read("account_done.exists")
    assert "****" in person.words() or "•" in person.words() or "*" in person.words(), (
        "the phone stays masked"
    )
    assert "0912345678" not in person.words()
    assert len(slips_of(bare_kiosk)) == 1, "there is nothing to keep the second time"
    person.touch("account_done.finish")
    person.see("welcome")


def test_wrong_and_used_up_codes_have_their_own_words(person: AtTheWindow, own_portal: Portal) -> None:
    own_portal.set(otp_attempts=2, otp_resend_after_s=0)
    begin_registering(person)
    person.see("otp")
    code = newest_code(own_portal)
    enter_code(person, another_code(code))
    person.read("otp.wrong")
    person.wait(lambda: person.reads("otp.attempts_left"), "how many tries are left")
    enter_code(person, another_code(code))
    person.wait(lambda: not person.view.checking and person.view.attempts_left in (0, None), "the last try")
    person.touch("otp.send_again")
    person.read("otp.sent_again")
    assert newest_code(own_portal)
    enter_code(person, newest_code(own_portal))
    person.read("account_done.active")


def test_an_expired_code_is_told_and_another_works(person: AtTheWindow, own_portal: Portal) -> None:
    own_portal.set(otp_lifetime_s=1, otp_resend_after_s=0)
    begin_registering(person)
    person.see("otp")
    code, expired_s = newest_code(own_portal), time.monotonic() + 1.5
    person.wait(lambda: time.monotonic() > expired_s)
    enter_code(person, code)
    person.read("otp.expired")
    own_portal.set(otp_lifetime_s=300)
    person.touch("otp.send_again")
    person.read("otp.sent_again")
    enter_code(person, newest_code(own_portal))
    person.read("account_done.active")


def test_with_the_line_away_the_registration_waits_in_the_queue(
    person: AtTheWindow, own_portal: Portal, bare_kiosk: Kiosk
) -> None:
    own_portal.faults(captive_portal={"calls": ["any"], "times": None})
    begin_registering(person)
    person.read("account_done.link")
    person.wait(lambda: len(slips_of(bare_kiosk)) == 1, "the slip")
    assert own_portal.messages("link") == []
    own_portal.faults()
    person.terminal.woken.emit()
    person.wait(lambda: len(own_portal.messages("link")) == 1, "the portal's text message with the link")
    person.touch("account_done.finish")


def shown_login(person: AtTheWindow) -> str:
    person.touch("welcome.register_account")
    person.consent()
    person.see("vneid")
    person.read("vneid.never_here")
    code = str(person.view.user_code)
    assert code in person.words(), "to compare with the phone's"
    return code


def test_vneid_agreed_on_the_phone(vneid_person: AtTheWindow, own_portal: Portal, bare_kiosk: Kiosk) -> None:
    code = shown_login(vneid_person)
    own_portal.ask("POST", f"vneid/{code}/approve", {"citizen": "001199000001"})
    vneid_person.see("account_done")
    vneid_person.read("account_done.vneid")
    vneid_person.wait(lambda: len(slips_of(bare_kiosk)) == 1, "the slip")
    vneid_person.touch("account_done.finish")
    vneid_person.see("welcome")


def test_vneid_refused_on_the_phone_and_tried_again(vneid_person: AtTheWindow, own_portal: Portal) -> None:
    code = shown_login(vneid_person)
    own_portal.ask("POST", f"vneid/{code}/refuse", {})
    vneid_person.read("vneid.refused")
    assert vneid_person.hands.find("vneid.qr") is None, "a code that is over is shown no more"
    vneid_person.touch("vneid.retry")
    vneid_person.wait(lambda: getattr(vneid_person.view, "user_code", code) != code, "another code")
    own_portal.ask("POST", f"vneid/{vneid_person.view.user_code}/approve", {"citizen": "001199000001"})
    vneid_person.read("account_done.vneid")


def test_vneid_that_nobody_answers_expires(vneid_person: AtTheWindow, own_portal: Portal) -> None:
    own_portal.set(login_lifetime_s=2)
    shown_login(vneid_person)
    vneid_person.read("vneid.expired")
    assert vneid_person.hands.find("vneid.retry") is not None


def test_an_account_is_opened_on_the_way_to_a_dossier(person: AtTheWindow, own_portal: Portal) -> None:
    person.touch("welcome.submit_dossier")
    person.choose_procedure("portal")
    person.consent()
    person.identify()
    person.leave_number()
    person.see("otp")
    enter_code(person, newest_code(own_portal))
    person.read("account_done.active")
    person.read("account_done.go_on")
    person.touch("account_done.finish")
    person.see("form")
    chosen = [
        entry.facts["account"]
        for entry in person.built.storage.audit.entries()
        if entry.kind == AuditKind.ACCOUNT_WAY_CHOSEN
    ]
    assert chosen == ["portal"]
