"""The tables of what the portal delivers, procedures and settings; the others stand in `tables`."""

from sqlalchemy import Column, Table, Text

from kiosk.storage.tables import JsonText, UtcTime, metadata

procedures = Table(
    "procedures",
    metadata,
    Column("code", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("body", JsonText, nullable=False),
)
"""As the portal lists them now; `version` is empty where it names none."""

followed_procedures = Table(
    "followed_procedures",
    metadata,
    Column("code", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("body", JsonText, nullable=False),
)
"""The versions that dossiers here were begun with, whatever the portal lists since."""

portal_copies = Table(
    "portal_copies",
    metadata,
    Column("name", Text, primary_key=True),
    Column("body", JsonText),
    Column("tag", Text),
    Column("at", UtcTime),
)
"""Beside the procedures: `settings` with its entity tag, `procedures` with its cursor and time."""
