"""Levels 1 to 4 of the old scheme, and what to bring, through the real window: a portal of 2019 has been here before."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.build import open_storage
from kiosk.app.known_procedures import shipped_procedures
from kiosk.domain.events import PortalEvent
from kiosk.domain.settings import Settings
from kiosk.sandbox.profiles import procedures_of
from tests.cli.program import Kiosk
from tests.journeys.at_the_window import PROCEDURE, RESOURCES, AtTheWindow, slips_of, window_of
from tests.journeys.test_assisted import finish_the_form, is_missing_less

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
GUIDE_ONLY = "2.000815"


def a_portal_of_2019(home: Path, **levels: int) -> None:
    """What it delivered last; `levels` by code with an underscore for the dot."""
    bodies = procedures_of("2019", (each.to_wire() for each in shipped_procedures(RESOURCES)))
    for body in bodies:
        level = levels.get("p" + body["code"].replace(".", "_"))
        if level is not None:
            body |= {"service_level": level, "online": {"mode": "full", "reason": None}}
    storage = open_storage(home, Settings())
    storage.catalogue.keep_procedures(bodies, [], "1", everything=True)
    storage.close()


def look_for(person: AtTheWindow, code: str) -> None:
    person.touch("welcome.submit_dossier")
    person.see("search")
    person.enter("search.text", code)
    person.touch(f"search.result_{code}")
    person.see("procedure")


def to_the_form(person: AtTheWindow) -> None:
    person.touch("procedure.go_on")
    person.see("case")
    person.touch("case.case_self")
    asked = person.hands.on("account_way")
    person.wait(lambda: asked() or person.hands.on("consent")(), "the next question")
    if asked():  # what is only printed goes to no account
        person.touch("account_way.way_none")
    person.consent()
    person.identify()
    person.leave_number()
    person.see("form")
    person.answer("paper_name", "Bang tot nghiep")
    finish_the_form(person)


def to_the_end(person: AtTheWindow) -> str:
    """From the checklist to the slip; the local reference."""
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
    return str(person.view.reference)


def test_level_1_tells_and_prints(bare_kiosk: Kiosk, qtbot: QtBot) -> None:
    a_portal_of_2019(bare_kiosk.home)
    with window_of(bare_kiosk, qtbot) as person:
        look_for(person, GUIDE_ONLY)
        assert not person.hands.ready("procedure.go_on")()
        person.read("procedure.cannot_file")
        person.touch("procedure.what_to_bring")
        person.see("bring")
        person.touch("bring.print")
        person.wait(lambda: len(slips_of(bare_kiosk)) == 1, "the slip")
        person.touch("bring.leave")
        person.see("welcome")

        # and with one touch from the first screen, without anybody's name
        person.touch("welcome.what_to_bring")
        person.see("search")
        person.enter("search.text", "khai sinh cho chau")
        person.touch("search.result_1.001193")
        person.touch("case.case_parent_or_relative")
        person.see("bring")
        person.touch("bring.way.direct")
        person.touch("bring.known.health_db")
        person.wait(lambda: person.view.known_to == ("health_db",), "the answer to count")
        person.touch("bring.print_sheet")
        person.read("sheet.handed_over")
        (sheet,) = (bare_kiosk.folder / "sheets").iterdir()
        assert sheet.read_bytes().startswith(b"%PDF")


def test_level_2_fills_the_form_in_and_prints_it_on_a4(bare_kiosk: Kiosk, qtbot: QtBot) -> None:
    a_portal_of_2019(bare_kiosk.home)
    with window_of(bare_kiosk, qtbot) as person:
        look_for(person, PROCEDURE)
        to_the_form(person)
        person.see("paper_form")
        person.touch("paper_form.print")
        person.read("sheet.handed_over")
        person.touch("paper_form.finish")
        person.see("welcome")
        person.wait(lambda: person.built.storage.queue.counts().left == 0, "nothing to be sent")
        assert person.built.storage.drafts.open_drafts(staff_id=None) == []
    (sheet,) = (bare_kiosk.folder / "sheets").iterdir()
    assert sheet.name == f"to-khai-{PROCEDURE}.pdf"


@pytest.mark.parametrize(("level", "paid_online"), [(3, False), (4, True)])
def test_level_3_is_never_paid_online_and_level_4_is(
    bare_kiosk: Kiosk, qtbot: QtBot, level: int, paid_online: bool
) -> None:
    a_portal_of_2019(bare_kiosk.home, p2_000908=level)
    with window_of(bare_kiosk, qtbot) as person:
        look_for(person, PROCEDURE)
        to_the_form(person)
        reference = to_the_end(person)
        dossiers = person.built.storage.dossiers
        dossier = dossiers.find(reference)
        assert dossier is not None
        for number, state in enumerate(("SUBMITTED", "PAYMENT_REQUIRED")):
            at = datetime(2026, 11, 23, number, tzinfo=UTC)
            dossiers.apply_event(PortalEvent(str(number), dossier.id, at, state))
        person.wait(lambda: person.view.state == "PAYMENT_REQUIRED", "the portal's word")
        person.wait(lambda: person.view.can_pay is paid_online, "the offer to pay online, or none")
        assert person.hands.ready("dossier_done.pay")() is paid_online
