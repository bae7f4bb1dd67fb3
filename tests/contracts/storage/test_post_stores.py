"""The post's desk: each change with its job and its audit entry, labels used once, and what is erased when."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.domain.draft import Draft
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.held_result import ResultState, moved
from kiosk.domain.ids import new_id
from kiosk.domain.post_item import HandOverLine, HandOverRecord, PostItem, PostState
from kiosk.domain.post_ports import PostCall, PostMessage
from kiosk.domain.signing import SignedInstead, SigningWay, WhyNotOnScreen
from kiosk.domain.upload import Done, JobKind
from tests.fakes.hand_clock import HandClock
from tests.fakes.post_samples import AT, LABELS, sample_item, sample_message, sample_result, sample_signatures

Stores = Any
DAY_S = 86_400.0


def seal(stores: Stores, item: PostItem) -> PostMessage:
    message = sample_message(item)
    stores.post.seal(item, sample_signatures(), message)
    return message


def record_of(*items: PostItem, number: str = "BB-HN0099-261120-01", remark: str = "") -> HandOverRecord:
    return HandOverRecord(
        id=new_id(),
        number=number,
        agency="Phường Cửa Nam",
        officer="Phạm Văn Minh",
        staff_id="lan",
        at=AT + timedelta(days=1),
        lines=tuple(
            HandOverLine(item.id, item.number, is_complete=not remark, remark=remark) for item in items
        ),
    )


def told_of(record: HandOverRecord) -> PostMessage:
    return PostMessage(record.id, PostCall.HANDOVER, record.id, record.number, record.to_wire())


def facts(stores: Stores, kind: AuditKind) -> list[dict[str, Any]]:
    return [dict(entry.facts) for entry in stores.audit.entries() if entry.kind == kind]


def test_a_sealed_envelope_is_kept_with_its_job(stores: Stores) -> None:
    item = sample_item()
    message = seal(stores, item)
    seal(stores, item)
    assert stores.post.item(item.id) == item
    assert stores.post.item("ee 123 456 785 vn") == item
    stores.post.refer(item.id, "K-HN0099-261120-0001-A")
    assert stores.post.item("k-hn0099-261120-0001-a").id == item.id
    assert stores.post.item("") is None
    assert stores.post.message(message.id) == message
    job = stores.queue.claim(lease_s=60)
    assert (job.kind, job.subject_id) == (JobKind.TELL_POST, message.id)
    assert stores.queue.claim(lease_s=60) is None
    [told] = facts(stores, AuditKind.PAPER_SEALED)
    assert told == {
        "procedure": "1.012783",
        "papers": 3,
        "lacking": 0,
        "price": 30_000,
        "line": "province",
        "staff": "lan",
    }


def test_the_draft_of_an_envelope_ends_with_its_sealing(stores: Stores) -> None:
    item = sample_item()
    draft = Draft(
        new_id(), AT, item.procedure_code, item.procedure_name, {"kind": "envelope"}, staff_id="lan"
    )
    stores.drafts.save(draft)
    other = sample_item()
    seal(stores, item)
    with pytest.raises(RuleBroken):
        stores.post.seal(other, sample_signatures(), sample_message(other), draft_id=draft.id)
    assert stores.drafts.load(draft.id) is not None, "the label was used: nothing was sealed"
    fresh = sample_item(LABELS[1])
    stores.post.seal(fresh, sample_signatures(), sample_message(fresh), draft_id=draft.id)
    assert stores.drafts.load(draft.id) is None


def test_a_label_is_used_once_for_all_time(stores: Stores) -> None:
    first, second = sample_item(), sample_item()
    seal(stores, first)
    assert stores.post.label_is_used(first.number)
    with pytest.raises(RuleBroken) as broken:
        seal(stores, second)
    assert broken.value.code == "label_used"
    assert stores.post.item(second.id) is None
    assert len(facts(stores, AuditKind.PAPER_SEALED)) == 1
    result = sample_result()
    stores.post.arrive(result, staff_id="lan")
    sent = moved(result, ResultState.IN_DELIVERY, at=AT, label=first.number)
    with pytest.raises(RuleBroken):
        stores.post.move_result(result, sent, staff_id="lan", facts={})
    assert stores.post.result(result.id) == result


def test_the_nearest_deadline_comes_first(stores: Stores) -> None:
    late = sample_item(LABELS[1], due_at=AT - timedelta(days=1))
    for item in (sample_item(), late):
        seal(stores, item)
    waiting = stores.post.items([PostState.SEALED], limit=10)
    assert [item.number for item in waiting] == [LABELS[1], LABELS[0]]
    assert stores.post.items([PostState.LOST], limit=10) == []


def test_a_hand_over_moves_its_envelopes_together(stores: Stores) -> None:
    items = [sample_item(), sample_item(LABELS[1], due_at=AT)]
    for item in items:
        seal(stores, item)
    record = record_of(*items, remark="thiếu bản sao")
    assert stores.post.next_record("2026-11-21") == 1
    stores.post.hand_over(record, sample_signatures(), told_of(record))
    stores.post.hand_over(record, sample_signatures(), told_of(record))
    assert stores.post.next_record("2026-11-21") == 2
    assert stores.post.record(record.number) == record
    handed = stores.post.item(items[0].id)
    assert (handed.state, handed.handed_over_at) == (PostState.HANDED_OVER, record.at)
    assert (handed.handover_number, handed.remark) == (record.number, "thiếu bản sao")
    counted = facts(stores, AuditKind.PAPER_HANDED_OVER)
    assert [(each["late"], each["complete"]) for each in counted] == [(False, False), (True, False)]


def test_two_records_never_have_one_number(stores: Stores) -> None:
    items = [sample_item(), sample_item(LABELS[1])]
    for item in items:
        seal(stores, item)
    first, second = record_of(items[0]), record_of(items[1])
    stores.post.hand_over(first, sample_signatures(), told_of(first))
    with pytest.raises(RuleBroken) as broken:
        stores.post.hand_over(second, sample_signatures(), told_of(second))
    assert broken.value.code == "record_number_taken"
    assert stores.post.record(first.number) == first
    assert stores.post.item(items[1].id).state is PostState.SEALED


def test_one_envelope_that_moved_on_stops_the_whole_record(stores: Stores) -> None:
    items = [sample_item(), sample_item(LABELS[1])]
    for item in items:
        seal(stores, item)
    stores.post.mishap(items[1].id, PostState.LOST, "rơi trên đường", staff_id="lan")
    record = record_of(*items)
    with pytest.raises(RuleBroken) as broken:
        stores.post.hand_over(record, sample_signatures(), told_of(record))
    assert broken.value.code == "item_moved_on"
    assert stores.post.item(items[0].id).state is PostState.SEALED
    assert stores.post.record(record.number) is None
    with pytest.raises(RuleBroken) as unknown:
        stores.post.mishap(new_id(), PostState.LOST, "?", staff_id="lan")
    assert unknown.value.code == "item_unknown"
    assert facts(stores, AuditKind.PAPER_MISHAP) == [{"state": "LOST", "staff": "lan", "late": False}]


def test_a_result_comes_once_and_moves_from_where_it_is(stores: Stores) -> None:
    result = sample_result()
    assert stores.post.arrive(result, staff_id="lan") == result
    assert stores.post.arrive(sample_result(), staff_id="lan") == result
    assert stores.post.results(limit=10) == [result]
    assert stores.post.result(result.code.lower()) == result
    assert stores.post.result(result.reference) == result
    out = moved(result, ResultState.DELIVERED, at=AT + timedelta(days=1))
    message = PostMessage(result.id, PostCall.DELIVERY, result.id, result.name, {"to": {}})
    stores.post.move_result(
        result, out, staff_id="lan", facts={"by": "qr"}, message=message, signatures=sample_signatures()
    )
    with pytest.raises(RuleBroken) as broken:
        stores.post.move_result(result, out, staff_id="lan", facts={})
    assert broken.value.code == "result_moved_on"
    assert stores.post.results(limit=10) == []
    assert stores.post.result(result.id) == out
    [told] = facts(stores, AuditKind.RESULT_MOVED)
    assert told == {"from": "AT_AGENT_POINT", "to": "DELIVERED", "staff": "lan", "by": "qr"}


def test_what_ended_is_erased_in_its_time_and_the_label_stays(stores: Stores, clock: HandClock) -> None:
    waiting, ended = sample_item(LABELS[1]), sample_item()
    for item in (waiting, ended):
        seal(stores, item)
    record = record_of(ended)
    stores.post.hand_over(record, sample_signatures(), told_of(record))
    while (job := stores.queue.claim(lease_s=60)) is not None:
        stores.queue.settle(job, Done())

    def erase(days: float) -> int:
        now = max(clock.wall(), AT) + timedelta(days=days)
        return int(stores.post.erase_due(signatures_s=190 * DAY_S, records_s=1830 * DAY_S, now=now))

    assert erase(10) == 0
    assert erase(200) > 0
    kept = stores.post.item(ended.number)
    assert kept.sender.full_name == ""
    assert kept.sender.personal_number == "001•••••0001"
    assert kept.dossier_body == {}
    assert kept.handed_over_at == record.at
    assert stores.post.message(record.id) is None
    assert stores.post.item(waiting.id) == waiting, "what still waits keeps everything"
    assert erase(2000) > 0
    assert stores.post.item(ended.number) is None
    assert stores.post.label_is_used(ended.number)
    assert stores.post.item(waiting.id) == waiting


def test_a_reference_is_not_lost_in_a_move(stores: Stores) -> None:
    item = sample_item()
    seal(stores, item)
    stores.post.refer(item.id, "K-HN0099-261120-0001-A")
    lost = stores.post.mishap(item.id, PostState.DAMAGED, "ướt", staff_id="lan")
    assert lost == replace(item, reference="K-HN0099-261120-0001-A", state=PostState.DAMAGED, remark="ướt")


def test_news_of_another_terminal_are_queued_once(stores: Stores) -> None:
    message = sample_message(sample_item())
    assert stores.post.adopt(message, seal="0000-1111")
    assert not stores.post.adopt(message, seal="0000-1111")
    assert stores.post.message(message.id) == message
    job = stores.queue.claim(lease_s=60)
    assert (job.kind, job.subject_id) == (JobKind.TELL_POST, message.id)
    stores.queue.settle(job, Done())
    assert not stores.post.adopt(message, seal="0000-1111"), "told meanwhile"
    assert stores.queue.claim(lease_s=60) is None
    assert facts(stores, AuditKind.POST_NEWS_ADOPTED) == [{"seal": "0000-1111", "call": "waybill"}]


def test_that_a_witness_signed_is_recorded_without_a_name(stores: Stores, clock: HandClock) -> None:
    instead = SignedInstead(SigningWay.WITNESS, WhyNotOnScreen.CANNOT_WRITE, "Lê Thị Hoa")
    citizen, clerk = sample_signatures()
    item = sample_item(sender_signed=instead)
    stores.post.seal(item, (replace(citizen, instead=instead), clerk), sample_message(item))
    assert stores.post.item(item.id).sender_signed == instead
    [told] = facts(stores, AuditKind.PAPER_SEALED)
    assert told["signed"] == "witness"
    assert "Hoa" not in str(told)
    stores.post.mishap(item.id, PostState.LOST, "rơi", staff_id="lan")
    later = max(clock.wall(), AT) + timedelta(days=400)
    stores.post.erase_due(signatures_s=365 * DAY_S, records_s=900 * DAY_S, now=later)
    assert stores.post.item(item.id).sender_signed is None
