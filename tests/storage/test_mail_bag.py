"""Waiting work on a stick: what goes in comes out whole on another terminal, once, and from nobody unknown."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest

from kiosk.domain.account import AccountState
from kiosk.domain.dossier import Dossier, DossierState, Problem
from kiosk.domain.errors import ConfigurationInvalid, DiskFull
from kiosk.domain.events import AuditKind
from kiosk.domain.ids import new_id
from kiosk.domain.mailbag import BagContents, BagOutcome, BagRefused
from kiosk.domain.payment import Payment, PaymentMethod, PaymentState
from kiosk.domain.upload import Done, JobKind, NewJob, Stop
from kiosk.storage import Storage
from kiosk.storage import mail_bag_format as bag_format
from kiosk.storage.mail_bag_rows import account_to_json
from tests.fakes.dossier_samples import SAMPLE_NAME, sample_account, sample_document, sample_dossier
from tests.storage.conftest import QUICK_HASHER

PORTAL = "https://portal.example"
OPERATOR = pyrage.x25519.Identity.generate()
PAPERS = (b"first paper " * 20_000, b"", b"third")


@dataclass
class Terminal:
    """One terminal with its own home, at one desk with the others."""

    storage: Storage
    name: str

    def put(self) -> Dossier:
        papers = [sample_document(content) for content in PAPERS]
        return self.storage.dossiers.submit(sample_dossier(*papers), actor="citizen", point=self.name)

    def pack(self, path: Path, recipient: str = str(OPERATOR.to_public())) -> BagContents:
        return self.storage.mail_bag.pack(
            path, recipient=recipient, terminal=self.name, point="HN-001", gateway=PORTAL
        )

    def take_in(self, path: Path, *senders: str, identity: str = str(OPERATOR)) -> BagOutcome:
        return self.storage.mail_bag.take_in(path, identity=identity, senders=senders, gateway=PORTAL)


@pytest.fixture
def sender(tmp_path: Path) -> Iterator[Terminal]:
    storage = Storage.open(tmp_path / "sender", hasher=QUICK_HASHER)
    yield Terminal(storage, "T1")
    storage.close()


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Terminal]:
    storage = Storage.open(tmp_path / "receiver", hasher=QUICK_HASHER)
    yield Terminal(storage, "T2")
    storage.close()


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return tmp_path / "monday.kioskbag"


def wire_body(dossier: Dossier) -> dict[str, object]:
    return {**dossier.body, "documents": [one.to_wire() for one in dossier.documents]}


def test_what_waits_arrives_under_its_own_ids(sender: Terminal, receiver: Terminal, bag: Path) -> None:
    sent = [sender.put() for _ in range(3)]
    account = sample_account(AccountState.QUEUED)
    sender.storage.accounts.keep(account, job=NewJob(JobKind.REGISTER_ACCOUNT, account.id))
    told = sender.pack(bag)
    assert (told.dossiers, told.accounts, told.bytes) == (3, 1, 3 * sum(map(len, PAPERS)))
    assert receiver.storage.mail_bag.look(bag, identity=str(OPERATOR)) == told
    assert receiver.take_in(bag, told.seal) == BagOutcome(4, 0)
    for one in sent:
        found = receiver.storage.dossiers.find(one.local_reference)
        assert found is not None
        assert (found.id, found.revision, found.state) == (one.id, one.revision, DossierState.QUEUED)
        assert wire_body(found) == wire_body(one)
        assert [step.state for step in found.history][: len(one.history)] == [
            step.state for step in one.history
        ]
        assert found.history[-1].by == f"mailbag:{told.seal}"
        for paper in found.documents:
            assert receiver.storage.dossiers.rehash_document(paper.id) == paper.sha256
    kept = receiver.storage.accounts.find(account.id)
    assert kept is not None
    assert dict(kept.body) == dict(account.body)
    subjects = {receiver.storage.queue.claim(lease_s=60).subject_id for _ in range(4)}  # type: ignore[union-attr]
    assert subjects == {account.id, *(one.id for one in sent)}
    assert receiver.storage.check(full=True) == []
    kinds = [entry.kind for entry in receiver.storage.audit.unacknowledged(limit=50)]
    assert kinds[-1] == AuditKind.MAIL_BAG_TAKEN_IN


def test_a_bag_of_an_earlier_program_has_no_news_of_the_post(
    sender: Terminal, receiver: Terminal, bag: Path
) -> None:
    keys = sender.storage.keys
    listed = bag_format.canonical(
        {
            "format": "kiosk-mail-bag",
            "version": 1,
            "made_at": "2026-11-20T01:02:03.000Z",
            "terminal": "T1",
            "point": "HN-001",
            "gateway": PORTAL,
            "public_jwk": keys.public_jwk(),
            "dossiers": [],
            "accounts": [account_to_json(sample_account(AccountState.QUEUED))],
        }
    )
    with bag.open("wb") as file:
        bag_format.write(file, OPERATOR.to_public(), listed, keys.sign(bag_format.SIGNED + listed), [])
    assert receiver.take_in(bag, sender.storage.mail_bag.seal) == BagOutcome(1, 0)


def test_cash_is_told_to_the_portal_from_there_and_stays_in_its_drawer(
    sender: Terminal, receiver: Terminal, bag: Path
) -> None:
    dossier = sender.put()
    at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    paid = Payment(
        id=new_id(),
        dossier_id=dossier.id,
        reference=dossier.local_reference,
        method=PaymentMethod.CASH,
        state=PaymentState.KEPT,
        amount=8000,
        created_at=at,
        moved_at=at,
        staff_id="lan",
        payer="Trần Văn Bình",
    )
    sender.storage.payments.take_cash(paid)
    packed = sender.pack(bag)
    assert (packed.dossiers, packed.cash) == (1, 1)
    assert receiver.take_in(bag, packed.seal) == BagOutcome(2, 0)
    assert receiver.take_in(bag, packed.seal) == BagOutcome(0, 2), "a second time brings nothing"
    there = receiver.storage.payments.find(paid.id)
    assert there == replace(paid, payer=""), "who paid is nobody's business there"
    first, second = (receiver.storage.queue.claim(lease_s=60) for _ in range(2))
    assert first is not None and first.kind is JobKind.DELIVER_DOSSIER
    assert second is not None and (second.kind, second.subject_id) == (JobKind.SEND_CASH, paid.id)
    assert receiver.storage.payments.in_the_drawer() == []
    assert [each.id for each in sender.storage.payments.in_the_drawer()] == [paid.id]
    kinds = [entry.kind for entry in receiver.storage.audit.entries()]
    assert AuditKind.CASH_ADOPTED in kinds
    assert AuditKind.CASH_TAKEN not in kinds, "it is counted once, where it was taken"


def test_the_version_a_dossier_was_begun_with_travels_with_it(
    sender: Terminal, receiver: Terminal, bag: Path
) -> None:
    new = sample_dossier()
    begun = {"code": new.procedure_code, "version": "2026.1", "name": "as it was"}
    body = {**new.body, "procedure": {**begun, "case": "any"}}
    sender.storage.dossiers.submit(replace(new, body=body), actor="citizen", point="T1")
    sender.storage.catalogue.keep_followed(begun)
    sender.storage.catalogue.keep_followed({"code": "9.999999", "version": "1"})
    packed = sender.pack(bag)
    receiver.take_in(bag, packed.seal)
    assert receiver.storage.catalogue.followed() == [begun]


def test_cash_alone_is_worth_a_bag(sender: Terminal, bag: Path) -> None:
    at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    paid = Payment(new_id(), new_id(), "", PaymentMethod.CASH, PaymentState.KEPT, 8000, at, at)
    sender.storage.payments.take_cash(paid)
    told = sender.pack(bag)
    assert (told.dossiers, told.cash) == (0, 1)


def test_packing_takes_nothing_out_of_the_queue(sender: Terminal, bag: Path) -> None:
    sender.put()
    before = sender.storage.queue.items()
    sender.pack(bag)
    assert [item.job_id for item in sender.storage.queue.items()] == [item.job_id for item in before]
    assert not list(bag.parent.glob("*.part"))


def test_again_brings_nothing_twice(sender: Terminal, receiver: Terminal, bag: Path) -> None:
    sender.put()
    seal = sender.pack(bag).seal
    receiver.take_in(bag, seal)
    assert receiver.take_in(bag, seal) == BagOutcome(0, 1)
    assert sender.take_in(bag) == BagOutcome(0, 1)
    assert len(receiver.storage.queue.items()) == 1
    assert len(list((bag.parent / "receiver" / "files").iterdir())) == len(PAPERS)


def test_what_the_other_delivered_meanwhile_is_not_queued_again(
    sender: Terminal, receiver: Terminal, bag: Path
) -> None:
    sender.put()
    seal = sender.pack(bag).seal
    receiver.take_in(bag, seal)
    job = receiver.storage.queue.claim(lease_s=60)
    assert job is not None
    receiver.storage.queue.settle(job, Done())
    receiver.take_in(bag, seal)
    assert receiver.storage.queue.claim(lease_s=60) is None


def test_only_what_waits_is_packed(sender: Terminal, bag: Path) -> None:
    delivered, stopped, waits = sender.put(), sender.put(), sender.put()
    for outcome in (Done(), Stop(Problem("invalid"))):
        job = sender.storage.queue.claim(lease_s=60)
        assert job is not None
        sender.storage.queue.settle(job, outcome)
    told = sender.pack(bag)
    assert told.dossiers == 1
    assert {delivered.id, stopped.id} & {
        item.subject_id for item in sender.storage.queue.items(state="waiting")
    } == set()
    assert sender.storage.queue.items(state="waiting")[0].subject_id == waits.id


def test_nothing_personal_is_readable_on_the_stick(sender: Terminal, bag: Path) -> None:
    sender.put()
    sender.pack(bag)
    raw = bag.read_bytes()
    assert SAMPLE_NAME.encode() not in raw
    assert b"first paper" not in raw


def test_an_unknown_terminals_bag_is_refused_and_names_its_seal(
    sender: Terminal, receiver: Terminal, bag: Path
) -> None:
    sender.put()
    seal = sender.pack(bag).seal
    with pytest.raises(BagRefused) as refused:
        receiver.take_in(bag, "0000-0000-0000-0000-0000")
    assert (refused.value.code, refused.value.detail) == ("bag_sender_unknown", seal)
    assert receiver.storage.queue.items() == []


def test_a_bag_for_somebody_else_is_refused(sender: Terminal, receiver: Terminal, bag: Path) -> None:
    sender.put()
    told = sender.pack(bag)
    stranger = str(pyrage.x25519.Identity.generate())
    with pytest.raises(BagRefused) as refused:
        receiver.take_in(bag, told.seal, identity=stranger)
    assert refused.value.code == "bag_foreign"
    with pytest.raises(BagRefused) as refused:
        receiver.storage.mail_bag.take_in(
            bag, identity=str(OPERATOR), senders=[told.seal], gateway="https://another.example"
        )
    assert refused.value.code == "bag_other_portal"
    assert receiver.storage.queue.items() == []


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.999])
@pytest.mark.parametrize("how", ["cut", "flip"])
def test_a_damaged_bag_is_refused_wherever_it_is_damaged(
    sender: Terminal, receiver: Terminal, bag: Path, place: float, how: str
) -> None:
    for _ in range(2):
        sender.put()
    seal = sender.pack(bag).seal
    raw = bytearray(bag.read_bytes())
    at = int(len(raw) * place)
    if how == "cut":
        del raw[at:]
    else:
        raw[at] ^= 1
    bag.write_bytes(raw)
    for act in (
        lambda: receiver.storage.mail_bag.look(bag, identity=str(OPERATOR)),
        lambda: receiver.take_in(bag, seal),
    ):
        with pytest.raises(BagRefused) as refused:
            act()
        assert refused.value.code in ("bag_damaged", "bag_unreadable")
    for dossier in receiver.storage.dossiers.recent(limit=10):
        for paper in dossier.documents:
            assert receiver.storage.dossiers.rehash_document(paper.id) == paper.sha256
    assert receiver.storage.check(full=True) == []


@pytest.mark.parametrize("content", [b"", b"holiday pictures", b"age-encryption.org/v1\nrubbish"])
def test_any_other_file_is_no_bag(receiver: Terminal, bag: Path, content: bytes) -> None:
    bag.write_bytes(content)
    with pytest.raises(BagRefused):
        receiver.take_in(bag)


def test_a_sealed_archive_that_is_not_signed_by_its_sender_is_refused(
    sender: Terminal, receiver: Terminal, bag: Path
) -> None:
    """Whoever knows the public key can seal something; only the terminal can sign it."""
    sender.put()
    seal = sender.pack(bag).seal
    plain = pyrage.decrypt(bag.read_bytes(), [OPERATOR])
    forged = plain.replace(SAMPLE_NAME.encode(), SAMPLE_NAME.encode()[::-1])
    bag.write_bytes(pyrage.encrypt(forged, [OPERATOR.to_public()]))
    with pytest.raises(BagRefused) as refused:
        receiver.take_in(bag, seal)
    assert refused.value.code in ("bag_damaged", "bag_unreadable")
    assert receiver.storage.queue.items() == []


def test_another_dossier_under_the_same_reference_is_named(
    sender: Terminal, receiver: Terminal, bag: Path
) -> None:
    receiver.name = sender.name
    mine, theirs = receiver.put(), sender.put()
    assert mine.local_reference == theirs.local_reference
    outcome = receiver.take_in(bag, sender.pack(bag).seal)
    assert outcome == BagOutcome(0, 0, ((theirs.local_reference, "reference_taken"),))


def test_an_empty_queue_and_a_wrong_key_are_said(sender: Terminal, bag: Path) -> None:
    with pytest.raises(BagRefused) as refused:
        sender.pack(bag)
    assert refused.value.code == "bag_empty"
    sender.put()
    with pytest.raises(ConfigurationInvalid):
        sender.pack(bag, recipient="age1wrong")
    with pytest.raises(ConfigurationInvalid):
        sender.take_in(bag, identity="no key at all")
    assert not bag.exists()


def test_a_stick_that_is_gone_breaks_nothing(sender: Terminal, tmp_path: Path) -> None:
    sender.put()
    with pytest.raises(BagRefused) as refused:
        sender.pack(tmp_path / "unplugged" / "monday.kioskbag")
    assert refused.value.code == "stick_failed"
    with pytest.raises(BagRefused) as refused:
        sender.take_in(tmp_path / "unplugged" / "monday.kioskbag")
    assert refused.value.code == "stick_failed"


def test_breaking_off_leaves_no_half_bag(sender: Terminal, bag: Path) -> None:
    sender.put()

    def stop(_done: int, _of: int) -> None:
        raise DiskFull("the test breaks off")

    with pytest.raises(DiskFull):
        sender.storage.mail_bag.pack(
            bag, recipient=str(OPERATOR.to_public()), terminal="T1", point="P", gateway="", progress=stop
        )
    assert list(bag.parent.glob("monday*")) == []
