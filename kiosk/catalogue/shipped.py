"""Loads what ships with the program, procedures and the working calendar; nothing from the network."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kiosk.catalogue.json_lines import line_of
from kiosk.domain.bilingual import Text
from kiosk.domain.calendar import WorkingCalendar
from kiosk.domain.procedure import Procedure, ProcedureInvalid


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
    """Every procedure `<code>.json` of the folder. Raises `ShippedFileInvalid` at the first wrong one.

    `forms_were_checked` leaves out the check of the forms against JSON Schema itself, which takes most of the time
    and which the tests make on everything that ships.
    """
    read = Procedure.from_wire if forms_were_checked else read_procedure
    return [_load_procedure(file, read) for file in sorted(folder.glob("*.json"))]


def load_calendar(folder: Path) -> WorkingCalendar:
    """The calendar put together from every file of the folder. Raises `ShippedFileInvalid`."""
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
    return WorkingCalendar.from_wire(together)


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


def _load_procedure(file: Path, read: Callable[[Mapping[str, Any]], Procedure]) -> Procedure:
    try:
        procedure = read(_read(file))
    except ProcedureInvalid as trouble:
        line = line_of(file.read_text(encoding="utf-8-sig"), trouble.pointer)
        raise ShippedFileInvalid(file, trouble.pointer or "/", trouble.reason, line) from trouble
    if procedure.code != file.stem:
        raise ShippedFileInvalid(
            file, "/code", f"{procedure.code!r} must be the name of the file, {file.stem!r}."
        )
    return procedure


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
