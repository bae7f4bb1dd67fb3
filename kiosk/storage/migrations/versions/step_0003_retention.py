"""Registrations know since when they stand where they stand, and whether the person's data is erased."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """For what is there already the clock of its retention starts when it was made."""
    op.add_column("accounts", sa.Column("moved_at", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("accounts", sa.Column("erased", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("UPDATE accounts SET moved_at = created_at")
    op.create_index("accounts_to_erase", "accounts", ["erased", "state", "moved_at"])
