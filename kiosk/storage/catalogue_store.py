"""The last copies of what the portal delivered, exactly as they came; reading sense into them is the domain's matter."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from kiosk.domain.ports import Clock
from kiosk.domain.procedure_versions import displaces, version_label
from kiosk.storage.database import Database
from kiosk.storage.tables_catalogue import followed_procedures, portal_copies, procedures

_PROCEDURES, _SETTINGS = "procedures", "settings"


class SqlCatalogueStore:
    """CatalogueStore."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def procedures(self) -> list[Mapping[str, Any]]:
        """All kept versions of all procedures in the order of their codes and first days."""
        with self._database.read() as connection:
            bodies = connection.execute(select(procedures.c.body).order_by(procedures.c.code)).scalars()
            return sorted(bodies, key=_by_code_and_day)

    def keep_procedures(
        self, items: Sequence[Mapping[str, Any]], removed: Sequence[str], cursor: str, *, everything: bool
    ) -> None:
        """One delivery and its cursor in one transaction; with `everything` nothing from before stays.

        A version stands beside the others of its code; what it takes the place of, `displaces` says.
        """
        latest = {(str(item["code"]), version_label(item.get("version"))): dict(item) for item in items}
        with self._database.write() as connection:
            if everything:
                connection.execute(delete(procedures))
            for start in range(0, len(removed), 500):
                some = removed[start : start + 500]
                connection.execute(delete(procedures).where(procedures.c.code.in_(some)))
            for code, version in () if everything else _displaced(connection, latest):
                here = (procedures.c.code == code, procedures.c.version == version)
                connection.execute(delete(procedures).where(*here))
            if latest:
                rows = [
                    {"code": code, "version": version, "body": body}
                    for (code, version), body in latest.items()
                ]
                connection.execute(insert(procedures), rows)
            self._database.upsert(
                connection,
                portal_copies,
                ["name"],
                {"name": _PROCEDURES, "body": None, "tag": cursor, "at": self._clock()},
            )

    def followed(self) -> list[Mapping[str, Any]]:
        """The versions that dossiers here were begun with."""
        with self._database.read() as connection:
            return list(connection.execute(select(followed_procedures.c.body)).scalars())

    def followed_version(self, code: str, version: object) -> Mapping[str, Any] | None:
        """Exactly that version as it was when a dossier here began with it."""
        query = select(followed_procedures.c.body).where(
            followed_procedures.c.code == code, followed_procedures.c.version == version_label(version)
        )
        with self._database.read() as connection:
            found = connection.execute(query).scalar_one_or_none()
        return found if isinstance(found, dict) else None

    def keep_followed(self, body: Mapping[str, Any]) -> None:
        """A dossier is about to follow this version; the first copy of a version stays."""
        key = {"code": str(body["code"]), "version": version_label(body.get("version"))}
        known = select(followed_procedures.c.code).where(
            followed_procedures.c.code == key["code"], followed_procedures.c.version == key["version"]
        )
        with self._database.read() as connection:
            if connection.execute(known).one_or_none() is not None:
                return
        with self._database.write() as connection:
            self._database.insert_if_absent(
                connection, followed_procedures, list(key), {**key, "body": dict(body)}
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


def _by_code_and_day(body: Mapping[str, Any]) -> tuple[str, str]:
    return str(body["code"]), str(body.get("valid_from") or "")


def _displaced(
    connection: Connection, delivered: Mapping[tuple[str, str], Mapping[str, Any]]
) -> list[tuple[str, str]]:
    """Of what is kept, the versions that a delivery takes the place of."""
    new: dict[str, list[Mapping[str, Any]]] = {}
    for (code, _), body in delivered.items():
        new.setdefault(code, []).append(body)
    codes, found = list(new), []
    for start in range(0, len(codes), 500):
        wanted = select(procedures).where(procedures.c.code.in_(codes[start : start + 500]))
        for row in connection.execute(wanted):
            if any(displaces(each, row.body) for each in new[row.code]):
                found.append((row.code, row.version))
    return found
