"""At which step a restored draft goes on: a filing where it stood, papers for the post at their count."""

from kiosk.domain.post_item import PostItem
from kiosk.flow.answer_supplement import STAGE, SupplementStep
from kiosk.flow.ask_exemption import ExemptionStep
from kiosk.flow.change_of_law import NewRulesStep, newer_rules
from kiosk.flow.envelope import Envelope, is_envelope
from kiosk.flow.filing import Filing
from kiosk.flow.fill_form import form_step_from, papers_step
from kiosk.flow.intents import DraftLoaded
from kiosk.flow.navigation import Step
from kiosk.flow.paper_desk import PostItemStep
from kiosk.flow.seal_paper import PaperCountStep
from kiosk.flow.submit_dossier import DeliveryStep
from kiosk.flow.visit import Surroundings, Visit


def resume_draft(visit: Visit, around: Surroundings, loaded: DraftLoaded) -> Step:
    """The step at which the loaded draft goes on."""
    assert loaded.draft is not None
    if not is_envelope(loaded.draft):
        return resume_step(Filing.restore(visit, around, loaded.draft, loaded.pages, loaded.thumbnails))

    def sealed(item: PostItem) -> Step:
        return PostItemStep(visit, around, item.number, item)

    return PaperCountStep(Envelope.restore(visit, around, loaded.draft, sealed))


def resume_step(filing: Filing) -> Step:
    """Where a restored filing goes on; before that, what has changed since it was begun."""
    return (
        NewRulesStep(filing, lambda: _where_it_stood(filing))
        if newer_rules(filing)
        else _where_it_stood(filing)
    )


def _where_it_stood(filing: Filing) -> Step:
    if filing.stage.startswith("form:"):
        return form_step_from(filing, int(filing.stage.partition(":")[2]))
    if filing.stage == STAGE and filing.supplement is not None:
        return SupplementStep(filing)
    if filing.stage == "exemption":
        return ExemptionStep(filing)
    if filing.stage == "delivery":
        return DeliveryStep(filing)
    return papers_step(filing)
