"""A dossier keeps the version of its procedure that it was begun with, whatever the portal delivers meanwhile."""

import copy
from pathlib import Path

from kiosk.app.build import open_storage
from kiosk.app.known_procedures import known_procedures, unusable_procedures
from kiosk.domain.catalogue_review import ReviewItem, ReviewState
from kiosk.domain.procedure import Procedure
from kiosk.domain.settings import Settings
from kiosk.flow.catalogue import Catalogue
from kiosk.flow.effects import SaveDraft, SubmitDossier
from kiosk.flow.filing import Filing
from kiosk.flow.intents import Confirmed, DeliveryChosen, WayChosen, WentOn
from kiosk.flow.views import ChecklistView, SummaryView
from kiosk.flow.visit import Visit
from kiosk.flow.ways import WayName
from tests.unit.test_session_dossier import BIRTH, fill_the_form, gather_the_papers, through_the_card
from tests.unit.visit_driver import RESOURCES, VisitDriver


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
    visit.around.catalogue = Catalogue([newer(begun)], lambda _all: search, visit.around.today)
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
    visit.around.catalogue = Catalogue([newer(begun)], lambda _all: search, visit.around.today)
    visit.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(visit)
    fill_the_form(visit)
    assert "new_paper" in {line.component.id for line in visit.view(ChecklistView).lines}


def test_what_the_portal_delivers_wrong_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    right = {"code": "1.000001", "name": "Đúng"}
    wrong = {"code": "1.000002", "name": "Sai", "channels": {"online": {"fee": {"amount": -1}}}}
    undrawable = {"code": "1.000003", "name": "Sai", "form": {"properties": {"a": {"type": "sentence"}}}}
    storage = open_storage(tmp_path, Settings())
    try:
        storage.catalogue.keep_procedures([wrong, right, undrawable], [], "1", everything=True)
        assert [each.code for each in known_procedures(storage, RESOURCES)] == ["1.000001"]
        first, second = unusable_procedures(storage)
    finally:
        storage.close()
    assert first == "1.000002, /channels/online/fee/amount: a fee in đồng cannot be -1: it must be 0 or more."
    assert second.startswith("1.000003, ")


def test_accepted_records_of_a_list_stand_beside_the_shipped_ones_until_the_portal_delivers_them(
    tmp_path: Path,
) -> None:
    accepted = {"code": "1.234567", "name": "Của danh sách", "version": "import"}
    item = ReviewItem("1.234567", "Của danh sách", "list.csv", "row 2", accepted, (), ReviewState.ACCEPTED)
    storage = open_storage(tmp_path, Settings())

    def known() -> dict[str, str | int | None]:
        return {each.code: each.version for each in known_procedures(storage, RESOURCES)}

    try:
        shipped = known()
        storage.reviews.keep([item], by="lan")
        assert known() == {**shipped, "1.234567": "import"}
        storage.catalogue.keep_procedures([{**accepted, "version": "portal"}], [], "1", everything=True)
        assert known() == {"1.234567": "portal"}
        storage.catalogue.keep_procedures([], ["1.234567"], "2", everything=True)
        assert known()["1.234567"] == "import"
    finally:
        storage.close()
