"""Small named facts that the line needs over restarts; no settings, no secrets of persons."""

from sqlalchemy import delete, select

from kiosk.storage.database import Database
from kiosk.storage.tables import sync_marks


class SqlSyncMarks:
    """SyncMarks. In a shared database every terminal has its own: `terminal` stands before their names."""

    def __init__(self, database: Database, terminal: str = "") -> None:
        self._database = database
        self._before = f"{terminal}/" if terminal else ""

    def get(self, name: str) -> str | None:
        """The mark, None when it was never put or was taken away."""
        with self._database.read() as connection:
            return connection.execute(
                select(sync_marks.c.value).where(sync_marks.c.name == self._before + name)
            ).scalar_one_or_none()

    def put(self, name: str, value: str | None) -> None:
        """Keep the mark; None takes it away."""
        with self._database.write() as connection:
            if value is None:
                connection.execute(delete(sync_marks).where(sync_marks.c.name == self._before + name))
            else:
                mark = {"name": self._before + name, "value": value}
                self._database.upsert(connection, sync_marks, ["name"], mark)
