"""Payments, and the closings of the cash drawer."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """As they were when this step was written."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    words = ("receipt_url", "staff_id", "payer", "problem", "settled_by", "closing_id")
    op.create_table(
        "payments",
        sa.Column("number", number, primary_key=True),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", sa.BigInteger(), nullable=False),
        sa.Column("payee", sa.Text(), nullable=False),
        sa.Column("vietqr", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger()),
        sa.Column("confirmed_amount", sa.BigInteger()),
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.Column("terminal", sa.Text(), nullable=False, server_default=""),
    )
    op.create_index("ix_payments_dossier_id", "payments", ["dossier_id"])
    to_see_to = sa.text("settled_by = '' AND (problem <> '' OR state = 'REFUND_DUE')")
    in_the_drawer = sa.text("method = 'cash' AND closing_id = ''")
    for name, columns, where in (
        ("payments_to_see_to", ["number"], to_see_to),
        ("payments_in_the_drawer", ["terminal", "number"], in_the_drawer),
    ):
        op.create_index(name, "payments", columns, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "cash_closings",
        sa.Column("number", number, primary_key=True),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("clerk_id", sa.Text(), nullable=False),
        sa.Column("supervisor_id", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False, server_default=""),
    )
