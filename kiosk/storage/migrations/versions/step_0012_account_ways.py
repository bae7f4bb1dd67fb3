"""How a dossier was filed, with or without an account, and what its notices count on from."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Of earlier dossiers nobody was asked; a dossier that followed another starts its count at that one's."""
    op.add_column("dossiers", sa.Column("follows", sa.Text, nullable=False, server_default=""))
    op.add_column("dossiers", sa.Column("earlier_notices", sa.Integer, nullable=False, server_default="0"))
    op.add_column("dossiers", sa.Column("account_way", sa.Text, nullable=True))
    op.execute(
        "UPDATE dossiers SET follows = COALESCE("
        "(SELECT old.local_reference FROM dossiers AS old WHERE old.id = dossiers.replaces), '')"
    )
    op.execute(
        "UPDATE dossiers SET earlier_notices = (SELECT COUNT(*) FROM dossier_steps AS step"
        " WHERE step.dossier_id = dossiers.replaces AND step.state = 'SUPPLEMENT_REQUESTED')"
    )
