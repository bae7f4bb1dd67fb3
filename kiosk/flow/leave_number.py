"""The mobile number for notices about a dossier, where nobody named one yet; accounts ask for theirs themselves."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.errors import RuleBroken
from kiosk.domain.person import Person
from kiosk.domain.rules import normalise_phone
from kiosk.flow.intents import PhoneEntered, WentBack
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.views import PhoneView
from kiosk.flow.visit import Visit


class ContactStep:
    """Vietnamese mobile rules. With `may_be_empty` no number is an answer too: the notices come by letter then."""

    def __init__(
        self,
        visit: Visit,
        step: tuple[int, int],
        next_step: Callable[[], Step],
        *,
        may_be_empty: bool = False,
    ) -> None:
        self._visit = visit
        self._step = step
        self._next = next_step
        self._may_be_empty = may_be_empty
        self._phone = (visit.applicant.phone or "") if visit.applicant else ""
        self._problem = ""

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """The number pad."""
        return PhoneView(
            phone=self._phone,
            problem=self._problem,
            online=True,
            step=self._step,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Kept with the person."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case PhoneEntered(phone=phone):
                self._phone = phone
                none = self._may_be_empty and not phone.strip()
                try:
                    number = None if none else normalise_phone(phone)
                except RuleBroken:
                    self._problem = "phone.wrong"
                    return Turn()
                self._problem = ""
                self._visit.applicant = replace(self._visit.applicant or Person(), phone=number)
                return Turn(to=self._next())
        return Turn()
