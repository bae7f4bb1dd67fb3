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
from kiosk.domain.held_result import HandOut, Receiver, ResultState, delivery_wire, moved
from kiosk.domain.ids import new_id
from kiosk.domain.payment import Payment, PaymentMethod, PaymentState
from kiosk.domain.person import Person
from kiosk.domain.person_data import KeptWhy, PostPiece
from kiosk.domain.post_item import HandOverLine, HandOverRecord, PostItem
from kiosk.domain.post_ports import PostCall, PostMessage
from kiosk.domain.receipt import Receipt
from kiosk.domain.signing import SignedInstead, SigningWay, WhyNotOnScreen
from kiosk.domain.upload import Done, JobKind
from kiosk.storage import Storage
from tests.fakes.dossier_samples import sample_account, sample_document, sample_dossier, sample_draft
from tests.fakes.post_samples import (
    AT,
    LABELS,
    sample_item,
    sample_message,
    sample_result,
    sample_signatures,
)

AN, BINH = "001199000001", "001199000002"
NOW = datetime.now(UTC)
SENDER = Person(full_name="Nguyễn Thị An", personal_number=AN, phone="+84912345678")
OTHER = Person(full_name="Trần Văn Bình", personal_number=BINH)
OVER = NOW - timedelta(days=190)


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
    data = storage.people.of_person(AN, post_ended_before=OVER)
    assert [held.reference for held in data.dossiers] == [mine.local_reference]
    assert data.dossiers[0].documents_kept == 1
    assert [(one.purpose, one.version) for one in data.dossiers[0].consents] == [("submit_dossier", "2")]
    assert (len(data.accounts), len(data.drafts), data.masked_number) == (1, 1, "001•••••0001")
    told = json.dumps(data.whole, ensure_ascii=False)
    assert "Nguyễn Thị An" in told and BINH not in told
    assert "Nguyễn" not in repr(data)
    with pytest.raises(RuleBroken):
        storage.people.of_person('%"', post_ended_before=OVER)


def test_what_is_finished_goes_and_what_is_under_way_stays_with_its_reason(storage: Storage) -> None:
    over = ended(storage, of(AN))
    under_way = storage.dossiers.submit(of(AN), actor="citizen", point="HN0099").local_reference
    other = ended(storage, of(BINH))
    storage.drafts.save(sample_draft(content={"applicant": {"personal_number": AN}}))
    erasure = storage.people.erase(AN, post_ended_before=OVER)
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
    assert [held.reference for held in storage.people.of_person(AN, post_ended_before=OVER).dossiers] == [
        under_way
    ]
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


# --- the post's desk ---------------------------------------------------------------------------------------------

LATER = timedelta(days=400)
"""Past every complaint."""


def at_the_post(storage: Storage, label: str, sender: Person) -> PostItem:
    """An envelope handed over, its result given out, a fee paid in cash; all told to the portal."""
    body = {"channel": "paper", "applicant": sender.to_wire()}
    dossier = storage.dossiers.submit(
        replace(sample_dossier(), body={**sample_dossier().body, **body}), actor="clerk:lan", point="HN0099"
    )
    instead = SignedInstead(SigningWay.WITNESS, WhyNotOnScreen.CANNOT_WRITE, "Lê Thị Hoa")
    item = sample_item(
        label, id=dossier.id, reference=dossier.local_reference, sender=sender, sender_signed=instead
    )
    citizen, clerk = sample_signatures()
    waybill = PostMessage(new_id(), PostCall.WAYBILL, label, label, item.waybill_wire("citizen"))
    storage.post.seal(item, (replace(citizen, instead=instead), clerk), waybill)
    line = HandOverLine(item.id, label)
    record = HandOverRecord(new_id(), f"BB-{label}", item.agency, "Minh", "lan", AT, (line,))
    told = PostMessage(record.id, PostCall.HANDOVER, record.id, record.number, record.to_wire())
    storage.post.hand_over(record, sample_signatures(), told)
    result = storage.post.arrive(
        sample_result(dossier.local_reference, dossier_id=dossier.id, reference=dossier.local_reference),
        staff_id="lan",
    )
    given = moved(result, ResultState.DELIVERED, at=AT)
    wire = delivery_wire(given, HandOut(sender, Receiver.APPLICANT, "clerk"), AT)
    out = PostMessage(new_id(), PostCall.DELIVERY, new_id(), given.name, wire)
    storage.post.move_result(
        result, given, staff_id="lan", facts={}, message=out, signatures=sample_signatures()
    )
    values = {"sender_name": sender.full_name}
    storage.prints.add(Receipt("dispatch", values, "vi"), reference=f"{label} dispatch")
    cash = PaymentMethod.CASH
    storage.payments.keep(
        Payment(new_id(), dossier.id, dossier.local_reference, cash, PaymentState.KEPT, 8_000, NOW, NOW)
    )
    while (job := storage.queue.claim(lease_s=60)) is not None:
        if job.kind is JobKind.TELL_POST:
            storage.queue.settle(job, Done())
    return item


