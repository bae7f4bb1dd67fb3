"""Other ways to a page: from a USB stick, both sides of a card, turned, and in another page's place."""

from kiosk.domain.brought import PDF, BroughtFile, StickContents, TakenFile
from kiosk.domain.draft import DraftPage
from kiosk.domain.scan import PageProblem, PageSight
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.page_words import (
    BroughtFileChosen,
    BroughtFilesView,
    CaptureCard,
    CapturePage,
    CardCaptured,
    CardCopyChosen,
    CheckPageView,
    CopyCard,
    CopyCardView,
    DocumentTaken,
    KeepPage,
    LookAtStick,
    LookForPage,
    OrderPages,
    PageAccepted,
    PageCaptured,
    PageLooked,
    PageReplaced,
    PageTurned,
    PurposeMarked,
    RemovePage,
    ScanPagesView,
    ShutterPressed,
    StickChosen,
    StickLooked,
    TakeBroughtFile,
    TurnPage,
)
from tests.unit.test_session_dossier import QUAD, a_page, captured
from tests.unit.test_session_papers import a_kept_page, at_the_camera, kept
from tests.unit.visit_driver import VisitDriver

FILES = (BroughtFile("0/a.pdf", "a.pdf", PDF, 1000), BroughtFile("0/b.jpg", "b.jpg", "image/jpeg", 2000))


def at_the_stick() -> tuple[VisitDriver, str]:
    driver, component = at_the_camera()
    driver.say(StickChosen())
    assert not driver.view(BroughtFilesView).is_there
    driver.say(StickLooked(watch=driver.last(LookAtStick).watch, contents=StickContents(True, FILES, 2)))
    return driver, component


def look_still(driver: VisitDriver, *problems: PageProblem) -> None:
    driver.say(PageLooked(watch=driver.last(LookForPage).watch, sight=PageSight(2, QUAD)))
    driver.say(
        PageLooked(
            watch=driver.last(LookForPage).watch, sight=PageSight(3, QUAD, still=True, problems=problems)
        )
    )


def test_the_stick_is_looked_at_again_and_again_until_one_leaves() -> None:
    driver, _ = at_the_stick()
    view = driver.view(BroughtFilesView)
    assert (view.files, view.other_files) == (FILES, 2)
    assert driver.last(LookAtStick).after_s > 0
    watch = driver.last(LookAtStick).watch
    driver.say(WentBack())
    looks = len([order for order in driver.orders if isinstance(order, LookAtStick)])
    driver.say(StickLooked(watch=watch, contents=StickContents()))
    assert len([order for order in driver.orders if isinstance(order, LookAtStick)]) == looks


def test_a_brought_picture_is_looked_at_like_a_photograph() -> None:
    driver, component = at_the_stick()
    driver.say(BroughtFileChosen(file_id="0/b.jpg"))
    take = driver.last(TakeBroughtFile)
    assert driver.view(BroughtFilesView).taking == "0/b.jpg"
    driver.say(PageCaptured(shot=take.shot, page=a_page(), still=b"still"))
    driver.view(CheckPageView)
    driver.say(PageAccepted())
    keep = driver.last(KeepPage)
    assert (keep.component_id, keep.media_type) == (component, "image/jpeg")


def test_a_brought_pdf_is_the_whole_paper() -> None:
    driver, component = at_the_stick()
    driver.say(BroughtFileChosen(file_id="0/a.pdf"))
    driver.say(DocumentTaken(shot=driver.last(TakeBroughtFile).shot, file=TakenFile(PDF, b"%PDF-1.7", 3)))
    keep = driver.last(KeepPage)
    assert (keep.media_type, keep.content) == (PDF, b"%PDF-1.7")
    page = DraftPage(keep.page_id, keep.draft_id, component, 0, PDF, 8, 0)
    driver.say(kept(driver, page))
    view = driver.view(ScanPagesView)
    assert view.has_document
    assert view.thumbs[0].is_document
    shots = len([order for order in driver.orders if isinstance(order, CapturePage)])
    look_still(driver)
    driver.say(ShutterPressed(), CardCopyChosen())
    assert len([order for order in driver.orders if isinstance(order, CapturePage)]) == shots
    driver.view(ScanPagesView)


