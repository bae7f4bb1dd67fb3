"""After sending, before the real window: a notice answered by the citizen alone, and a dossier taken back."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.dossier import DossierState
from kiosk.domain.staff import Role
from tests.cli.program import APPLICANT, Kiosk, Portal
from tests.journeys.at_the_window import AtTheWindow, window_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
LAN = ("lan", "Quay-so-mot-2026")
REFUSAL = "Không thuộc thẩm quyền, đề nghị nộp tại nơi lưu giữ sổ gốc."
ITEMS = [
    {"component_id": "paper_name", "reason": "Sai ten giay to", "what_to_do": "Ghi dung nhu so goc"},
    {"component_id": "", "reason": "Thieu chu ky", "what_to_do": "Ky khi nhan ket qua"},
]


def asked(kiosk: Kiosk, portal: Portal, *, account_id: str | None) -> dict[str, str]:
    """A dossier at the portal that the officer wants two things about."""
    body = {"applicant": {**APPLICANT, "account_id": account_id}}
    submitted: dict[str, str] = kiosk.submit("one", body=body)
    kiosk.sync("--until-empty", "--timeout", "60")
    portal.ask("POST", f"dossiers/{submitted['dossier_id']}/accept", {})
    portal.ask("POST", f"dossiers/{submitted['dossier_id']}/supplement", {"items": ITEMS})
    kiosk.sync()
    return submitted


def by_card(person: AtTheWindow) -> None:
    """Look up one's own dossier with nothing but the card."""
    person.see("welcome")
    person.touch("welcome.track_dossier")
    person.see("track")
    person.hold("cccd_2021")
    person.see("own_dossiers")
    person.take_away()
    person.touch("own_dossiers.dossier_1")
    person.see("track_result")


@pytest.mark.parametrize("account_id", ["019a8d00-0000-7000-8000-00000000ac01", None])
def test_a_citizen_alone_does_only_what_was_asked_for(
    kiosk: Kiosk, portal: Portal, qtbot: QtBot, account_id: str | None
) -> None:
    submitted = asked(kiosk, portal, account_id=account_id)
    with window_of(kiosk, qtbot) as person:
        known = person.built.storage.dossiers
        person.wait(
            lambda: known.find(submitted["reference"]).state is DossierState.SUPPLEMENT_REQUESTED,  # type: ignore[union-attr]
            "the notice to be here",
        )
        by_card(person)
        person.touch("track_result.supplement")
        person.see("own_card")
        person.hold("cccd_2021")
        person.see("supplement")
        person.take_away()
        assert person.reads("supplement.new_dossier") is (account_id is None)
        person.touch("supplement.go_on")
        person.read("supplement.missing")
        person.touch("supplement.open_1")
        person.see("form")
        person.enter("form.paper_name", " so 2")
        person.wait(lambda: person.view.saved and "so 2" in person.answers()["paper_name"], "it to be saved")
        person.touch("form.go_on")
        person.see("supplement")
        person.touch("supplement.tick_2")
        person.wait(lambda: person.view.missing == 0, "both points to be done")
        person.touch("supplement.go_on")
        person.see("summary")
        person.touch("summary.confirm")
        person.see("dossier_done")
        arrived = "SUPPLEMENTED" if account_id else "SUBMITTED"
        person.wait(lambda: person.view.state == arrived, "the portal's receipt")
        sent = known.find(person.view.reference)
        assert sent is not None
        assert "so 2" in sent.body["form"]["paper_name"]
        assert sent.body["form"]["issuer"] == "Trường mẫu", "the rest is as it was"
        if account_id:
            assert (sent.id, sent.revision) == (submitted["dossier_id"], 2)
        else:
            assert (sent.replaces, sent.revision) == (submitted["dossier_id"], 1)
            assert (sent.follows, sent.notices) == (submitted["reference"], 1)
            portal.ask("POST", f"dossiers/{sent.id}/supplement", {"items": ITEMS})
            person.wait(lambda: known.find(sent.id).notices == 2, "the second notice of the matter")  # type: ignore[union-attr]


def test_the_owner_reads_and_prints_what_the_agency_wrote(kiosk: Kiosk, portal: Portal, qtbot: QtBot) -> None:
    submitted: dict[str, str] = kiosk.submit("one", body={"applicant": {**APPLICANT, "account_id": None}})
    kiosk.sync("--until-empty", "--timeout", "60")
    portal.ask("POST", f"dossiers/{submitted['dossier_id']}/refuse", {"text": REFUSAL})
    with window_of(kiosk, qtbot) as person:
        known = person.built.storage.dossiers
        person.wait(
            lambda: known.find(submitted["reference"]).state is DossierState.REFUSED,  # type: ignore[union-attr]
            "the refusal to be here",
        )
        by_card(person)
        person.touch("track_result.decision")
        person.see("own_card")
        assert REFUSAL not in person.words(), "a stranger learns nothing"
        person.hold("cccd_2021")
        person.see("decision")
        person.take_away()
        assert REFUSAL in person.words()
        person.touch("decision.print_sheet")
        person.read("sheet.handed_over")
        (sheet,) = (kiosk.folder / "sheets").iterdir()
        assert sheet.read_bytes().startswith(b"%PDF")


def test_a_clerk_takes_a_dossier_back_and_the_portal_hears_of_it(
    kiosk: Kiosk, portal: Portal, qtbot: QtBot
) -> None:
    submitted: dict[str, str] = kiosk.submit("one")
    kiosk.sync("--until-empty", "--timeout", "60")
    with window_of(kiosk, qtbot) as person:
        person.built.storage.staff.add(LAN[0], "Trần Thị Lan", Role.CLERK, LAN[1], must_change=False)
        person.see("welcome")
        person.sign_in(*LAN)
        person.touch("work_list.tab_recent")
        person.touch("work_list.item_1")
        person.touch("work_item.withdraw")
        person.read("withdraw.question")
        person.touch("withdraw.back")
        person.see("work_item")
        person.touch("work_item.withdraw")
        person.enter("withdraw.reason", "Doi y")
        person.touch("withdraw.yes")
        person.read("withdraw.done")
        events = portal.ask("GET", f"dossiers/{submitted['dossier_id']}")
        person.wait(
            lambda: portal.ask("GET", f"dossiers/{submitted['dossier_id']}")["state"] == "WITHDRAWN",
            "the portal to know",
        )
        assert events["dossier_id"] == submitted["dossier_id"]