def test_the_export_names_every_piece_of_the_post_and_why_it_stays(storage: Storage) -> None:
    item = at_the_post(storage, LABELS[0], SENDER)
    other = at_the_post(storage, LABELS[1], OTHER)
    waiting = sample_item(LABELS[2], sender=SENDER)
    storage.post.seal(waiting, sample_signatures(), sample_message(waiting))
    data = storage.people.of_person(AN, post_ended_before=OVER)
    held = {(one.piece, one.name): one.kept for one in data.post}
    assert held[PostPiece.ENVELOPE, item.number] is KeptWhy.COMPLAINT_TERM
    assert held[PostPiece.ENVELOPE, waiting.number] is KeptWhy.IN_PROGRESS
    assert held[PostPiece.RESULT, item.reference] is KeptWhy.COMPLAINT_TERM
    assert held[PostPiece.PAYMENT, item.reference] is KeptWhy.MONEY
    assert sum(one.piece is PostPiece.SIGNATURE for one in data.post) == 6
    assert [one["call"] for one in data.whole["post_news"]] == ["waybill", "delivery", "waybill"]
    told = json.dumps(data.whole, ensure_ascii=False)
    assert SENDER.full_name in told and "Lê Thị Hoa" in told
    assert other.number not in told and OTHER.full_name not in told
    for part in ("envelopes", "results", "signatures", "post_news", "payments"):
        assert all(one["kept_why"] for one in data.whole[part]), part


def test_within_the_time_of_complaints_the_post_keeps_its_proof(storage: Storage) -> None:
    item = at_the_post(storage, LABELS[0], SENDER)
    erasure = storage.people.erase(AN, post_ended_before=OVER)
    assert erasure.post == 0
    assert (item.number, KeptWhy.COMPLAINT_TERM) in erasure.kept
    assert (item.reference, KeptWhy.MONEY) in erasure.kept
    kept = storage.post.item(item.number)
    assert kept is not None and kept.sender.full_name == SENDER.full_name
    assert storage.check(full=True) == []


def test_after_it_nothing_of_the_post_names_the_person(storage: Storage) -> None:
    item = at_the_post(storage, LABELS[0], SENDER)
    at_the_post(storage, LABELS[1], OTHER)
    erasure = storage.people.erase(AN, post_ended_before=NOW + LATER)
    assert erasure.post > 0
    masked = storage.post.item(item.number)
    assert masked is not None
    assert (masked.sender.full_name, masked.sender_signed, masked.dossier_body) == ("", None, {})
    assert masked.contents == item.contents, "the record stays"
    assert storage.prints.latest(f"{item.number} dispatch") is None
    assert [one.kept for one in storage.people.of_person(AN, post_ended_before=NOW + LATER).post] in (
        [],
        [KeptWhy.RECORD, KeptWhy.MONEY],
    )
    neighbour = storage.people.of_person(BINH, post_ended_before=OVER)
    assert any(one.piece is PostPiece.ENVELOPE for one in neighbour.post)
    assert storage.check(full=True) == []


def test_slips_of_the_post_go_when_their_time_is_over(storage: Storage) -> None:
    item = at_the_post(storage, LABELS[0], SENDER)
    day_s = 86_400.0
    storage.post.erase_due(signatures_s=190 * day_s, records_s=1830 * day_s, now=NOW)
    assert storage.prints.latest(f"{item.number} dispatch") is not None
    storage.post.erase_due(signatures_s=190 * day_s, records_s=1830 * day_s, now=NOW + LATER)
    assert storage.prints.latest(f"{item.number} dispatch") is None
