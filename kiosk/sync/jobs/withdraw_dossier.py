"""Tells the portal that the citizen takes a dossier back; whether that may be offered is decided elsewhere."""

from kiosk.domain.dossier import Dossier, DossierState, Problem
from kiosk.domain.errors import ServerRefused
from kiosk.domain.upload import Done, Job, JobOutcome, Stop
from kiosk.sync.tools import Tools


def run(job: Job, tools: Tools) -> JobOutcome:
    """One POST; after an unknown outcome the portal is asked first."""
    dossier = tools.dossiers.find(job.subject_id)
    if dossier is None:
        return Stop(Problem("dossier_unknown"))
    try:
        if job.failures:
            answer = tools.gateway.get_dossier(dossier.id)
            if answer is not None and answer.state == DossierState.WITHDRAWN:
                return Done()
        tools.gateway.withdraw_dossier(dossier.id, _reason(dossier))
    except ServerRefused as refusal:
        return Stop(Problem(refusal.code, refusal.detail, refusal.errors))
    return Done()


def _reason(dossier: Dossier) -> str:
    steps = [step for step in dossier.history if step.state == DossierState.WITHDRAWN]
    return steps[-1].reason if steps else ""
