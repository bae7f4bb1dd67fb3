"""The post's desk on the database: each change with its job, signatures and audit entry in one transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, or_, select, update

from kiosk.domain.calendar import VIETNAM
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.held_result import OPEN_STATES, HeldResult
from kiosk.domain.ports import Clock
from kiosk.domain.post_item import HandOverRecord, PostItem, PostState, Signature, masked_sender, signed_fact
from kiosk.domain.post_ports import PostMessage
from kiosk.domain.upload import JobKind, NewJob
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.ballast import DiskBallast
from kiosk.storage.database import Database
from kiosk.storage.draft_store import SqlDraftStore
from kiosk.storage.file_removal import note_for_removal, remove_noted
from kiosk.storage.job_rows import JobRows
from kiosk.storage.post_rows import (
    item_values,
    read_item,
    read_message,
    read_record,
    read_result,
    record_values,
    result_values,
)
from kiosk.storage.sealed_files import SealedFiles
from kiosk.storage.tables import DONE, jobs, print_jobs
from kiosk.storage.tables_post import (
    post_items,
    post_labels,
    post_messages,
    post_records,
    post_results,
    post_signatures,
)

_SLIPS = ("dispatch", "handover", "result", "invitation", "sign_sheet")
"""Templates of the post's slips: what was printed names people too."""


