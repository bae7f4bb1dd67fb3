"""The first tables. A step is never changed once a terminal has made it; what comes later comes in a step of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make every table of the first release."""
    op.create_table(
        "accounts",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("masked_number", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_accounts_state", "accounts", ["state"])
    op.create_table(
        "audit_countersignatures",
        sa.Column("last_seq", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("countersignature", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("last_seq"),
    )
    op.create_table(
        "audit_entries",
        sa.Column("seq", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("prev", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("acknowledged_seq", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "dossiers",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("local_reference", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("raw_state", sa.Text, nullable=False),
        sa.Column("procedure_code", sa.Text, nullable=False),
        sa.Column("procedure_name", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("official_code", sa.Text, nullable=True),
        sa.Column("official_key", sa.Text, nullable=True),
        sa.Column("upload_url", sa.Text, nullable=True),
        sa.Column("sent_at", sa.BigInteger, nullable=True),
        sa.Column("accepted_at", sa.BigInteger, nullable=True),
        sa.Column("due_at", sa.BigInteger, nullable=True),
        sa.Column("problem", sa.Text, nullable=True),
        sa.Column("supplement", sa.Text, nullable=False),
        sa.Column("notice_text", sa.Text, nullable=False),
        sa.Column("replaces", sa.Text, nullable=True),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("local_reference"),
    )
    op.create_index("dossiers_by_state", "dossiers", ["state", "number"])
    op.create_index("ix_dossiers_bytes", "dossiers", ["bytes"])
    op.create_index("ix_dossiers_official_key", "dossiers", ["official_key"])
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("saved_at", sa.BigInteger, nullable=False),
        sa.Column("procedure_code", sa.Text, nullable=False),
        sa.Column("procedure_name", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("staff_id", sa.Text, nullable=True),
        sa.Column("masked_number", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "files_to_remove",
        sa.Column("file_name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("file_name"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("due_at", sa.Float(precision=53), nullable=False),
        sa.Column("class_since", sa.Float(precision=53), nullable=False),
        sa.Column("lease", sa.Text, nullable=True),
        sa.Column("lease_until", sa.Float(precision=53), nullable=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("problem", sa.Text, nullable=True),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("bytes_left", sa.BigInteger, nullable=False),
        sa.Column("queued_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "subject_id", "revision", name="one_job_a_revision"),
    )
    op.create_index(
        "jobs_ageing",
        "jobs",
        ["priority", "class_since"],
        sqlite_where=sa.text("state = 0 AND priority = 2"),
        postgresql_where=sa.text("state = 0 AND priority = 2"),
    )
    op.create_index(
        "jobs_due",
        "jobs",
        ["priority", "due_at", "id"],
        sqlite_where=sa.text("state = 0"),
        postgresql_where=sa.text("state = 0"),
    )
    op.create_index(
        "jobs_leased",
        "jobs",
        ["priority", "lease_until", "id"],
        sqlite_where=sa.text("state = 1"),
        postgresql_where=sa.text("state = 1"),
    )
    op.create_index(
        "jobs_open", "jobs", ["id"], sqlite_where=sa.text("state < 3"), postgresql_where=sa.text("state < 3")
    )
    op.create_table(
        "portal_copies",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=True),
        sa.Column("tag", sa.Text, nullable=True),
        sa.Column("at", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "print_jobs",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("slip_values", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("copies", sa.Integer, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_print_jobs_reference", "print_jobs", ["reference"])
    op.create_index("ix_print_jobs_state", "print_jobs", ["state"])
    op.create_table(
        "procedures",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "reference_counters",
        sa.Column("point", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("point", "day"),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("since", sa.Float(precision=53), nullable=False),
        sa.Column("boot_id", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "staff",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "sync_marks",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("dossier_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("first_revision", sa.Integer, nullable=False),
        sa.Column("last_revision", sa.Integer, nullable=False),
        sa.Column("component_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("upload_url", sa.Text, nullable=True),
        sa.Column("full_uploads", sa.Integer, nullable=False),
        sa.Column("file_name", sa.Text, nullable=True),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("documents_by_dossier", "documents", ["dossier_id", "position"])
    op.create_table(
        "dossier_steps",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("dossier_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("server_at", sa.BigInteger, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_dossier_steps_dossier_id", "dossier_steps", ["dossier_id"])
    op.create_table(
        "draft_pages",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("draft_id", sa.Text, nullable=False),
        sa.Column("component_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("draft_pages_by_draft", "draft_pages", ["draft_id", "component_id", "position"])
    op.create_table(
        "manifests",
        sa.Column("dossier_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("kept_at", sa.BigInteger, nullable=False),
        sa.Column("verified", sa.Boolean, nullable=False),
        sa.Column("purged", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
        ),
        sa.PrimaryKeyConstraint("dossier_id", "revision"),
    )
    op.create_index("manifests_to_purge", "manifests", ["purged", "verified", "kept_at"])
    op.create_table(
        "portal_events",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("dossier_id", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("notice", sa.Text, nullable=True),
        sa.Column("payment", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_portal_events_dossier_id", "portal_events", ["dossier_id"])
    head = sa.table("audit_head", *(sa.column(name) for name in ("id", "seq", "hash", "acknowledged_seq")))
    op.execute(head.insert().values(id=1, seq=0, hash="0" * 64, acknowledged_seq=0))
