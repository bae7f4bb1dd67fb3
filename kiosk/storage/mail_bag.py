"""Packs what waits into a sealed mail-bag, and takes another terminal's bag in; sticks and screens are elsewhere.

Nothing leaves the queue by being packed: whichever terminal reaches the portal first delivers it, and the other finds it
there, because dossier, revision and papers travel under their own ids.
"""

import base64
import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.domain.account import Account
from kiosk.domain.dossier import Document, Dossier, DossierState, StateChange
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind, read_wire_time, wire_time
from kiosk.domain.mailbag import (
    BagContents,
    BagOutcome,
    BagRefused,
    Progress,
    nobody_watches,
    seal_of,
)
from kiosk.domain.payment import Payment
from kiosk.domain.ports import Clock
from kiosk.domain.post_ports import PostMessage
from kiosk.domain.upload import JobKind, NewJob, QueueItem
from kiosk.storage import mail_bag_format as bag_format
from kiosk.storage import mail_bag_rows as rows
from kiosk.storage.account_store import SqlAccountStore
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.catalogue_store import SqlCatalogueStore
from kiosk.storage.dossier_intake import DossierIntake
from kiosk.storage.dossier_store import SqlDossierStore
from kiosk.storage.durable_files import stick_errors, sync_folder
from kiosk.storage.keys import KeyRing, verify_ed25519
from kiosk.storage.payment_store import SqlPaymentStore
from kiosk.storage.post_store import SqlPostStore
from kiosk.storage.upload_queue import SqlUploadQueue

_PAGE_ITEMS = 500
_UNDER_WAY = ("waiting", "uploading")


