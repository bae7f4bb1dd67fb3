"""The tables as they are now, for SQLite and PostgreSQL alike; how they came to be stands in `migrations`.

Conditions of indexes are written for SQLite only: `migrations` makes them for both, and naming PostgreSQL here would load
all that SQLAlchemy knows of it on every terminal.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime as microseconds since 1970 UTC: exact, sortable, the same on both engines."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=int(value))


class JsonText(TypeDecorator[Any]):
    """A plain JSON value as text, letters as they are."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, _dialect: Dialect) -> str | None:
        return (
            None
            if value is None
            else json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        )

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


RowNumber = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only an INTEGER PRIMARY KEY."""
Id = Text

metadata = MetaData()

facts = Table(
    "facts", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False)
)
"""What the room must know of itself."""

sync_marks = Table(
    "sync_marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("saved_at", UtcTime, nullable=False),
    Column("procedure_code", Text, nullable=False),
    Column("procedure_name", Text, nullable=False),
    Column("content", JsonText, nullable=False),
    Column("staff_id", Text),
    Column("masked_number", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("terminal", Text, nullable=False, server_default=""),
    Column("pickup_code", Text, index=True),
    Column("pickup_until", UtcTime),
)
"""`terminal` is empty but in a shared database. `pickup_code`: passed on, whoever has the code goes on with it."""

draft_pages = Table(
    "draft_pages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("draft_id", Id, ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
    Column("component_id", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Index("draft_pages_by_draft", "draft_id", "component_id", "position"),
)

dossiers = Table(
    "dossiers",
    metadata,
    Column("number", RowNumber, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("local_reference", Text, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("raw_state", Text, nullable=False),
    Column("procedure_code", Text, nullable=False),
    Column("procedure_name", Text, nullable=False),
    Column("body", JsonText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("official_code", Text),
    Column("official_key", Text, index=True),
    Column("upload_url", Text),
    Column("sent_at", UtcTime),
    Column("accepted_at", UtcTime),
    Column("due_at", UtcTime),
    Column("problem", JsonText),
    Column("supplement", JsonText, nullable=False),
    Column("notice_text", Text, nullable=False),
    Column("replaces", Id),
    Column("follows", Text, nullable=False, server_default=""),
    Column("earlier_notices", Integer, nullable=False, server_default="0"),
    Column("account_way", Text),
    Column("bytes", BigInteger, nullable=False, index=True),
    Index("dossiers_by_state", "state", "number"),
)
"""`number` gives the order of taking in; `bytes` is what all its documents weighed when it was taken in."""

dossier_steps = Table(
    "dossier_steps",
    metadata,
    Column("number", RowNumber, primary_key=True),
    Column("dossier_id", Id, ForeignKey("dossiers.id"), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("server_at", UtcTime),
    Column("reason", Text, nullable=False),
    Column("came_late", Boolean, nullable=False, server_default=false()),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dossier_id", Id, ForeignKey("dossiers.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("first_revision", Integer, nullable=False),
    Column("last_revision", Integer, nullable=False),
    Column("component_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("upload_url", Text),
    Column("full_uploads", Integer, nullable=False),
    Column("file_name", Text),
    Column("wrapped_key", LargeBinary),
    Index("documents_by_dossier", "dossier_id", "position"),
)
"""A document belongs to the revisions first to last. Without `wrapped_key` it is purged."""

manifests = Table(
    "manifests",
    metadata,
    Column("dossier_id", Id, ForeignKey("dossiers.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("manifest", Text, nullable=False),
    Column("kept_at", UtcTime, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("purged", Boolean, nullable=False),
    Index("manifests_to_purge", "purged", "verified", "kept_at"),
)
"""The portal's signed proof of each revision; `purged` once the pages it covers are erased here."""

portal_events = Table(
    "portal_events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("dossier_id", Id, ForeignKey("dossiers.id"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("notice", JsonText),
    Column("payment", JsonText),
    Column("due_at", UtcTime),
    Column("untimed", Boolean, nullable=False, server_default=false()),
)

