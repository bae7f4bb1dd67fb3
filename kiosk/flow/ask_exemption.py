"""Asked before any price: whether the person belongs to those whom the law lets pay less."""

from kiosk.flow.after_sending_words import ExemptionChosen, ExemptionLine, ExemptionView
from kiosk.flow.filing import Filing
from kiosk.flow.intents import EffectFailed, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.prices import NOBODY
from kiosk.flow.submit_dossier import DeliveryStep


def money_step(filing: Filing) -> Step:
    """What follows the papers: the question, where there is anything to ask, else the ways of delivery."""
    return ExemptionStep(filing) if filing.costs.exemptions() else DeliveryStep(filing)


class ExemptionStep:
    """One choice; nobody special is a choice too, and none is made for the person."""

    def __init__(self, filing: Filing) -> None:
        self._filing = filing
        self._problem = ""
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Remember where the person is."""
        return self._filing.stand_at("exemption")

    def view(self) -> View:
        """Who, and what proves it."""
        filing = self._filing
        return ExemptionView(
            procedure_name=filing.procedure.name,
            lines=tuple(ExemptionLine(each.id, each.name, each.proof) for each in filing.costs.exemptions()),
            chosen=filing.exemption,
            problem=self._problem,
            step=(5, 5),
            can_go_back=True,
            notice=self._notice,
            assisted_by=filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Choose, then go on."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case ExemptionChosen(exemption=exemption) if exemption in (
                NOBODY,
                *(each.id for each in self._filing.costs.exemptions()),
            ):
                self._filing.exemption, self._problem = exemption, ""
                return Turn(effects=(self._filing.save(),))
            case WentOn() if self._filing.exemption:
                return Turn(to=DeliveryStep(self._filing))
            case WentOn():
                self._problem = "exemption.choose_first"
            case EffectFailed(effect="SaveDraft"):
                self._notice = Notice("error", intent.text_key)
        return Turn()
