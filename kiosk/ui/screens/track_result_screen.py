"""Where a dossier stands, in big words: what comes next, when it was sent and accepted, and the steps so far."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import ClassVar

from PySide6.QtCore import Qt

from kiosk.domain.account import Tracking
from kiosk.domain.dossier import DossierState
from kiosk.flow.after_sending_words import SupplementChosen, WithdrawChosen
from kiosk.flow.decision_words import DecisionChosen
from kiosk.flow.intents import PrintAskedAgain, WentOn
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.pay_words import PayChosen
from kiosk.flow.track_words import TrackResultView
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.fact_card import FactCard
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.slip_line import SlipLine
from kiosk.ui.widgets.state_panel import StatePanel
from kiosk.ui.widgets.tile import TileGrid
from kiosk.ui.work_words import age_words, next_words, state_words

_S = DossierState
STATE_LOOKS = {
    _S.QUEUED: ("info", "clock"),
    _S.UPLOADING: ("info", "upload"),
    _S.QUARANTINED: ("warning", "warning"),
    _S.MISMATCH: ("warning", "warning"),
    _S.SUBMITTED: ("info", "success"),
    _S.ACCEPTED: ("success", "success"),
    _S.SUPPLEMENT_REQUESTED: ("warning", "pages"),
    _S.SUPPLEMENTED: ("info", "success"),
    _S.REFUSED: ("danger", "error"),
    _S.PAYMENT_REQUIRED: ("warning", "money"),
    _S.IN_PROCESS: ("success", "building"),
    _S.EXTENDED: ("warning", "calendar"),
    _S.STOPPED: ("danger", "pause"),
    _S.WITHDRAWN: ("info", "undo"),
    _S.RESULT_READY: ("success", "document_check"),
    _S.RETURNED: ("success", "document_check"),
}
"""Kind of panel and icon of each state; the others are plain information."""


class TrackResultScreen(Screen):
    """Public facts only: nobody's name or number stands here."""

    name = "track_result"
    view_type: ClassVar[type[View]] = TrackResultView
    can_leave = False
    clock: ClassVar[Callable[[], datetime]] = staticmethod(lambda: datetime.now(UTC))
    """Only for saying how old the knowledge is."""

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.procedure = self.label(role="lead")
        self.code = self.label(role="code")
        self.away = self.banner(kind="warning")
        self.state = StatePanel(self.theme)
        self.sent = FactCard(self.theme, "upload")
        self.accepted = FactCard(self.theme, "building")
        self.due = FactCard(self.theme, "calendar")
        clocks = TileGrid(self.theme, columns=3, least_mm=80.0)
        clocks.add(self.sent, self.accepted, self.due)
        self.posted = FactCard(self.theme, "post")
        self.filed = FactCard(self.theme, "people")
        self._post_clocks = TileGrid(self.theme, columns=2, least_mm=80.0)
        self._post_clocks.add(self.posted, self.filed)
        self.counted = NoticePanel(self.theme)
        self.slip = SlipLine(self)
        self.steps = self.section("track_result.history", "history")
        self.as_of = self.label(role="caption")
        self.code.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        head = SideBySide(self.theme, self.procedure, self.code, (1, 1), least_mm=300.0)
        self.add(
            head,
            self.away,
            self.state,
            self._post_clocks,
            clocks,
            self.counted,
            self.slip,
            self.steps,
            self.as_of,
        )
        self.body.addStretch(1)
        self.print = self.button("print", "track_result.print", icon="printer", sends=PrintAskedAgain())
        self.go_on("base.finish", "check", sends=WentOn(), purpose="finish")
        self.pay = self.button("pay", "track_result.pay", icon="money", sends=PayChosen())
        self.supplement = self.button(
            "supplement", "track_result.supplement", icon="pages", sends=SupplementChosen()
        )
        self.withdraw = self.button("withdraw", "track_result.withdraw", icon="undo", sends=WithdrawChosen())
        self.decision = self.button(
            "decision", "track_result.decision", icon="document_check", sends=DecisionChosen()
        )
        self.footer.put_second(self.withdraw)
        self.footer.put_second(self.decision)
        self.footer.put_second(self.supplement)
        self.footer.put_second(self.pay)
        self.footer.put_second(self.print)

    def show_view(self, view: TrackResultView) -> None:
        """The state large; dates only as far as they are known."""
        texts, tracking = self.texts, view.tracking
        name = texts.of(view.procedure_name) if view.procedure_name else self._by_number(tracking)
        self.procedure.set_words(name)
        self.procedure.setVisible(bool(name))
        self.code.set_words(tracking.code)
        self.code.setAccessibleName(f"{texts('track_result.code')}: {tracking.code}")
        self.away.set_words(self._distance(view))
        state = DossierState.read(tracking.state)
        kind, icon = STATE_LOOKS.get(state, ("info", "info"))
        self.state.show_state(
            kind, icon, state_words(texts, tracking.state), next_words(texts, tracking.state)
        )
        self._show_clocks(tracking)
        counted = tracking.accepted_at is not None and tracking.due_at is not None
        steps = view.counted if counted else ()
        self.counted.show_words(
            "info", "calendar", texts("track_result.counted"), (texts.of(line) for line in steps)
        )
        self.counted.setVisible(bool(steps))
        self.steps.set_rows(
            (local_time_text(step.at), state_words(texts, step.state)) for step in reversed(tracking.history)
        )
        known = tracking.as_of is not None and not (view.away or tracking.local)
        self.as_of.set_words(texts("track_result.as_of", at=local_time_text(tracking.as_of)) if known else "")
        self.as_of.setVisible(known)
        self.slip.show_slip(view.slip)
        self.print.setVisible(view.slip is None)
        self.pay.setVisible(view.can_pay)
        self.supplement.setVisible(view.can_supplement)
        self.withdraw.setVisible(view.can_withdraw)
        self.decision.setVisible(view.can_read_decision)

    def _by_number(self, tracking: Tracking) -> str:
        """A procedure that this kiosk has no name for."""
        return f"{self.texts('place.procedure')} {tracking.procedure}" if tracking.procedure else ""

    def _distance(self, view: TrackResultView) -> str:
        """That this is not the portal's word of now, and how old it is."""
        tracking = view.tracking
        if not view.away and not tracking.local:
            return ""
        key = "track_result.away" if view.away else "track_result.local"
        words = self.texts(key)
        if tracking.as_of is not None:
            at = local_time_text(tracking.as_of)
            age = age_words(self.texts, tracking.as_of, type(self).clock())
            known = "track_result.known_at_age" if age else "track_result.known_at"
            words = f"{words} {self.texts(known, at=at, age=age)}"
        return words

    def _show_clocks(self, tracking: Tracking) -> None:
        texts = self.texts
        not_yet = texts("track_result.not_yet")
        self._post_clocks.setVisible(tracking.posted_at is not None)
        self.posted.set_words(texts("track_result.posted_at"), local_time_text(tracking.posted_at))
        filed = local_time_text(tracking.filed_at) or not_yet
        self.filed.set_words(texts("track_result.filed_at"), filed)
        self.sent.set_words(texts("track_result.sent_at"), local_time_text(tracking.received_at) or not_yet)
        self.accepted.set_words(
            texts("track_result.accepted_at"), local_time_text(tracking.accepted_at) or not_yet
        )
        due = local_time_text(tracking.due_at) if tracking.accepted_at else ""
        note = "" if tracking.accepted_at else texts("track_result.due_later")
        self.due.set_words(texts("track_result.due_at"), due or not_yet, note)
