"""The one door to the tables: opening, checking, transactions, copies; what is in the tables is the stores' matter."""

import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.dialects import sqlite

from kiosk.domain.errors import ConfigurationInvalid, DatabaseDamaged, KeysLost
from kiosk.storage import migrations
from kiosk.storage.ballast import DiskBallast
from kiosk.storage.database_errors import database_errors
from kiosk.storage.durable_files import disk_errors
from kiosk.storage.engines import UNHURRIED, WITHOUT_TRANSACTION, postgresql_engines, sqlcipher_engines
from kiosk.storage.keys import KeyRing

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

_log = logging.getLogger(__name__)
DATABASE_FILE = "kiosk.db"
_SALT_BYTES = 16
_FOUNDING_LOCK = int.from_bytes(b"kiosk", "big")
"""Any number that other programs on the server do not lock by chance."""
CHECKED_AT_ONCE_BYTES = 32 * 1024 * 1024
"""A larger database opens unchecked, and is checked while the first screen is there: a check reads all of it."""


class Database:
    """Durable transactions: when `write()` ends without an error, a power cut takes nothing of it away."""

    def __init__(self, writer: Engine, readers: Engine, ballast: DiskBallast) -> None:
        self._writer = writer
        self._readers = readers
        self._ballast = ballast
        self.is_shared = writer.dialect.name != "sqlite"
        """True on a database server, where other terminals write too."""
        self.owes_check = False
        """True when the check on opening was put off: `check_owed` makes it."""
        self._owes_thorough = False

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        url: str | None,
        keys: KeyRing,
        ballast: DiskBallast,
        after_crash: bool = False,
        has_files: bool = False,
        steps: tuple[ModuleType, ...] | None = None,
        at_once_bytes: int = CHECKED_AT_ONCE_BYTES,
        is_checked: bool = False,
    ) -> "Database":
        """Open, check and bring up to date.

        `url` None means `home/kiosk.db` under SQLCipher; else `postgresql+psycopg://…`. After a crash the check is
        thorough; of a database larger than `at_once_bytes` it is owed (`check_owed`); `is_checked`: another process has just made it. With `has_files` an empty database is refused: its rows must have been lost. KeysLost, DatabaseDamaged (also for a newer program's tables), DiskFull, ConfigurationInvalid.
        """
        if url is not None and not url.startswith("postgresql"):
            raise ConfigurationInvalid("database: only postgresql+psycopg://… or nothing (SQLCipher file)")
        with database_errors():
            if url is not None:
                database = cls(*postgresql_engines(url), ballast)
                copy_to = None
            else:
                path = home / DATABASE_FILE
                is_new = _look_at_file(path, keys)
                writer, readers = sqlcipher_engines(str(path), keys.database_key, keys.database_salt)
                database = cls(writer, readers, ballast)
                copy_to = None if is_new else home / "copies"
            try:
                large = url is None and path.stat().st_size > at_once_bytes
                if after_crash or not is_checked:
                    database._check_on_opening(after_crash, put_off=large)
                database._migrate(steps, copy_to, after_crash=after_crash, has_files=has_files)
            except BaseException:
                database.close()
                raise
        return database

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that may write; committed with the disk's own word when the block ends, else rolled back."""
        self._ballast.make_room()
        with database_errors(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def write_alone(self) -> Iterator[Connection]:
        """As `write`, and no other terminal is in one of these at the same time: for what the first one founds."""
        with self.write() as connection:
            self._wait_for_others(connection)
            yield connection

    @contextmanager
    def note(self) -> Iterator[Connection]:
        """One transaction that survives the death of the program but perhaps not a power cut: for what a new boot forgets
        anyway, like who works on what. It reaches the disk with the next `write()`; never an audit entry in it."""
        self._ballast.make_room()
        unhurried = self._writer.execution_options(**{UNHURRIED: True})
        with database_errors(), unhurried.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One unchanging view of what is committed; waits for no writer."""
        with database_errors(), self._readers.begin() as connection:
            yield connection

    def upsert(
        self, connection: Connection, table: Table, key: Sequence[str], values: Mapping[str, Any]
    ) -> None:
        """Insert the row, or replace the other columns of the one with the same key."""
        statement = self._insert(table).values(dict(values))
        changed = {name: statement.excluded[name] for name in values if name not in key}
        connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed))

    def insert_if_absent(
        self, connection: Connection, table: Table, key: Sequence[str], values: Mapping[str, Any]
    ) -> None:
        """Insert the row unless one with the same key is there."""
        statement = self._insert(table).values(dict(values))
        connection.execute(statement.on_conflict_do_nothing(index_elements=list(key)))

    def _insert(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        if not self.is_shared:
            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)

    def problems(self, *, thorough: bool) -> list[str]:
        """What the engine's own check finds; `thorough` reads and verifies every page."""
        if self.is_shared:
            return []
        checks = (
            ["PRAGMA integrity_check(20)", "PRAGMA cipher_integrity_check"]
            if thorough
            else ["PRAGMA quick_check(20)"]
        )
        found: list[str] = []
        with database_errors(), self._readers.connect() as connection:
            for check in checks:
                found += [str(row[0]) for row in connection.exec_driver_sql(check) if row[0] != "ok"]
        return [f"database: {line}" for text_block in found for line in text_block.splitlines()]

    def close(self) -> None:
        """Let go of all connections; the last one folds the log into the database."""
        self._readers.dispose()
        self._writer.dispose()

    def forget(self) -> None:
        """Begin connections anew: SQLite keeps pages and bound values in clear as long as a connection lives.

        Waits for its turn to write. Nothing is left to do on a database server, where pages are kept elsewhere.
        """
        if self.is_shared:
            return
        self._readers.dispose()
        with database_errors(), self._writer.connect() as connection:
            connection.invalidate()

    def check_owed(self) -> None:
        """The check that was put off on opening, if one was. DatabaseDamaged."""
        if not self.owes_check:
            return
        problems = self.problems(thorough=self._owes_thorough)
        if problems:
            raise DatabaseDamaged(f"{len(problems)} problems, first: {problems[0][:200]}")
        self.owes_check = False

    def _check_on_opening(self, after_crash: bool, *, put_off: bool) -> None:
        if self.is_shared:
            return
        with self._readers.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
        if after_crash:
            _log.info("the last run ended without closing; the whole database is checked")
        self.owes_check, self._owes_thorough = True, after_crash
        if not put_off:
            self.check_owed()

    def _migrate(
        self,
        steps: tuple[ModuleType, ...] | None,
        copy_to: Path | None,
        *,
        after_crash: bool,
        has_files: bool,
    ) -> None:
        with self._readers.connect() as connection:
            current = migrations.current_step(connection)
        if current is None and has_files:
            raise DatabaseDamaged("the database is gone, but its sealed files are there; bring back a copy")
        if current == (steps[-1].revision if steps else migrations.NEWEST):
            if copy_to is not None and not after_crash:
                # the copy holds personal data and has served: the migrated database opened and is sound
                shutil.rmtree(copy_to, ignore_errors=True)
            return
        from kiosk.storage.migrations import runner

        known = steps or runner.STEPS
        with self._readers.connect() as connection:
            pending = runner.pending(connection, known)
        if copy_to is not None:
            self._copy(copy_to / f"before-{pending[0]}.db")
        with self._writer.begin() as connection:
            self._wait_for_others(connection)  # who came second finds the steps made
            runner.run(connection, known)

    def _wait_for_others(self, connection: Connection) -> None:
        """Until this transaction ends no other terminal gets past here; a file's one writer is alone anyway."""
        if self.is_shared:
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _FOUNDING_LOCK})

    def _copy(self, path: Path) -> None:
        """A whole copy under the same key, so that a failed migration costs nothing."""
        with disk_errors():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            path.unlink(missing_ok=True)
        with self._writer.connect().execution_options(**{WITHOUT_TRANSACTION: True}) as connection:
            connection.execute(text("VACUUM INTO :path"), {"path": str(path)})


def _look_at_file(path: Path, keys: KeyRing) -> bool:
    """True when there is no database yet. KeysLost when it was made with another master key.

    The first 16 bytes of the file are the salt, which our master key makes: it tells a wrong key from a damaged
    first page, which look the same to SQLCipher.
    """
    with disk_errors():
        if not path.exists() or path.stat().st_size == 0:
            path.touch(mode=0o600)
            return True
        with path.open("rb") as file:
            salt = file.read(_SALT_BYTES)
    if salt != keys.database_salt:
        raise KeysLost("the database was made with another master key")
    return False
