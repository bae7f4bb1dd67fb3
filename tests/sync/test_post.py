"""The post's news on the line: told once, whatever is lost on the way, and put aside when refused for good."""

from datetime import timedelta

from kiosk.domain.held_result import HandOut, Receiver, delivery_wire
from kiosk.domain.ids import new_id
from kiosk.domain.post_item import HandOverLine, HandOverRecord
from kiosk.domain.post_ports import PostCall, PostMessage
from tests.fakes.gateway import WireGateway
from tests.fakes.post_samples import AN, AT, sample_item, sample_result, sample_signatures
from tests.fakes.wire_http import lose_reply, problem, proven
from tests.sync.kit import Kit, kit_at
from tests.sync.sandbox import Sandbox


def seal(kiosk: Kit) -> PostMessage:
    item = sample_item()
    message = PostMessage(new_id(), PostCall.WAYBILL, item.number, item.number, item.waybill_wire("citizen"))
    kiosk.stores.post.seal(item, sample_signatures(), message)
    return message


def test_a_waybill_is_told_once_though_the_answer_was_lost(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("PUT /v1/waybills", lose_reply, times=2)
    seal(kiosk)
    kiosk.drain()
    assert kiosk.stores.queue.counts().left == 0
    assert gateway.count("PUT /v1/waybills") == 3


def test_what_the_portal_refuses_waits_for_a_person_and_stops_nothing(
    gateway: WireGateway, kiosk: Kit
) -> None:
    gateway.twist("PUT /v1/waybills", proven(problem(409, "revision_conflict")))
    message = seal(kiosk)
    account = kiosk.queue_account("link")
    kiosk.drain()
    (item,) = kiosk.stores.queue.items(state="quarantined")
    assert (item.subject_id, item.reference) == (message.id, message.name)
    assert item.problem is not None
    assert item.problem.code == "revision_conflict"
    assert kiosk.stores.queue.counts().left == 0, "the others went on"
    assert kiosk.account(account).state == "pending"
    assert kiosk.stores.queue.retry(item.job_id)
    kiosk.drain()
    assert kiosk.stores.queue.counts().quarantined == 0


def test_the_sandbox_takes_every_body_of_the_post(sandbox: Sandbox) -> None:

    item = sample_item()
    record = HandOverRecord(
        new_id(), "BB-1", "UBND", "Minh", "lan", AT + timedelta(days=1), (HandOverLine(item.id, item.number),)
    )
    result = sample_result(invited_at=(AT,))
    out = HandOut(AN, Receiver.APPLICANT, "clerk", ("giấy hẹn",))
    with kit_at(sandbox.url) as kiosk:
        kiosk.enrol()
        kiosk.client.put_waybill(item.number, item.waybill_wire("citizen"))
        kiosk.client.put_handover(record.id, record.to_wire())
        kiosk.client.put_delivery(new_id(), delivery_wire(result, None, None))
        kiosk.client.put_delivery(result.id, delivery_wire(result, out, AT))
