"""Stores that keep everything in memory: they pass the contract tests of the real ones, and last as long as the test."""

import base64
import json
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.domain.account import Account, AccountState
from kiosk.domain.dossier import Problem
from kiosk.domain.errors import DatabaseDamaged, DiskFull, RuleBroken
from kiosk.domain.events import (
    AuditEntry,
    AuditKind,
    AuditVerdict,
    IntegrityReport,
    read_wire_time,
    wire_time,
)
from kiosk.domain.ids import new_id
from kiosk.domain.mailbag import BagContents, BagOutcome, BagRefused, Progress, nobody_watches
from kiosk.domain.ports import AuditLog, Clock, Monotonic
from kiosk.domain.receipt import PrintJob, PrintState, Receipt
from kiosk.domain.upload import JobKind, NewJob
from kiosk.storage import audit_chain
from tests.fakes.memory_calls import MemoryCalls
from tests.fakes.memory_catalogue import MemoryCatalogue
from tests.fakes.memory_dossiers import MemoryDossiers, MemoryDrafts
from tests.fakes.memory_payments import MemoryPayments
from tests.fakes.memory_people import MemoryPeople
from tests.fakes.memory_post import MemoryPost
from tests.fakes.memory_queue import MemoryQueue
from tests.fakes.memory_reviews import MemoryReviews
from tests.fakes.memory_staff import MemoryStaff
from tests.fakes.memory_watch import MemoryWatch


class MemoryBallast:
    """Room as the test says: set `free`."""

    def __init__(self, free: int = 10_000_000_000) -> None:
        self.free = free

    def free_bytes(self) -> int:
        return self.free

    def intake_allowed(self, bytes_wanted: int) -> bool:
        return self.free >= 2 * max(bytes_wanted, 8_000_000)

    def demand(self, bytes_wanted: int) -> None:
        if not self.intake_allowed(bytes_wanted):
            raise DiskFull(f"{bytes_wanted} bytes wanted, {self.free} free")


