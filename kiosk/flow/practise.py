"""The door to practice: says what it is, and opens it; what happens behind it is the app's second world."""

from dataclasses import replace

from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.practice_words import BeginPractice, PracticeAsked, PracticeOver, PracticeView
from kiosk.flow.visit import Surroundings, Visit


class PracticeStep:
    """For staff in the tools' menu, and where a setting says so for citizens on the first screen."""

    def __init__(self, visit: Visit, _around: Surroundings) -> None:
        self._visit = visit
        self._beginning = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """One button, or for staff two."""
        return PracticeView(
            for_staff=self._visit.staff is not None,
            beginning=self._beginning,
            busy=self._beginning,
            can_go_back=not self._beginning,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Begin; when it is over, back to where one came from."""
        match intent:
            case WentBack() if not self._beginning:
                return Turn(back=1)
            case PracticeOver():
                return Turn(back=1)
            case PracticeAsked(at_bench=at_bench) if not self._beginning:
                self._beginning, self._notice = True, None
                staff = self._visit.staff
                at_the_bench = replace(staff) if at_bench and staff is not None else None
                return Turn(effects=(BeginPractice(staff=at_the_bench, staff_id=self._visit.staff_id or ""),))
            case EffectFailed(effect="BeginPractice"):
                self._beginning = False
                self._notice = Notice("error", intent.text_key)
        return Turn()
