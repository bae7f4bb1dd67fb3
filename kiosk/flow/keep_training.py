"""Who is trained for which procedures, kept by the supervisor; and the warning a clerk meets who is not."""

from collections.abc import Callable

from kiosk.domain.procedure import Procedure
from kiosk.flow.intents import EffectFailed, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.watch_words import (
    LoadTraining,
    NotTrainedView,
    SetTrained,
    TraineeChosen,
    TrainingLoaded,
    TrainingSearched,
    TrainingToggled,
    TrainingView,
)

FOUND_MOST = 12


class TrainingStep:
    """Choose a person, then their procedures."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._loaded = TrainingLoaded(members=(), codes={})
        self._chosen = ""
        self._searched = ""
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """As it is kept now."""
        return (LoadTraining(),)

    def view(self) -> View:
        """Names of procedures where the catalogue knows them."""
        codes = sorted(self._loaded.codes.get(self._chosen, ()))
        found = [
            procedure
            for procedure in self._around.catalogue.search(self._searched, FOUND_MOST)
            if procedure.code not in codes
        ]
        names = {member.id: member.name for member in self._loaded.members}
        known = [(code, self._around.catalogue.get(code)) for code in codes]
        return TrainingView(
            members=tuple(
                (member.id, member.name, len(self._loaded.codes.get(member.id, ())))
                for member in self._loaded.members
            ),
            chosen=self._chosen,
            name=names.get(self._chosen, ""),
            trained=tuple((code, one.name) for code, one in known if one is not None),
            found=tuple((one.code, one.name) for one in found) if self._chosen else (),
            searched=self._searched,
            can_go_back=True,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """One touch puts a procedure on the list or takes it off."""
        match intent:
            case WentBack() if self._chosen:
                self._chosen, self._searched = "", ""
            case WentBack():
                return Turn(back=1)
            case TrainingLoaded():
                self._loaded = intent
            case TraineeChosen(staff_id=staff_id):
                self._chosen, self._searched = staff_id, ""
            case TrainingSearched(text=text):
                self._searched = text
            case TrainingToggled(code=code) if self._chosen:
                trained = code not in self._loaded.codes.get(self._chosen, ())
                by = self._visit.staff_id or ""
                return Turn(effects=(SetTrained(staff_id=self._chosen, code=code, trained=trained, by=by),))
            case EffectFailed(effect="LoadTraining" | "SetTrained"):
                self._notice = Notice("error", intent.text_key)
        return Turn()


class NotTrainedStep:
    """Whom to ask first. Where the operator blocks it, nobody goes on alone."""

    def __init__(
        self, visit: Visit, around: Surroundings, procedure: Procedure, then: Callable[[], Turn]
    ) -> None:
        self._visit = visit
        self._around = around
        self._procedure = procedure
        self._then = then

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """Colleagues who are trained for it."""
        return NotTrainedView(
            procedure_name=self._procedure.name,
            ask=self._around.training.whom_to_ask(self._procedure.code),
            blocked=self._around.untrained == "block",
            can_go_back=True,
            personal=False,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """On with a colleague's help, or back."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case WentOn() if self._around.untrained != "block":
                return self._then()
        return Turn()


def is_warned(visit: Visit, around: Surroundings, procedure: Procedure) -> bool:
    """Whether this clerk meets the warning for this procedure."""
    if visit.staff is None or around.untrained == "off":
        return False
    return not around.training.is_trained(visit.staff.id, procedure.code)
