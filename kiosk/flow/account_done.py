"""The end of the way to an account: what became of it, in words, with the slip."""

from collections.abc import Callable

from kiosk.domain.person import Person
from kiosk.domain.receipt import Receipt
from kiosk.domain.rules import mask_phone
from kiosk.flow.account_words import AccountDoneView
from kiosk.flow.intents import Left, WayChosen, WentBack, WentOn
from kiosk.flow.issue_receipt import account_slip
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.slip import Slip
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.ways import WayName

LEVEL_TO_FILE = 2
"""VNeID level 1 may look, level 2 may file."""


class AccountDoneStep:
    """What became of it, in words, with the slip."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        outcome: str,
        *,
        masked_phone: str = "",
        reference: str = "",
        level: int = 0,
        then: Callable[[], Step] | None = None,
    ) -> None:
        """`then`: the dossier that the account was opened for."""
        self._then = then
        self._visit = visit
        self._around = around
        self._outcome = outcome
        self._masked_phone = masked_phone
        self._reference = reference
        self._level = level
        account_id = visit.applicant.account_id if visit.applicant else None
        self._slip = Slip(reference or account_id or visit.session_id, self._receipt)

    def enter(self) -> tuple[Effect, ...]:
        """Print the slip, unless there is nothing to keep."""
        if self._visit.applicant is None or self._outcome == "exists" or self._slip.state is not None:
            return ()
        return self._slip.order()

    def _receipt(self) -> Receipt:
        return account_slip(
            self._around.portal,
            self._visit.applicant or Person(),
            state=self._outcome,
            at=self._around.now(),
            reference=self._reference,
            clerk=self._visit.assisted_by,
            language=self._visit.language,
        )

    def view(self) -> View:
        """The outcome and the slip's state."""
        person = self._visit.applicant or Person()
        return AccountDoneView(
            outcome=self._outcome,
            full_name=person.full_name,
            masked_phone=self._masked_phone or mask_phone(person.phone or ""),
            reference=self._reference,
            slip=self._slip.state,
            level=self._level,
            can_submit=self._then is None and self._may_file(),
            goes_on=self._then is not None,
            can_go_back=self._then is not None,
            stars=self._visit.stars,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Finish, go on with a dossier, or see to the slip."""
        match intent:
            case WentOn() if self._then is not None:
                return Turn(to=self._then())
            case WentBack() if self._then is not None:
                return Turn(back=1)
            case WentOn() | Left():
                return Turn(leave="completed")
            case WayChosen(way=WayName.SUBMIT_DOSSIER) if self._may_file():
                from kiosk.flow.choose_procedure import SearchStep

                return Turn(to=SearchStep(self._visit, self._around))
        return Turn(effects=self._slip.handle(intent))

    def _may_file(self) -> bool:
        if self._outcome == "vneid":
            return self._level >= LEVEL_TO_FILE
        return self._outcome in ("active", "link")
