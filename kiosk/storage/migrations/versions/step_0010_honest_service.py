"""Contacts as keyed digests, flags for the supervisor, ratings, and lists of training."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """As they were when this step was written; what was confirmed before has no marks."""
    op.create_table(
        "contact_marks",
        sa.Column("reference", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("digest", "person", "procedure_code")),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("contact_marks_by_digest", "contact_marks", ["kind", "digest", "at"])
    op.create_table(
        "flags",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "subject", "facts", "references")),
        sa.Column("raised_at", sa.BigInteger, nullable=False),
        sa.Column("settled_at", sa.BigInteger),
        sa.Column("settled_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_index("ix_flags_raised_at", "flags", ["raised_at"])
    op.create_table(
        "ratings",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("stars", sa.Text, nullable=False),
        sa.Column("counted", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_ratings_day", "ratings", ["day"])
    op.create_table(
        "training",
        sa.Column("staff_key", sa.Text, primary_key=True),
        sa.Column("procedure_code", sa.Text, primary_key=True),
    )
