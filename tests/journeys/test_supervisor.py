"""A supervisor's day in the real window: a citizen rates, flags are settled, training is kept, data is handed over and erased, the month is saved."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.service_watch import Finding, FlagKind
from kiosk.domain.settings import StickSettings
from kiosk.domain.staff import Role
from tests.cli.program import Kiosk, Portal, enrolled_kiosk
from tests.journeys.at_the_window import PROCEDURE, AtTheWindow, window_of
from tests.journeys.test_assisted import CHOSEN, deliver, finish_the_form

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def a_citizen_files_and_rates(person: AtTheWindow) -> str:
    person.see("welcome")
    person.touch("welcome.submit_dossier")
    person.choose_procedure()
    person.consent()
    person.identify()
    person.leave_number()
    person.see("form")
    person.answer("paper_name", "Bang tot nghiep")
    finish_the_form(person)
    reference = deliver(person)
    person.touch("dossier_done.rate_5")
    person.read("rating.thanks")
    person.touch("dossier_done.finish")
    return reference


def open_tool(person: AtTheWindow, name: str) -> None:
    person.touch("work_list.tools")
    person.touch(f"tools.{name}")


def test_a_supervisors_day(own_portal: Portal, bare_kiosk: Kiosk, qtbot: QtBot, tmp_path: Path) -> None:
    kiosk = enrolled_kiosk(bare_kiosk.folder, own_portal)
    stick = tmp_path / "stick"
    stick.mkdir()
    with window_of(kiosk, qtbot) as person:
        parts, store = person.built.parts, person.built.storage
        parts.settings = replace(parts.settings, stick=StickSettings(folder=str(stick)))
        store.staff.add("hoa", "Phạm Thị Hoa", Role.SUPERVISOR, CHOSEN, must_change=False)
        store.staff.add("lan", "Trần Thị Lan", Role.CLERK, CHOSEN, must_change=False)
        reference = a_citizen_files_and_rates(person)
        store.watch.raise_flags([Finding(FlagKind.REPEAT_VISITS, "k", PROCEDURE, {"count": 3}, (reference,))])

        person.see("welcome")
        person.sign_in("hoa", CHOSEN)
        open_tool(person, "flags")
        person.touch("flags.flag_1")
        person.touch("flags.dossier_1")
        person.see("work_item")
        person.wait(lambda: reference in person.words().replace("\N{ZERO WIDTH SPACE}", ""), "its dossier")
        person.touch("work_item.back")
        person.touch("flags.settle_explained")
        person.wait(lambda: not person.view.flags, "the flag to be settled")
        person.touch("flags.back")
        person.touch("tools.training")
        person.touch("training.person_2")
        person.enter("training.text", PROCEDURE)
        person.touch("training.off_1")
        person.wait(lambda: person.view.trained, "the list")
        person.touch("training.back")
        person.touch("training.back")

        # the citizen comes back and asks what is held
        person.touch("tools.person_data")
        person.see("person_data")
        person.hold("cccd_2021")
        person.touch("person_data.seen")
        person.take_away()
        person.wait(lambda: person.view.data, "what is held")
        assert reference in person.words().replace("\N{ZERO WIDTH SPACE}", "")
        person.read("person_data.consents")
        person.touch("person_data.export")
        person.wait(lambda: person.view.exported, "the copy")
        assert (stick / "du-lieu-ca-nhan.pdf").read_bytes().startswith(b"%PDF")
        person.touch("person_data.erase")
        person.touch("person_data.erase_really")
        person.wait(lambda: person.view.erasure, "what was erased")
        person.read("kept_why.in_progress")
        person.touch("person_data.back")

        person.touch("tools.month_report")
        person.wait(lambda: person.view.table, "the month")
        person.touch("month_report.save_1")
        person.wait(lambda: person.view.saved, "the files")
        assert {file.suffix for file in stick.iterdir()} == {".csv", ".pdf", ".json"}

        # later the citizen looks by card where the dossier stands
        person.touch("month_report.back")
        person.touch("tools.back")
        person.touch("work_list.sign_out")
        person.see("welcome")
        person.touch("welcome.track_dossier")
        person.see("track")
        person.hold("cccd_2021")
        person.wait(
            lambda: reference in person.words().replace("\N{ZERO WIDTH SPACE}", ""), "the own dossier"
        )
        person.take_away()
        kinds = [entry.kind for entry in store.audit.entries()]
        assert {
            "flag_followed",
            "flag_settled",
            "training_changed",
            "person_data_exported",
            "person_data_erased",
        } <= set(kinds)
        assert "ratings_counted" not in kinds, "the day is not over: nobody's rating can be told by its time"
