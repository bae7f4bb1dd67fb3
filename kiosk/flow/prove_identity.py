"""Somebody typed who they are, or showed a doubtful card: before it is used, card, VNeID or staff must say so too.

The contract's `identity_verification` has no word for "nobody checked", and an unproved identity must not be sent
under another word.
"""

from collections.abc import Callable

from kiosk.domain.identity import VerificationMethod
from kiosk.domain.person import Person
from kiosk.flow.intents import CardChosen, EffectFailed, VneidChosen, WentBack
from kiosk.flow.log_in_by_vneid import VneidStep
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.staff_words import LookOfStaff, StaffEntered, StaffJudged
from kiosk.flow.views import ProveIdentityView
from kiosk.flow.visit import Surroundings, Visit


class ProveIdentityStep:
    """The card after all, VNeID on one's own phone, or a member of staff who has seen card and face."""

    def __init__(
        self, visit: Visit, around: Surroundings, step: tuple[int, int], next_step: Callable[[Person], Step]
    ) -> None:
        self._visit = visit
        self._around = around
        self._step = step
        self._next = next_step
        self._problem = ""
        self._wait_s = 0
        self._checking = False

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """Three ways; VNeID only where the portal takes it and can be reached."""
        return ProveIdentityView(
            by_vneid=self._around.online and "vneid" in self._around.portal.account_methods,
            problem=self._problem,
            wait_s=self._wait_s,
            checking=self._checking,
            step=self._step,
            can_go_back=True,
        )

    def handle(self, intent: Intent) -> Turn:
        """Go on only with a method that the contract has a word for."""
        match intent:
            case WentBack() if not self._checking:
                return Turn(back=1)
            case CardChosen() if not self._checking:
                return Turn(back=2)
            case VneidChosen() if not self._checking:
                return Turn(to=VneidStep(self._visit, self._around, then=self._next))
            case StaffEntered(staff_id=staff_id, password=password) if not self._checking:
                self._checking, self._problem = True, ""
                look = LookOfStaff(
                    staff_id=staff_id.strip(), password=password, session_id=self._visit.session_id
                )
                return Turn(effects=(look,))
            case StaffJudged(result=result, wait_s=wait_s) if self._checking:
                self._checking = False
                if result.member is None or result.member.must_change:
                    self._wait_s = round(wait_s)
                    self._problem = "staff.locked" if wait_s > 0 else "staff.wrong"
                    return Turn()
                self._visit.verification = VerificationMethod.CLERK
                self._visit.verified_at = self._around.now()
                return Turn(to=self._next(self._visit.applicant or Person()))
            case EffectFailed(effect="LookOfStaff"):
                self._checking, self._problem = False, intent.text_key
        return Turn()
