"""The post's desk in memory, with its jobs in the memory queue and its entries in the memory trail."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.domain.calendar import VIETNAM
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.held_result import HeldResult
from kiosk.domain.ports import AuditLog, Clock
from kiosk.domain.post_item import HandOverRecord, PostItem, PostState, Signature, masked_sender, signed_fact
from kiosk.domain.post_ports import PostMessage
from kiosk.domain.upload import JobKind, NewJob
from tests.fakes.memory_dossiers import MemoryDrafts
from tests.fakes.memory_queue import MemoryQueue


class MemoryPost:
    """PostStore."""

    def __init__(self, queue: MemoryQueue, audit: AuditLog, clock: Clock, drafts: MemoryDrafts) -> None:
        self._queue, self._audit, self._clock, self._drafts = queue, audit, clock, drafts
        self._labels: dict[str, str] = {}
        self._items: dict[str, PostItem] = {}
        self._changed: dict[str, datetime] = {}
        self._masked: set[str] = set()
        self._records: dict[str, HandOverRecord] = {}
        self._results: dict[str, HeldResult] = {}
        self._messages: dict[str, tuple[datetime, PostMessage]] = {}
        self.signatures: dict[str, tuple[Signature, ...]] = {}

    def seal(
        self, item: PostItem, signatures: Sequence[Signature], message: PostMessage, *, draft_id: str = ""
    ) -> None:
        if item.id in self._items:
            return
        self._take_label(item.number, item.id)
        self._put(item)
        self.signatures[item.id] = tuple(signatures)
        self._tell(message)
        facts = {
            "procedure": item.procedure_code,
            "papers": item.papers,
            "lacking": sum(paper.lacking for paper in item.contents),
            "price": item.price,
            "line": item.line.value,
            "staff": item.staff_id,
            **signed_fact(signatures),
        }
        self._audit.append(AuditKind.PAPER_SEALED, item.number, facts)
        self._drafts.end(draft_id)

    def refer(self, item_id: str, reference: str) -> None:
        self._items[item_id] = replace(self._items[item_id], reference=reference)

    def label_is_used(self, number: str) -> bool:
        return number in self._labels

    def item(self, name: str) -> PostItem | None:
        wanted = "".join(name.split()).upper()
        for item in self._items.values():
            if wanted and wanted in (item.id.upper(), item.number, item.reference):
                return item
        return None

    def items(self, states: Sequence[PostState], *, limit: int) -> list[PostItem]:
        found = [item for item in self._items.values() if item.state in states]
        return sorted(found, key=lambda item: item.due_at)[:limit]

    def mishap(self, item_id: str, state: PostState, remark: str, *, staff_id: str) -> PostItem:
        item = self._waiting(item_id)
        after = replace(item, state=state, remark=remark)
        self._put(after)
        facts = {"state": state.value, "staff": staff_id, "late": item.is_late(self._clock())}
        self._audit.append(AuditKind.PAPER_MISHAP, item.number, facts)
        return after

    def next_record(self, day: str) -> int:
        days = [record.at.astimezone(VIETNAM).date().isoformat() for record in self._records.values()]
        return days.count(day) + 1

    def hand_over(
        self, record: HandOverRecord, signatures: Sequence[Signature], message: PostMessage
    ) -> None:
        known = self._records.get(record.number)
        if known is not None and known.id == record.id:
            return
        if known is not None:
            raise RuleBroken("another terminal was quicker", code="record_number_taken")
        items = [(line, self._waiting(line.item_id)) for line in record.lines]
        self._records[record.number] = record
        self.signatures[record.id] = tuple(signatures)
        for line, item in items:
            after = replace(
                item,
                state=PostState.HANDED_OVER,
                handed_over_at=record.at,
                handover_number=record.number,
                remark=line.remark,
            )
            self._put(after)
            facts = {
                "procedure": item.procedure_code,
                "handover": record.number,
                "complete": line.is_complete,
                "late": after.is_late(record.at),
                "staff": record.staff_id,
                **signed_fact(signatures),
            }
            self._audit.append(AuditKind.PAPER_HANDED_OVER, item.number, facts)
        self._tell(message)

    def record(self, number: str) -> HandOverRecord | None:
        return self._records.get(number)

    def arrive(self, result: HeldResult, *, staff_id: str) -> HeldResult:
        for known in self._results.values():
            if known.code == result.code and known.is_open:
                return known
        self._results[result.id] = result
        facts = {
            "state": result.state.value,
            "procedure": result.procedure_code,
            "staff": staff_id,
            "portal_knows": result.portal_knows,
        }
        self._audit.append(AuditKind.RESULT_ARRIVED, result.name, facts)
        return result

    def result(self, name: str) -> HeldResult | None:
        wanted = name.strip().upper()
        for result in reversed(self._results.values()):
            if wanted and wanted in (result.id.upper(), result.code, result.reference):
                return result
        return None

    def results(self, *, limit: int) -> list[HeldResult]:
        return [result for result in self._results.values() if result.is_open][:limit]

    def move_result(
        self,
        before: HeldResult,
        after: HeldResult,
        *,
        staff_id: str,
        facts: Mapping[str, Any],
        message: PostMessage | None = None,
        signatures: Sequence[Signature] = (),
    ) -> None:
        known = self._results.get(before.id)
        if known is None or known.state is not before.state:
            raise RuleBroken("somebody was quicker", code="result_moved_on")
        if after.label and after.label != before.label:
            self._take_label(after.label, after.id)
        self._results[after.id] = after
        self.signatures[after.id] = (*self.signatures.get(after.id, ()), *signatures)
        if message is not None:
            self._tell(message)
        told = {"from": before.state.value, "to": after.state.value, "staff": staff_id, **facts}
        self._audit.append(AuditKind.RESULT_MOVED, after.name, told)

    def message(self, message_id: str) -> PostMessage | None:
        kept = self._messages.get(message_id)
        return kept[1] if kept else None

    def adopt(self, message: PostMessage, *, seal: str) -> bool:
        if message.id in self._messages:
            return False
        self._tell(message)
        facts = {"seal": seal, "call": message.call.value}
        self._audit.append(AuditKind.POST_NEWS_ADOPTED, message.name, facts)
        return True

    def erase_due(self, *, signatures_s: float, records_s: float, now: datetime) -> int:
        old, ancient = now - timedelta(seconds=signatures_s), now - timedelta(seconds=records_s)
        gone = 0
        for item in list(self._items.values()):
            ended = item.state is not PostState.SEALED and self._changed[item.id] <= old
            if ended and item.id not in self._masked:
                self._items[item.id] = replace(
                    item, sender=masked_sender(item.sender), sender_signed=None, dossier_body={}
                )
                self._masked.add(item.id)
        kept = {item_id for item_id in self._items if item_id not in self._masked}
        kept |= {result.id for result in self._results.values() if result.is_open}
        for subject, signatures in list(self.signatures.items()):
            if subject not in kept:
                young = tuple(one for one in signatures if one.at > old)
                gone += len(signatures) - len(young)
                self.signatures[subject] = young
        for message_id, (at, _) in list(self._messages.items()):
            if at <= old and self._queue.item_of(message_id) is None:
                del self._messages[message_id]
                gone += 1
        for item_id in self._masked & {each for each, at in self._changed.items() if at <= ancient}:
            gone += self._items.pop(item_id, None) is not None
        for results in [each for each in self._results.values() if each.changed_at <= ancient]:
            if not results.is_open:
                del self._results[results.id]
                gone += 1
        for record in [each for each in self._records.values() if each.at <= ancient]:
            del self._records[record.number]
            gone += 1
        if gone:
            self._audit.append(AuditKind.POST_ERASED, "", {"pieces": gone})
        return gone

    def _put(self, item: PostItem) -> None:
        self._items[item.id] = item
        self._changed[item.id] = self._clock()

    def _take_label(self, number: str, subject_id: str) -> None:
        if self._labels.setdefault(number, subject_id) != subject_id:
            raise RuleBroken("the label is on another envelope", code="label_used")

    def _waiting(self, item_id: str) -> PostItem:
        item = self._items.get(item_id)
        if item is None:
            raise RuleBroken("no such envelope", code="item_unknown")
        if item.state is not PostState.SEALED:
            raise RuleBroken(f"it is {item.state}", code="item_moved_on")
        return item

    def _tell(self, message: PostMessage) -> None:
        self._messages[message.id] = (self._clock(), message)
        self._queue.put(NewJob(JobKind.TELL_POST, message.id), reference=message.name)
