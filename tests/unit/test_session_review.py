"""Reviewing imported procedures in the session machine, and its orders carried out: nothing is seen before it is accepted."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.review_effects import ReviewEffects
from kiosk.domain.bilingual import Text
from kiosk.domain.catalogue_review import ReviewState
from kiosk.domain.events import AuditKind
from kiosk.domain.sheet import Sheet, SheetState
from kiosk.domain.staff import Role
from kiosk.flow.bring_words import PrintSheet, SheetMoved
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.messages import Effect, Intent
from kiosk.flow.review_words import (
    AcceptClearOnes,
    AcceptReview,
    ClearOnesAccepted,
    ClearOnesSettled,
    DoubtSettled,
    ImportList,
    KeepReview,
    ListChosen,
    ListImported,
    LoadReview,
    LoadReviews,
    MakeReviewList,
    PutReviewAside,
    ReviewAccepted,
    ReviewItemView,
    ReviewListAsked,
    ReviewListMade,
    ReviewListView,
    ReviewLoaded,
    ReviewOpened,
    ReviewPutAside,
    ReviewsAsked,
    ReviewSettled,
    ReviewsLoaded,
)
from kiosk.flow.tools_words import ToolChosen, ToolsOpened, ToolsView
from kiosk.ui.screens.examples_review import DESK, ITEM
from tests.catalogue.test_importing import PLAIN, with_way
from tests.unit.test_effects_carried_out import Rig
from tests.unit.visit_driver import CLERK, VisitDriver


def at_the_list(role: Role = Role.SUPERVISOR) -> VisitDriver:
    driver = VisitDriver()
    driver.sign_in(replace(CLERK, role=role))
    driver.say(ToolsOpened(), ToolChosen(tool="review_catalogue"), ReviewsLoaded(desk=DESK))
    return driver


def test_a_clerk_publishes_nothing() -> None:
    driver = at_the_list(Role.CLERK)
    assert driver.none_of(LoadReviews)


def test_one_thing_is_done_at_a_time() -> None:
    driver = at_the_list()
    driver.say(ListChosen(path="/media/list.csv"), ListChosen(path="/media/other.csv"), WentBack())
    assert len(driver.all_of(ImportList)) == 1
    assert driver.view(ReviewListView).working == "importing"
    driver.say(
        ListImported(
            outcome=None,
            problem=Text("danh-sach.csv, dòng 3: không phải UTF-8", "list.csv, line 3: is not UTF-8"),
        )
    )
    view = driver.view(ReviewListView)
    assert view.working == ""
    assert view.problem is not None
    assert view.problem.vi.startswith("danh-sach.csv")
    driver.say(ClearOnesAccepted(), ClearOnesSettled(accepted=380, wrong=0))
    assert driver.last(AcceptClearOnes).staff_id == "lan"
    assert driver.view(ReviewListView).settled == (380, 0)
    driver.say(
        ClearOnesAccepted(), EffectFailed(effect="AcceptClearOnes", code="x", text_key="error.disk_full")
    )
    assert driver.view(ReviewListView).notice is not None
    driver.say(WentBack())
    driver.view(ToolsView)


def test_a_record_is_accepted_only_when_every_doubt_is_settled() -> None:
    driver = at_the_list()
    driver.say(ReviewOpened(code=ITEM.code), ReviewLoaded(item=ITEM), ReviewAccepted())
    assert driver.last(LoadReview).code == ITEM.code
    assert driver.none_of(AcceptReview)
    driver.say(
        DoubtSettled(place=0, number=6_000), DoubtSettled(place=1, answer=0), DoubtSettled(place=7, answer=0)
    )
    assert len(driver.all_of(KeepReview)) == 2, "each decision is kept at once"
    driver.say(ReviewAccepted(), ReviewAccepted())
    assert len(driver.all_of(AcceptReview)) == 1
    driver.say(ReviewSettled(problem=Text("/valid_to: sai", "/valid_to: wrong")))
    assert driver.view(ReviewItemView).problem == Text("/valid_to: sai", "/valid_to: wrong")
    driver.say(ReviewPutAside(), ReviewSettled())
    assert driver.last(PutReviewAside).item.code == ITEM.code
    driver.view(ReviewListView)


def test_what_was_published_or_put_aside_can_be_looked_at_again() -> None:
    driver = at_the_list()
    driver.say(ReviewsAsked(state=ReviewState.ACCEPTED))
    assert driver.last(LoadReviews).state is ReviewState.ACCEPTED
    published = replace(ITEM, doubts=(), state=ReviewState.ACCEPTED)
    driver.say(ReviewOpened(code=ITEM.code), ReviewLoaded(item=published), ReviewPutAside(), ReviewSettled())
    assert driver.last(PutReviewAside).item.state is ReviewState.ACCEPTED
    assert driver.last(LoadReviews).state is ReviewState.ACCEPTED, "back among the published ones"


def test_a_record_that_is_gone_leads_back() -> None:
    driver = at_the_list()
    driver.say(ReviewOpened(code="9.999999"), ReviewLoaded(item=None))
    driver.view(ReviewListView)


# --- carried out ----------------------------------------------------------------------------------------------


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    doubtful = {**with_way(**{"Phí, lệ phí": "-1"}), "Mã thủ tục": "1.234568"}
    (folder / "list.json").write_text(json.dumps([PLAIN, doubtful], ensure_ascii=False), encoding="utf-8")
    (folder / "broken.csv").write_text("x", encoding="utf-8")
    (folder / "letter.docx").write_text("x", encoding="utf-8")
    return folder


def test_from_the_stick_to_the_citizens_and_not_before(stick: Path) -> None:
    rig = Rig()
    settings = replace(rig.parts.settings, stick=replace(rig.parts.settings.stick, folder=str(stick)))
    reloaded: list[int] = []
    parts = replace(rig.parts, settings=settings, reload_catalogue=lambda: reloaded.append(1))
    table = ReviewEffects(parts).table()

    def run(order: Effect) -> Intent | None:
        return table[type(order)][1](order)

    loaded = run(LoadReviews())
    assert isinstance(loaded, ReviewsLoaded)
    assert [file.name for file in loaded.desk.files] == ["broken.csv", "list.json"]
    refused = run(ImportList(path=loaded.desk.files[0].path, staff_id="lan"))
    assert isinstance(refused, ListImported)
    assert refused.problem is not None
    assert refused.problem.vi.startswith("broken.csv")
    assert refused.problem.vi != refused.problem.en
    imported = run(ImportList(path=loaded.desk.files[1].path, staff_id="lan"))
    assert isinstance(imported, ListImported)
    assert imported.outcome is not None
    assert (imported.outcome.records, imported.outcome.clear) == (2, 1)
    reviews = rig.stores.reviews
    assert reviews.accepted() == []
    assert reloaded == []
    assert run(AcceptClearOnes(staff_id="lan")) == ClearOnesSettled(accepted=1, wrong=0)
    assert [each["code"] for each in reviews.accepted()] == ["1.234567"]
    made = run(MakeReviewList(language="vi"))
    assert isinstance(made, ReviewListMade)
    assert "1.234568" in str(made.sheet)
    assert "1.234568" in (stick / made.table).read_text(encoding="utf-8-sig")
    opened = run(LoadReview(code="1.234568"))
    assert isinstance(opened, ReviewLoaded)
    assert opened.item is not None
    open_still = run(AcceptReview(item=opened.item, staff_id="lan"))
    assert isinstance(open_still, ReviewSettled)
    assert open_still.problem is not None
    assert "phải quyết định" in open_still.problem.vi
    decided = opened.item.decided(0, number=20_000)
    run(KeepReview(item=decided, staff_id="lan"))
    assert run(AcceptReview(item=decided, staff_id="lan")) == ReviewSettled()
    assert len(reloaded) == 2
    aside = reviews.find("1.234567")
    assert aside is not None
    run(PutReviewAside(item=aside, staff_id="lan"))
    assert reviews.count(ReviewState.PUT_ASIDE) == (1, 1)
    kinds = [kind for kind, _ in rig.trail()]
    assert kinds.count(AuditKind.CATALOGUE_IMPORTED) == 1
    assert kinds.count(AuditKind.CATALOGUE_REVIEWED) == 3


def test_the_doubtful_ones_are_printed() -> None:
    driver = at_the_list()
    driver.say(ReviewListAsked())
    sheet = driver_sheet()
    driver.say(ReviewListMade(sheet=sheet, table="x.csv"))
    assert driver.last(PrintSheet).sheet == sheet
    driver.say(SheetMoved(state=SheetState.HANDED_OVER))
    assert driver.view(ReviewListView).sheet is SheetState.HANDED_OVER


def driver_sheet() -> Sheet:
    return Sheet(title="x")