class SealedMailBag:
    """MailBag."""

    def __init__(
        self,
        dossiers: SqlDossierStore,
        accounts: SqlAccountStore,
        post: SqlPostStore,
        payments: SqlPaymentStore,
        catalogue: SqlCatalogueStore,
        queue: SqlUploadQueue,
        intake: DossierIntake,
        audit: SqlAuditLog,
        keys: KeyRing,
        clock: Clock,
    ) -> None:
        self._dossiers = dossiers
        self._accounts = accounts
        self._post = post
        self._payments = payments
        self._catalogue = catalogue
        self._queue = queue
        self._intake = intake
        self._audit = audit
        self._keys = keys
        self._clock = clock

    @property
    def seal(self) -> str:
        """This terminal's own, for others to compare."""
        return _seal(self._keys.public_jwk())

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
        """Write everything that waits to `path`, sealed for `recipient` (`age1…`); it keeps waiting here as well.

        BagRefused(`bag_empty`, `stick_full`, `stick_failed`), ConfigurationInvalid for a recipient that is none.
        """
        to = bag_format.recipient_of(recipient)
        items = [item for state in _UNDER_WAY for item in self._all(state)]
        dossiers = [
            dossier
            for item in items
            if item.kind is JobKind.DELIVER_DOSSIER and (dossier := self._dossiers.find(item.subject_id))
        ]
        accounts = [
            account
            for item in items
            if item.kind is JobKind.REGISTER_ACCOUNT and (account := self._accounts.find(item.subject_id))
        ]
        news = [
            message
            for item in items
            if item.kind is JobKind.TELL_POST and (message := self._post.message(item.subject_id))
        ]
        cash = [
            payment
            for item in items
            if item.kind is JobKind.SEND_CASH and (payment := self._payments.find(item.subject_id))
        ]
        if not dossiers and not accounts and not news and not cash:
            raise BagRefused("nothing waits", code="bag_empty")
        listed = bag_format.canonical(
            {
                "format": "kiosk-mail-bag",
                "version": 1,
                "made_at": wire_time(self._clock()),
                "terminal": terminal,
                "point": point,
                "gateway": gateway,
                "public_jwk": self._keys.public_jwk(),
                "dossiers": [rows.dossier_to_json(dossier) for dossier in dossiers],
                "accounts": [rows.account_to_json(account) for account in accounts],
                "post_news": [rows.news_to_json(message) for message in news],
                "procedures": self._procedures(dossiers),
                "cash": [rows.cash_to_json(payment) for payment in cash],
            }
        )
        papers = self._papers(dossiers, progress)
        part = path.with_name(f"{path.name}.part")
        try:
            with stick_errors():
                with part.open("wb") as file:
                    bag_format.write(file, to, listed, self._keys.sign(bag_format.SIGNED + listed), papers)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(path)
                sync_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        contents = _contents(json.loads(listed), self.seal)
        facts = {
            "dossiers": contents.dossiers,
            "accounts": contents.accounts,
            "news": contents.news,
            "cash": contents.cash,
        }
        self._audit.append(AuditKind.MAIL_BAG_PACKED, "", facts)
        return contents

    def look(self, path: Path, *, identity: str, progress: Progress = nobody_watches) -> BagContents:
        """Read the whole bag and believe nothing of it unproven; takes nothing in.

        BagRefused(`bag_unreadable`, `bag_foreign`, `bag_damaged`, `stick_failed`).
        """
        opened = _Opened(progress)
        opened.read(path, identity)
        return opened.contents

    def take_in(
        self,
        path: Path,
        *,
        identity: str,
        senders: Collection[str],
        gateway: str,
        progress: Progress = nobody_watches,
    ) -> BagOutcome:
        """Queue what the bag of a terminal whose seal is among `senders` holds, each dossier in its own transaction.

        Again is harmless. BagRefused as `look`, and `bag_sender_unknown`, `bag_other_portal`; DiskFull. What came
        whole before a bag broke off stays.
        """
        intake = _Intake(self, frozenset(senders) | {self.seal}, gateway, progress)
        intake.read(path, identity)
        outcome = BagOutcome(intake.taken, intake.already_here, tuple(intake.refused))
        facts = {"seal": intake.contents.seal, "taken": outcome.taken, "refused": len(outcome.refused)}
        self._audit.append(AuditKind.MAIL_BAG_TAKEN_IN, "", facts)
        return outcome

    def adopt_dossier(self, told: Mapping[str, Any], papers: Mapping[str, bytes], seal: str) -> bool:
        """False when it is here already; RuleBroken(`reference_taken`, `revision_conflict`)."""
        arrived = StateChange(DossierState.QUEUED, self._clock(), f"mailbag:{seal}")
        with rows.list_errors():
            dossier = rows.dossier_from_json(told, arrived)
        return self._intake.adopt(dossier, papers, seal=seal)

    def adopt_account(self, account: Account, seal: str) -> bool:
        """False when it is here already."""
        if self._accounts.find(account.id) is not None:
            return False
        job = NewJob(JobKind.REGISTER_ACCOUNT, account.id)
        self._accounts.keep(account, job=job, actor=f"mailbag:{seal}")
        return True

    def adopt_news(self, message: PostMessage, seal: str) -> bool:
        """False when it is here already: told under its own id, the portal takes it once whoever tells it."""
        return self._post.adopt(message, seal=seal)

    def adopt_cash(self, payment: Payment, seal: str) -> bool:
        """False when it is here already. The money stays in the drawer that took it: only the portal is told from here."""
        return self._payments.adopt_cash(payment, seal=seal)

    def keep_procedure(self, body: Mapping[str, Any]) -> None:
        """A version that a dossier of the bag was begun with: it stays known here too, listed or not."""
        self._catalogue.keep_followed(body)

    def _procedures(self, dossiers: list[Dossier]) -> list[Mapping[str, Any]]:
        chosen = [dossier.body.get("procedure") for dossier in dossiers]
        named = {(one.get("code"), one.get("version")) for one in chosen if isinstance(one, dict)}
        found = (self._catalogue.followed_version(str(code), version) for code, version in named)
        return [body for body in found if body is not None]

    def _all(self, state: str) -> Iterator[QueueItem]:
        after = 0
        while page := self._queue.items(limit=_PAGE_ITEMS, after=after, state=state):
            yield from page
            after = page[-1].job_id

    def _papers(self, dossiers: list[Dossier], progress: Progress) -> Iterator[bag_format.Paper]:
        done, of = 0, rows.paper_bytes(dossiers)
        for dossier in dossiers:
            for one in _papers_in_bag(dossier):
                progress(done, of)
                yield one.id, one.bytes, self._dossiers.open_document(one.id)
                done += one.bytes
        progress(of, of)


