"""The last copies of what the portal delivered, exactly as they came; reading sense into them is the domain's matter."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select

from kiosk.domain.ports import Clock
from kiosk.storage.database import Database
from kiosk.storage.tables import portal_copies, procedures

_PROCEDURES, _SETTINGS = "procedures", "settings"


class SqlCatalogueStore:
    """CatalogueStore."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def procedures(self) -> list[Mapping[str, Any]]:
        """All kept procedures in the order of their codes."""
        with self._database.read() as connection:
            return list(connection.execute(select(procedures.c.body).order_by(procedures.c.code)).scalars())

    def keep_procedures(
        self, items: Sequence[Mapping[str, Any]], removed: Sequence[str], cursor: str, *, everything: bool
    ) -> None:
        """One delivery and its cursor in one transaction; with `everything` nothing from before stays."""
        latest = {str(item["code"]): dict(item) for item in items}
        with self._database.write() as connection:
            if everything:
                connection.execute(delete(procedures))
            gone = [*removed, *latest]
            for start in range(0, len(gone), 500):
                connection.execute(delete(procedures).where(procedures.c.code.in_(gone[start : start + 500])))
            if latest:
                rows = [{"code": code, "body": body} for code, body in latest.items()]
                connection.execute(insert(procedures), rows)
            self._database.upsert(
                connection,
                portal_copies,
                ["name"],
                {"name": _PROCEDURES, "body": None, "tag": cursor, "at": self._clock()},
            )

    def procedures_cursor(self) -> str | None:
        """Where the next delivery goes on."""
        row = self._copy(_PROCEDURES)
        return row.tag if row is not None else None

    def procedures_at(self) -> datetime | None:
        """When the catalogue was last brought up to date."""
        row = self._copy(_PROCEDURES)
        return row.at if row is not None else None

    def settings(self) -> Mapping[str, Any] | None:
        """The portal's settings as they came."""
        row = self._copy(_SETTINGS)
        return row.body if row is not None else None

    def settings_tag(self) -> str | None:
        """Their entity tag, for `If-None-Match`."""
        row = self._copy(_SETTINGS)
        return row.tag if row is not None else None

    def keep_settings(self, settings: Mapping[str, Any], tag: str | None) -> None:
        """Replace the settings."""
        values = {"name": _SETTINGS, "body": dict(settings), "tag": tag, "at": self._clock()}
        with self._database.write() as connection:
            self._database.upsert(connection, portal_copies, ["name"], values)

    def _copy(self, name: str) -> Row[Any] | None:
        with self._database.read() as connection:
            return connection.execute(select(portal_copies).where(portal_copies.c.name == name)).one_or_none()
