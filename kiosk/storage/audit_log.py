"""The audit trail on disk: appends links in the transaction of what they tell about, and walks the whole chain."""

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, cast

from sqlalchemy import Connection, insert, select, update

from kiosk.domain.events import AuditEntry, AuditKind, AuditVerdict
from kiosk.domain.ports import Clock
from kiosk.storage import audit_chain
from kiosk.storage.database import Database
from kiosk.storage.tables import audit_countersignatures, audit_entries, audit_head

_THE_HEAD = audit_head.c.id == 1
"""The one row, laid down with the tables."""
_ROWS_A_FETCH = 5_000
_IN_ORDER = select(
    audit_entries.c.seq,
    audit_entries.c.at,
    audit_entries.c.kind,
    audit_entries.c.subject,
    audit_entries.c.facts,
    audit_entries.c.prev,
    audit_entries.c.hash,
).order_by(audit_entries.c.seq)


class SqlAuditLog:
    """AuditLog. Writers on a shared database take turns at the head row."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def append(
        self, kind: AuditKind, subject: str = "", facts: Mapping[str, Any] | None = None
    ) -> AuditEntry:
        """One event in a transaction of its own."""
        with self._database.write() as connection:
            return self.write(connection, kind, subject, facts)

    def write(
        self,
        connection: Connection,
        kind: AuditKind,
        subject: str = "",
        facts: Mapping[str, Any] | None = None,
    ) -> AuditEntry:
        """One event in the caller's transaction: it stands or falls with what it tells about."""
        head = connection.execute(select(audit_head).where(_THE_HEAD).with_for_update()).one()
        row = audit_chain.next_row(head.seq + 1, head.hash, self._clock(), kind, subject, facts)
        connection.execute(insert(audit_entries).values(row))
        connection.execute(update(audit_head).where(_THE_HEAD).values(seq=row[0], hash=row[-1]))
        return audit_chain.read_row(row)

    def verify(self) -> AuditVerdict:
        """Walk the chain in one unchanging view; memory stays small however long it is."""
        with self._database.read() as connection:
            head = connection.execute(select(audit_head).where(_THE_HEAD)).one_or_none()
            if head is None:
                return AuditVerdict(0, 1, "the mark of the chain's end is gone")
            rows = connection.execution_options(yield_per=_ROWS_A_FETCH).execute(_IN_ORDER)
            return audit_chain.walk(
                cast(Iterator[audit_chain.Row], rows),
                last_seq=head.seq,
                last_hash=head.hash,
                countersigned=_signed_hashes(connection),
            )

    def entries(self, *, after_seq: int = 0) -> Iterator[AuditEntry]:
        """The trail behind an entry, in order and in one unchanging view; memory stays small however long it is."""
        with self._database.read() as connection:
            wanted = _IN_ORDER.where(audit_entries.c.seq > after_seq)
            rows = connection.execution_options(yield_per=_ROWS_A_FETCH).execute(wanted)
            for row in rows:
                yield audit_chain.read_row(cast(audit_chain.Row, tuple(row)))

    def unacknowledged(self, *, limit: int) -> list[AuditEntry]:
        """The oldest entries that the portal has not countersigned."""
        with self._database.read() as connection:
            done = connection.execute(select(audit_head.c.acknowledged_seq)).scalar_one()
            rows = connection.execute(_IN_ORDER.where(audit_entries.c.seq > done).limit(limit))
            return [audit_chain.read_row(cast(audit_chain.Row, tuple(row))) for row in rows]

    def acknowledge(self, last_seq: int, countersignature: str) -> None:
        """Keep the portal's countersignature over everything up to `last_seq`."""
        with self._database.write() as connection:
            head = connection.execute(select(audit_head).with_for_update()).one()
            if last_seq <= head.acknowledged_seq:
                return
            reached = min(last_seq, head.seq)
            connection.execute(update(audit_head).values(acknowledged_seq=reached))
            self._database.upsert(
                connection,
                audit_countersignatures,
                ["last_seq"],
                {"last_seq": reached, "countersignature": countersignature},
            )


def _signed_hashes(connection: Connection) -> dict[int, str]:
    """What each kept countersignature is about (its `head_hash`); the portal's key was checked when it came."""
    found = {}
    for row in connection.execute(select(audit_countersignatures)):
        with suppress(IndexError, KeyError, TypeError, ValueError):
            payload = row.countersignature.split(".")[1]
            signed = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
            found[int(signed["last_seq"])] = str(signed["head_hash"])
    return found
