"""The doors between rooms: what floor 1 needs from floor 2, as Protocols that `kiosk.app` fills.

Every implementation, fakes included, passes the contract tests of its port in `tests/contracts/`.
All methods may raise the KioskErrors named here; anything else is a bug.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, BinaryIO, Protocol

from kiosk.domain.account import (
    Account,
    AccountExists,
    AccountRegistered,
    AccountState,
    DeviceLogin,
    LoginAnswer,
    OtpAnswer,
    OtpSent,
    Tracking,
)
from kiosk.domain.brought import StickContents, TakenFile
from kiosk.domain.dossier import Document, Dossier, DossierState, NewDossier, Problem
from kiosk.domain.draft import Draft, DraftPage
from kiosk.domain.events import AuditEntry, AuditKind, AuditVerdict, IntegrityReport, PortalEvent
from kiosk.domain.procedure import Problem as FieldProblem
from kiosk.domain.scan import CameraStatus, CardSight, CodeMatrix, Frame, PageSight, Quad, ScannedPage
from kiosk.domain.staff import Role, SignIn, StaffMember
from kiosk.domain.upload import Job, JobOutcome, NewJob, Priority, QueueCounts, QueueItem

Clock = Callable[[], datetime]
"""The wall clock, timezone-aware UTC."""
Monotonic = Callable[[], float]
"""Seconds that only go forward."""


# --- devices -----------------------------------------------------------------------------------------------


class Camera(Protocol):
    """A source of frames with its own grab thread and one newest-frame slot."""

    @property
    def address(self) -> str:
        """`camera:0`, `file:clip.mp4`, `folder:DIR` or `stage:`."""

    def start(self) -> None:
        """Begin to grab; returns at once. A missing camera shows as `CameraStatus.GONE` and is looked for again."""

    def newest(self) -> Frame | None:
        """The newest frame, or None before the first one."""

    def status(self) -> CameraStatus:
        """What the camera is doing now."""

    def stop(self) -> None:
        """Stop grabbing and let go of the device; may be started again."""


class CardReader(Protocol):
    """Finds and decodes ID codes in one frame."""

    def look(self, frame: Frame) -> CardSight:
        """Bounded in time; never raises for anything a camera can deliver."""

    def begin_anew(self) -> None:
        """Another card is asked for: nothing that was seen before may be told with its frames."""


class PageScanner(Protocol):
    """Finds a sheet of paper, says what is wrong with it, and turns it into a clean page."""

    def look(self, frame: Frame) -> PageSight:
        """One live frame; remembers the last few to know when the page lies still."""

    def capture(self, frame: Frame, corners: Quad | None = None, earlier: Sequence[int] = ()) -> ScannedPage:
        """Flatten and clean; problems are listed, not raised. `earlier`: fingerprints of pages already taken."""

    def take_picture(self, frame: Frame, earlier: Sequence[int] = ()) -> ScannedPage:
        """A brought picture as a page: the sheet on it where one lies on a desk, else all of it, as a scan is."""

    def rotate(self, page_jpeg: bytes, quarter_turns: int) -> bytes:
        """The page turned clockwise; FileRefused for what is no picture."""

    def capture_card(self, frame: Frame, corners: Quad) -> ScannedPage:
        """One side of an identity card, flat and in its own colours; problems are listed, not raised."""

    def copy_card(self, sides: Sequence[bytes], words: str) -> ScannedPage:
        """One A4 page with the sides in true size; `words` laid over them say what the copy is for."""

    def make_pdf(self, pages: Sequence[bytes], *, limit_bytes: int, title: str) -> bytes:
        """One PDF of JPEG pages within the limit; FileRefused when legibility would be lost."""

    def count_pages(self, pdf: bytes) -> int:
        """Pages of a PDF that was taken; FileRefused when it is none."""


class BroughtFiles(Protocol):
    """The USB stick a person plugged in; only ever read."""

    def contents(self) -> StickContents:
        """What is on it now; no stick is an ordinary answer."""

    def take(self, file_id: str, *, limit_bytes: int) -> TakenFile:
        """One file, checked by its content; FileRefused with a code that says why not."""


class Pictures(Protocol):
    """Between frames and JPEG files in memory."""

    def jpeg(self, frame: Frame) -> bytes:
        """The frame as JPEG, quality good enough to flatten it again."""

    def frame(self, jpeg: bytes) -> Frame:
        """The picture as a frame; FileRefused when it is none."""

    def thumbnail(self, jpeg: bytes, *, width: int) -> bytes:
        """A small JPEG of at most this width."""


class CodeWriter(Protocol):
    """Draws codes as modules."""

    def qr(self, text: str) -> CodeMatrix:
        """A QR code, error correction M, UTF-8."""

    def code128(self, text: str) -> CodeMatrix:
        """A Code 128 barcode, one row."""


# --- catalogue ---------------------------------------------------------------------------------------------


class FormRules(Protocol):
    """Checks answers against a procedure's form."""

    def check_field(
        self, form: Mapping[str, Any], field: str, values: Mapping[str, Any]
    ) -> FieldProblem | None:
        """What is wrong with one answer, as typed."""

    def check_all(self, form: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, FieldProblem]:
        """Every problem, by field; empty when the form is right."""

    def visible_fields(
        self, form: Mapping[str, Any], fields: Sequence[str], values: Mapping[str, Any]
    ) -> tuple[str, ...]:
        """Those of `fields` that are asked, given the answers so far."""

    def clean(self, form: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
        """The answers as they are sent: tidied, without empty ones."""

    def takes(self, form: Mapping[str, Any], values: Mapping[str, Any], more: Mapping[str, Any]) -> bool:
        """Whether members that are no questions may stand in the form beside the answers."""

    def autofill(self, form: Mapping[str, Any], person: Mapping[str, Any]) -> dict[str, Any]:
        """Answers that the card or the account already knows (person: the contract's wire form)."""


# --- storage -----------------------------------------------------------------------------------------------


class DraftStore(Protocol):
    """Drafts and their sealed pages. `save` returns only after the draft is on disk."""

    def save(self, draft: Draft) -> None: ...
    def load(self, draft_id: str) -> Draft | None: ...
    def open_drafts(self, *, staff_id: str | None = None) -> list[Draft]:
        """Drafts of one staff member; with None those begun by citizens alone (at most one is expected)."""

    def all_staff_drafts(self) -> list[Draft]: ...
    def discard(self, draft_id: str) -> None:
        """Erase the draft and its pages: keys first, then files, then rows."""

    def discard_citizen_drafts(self, older_than: datetime) -> int:
        """Erase what a citizen left behind alone; returns how many."""

    def pass_on(self, draft_id: str, *, code: str, until: datetime | None) -> None:
        """Whoever has the code goes on with it; an empty code takes that back."""

    def passed_on(self, code: str, *, now: datetime) -> Draft | None:
        """The draft that waits under this code, at any terminal of the branch."""

    def take_over(self, draft_id: str, *, staff_id: str | None) -> Draft | None:
        """Make it this terminal's and that person's; None when somebody else was quicker."""

    def add_page(self, page: DraftPage, content: bytes) -> DraftPage:
        """Seal the file, then write the row; returns the page with its size."""

    def pages(self, draft_id: str) -> list[DraftPage]: ...
    def page_content(self, page_id: str) -> bytes: ...
    def remove_page(self, page_id: str) -> None: ...
    def order_pages(self, draft_id: str, component_id: str, page_ids: Sequence[str]) -> None: ...


class DossierStore(Protocol):
    """Durable dossiers. Files first, then one transaction for dossier, documents, job and audit events."""

    def submit(self, dossier: NewDossier, *, actor: str, point: str) -> Dossier:
        """COMMIT with synchronous=FULL before it returns; mints the local reference. Again with the same id and
        revision: the dossier that is there. DiskFull when there is not room enough; nothing is half kept."""

    def find(self, reference: str) -> Dossier | None:
        """By local reference, dossier id or official code (any case)."""

    def recent(
        self, *, limit: int, states: Iterable[DossierState] = (), before: str | None = None
    ) -> list[Dossier]:
        """Newest first, without bodies' copies; `before` is a local reference for the next page."""

    def open_document(self, document_id: str) -> AbstractContextManager[BinaryIO]:
        """The plain bytes, readable and seekable, decrypted block by block."""

    def rehash_document(self, document_id: str) -> str:
        """SHA-256 hex over the kept copy, read anew."""

    def announced(self, dossier_id: str, *, upload_url: str) -> None: ...
    def remember_upload(self, document: Document) -> None:
        """Keep upload URL and count of full uploads, committed before the next byte goes out."""

    def submitted(
        self, dossier_id: str, *, revision: int, state: str, received_at: datetime, manifest: str
    ) -> None:
        """The signed manifest verified: sent. Keeps the manifest as proof; pages are purged after the grace time."""

    def mismatched(self, dossier_id: str, *, manifest: str, reason: str) -> None: ...
    def quarantined(self, dossier_id: str, problem: Problem) -> None: ...
    def moved(self, dossier_id: str, state: DossierState, *, by: str, reason: str = "") -> None: ...
    def apply_event(self, event: PortalEvent) -> bool:
        """Follow the portal in the order of its times. False when the event is known, or another kiosk's affair."""

    def of_person(self, personal_number: str, *, limit: int) -> list[Dossier]:
        """Dossiers that a person filed, or filed for somebody; newest first, `body` left empty."""

    def newest_notice(self, dossier_id: str) -> Mapping[str, Any] | None: ...
    def payment_asked(self, dossier_id: str) -> Mapping[str, Any] | None:
        """The newest payment that the portal's events named (contract: `payment`); None where none did."""

    def purge_due(self, *, grace_s: float) -> int:
        """Crypto-erase documents whose manifest verified at least `grace_s` ago; returns how many."""

    def track(self, code: str) -> Tracking | None:
        """Last known public facts, for when the portal is away."""


class AccountStore(Protocol):
    """Registrations."""

    def keep(self, account: Account, *, job: NewJob | None = None, actor: str = "kiosk") -> None:
        """Insert or replace, with an optional job in the same transaction."""

    def find(self, account_id: str) -> Account | None: ...
    def moved(self, account_id: str, state: AccountState) -> None: ...
    def needing_attention(self) -> list[Account]: ...
    def erase_settled(self, *, settled_s: float, open_s: float) -> int:
        """Erase the person's data of registrations that the portal settled at least `settled_s` ago, and of those that
        nobody brought further for `open_s`; what still has to be sent is never touched. Returns how many."""


class UploadQueue(Protocol):
    """The jobs table. Claims are leases by monotonic clock and boot id, one seek per priority class."""

    def claim(self, *, lease_s: float, up_to: Priority = Priority.BIG_FILE) -> Job | None:
        """The next due job of the classes up to this one, leased; None when nothing is due."""

    def settle(self, job: Job, outcome: JobOutcome) -> None:
        """Finish, put back or quarantine; a lost lease changes nothing."""

    def wake(self, *, within_s: float) -> None:
        """The line came back: no waiting job waits longer than a random share of `within_s`, drawn once for all."""

    def next_due_in_s(self, *, up_to: Priority = Priority.BIG_FILE) -> float | None:
        """Seconds until the next job of these classes may be claimed (0 = now); None when nothing waits."""

    def counts(self) -> QueueCounts: ...
    def items(self, *, limit: int = 100, after: int = 0, state: str | None = None) -> list[QueueItem]: ...
    def item_of(self, subject_id: str) -> QueueItem | None:
        """The open job about this dossier or account; None when all is done."""

    def retry(self, job_id: int, *, actor: str = "technician") -> bool:
        """A person says: try a quarantined or waiting job now. False when there is no such job."""

    def forget_finished(self, *, after_s: float, at_most: int) -> int:
        """Delete at most so many jobs that ended `after_s` ago or earlier; how many there were."""


class CatalogueStore(Protocol):
    """Last copies of what the portal delivers; the kiosk works on them for as long as it must."""

    def procedures(self) -> list[Mapping[str, Any]]:
        """Every version of every code."""

    def keep_procedures(
        self, items: Sequence[Mapping[str, Any]], removed: Sequence[str], cursor: str, *, everything: bool
    ) -> None: ...
    def followed(self) -> list[Mapping[str, Any]]:
        """The versions that dossiers here were begun with, listed still or not."""

    def keep_followed(self, body: Mapping[str, Any]) -> None: ...
    def procedures_cursor(self) -> str | None: ...
    def procedures_at(self) -> datetime | None: ...
    def settings(self) -> Mapping[str, Any] | None: ...
    def settings_tag(self) -> str | None: ...
    def keep_settings(self, settings: Mapping[str, Any], tag: str | None) -> None: ...


class SyncMarks(Protocol):
    """Small named facts that the line needs over restarts (event cursor, skew, last contact)."""

    def get(self, name: str) -> str | None: ...
    def put(self, name: str, value: str | None) -> None: ...


class AuditLog(Protocol):
    """The append-only hash chain."""

    def append(
        self, kind: AuditKind, subject: str = "", facts: Mapping[str, Any] | None = None
    ) -> AuditEntry: ...
    def verify(self) -> AuditVerdict: ...
    def entries(self, *, after_seq: int = 0) -> Iterator[AuditEntry]:
        """The trail in order from behind this entry, read piece by piece."""

    def unacknowledged(self, *, limit: int) -> list[AuditEntry]: ...
    def acknowledge(self, last_seq: int, countersignature: str) -> None: ...


class Upkeep(Protocol):
    """The regular full check of everything kept. `check_opening`: the one that a large database is owed; DatabaseDamaged.
    `forget`: nothing read or written before stays in memory."""

    def check_if_due(self, *, every_s: float, should_stop: Callable[[], bool]) -> IntegrityReport | None:
        """May take minutes; the new report, None when none was due or it was broken off."""

    def last_check(self) -> IntegrityReport | None: ...
    def check_opening(self) -> None: ...
    def forget(self) -> None: ...


class StaffStore(Protocol):
    """Staff accounts; passwords as argon2id hashes, lock-out with growing delay."""

    def sign_in(self, staff_id: str, password: str) -> SignIn: ...
    def add(
        self, staff_id: str, name: str, role: Role, password: str, *, must_change: bool = True
    ) -> StaffMember:
        """RuleBroken when the id is taken or the password is too weak."""

    def reset(self, staff_id: str, password: str) -> StaffMember: ...
    def change_password(self, staff_id: str, old: str, new: str) -> bool: ...
    def set_active(self, staff_id: str, active: bool) -> None: ...
    def set_role(self, staff_id: str, name: str, role: Role) -> None: ...
    def members(self) -> list[StaffMember]: ...


class DeviceKey(Protocol):
    """The kiosk's own Ed25519 key; its private half never leaves the key ring."""

    def public_jwk(self) -> dict[str, str]: ...
    def sign(self, data: bytes) -> bytes: ...


VerifyEd25519 = Callable[[Mapping[str, Any], bytes, bytes], bool]
"""`(public_jwk, data, signature)`: does the signature fit?"""


# --- the line ----------------------------------------------------------------------------------------------


class Gateway(Protocol):
    """What screens ask the portal while a person waits; ServerAway, LinkRefused, ServerRefused may be raised."""

    def register_account(
        self, account_id: str, body: Mapping[str, Any]
    ) -> AccountRegistered | AccountExists: ...
    def verify_account(self, account_id: str, otp: str) -> OtpAnswer: ...
    def send_otp(self, account_id: str) -> OtpSent: ...
    def begin_device_login(self) -> DeviceLogin: ...
    def poll_device_login(self, login: DeviceLogin) -> LoginAnswer: ...
    def track(self, code: str) -> Tracking | None: ...


class LinkState(Protocol):
    """What is known of the line without asking it."""

    @property
    def online(self) -> bool: ...
    @property
    def problem(self) -> str:
        """Stable code of why not, empty when online: "no_line", "captive_portal", "clock_wrong", "device_refused"…"""

    @property
    def clock_skew_s(self) -> float | None: ...
    def wait_s(self) -> float: ...
    @property
    def heard_s(self) -> float | None: ...


Today = Callable[[], date]
