"""The table of open calls for staff, over the same metadata as the others; what is over stands in the audit trail alone."""

from sqlalchemy import Column, Table, Text

from kiosk.storage.tables import Id, UtcTime, metadata

clerk_calls = Table(
    "clerk_calls",
    metadata,
    Column("id", Id, primary_key=True),
    Column("place", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("called_at", UtcTime, nullable=False),
    Column("taken_at", UtcTime),
    Column("taken_by", Text, nullable=False, server_default=""),
)
"""`place` tells the terminals of a shared database apart and is empty in one's own; `terminal` is the name people know."""
