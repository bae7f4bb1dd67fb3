"""Tells the portal of a sealed envelope, a hand-over, an invitation or a result given; what happened is kept elsewhere."""

from kiosk.domain.dossier import Problem
from kiosk.domain.errors import ServerRefused
from kiosk.domain.post_ports import PostCall
from kiosk.domain.upload import Done, Job, JobOutcome, Stop
from kiosk.sync.tools import Tools


def run(job: Job, tools: Tools) -> JobOutcome:
    """One PUT of what was frozen when it happened: that it may have arrived before does no harm."""
    message = tools.post.message(job.subject_id)
    if message is None:
        return Stop(Problem("post_message_gone"))
    put = {
        PostCall.WAYBILL: tools.gateway.put_waybill,
        PostCall.HANDOVER: tools.gateway.put_handover,
        PostCall.DELIVERY: tools.gateway.put_delivery,
    }[message.call]
    try:
        put(message.thing_id, message.body)
    except ServerRefused as refusal:
        return Stop(Problem(refusal.code, refusal.detail, refusal.errors))
    return Done()
