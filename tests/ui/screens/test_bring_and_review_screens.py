"""What to bring, forms to print, and the review of imported procedures: each touch says what for."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from kiosk.domain.catalogue_review import ReviewState
from kiosk.flow.bring_words import DataAnswered, ExemptionChosen, FilingWayChosen, SheetAsked
from kiosk.flow.intents import PrintAskedAgain, WentOn
from kiosk.flow.review_words import (
    ClearOnesAccepted,
    DoubtSettled,
    ListChosen,
    ReviewAccepted,
    ReviewListAsked,
    ReviewOpened,
    ReviewPutAside,
    ReviewsAsked,
)
from kiosk.ui.screens import examples_bring, examples_review
from tests.ui.screens.dossier_stage import open_stage


def test_each_answer_about_the_papers_says_what_it_is_for(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        view = examples_bring.LIST
        stage.show(view)
        assert stage.tap("bring.way.direct") == [FilingWayChosen(channel="direct")]
        assert stage.tap("bring.known.health_db") == [DataAnswered(sources=("health_db",))]
        assert stage.tap("bring.print") == [PrintAskedAgain()]
        assert stage.tap("bring.print_sheet") == [SheetAsked()]
        assert stage.tap("bring.go_on") == [WentOn()]
        exempt = examples_bring.procedure("1.004873")
        stage.show(replace(view, procedure=exempt))
        assert stage.tap("bring.exemption.none_of_them") == [ExemptionChosen(exemption_id="")]
        stage.show(replace(view, can_file=False))
        assert not stage.has("bring.go_on")
        stage.show(examples_bring.FORM)
        assert not stage.has("paper_form.finish"), "nothing was printed yet"
        assert stage.tap("paper_form.print") == [SheetAsked()]


def test_each_touch_of_the_review_says_what_it_is_for(qtbot: QtBot) -> None:
    with open_stage(qtbot) as stage:
        stage.show(examples_review.LIST)
        assert stage.tap("review_list.item_1") == [ReviewOpened(code="1.002755")]
        assert stage.tap("review_list.file_1") == [ListChosen(path=examples_review.DESK.files[0].path)]
        assert stage.tap("review_list.accept_clear") == [ClearOnesAccepted()]
        assert stage.tap("review_list.print_list") == [ReviewListAsked()]
        assert stage.tap("review_list.refresh") == [ReviewsAsked()]
        assert stage.tap("review_list.state.accepted") == [ReviewsAsked(state=ReviewState.ACCEPTED)]
        stage.show(examples_review.OPEN)
        assert stage.tap("review_item.doubt_1.1") == [DoubtSettled(place=0, answer=1)]
        assert stage.type("review_item.number_1", "6000")[-1] == DoubtSettled(place=0, number=6000)
        assert stage.tap("review_item.put_aside") == [ReviewPutAside()]
        decided = examples_review.ITEM.decided(0, answer=0).decided(1, answer=0)
        stage.show(replace(examples_review.OPEN, item=decided))
        assert stage.tap("review_item.accept") == [ReviewAccepted()]