class SqlPostStore:
    """PostStore."""

    def __init__(
        self,
        database: Database,
        files: SealedFiles,
        ballast: DiskBallast,
        drafts: SqlDraftStore,
        job_rows: JobRows,
        audit: SqlAuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._files = files
        self._ballast = ballast
        self._drafts = drafts
        self._job_rows = job_rows
        self._audit = audit
        self._clock = clock

    # --- envelopes -------------------------------------------------------------------------------------------

    def seal(
        self, item: PostItem, signatures: Sequence[Signature], message: PostMessage, *, draft_id: str = ""
    ) -> None:
        """Keep a sealed envelope; a second try with the same item changes nothing."""
        if self.item(item.id) is not None:
            return
        waste: list[str] = []
        with self._signed(item.id, signatures) as connection:
            self._take_label(connection, item.number, item.id)
            values = item_values(item, changed_at=self._clock())
            connection.execute(insert(post_items).values(**values, masked=False))
            self._tell(connection, message)
            facts = {
                "procedure": item.procedure_code,
                "papers": item.papers,
                "lacking": sum(paper.lacking for paper in item.contents),
                "price": item.price,
                "line": item.line.value,
                "staff": item.staff_id,
                **signed_fact(signatures),
            }
            self._audit.write(connection, AuditKind.PAPER_SEALED, item.number, facts)
            if draft_id:
                waste = self._drafts.end(connection, draft_id)
        remove_noted(self._database, self._files, waste)

    def refer(self, item_id: str, reference: str) -> None:
        """The dossier of this envelope is kept under that reference."""
        with self._database.write() as connection:
            connection.execute(
                update(post_items).where(post_items.c.id == item_id).values(reference=reference)
            )

    def label_is_used(self, number: str) -> bool:
        """Whether an envelope or a delivery ever carried it."""
        with self._database.read() as connection:
            return connection.execute(_label(number)).one_or_none() is not None

    def item(self, name: str) -> PostItem | None:
        """By id, S10 number or reference."""
        wanted = "".join(name.split())
        upper = wanted.upper()
        table = post_items.c
        which = or_(table.id == wanted.lower(), table.number == upper, table.reference == upper)
        with self._database.read() as connection:
            row = connection.execute(select(post_items).where(which).limit(1)).one_or_none()
        return None if row is None or not wanted else read_item(row)

    def items(self, states: Sequence[PostState], *, limit: int) -> list[PostItem]:
        """The nearest deadline first."""
        query = (
            select(post_items)
            .where(post_items.c.state.in_([state.value for state in states]))
            .order_by(post_items.c.due_at, post_items.c.seq)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [read_item(row) for row in connection.execute(query)]

    def mishap(self, item_id: str, state: PostState, remark: str, *, staff_id: str) -> PostItem:
        """Lost or damaged on the way."""
        with self._database.write() as connection:
            item = self._waiting(connection, item_id)
            after = replace(item, state=state, remark=remark)
            self._put_item(connection, after)
            facts = {"state": state.value, "staff": staff_id, "late": item.is_late(self._clock())}
            self._audit.write(connection, AuditKind.PAPER_MISHAP, item.number, facts)
        return after

    # --- hand-overs ------------------------------------------------------------------------------------------

    def next_record(self, day: str) -> int:
        """How many hand-overs there are of that day, plus one."""
        query = select(func.count()).where(post_records.c.day == day)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one()) + 1

    def hand_over(
        self, record: HandOverRecord, signatures: Sequence[Signature], message: PostMessage
    ) -> None:
        """Keep it and move its envelopes; the same record again changes nothing."""
        known = self.record(record.number)
        if known is not None and known.id == record.id:
            return
        with self._signed(record.id, signatures) as connection:
            day = record.at.astimezone(VIETNAM).date().isoformat()
            values = {**record_values(record), "day": day}
            self._database.insert_if_absent(connection, post_records, ["number"], values)
            kept = select(post_records.c.id).where(post_records.c.number == record.number)
            if connection.execute(kept).scalar_one() != record.id:
                raise RuleBroken("another terminal was quicker", code="record_number_taken")
            for line in record.lines:
                item = self._waiting(connection, line.item_id)
                after = replace(
                    item,
                    state=PostState.HANDED_OVER,
                    handed_over_at=record.at,
                    handover_number=record.number,
                    remark=line.remark,
                )
                self._put_item(connection, after)
                facts = {
                    "procedure": item.procedure_code,
                    "handover": record.number,
                    "complete": line.is_complete,
                    "late": after.is_late(record.at),
                    "staff": record.staff_id,
                    **signed_fact(signatures),
                }
                self._audit.write(connection, AuditKind.PAPER_HANDED_OVER, item.number, facts)
            self._tell(connection, message)

    def record(self, number: str) -> HandOverRecord | None:
        """A hand-over by its number."""
        with self._database.read() as connection:
            query = select(post_records).where(post_records.c.number == number)
            row = connection.execute(query).one_or_none()
        return None if row is None else read_record(row)

    # --- results ---------------------------------------------------------------------------------------------

    def arrive(self, result: HeldResult, *, staff_id: str) -> HeldResult:
        """A result came; scanning it twice keeps it once."""
        with self._database.write() as connection:
            open_ones = [state.value for state in OPEN_STATES]
            same = (post_results.c.code == result.code) & post_results.c.state.in_(open_ones)
            row = connection.execute(select(post_results).where(same).limit(1)).one_or_none()
            if row is not None:
                return read_result(row)
            connection.execute(insert(post_results).values(result_values(result)))
            facts = {
                "state": result.state.value,
                "procedure": result.procedure_code,
                "staff": staff_id,
                "portal_knows": result.portal_knows,
            }
            self._audit.write(connection, AuditKind.RESULT_ARRIVED, result.name, facts)
        return result

    def result(self, name: str) -> HeldResult | None:
        """By id, scanned code or reference, the newest first."""
        wanted = name.strip()
        table = post_results.c
        which = or_(table.id == wanted.lower(), table.code == wanted.upper())
        if wanted:
            which = or_(which, table.reference == wanted.upper())
        query = select(post_results).where(which).order_by(table.seq.desc()).limit(1)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else read_result(row)

    def results(self, *, limit: int) -> list[HeldResult]:
        """Those still in the post's hands, the oldest first."""
        open_ones = post_results.c.state.in_([state.value for state in OPEN_STATES])
        query = select(post_results).where(open_ones).order_by(post_results.c.seq).limit(limit)
        with self._database.read() as connection:
            return [read_result(row) for row in connection.execute(query)]

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
        """From exactly this state to that one."""
        with self._signed(after.id, signatures) as connection:
            same = (post_results.c.id == before.id) & (post_results.c.state == before.state.value)
            if not connection.execute(update(post_results).where(same).values(result_values(after))).rowcount:
                raise RuleBroken("somebody was quicker", code="result_moved_on")
            if after.label and after.label != before.label:
                self._take_label(connection, after.label, after.id)
            if message is not None:
                self._tell(connection, message)
            told = {"from": before.state.value, "to": after.state.value, "staff": staff_id, **facts}
            told |= signed_fact(signatures)
            self._audit.write(connection, AuditKind.RESULT_MOVED, after.name, told)

    # --- messages and erasing --------------------------------------------------------------------------------

    def message(self, message_id: str) -> PostMessage | None:
        """What a job is to send."""
        query = select(post_messages).where(
            post_messages.c.id == message_id, post_messages.c.body.is_not(None)
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else read_message(row)

    def adopt(self, message: PostMessage, *, seal: str) -> bool:
        """What another terminal was to tell; whichever reaches the portal first tells it."""
        with self._database.write() as connection:
            known = select(post_messages.c.id).where(post_messages.c.id == message.id)
            if connection.execute(known).one_or_none() is not None:
                return False
            self._tell(connection, message)
            facts = {"seal": seal, "call": message.call.value}
            self._audit.write(connection, AuditKind.POST_NEWS_ADOPTED, message.name, facts)
        return True

    def erase_due(self, *, signatures_s: float, records_s: float, now: datetime) -> int:
        """Signatures, senders and told messages after the complaint term; records after theirs. Labels stay."""
        old, ancient = now - timedelta(seconds=signatures_s), now - timedelta(seconds=records_s)
        open_ones = [state.value for state in OPEN_STATES]
        waste: list[str] = []
        with self._database.write() as connection:
            ended = (post_items.c.state != PostState.SEALED.value) & (post_items.c.changed_at <= old)
            for row in connection.execute(
                select(post_items).where(ended, post_items.c.masked.is_(False))
            ).all():
                item = read_item(row)
                masked = replace(item, sender=masked_sender(item.sender), sender_signed=None, dossier_body={})
                values = item_values(masked, changed_at=row.changed_at)
                connection.execute(
                    update(post_items).where(post_items.c.seq == row.seq).values(**values, masked=True)
                )
            kept = select(post_items.c.id).where(post_items.c.masked.is_(False))
            held = select(post_results.c.id).where(post_results.c.state.in_(open_ones))
            due = (
                (post_signatures.c.at <= old)
                & post_signatures.c.wrapped_key.is_not(None)
                & post_signatures.c.subject_id.not_in(kept)
                & post_signatures.c.subject_id.not_in(held)
            )
            waste = [
                str(name)
                for name in connection.execute(select(post_signatures.c.file_name).where(due)).scalars()
            ]
            connection.execute(update(post_signatures).where(due).values(file_name=None, wrapped_key=None))
            note_for_removal(connection, waste)
            untold = select(jobs.c.subject_id).where(
                jobs.c.kind == JobKind.TELL_POST.value, jobs.c.state != DONE
            )
            bodies = (
                (post_messages.c.at <= old)
                & post_messages.c.body.is_not(None)
                & post_messages.c.id.not_in(untold)
            )
            emptied = connection.execute(update(post_messages).where(bodies).values(body=None)).rowcount
            slips = print_jobs.c.template.in_(_SLIPS) & (print_jobs.c.created_at <= old)
            emptied += connection.execute(delete(print_jobs).where(slips)).rowcount
            gone = emptied + len(waste) + self._erase_records(connection, ancient, open_ones)
            if gone:
                self._audit.write(connection, AuditKind.POST_ERASED, "", {"pieces": gone})
        remove_noted(self._database, self._files, waste)
        return gone

    def _erase_records(self, connection: Connection, ancient: datetime, open_ones: Collection[str]) -> int:
        ended = (
            (post_items, (post_items.c.changed_at <= ancient) & post_items.c.masked.is_(True)),
            (
                post_results,
                (post_results.c.changed_at <= ancient) & post_results.c.state.not_in(open_ones),
            ),
            (post_records, post_records.c.at <= ancient),
            (post_signatures, (post_signatures.c.at <= ancient) & post_signatures.c.wrapped_key.is_(None)),
            (post_messages, (post_messages.c.at <= ancient) & post_messages.c.body.is_(None)),
        )
        tables: Sequence[tuple[Table, Any]] = ended
        return sum(connection.execute(delete(table).where(which)).rowcount for table, which in tables)

    # --- parts -----------------------------------------------------------------------------------------------

    @contextmanager
    def _signed(self, subject_id: str, signatures: Sequence[Signature]) -> Iterator[Connection]:
        """A transaction that keeps these signatures; where it fails their files are gone again."""
        contents = [one.sealed() for one in signatures]
        self._ballast.demand(sum(map(len, contents)))
        sealed = self._files.seal(contents) if contents else []
        try:
            with self._database.write() as connection:
                for one, file in zip(signatures, sealed, strict=True):
                    connection.execute(
                        insert(post_signatures).values(
                            subject_id=subject_id,
                            role=one.role,
                            at=one.at,
                            bytes=file.bytes,
                            sha256=file.sha256,
                            file_name=file.file_name,
                            wrapped_key=file.wrapped_key,
                        )
                    )
                yield connection
        except RuleBroken:
            self._files.remove([file.file_name for file in sealed])
            raise

    def _take_label(self, connection: Connection, number: str, subject_id: str) -> None:
        values = {"number": number, "subject_id": subject_id, "at": self._clock()}
        self._database.insert_if_absent(connection, post_labels, ["number"], values)
        if connection.execute(_label(number)).scalar_one() != subject_id:
            raise RuleBroken("the label is on another envelope", code="label_used")

    def _waiting(self, connection: Connection, item_id: str) -> PostItem:
        query = select(post_items).where(post_items.c.id == item_id).with_for_update()
        row = connection.execute(query).one_or_none()
        if row is None:
            raise RuleBroken("no such envelope", code="item_unknown")
        if row.state != PostState.SEALED.value:
            raise RuleBroken(f"it is {row.state}", code="item_moved_on")
        return read_item(row)

    def _put_item(self, connection: Connection, item: PostItem) -> None:
        values = item_values(item, changed_at=self._clock())
        connection.execute(update(post_items).where(post_items.c.id == item.id).values(values))

    def _tell(self, connection: Connection, message: PostMessage) -> None:
        connection.execute(
            insert(post_messages).values(
                id=message.id,
                call=message.call.value,
                thing_id=message.thing_id,
                name=message.name,
                at=self._clock(),
                body=dict(message.body),
            )
        )
        self._job_rows.put(connection, NewJob(JobKind.TELL_POST, message.id), reference=message.name)


def _label(number: str) -> Any:
    return select(post_labels.c.subject_id).where(post_labels.c.number == number)
