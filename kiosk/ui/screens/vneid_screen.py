"""Log in with VNeID on one's own phone: a QR code, waiting, refusal, expiry; no secret is ever typed here."""

from PySide6.QtCore import Qt

from kiosk.flow.intents import TriedAgain
from kiosk.flow.views import VneidView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.qr_picture import QrPicture
from kiosk.ui.widgets.waiting import Countdown


class VneidScreen(Screen):
    """The code large, three steps in words, and the time that is left."""

    name = "vneid"
    view_type = VneidView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._lead = self.label(role="lead")
        self._trouble = self.banner(kind="warning")
        self._qr = self.named(QrPicture(self.theme, 85.0), "qr")
        self._code = self.label(role="code")
        self._safe = self.label("vneid.never_here", role="body", tone="soft")
        self._countdown = Countdown(self.theme, 26.0)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._code.setAlignment(middle)
        self.add(self._lead, self._trouble)
        self.body.addStretch(1)
        self.body.addWidget(self._qr, 0, middle)
        self.body.addWidget(self._code)
        self.body.addWidget(self._countdown, 0, middle)
        self.body.addStretch(1)
        self.add(self._safe)
        self._retry = self.go_on("vneid.retry", icon="retake", sends=TriedAgain(), purpose="retry")
        self._shown = ""

    def show_view(self, view: VneidView) -> None:
        """A fresh code starts the countdown anew."""
        waiting = view.state == "waiting"
        self._lead.set_words(self.texts("vneid.lead"))
        self._trouble.set_words("" if waiting else self.texts(f"vneid.{view.state}"))
        if view.verification_uri != self._shown:
            self._shown = view.verification_uri
            self._qr.show_code(self.kit.codes.qr(view.verification_uri), self.texts("vneid.qr"))
            self._countdown.start(view.expires_in_s)
        self._code.set_words(view.user_code)
        for part in (self._qr, self._code, self._countdown):
            part.setVisible(waiting)
        if not waiting:
            self._countdown.stop()
        self._retry.setVisible(not waiting)
