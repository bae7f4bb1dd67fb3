"""`kiosk submit DIR`: a prepared folder queued exactly as the screens would; sends nothing itself."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from kiosk.domain.dossier import Dossier, NewDocument, NewDossier
from kiosk.domain.errors import FileRefused, RuleBroken
from kiosk.domain.events import wire_time
from kiosk.domain.ids import new_id
from kiosk.domain.person import Address, Person
from kiosk.domain.ports import DossierStore
from kiosk.domain.procedure import Procedure

BODY_NAME = "dossier.json"
OBJECTS = (
    "procedure",
    "applicant",
    "representative",
    "form",
    "delivery",
    "notices",
    "identity_verification",
    "entered_by",
    "times",
    "effort",
)
COMPUTED = ("documents", "dossier_id", "id", "local_reference")
"""Members that are not taken over from the file as they are."""
WITNESSED = ("identity_verification", "confirmed_by_citizen_at")
"""What only somebody who was there can say: left out it goes as null, never as a guess."""
TakeFile = Callable[[Path, int], tuple[str, bytes, int]]
"""`(file, limit in bytes)` → (media type, content, pages); FileRefused for what is not taken."""


def submit_folder(
    folder: Path,
    *,
    dossiers: DossierStore,
    procedure_of: Callable[[str, object], Procedure | None],
    take_file: TakeFile,
    now: datetime,
    point: str,
    limit_bytes: int,
) -> Dossier:
    """Queue the folder's dossier; returns after it is durable.

    `dossier.json` is the contract's PUT body without what the kiosk computes (ids, hashes, sizes, local
    reference); who checked the citizen's identity, and when the citizen confirmed, is never made up. A document names its file by `file`, else by `name`; without a list every other file of the
    folder is a document whose component is the file's name. Raises FileRefused, RuleBroken, DiskFull.

    `procedure_of(code, version)`: the version that the file names, or the one in force where it names none; None where that
    is not known here: the dossier goes out as it names it, and the portal decides.
    """
    body = _read(folder / BODY_NAME)
    _check_shapes(body)
    dossier_id = _uuid("dossier_id", body.get("dossier_id") or body.get("id") or new_id())
    procedure_wire = body.get("procedure") or {}
    code = str(procedure_wire.get("code") or "")
    if not code:
        raise RuleBroken(f"{BODY_NAME}: procedure.code is missing", code="rule_broken")
    procedure = procedure_of(code, procedure_wire.get("version"))
    documents = tuple(
        _document(folder, item, dossier_id, take_file, limit_bytes) for item in _documents(folder, body)
    )
    stamp = wire_time(now)
    given = {name: value for name, value in body.items() if name not in COMPUTED}
    applicant = body.get("applicant") or {}
    whole: dict[str, Any] = {
        "revision": 1,
        "replaces": None,
        "agency": procedure.agency_kind if procedure else None,
        "channel": "online",
        "representative": None,
        "form": {},
        "consents": [],
        **dict.fromkeys(WITNESSED),
        **given,
        "procedure": {
            "code": code,
            "version": procedure_wire.get("version", procedure.version if procedure else None),
            "case": procedure_wire.get("case")
            or (procedure.cases[0].id if procedure and procedure.cases else None),
        },
        "applicant": _person(applicant),
    }
    if representative := given.get("representative"):
        whole["representative"] = _person(representative)
    phone, email = bool(applicant.get("phone")), bool(applicant.get("email"))
    objects: dict[str, dict[str, Any]] = {
        "delivery": {"method": "agent_point", "address": None, "waybill": None},
        "notices": {"sms": phone, "email": email, "zalo": False},
        "entered_by": {"kind": "clerk", "staff_id": None},
        "times": {"started_at": stamp, "confirmed_at": stamp},
        "effort": {"autofilled_fields": 0, "seconds": 0},
    }
    for name, plain in objects.items():
        # what is left out of an object is filled in too: the contract leaves no member out; a null was meant
        whole[name] = None if name in given and given[name] is None else {**plain, **given.get(name, {})}
    if whole["delivery"] is not None:
        whole["delivery"]["address"] = _address(whole["delivery"]["address"])
    if checked := whole["identity_verification"]:
        whole["identity_verification"] = {"at": stamp if checked.get("method") else None, **checked}
    entered = whole.get("entered_by") or {}
    staff_id = entered.get("staff_id")
    new = NewDossier(
        id=dossier_id,
        procedure_code=code,
        procedure_name=procedure.name.vi if procedure else code,
        body=whole,
        documents=documents,
        revision=_count("revision", whole["revision"]),
        counted=_counted(procedure),
    )
    return dossiers.submit(
        new, actor=f"clerk:{staff_id}" if staff_id else str(entered.get("kind")), point=point
    )


def unwitnessed(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The members of a kept body that nobody vouches for."""
    return tuple(name for name in WITNESSED if not body.get(name))


