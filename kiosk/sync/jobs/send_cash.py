"""Tells the portal of cash that lies in the drawer; a refusal is kept with the payment for a person to see to."""

from kiosk.domain.dossier import Problem
from kiosk.domain.errors import ServerRefused
from kiosk.domain.upload import Done, Job, JobOutcome, Stop
from kiosk.sync.tools import Tools


def run(job: Job, tools: Tools) -> JobOutcome:
    """One PUT under the payment's own id: sent twice, it is taken once."""
    payment = tools.payments.find(job.subject_id)
    if payment is None:
        return Stop(Problem("payment_unknown"))
    body = {
        "dossier_id": payment.dossier_id,
        "method": "cash",
        "amount": payment.amount,
        "staff_id": payment.staff_id,
    }
    try:
        tools.payments.told(tools.gateway.put_payment(payment.id, body))
    except ServerRefused as refusal:
        tools.payments.refused(payment.id, refusal.code)
        return Stop(Problem(refusal.code, refusal.detail, refusal.errors))
    return Done()
