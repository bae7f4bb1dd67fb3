"""A finished job knows since when it is finished, so that it can be forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Of those that are finished already nobody knows: they count from when they were queued."""
    op.add_column("jobs", sa.Column("ended_at", sa.BigInteger))
    op.execute("UPDATE jobs SET ended_at = queued_at WHERE state = 3")
    is_done = sa.text("state = 3")
    op.create_index("jobs_ended", "jobs", ["ended_at"], sqlite_where=is_done, postgresql_where=is_done)
