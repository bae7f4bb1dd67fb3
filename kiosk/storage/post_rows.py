"""Between rows of the post's tables and the domain's values; no transactions here."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from kiosk.domain.events import read_wire_time, wire_time
from kiosk.domain.held_result import HeldResult, ResultState
from kiosk.domain.person import Person
from kiosk.domain.post_item import (
    EnvelopePaper,
    HandOverLine,
    HandOverRecord,
    Line,
    PostItem,
    PostState,
)
from kiosk.domain.post_ports import PostCall, PostMessage
from kiosk.domain.signing import SignedInstead

_ITEM_TIMES = ("counted_at", "citizen_signed_at", "clerk_signed_at", "sealed_at", "due_at", "handed_over_at")


def item_values(item: PostItem, *, changed_at: datetime) -> dict[str, Any]:
    """Columns of an envelope."""
    body = {
        name: getattr(item, name)
        for name in (
            "procedure_code",
            "case_id",
            "procedure_name",
            "agency",
            "service",
            "price",
            "staff_id",
            "handover_number",
            "remark",
        )
    }
    body["dossier_body"] = dict(item.dossier_body)
    body["sender"] = item.sender.to_wire()
    body["contents"] = [asdict(paper) for paper in item.contents]
    body["line"] = item.line.value
    body["sender_signed"] = item.sender_signed.to_json() if item.sender_signed else None
    body |= {name: _time_text(getattr(item, name)) for name in _ITEM_TIMES}
    return {
        "id": item.id,
        "number": item.number,
        "reference": item.reference,
        "state": item.state.value,
        "due_at": item.due_at,
        "changed_at": changed_at,
        "body": body,
    }


def read_item(row: Row[Any]) -> PostItem:
    """The envelope of a row."""
    body: dict[str, Any] = dict(row.body)
    times: dict[str, Any] = {name: _time(body.pop(name)) for name in _ITEM_TIMES}
    return PostItem(
        id=row.id,
        number=row.number,
        reference=row.reference,
        state=PostState(row.state),
        sender=Person.from_wire(body.pop("sender")),
        contents=tuple(EnvelopePaper(**paper) for paper in body.pop("contents")),
        line=Line(body.pop("line")),
        sender_signed=SignedInstead.from_json(body.pop("sender_signed", None)),
        **times,
        **body,
    )


def record_values(record: HandOverRecord) -> dict[str, Any]:
    """Columns of a hand-over."""
    return {
        "number": record.number,
        "id": record.id,
        "at": record.at,
        "body": {
            "agency": record.agency,
            "officer": record.officer,
            "staff_id": record.staff_id,
            "lines": [asdict(line) for line in record.lines],
        },
    }


def read_record(row: Row[Any]) -> HandOverRecord:
    """The hand-over of a row."""
    body = dict(row.body)
    lines = tuple(HandOverLine(**line) for line in body.pop("lines"))
    return HandOverRecord(id=row.id, number=row.number, at=row.at, lines=lines, **body)


def result_values(result: HeldResult) -> dict[str, Any]:
    """Columns of a result."""
    names = ("dossier_id", "procedure_code", "procedure_name", "agency", "label", "remark")
    body: dict[str, Any] = {name: getattr(result, name) for name in names}
    body["arrived_at"] = wire_time(result.arrived_at)
    body["invited_at"] = [wire_time(at) for at in result.invited_at]
    return {
        "id": result.id,
        "code": result.code,
        "reference": result.reference,
        "state": result.state.value,
        "changed_at": result.changed_at,
        "body": body,
    }


def read_result(row: Row[Any]) -> HeldResult:
    """The result of a row."""
    body = dict(row.body)
    return HeldResult(
        id=row.id,
        code=row.code,
        reference=row.reference,
        state=ResultState(row.state),
        changed_at=row.changed_at,
        arrived_at=read_wire_time(body.pop("arrived_at")),
        invited_at=tuple(read_wire_time(at) for at in body.pop("invited_at")),
        **body,
    )


def read_message(row: Row[Any]) -> PostMessage:
    """The message of a row that still has its body."""
    return PostMessage(row.id, PostCall(row.call), row.thing_id, row.name, row.body)


def _time_text(at: datetime | None) -> str | None:
    return None if at is None else wire_time(at)


def _time(text: str | None) -> datetime | None:
    return None if text is None else read_wire_time(text)