reference_counters = Table(
    "reference_counters",
    metadata,
    Column("point", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("n", Integer, nullable=False),
)

files_to_remove = Table("files_to_remove", metadata, Column("file_name", Text, primary_key=True))
"""Files whose keys are erased already; filled in the same transaction, emptied once they are deleted."""

accounts = Table(
    "accounts",
    metadata,
    Column("number", RowNumber, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("state", Text, nullable=False, index=True),
    Column("body", JsonText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("masked_number", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("moved_at", UtcTime, nullable=False, server_default="0"),
    Column("erased", Boolean, nullable=False, server_default=false()),
    Index("accounts_to_erase", "erased", "state", "moved_at"),
)
"""`moved_at`: since when in this state. `erased`: the body is gone, only state and masked number are left."""

WAITING, LEASED, QUARANTINED, DONE = range(4)
"""States of a job. Queries name them as literals, so that the partial indexes are used."""

jobs = Table(
    "jobs",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", Integer, nullable=False),
    Column("due_at", Float(53), nullable=False),
    Column("class_since", Float(53), nullable=False),
    Column("set_at", Float(53), nullable=False, server_default="0"),
    Column("lease", Text),
    Column("lease_until", Float(53)),
    Column("failures", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("problem", JsonText),
    Column("reference", Text, nullable=False),
    Column("bytes_left", BigInteger, nullable=False),
    Column("queued_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    UniqueConstraint("kind", "subject_id", "revision", name="one_job_a_revision"),
    Index(
        "jobs_due",
        "priority",
        "due_at",
        "id",
        sqlite_where=text("state = 0"),
    ),
    Index(
        "jobs_leased",
        "priority",
        "lease_until",
        "id",
        sqlite_where=text("state = 1"),
    ),
    Index(
        "jobs_ageing",
        "priority",
        "class_since",
        sqlite_where=text("state = 0 AND priority = 2"),
    ),
    Index(
        "jobs_asleep",
        "priority",
        "set_at",
        "id",
        sqlite_where=text("state = 0"),
    ),
    Index("jobs_open", "state", "id", sqlite_where=text("state < 3")),
    Index("jobs_oldest", "queued_at", sqlite_where=text("state < 2")),
    Index("jobs_ended", "ended_at", sqlite_where=text("state = 3")),
)
"""`due_at`, `class_since`, `set_at` (when `due_at` was set) and `lease_until` are seconds of the queue's own clock;
`lease` begins with the stay's id."""

queue_totals = Table(
    "queue_totals",
    metadata,
    Column("held", Integer, primary_key=True, autoincrement=False),
    Column("jobs", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)
"""Kept by triggers on `jobs`: 0 for what waits or is worked on, 1 for what is quarantined."""

queue_clock = Table(
    "queue_clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("boot_id", Text, nullable=False),
    Column("offset_s", Float(53), nullable=False),
    Column("awake_before", Float(53), nullable=False),
    Column("woken_at", Float(53), nullable=False),
    Column("wake_due_at", Float(53), nullable=False),
)
"""One row. `offset_s` added to the seconds of boot `boot_id` gives the queue's own clock, which goes on over boots.
Jobs set before `awake_before` are due whatever their delay; from `wake_due_at` on so are those set before `woken_at`."""

print_jobs = Table(
    "print_jobs",
    metadata,
    Column("number", RowNumber, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("template", Text, nullable=False),
    Column("slip_values", JsonText, nullable=False),
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("created_at", UtcTime, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("reference", Text, nullable=False, index=True),
    Column("terminal", Text, nullable=False, server_default=""),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("seq", RowNumber, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("acknowledged_seq", BigInteger, nullable=False),
)
"""One row: where the chain ends, and how much of it the portal has countersigned."""

audit_countersignatures = Table(
    "audit_countersignatures",
    metadata,
    Column("last_seq", BigInteger, primary_key=True, autoincrement=False),
    Column("countersignature", Text, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("key", Text, primary_key=True),
    Column("id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("password_hash", Text, nullable=False),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", Float(53), nullable=False),
    Column("boot_id", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)
"""Wrong passwords in a row. `since` counts in the boot `boot_id`: setting the wall clock shortens no waiting."""
