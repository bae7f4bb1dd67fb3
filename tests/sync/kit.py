"""A whole kiosk's sync room over memory stores, for one test: client, stores, runner and sample work."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.domain.account import Account, AccountState
from kiosk.domain.dossier import Dossier, DossierState, NewDocument, NewDossier
from kiosk.domain.ids import new_id
from kiosk.domain.upload import JobKind, NewJob, TransferCounts
from kiosk.sync.client import GatewayClient
from kiosk.sync.runner import Runner
from kiosk.sync.tools import Tools
from tests.fakes.stores import MemoryStores, verify_ed25519

PROCEDURE = {
    "code": "1.999999",
    "version": "1",
    "name": {"vi": "Thủ tục mẫu", "en": "Sample procedure"},
    "online": {"mode": "full", "reason": ""},
    "cases": [],
    "form": {},
}
"""Asks for no papers and no answers: what is tested here is the line."""

HURRY = 0.005
"""Full jitter with a short breath: ladders keep their shape and tests do not wait for them."""


class Kit:
    """What one kiosk has. `skew_s` puts its wall clock wrong; `after`: the same kiosk after a restart."""

    def __init__(
        self,
        url: str,
        *,
        skew_s: float = 0.0,
        seed: int = 1,
        after: "Kit | None" = None,
        ca: Path | None = None,
        proxy: str = "",
    ) -> None:
        self.skew_s = skew_s
        self.stop = threading.Event()
        self.stores: MemoryStores = after.stores if after else MemoryStores.build()
        dice = random.Random(seed)
        self.random = lambda: HURRY * dice.random()
        self.device_id: str = after.device_id if after else new_id()
        self.client = GatewayClient(
            url,
            device_id=self.device_id,
            device_key=self.stores.keys,
            verify=verify_ed25519,
            version="1.0.0",
            clock=self.now,
            monotonic=time.monotonic,
            random=self.random,
            stop=self.stop,
            ca=ca,
            proxy=proxy,
        )
        stores = self.stores
        self.tools = Tools(self.client, stores.dossiers, stores.accounts, stores.payments, stores.post)
        self.runner = Runner(
            self.stores.queue, self.tools, self.client.link, self.now, time.monotonic, self.random
        )

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.skew_s)

    def enrol(self, code: str = "TEST-CODE") -> "Kit":
        self.client.enrol(code, name="Quầy mẫu", kiosk_version="1.0.0", os="linux")
        return self

    def queue_dossier(self, *contents: bytes, **more: Any) -> Dossier:
        """A confirmed dossier with one document for each of `contents`."""
        documents = tuple(
            NewDocument(new_id(), f"paper_{place}", f"Giấy {place}.pdf", "application/pdf", 1, content)
            for place, content in enumerate(contents, 1)
        )
        new = NewDossier(new_id(), "1.999999", "Thủ tục mẫu", sample_body(), documents, **more)
        return self.stores.dossiers.submit(new, actor="citizen", point="0001")

    def dossier(self, dossier: Dossier) -> Dossier:
        found = self.stores.dossiers.find(dossier.id)
        assert found is not None
        return found

    def queue_account(self, activation: str = "link", **more: Any) -> Account:
        body = {**account_body(), "activation": activation, **more}
        account = Account(new_id(), AccountState.QUEUED, body, self.now(), "0011****0001")
        job = NewJob(JobKind.REGISTER_ACCOUNT, account.id)
        self.stores.accounts.keep(account, job=job)
        return account

    def account(self, account: Account) -> Account:
        found = self.stores.accounts.find(account.id)
        assert found is not None
        return found

    def drain(self, timeout_s: float = 60.0) -> TransferCounts:
        return self.runner.drain(until_empty=True, timeout_s=timeout_s)

    def close(self) -> None:
        self.stop.set()
        self.client.close()


@contextmanager
def kit_at(url: str, **more: Any) -> Iterator[Kit]:
    kit = Kit(url, **more)
    try:
        yield kit
    finally:
        kit.close()


def sample_body() -> dict[str, Any]:
    """The contract's PUT body without what the store fills in."""
    person: dict[str, Any] = {
        "kind": "citizen",
        "personal_number": "001199000001",
        "old_number": None,
        "full_name": "Nguyễn Thị An",
        "birth_date": "1999-01-02",
        "gender": "female",
        "address": {"line": "1 Phố Mẫu", "ward_code": "00001", "province_code": "01", "text": "Hà Nội"},
        "phone": "0901234567",
        "email": None,
        "account_id": None,
        "organisation": None,
        "relation": None,
        "authority_document": None,
    }
    at = "2026-11-22T01:02:03.000Z"
    return {
        "replaces": None,
        "procedure": {"code": "1.999999", "version": "1", "case": None},
        "agency": "UBND xã Mẫu",
        "channel": "online",
        "applicant": person,
        "representative": None,
        "form": {},
        "delivery": {"method": "electronic", "address": None, "waybill": None},
        "notices": {"sms": True, "email": False, "zalo": False},
        "consents": [{"purpose": "submit", "version": "1", "agreed_at": at}],
        "identity_verification": {"method": "qr", "at": at},
        "entered_by": {"kind": "citizen", "staff_id": None},
        "confirmed_by_citizen_at": at,
        "times": {"started_at": at, "confirmed_at": at},
        "effort": {"autofilled_fields": 5, "seconds": 90},
    }


def account_body() -> dict[str, Any]:
    """The contract's registration."""
    at = "2026-11-22T01:02:03.000Z"
    return {
        "personal_number": "001199000001",
        "old_number": None,
        "full_name": "Nguyễn Thị An",
        "birth_date": "1999-01-02",
        "gender": "female",
        "address": {"line": "1 Phố Mẫu", "ward_code": "00001", "province_code": "01", "text": "Hà Nội"},
        "phone": "0901234567",
        "email": None,
        "activation": "otp",
        "consent": [{"purpose": "account", "version": "1", "agreed_at": at}],
        "identity_verification": {"method": "qr", "at": at},
        "registered_by": {"kind": "citizen", "staff_id": None},
    }


def content_of(size: int, seed: int = 7) -> bytes:
    """Bytes that do not repeat."""
    return random.Random(seed).randbytes(size)


def wait_until(holds: Callable[[], bool], *, within_s: float = 20.0) -> None:
    """Wait on a condition, not on time."""
    end = time.monotonic() + within_s
    pause = threading.Event()
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        pause.wait(0.01)


def quarantined_as(kiosk: Kit, dossier: Dossier) -> str:
    """The code a clerk sees, in the dossier and in the work list alike."""
    kiosk.drain()
    found = kiosk.dossier(dossier)
    assert found.state is DossierState.QUARANTINED
    assert found.problem is not None
    items = kiosk.stores.queue.items(state="quarantined")
    assert [item.problem.code if item.problem else "" for item in items] == [found.problem.code]
    assert not any(document.purged for document in found.documents)
    return found.problem.code


def submitted(kiosk: Kit, dossier: Dossier) -> bool:
    kiosk.drain()
    return kiosk.dossier(dossier).state is DossierState.SUBMITTED