def test_a_pdf_is_not_mixed_with_pages() -> None:
    driver, component = at_the_stick()
    driver.say(kept(driver, a_kept_page(driver, component, 0)))
    taken = len([order for order in driver.orders if isinstance(order, TakeBroughtFile)])
    driver.say(BroughtFileChosen(file_id="0/a.pdf"))
    notice = driver.view(BroughtFilesView).notice
    assert notice is not None
    assert notice.key == "brought_files.one_document"
    assert len([order for order in driver.orders if isinstance(order, TakeBroughtFile)]) == taken


def test_a_refused_file_is_said_and_another_can_be_chosen() -> None:
    driver, _ = at_the_stick()
    driver.say(BroughtFileChosen(file_id="0/a.pdf"))
    driver.say(EffectFailed(effect="TakeBroughtFile", code="file_encrypted", text_key="error.file_encrypted"))
    view = driver.view(BroughtFilesView)
    assert view.taking == ""
    assert view.notice is not None
    assert view.notice.key == "error.file_encrypted"
    driver.say(BroughtFileChosen(file_id="0/b.jpg"))
    assert driver.last(TakeBroughtFile).file_id == "0/b.jpg"


def test_both_sides_of_a_card_become_one_page_that_says_what_it_is_for() -> None:
    driver, _ = at_the_camera()
    driver.say(CardCopyChosen())
    assert driver.view(CopyCardView).side == "front"
    look_still(driver, PageProblem.TOO_SMALL)
    driver.say(CardCaptured(shot=driver.last(CaptureCard).shot, side=a_page()))
    assert driver.view(CopyCardView).side == "back"
    still = PageSight(4, QUAD, still=True)
    fronts = len([order for order in driver.orders if isinstance(order, CaptureCard)])
    driver.say(PageLooked(watch=driver.last(LookForPage).watch, sight=still))
    assert len([o for o in driver.orders if isinstance(o, CaptureCard)]) == fronts, "the same side lies there"
    look_still(driver)
    driver.say(CardCaptured(shot=driver.last(CaptureCard).shot, side=a_page()))
    copy = driver.last(CopyCard)
    assert copy.sides == (b"jpeg", b"jpeg")
    assert "1.001193" in copy.words
    assert copy.words.startswith("copy_card.watermark ")
    driver.say(PageCaptured(shot=copy.shot, page=a_page(), still=b"copy"))
    assert driver.view(CheckPageView).is_copy
    driver.say(PageAccepted())
    keep = driver.last(KeepPage)
    driver.say(kept(driver, DraftPage(keep.page_id, keep.draft_id, keep.component_id, 0, "image/jpeg", 4, 1)))
    driver.view(ScanPagesView)


def test_a_card_copy_without_words_and_one_that_went_wrong() -> None:
    driver, _ = at_the_camera()
    driver.say(CardCopyChosen(), PurposeMarked(wanted=False))
    look_still(driver)
    driver.say(CardCaptured(shot=driver.last(CaptureCard).shot, side=a_page(PageProblem.NO_PAGE)))
    view = driver.view(CopyCardView)
    assert (view.side, view.taking) == ("front", False)
    assert view.notice is not None
    assert view.notice.key == "copy_card.no_card"
    for _side in range(2):
        look_still(driver)
        driver.say(CardCaptured(shot=driver.last(CaptureCard).shot, side=a_page()))
    assert driver.last(CopyCard).words == ""


def test_a_page_is_turned_and_then_kept_as_turned() -> None:
    driver, _ = at_the_camera()
    driver.say(ShutterPressed())
    driver.say(captured(driver))
    driver.say(PageTurned())
    turn = driver.last(TurnPage)
    assert driver.view(CheckPageView).working
    driver.say(PageCaptured(shot=turn.shot, page=a_page(fingerprint=9), still=b"still"), PageAccepted())
    assert driver.last(KeepPage).fingerprint == 9


def test_a_page_taken_again_stands_where_the_old_one_stood() -> None:
    driver, component = at_the_camera()
    pages = [a_kept_page(driver, component, number) for number in range(3)]
    driver.say(kept(driver, *pages), PageReplaced(page_id="page-1"))
    assert driver.view(ScanPagesView).replacing == 2
    driver.say(ShutterPressed())
    assert 1 not in driver.last(CapturePage).earlier, "it may look like the one it replaces"
    driver.say(captured(driver), PageAccepted())
    new = driver.last(KeepPage).page_id
    driver.say(kept(driver, *pages, DraftPage(new, pages[0].draft_id, component, 3, "image/jpeg", 4, 1)))
    assert driver.last(OrderPages).page_ids == ("page-0", new, "page-1", "page-2")
    assert driver.last(RemovePage).page_id == "page-1"
