"""Loads what ships with the program, procedures and the working calendar; nothing from the network."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kiosk.catalogue.json_lines import line_of
from kiosk.domain.bilingual import Text
from kiosk.domain.calendar import WorkingCalendar
from kiosk.domain.procedure import Procedure, ProcedureInvalid
from kiosk.domain.procedure_reading import Place
from kiosk.domain.procedure_versions import clashes


class ShippedFileInvalid(ValueError):
    """A file of the catalogue or calendar cannot be used; the sentence names file, line, place and reason."""

    def __init__(self, file: Path, place: str, reason: str, line: int | None = None) -> None:
        at = f"line {line}, {place}" if line is not None else place
        super().__init__(f"{file.name}, {at}: {reason}")
        self.file = file
        self.place = place
        self.reason = reason


def read_procedure(body: Mapping[str, Any]) -> Procedure:
    """A procedure from the wire with its form checked as a JSON Schema too. Raises `ProcedureInvalid`."""
    from kiosk.catalogue.schema_check import refuse_broken_schema

    procedure = Procedure.from_wire(body)
    refuse_broken_schema(procedure.form)
    return procedure


def load_shipped(folder: Path, *, forms_were_checked: bool = False) -> list[Procedure]:
    """Every version of every procedure `<code>.json` of the folder. Raises `ShippedFileInvalid` at the first wrong one.

    A file holds one record; further versions stand in its `versions`, each as what differs from that record
    (merged member by member; lists as wholes) with its own `version` and `valid_from`.

    `forms_were_checked` leaves out the check of the forms against JSON Schema itself, which takes most of the time
    and which the tests make on everything that ships.
    """
    read = Procedure.from_wire if forms_were_checked else read_procedure
    return [version for file in sorted(folder.glob("*.json")) for version in _load_versions(file, read)]


def load_calendar(folder: Path) -> WorkingCalendar:
    """The calendar put together from every file of the folder. Raises `ShippedFileInvalid`."""
    return WorkingCalendar.from_wire(calendar_body(folder))


def calendar_body(folder: Path) -> dict[str, Any]:
    """The same in the shape of the settings' calendar."""
    together: dict[str, Any] = {"holidays": [], "working_swaps": [], "hours": {}, "names": {}}
    for file in sorted(folder.glob("*.json")):
        body = _read(file)
        try:
            WorkingCalendar.from_wire(body)
        except (ValueError, AttributeError) as trouble:
            raise ShippedFileInvalid(file, "calendar", str(trouble)) from trouble
        for member in ("holidays", "working_swaps"):
            together[member] += body.get(member) or []
        for member in ("hours", "names"):
            together[member].update(body.get(member) or {})
    return together


def load_agency_names(folder: Path) -> dict[str, Text]:
    """What the kinds of agencies are called, by `agency_kind`. Raises `ShippedFileInvalid`."""
    names: dict[str, Text] = {}
    for file in sorted(folder.glob("*.json")):
        for kind, words in (_read(file).get("agency_names") or {}).items():
            if (name := Text.from_wire(words)) is None:
                raise ShippedFileInvalid(
                    file, f"/agency_names/{kind}", 'needs words: {"vi": "…", "en": "…"}.'
                )
            names[kind] = name
    return names


def _load_versions(file: Path, read: Callable[[Mapping[str, Any]], Procedure]) -> list[Procedure]:
    body = _read(file)
    try:
        found = _versions(body, read)
    except ProcedureInvalid as trouble:
        line = line_of(file.read_text(encoding="utf-8-sig"), trouble.pointer)
        raise ShippedFileInvalid(file, trouble.pointer or "/", trouble.reason, line) from trouble
    if found[0].code != file.stem:
        raise ShippedFileInvalid(
            file, "/code", f"{found[0].code!r} must be the name of the file, {file.stem!r}."
        )
    return found


def _versions(body: Mapping[str, Any], read: Callable[[Mapping[str, Any]], Procedure]) -> list[Procedure]:
    """The record and its further versions. Raises `ProcedureInvalid` with the place in the file."""
    base = {name: value for name, value in body.items() if name != "versions"}
    found, pointers = [read(base)], [""]
    for place in Place(body).at("versions").items():
        changes = place.mapping()
        place.at("version").word()
        if place.at("valid_from").day_or_none() is None:
            raise place.at("valid_from").wrong(
                Text("bản tiếp theo phải có ngày có hiệu lực.", "a further version needs the day it begins.")
            )
        if "code" in changes:
            raise place.at("code").wrong(
                Text("bản tiếp theo phải cùng mã với tệp.", "a further version has the code of its file.")
            )
        try:
            found.append(read(_merged({**base, "valid_to": None}, changes)))
        except ProcedureInvalid as trouble:
            member = trouble.pointer.split("/")[1] if trouble.pointer else ""
            pointer = (place.pointer if member in changes else "") + trouble.pointer
            raise ProcedureInvalid(
                pointer,
                Text(
                    f"bản {changes['version']!r}: {trouble.told.vi}",
                    f"version {changes['version']!r}: {trouble.told.en}",
                ),
            ) from trouble
        pointers.append(place.pointer)
    for clash in clashes(found):
        pointer = next(pointers[n] for n, each in reversed(list(enumerate(found))) if each is clash.later)
        raise ProcedureInvalid(f"{pointer}/{clash.member}", clash.reason)
    return found


def _merged(base: Any, changes: Any) -> Any:
    """Like JSON Merge Patch (RFC 7396), but null stays null: a date may be open."""
    if not (isinstance(base, Mapping) and isinstance(changes, Mapping)):
        return changes
    return {**base, **{name: _merged(base.get(name), value) for name, value in changes.items()}}


def _read(file: Path) -> dict[str, Any]:
    try:
        body = json.loads(file.read_text(encoding="utf-8-sig"), object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as trouble:
        raise ShippedFileInvalid(file, f"line {trouble.lineno}", f"{trouble.msg}.") from trouble
    except UnicodeDecodeError as trouble:
        raise ShippedFileInvalid(
            file, f"byte {trouble.start}", "is not UTF-8; save the file as UTF-8."
        ) from trouble
    except _KeyTwice as trouble:
        raise ShippedFileInvalid(
            file, f"key {trouble.key!r}", "stands twice in one object; keep one."
        ) from trouble
    if not isinstance(body, dict):
        raise ShippedFileInvalid(file, "line 1", "the file must hold one object {…}.")
    return body


class _KeyTwice(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _without_doubles(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """JSON takes the last of two equal keys without a word; a person who edits the file should hear of it."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _KeyTwice(key)
        found[key] = value
    return found
