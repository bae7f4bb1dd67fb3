"""A catalogue store in memory: it passes the contract tests of the real one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kiosk.domain.ports import Clock
from kiosk.domain.procedure_versions import displaces, version_label


def _version_key(body: Mapping[str, Any]) -> tuple[str, str]:
    return str(body["code"]), version_label(body.get("version"))


class MemoryCatalogue:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._procedures: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._followed: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._cursor: str | None = None
        self._at: datetime | None = None
        self._settings: Mapping[str, Any] | None = None
        self._tag: str | None = None

    def procedures(self) -> list[Mapping[str, Any]]:
        return sorted(
            self._procedures.values(), key=lambda body: (body["code"], body.get("valid_from") or "")
        )

    def keep_procedures(
        self, items: Sequence[Mapping[str, Any]], removed: Sequence[str], cursor: str, *, everything: bool
    ) -> None:
        new = {_version_key(item): item for item in items}
        stays = {} if everything else self._procedures
        self._procedures = {
            key: body
            for key, body in stays.items()
            if key[0] not in removed
            and not any(code == key[0] and displaces(item, body) for (code, _), item in new.items())
        }
        self._procedures.update(new)
        self._cursor, self._at = cursor, self._clock()

    def followed(self) -> list[Mapping[str, Any]]:
        return list(self._followed.values())

    def keep_followed(self, body: Mapping[str, Any]) -> None:
        self._followed.setdefault(_version_key(body), body)

    def procedures_cursor(self) -> str | None:
        return self._cursor

    def procedures_at(self) -> datetime | None:
        return self._at

    def settings(self) -> Mapping[str, Any] | None:
        return self._settings

    def settings_tag(self) -> str | None:
        return self._tag

    def keep_settings(self, settings: Mapping[str, Any], tag: str | None) -> None:
        self._settings, self._tag = settings, tag
