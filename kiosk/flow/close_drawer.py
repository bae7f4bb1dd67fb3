"""The close of day: the clerk counts the drawer note by note, a supervisor counts along and signs with an own password."""

from collections.abc import Mapping

from kiosk.domain.errors import RuleBroken
from kiosk.domain.payment import DENOMINATIONS, CashClosing, check_closing, check_pieces
from kiosk.domain.receipt import Receipt
from kiosk.domain.rules import plain_text
from kiosk.flow.intents import EffectFailed, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.money_slips import drawer_slip
from kiosk.flow.navigation import Turn
from kiosk.flow.pay_words import (
    CloseDrawer,
    CountConfirmed,
    CountFinished,
    DrawerClosed,
    DrawerLoaded,
    DrawerView,
    LoadDrawer,
    NotesCounted,
)
from kiosk.flow.slip import Slip
from kiosk.flow.visit import Surroundings, Visit

REASON_LIMIT = 300


class DrawerStep:
    """Counting comes before the expected amount is seen: nobody counts towards a figure."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._loaded: DrawerLoaded | None = None
        self._pieces: dict[int, int] = {}
        self._reason = ""
        self._stage = "counting"
        self._counted_once = False
        self._problem = ""
        self._checking = False
        self._closing: CashClosing | None = None
        self._notice: Notice | None = None
        self._slip = Slip("", self._receipt)

    def enter(self) -> tuple[Effect, ...]:
        """What should be there."""
        return (LoadDrawer(),)

    def view(self) -> View:
        """The notes, and after counting the difference."""
        loaded = self._loaded
        return DrawerView(
            stage=self._stage,
            payments=len(loaded.payments) if loaded else 0,
            is_counted=self._counted_once,
            expected=self._expected if self._counted_once else 0,
            pieces=self._pieces,
            reason=self._reason,
            problem=self._problem,
            checking=self._checking,
            closing=self._closing,
            closings=loaded.closings if loaded else (),
            slip=self._slip.state,
            loading=loaded is None,
            busy=self._checking,
            can_go_back=not self._checking,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Count, explain, confirm by two."""
        match intent:
            case DrawerLoaded():
                self._loaded = intent
            case NotesCounted(pieces=pieces, reason=reason) if self._stage == "counting":
                self._count(pieces, reason)
            case CountFinished() if self._stage == "counting" and self._loaded is not None:
                self._finish()
            case CountConfirmed(staff_id=staff_id, password=password) if (
                self._stage == "confirming" and not self._checking
            ):
                return self._confirm(staff_id, password)
            case DrawerClosed(closing=closing, problem=problem) if self._checking:
                return self._closed(closing, problem)
            case EffectFailed(effect="CloseDrawer") if self._checking:
                self._checking, self._problem = False, intent.text_key
            case WentBack() if self._stage == "confirming" and not self._checking:
                self._stage, self._problem = "counting", ""
            case WentBack() | WentOn() if not self._checking:
                return Turn(back=1)
            case EffectFailed(effect="LoadDrawer"):
                self._notice = Notice("error", intent.text_key)
            case _:
                return Turn(effects=self._slip.handle(intent))
        return Turn()

    @property
    def _expected(self) -> int:
        return sum(payment.amount for payment in self._loaded.payments) if self._loaded else 0

    def _count(self, pieces: Mapping[int, int], reason: str) -> None:
        self._pieces = {value: count for value, count in pieces.items() if count}
        self._reason, self._problem = plain_text(reason)[:REASON_LIMIT], ""

    def _finish(self) -> None:
        self._counted_once = True
        try:
            check_pieces(self._pieces)
            check_closing(self._expected, self._pieces, self._reason)
        except RuleBroken as broken:
            self._problem = broken.text_key
            return
        self._stage, self._problem = "confirming", ""

    def _confirm(self, staff_id: str, password: str) -> Turn:
        assert self._loaded is not None
        self._checking, self._problem = True, ""
        order = CloseDrawer(
            closing_id=self._around.new_id(),
            clerk_id=self._visit.staff_id or "",
            payment_ids=tuple(payment.id for payment in self._loaded.payments),
            pieces=dict(self._pieces),
            reason=self._reason,
            supervisor_id=staff_id.strip(),
            password=password,
        )
        return Turn(effects=(order,))

    def _closed(self, closing: CashClosing | None, problem: str) -> Turn:
        self._checking = False
        if closing is None:
            self._problem = problem
            if problem == "error.cash_moved":
                self._stage = "counting"
                return Turn(effects=self.enter())
            return Turn()
        self._closing, self._stage = closing, "closed"
        self._slip = Slip(f"drawer/{closing.id}", self._receipt)
        return Turn(effects=self._slip.order())

    def _receipt(self) -> Receipt:
        assert self._closing is not None
        return drawer_slip(
            self._around.portal,
            self._closing,
            notes=DENOMINATIONS,
            terminal=self._around.terminal,
            language=self._visit.language,
        )
