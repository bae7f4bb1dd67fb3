"""The rules of a procedure change between two visits, or between two touches: nobody files under rules they did not see."""

import copy
from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk.domain.draft import Draft
from kiosk.domain.procedure import Procedure
from kiosk.flow.bring_words import BringAsked
from kiosk.flow.catalogue import Catalogue
from kiosk.flow.change_of_law import newer_rules
from kiosk.flow.effects import DropDraft, SaveDraft, SubmitDossier
from kiosk.flow.filing import Filing
from kiosk.flow.intents import (
    Confirmed,
    DeliveryChosen,
    ProcedureChosen,
    SearchTyped,
    WayChosen,
    WentBack,
    WentOn,
)
from kiosk.flow.navigation import Step
from kiosk.flow.resume_filing import resume_step
from kiosk.flow.staff_words import DraftDropped
from kiosk.flow.version_words import BegunRulesKept, NewRulesChosen, NewRulesView
from kiosk.flow.views import CaseView, ChecklistView, FormPageView, ProcedureView, SearchView
from kiosk.flow.visit import Visit
from kiosk.flow.ways import WayName
from tests.unit.test_session_dossier import BIRTH, fill_the_form, gather_the_papers, through_the_card
from tests.unit.visit_driver import NOON, VisitDriver

NEW_YEAR = datetime.fromisoformat("2026-12-31T17:00:00+00:00")
"""Midnight in Vietnam."""


def next_year(visit: VisitDriver, **changes: Any) -> Procedure:
    """The birth registration's next version, from 2027 on, beside the one of today."""
    old = visit.around.catalogue.get(BIRTH)
    assert old is not None
    wire = copy.deepcopy(old.to_wire())
    wire.update({"version": "2027.1", "valid_from": "2027-01-01", **changes})
    wire["channels"]["online"]["fee"]["amount"] = 99_000
    new = Procedure.from_wire(wire)
    search = visit.around.catalogue._search
    visit.around.catalogue = Catalogue([old, new], lambda _all: search, visit.today)
    return new


def a_draft(visit: VisitDriver) -> Draft:
    visit.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(visit)
    fill_the_form(visit)
    return visit.last(SaveDraft).draft


def taken_up(visit: VisitDriver, draft: Draft) -> tuple[Filing, Step]:
    filing = Filing.restore(Visit(), visit.around, draft, (), {})
    return filing, resume_step(filing)


def test_search_and_page_follow_the_day() -> None:
    visit = VisitDriver()
    new = next_year(visit)
    visit.say(WayChosen(way=WayName.SUBMIT_DOSSIER), SearchTyped(text="khai sinh"))
    assert [line.code for line in visit.view(SearchView).lines].count(BIRTH) == 1
    visit.say(ProcedureChosen(code=BIRTH))
    page = visit.view(ProcedureView)
    assert page.can_file
    assert page.validity is not None and str(page.validity.next_from) == "2027-01-01"
    assert [change.kind for change in page.changes] == ["fee"]
    visit.at = NEW_YEAR
    visit.say(WentOn())
    assert visit.view(ProcedureView).procedure == new, "the new page is seen before anything is begun"
    visit.say(WentOn())
    assert not isinstance(visit.session.view, ProcedureView)


@pytest.mark.parametrize(("days", "word"), [(-3650, "effect on"), (40_000, "not been in force since")])
def test_what_is_not_in_force_cannot_be_begun(days: int, word: str) -> None:
    visit = VisitDriver()
    old = visit.around.catalogue.get("1.014063")
    assert old is not None
    only = Procedure.from_wire({**old.to_wire(), "valid_from": "2026-01-01", "valid_to": "2026-12-31"})
    search = visit.around.catalogue._search
    visit.at = NOON + timedelta(days=days)
    visit.around.catalogue = Catalogue([only], lambda _all: search, visit.today)
    visit.say(WayChosen(way=WayName.SUBMIT_DOSSIER), ProcedureChosen(code=only.code))
    page = visit.view(ProcedureView)
    assert not page.can_file
    assert page.why_not is not None and word in page.why_not.en
    visit.say(WentOn())
    assert visit.view(ProcedureView).procedure == only
    visit.say(BringAsked(), WentOn())
    assert isinstance(visit.session.view, CaseView)


