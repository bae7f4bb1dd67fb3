"""Log in with VNeID on one's own phone: a QR code, waiting, refusal, expiry; no secret is ever typed here."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.flow.account_words import VneidView
from kiosk.flow.intents import TriedAgain
from kiosk.flow.messages import View
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.icon_line import IconLine
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.numbered_steps import NumberedSteps
from kiosk.ui.widgets.panel import Panel
from kiosk.ui.widgets.qr_picture import QrPicture
from kiosk.ui.widgets.round_mark import RoundMark
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.time_left import TimeLeft

STEPS = ("vneid.step_open", "vneid.step_scan", "vneid.step_agree")
MIDDLE = Qt.AlignmentFlag.AlignHCenter
QR_MM = 92.0


class VneidScreen(Screen):
    """The code large, three steps in words beside it, and the time that is left."""

    name = "vneid"
    view_type: ClassVar[type[View]] = VneidView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._trouble = NoticePanel(self.theme, "warning")
        self._trouble.hide()
        self._steps = NumberedSteps(self.theme, len(STEPS))
        self.keep(lambda: self._steps.set_words(*(self.texts(key) for key in STEPS)))
        self._safe = IconLine(self.theme, "shield", role="strong")
        self.say(self._safe, "vneid.never_here")
        words = self._words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("l"))
        column.addStretch(1)
        for part in (self._steps, self._safe):
            column.addWidget(part)
        column.addStretch(1)
        card = self._make_card()
        self.body.addStretch(1)
        self.add(SideBySide(self.theme, card, words, (2, 3), least_mm=220.0, space="xl"))
        self.body.addStretch(1)
        self._retry = self.go_on("vneid.retry", icon="retake", sends=TriedAgain(), purpose="retry")
        self._shown = ""

    def _make_card(self) -> Panel:
        """Code, number to compare and time while waiting; else a picture that says that it is over."""
        self._qr = self.named(QrPicture(self.theme, QR_MM), "qr")
        self._over = RoundMark(self.theme, "phone", "warning", 44.0)
        self._compare = self.label("vneid.compare", role="body", tone="soft")
        self._code = self.label(role="code")
        self._time_left = TimeLeft(self.theme, lambda time: self.texts("vneid.time_left", time=time))
        for label in (self._compare, self._code):
            label.setAlignment(MIDDLE)
        card = self.panel()
        card.column.addStretch(1)
        for part in (self._qr, self._over):
            card.column.addWidget(part, 0, MIDDLE)
        card.column.addWidget(self._trouble)
        card.column.addWidget(self._compare)
        card.column.addWidget(self._code)
        card.column.addWidget(self._time_left, 0, MIDDLE)
        card.column.addStretch(1)
        return card

    def show_view(self, view: VneidView) -> None:
        """A fresh code starts the time anew."""
        texts = self.texts
        waiting = view.state == "waiting"
        if view.verification_uri != self._shown:
            self._shown = view.verification_uri
            self._qr.show_code(self.kit.codes.qr(view.verification_uri) if view.verification_uri else None)
            self._time_left.start(view.expires_in_s)
        self._qr.setAccessibleName(texts("vneid.qr"))
        self._code.set_words(view.user_code)
        self._code.setAccessibleName(" ".join(view.user_code))
        for part in (self._qr, self._compare, self._code, self._words):
            part.setVisible(waiting)
        if waiting:
            self._time_left.renew()
        else:
            self._time_left.hide()
            self._over.show_mark("cross" if view.state == "refused" else "clock", "warning")
            again = texts("vneid.try_again")
            self._trouble.show_words("warning", "warning", texts(f"vneid.{view.state}"), (again,))
        self._over.setVisible(not waiting)
        self._trouble.setVisible(not waiting)
        self._retry.setVisible(not waiting)
        self.footer.show_if_needed()
