"""What the next person finds at the window: nothing of the one before, neither ticks nor letters nor pictures."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.domain.staff import Role
from tests.cli.program import NAME, NUMBER, Kiosk
from tests.journeys.at_the_window import PHONE_TYPED, AtTheWindow, window_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def person(bare_kiosk: Kiosk, qtbot: QtBot) -> Iterator[AtTheWindow]:
    """Before a terminal that never reached a portal."""
    with window_of(bare_kiosk, qtbot) as person:
        person.see("welcome")
        yield person


def typed(person: AtTheWindow) -> list[str]:
    """What stands in any line of the whole window, shown or not."""
    return [line.text() for line in person.terminal.window.findChildren(QLineEdit) if line.text()]


def leave(person: AtTheWindow) -> None:
    person.touch(f"{person.hands.screen()}.leave")
    person.see("welcome")
    person.wait(lambda: not typed(person), "every line to be empty")


def test_ticks_letters_and_pictures_go_with_the_person(person: AtTheWindow) -> None:
    person.touch("welcome.register_account")
    person.consent()
    person.identify()
    person.see("phone")
    person.enter("phone.number", PHONE_TYPED)
    assert PHONE_TYPED[1:4] in "".join(typed(person))
    leave(person)
    assert not any(word in person.words() for word in (NAME, NUMBER, PHONE_TYPED))
    assert QApplication.clipboard().text() == ""

    person.touch("welcome.register_account")
    person.see("consent")
    assert not any(person.hands.checked(f"consent.purpose_{item.purpose}") for item in person.view.items), (
        "nobody agrees for the next one"
    )
    person.consent()
    person.see("scan_card")
    leave(person)


def test_what_was_looked_for_goes_with_the_person(person: AtTheWindow) -> None:
    person.touch("welcome.submit_dossier")
    person.see("search")
    person.enter("search.text", "dang ky ket hon")
    leave(person)
    person.touch("welcome.submit_dossier")
    person.see("search")
    assert person.view.text == ""
    assert typed(person) == []
    leave(person)

    person.touch("welcome.track_dossier")
    person.see("track")
    person.enter("track.code", "K-HN0099-261122-0001-E")
    leave(person)
    person.touch("welcome.track_dossier")
    person.see("track")
    assert typed(person) == []
    leave(person)


def test_a_password_that_was_typed_goes_too(person: AtTheWindow) -> None:
    person.built.storage.staff.add("lan", "Trần Thị Lan", Role.CLERK, "Buu-cuc-2026", must_change=False)
    person.sign_in("lan", "sai-mat-khau")
    person.read("staff.wrong")
    person.touch("sign_in.back")
    person.see("welcome")
    person.wait(lambda: not typed(person), "every line to be empty")
    person.sign_in("lan", "Buu-cuc-2026")
    person.see("work_list")
    assert typed(person) == []
    person.touch("work_list.sign_out")
    person.see("welcome")
    assert "Trần Thị Lan" not in person.words()


def test_a_language_chosen_by_one_is_not_the_nexts(person: AtTheWindow) -> None:
    person.touch("welcome.language")
    person.wait(lambda: person.terminal.texts.language == "en", "English")
    person.touch("welcome.register_account")
    person.see("consent")
    leave(person)
    assert person.terminal.texts.language == "vi"
    assert person.reads("welcome.greeting")
