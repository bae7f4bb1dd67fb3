"""Where the tables stand in their history; making the missing steps is `runner`'s matter, and rarely needed."""

from sqlalchemy import Connection, inspect, text

NEWEST = "0014"
"""The step that `tables` describes. Alembic takes a while to load: a start with nothing to do must not wait for it."""


def current_step(connection: Connection) -> str | None:
    """The newest step made on this database, None before the first one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
