"""A draft can wait under a short code for whoever goes on with it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Nothing waits yet."""
    op.add_column("drafts", sa.Column("pickup_code", sa.Text))
    op.add_column("drafts", sa.Column("pickup_until", sa.BigInteger))
    op.create_index("ix_drafts_pickup_code", "drafts", ["pickup_code"])
