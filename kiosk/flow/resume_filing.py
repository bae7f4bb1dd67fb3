"""At which step a restored filing goes on."""

from kiosk.flow.answer_supplement import STAGE, SupplementStep
from kiosk.flow.ask_exemption import ExemptionStep
from kiosk.flow.filing import Filing
from kiosk.flow.fill_form import form_step_from, papers_step
from kiosk.flow.navigation import Step
from kiosk.flow.submit_dossier import DeliveryStep


def resume_step(filing: Filing) -> Step:
    """The step at which a restored filing goes on."""
    if filing.stage.startswith("form:"):
        return form_step_from(filing, int(filing.stage.partition(":")[2]))
    if filing.stage == STAGE and filing.supplement is not None:
        return SupplementStep(filing)
    if filing.stage == "exemption":
        return ExemptionStep(filing)
    if filing.stage == "delivery":
        return DeliveryStep(filing)
    return papers_step(filing)
