"""The dossier is safe: its reference large, a QR to photograph, where it stands, and the slip."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.dossier import DossierState
from kiosk.flow.intents import WentOn
from kiosk.flow.messages import View
from kiosk.flow.pay_words import PayChosen
from kiosk.flow.views import DossierDoneView
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.big_code import BigCode
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.qr_picture import QrPicture
from kiosk.ui.widgets.rating_line import RatingLine
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.slip_line import SlipLine

STATES = {
    DossierState.QUEUED: ("info", "upload", "waiting"),
    DossierState.UPLOADING: ("info", "upload", "waiting"),
    DossierState.SUBMITTED: ("success", "success", "sent"),
    DossierState.SUPPLEMENTED: ("success", "success", "sent"),
    DossierState.ACCEPTED: ("success", "success", "accepted"),
    DossierState.IN_PROCESS: ("success", "success", "accepted"),
    DossierState.QUARANTINED: ("warning", "warning", "attention"),
    DossierState.MISMATCH: ("warning", "warning", "attention"),
}
"""Kind, icon and sentence of each state; any other one is told to look the reference up."""


class DossierDoneScreen(Screen):
    """Follows the dossier while the person looks, without ever making them wait."""

    name = "dossier_done"
    view_type: ClassVar[type[View]] = DossierDoneView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.procedure = self.label(role="lead")
        self.state = NoticePanel(self.theme)
        self.reference = BigCode(self.theme)
        self.advice = self.label(role="body")
        self.qr = QrPicture(self.theme, 50.0)
        self.slip = SlipLine(self)
        self.pay = self.button("pay", "dossier_done.pay", icon="money", sends=PayChosen())
        self.footer.put_second(self.pay)
        self.go_on("dossier_done.finish", "check", sends=WentOn(), purpose="finish")
        self._coded = ""
        card = self.panel("card")
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("s"))
        column.addStretch(1)
        for part in (self.procedure, self.reference, self.advice):
            column.addWidget(part)
        column.addStretch(1)
        card.column.addWidget(SideBySide(self.theme, words, self._centred(self.qr), (3, 1), least_mm=170.0))
        self.rating = RatingLine(self)
        self.add(self.state, card, self.slip, self.rating)
        self.body.addStretch(1)

    @staticmethod
    def _centred(widget: QWidget) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
        return holder

    def show_view(self, view: DossierDoneView) -> None:
        """Reference and code stay; state and slip move on."""
        texts = self.texts
        what = texts("dossier_done.reference")
        self.procedure.set_words(f"{texts.of(view.procedure_name)}  ·  {what}")
        kind, icon, sentence = STATES.get(DossierState.read(view.state), ("success", "success", "other"))
        self.state.show_words(kind, icon, texts(f"dossier_done.state_{sentence}"))
        self.reference.show_code(view.reference, f"{what}: {view.reference}")
        code = view.code or view.reference
        if code != self._coded:
            self._coded = code
            self.qr.show_code(self.kit.codes.qr(code))
        self.qr.setAccessibleName(texts("dossier_done.qr"))
        asks = texts("dossier_done.hotline", hotline=view.hotline) if view.hotline else ""
        self.advice.set_words(f"{texts('dossier_done.photograph')} {asks}".strip())
        self.slip.show_slip(view.slip)
        self.rating.show_stars(view.stars)
        self.pay.setVisible(view.can_pay)
