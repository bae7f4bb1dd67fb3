"""The end of the way to an account: what became of it, the slip, and what comes next."""

from typing import ClassVar

from kiosk.flow.account_words import AccountDoneView
from kiosk.flow.intents import WayChosen, WentOn
from kiosk.flow.messages import View
from kiosk.flow.ways import WayName
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screens.plain_message import MIDDLE, PlainMessageScreen
from kiosk.ui.widgets.rating_line import RatingLine
from kiosk.ui.widgets.round_mark import RoundMark
from kiosk.ui.widgets.slip_line import SlipLine

LOOKS = {
    "active": ("success", "success"),
    "vneid": ("shield", "success"),
    "link": ("phone", "info"),
    "exists": ("person", "info"),
}
"""Picture and kind of each outcome."""
GREETINGS = {"active": "account_done.congratulation", "vneid": "account_done.hello"}
LEVEL_TO_FILE = 2


class AccountDoneScreen(PlainMessageScreen):
    """One picture, one title, one sentence; then the slip."""

    name = "account_done"
    view_type: ClassVar[type[View]] = AccountDoneView
    can_leave = False
    mark_mm = 20.0
    """Small, for the slip and the stars below it."""

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._greeting = self.label(role="heading", tone="primary")
        self._reference = self.label(role="code")
        for words in (self._greeting, self._reference):
            words.setAlignment(MIDDLE)
        self._level = self.banner(kind="info")
        self._slip = SlipLine(self)
        column = self.message.column
        column.insertWidget(column.indexOf(self.heading), self._greeting)
        self.put_below(self._reference, wide=True)
        self._rating = RatingLine(self)
        for part in (self._level, self._slip, self._rating):
            self.put_below(part, wide=True)
        self._submit = self.button(
            "submit_dossier",
            "account_done.submit_dossier",
            "secondary",
            "pages",
            WayChosen(way=WayName.SUBMIT_DOSSIER),
        )
        self._finish = self.go_on("base.finish", icon="check", sends=WentOn(), purpose="finish")
        self.footer.put_second(self._submit)

    def show_view(self, view: AccountDoneView) -> None:
        """Every outcome has its own words."""
        texts = self.texts
        if isinstance(self.mark, RoundMark):
            self.mark.show_mark(*LOOKS[view.outcome])
        key = f"account_done.{view.outcome}"
        greeting = GREETINGS.get(view.outcome, "") if view.full_name else ""
        self._greeting.set_words(texts(greeting, name=view.full_name) if greeting else "")
        self._greeting.setVisible(bool(greeting))
        self.tell(texts(key), texts(f"{key}_sentence", phone=view.masked_phone))
        self._reference.set_words(texts("account_done.reference", reference=view.reference))
        self._reference.setVisible(bool(view.reference))
        low = view.outcome == "vneid" and view.level < LEVEL_TO_FILE
        self.mark.setVisible(not (low or view.reference))  # more to read: nobody is to turn pages for it
        self._level.set_words(texts("account_done.level_1") if low else "")
        self._slip.show_slip(view.slip)
        self._rating.show_stars(view.stars)
        self._submit.setVisible(view.can_submit)
        self._finish.setText(texts("account_done.go_on" if view.goes_on else "base.finish"))
        self._rating.setVisible(not view.goes_on)
