"""Whoever changes the audit trail afterwards is found out, and where."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, text

from kiosk.domain.events import AuditKind
from kiosk.storage import Storage, audit_chain
from kiosk.storage.tables import audit_entries

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)

OpenHome = Callable[..., Storage]


@pytest.mark.parametrize(
    ("tampering", "broken_at"),
    [
        ("UPDATE audit_entries SET facts = '{\"n\":99}' WHERE seq = 4", 4),
        ("UPDATE audit_entries SET subject = 'other' WHERE seq = 7", 7),
        ("UPDATE audit_entries SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 1", 1),
        ("UPDATE audit_entries SET hash = prev WHERE seq = 5", 5),
        ("UPDATE audit_entries SET prev = hash WHERE seq = 5", 5),
        ("DELETE FROM audit_entries WHERE seq = 6", 6),
        ("DELETE FROM audit_entries WHERE seq = 1", 1),
        ("DELETE FROM audit_entries WHERE seq >= 9", 9),
        ("DELETE FROM audit_entries", 1),
        ("UPDATE audit_entries SET seq = 11 WHERE seq = 10", 10),
        ("DELETE FROM audit_head", 1),
        ("UPDATE audit_head SET seq = 8, hash = (SELECT hash FROM audit_entries WHERE seq = 8)", 9),
    ],
)
def test_tampering_is_found_and_located(open_home: OpenHome, tampering: str, broken_at: int) -> None:
    storage = open_home()
    for number in range(10):
        storage.audit.append(AuditKind.SESSION_BEGAN, f"session {number}", {"n": number})
    assert storage.audit.verify().broken_at is None
    with storage._database.write() as connection:
        connection.execute(text(tampering.replace(":", r"\:")))
    verdict = storage.audit.verify()
    assert verdict.broken_at == broken_at
    assert verdict.reason
    [problem] = storage.check(full=False)
    assert str(broken_at) in problem


def test_two_entries_that_changed_places_are_found(open_home: OpenHome) -> None:
    storage = open_home()
    for number in range(6):
        storage.audit.append(AuditKind.SESSION_BEGAN, f"session {number}")
    with storage._database.write() as connection:
        for old, new in ((2, 99), (4, 2), (99, 4)):
            connection.execute(text(f"UPDATE audit_entries SET seq = {new} WHERE seq = {old}"))
    assert storage.audit.verify().broken_at == 2


def test_a_chain_written_anew_is_not_the_one_that_was_countersigned(open_home: OpenHome) -> None:
    storage = open_home()
    for number in range(6):
        storage.audit.append(AuditKind.SESSION_BEGAN, f"session {number}")
    signed = {"last_seq": 4, "head_hash": storage.audit.unacknowledged(limit=6)[3].hash}
    payload = base64.urlsafe_b64encode(json.dumps(signed).encode()).rstrip(b"=").decode()
    storage.audit.acknowledge(4, f"head.{payload}.signature")
    assert storage.audit.verify().broken_at is None
    prev = audit_chain.FIRST_PREV
    with storage._database.write() as connection:
        for seq in range(1, 7):
            row = audit_chain.next_row(seq, prev, NOW, AuditKind.SESSION_BEGAN, f"another {seq}", None)
            connection.execute(text("DELETE FROM audit_entries WHERE seq = :seq"), {"seq": seq})
            connection.execute(insert(audit_entries).values(row))
            prev = row[-1]
        connection.execute(text("UPDATE audit_head SET hash = :hash"), {"hash": prev})
    verdict = storage.audit.verify()
    assert (verdict.broken_at, verdict.reason) == (4, "not the entry that the portal countersigned")


def test_events_stand_or_fall_with_what_they_tell_about(open_home: OpenHome) -> None:
    storage = open_home()

    def fail_half_way() -> None:
        with storage._database.write() as connection:
            storage.audit.write(connection, AuditKind.SESSION_BEGAN, "never happened")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert storage.audit.verify().entries == 0
    assert storage.audit.append(AuditKind.SESSION_BEGAN).seq == 1
