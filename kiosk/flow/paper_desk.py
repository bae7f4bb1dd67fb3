"""The desk of paper dossiers: what waits and how long yet, one envelope with its slip, and what to do when it is lost."""

from datetime import datetime

from kiosk.domain.paper_slip import CountedPaper, DispatchNote
from kiosk.domain.post_item import PostItem, PostState
from kiosk.domain.receipt import Receipt
from kiosk.domain.rules import group_s10
from kiosk.flow.hand_over_papers import HandOverStep
from kiosk.flow.intents import EffectFailed, PrintAskedAgain, WentBack, WentOn
from kiosk.flow.issue_paper_slip import dispatch_slip
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.post_words import (
    HandOverAsked,
    LabelEntered,
    LoadPostDesk,
    LoadPostItem,
    MishapTold,
    NewPaperAsked,
    PaperDeskView,
    PostDeskLoaded,
    PostItemLoaded,
    PostItemOpened,
    PostItemView,
    TellMishap,
)
from kiosk.flow.sign_paper import signed_words
from kiosk.flow.slip import Slip
from kiosk.flow.take_paper import PaperChoiceStep
from kiosk.flow.views import WaitingView
from kiosk.flow.visit import Surroundings, Visit

_MISHAPS = frozenset({PostState.LOST, PostState.DAMAGED})


class PaperDeskStep:
    """Take papers in, hand them over, look after what waits."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._items: tuple[PostItem, ...] | None = None
        self._now = around.now()
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Always fresh."""
        return (LoadPostDesk(),)

    def view(self) -> View:
        """The ageing list."""
        return PaperDeskView(
            items=self._items,
            now=self._now,
            alarm_h=self._around.post.alarm_h,
            can_go_back=True,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """The desk's buttons."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case PostDeskLoaded(items=items, now=now):
                self._items, self._now = items, now
            case NewPaperAsked():
                return Turn(to=PaperChoiceStep(self._visit, self._around, self._sealed))
            case HandOverAsked() if self._items:
                return Turn(to=HandOverStep(self._visit, self._around, self._items))
            case PostItemOpened(name=name) | LabelEntered(text=name) if name.strip():
                self._notice = None
                return Turn(to=PostItemStep(self._visit, self._around, name.strip()))
            case EffectFailed():
                self._notice = Notice("error", intent.text_key)
        return Turn()

    def _sealed(self, item: PostItem) -> "PostItemStep":
        return PostItemStep(self._visit, self._around, item.number, item)


class PostItemStep:
    """One envelope. `fresh`: it was sealed just now, and its slip is printed for both to keep."""

    def __init__(self, visit: Visit, around: Surroundings, name: str, fresh: PostItem | None = None) -> None:
        self._visit = visit
        self._around = around
        self._name = name
        self._item = fresh
        self._fresh = fresh is not None
        self._missing = False
        self._slip: Slip | None = self._slip_of(fresh) if fresh else None
        self._notice: Notice | None = None
        self._now: datetime = around.now()

    def enter(self) -> tuple[Effect, ...]:
        """Load; a fresh one prints."""
        if self._fresh and self._slip is not None:
            return self._slip.order() if self._slip.state is None else ()
        return (LoadPostItem(name=self._name, staff_id=self._visit.staff_id or ""),)

    def view(self) -> View:
        """As it stands."""
        if self._item is None:
            key = "post_item.not_found" if self._missing else "work.loading"
            return WaitingView(
                text_key=key, can_go_back=True, busy=False, assisted_by=self._visit.assisted_by
            )
        return PostItemView(
            item=self._item,
            now=self._now,
            fresh=self._fresh,
            slip=self._slip.state if self._slip else None,
            can_go_back=not self._fresh,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Print, or say what happened to it."""
        match intent:
            case WentBack() if not self._fresh:
                return Turn(back=1)
            case WentOn() if self._fresh:
                return Turn(leave="completed")
            case PrintAskedAgain() if self._item is not None:
                self._slip = self._slip or self._slip_of(self._item)
                return Turn(effects=self._slip.order())
            case PostItemLoaded(item=item):
                if item is not None and self._item is not None and item.state is not self._item.state:
                    self._notice = Notice("warning", f"post_item.{item.state.value.lower()}_todo")
                self._item, self._missing = item, item is None
                return Turn()
            case MishapTold(state=state, remark=remark) if self._item is not None and state in _MISHAPS:
                if not remark.strip():
                    self._notice = Notice("warning", "post_item.remark_missing")
                    return Turn()
                self._notice = None
                told = TellMishap(
                    item_id=self._item.id,
                    state=state,
                    remark=remark.strip(),
                    staff_id=self._visit.staff_id or "",
                )
                return Turn(effects=(told,))
            case EffectFailed(effect="TellMishap" | "LoadPostItem"):
                self._notice = Notice("error", intent.text_key)
                return Turn()
        return Turn(effects=self._slip.handle(intent) if self._slip else ())

    def _slip_of(self, item: PostItem) -> Slip:
        return Slip(f"{item.number} dispatch", lambda: self._receipt(item))

    def _receipt(self, item: PostItem) -> Receipt:
        language = self._visit.language
        sender = item.sender
        note = DispatchNote(
            number=group_s10(item.number),
            reference=item.reference,
            sender=sender,
            sender_address=sender.address.text,
            agency=item.agency,
            agency_address="",
            procedure_name=item.procedure_name,
            contents=[
                CountedPaper(paper.name, paper.originals, paper.copies)
                for paper in item.contents
                if paper.sheets
            ],
            counted_at=item.counted_at,
            due_at=item.due_at,
            price=item.price,
            payment=self._around.words("post_item.paid_by_citizen", language) if item.price else "",
            clerk=self._visit.assisted_by or item.staff_id,
            signed=signed_words(item.sender_signed, self._around, language),
        )
        return dispatch_slip(self._around.portal, note, language=language)
