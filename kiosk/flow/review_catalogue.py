"""Supervisors and technicians take in a portal's list and settle what is doubtful; citizens see only what was accepted."""

from kiosk.domain.bilingual import Text
from kiosk.domain.catalogue_review import ImportOutcome, ReviewItem, ReviewState
from kiosk.domain.sheet import SheetState
from kiosk.flow.bring_words import PrintSheet, SheetMoved
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
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
    ReviewDesk,
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
from kiosk.flow.visit import Visit

_WORK = ("ImportList", "AcceptClearOnes", "MakeReviewList")


class ReviewListStep:
    """One piece of work at a time; each says in words what became of it."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._desk: ReviewDesk | None = None
        self._state = ReviewState.WAITING
        self._working = ""
        self._outcome: ImportOutcome | None = None
        self._problem: Text | None = None
        self._settled: tuple[int, int] | None = None
        self._table = ""
        self._sheet: SheetState | None = None
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """The records of the state that was chosen."""
        return (LoadReviews(state=self._state),)

    def view(self) -> View:
        """The list, and what may be done."""
        return ReviewListView(
            desk=self._desk,
            working=self._working,
            outcome=self._outcome,
            problem=self._problem,
            settled=self._settled,
            table=self._table,
            sheet=self._sheet,
            busy=bool(self._working),
            can_go_back=not self._working,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """While one thing is done only its end counts."""
        match intent:
            case ReviewsLoaded(desk=desk):
                self._desk = desk
            case ListImported(outcome=outcome, problem=problem) if self._working:
                self._working, self._outcome, self._problem = "", outcome, problem
                return Turn(effects=self.enter())
            case ClearOnesSettled(accepted=accepted, wrong=wrong) if self._working:
                self._working, self._settled = "", (accepted, wrong)
                return Turn(effects=self.enter())
            case ReviewListMade(sheet=sheet, table=table) if self._working:
                self._working, self._table, self._sheet = "", table, SheetState.WORKING
                return Turn(effects=(PrintSheet(sheet=sheet, name="thu-tuc-can-xem-lai"),))
            case SheetMoved(state=state) if self._sheet is SheetState.WORKING:
                self._sheet = state
            case EffectFailed(effect="PrintSheet"):
                self._sheet = SheetState.FAILED
            case EffectFailed(effect=effect) if effect in _WORK:
                self._working, self._notice = "", Notice("error", intent.text_key)
            case _ if not self._working:
                return self._ordered(intent)
        return Turn()

    def _ordered(self, intent: Intent) -> Turn:
        staff_id = self._visit.staff_id or ""
        match intent:
            case WentBack():
                return Turn(back=1)
            case ReviewsAsked(state=state):
                self._state = state
                return Turn(effects=self.enter())
            case ReviewOpened(code=code):
                self._forget()
                return Turn(to=ReviewItemStep(self._visit, code))
            case ListChosen(path=path):
                return self._begin("importing", ImportList(path=path, staff_id=staff_id))
            case ClearOnesAccepted() if self._desk is not None and self._desk.clear:
                return self._begin("accepting", AcceptClearOnes(staff_id=staff_id))
            case ReviewListAsked():
                return self._begin("listing", MakeReviewList(language=self._visit.language))
        return Turn()

    def _begin(self, working: str, effect: Effect) -> Turn:
        self._forget()
        self._working = working
        return Turn(effects=(effect,))

    def _forget(self) -> None:
        self._outcome = self._settled = self._sheet = self._notice = None
        self._problem, self._table = None, ""


class ReviewItemStep:
    """Every doubt with what the list says and what may be meant; decisions are kept at once."""

    def __init__(self, visit: Visit, code: str) -> None:
        self._visit = visit
        self._code = code
        self._item: ReviewItem | None = None
        self._problem: Text | None = None
        self._working = False

    def enter(self) -> tuple[Effect, ...]:
        """The record as it stands."""
        return (LoadReview(code=self._code),)

    def view(self) -> View:
        """The record."""
        return ReviewItemView(
            item=self._item,
            problem=self._problem,
            working=self._working,
            can_go_back=not self._working,
            personal=False,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Settle, accept, put aside."""
        staff_id, item = self._visit.staff_id or "", self._item
        match intent:
            case WentBack() if not self._working:
                return Turn(back=1)
            case ReviewLoaded(item=loaded):
                self._item = loaded
                return Turn() if loaded is not None else Turn(back=1)
            case DoubtSettled(place=place, answer=answer, number=number) if item is not None:
                if 0 <= place < len(item.doubts) and not self._working:
                    self._item, self._problem = item.decided(place, answer=answer, number=number), None
                    return Turn(effects=(KeepReview(item=self._item, staff_id=staff_id),))
            case ReviewAccepted() if item is not None and item.can_be_accepted and not self._working:
                self._working, self._problem = True, None
                return Turn(effects=(AcceptReview(item=item, staff_id=staff_id),))
            case ReviewPutAside() if item is not None and not self._working:
                self._working = True
                return Turn(effects=(PutReviewAside(item=item, staff_id=staff_id),))
            case ReviewSettled(problem=problem) if self._working:
                self._working, self._problem = False, problem
                return Turn() if problem else Turn(back=1)
            case EffectFailed(effect="AcceptReview" | "PutReviewAside"):
                self._working, self._problem = False, Text.of(intent.code)
        return Turn()
