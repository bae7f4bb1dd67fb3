"""What the bench says of the post: envelopes that are due, and news that the portal has not taken, once more."""

from collections.abc import Sequence

from kiosk.domain.upload import JobKind, QueueItem
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.post_words import PostNewsView
from kiosk.flow.staff_words import JobRetried, RetryJob, WorkLoaded
from kiosk.flow.visit import Visit


def alarm_of(loaded: WorkLoaded | None) -> Notice | None:
    """Paper dossiers that have to be handed over now."""
    due = loaded.papers_due if loaded else 0
    return Notice("warning", "paper_desk.alarm", {"count": due}) if due else None


def news_in(queue: Sequence[QueueItem], reference: str) -> QueueItem | None:
    """What the portal is to be told of an envelope or a result, under that name."""
    told = (item for item in queue if item.kind is JobKind.TELL_POST)
    return next((item for item in told if item.reference == reference), None)


class PostNewsStep:
    """Opened from the work list."""

    def __init__(self, visit: Visit, item: QueueItem) -> None:
        self._visit = visit
        self._item = item
        self._retried = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """It is here already."""
        return ()

    def view(self) -> View:
        """What stands still, and why."""
        return PostNewsView(
            item=self._item,
            can_go_back=True,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Once more."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case JobRetried(job_id=job_id) if not self._retried:
                self._retried = True
                self._notice = Notice("success", "work.retried")
                return Turn(effects=(RetryJob(job_id=job_id, staff_id=self._visit.staff_id or ""),))
            case EffectFailed(effect=RetryJob.__name__):
                self._retried, self._notice = False, Notice("error", intent.text_key)
        return Turn()
