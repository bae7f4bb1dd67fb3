"""Several versions of a procedure side by side, and the ones that dossiers here were begun with."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """What was delivered stays; which versions earlier dossiers followed is known no more than before."""
    kept = op.get_bind().execute(sa.text("SELECT code, body FROM procedures")).all()
    op.drop_table("procedures")
    made = [
        op.create_table(
            name,
            sa.Column("code", sa.Text, primary_key=True),
            sa.Column("version", sa.Text, primary_key=True),
            sa.Column("body", sa.Text, nullable=False),
        )
        for name in ("procedures", "followed_procedures")
    ]
    rows = [{"code": code, "version": _label(body), "body": body} for code, body in kept]
    if rows:
        op.bulk_insert(made[0], rows)


def _label(body: str) -> str:
    version = json.loads(body).get("version")
    return "" if version is None else str(version)
