"""The papers of a dossier in the session machine: shots, pages, their order, and answers that come late."""

from kiosk.domain.draft import DraftPage
from kiosk.domain.scan import PageProblem, PageSight
from kiosk.flow.effects import SubmitDossier
from kiosk.flow.intents import (
    ComponentOpened,
    Confirmed,
    DeliveryChosen,
    EffectFailed,
    WayChosen,
    WentBack,
    WentOn,
)
from kiosk.flow.page_words import (
    CapturePage,
    CheckPageView,
    CornersMoved,
    KeepPage,
    LookForPage,
    OrderPages,
    PageAccepted,
    PageCaptured,
    PageLooked,
    PageMoved,
    PageRemoved,
    PageRetaken,
    PagesKept,
    RemovePage,
    ScanPagesView,
    ShutterPressed,
)
from kiosk.flow.views import ChecklistView, DeliveryView, SummaryView
from kiosk.flow.ways import WayName
from tests.unit.test_session_dossier import (
    QUAD,
    a_page,
    captured,
    fill_the_form,
    gather_the_papers,
    through_the_card,
)
from tests.unit.visit_driver import VisitDriver


def at_the_camera() -> tuple[VisitDriver, str]:
    """Before the document camera for the first paper that is missing; its component."""
    driver = VisitDriver()
    driver.say(WayChosen(way=WayName.SUBMIT_DOSSIER))
    through_the_card(driver)
    fill_the_form(driver)
    component = next(
        line.component
        for line in driver.view(ChecklistView).lines
        if line.state == "missing" and line.component.kind == "submit"
    )
    driver.say(ComponentOpened(component_id=component.id))
    return driver, component.id


def kept(driver: VisitDriver, *pages: DraftPage) -> PagesKept:
    """The store's answer: these pages are there now."""
    draft_id = driver.session._visit.draft_id
    return PagesKept(draft_id=draft_id, pages=pages, thumbnails={page.id: b"small" for page in pages})


def a_kept_page(driver: VisitDriver, component_id: str, number: int) -> DraftPage:
    draft_id = driver.session._visit.draft_id
    return DraftPage(f"page-{number}", draft_id, component_id, number, "image/jpeg", 4, number)


def shoot(driver: VisitDriver, *problems: PageProblem) -> None:
    """The shutter, and the camera's answer."""
    driver.say(ShutterPressed())
    driver.say(captured(driver, *problems))


def test_a_late_picture_is_not_taken_for_the_next_paper() -> None:
    driver, component = at_the_camera()
    driver.say(ShutterPressed())
    late = captured(driver)
    driver.say(WentBack(), ComponentOpened(component_id=component), ShutterPressed(), late)
    assert driver.view(ScanPagesView).taking
    driver.say(captured(driver))
    driver.view(CheckPageView)


def test_a_page_that_is_taken_again_waits_until_the_sheet_has_moved() -> None:
    driver, _ = at_the_camera()
    shoot(driver, PageProblem.BLURRED)
    driver.say(PageRetaken())
    shots = len([order for order in driver.orders if isinstance(order, CapturePage)])
    still = PageSight(3, QUAD, still=True)
    driver.say(PageLooked(watch=driver.last(LookForPage).watch, sight=still))
    assert len([order for order in driver.orders if isinstance(order, CapturePage)]) == shots
    driver.say(PageLooked(watch=driver.last(LookForPage).watch, sight=PageSight(4, QUAD)))
    driver.say(PageLooked(watch=driver.last(LookForPage).watch, sight=still))
    assert len([order for order in driver.orders if isinstance(order, CapturePage)]) == shots + 1


def test_an_erased_page_does_not_throw_away_the_one_just_taken() -> None:
    driver, component = at_the_camera()
    first, second = (a_kept_page(driver, component, number) for number in (0, 1))
    driver.say(kept(driver, first, second))
    driver.say(PageRemoved(page_id=first.id))
    shoot(driver)
    driver.say(kept(driver, second))
    driver.view(CheckPageView)
    driver.say(PageAccepted())
    assert driver.last(KeepPage).position == 1


