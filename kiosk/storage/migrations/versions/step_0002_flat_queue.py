"""A queue whose size costs nothing: counts kept by triggers, waking by a mark, one index for each question."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ON_SQLITE = (
    """CREATE TRIGGER jobs_come AFTER INSERT ON jobs WHEN NEW.state < 3 BEGIN
    UPDATE queue_totals SET jobs = jobs + 1, bytes = bytes + NEW.bytes_left WHERE held = (NEW.state = 2);
    END""",
    """CREATE TRIGGER jobs_go AFTER DELETE ON jobs WHEN OLD.state < 3 BEGIN
    UPDATE queue_totals SET jobs = jobs - 1, bytes = bytes - OLD.bytes_left WHERE held = (OLD.state = 2);
    END""",
    """CREATE TRIGGER jobs_change AFTER UPDATE OF state, bytes_left ON jobs
    WHEN max(OLD.state, 1) <> max(NEW.state, 1) OR OLD.bytes_left <> NEW.bytes_left BEGIN
    UPDATE queue_totals SET jobs = jobs - 1, bytes = bytes - OLD.bytes_left
    WHERE OLD.state < 3 AND held = (OLD.state = 2);
    UPDATE queue_totals SET jobs = jobs + 1, bytes = bytes + NEW.bytes_left
    WHERE NEW.state < 3 AND held = (NEW.state = 2);
    END""",
)
_ON_POSTGRESQL = (
    """CREATE FUNCTION count_jobs() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'UPDATE' AND greatest(OLD.state, 1) = greatest(NEW.state, 1)
    AND OLD.bytes_left = NEW.bytes_left THEN RETURN NULL; END IF;
    IF TG_OP <> 'INSERT' AND OLD.state < 3 THEN
    UPDATE queue_totals SET jobs = jobs - 1, bytes = bytes - OLD.bytes_left
    WHERE held = (OLD.state = 2)::int; END IF;
    IF TG_OP <> 'DELETE' AND NEW.state < 3 THEN
    UPDATE queue_totals SET jobs = jobs + 1, bytes = bytes + NEW.bytes_left
    WHERE held = (NEW.state = 2)::int; END IF;
    RETURN NULL; END $$""",
    """CREATE TRIGGER jobs_counted AFTER INSERT OR DELETE OR UPDATE OF state, bytes_left ON jobs
    FOR EACH ROW EXECUTE FUNCTION count_jobs()""",
)


def upgrade() -> None:
    """Moments of the queue go on over boots from here: what was a moment of one boot stays one of the first."""
    op.create_table(
        "queue_clock",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("boot_id", sa.Text, nullable=False),
        sa.Column("offset_s", sa.Float(53), nullable=False),
        sa.Column("awake_before", sa.Float(53), nullable=False),
        sa.Column("woken_at", sa.Float(53), nullable=False),
        sa.Column("wake_due_at", sa.Float(53), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(
        "INSERT INTO queue_clock VALUES"
        " (1, coalesce((SELECT value FROM facts WHERE name = 'queue_boot_id'), ''), 0, 0, 0, 0)"
    )
    op.execute("DELETE FROM facts WHERE name = 'queue_boot_id'")
    op.create_table(
        "queue_totals",
        sa.Column("held", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("jobs", sa.BigInteger, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("held"),
    )
    for held, states in ((0, "state < 2"), (1, "state = 2")):
        op.execute(
            f"INSERT INTO queue_totals SELECT {held}, count(*), coalesce(sum(bytes_left), 0)"  # noqa: S608
            f" FROM jobs WHERE {states}"
        )
    op.add_column("jobs", sa.Column("set_at", sa.Float(53), nullable=False, server_default="0"))
    op.execute("UPDATE jobs SET set_at = class_since")
    op.drop_index("jobs_open", "jobs")
    _partial_index("jobs_open", ["state", "id"], "state < 3")
    _partial_index("jobs_asleep", ["priority", "set_at", "id"], "state = 0")
    _partial_index("jobs_oldest", ["queued_at"], "state < 2")
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in _ON_SQLITE if on_sqlite else _ON_POSTGRESQL:
        op.execute(trigger)


def _partial_index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "jobs", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
