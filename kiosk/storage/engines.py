"""How a connection to SQLCipher or PostgreSQL is made and set up; no SQL of the stores."""

from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from kiosk.domain.errors import Broken

_SAFE_VERSIONS = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""SQLite 3.7.0 to 3.51.2 can corrupt a write-ahead log when two connections write or checkpoint at once; mended in
3.51.3 and, for their own lines, in 3.50.7 and 3.44.6 (sqlite.org/wal.html, "The WAL-Reset Bug")."""
WITHOUT_TRANSACTION = "without_transaction"
"""Execution option for the few statements that SQLite refuses inside one."""
UNHURRIED = "unhurried"
"""Execution option: the commit need not reach the disk before the next one that must (SQLite; a server waits always)."""
_BUSY_TIMEOUT_MS = 5000
_WAIT_FOR_WRITER_S = 30.0
_READERS = 4

_EVERY_CONNECTION = (
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
)
_WRITER_ONLY = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA wal_autocheckpoint = 1000",
)
_READER_ONLY = ("PRAGMA query_only = ON",)


def check_sqlite_version(version: tuple[int, ...]) -> None:
    """Broken(`sqlite_too_old`) for a library with the WAL-reset bug."""
    same_line = [safe for safe in _SAFE_VERSIONS if safe[:2] == version[:2]]
    if version < (same_line[0] if same_line else _SAFE_VERSIONS[-1]):
        named = ".".join(map(str, version))
        raise Broken(
            f"SQLite {named} can corrupt its log; 3.51.3 or newer is needed (install sqlcipher3 0.6.4)",
            code="sqlite_too_old",
        )


def sqlcipher_engines(path: str, key: bytes, salt: bytes) -> tuple[Engine, Engine]:
    """`(writer, readers)`: the writer has one connection and begins with the write lock, readers cannot write."""
    check_sqlite_version(sqlcipher.sqlite_version_info)
    secret = f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\""

    def connect(pragmas: tuple[str, ...]) -> Any:
        # stdlib-like driver; isolation_level None leaves BEGIN and COMMIT to the engine
        connection = sqlcipher.connect(path, isolation_level=None, check_same_thread=False)
        try:
            # its own complaints go to stderr by themselves; ours go through the errors
            for pragma in ("PRAGMA cipher_log_level = NONE", secret, *_EVERY_CONNECTION, *pragmas):
                connection.execute(pragma).fetchall()
        except BaseException:
            connection.close()
            raise
        return connection

    writer = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(_WRITER_ONLY),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=_WAIT_FOR_WRITER_S,
        hide_parameters=True,
    )
    readers = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(_READER_ONLY),
        poolclass=QueuePool,
        pool_size=_READERS,
        max_overflow=_READERS,
        hide_parameters=True,
    )
    event.listen(writer, "begin", _begin_immediate)
    event.listen(readers, "begin", _begin)
    _close_what_comes_back_late(readers)
    return writer, readers


def _close_what_comes_back_late(engine: Engine) -> None:
    """A connection that was lent out when the pool was given up would live on in there, with its pages in clear."""

    def remember(_connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        record.info["pool"] = engine.pool

    def close(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        if record.info.get("pool") is not engine.pool:
            record.invalidate()

    event.listen(engine, "connect", remember)
    event.listen(engine, "checkin", close)


def postgresql_engines(url: str) -> tuple[Engine, Engine]:
    """`(writer, readers)` on one pool: every commit waits for the server's disk, whatever the server's own default is;
    a reader sees one state of everything and cannot write."""
    engine = create_engine(url, pool_pre_ping=True, pool_size=_READERS, hide_parameters=True)
    event.listen(engine, "connect", _wait_for_disk)
    return engine, engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _begin_immediate(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(WITHOUT_TRANSACTION):
        # said anew each time: no transaction may inherit another one's haste
        connection.exec_driver_sql(f"PRAGMA synchronous = {'NORMAL' if options.get(UNHURRIED) else 'FULL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _wait_for_disk(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("SET SESSION synchronous_commit = on")
    cursor.close()
    connection.commit()
