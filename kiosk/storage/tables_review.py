"""The table of imported procedures under review; the others stand in `tables`."""

from sqlalchemy import Column, Index, Integer, Table, Text

from kiosk.storage.tables import JsonText, UtcTime, metadata

catalogue_reviews = Table(
    "catalogue_reviews",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("open_doubts", Integer, nullable=False),
    Column("body", JsonText, nullable=False),
    Column("staff_id", Text),
    Column("at", UtcTime, nullable=False),
    Index("ix_catalogue_reviews_list", "state", "open_doubts", "code"),
)
"""`body`: the record in the gateway's shape, with its doubts and what was decided."""
