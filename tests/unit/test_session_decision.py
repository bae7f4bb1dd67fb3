"""What the agency wrote: word for word, for the owner of the dossier alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.app.decision_effects import own_form
from kiosk.domain.account import Tracking
from kiosk.domain.dossier import Dossier, DossierState, StateChange, SupplementItem
from kiosk.domain.sheet import Sentence, SheetState
from kiosk.flow.after_sending_words import LoadOwnDossier, OwnCardView, OwnDossierLoaded
from kiosk.flow.bring_words import PrintSheet, SheetAsked, SheetMoved
from kiosk.flow.decision_words import DecisionChosen, DecisionLoaded, DecisionView, LoadDecision
from kiosk.flow.intents import PrintAskedAgain, WayChosen
from kiosk.flow.printing_words import PrintDossierSlip
from kiosk.flow.track_words import CodeEntered, TrackingFound, TrackResultView
from kiosk.flow.ways import WayName
from kiosk.ui.screens.examples_after_sending import DOSSIER
from tests.unit.visit_driver import VisitDriver

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TEXT = "Hồ sơ không thuộc thẩm quyền.\n  Điều 5, khoản 2 – xem phụ lục  "
GATEWAY = "https://portal.example/kiosk"


def refused() -> Dossier:
    steps = (
        StateChange("SUBMITTED", AT, "portal", AT),
        StateChange("ACCEPTED", AT, "portal", AT, "Đã tiếp nhận."),
        StateChange("REFUSED", AT, "portal", AT, TEXT),
    )
    return replace(
        DOSSIER,
        state=DossierState.REFUSED,
        raw_state="REFUSED",
        official_code="H26.99-261120-0001",
        notice_text=TEXT,
        history=steps,
        body={"agency": "commune_one_stop", "applicant": {"full_name": "Nguyễn Thị An", "address": {}}},
    )


def looked_up(state: str = "REFUSED") -> VisitDriver:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.TRACK_DOSSIER), CodeEntered(code=DOSSIER.local_reference))
    found = Tracking(DOSSIER.local_reference, DOSSIER.procedure_code, "x", state)
    driver.say(TrackingFound(tracking=found))
    return driver


def opened(dossier: Dossier) -> VisitDriver:
    driver = looked_up(dossier.raw_state)
    driver.say(DecisionChosen())
    driver.hold_up()
    driver.say(OwnDossierLoaded(dossier=dossier))
    return driver


def test_a_code_alone_opens_nothing() -> None:
    driver = looked_up()
    assert driver.view(TrackResultView).can_read_decision
    driver.say(DecisionChosen())
    assert driver.view(OwnCardView).purpose == "decision"
    driver.hold_up()
    assert driver.last(LoadOwnDossier).reference == DOSSIER.local_reference
    driver.say(OwnDossierLoaded(dossier=None))
    assert driver.view(OwnCardView).wrong_card


def test_where_the_agency_has_not_decided_there_is_nothing_to_read() -> None:
    driver = looked_up("SUBMITTED")
    assert not driver.view(TrackResultView).can_read_decision
    driver.say(DecisionChosen())
    driver.view(TrackResultView)


def test_every_notice_is_shown_unchanged_the_newest_first() -> None:
    driver = opened(refused())
    view = driver.view(DecisionView)
    assert [(one.state, one.text) for one in view.written] == [
        ("REFUSED", TEXT),
        ("ACCEPTED", "Đã tiếp nhận."),
    ]
    assert driver.last(LoadDecision).reference == DOSSIER.local_reference
    driver.say(DecisionLoaded(form_url="https://portal.example/f/3"))
    assert driver.view(DecisionView).form_url == "https://portal.example/f/3"


def test_it_is_taken_along_as_a_slip_and_on_a4() -> None:
    driver = opened(refused())
    driver.say(DecisionLoaded(form_url=""), PrintAskedAgain())
    assert driver.last(PrintDossierSlip).kind == "notice"
    driver.say(SheetAsked())
    sheet = driver.last(PrintSheet).sheet
    said = [block.words for block in sheet.blocks if isinstance(block, Sentence)]
    assert said == [*TEXT.splitlines(), "Đã tiếp nhận."], "the words of the portal, line by line"
    assert "An" not in driver.last(PrintSheet).name
    driver.say(SheetMoved(state=SheetState.HANDED_OVER))
    assert driver.view(DecisionView).sheet is SheetState.HANDED_OVER


def test_points_are_named_as_the_procedure_names_them() -> None:
    asked = replace(
        refused(),
        state=DossierState.SUPPLEMENT_REQUESTED,
        raw_state="SUPPLEMENT_REQUESTED",
        supplement=(SupplementItem("paper_name", "Ghi sai", "Ghi đúng"), SupplementItem("?", "x", "")),
    )
    (first, item), (second, _) = opened(asked).view(DecisionView).items
    assert not isinstance(first, str) and first.vi
    assert (item.reason, item.what_to_do, second) == ("Ghi sai", "Ghi đúng", "?")


@pytest.mark.parametrize(
    ("named", "whole"),
    [
        ("https://portal.example/forms/3", "https://portal.example/forms/3"),
        ("/forms/3?a=1", "https://portal.example/forms/3?a=1"),
        ("../forms/3", "https://portal.example/kiosk/forms/3"),
        ("https://elsewhere.example/forms/3", ""),
        ("//elsewhere.example/forms/3", ""),
        ("http://portal.example/forms/3", ""),
        ("javascript:alert(1)", ""),
        ("https://[", ""),
        (None, ""),
        (7, ""),
        ("", ""),
    ],
)
def test_only_an_address_of_the_portals_own_place_is_shown(named: object, whole: str) -> None:
    assert own_form(named, GATEWAY) == whole