class MemoryUpkeep:
    """Finds what the test puts into `problems`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: IntegrityReport | None = None
        self.problems: list[str] = []
        self.damage = ""

    def check_opening(self) -> None:
        if self.damage:
            raise DatabaseDamaged(self.damage)

    def forget(self) -> None:
        """What a fake holds it needs."""

    def check_if_due(self, *, every_s: float, should_stop: Callable[[], bool]) -> IntegrityReport | None:
        now = self._clock()
        age_s = None if self._last is None else (now - self._last.at).total_seconds()
        if should_stop() or (age_s is not None and 0 <= age_s < every_s):
            return None
        self._last = IntegrityReport(now, tuple(self.problems), len(self.problems), 0.0)
        return self._last

    def last_check(self) -> IntegrityReport | None:
        return self._last


class MemoryMailBag:
    """Writes no secrets: a bag is a line of JSON that counts what waits, under the one key `memory`."""

    seal = "0000-1111-2222-3333-4444"

    def __init__(self, queue: MemoryQueue, clock: Clock) -> None:
        self._queue, self._clock = queue, clock

    def pack(
        self,
        path: Path,
        *,
        recipient: str,
        terminal: str,
        point: str,
        gateway: str,
        progress: Progress = nobody_watches,
    ) -> BagContents:
        count = self._queue.counts().left
        if not count:
            raise BagRefused("nothing waits", code="bag_empty")
        progress(count, count)
        told = [recipient, terminal, point, gateway, wire_time(self._clock()), count]
        path.write_text(json.dumps(told), encoding="utf-8")
        return BagContents(self.seal, terminal, point, read_wire_time(str(told[4])), count, 0, 0)

    def look(self, path: Path, *, identity: str, progress: Progress = nobody_watches) -> BagContents:
        try:
            recipient, terminal, point, _, at, count = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise BagRefused("no stick", code="stick_failed") from error
        except ValueError as error:
            raise BagRefused("no bag", code="bag_unreadable") from error
        if identity.strip() != recipient:
            raise BagRefused("another key", code="bag_foreign")
        progress(count, count)
        return BagContents(self.seal, terminal, point, read_wire_time(at), count, 0, 0)

    def take_in(
        self,
        path: Path,
        *,
        identity: str,
        senders: Collection[str],
        gateway: str,
        progress: Progress = nobody_watches,
    ) -> BagOutcome:
        contents = self.look(path, identity=identity, progress=progress)
        return BagOutcome(0, contents.dossiers)


class MemoryAudit:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rows: list[audit_chain.Row] = []
        self._acknowledged = 0

    def append(
        self, kind: AuditKind, subject: str = "", facts: Mapping[str, Any] | None = None
    ) -> AuditEntry:
        prev = self._rows[-1][-1] if self._rows else audit_chain.FIRST_PREV
        self._rows.append(
            audit_chain.next_row(len(self._rows) + 1, prev, self._clock(), kind, subject, facts)
        )
        return audit_chain.read_row(self._rows[-1])

    def verify(self) -> AuditVerdict:
        last = self._rows[-1][-1] if self._rows else audit_chain.FIRST_PREV
        return audit_chain.walk(self._rows, last_seq=len(self._rows), last_hash=last)

    def entries(self, *, after_seq: int = 0) -> Iterator[AuditEntry]:
        yield from map(audit_chain.read_row, self._rows[after_seq:])

    def unacknowledged(self, *, limit: int) -> list[AuditEntry]:
        return [
            audit_chain.read_row(row) for row in self._rows[self._acknowledged : self._acknowledged + limit]
        ]

    def acknowledge(self, last_seq: int, countersignature: str) -> None:
        self._acknowledged = max(self._acknowledged, min(last_seq, len(self._rows)))


class MemoryMarks:
    def __init__(self) -> None:
        self._marks: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._marks.get(name)

    def put(self, name: str, value: str | None) -> None:
        self._marks.pop(name, None)
        if value is not None:
            self._marks[name] = value


class MemoryDeviceKey:
    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()

    def public_jwk(self) -> dict[str, str]:
        x = base64.urlsafe_b64encode(self._key.public_key().public_bytes_raw()).rstrip(b"=").decode()
        return {"kty": "OKP", "crv": "Ed25519", "x": x}

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)


def verify_ed25519(public_jwk: Mapping[str, Any], data: bytes, signature: bytes) -> bool:
    """VerifyEd25519 for tests that have no storage room."""
    try:
        raw = base64.urlsafe_b64decode(str(public_jwk["x"]) + "==")
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, data)
    except (InvalidSignature, KeyError, ValueError):
        return False
    return True


class MemoryAccounts:
    def __init__(self, queue: MemoryQueue, audit: AuditLog, clock: Clock) -> None:
        self._queue, self._audit, self._clock = queue, audit, clock
        self._accounts: dict[str, Account] = {}
        self._moved_at: dict[str, datetime] = {}

    def keep(self, account: Account, *, job: NewJob | None = None, actor: str = "kiosk") -> None:
        if job is not None:
            self._audit.append(
                AuditKind.ACCOUNT_REGISTERED, account.id, {"actor": actor, "state": account.state.value}
            )
        self._accounts[account.id] = account
        self._moved_at[account.id] = self._clock()
        if job is not None:
            self._queue.put(job, reference=account.masked_number)

    def find(self, account_id: str) -> Account | None:
        return self._accounts.get(account_id)

    def moved(self, account_id: str, state: AccountState) -> None:
        known = self._accounts.get(account_id)
        if known is None or known.state is state:
            return
        self._accounts[account_id] = replace(known, state=state)
        self._moved_at[account_id] = self._clock()
        if state is AccountState.ACTIVE:
            self._audit.append(AuditKind.ACCOUNT_ACTIVATED, account_id)

    def needing_attention(self) -> list[Account]:
        wanted = (AccountState.NEEDS_CODE, AccountState.QUARANTINED)
        return [account for account in self._accounts.values() if account.state in wanted and account.body]

    def erase_settled(self, *, settled_s: float, open_s: float) -> int:
        waits_s = {AccountState.ACTIVE: settled_s, AccountState.EXISTS: settled_s}
        waits_s |= {AccountState.PENDING: open_s, AccountState.NEEDS_CODE: open_s}
        waits_s |= {AccountState.QUARANTINED: open_s}
        found = [
            account
            for account in self._accounts.values()
            if account.body
            and account.state in waits_s
            and self._moved_at[account.id] <= self._clock() - timedelta(seconds=waits_s[account.state])
        ]
        for account in found:
            self._queue.drop(JobKind.REGISTER_ACCOUNT, account.id)
            self._accounts[account.id] = replace(account, body={})
            self._audit.append(AuditKind.ACCOUNT_ERASED, account.id)
        return len(found)


class MemoryPrints:
    def __init__(self, clock: Clock, audit: AuditLog) -> None:
        self._clock, self._audit = clock, audit
        self._jobs: dict[str, PrintJob] = {}

    def add(self, receipt: Receipt, *, reference: str = "") -> PrintJob:
        job = PrintJob(
            new_id(), len(self._jobs) + 1, receipt, PrintState.WAITING, self._clock(), 0, reference
        )
        self._jobs[job.id] = job
        return job

    def begin(self, job_id: str) -> PrintJob:
        job = self._known(job_id)
        self._jobs[job_id] = replace(job, state=PrintState.SENDING, copies=job.copies + 1)
        return self._jobs[job_id]

    def sent(self, job_id: str) -> None:
        self._jobs[job_id] = replace(self._known(job_id), state=PrintState.CONFIRMING)

    def own_up(self) -> int:
        begun = [
            job.id for job in self._jobs.values() if job.state in (PrintState.SENDING, PrintState.CONFIRMING)
        ]
        for job_id in begun:
            self.settle(job_id, PrintState.UNKNOWN)
        return len(begun)

    def settle(self, job_id: str, state: PrintState) -> None:
        job = self._known(job_id)
        unspent = max(0, job.copies - 1) if state is PrintState.NOT_PRINTED else job.copies
        job = self._jobs[job_id] = replace(job, state=state, copies=unspent)
        facts = {"number": job.number, "copies": job.copies, "template": job.receipt.template}
        if state is PrintState.PRINTED:
            self._audit.append(AuditKind.RECEIPT_PRINTED, job.reference, facts)
        elif state in (PrintState.NOT_PRINTED, PrintState.UNKNOWN, PrintState.CANCELLED):
            self._audit.append(AuditKind.RECEIPT_NOT_PRINTED, job.reference, {**facts, "state": state.value})

    def _known(self, job_id: str) -> PrintJob:
        if job_id not in self._jobs:
            raise RuleBroken("no such print job", code="print_job_unknown")
        return self._jobs[job_id]

    def unfinished(self) -> list[PrintJob]:
        ended = (PrintState.PRINTED, PrintState.CANCELLED)
        return [job for job in self._jobs.values() if job.state not in ended]

    def latest(self, reference: str) -> PrintJob | None:
        return next((job for job in reversed(self._jobs.values()) if job.reference == reference), None)


@dataclass(slots=True)
class MemoryStores:
    """All of them, wired as the storage room wires the real ones, under the same attribute names."""

    drafts: MemoryDrafts
    dossiers: MemoryDossiers
    accounts: MemoryAccounts
    queue: MemoryQueue
    prints: MemoryPrints
    post: MemoryPost
    catalogue: MemoryCatalogue
    reviews: MemoryReviews
    marks: MemoryMarks
    audit: MemoryAudit
    staff: MemoryStaff
    keys: MemoryDeviceKey
    ballast: MemoryBallast
    upkeep: MemoryUpkeep
    mail_bag: MemoryMailBag
    watch: MemoryWatch
    people: MemoryPeople
    calls: MemoryCalls
    payments: MemoryPayments

    @classmethod
    def build(
        cls, *, clock: Clock = lambda: datetime.now(UTC), monotonic: Monotonic = time.monotonic
    ) -> "MemoryStores":
        """Empty stores on the given clocks."""
        audit, ballast = MemoryAudit(clock), MemoryBallast()
        queue = MemoryQueue(clock, monotonic, audit)
        drafts = MemoryDrafts(ballast, audit)
        dossiers = MemoryDossiers(drafts, queue, ballast, audit, clock)
        accounts = MemoryAccounts(queue, audit, clock)

        def stopped(kind: JobKind, subject_id: str, problem: Problem) -> None:
            dossiers.job_stopped(kind, subject_id, problem)
            account = accounts.find(subject_id)
            if account is not None and account.state in (AccountState.REGISTERING, AccountState.QUEUED):
                accounts.moved(subject_id, AccountState.QUARANTINED)

        def retried(kind: JobKind, subject_id: str) -> None:
            dossiers.job_retried(kind, subject_id)
            account = accounts.find(subject_id)
            if account is not None and account.state is AccountState.QUARANTINED:
                accounts.moved(subject_id, AccountState.QUEUED)

        queue.stopped, queue.retried = stopped, retried
        return cls(
            drafts=drafts,
            dossiers=dossiers,
            accounts=accounts,
            queue=queue,
            prints=MemoryPrints(clock, audit),
            post=MemoryPost(queue, audit, clock, drafts),
            catalogue=MemoryCatalogue(clock),
            reviews=MemoryReviews(),
            marks=MemoryMarks(),
            audit=audit,
            staff=MemoryStaff(clock, monotonic, audit),
            keys=MemoryDeviceKey(),
            ballast=ballast,
            upkeep=MemoryUpkeep(clock),
            mail_bag=MemoryMailBag(queue, clock),
            watch=MemoryWatch(audit, clock),
            people=MemoryPeople(),
            calls=MemoryCalls(audit, clock),
            payments=MemoryPayments(dossiers, queue, audit, clock),
        )

    def close(self) -> None:
        """Nothing to let go of."""
