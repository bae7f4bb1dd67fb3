"""Nobody touches the glass for what the terminal knows or sees: good pages, the card held up, one choice a page, the desk here."""

from dataclasses import replace

from kiosk.domain.scan import PageProblem, PageSight
from kiosk.flow.intents import Answered, ComponentMarked, EffectFailed, WayChosen, WentBack, WentOn
from kiosk.flow.page_words import (
    CapturePage,
    CheckPageView,
    KeepPage,
    LookForPage,
    OrderPages,
    PageLooked,
    PageReplaced,
    RemovePage,
    ScanPagesView,
    ShutterPressed,
)
from kiosk.flow.views import ChecklistView, DeliveryView, FormPageView
from kiosk.flow.ways import WayName
from tests.unit.test_session_dossier import (
    QUAD,
    at_the_summary,
    captured,
    fill_the_form,
    through_the_card,
)
from tests.unit.test_session_papers import a_kept_page, at_the_camera, kept
from tests.unit.visit_driver import VisitDriver

STILL = PageSight(3, QUAD, still=True)


def look(driver: VisitDriver, sight: PageSight = STILL) -> None:
    driver.say(PageLooked(watch=driver.last(LookForPage).watch, sight=sight))


def test_sheet_after_sheet_is_laid_down_and_good_pages_keep_themselves() -> None:
    driver, component = at_the_camera()
    pages = [a_kept_page(driver, component, number) for number in range(2)]
    look(driver)
    driver.say(captured(driver))
    assert driver.view(ScanPagesView).taking
    assert driver.last(KeepPage).position == 0
    driver.say(WentOn(), WentBack())
    driver.view(ScanPagesView)  # it is being written: nobody leaves in between
    first = driver.last(KeepPage).page_id
    driver.say(kept(driver, replace(pages[0], id=first)))
    assert driver.view(ScanPagesView).kept
    shots = len(driver.all_of(CapturePage))
    look(driver)
    assert len(driver.all_of(CapturePage)) == shots, "the same sheet is not taken twice"
    look(driver, PageSight(4, QUAD))
    assert not driver.view(ScanPagesView).kept
    look(driver)
    driver.say(captured(driver))
    assert driver.last(KeepPage).position == 1


def test_a_doubtful_page_and_one_shot_by_hand_are_looked_at() -> None:
    for by_hand, problems in ((False, (PageProblem.BLURRED,)), (True, ())):
        driver, _ = at_the_camera()
        if by_hand:
            driver.say(ShutterPressed())
        else:
            look(driver)
        driver.say(captured(driver, *problems))
        assert driver.view(CheckPageView).problems == problems
        assert driver.none_of(KeepPage)


def test_a_page_that_could_not_be_written_is_there_to_be_kept_once_more() -> None:
    driver, _ = at_the_camera()
    look(driver)
    driver.say(captured(driver))
    driver.say(EffectFailed(effect="KeepPage", code="disk_full", text_key="error.disk_full"))
    view = driver.view(CheckPageView)
    assert view.notice is not None
    assert view.notice.key == "error.disk_full"


def test_a_page_taken_again_by_itself_goes_where_the_old_one_was() -> None:
    driver, component = at_the_camera()
    pages = [a_kept_page(driver, component, number) for number in range(2)]
    driver.say(kept(driver, *pages), PageReplaced(page_id="page-0"))
    look(driver, PageSight(4, QUAD))
    look(driver)
    driver.say(captured(driver))
    fresh = replace(a_kept_page(driver, component, 2), id=driver.last(KeepPage).page_id)
    driver.say(kept(driver, *pages, fresh))
    assert driver.last(OrderPages).page_ids == (driver.last(KeepPage).page_id, "page-0", "page-1")
    assert driver.last(RemovePage).page_id == "page-0"


def test_one_choice_alone_on_a_page_goes_on_by_its_touch_and_can_be_changed() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    [question] = driver.view(FormPageView).fields
    driver.say(Answered(name=question.field.name, value="mother"))
    assert driver.view(FormPageView).form_page == 1
    driver.say(WentBack())
    assert driver.view(FormPageView).fields[0].value == "mother"
    driver.say(WentOn())
    assert driver.view(FormPageView).form_page == 1


def test_the_card_that_was_held_up_counts_as_shown_and_can_be_taken_back() -> None:
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    fill_the_form(driver)
    lines = {line.component.id: line.state for line in driver.view(ChecklistView).lines}
    assert lines["identity_card"] == "shown"
    driver.say(ComponentMarked(component_id="identity_card", how="none"))
    lines = {line.component.id: line.state for line in driver.view(ChecklistView).lines}
    assert lines["identity_card"] == "missing"


def test_fetching_it_here_for_nothing_only_has_to_be_confirmed() -> None:
    driver = at_the_summary()
    driver.say(WentBack(), WentBack(), WentOn())
    assert driver.view(DeliveryView).chosen == "agent_point"