@dataclass(slots=True)
class _Opened:
    """One walk through a bag: the list, its signature, then every paper in the order of the list."""

    progress: Progress
    contents: BagContents = field(init=False)
    _listed: bytes = b""
    _told: dict[str, Any] = field(default_factory=dict)
    _expected: list[tuple[int, str, str]] = field(default_factory=list)
    """(place of the dossier, document, SHA-256) still to come, the next one last."""
    _done: int = 0

    def read(self, path: Path, identity: str) -> None:
        """All of it."""
        key = bag_format.identity_of(identity)
        with stick_errors():
            bag_format.read(path, key, self._member)
        if not self._told or self._expected:
            raise BagRefused("a paper is missing", code="bag_damaged")
        self.arrived()

    def arrived(self) -> None:
        """Everything came."""

    def began(self, told: Mapping[str, Any]) -> None:
        """The list is proven to be the sender's."""

    def paper(self, place: int, document_id: str, content: bytes) -> None:
        """One paper of the dossier at that place of the list, proven to be whole."""

    def _member(self, name: str, content: bytes) -> None:
        if name == "bag.json" and not self._listed:
            self._listed = content
        elif name == "bag.sig" and self._listed and not self._told:
            self._begin(content)
        elif self._told and self._expected:
            place, document_id, sha256 = self._expected.pop()
            if name != f"documents/{document_id}":
                raise BagRefused("a paper is out of place", code="bag_damaged")
            bag_format.check_hash(content, sha256)
            self._done += len(content)
            self.progress(self._done, self.contents.bytes)
            self.paper(place, document_id, content)
        else:
            raise BagRefused("something that was not listed", code="bag_damaged")

    def _begin(self, signature: bytes) -> None:
        with rows.list_errors():
            told = json.loads(self._listed)
            if told["format"] != "kiosk-mail-bag" or told["version"] != 1:
                raise BagRefused("made by another program", code="bag_unreadable")
            if not verify_ed25519(told["public_jwk"], bag_format.SIGNED + self._listed, signature):
                raise BagRefused("the sender's signature does not fit", code="bag_damaged")
            self.contents = _contents(told, _seal(told["public_jwk"]))
            self._expected = [
                (place, one["id"], one["sha256"])
                for place, dossier in enumerate(told["dossiers"])
                for one in dossier["documents"]
                if one["kept"]
            ][::-1]
        self._told = told
        self.began(told)


class _Intake(_Opened):
    """Takes each dossier in when its last paper has come."""

    def __init__(
        self, bag: SealedMailBag, senders: Collection[str], gateway: str, progress: Progress
    ) -> None:
        super().__init__(progress)
        self._bag = bag
        self._senders = senders
        self._gateway = gateway
        self._next = 0
        self._papers: dict[str, bytes] = {}
        self._news: list[PostMessage] = []
        self._cash: list[Payment] = []
        self.taken = 0
        self.already_here = 0
        self.refused: list[tuple[str, str]] = []

    def began(self, told: Mapping[str, Any]) -> None:
        if self.contents.seal not in self._senders:
            raise BagRefused(self.contents.seal, code="bag_sender_unknown")
        if self._gateway and told["gateway"] not in ("", self._gateway):
            raise BagRefused("made for another portal", code="bag_other_portal")
        with rows.list_errors():
            accounts = [rows.account_from_json(account) for account in told["accounts"]]
            self._news = [rows.news_from_json(message) for message in _news_in(told)]
            self._cash = [rows.cash_from_json(payment) for payment in _cash_in(told)]
            for procedure in told.get("procedures", ()):
                self._bag.keep_procedure(procedure)
        for account in accounts:
            self._count(self._bag.adopt_account(account, self.contents.seal))

    def paper(self, place: int, document_id: str, content: bytes) -> None:
        self._adopt_before(place)
        self._papers[document_id] = content

    def arrived(self) -> None:
        self._adopt_before(self.contents.dossiers)
        for message in self._news:
            self._count(self._bag.adopt_news(message, self.contents.seal))
        for payment in self._cash:
            self._count(self._bag.adopt_cash(payment, self.contents.seal))

    def _adopt_before(self, place: int) -> None:
        """Papers come dossier by dossier: those of all before this place are complete."""
        while self._next < place:
            told = self._told["dossiers"][self._next]
            papers, self._papers, self._next = self._papers, {}, self._next + 1
            try:
                self._count(self._bag.adopt_dossier(told, papers, self.contents.seal))
            except RuleBroken as broken:
                self.refused.append((str(told["local_reference"]), broken.code))

    def _count(self, is_new: bool) -> None:
        if is_new:
            self.taken += 1
        else:
            self.already_here += 1


def _papers_in_bag(dossier: Dossier) -> Iterator[Document]:
    return (one for one in dossier.documents if not one.purged)


def _contents(told: Mapping[str, Any], seal: str) -> BagContents:
    return BagContents(
        seal=seal,
        terminal=str(told["terminal"]),
        point=str(told["point"]),
        made_at=read_wire_time(told["made_at"]),
        dossiers=len(told["dossiers"]),
        accounts=len(told["accounts"]),
        bytes=sum(one["bytes"] for each in told["dossiers"] for one in each["documents"] if one["kept"]),
        news=len(_news_in(told)),
        cash=len(_cash_in(told)),
    )


def _news_in(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the bag of an earlier program does not have."""
    return list(told.get("post_news", ()))


def _cash_in(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(told.get("cash", ()))


def _seal(public_jwk: Mapping[str, Any]) -> str:
    return seal_of(base64.urlsafe_b64decode(str(public_jwk["x"]) + "=="))
