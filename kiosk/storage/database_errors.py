"""What the database drivers say, in the words of the error tree; nothing of SQLAlchemy leaves this room."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as WriterBusy

from kiosk.domain.errors import Broken, DatabaseDamaged, DiskFull, KioskError, Unavailable

_SQLITE_BUSY, _SQLITE_LOCKED, _SQLITE_FULL = 5, 6, 13
_SQLITE_CORRUPT, _SQLITE_NOT_A_DATABASE = 11, 26
_SQLITE_ERRORS_OF_THE_DISK = {8: "read-only", 10: "input/output error", 14: "cannot be opened"}
_POSTGRESQL_DISK_FULL = "53100"
_POSTGRESQL_DAMAGED = ("XX001", "XX002")
_POSTGRESQL_AWAY = ("08", "57")
_POSTGRESQL_COLLIDED = "40"


@contextmanager
def database_errors() -> Iterator[None]:
    """DiskFull, DatabaseDamaged, Broken(`disk_failed`), Unavailable(`database_busy`, `database_away`).

    After an error in COMMIT nobody knows whether it happened: the program starts anew and looks.
    """
    try:
        yield
    except IntegrityError:
        raise
    except WriterBusy as error:
        raise Unavailable("another writer does not finish", code="database_busy") from error
    except DBAPIError as error:
        known = translate(error)
        if known is None:
            raise
        raise known from error


def translate(error: DBAPIError) -> KioskError | None:
    """The error in our words; None for what can only be a bug of ours (wrong SQL)."""
    cause = error.orig
    number = getattr(cause, "sqlite_errorcode", None)
    if number is not None:
        return _of_sqlite(number)
    state = getattr(cause, "sqlstate", None)
    if state == _POSTGRESQL_DISK_FULL:
        return DiskFull("the database server has no room")
    if state in _POSTGRESQL_DAMAGED:
        return DatabaseDamaged(f"the database server reports {state}")
    if (state or "").startswith(_POSTGRESQL_COLLIDED):
        return Unavailable("two writers got in each other's way", code="database_busy")
    if error.connection_invalidated or (state or "").startswith(_POSTGRESQL_AWAY) or _has_no_answer(error):
        return Unavailable("the database server does not answer", code="database_away")
    return None


def _of_sqlite(number: int) -> KioskError | None:
    primary = number & 0xFF
    if primary == _SQLITE_FULL:
        return DiskFull("no room for the database")
    if primary in (_SQLITE_CORRUPT, _SQLITE_NOT_A_DATABASE):
        return DatabaseDamaged(f"SQLite error {number}")
    if primary in _SQLITE_ERRORS_OF_THE_DISK:
        return Broken(
            f"the database file: {_SQLITE_ERRORS_OF_THE_DISK[primary]} ({number})", code="disk_failed"
        )
    if primary in (_SQLITE_BUSY, _SQLITE_LOCKED):
        return Unavailable("another process holds the database", code="database_busy")
    return None


def _has_no_answer(error: DBAPIError) -> bool:
    return type(error.orig).__name__ == "OperationalError" and getattr(error.orig, "sqlstate", None) is None
