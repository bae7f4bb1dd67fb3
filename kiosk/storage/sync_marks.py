"""Small named facts that the line needs over restarts; no settings, no secrets of persons."""

from sqlalchemy import delete, select

from kiosk.storage.database import Database
from kiosk.storage.tables import sync_marks


class SqlSyncMarks:
    """SyncMarks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> str | None:
        """The mark, None when it was never put or was taken away."""
        with self._database.read() as connection:
            return connection.execute(
                select(sync_marks.c.value).where(sync_marks.c.name == name)
            ).scalar_one_or_none()

    def put(self, name: str, value: str | None) -> None:
        """Keep the mark; None takes it away."""
        with self._database.write() as connection:
            if value is None:
                connection.execute(delete(sync_marks).where(sync_marks.c.name == name))
            else:
                self._database.upsert(connection, sync_marks, ["name"], {"name": name, "value": value})
