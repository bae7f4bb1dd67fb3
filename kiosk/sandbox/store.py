"""The portal's database: one writer at a time, answers only after the commit is on disk; it knows no table's meaning."""

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.orm import Session

from kiosk.sandbox.tables import Note, Table


def _open(database_url: URL) -> Engine:
    """Its errors never show parameters: those are citizens' data."""
    if database_url.get_backend_name() != "sqlite":
        return create_engine(database_url, pool_pre_ping=True, hide_parameters=True)
    # One connection: SQLite before 3.51.3 may damage a WAL that two connections checkpoint at once.
    engine = create_engine(
        database_url,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


class Store:
    """Sessions over the portal's tables. One process owns a database: the writers' queue is a lock of this process."""

    def __init__(self, data_dir: Path, database_url: str | None = None) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self._engine = _open(
            make_url(database_url)
            if database_url
            else URL.create("sqlite", database=str(data_dir / "portal.db"))
        )
        self._turn = threading.Lock()
        self.after_commit: Callable[[], None] = lambda: None
        Table.metadata.create_all(self._engine)
        with self.write() as session:
            if (note := session.get(Note, "portal")) is None:
                note = Note(name="portal", value={"id": secrets.token_hex(4)})
                session.add(note)
            self.portal_id: str = note.value["id"]

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self._engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction; committed when the block ends, rolled back when it raises."""
        with self._turn, Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session
        self.after_commit()

    def close(self) -> None:
        self._engine.dispose()


def next_number(session: Session, series: str) -> int:
    """The next serial of a series, from 1; safe inside `Store.write`."""
    note = session.get(Note, f"serial:{series}")
    if note is None:
        session.add(Note(name=f"serial:{series}", value={"last": 1}))
        return 1
    note.value = {"last": note.value["last"] + 1}
    return int(note.value["last"])