def _counted(procedure: Procedure | None) -> dict[str, Any]:
    fee = procedure.price("online") if procedure else None
    return {"level": procedure.online_mode if procedure else None, "fee": fee.amount if fee else None}


def _person(given: Mapping[str, Any]) -> dict[str, Any]:
    return {**Person().to_wire(), **given, "address": _address(given.get("address")) or Address().to_wire()}


def _address(given: object) -> Any:
    return {**Address().to_wire(), **given} if isinstance(given, dict) else given


def _read(file: Path) -> dict[str, Any]:
    try:
        body = json.loads(file.read_text(encoding="utf-8-sig"))
        json.dumps(body, allow_nan=False)  # Python reads NaN and 1e999, no gateway does
    except FileNotFoundError as error:
        raise FileRefused(f"{file}: there is no such file", code="file_missing") from error
    except (OSError, ValueError, RecursionError) as error:
        raise FileRefused(f"{file}: {error}", code="file_damaged") from error
    if not isinstance(body, dict):
        raise FileRefused(f"{file}: not a JSON object", code="file_damaged")
    return body


def _check_shapes(body: Mapping[str, Any]) -> None:
    """RuleBroken names the first member that is not of the contract's kind."""
    for name in OBJECTS:
        if not isinstance(body.get(name), dict | None):
            raise _wrong(name, "must be an object")
    for name in ("documents", "consents"):
        items = body[name] if body.get(name) is not None else []
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise _wrong(name, "must be a list of objects")


def _wrong(name: str, what: str) -> RuleBroken:
    return RuleBroken(f"{BODY_NAME}: {name} {what}")


def _uuid(name: str, value: object) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError as error:
        raise _wrong(name, "must be a UUID") from error


def _count(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _wrong(name, "must be a whole number from 1")
    return value


def _documents(folder: Path, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    listed = body.get("documents")
    if listed:
        return list(listed)
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.name != BODY_NAME)
    return [{"file": file.name, "component_id": file.stem} for file in files if not file.name.startswith(".")]


def _document(
    folder: Path, item: Mapping[str, Any], dossier_id: str, take_file: TakeFile, limit_bytes: int
) -> NewDocument:
    name = str(item.get("file") or item.get("name") or "")
    file = folder / name
    if not name or Path(name).name != name or not file.is_file():
        raise FileRefused(f"{BODY_NAME}: there is no file {name!r} beside it", code="file_missing")
    media_type, content, pages = take_file(file, limit_bytes)
    component = str(item.get("component_id") or file.stem)
    return NewDocument(
        id=_uuid(
            "documents.id",
            item.get("id") or uuid5(UUID(dossier_id), f"{component}:{name}:{sha256(content).hexdigest()}"),
        ),
        component_id=component,
        name=str(item.get("name") or name),
        media_type=media_type,
        pages=_count("documents.pages", item.get("pages") or pages),
        content=content,
    )
