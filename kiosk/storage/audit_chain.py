"""The arithmetic of the audit trail's hash chain; where its rows are kept is no matter here."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from json.encoder import encode_basestring as quoted
from typing import Any

from kiosk.domain.events import AuditEntry, AuditKind, AuditVerdict, read_wire_time, wire_time

FIRST_PREV = "0" * 64
"""`prev` of the first entry."""

Row = tuple[int, str, str, str, str, str, str]
"""`(seq, at, kind, subject, facts, prev, hash)`; `facts` is canonical JSON, `at` RFC 3339 with milliseconds."""


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys, no blanks, UTF-8 as it is: one text for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link_hash(seq: int, at: str, kind: str, subject: str, facts: str, prev: str) -> str:
    """SHA-256 hex over the canonical JSON object of the six members (keys in alphabetical order)."""
    text = (
        f'{{"at":{quoted(at)},"facts":{facts},"kind":{quoted(kind)},'
        f'"prev":{quoted(prev)},"seq":{seq},"subject":{quoted(subject)}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()


def next_row(
    seq: int, prev: str, at: datetime, kind: AuditKind, subject: str, facts: Mapping[str, Any] | None
) -> Row:
    """The entry that follows the one whose hash is `prev`."""
    moment, fact_text = wire_time(at), canonical(facts or {})
    hashed = link_hash(seq, moment, kind.value, subject, fact_text, prev)
    return seq, moment, kind.value, subject, fact_text, prev, hashed


def read_row(row: Row) -> AuditEntry:
    """The entry as a value."""
    seq, at, kind, subject, facts, prev, hashed = row
    return AuditEntry(seq, read_wire_time(at), kind, subject, json.loads(facts), prev, hashed)


def walk(
    rows: Iterable[Row], *, last_seq: int, last_hash: str, countersigned: Mapping[int, str] | None = None
) -> AuditVerdict:
    """Check every link in order, then that the chain ends where it is known to end (nothing cut off).

    `countersigned`: the hash that the portal put its name to, by number; a chain written anew does not have it.
    """
    signed = countersigned or {}
    expected, prev = 1, FIRST_PREV
    for seq, at, kind, subject, facts, row_prev, hashed in rows:
        if seq != expected:
            return AuditVerdict(expected - 1, expected, "entry missing")
        if row_prev != prev:
            return AuditVerdict(expected - 1, seq, "does not follow the entry before")
        if link_hash(seq, at, kind, subject, facts, prev) != hashed:
            return AuditVerdict(expected - 1, seq, "content changed")
        if signed and signed.get(seq, hashed) != hashed:
            return AuditVerdict(expected - 1, seq, "not the entry that the portal countersigned")
        expected, prev = expected + 1, hashed
    if expected - 1 < last_seq:
        return AuditVerdict(expected - 1, expected, "entries cut off at the end")
    if (expected - 1, prev) != (last_seq, last_hash):
        return AuditVerdict(expected - 1, last_seq + 1, "entries added behind the known end")
    return AuditVerdict(expected - 1)
