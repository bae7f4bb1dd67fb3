"""What is needed to put a portal's event at its place by time: steps that came late, events without a time, due dates."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Of earlier events all had a time, as far as is known, and which of them named the due date is not."""
    late = sa.Column("came_late", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("dossier_steps", late)
    op.add_column("portal_events", sa.Column("due_at", sa.BigInteger, nullable=True))
    untimed = sa.Column("untimed", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("portal_events", untimed)
