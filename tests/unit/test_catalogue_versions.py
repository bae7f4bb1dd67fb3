"""A dossier keeps the version of its procedure that it was begun with, whatever the portal delivers meanwhile."""

import copy

from kiosk.domain.procedure import Procedure
from kiosk.flow.catalogue import Catalogue
from kiosk.flow.effects import SaveDraft, SubmitDossier
from kiosk.flow.filing import Filing
from kiosk.flow.intents import Confirmed, DeliveryChosen, WayChosen, WentOn
from kiosk.flow.views import ChecklistView, SummaryView
from kiosk.flow.visit import Visit
from kiosk.flow.ways import WayName
from tests.unit.test_session_dossier import BIRTH, fill_the_form, gather_the_papers, through_the_card
from tests.unit.visit_driver import VisitDriver


def newer(procedure: Procedure) -> Procedure:
    """The next version: another fee, another paper, one question fewer."""
    wire = copy.deepcopy(procedure.to_wire())
    wire["version"] = "2027.1"
    wire["channels"]["online"]["fee"]["amount"] = 99_000
    wire["cases"][0]["components"].append(
        {"id": "new_paper", "name": "Giấy mới", "originals": 1, "kind": "submit"}
    )
    return Procedure.from_wire(wire)


def test_a_new_version_that_comes_in_the_middle_changes_nothing_of_what_was_begun() -> None:
    visit = VisitDriver()
    visit.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(visit)
    begun = visit.around.catalogue.get(BIRTH)
    assert begun is not None
    search = visit.around.catalogue._search
    visit.around.catalogue = Catalogue([newer(begun)], lambda _all: search)
    fill_the_form(visit)
    assert "new_paper" not in {line.component.id for line in visit.view(ChecklistView).lines}
    gather_the_papers(visit)
    visit.say(WentOn(), DeliveryChosen(method="agent_point", address=""))
    assert visit.view(SummaryView).prices[0].amount == 0
    visit.say(Confirmed())
    assert visit.last(SubmitDossier).request.procedure.version == begun.version

    draft = visit.last(SaveDraft).draft
    restored = Filing.restore(Visit(), visit.around, draft, (), {})
    assert restored.procedure == begun, "also after a power cut, with the new version in the catalogue"


def test_the_next_person_gets_the_new_version() -> None:
    visit = VisitDriver()
    begun = visit.around.catalogue.get(BIRTH)
    assert begun is not None
    search = visit.around.catalogue._search
    visit.around.catalogue = Catalogue([newer(begun)], lambda _all: search)
    visit.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(visit)
    fill_the_form(visit)
    assert "new_paper" in {line.component.id for line in visit.view(ChecklistView).lines}
