"""After a power cut the dossier that was begun is offered again: to the right card only, and never by name."""

import signal
import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.build import today_in_vietnam
from kiosk.catalogue.search import ProcedureIndex
from kiosk.flow.catalogue import Catalogue
from tests.cli.program import ENDS_WITHIN_S, NAME, NUMBER, ROOT, Kiosk, environment
from tests.journeys.at_the_desk import sign, sign_in
from tests.journeys.at_the_window import PROCEDURE, window_of
from tests.journeys.leave_a_draft import TYPED
from tests.unit.test_catalogue_versions import newer

LABEL = "EE123456785VN"
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def cut_off(bare_kiosk: Kiosk) -> Kiosk:
    """A terminal whose power failed while somebody was filling in a form."""
    return power_fails(bare_kiosk, "leave_a_draft")


def power_fails(bare_kiosk: Kiosk, script: str) -> Kiosk:
    child = [sys.executable, "-m", f"tests.journeys.{script}", str(bare_kiosk.folder)]
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


@pytest.mark.parametrize("choice", ["go_on", "keep"])
def test_the_law_that_changed_meanwhile_is_told_first(cut_off: Kiosk, qtbot: QtBot, choice: str) -> None:
    with window_of(cut_off, qtbot) as person:
        around = person.built.parts.around
        begun = around.catalogue.get(PROCEDURE)
        assert begun is not None
        around.catalogue = Catalogue([newer(begun)], ProcedureIndex, today_in_vietnam, begun_with=[begun])
        person.see("resume")
        person.hold("cccd_2021")
        person.see("new_rules")
        person.take_away()
        assert "99.000" in person.words()
        person.touch(f"new_rules.{choice}")
        person.see("form")
        assert person.answers()["paper_name"] == TYPED, "what still fits is kept"


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


def test_papers_are_counted_once(bare_kiosk: Kiosk, qtbot: QtBot) -> None:
    with window_of(power_fails(bare_kiosk, "leave_a_count"), qtbot) as person:
        storage = person.built.storage
        assert storage.post.item(LABEL) is None
        sign_in(person)
        person.touch("work_list.tab_drafts")
        person.read("work_list.counting")
        person.touch("work_list.resume_1")
        person.see("paper_count")
        person.read("paper_count.taken_up")
        assert [paper.originals for paper in person.view.papers] == [1] * len(person.view.papers)
        # put aside it waits on; the citizen's own signature stays
        person.touch("paper_count.back")
        person.see("work_list")
        person.touch("work_list.tab_drafts")
        person.touch("work_list.resume_1")
        person.see("paper_count")
        person.touch("paper_count.go_on")
        sign(person, "clerk")
        person.see("paper_label")
        person.enter("paper_label.number", LABEL)
        person.touch("paper_label.check")
        person.read("paper_label.good")
        person.touch("paper_label.seal")
        person.see("post_item")
        item = storage.post.item(LABEL)
        assert item is not None
        assert item.sender.personal_number == NUMBER
        assert item.citizen_signed_at < item.clerk_signed_at
        assert storage.drafts.all_staff_drafts() == []
        assert storage.check(full=True) == []
