"""The end of the way to an account: what became of it, the slip, and what comes next."""

from kiosk.flow.intents import WayChosen, WentOn
from kiosk.flow.views import AccountDoneView
from kiosk.flow.ways import WayName
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.label import IconMark
from kiosk.ui.widgets.slip_line import SlipLine

LOOKS = {
    "active": ("success", "success"),
    "vneid": ("success", "success"),
    "link": ("phone", "primary"),
    "exists": ("info", "primary"),
}
LEVEL_TO_FILE = 2


class AccountDoneScreen(Screen):
    """One picture, one title, one sentence; then the slip."""

    name = "account_done"
    view_type = AccountDoneView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._mark = IconMark(self.theme, "success", 26.0, tint="success")
        self._heading = self.label(role="display")
        self._sentence = self.label(role="lead")
        self._reference = self.label(role="strong")
        self._level = self.banner(kind="info")
        self._slip = SlipLine(self)
        self._submit = self.button(
            "submit_dossier",
            "account_done.submit_dossier",
            "secondary",
            "pages",
            WayChosen(way=WayName.SUBMIT_DOSSIER),
        )
        self.body.addStretch(1)
        self.add(self._mark, self._heading, self._sentence, self._reference, self._level, self._slip)
        self.add(self.row(self._submit, stretch=False))
        self.body.addStretch(2)
        self.go_on("base.finish", icon="check", sends=WentOn(), purpose="finish")

    def show_view(self, view: AccountDoneView) -> None:
        """Every outcome has its own words."""
        self._mark.show_icon(*LOOKS[view.outcome])
        key = f"account_done.{view.outcome}"
        self._heading.set_words(self.texts(key, name=view.full_name))
        self._sentence.set_words(self.texts(f"{key}_sentence", phone=view.masked_phone))
        self._reference.set_words(
            self.texts("account_done.reference", reference=view.reference) if view.reference else ""
        )
        low = view.outcome == "vneid" and view.level < LEVEL_TO_FILE
        self._level.set_words(self.texts("account_done.level_1") if low else "")
        self._slip.show_slip(view.slip)
        self._submit.setVisible(view.can_submit)
