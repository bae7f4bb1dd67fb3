"""The tables of honest service, over the same metadata as the others: contacts as digests, flags, ratings, training."""

from sqlalchemy import Boolean, Column, Index, Table, Text, false

from kiosk.storage.tables import Id, JsonText, UtcTime, metadata

contact_marks = Table(
    "contact_marks",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("procedure_code", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("contact_marks_by_digest", "kind", "digest", "at"),
)
"""Keyed digests only; kind "person" stands for the citizen, the others for what they can be reached by or paid to."""

flags = Table(
    "flags",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("facts", JsonText, nullable=False),
    Column("references", JsonText, nullable=False),
    Column("raised_at", UtcTime, nullable=False, index=True),
    Column("settled_at", UtcTime),
    Column("settled_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

ratings = Table(
    "ratings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("day", Text, nullable=False, index=True),
    Column("stars", Text, nullable=False),
    Column("counted", Boolean, nullable=False, server_default=false()),
)
"""No session, no time, no order: only the day. Gone once the portal has it."""

training = Table(
    "training",
    metadata,
    Column("staff_key", Text, primary_key=True),
    Column("procedure_code", Text, primary_key=True),
)
