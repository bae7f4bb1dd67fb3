"""Taking a dossier back at the citizen's wish: what it means is said first, done only after a yes."""

from kiosk.domain.dossier import ALLOWED_MOVES, Dossier, DossierState
from kiosk.domain.rules import plain_text
from kiosk.flow.after_sending_words import (
    DossierWithdrawn,
    WithdrawConfirmed,
    WithdrawDossier,
    WithdrawView,
)
from kiosk.flow.intents import EffectFailed, Left, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.visit import Surroundings, Visit

REASON_LIMIT = 300


def may_withdraw(state: DossierState) -> bool:
    """Only where the life cycle lets a citizen take it back: before the result."""
    return DossierState.WITHDRAWN in ALLOWED_MOVES.get(state, frozenset())


class WithdrawStep:
    """One question, one reason, one yes."""

    def __init__(self, visit: Visit, around: Surroundings, dossier: Dossier) -> None:
        self._visit = visit
        self._around = around
        self._dossier = dossier
        self._working = False
        self._done = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """What it is about."""
        return WithdrawView(
            reference=self._dossier.official_code or self._dossier.local_reference,
            procedure_name=self._dossier.procedure_name,
            state=self._dossier.state.value,
            working=self._working,
            done=self._done,
            busy=self._working,
            can_go_back=not self._working and not self._done,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Nothing happens without the yes."""
        match intent:
            case WithdrawConfirmed(reason=reason) if not self._working and not self._done:
                self._working, self._notice = True, None
                why = plain_text(reason)[:REASON_LIMIT] or self._around.words("withdraw.default_reason", "vi")
                order = WithdrawDossier(
                    reference=self._dossier.local_reference, reason=why, staff_id=self._visit.staff_id
                )
                return Turn(effects=(order,))
            case DossierWithdrawn(dossier=dossier) if self._working:
                self._working, self._done, self._dossier = False, True, dossier
            case EffectFailed(effect="WithdrawDossier"):
                self._working, self._notice = False, Notice("error", intent.text_key)
            case WentBack() if not self._working and not self._done:
                return Turn(back=1)
            case WentOn() | Left() if not self._working:
                return Turn(leave="completed")
        return Turn()
