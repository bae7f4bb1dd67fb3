"""In a branch's shared database a citizen's draft and a slip belong to the terminal they were begun at."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """What is there already belongs to whoever has the database."""
    for table in ("drafts", "print_jobs"):
        op.add_column(table, sa.Column("terminal", sa.Text, nullable=False, server_default=""))