def test_a_draft_of_before_is_told_of_the_new_rules_and_may_keep_its_own() -> None:
    visit = VisitDriver()
    draft = a_draft(visit)
    next_year(visit)
    filing, step = taken_up(visit, draft)
    assert not isinstance(step.view(), NewRulesView), "the new rules are not in force yet"
    visit.at = NEW_YEAR
    filing, step = taken_up(visit, draft)
    told = step.view()
    assert isinstance(told, NewRulesView)
    assert str(told.since) == "2027-01-01"
    assert [change.kind for change in told.changes] == ["fee"]
    kept = step.handle(BegunRulesKept())
    assert kept.to is not None and isinstance(kept.to.view(), ChecklistView)
    assert filing.procedure.version != "2027.1"
    assert step.handle(WentBack()).back == 1


def test_a_draft_goes_over_to_the_new_rules_with_all_that_fits() -> None:
    visit = VisitDriver()
    draft = a_draft(visit)
    new = next_year(visit)
    visit.at = NEW_YEAR
    filing, step = taken_up(visit, draft)
    answers = dict(filing.answers)
    went = step.handle(NewRulesChosen())
    assert went.to is not None and isinstance(went.to.view(), ChecklistView), (
        "the same questions: on where it stood"
    )
    assert filing.procedure == new
    assert filing.answers == answers
    assert filing.draft().content["procedure"]["version"] == "2027.1"


def test_other_questions_or_another_case_are_asked_again() -> None:
    visit = VisitDriver()
    draft = a_draft(visit)
    old = visit.around.catalogue.get(BIRTH)
    assert old is not None
    form = copy.deepcopy(old.to_wire()["form"])
    gone = "child_name"
    form["properties"]["something_new"] = form["properties"].pop(gone)
    form["required"] = []
    form.pop("allOf", None)
    cases = [{"id": "other", "name": "Khác"}, {"id": "third", "name": "Nữa"}]
    next_year(visit, form=form, form_layout=[], cases=cases)
    visit.at = NEW_YEAR
    filing, step = taken_up(visit, draft)
    told = step.view()
    assert isinstance(told, NewRulesView)
    assert {change.kind for change in told.changes} == {"fee", "form", "case_gone"}
    which = step.handle(NewRulesChosen()).to
    assert which is not None and isinstance(which.view(), CaseView)
    assert gone not in filing.answers


def test_what_ended_meanwhile_is_said_and_the_draft_can_be_given_up() -> None:
    visit = VisitDriver()
    draft = a_draft(visit)
    old = visit.around.catalogue.get(BIRTH)
    assert old is not None
    ended = Procedure.from_wire({**old.to_wire(), "valid_to": "2026-12-31"})
    search = visit.around.catalogue._search
    visit.around.catalogue = Catalogue([ended], lambda _all: search, visit.today)
    visit.at = NEW_YEAR
    _, step = taken_up(visit, draft)
    told = step.view()
    assert isinstance(told, NewRulesView)
    assert told.ended is not None and "01/01/2027" in told.ended.vi
    assert step.handle(NewRulesChosen()).to is None
    given_up = step.handle(DraftDropped(draft_id=""))
    assert given_up.effects == (DropDraft(draft_id=draft.id),)
    assert given_up.leave


def test_a_dossier_that_was_sent_keeps_its_rules_unasked() -> None:
    visit = VisitDriver()
    draft = a_draft(visit)
    next_year(visit)
    visit.at = NEW_YEAR
    filing, _ = taken_up(visit, draft)
    assert newer_rules(filing)
    filing.reference = "K-HN001-261120-1-5"
    assert not newer_rules(filing)


def test_rules_that_change_while_one_works_change_nothing_of_what_was_begun() -> None:
    visit = VisitDriver()
    a_draft(visit)
    next_year(visit)
    visit.at = NEW_YEAR
    gather_the_papers(visit)
    visit.say(WentOn(), DeliveryChosen(method="agent_point", address=""), Confirmed())
    assert visit.last(SubmitDossier).request.procedure.version != "2027.1"
    assert not isinstance(visit.session.view, FormPageView)
