"""Contacts are kept as keyed digests: the same one behind many people is seen, and can be read back by nobody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.dossier import NewDossier
from kiosk.domain.events import AuditKind
from kiosk.storage import Storage
from tests.fakes.dossier_samples import sample_dossier


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = Storage.open(tmp_path / "home", monotonic=lambda: 0.0, boot_id="boot")
    yield opened
    opened.close()


def a_dossier(number: int, person: str, phone: str, **body: Any) -> NewDossier:
    new = sample_dossier(id=f"00000000-0000-7000-8000-{number:012d}")
    documents = tuple(
        replace(document, id=f"00000000-0000-7000-9000-{number:010d}{place:02d}")
        for place, document in enumerate(new.documents)
    )
    applicant = {"personal_number": person, "phone": phone, "email": None}
    return replace(new, documents=documents, body={**new.body, "applicant": applicant, **body})


def test_one_phone_behind_many_people_is_seen_and_kept_nowhere(storage: Storage) -> None:
    for number in range(3):
        phone = ("+84912345678", "0084 912 345 678", "+84 912.345.678")[number % 3].replace("0084", "+84")
        new = a_dossier(number, f"00119900000{number}", phone, form={"bank_account": "0123-456-789"})
        storage.dossiers.submit(new, actor="clerk:lan", point="HN0099")
    storage.dossiers.submit(a_dossier(9, "001199000000", "+84900000000"), actor="citizen", point="HN0099")
    since = datetime.now(UTC) - timedelta(days=30)
    found = storage.watch.shared_contacts(since=since, least=3)
    assert sorted((contact.kind, contact.people, len(contact.references)) for contact in found) == [
        ("bank_account", 3, 3),
        ("phone", 3, 3),
    ]
    assert storage.watch.shared_contacts(since=since, least=4) == []
    shown = repr(found)
    assert "912345678" not in shown and "0123" not in shown and "001199" not in shown


def test_the_same_person_with_the_same_thing_again_is_a_repeat_visit(storage: Storage) -> None:
    for number, person in enumerate(("001199000001", "001199000002", "001199000001")):
        storage.dossiers.submit(a_dossier(number, person, ""), actor="citizen", point="HN0099")
    confirmed = [e.facts for e in storage.audit.entries() if e.kind == AuditKind.DOSSIER_CONFIRMED]
    assert [facts.get("repeat", False) for facts in confirmed] == [False, False, True]


def test_how_long_a_visit_counts_as_repeated_is_a_setting(tmp_path: Path) -> None:
    at = [datetime(2026, 11, 20, 2, 0, tzinfo=UTC)]
    storage = Storage.open(
        tmp_path / "home", clock=lambda: at[0], monotonic=lambda: 0.0, boot_id="boot", repeat_within_d=7
    )
    try:
        for number, days in enumerate((0, 6, 8)):
            at[0] += timedelta(days=days)
            storage.dossiers.submit(a_dossier(number, "001199000001", ""), actor="citizen", point="HN0099")
        confirmed = [e.facts for e in storage.audit.entries() if e.kind == AuditKind.DOSSIER_CONFIRMED]
        assert [facts.get("repeat", False) for facts in confirmed] == [False, True, False]
    finally:
        storage.close()
