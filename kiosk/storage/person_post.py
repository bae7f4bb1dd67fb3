"""What the post's desk and the till hold of one person: found, told line by line, erased where the time of complaints is over.

Sender, signatures and slips of the post prove what was taken over until complaints are no longer possible (six months,
QĐ 45/2016/QĐ-TTg); vouchers of money stay as long as accounts must be kept. What is erased here would go by itself soon.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Text, cast, delete, or_, select, update

from kiosk.domain.events import wire_time
from kiosk.domain.held_result import OPEN_STATES
from kiosk.domain.person_data import HeldPost, KeptWhy, PostPiece
from kiosk.domain.post_item import PostState, masked_sender
from kiosk.domain.upload import JobKind
from kiosk.storage.file_removal import note_for_removal
from kiosk.storage.post_rows import item_values, read_item
from kiosk.storage.tables import DONE, jobs, print_jobs
from kiosk.storage.tables_money import payments
from kiosk.storage.tables_post import post_items, post_messages, post_results, post_signatures

_OPEN_RESULTS = frozenset(state.value for state in OPEN_STATES)


@dataclass(slots=True)
class PersonPost:
    """The rows of one person, each with why it stays (None: it may go)."""

    items: list[tuple[Row[Any], KeptWhy | None]] = field(default_factory=list)
    results: list[tuple[Row[Any], KeptWhy | None]] = field(default_factory=list)
    signatures: list[tuple[Row[Any], KeptWhy | None]] = field(default_factory=list)
    news: list[tuple[Row[Any], KeptWhy | None]] = field(default_factory=list)
    payments: list[Row[Any]] = field(default_factory=list)

    def held(self) -> tuple[HeldPost, ...]:
        """For the screen and the slip."""
        return tuple(self._held())

    def _held(self) -> Iterator[HeldPost]:
        for row, why in self.items:
            yield HeldPost(PostPiece.ENVELOPE, row.number, row.changed_at, why)
        for row, why in self.results:
            yield HeldPost(PostPiece.RESULT, row.code, row.changed_at, why)
        for row, why in self.signatures:
            yield HeldPost(PostPiece.SIGNATURE, row.role, row.at, why)
        for row, why in self.news:
            yield HeldPost(PostPiece.NEWS, row.name, row.at, why)
        for row in self.payments:
            yield HeldPost(PostPiece.PAYMENT, row.reference or row.id, row.created_at, KeptWhy.MONEY)

    def whole(self) -> dict[str, Any]:
        """For the export: everything, and at each piece why it stays."""
        return {
            "envelopes": [
                {
                    "number": row.number,
                    "reference": row.reference,
                    "state": row.state,
                    "content": row.body,
                    **_why(why),
                }
                for row, why in self.items
            ],
            "results": [
                {
                    "code": row.code,
                    "reference": row.reference,
                    "state": row.state,
                    "content": row.body,
                    **_why(why),
                }
                for row, why in self.results
            ],
            "signatures": [
                {
                    "role": row.role,
                    "at": wire_time(row.at),
                    "bytes": row.bytes,
                    "sha256": row.sha256,
                    **_why(why),
                }
                for row, why in self.signatures
            ],
            "post_news": [
                {
                    "call": row.call,
                    "name": row.name,
                    "at": wire_time(row.at),
                    "content": row.body,
                    **_why(why),
                }
                for row, why in self.news
            ],
            "payments": [
                {
                    "reference": row.reference,
                    "method": row.method,
                    "state": row.state,
                    "amount": row.amount,
                    "at": wire_time(row.created_at),
                    "payer": row.payer,
                    **_why(KeptWhy.MONEY),
                }
                for row in self.payments
            ],
        }

    def erase(self, connection: Connection) -> tuple[int, list[str]]:
        """In the caller's transaction: (how many pieces, files to remove after the commit)."""
        gone, waste = 0, []
        for row, why in self.items:
            if why is None:
                _mask(connection, row)
                gone += 1
        may_go = [row for row, why in self.signatures if why is None]
        if may_go:
            which = post_signatures.c.seq.in_([row.seq for row in may_go])
            connection.execute(update(post_signatures).where(which).values(file_name=None, wrapped_key=None))
            waste = [str(row.file_name) for row in may_go]
            note_for_removal(connection, waste)
        for row, why in self.results:
            if why is None:
                connection.execute(delete(print_jobs).where(print_jobs.c.reference.like(f"{row.id} %")))
        told = [row.id for row, why in self.news if why is None]
        if told:
            connection.execute(update(post_messages).where(post_messages.c.id.in_(told)).values(body=None))
        return gone + len(may_go) + len(told), waste

    def kept(self) -> list[tuple[str, KeptWhy]]:
        """What stays, each once."""
        return list(dict.fromkeys((one.name, one.kept) for one in self._held() if one.kept is not None))


