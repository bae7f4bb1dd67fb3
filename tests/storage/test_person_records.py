"""A citizen's own data: everything is found, what may be erased is gone, the record stays, and time does the rest."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest

from kiosk.domain.account import AccountState
from kiosk.domain.dossier import DossierState, NewDossier
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind, PortalEvent
from kiosk.domain.person_data import KeptWhy
from kiosk.storage import Storage
from tests.fakes.dossier_samples import sample_account, sample_document, sample_dossier, sample_draft

AN, BINH = "001199000001", "001199000002"
NOW = datetime.now(UTC)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = Storage.open(tmp_path / "home", monotonic=lambda: 0.0, boot_id="boot")
    yield opened
    opened.close()


def of(number: str, **body: object) -> NewDossier:
    new = sample_dossier(sample_document())
    applicant = {"full_name": "Nguyễn Thị An", "personal_number": number, "phone": "+84912345678"}
    consents = [{"purpose": "submit_dossier", "version": "2", "agreed_at": "2026-11-20T02:00:00.000Z"}]
    return replace(new, body={**new.body, "applicant": applicant, "consents": consents, **body})


def ended(storage: Storage, new: NewDossier, state: str = "REFUSED", at: datetime = NOW) -> str:
    dossier = storage.dossiers.submit(new, actor="citizen", point="HN0099")
    storage.dossiers.submitted(dossier.id, revision=1, state="SUBMITTED", received_at=at, manifest="x")
    storage.dossiers.apply_event(
        PortalEvent(
            f"e-{dossier.id}", dossier.id, at, state, notice={"text": "Bà An thiếu giấy", "items": []}
        )
    )
    return dossier.local_reference


def test_everything_held_about_one_person_and_nothing_of_another(storage: Storage) -> None:
    mine = storage.dossiers.submit(of(AN), actor="citizen", point="HN0099")
    storage.dossiers.submit(of(BINH, form={"mother_number": AN}), actor="citizen", point="HN0099")
    account = replace(sample_account(AccountState.ACTIVE), body={"personal_number": AN, "full_name": "An"})
    storage.accounts.keep(account)
    storage.drafts.save(sample_draft(content={"applicant": {"personal_number": AN}}))
    data = storage.people.of_person(AN)
    assert [held.reference for held in data.dossiers] == [mine.local_reference]
    assert data.dossiers[0].documents_kept == 1
    assert [(one.purpose, one.version) for one in data.dossiers[0].consents] == [("submit_dossier", "2")]
    assert (len(data.accounts), len(data.drafts), data.masked_number) == (1, 1, "001•••••0001")
    told = json.dumps(data.whole, ensure_ascii=False)
    assert "Nguyễn Thị An" in told and BINH not in told
    assert "Nguyễn" not in repr(data)
    with pytest.raises(RuleBroken):
        storage.people.of_person('%"')


def test_what_is_finished_goes_and_what_is_under_way_stays_with_its_reason(storage: Storage) -> None:
    over = ended(storage, of(AN))
    under_way = storage.dossiers.submit(of(AN), actor="citizen", point="HN0099").local_reference
    other = ended(storage, of(BINH))
    storage.drafts.save(sample_draft(content={"applicant": {"personal_number": AN}}))
    erasure = storage.people.erase(AN)
    assert (erasure.dossiers, erasure.documents, erasure.drafts) == (1, 1, 1)
    assert set(erasure.kept) == {(under_way, KeptWhy.IN_PROGRESS), (over, KeptWhy.RECORD)}
    record = storage.dossiers.find(over)
    assert record is not None
    assert (record.state, record.notice_text, "applicant" in record.body) == (DossierState.REFUSED, "", False)
    assert record.documents[0].purged
    tracking = storage.dossiers.track(over)
    assert tracking is not None and tracking.state == "REFUSED", "the public record is still there"
    untouched = storage.dossiers.find(other)
    assert untouched is not None and "applicant" in untouched.body
    erased = [e.subject for e in storage.audit.entries() if e.kind == AuditKind.DOSSIER_ERASED]
    assert erased == [over]
    assert [held.reference for held in storage.people.of_person(AN).dossiers] == [under_way]
    assert storage.check(full=True) == []


def test_forms_go_when_their_time_is_over_and_no_earlier(storage: Storage) -> None:
    over = ended(storage, of(AN))
    storage.dossiers.submit(of(AN), actor="citizen", point="HN0099")
    before, after = NOW - timedelta(minutes=1), datetime.now(UTC) + timedelta(minutes=1)
    assert storage.people.due(ended_before=before, saved_before=before).forms == 0
    assert storage.people.forget_forms(ended_before=before) == 0
    assert storage.people.due(ended_before=after, saved_before=before).forms == 1
    assert storage.people.forget_forms(ended_before=after) == 1
    assert storage.people.forget_forms(ended_before=after) == 0, "once"
    record = storage.dossiers.find(over)
    assert record is not None and record.procedure_code and "applicant" not in record.body


def test_what_clerks_began_is_not_kept_for_ever(storage: Storage) -> None:
    old = sample_draft(staff_id="lan", saved_at=NOW - timedelta(days=31))
    new = sample_draft(staff_id="lan", saved_at=NOW)
    for draft in (old, new):
        storage.drafts.save(draft)
    limit = NOW - timedelta(days=30)
    assert storage.people.due(ended_before=limit, saved_before=limit).staff_drafts == 1
    assert storage.people.forget_staff_drafts(saved_before=limit) == 1
    assert [draft.id for draft in storage.drafts.all_staff_drafts()] == [new.id]


def test_a_sealed_copy_opens_with_its_passphrase_alone(storage: Storage) -> None:
    sealed = storage.people.seal(b"everything", "1234-5678")
    assert b"everything" not in sealed
    assert pyrage.passphrase.decrypt(sealed, "1234-5678") == b"everything"
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(sealed, "1234-5679")
