"""A page just taken or brought: the person looks at it, turns it, moves its corners, keeps it or takes it again."""

from dataclasses import replace

from kiosk.domain.procedure_parts import Component
from kiosk.domain.scan import PageProblem
from kiosk.flow.filing import PAGES_STEP, Filing
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.page_words import (
    CapturePage,
    CheckPageView,
    CornersMoved,
    KeepPage,
    OrderPages,
    PageAccepted,
    PageCaptured,
    PageRetaken,
    PagesKept,
    PageTurned,
    RemovePage,
    TurnPage,
)

_BLOCKING = frozenset({PageProblem.NO_PAGE, PageProblem.BLANK, PageProblem.TOO_SMALL})
"""Nobody can want such a page; everything else may be overruled after a look."""


class CheckPageStep:
    """Look at the page just taken: use it, take it again, or move the corners."""

    def __init__(
        self,
        filing: Filing,
        component: Component,
        captured: PageCaptured,
        *,
        replaces: str = "",
        is_copy: bool = False,
        back_when_kept: int = 1,
    ) -> None:
        self._filing = filing
        self._component = component
        self._captured = captured
        self._replaces = replaces
        """A page that this one takes the place of."""
        self._is_copy = is_copy
        self._back_when_kept = back_when_kept
        self._shot = captured.shot
        self._page_id = ""
        """The page that is being kept."""
        self._working = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """The clean page with what the kiosk thinks of it."""
        page = self._captured.page
        return CheckPageView(
            component_name=self._component.name,
            picture=page.jpeg,
            still=self._captured.still,
            corners=page.corners,
            problems=page.problems,
            working=self._working,
            dpi=0.0 if self._is_copy else page.dpi,
            is_copy=self._is_copy,
            step=PAGES_STEP,
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Keep it sealed, or go back to the camera."""
        page = self._captured.page
        match intent:
            case PageRetaken() | WentBack() if not self._working:
                return Turn(back=1)
            case CornersMoved(corners=corners) if not self._working:
                self._working, self._shot = True, self._filing.around.new_id()
                earlier = tuple(kept.fingerprint for kept in self._filing.pages if kept.id != self._replaces)
                order = CapturePage(
                    shot=self._shot, corners=corners, earlier=earlier, still=self._captured.still
                )
                return Turn(effects=(order,))
            case PageTurned() if not self._working:
                self._working, self._shot = True, self._filing.around.new_id()
                return Turn(effects=(TurnPage(shot=self._shot, page=page, still=self._captured.still),))
            case PageCaptured(shot=shot) if shot == self._shot:
                self._captured = replace(self._captured, page=intent.page)
                self._working = False
            case PageAccepted() if not self._working:
                if blocking := next((each for each in page.problems if each in _BLOCKING), None):
                    self._notice = Notice("warning", f"page.{blocking.value}")
                    return Turn()
                if self._filing.has_document(self._component.id):
                    self._notice = Notice("warning", "check_page.has_document")
                    return Turn()
                self._working, self._page_id = True, self._filing.around.new_id()
                keep = KeepPage(
                    draft_id=self._filing.visit.draft_id,
                    component_id=self._component.id,
                    page_id=self._page_id,
                    position=len(self._filing.pages_of(self._component.id)),
                    content=page.jpeg,
                    fingerprint=page.fingerprint,
                )
                return Turn(effects=(keep,))
            case PagesKept(pages=pages) if any(kept.id == self._page_id for kept in pages):
                self._filing.marks.pop(self._component.id, None)
                return Turn(back=self._back_when_kept, effects=self._put_in_place())
            case EffectFailed(effect="KeepPage" | "CapturePage" | "TurnPage"):
                self._working = False
                self._notice = Notice("error", intent.text_key)
            case EffectFailed(effect="RemovePage" | "OrderPages"):
                self._notice = Notice("error", intent.text_key)
        return Turn()

    def _put_in_place(self) -> tuple[Effect, ...]:
        """The new page where the old one was, then the old one erased: at no moment is there neither."""
        ids = [page.id for page in self._filing.pages_of(self._component.id) if page.id != self._page_id]
        if self._replaces not in ids:
            return ()
        draft_id = self._filing.visit.draft_id
        ids.insert(ids.index(self._replaces), self._page_id)
        order = OrderPages(draft_id=draft_id, component_id=self._component.id, page_ids=tuple(ids))
        return (order, RemovePage(draft_id=draft_id, page_id=self._replaces))