def of_person(
    connection: Connection, number: str, dossier_ids: Collection[str], *, ended_before: datetime
) -> PersonPost:
    """Everything of the person with this number; `dossier_ids` are those of the person's dossiers."""
    found = PersonPost()
    quoted = f'%"{number}"%'
    named = cast(post_items.c.body, Text).like(quoted)
    for row in connection.execute(select(post_items).where(named).order_by(post_items.c.seq)).all():
        if (row.body.get("sender") or {}).get("personal_number") == number:
            under_way = row.state == PostState.SEALED.value
            found.items.append((row, _kept(row.changed_at, ended_before, under_way=under_way)))
    labels = [row.number for row, _ in found.items]
    mine = or_(
        post_results.c.reference.in_([*labels, *(row.reference for row, _ in found.items if row.reference)]),
        *(cast(post_results.c.body, Text).like(f'%"{each}"%') for each in dossier_ids),
    )
    for row in connection.execute(select(post_results).where(mine).order_by(post_results.c.seq)).all():
        why = _kept(row.changed_at, ended_before, under_way=row.state in _OPEN_RESULTS)
        # past that it names nobody: code, procedure and dates are the record
        found.results.append((row, why or KeptWhy.RECORD))
    found.signatures = _signatures(connection, found, ended_before)
    untold = set(
        connection.execute(
            select(jobs.c.subject_id).where(jobs.c.kind == JobKind.TELL_POST.value, jobs.c.state != DONE)
        ).scalars()
    )
    told = post_messages.c.body.is_not(None) & cast(post_messages.c.body, Text).like(quoted)
    for row in connection.execute(select(post_messages).where(told).order_by(post_messages.c.at)).all():
        found.news.append((row, _kept(row.at, ended_before, under_way=row.id in untold)))
    if dossier_ids:
        which = payments.c.dossier_id.in_(list(dossier_ids))
        found.payments = list(
            connection.execute(select(payments).where(which).order_by(payments.c.number)).all()
        )
    return found


def _signatures(
    connection: Connection, found: PersonPost, ended_before: datetime
) -> list[tuple[Row[Any], KeptWhy | None]]:
    """The person's own and the clerk's beside it go with what was signed for."""
    subjects = {row.id: why for row, why in found.items}
    subjects |= {row.id: why if why is not KeptWhy.RECORD else None for row, why in found.results}
    kept = post_signatures.c.subject_id.in_(list(subjects)) & post_signatures.c.wrapped_key.is_not(None)
    rows: Sequence[Row[Any]] = connection.execute(
        select(post_signatures).where(kept).order_by(post_signatures.c.seq)
    ).all()
    return [(row, subjects[row.subject_id] or _kept(row.at, ended_before, under_way=False)) for row in rows]


def _kept(at: datetime, ended_before: datetime, *, under_way: bool) -> KeptWhy | None:
    if under_way:
        return KeptWhy.IN_PROGRESS
    return KeptWhy.COMPLAINT_TERM if at > ended_before else None


def _mask(connection: Connection, row: Row[Any]) -> None:
    item = read_item(row)
    masked = replace(item, sender=masked_sender(item.sender), sender_signed=None, dossier_body={})
    values = item_values(masked, changed_at=row.changed_at)
    connection.execute(update(post_items).where(post_items.c.seq == row.seq).values(**values, masked=True))
    connection.execute(delete(print_jobs).where(print_jobs.c.reference.like(f"{row.number} %")))


def _why(why: KeptWhy | None) -> dict[str, str]:
    return {"kept_why": why.value} if why else {}
