"""News of the post that the portal has not taken yet: why not, what to do, and once more."""

from typing import ClassVar

from kiosk.flow.messages import View
from kiosk.flow.post_words import PostNewsView
from kiosk.flow.staff_words import JobRetried
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.state_panel import StatePanel
from kiosk.ui.work_words import reason_words, todo_words, why_words


class PostNewsScreen(Screen):
    """One panel and one button."""

    name = "post_news"
    view_type: ClassVar[type[View]] = PostNewsView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.reference = self.label(role="code")
        self.state = StatePanel(self.theme)
        self.add(self.reference, self.state)
        self.body.addStretch(1)
        self.retry = self.go_on("post_news.retry", "upload", sends=self._again, purpose="retry")

    def show_view(self, view: PostNewsView) -> None:
        """Our own words where there are any, else the portal's."""
        item = view.item
        self.reference.set_words(item.reference)
        if item.problem is not None:
            words, todo = reason_words(self.texts, item.problem), todo_words(self.texts, item.problem)
            self.state.show_state("warning", "warning", words, todo)
        else:
            self.state.show_state("info", "clock", why_words(self.texts, item))
        self.retry.setVisible(item.state != "uploading")
        self.footer.show_if_needed()

    def _again(self) -> JobRetried:
        return JobRetried(job_id=self.view.item.job_id)
