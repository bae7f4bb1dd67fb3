"""Imported procedures wait here until a person has looked at them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Empty at first."""
    op.create_table(
        "catalogue_reviews",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("doubts", sa.Integer, nullable=False),
        sa.Column("open_doubts", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("staff_id", sa.Text),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_catalogue_reviews_list", "catalogue_reviews", ["state", "open_doubts", "code"])
