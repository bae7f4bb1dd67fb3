"""The post's desk: envelopes with their labels, hand-overs, results, signatures, and what the portal is told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Six new tables; nothing that was there changes."""
    op.create_table(
        "post_labels",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "post_items",
        sa.Column("seq", _NUMBER, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("masked", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_post_items_reference", "post_items", ["reference"])
    op.create_index("post_items_by_state", "post_items", ["state", "due_at"])
    op.create_index("post_items_to_erase", "post_items", ["masked", "changed_at"])
    op.create_table(
        "post_records",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_post_records_day", "post_records", ["day"])
    op.create_index("ix_post_records_at", "post_records", ["at"])
    op.create_table(
        "post_results",
        sa.Column("seq", _NUMBER, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    for column in ("code", "reference", "state", "changed_at"):
        op.create_index(f"ix_post_results_{column}", "post_results", [column])
    op.create_table(
        "post_signatures",
        sa.Column("seq", _NUMBER, nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text),
        sa.Column("wrapped_key", sa.LargeBinary),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("ix_post_signatures_subject_id", "post_signatures", ["subject_id"])
    op.create_index("ix_post_signatures_at", "post_signatures", ["at"])
    op.create_table(
        "post_messages",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("call", sa.Text, nullable=False),
        sa.Column("thing_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text),
        sa.PrimaryKeyConstraint("id"),
    )