def test_pages_erased_or_moved_in_the_last_moment_are_what_is_sent() -> None:
    driver, component = at_the_camera()
    pages = [a_kept_page(driver, component, number) for number in range(3)]
    driver.say(kept(driver, *pages))
    driver.say(PageRemoved(page_id="page-0"), PageMoved(page_id="page-2", by=-1), WentOn())
    assert driver.last(RemovePage).page_id == "page-0"
    assert driver.last(OrderPages).page_ids == ("page-0", "page-2", "page-1")
    # the person is back at the checklist before the store has answered
    after = [
        DraftPage("page-2", pages[2].draft_id, component, 0, "image/jpeg", 4, 2),
        DraftPage("page-1", pages[1].draft_id, component, 1, "image/jpeg", 4, 1),
    ]
    driver.say(kept(driver, *after))
    gather_the_papers(driver)
    driver.say(WentOn(), DeliveryChosen(method="agent_point"))
    driver.view(SummaryView)
    driver.say(Confirmed())
    sent = {answer.component_id: answer.page_ids for answer in driver.last(SubmitDossier).request.components}
    assert sent[component] == ("page-2", "page-1")


def test_pages_of_another_draft_are_not_this_ones() -> None:
    driver, component = at_the_camera()
    page = a_kept_page(driver, component, 0)
    driver.say(PagesKept(draft_id="another", pages=(page,), thumbnails={}))
    assert driver.view(ScanPagesView).thumbs == ()


def test_what_cannot_be_kept_is_said_and_can_be_tried_again() -> None:
    driver, _ = at_the_camera()
    shoot(driver)
    driver.say(PageAccepted())
    driver.say(EffectFailed(effect="KeepPage", code="disk_full", text_key="error.disk_full"))
    view = driver.view(CheckPageView)
    assert not view.working
    assert view.notice is not None and view.notice.key == "error.disk_full"
    driver.say(PageAccepted())
    assert len([order for order in driver.orders if isinstance(order, KeepPage)]) == 2


def test_trouble_of_another_order_does_not_stop_the_page_that_is_being_kept() -> None:
    driver, _ = at_the_camera()
    shoot(driver)
    driver.say(PageAccepted())
    driver.say(EffectFailed(effect="SaveDraft", code="disk_full", text_key="error.disk_full"))
    assert driver.view(CheckPageView).working


def test_a_camera_that_is_gone_leaves_the_shutter() -> None:
    driver, _ = at_the_camera()
    driver.say(ShutterPressed())
    driver.say(EffectFailed(effect="CapturePage", code="camera_gone", text_key="error.camera_gone"))
    view = driver.view(ScanPagesView)
    assert not view.taking
    assert view.notice is not None and view.notice.key == "error.camera_gone"
    driver.say(ShutterPressed())
    assert driver.view(ScanPagesView).taking


def test_the_first_reason_that_forbids_a_page_is_the_one_said() -> None:
    driver, _ = at_the_camera()
    shoot(driver, PageProblem.BLURRED, PageProblem.BLANK)
    driver.say(PageAccepted())
    notice = driver.view(CheckPageView).notice
    assert notice is not None and notice.key == "page.blank"


def test_a_draft_that_cannot_be_saved_is_said_on_every_page_of_the_way() -> None:
    trouble = EffectFailed(effect="SaveDraft", code="disk_full", text_key="error.disk_full")
    driver, _ = at_the_camera()
    driver.say(WentBack(), trouble)
    notice = driver.view(ChecklistView).notice
    assert notice is not None and notice.key == "error.disk_full"
    gather_the_papers(driver)
    driver.say(WentOn(), trouble)
    notice = driver.view(DeliveryView).notice
    assert notice is not None and notice.key == "error.disk_full"


def test_corners_are_moved_on_the_picture_that_is_shown() -> None:
    driver, _ = at_the_camera()
    shoot(driver)
    driver.say(CornersMoved(corners=QUAD))
    assert driver.last(CapturePage).still == b"still"
    stale = PageCaptured(shot="earlier", page=a_page(fingerprint=9), still=b"other")
    driver.say(stale)
    assert driver.view(CheckPageView).working
    driver.say(captured(driver))
    assert not driver.view(CheckPageView).working
