"""After a power cut the dossier that was begun is offered again: to the right card only, and never by name."""

import signal
import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from tests.cli.program import ENDS_WITHIN_S, NAME, NUMBER, ROOT, Kiosk, environment
from tests.journeys.at_the_window import window_of
from tests.journeys.leave_a_draft import TYPED

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def cut_off(bare_kiosk: Kiosk) -> Kiosk:
    """A terminal whose power failed while somebody was filling in a form."""
    child = [sys.executable, "-m", "tests.journeys.leave_a_draft", str(bare_kiosk.folder)]
    ended = subprocess.run(
        child,
        cwd=ROOT,
        env=environment(bare_kiosk.folder),
        capture_output=True,
        text=True,
        timeout=ENDS_WITHIN_S,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    return bare_kiosk


def test_the_right_card_opens_it_again(cut_off: Kiosk, qtbot: QtBot) -> None:
    with window_of(cut_off, qtbot) as person:
        person.see("resume")
        person.read("resume.heading")
        person.read("resume.show_card")
        assert not any(word in person.words() for word in (NAME, NAME.upper(), NUMBER, TYPED))
        person.hold("second_person")
        person.read("resume.wrong_card")
        assert person.hands.screen() == "resume"
        person.hold("cccd_2021")
        person.see("form")
        person.take_away()
        assert person.answers()["paper_name"] == TYPED
        person.touch("form.leave")
        person.see("welcome")
    with window_of(cut_off, qtbot) as person:
        person.see("welcome")
        assert person.built.storage.drafts.open_drafts(staff_id=None) == [], "who leaves leaves nothing"


def test_beginning_anew_erases_it(cut_off: Kiosk, qtbot: QtBot) -> None:
    with window_of(cut_off, qtbot) as person:
        person.see("resume")
        person.touch("resume.drop")
        person.see("welcome")
        person.wait(
            lambda: not person.built.storage.drafts.open_drafts(staff_id=None), "the draft to be erased"
        )
        person.touch("welcome.submit_dossier")
        person.see("search")
