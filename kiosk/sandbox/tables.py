"""What the sandbox portal remembers, as tables for SQLite and PostgreSQL; moments are RFC 3339 texts, money is đồng."""

from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Index, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_Json = JSON(none_as_null=True)
_Serial = BigInteger().with_variant(Integer, "sqlite")


class Table(DeclarativeBase):
    metadata = MetaData()
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text, dict[str, Any]: _Json, list[Any]: _Json}


class Note(Table):
    """Small facts of the portal itself: its name for cursors, settings, serial numbers."""

    __tablename__ = "notes"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]


class EnrolmentCode(Table):
    __tablename__ = "enrolment_codes"
    code: Mapped[str] = mapped_column(primary_key=True)
    issued_at: Mapped[str]
    used_by: Mapped[str | None]
    used_at: Mapped[str | None]


class Device(Table):
    __tablename__ = "devices"
    device_id: Mapped[str] = mapped_column(primary_key=True)
    enrolment: Mapped[dict[str, Any]]
    public_jwk: Mapped[dict[str, Any]]
    name: Mapped[str]
    enrolled_at: Mapped[str]
    revoked_at: Mapped[str | None]
    report: Mapped[dict[str, Any] | None] = mapped_column(_Json)
    reported_at: Mapped[str | None]


class AccessToken(Table):
    __tablename__ = "access_tokens"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    device_id: Mapped[str]
    expires_at: Mapped[str]


class UsedAssertion(Table):
    __tablename__ = "used_assertions"
    device_id: Mapped[str] = mapped_column(primary_key=True)
    jti: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[str]


class ProcedureVersion(Table):
    """One publication in the catalogue; `body` is null where the procedure was taken out. `seq` is the cursor."""

    __tablename__ = "procedure_versions"
    seq: Mapped[int] = mapped_column(_Serial, primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(index=True)
    body: Mapped[dict[str, Any] | None] = mapped_column(_Json)
    published_at: Mapped[str]


class Account(Table):
    """`replaced` marks a registration that was never activated and gave way to a later one of the same person."""

    __tablename__ = "accounts"
    account_id: Mapped[str] = mapped_column(primary_key=True)
    personal_number: Mapped[str] = mapped_column(index=True)
    body: Mapped[dict[str, Any]]
    status: Mapped[str]
    replaced: Mapped[bool]
    registered_at: Mapped[str]
    activated_at: Mapped[str | None]
    link: Mapped[str | None] = mapped_column(index=True)
    otp: Mapped[str | None]
    otp_sent_at: Mapped[str | None]
    otp_expires_at: Mapped[str | None]
    otp_attempts_left: Mapped[int]


class DeviceLogin(Table):
    """One RFC 8628 login: pending, approved, refused or used."""

    __tablename__ = "device_logins"
    device_code_sha256: Mapped[str] = mapped_column(primary_key=True)
    user_code: Mapped[str] = mapped_column(unique=True)
    device_id: Mapped[str]
    state: Mapped[str]
    citizen: Mapped[dict[str, Any] | None] = mapped_column(_Json)
    interval_s: Mapped[int]
    polled_at: Mapped[str | None]
    expires_at: Mapped[str]


class Dossier(Table):
    """`state` is the public one; an open draft of a revision shows as UPLOADING to the kiosk."""

    __tablename__ = "dossiers"
    dossier_id: Mapped[str] = mapped_column(primary_key=True)
    local_reference: Mapped[str] = mapped_column(index=True)
    device_id: Mapped[str]
    revision: Mapped[int]
    draft_open: Mapped[bool]
    state: Mapped[str]
    state_before_payment: Mapped[str | None]
    code: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[str]
    received_at: Mapped[str | None]
    accepted_at: Mapped[str | None]
    due_at: Mapped[str | None]
    obligation: Mapped[dict[str, Any] | None] = mapped_column(_Json)


class Revision(Table):
    """One revision's body. `accepted`: how often its submission was taken in, never above one; `answered`: how often
    the kiosk was told so."""

    __tablename__ = "revisions"
    dossier_id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]]
    remarks: Mapped[list[Any]]
    received_at: Mapped[str | None]
    accepted: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)


class StoredDocument(Table):
    """A document whose bytes arrived and hashed to what was announced."""

    __tablename__ = "stored_documents"
    document_id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    bytes: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    stored_at: Mapped[str]
    times_received: Mapped[int] = mapped_column(default=1)


class Upload(Table):
    """A tus upload. The offset is not here: it is the size of the file."""

    __tablename__ = "uploads"
    upload_id: Mapped[str] = mapped_column(primary_key=True)
    dossier_id: Mapped[str]
    document_id: Mapped[str]
    sha256: Mapped[str]
    media_type: Mapped[str]
    metadata_header: Mapped[str]
    length: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[str]
    ended: Mapped[str | None]
    """`stored` or `thrown_away` once all bytes have come."""


class Event(Table):
    __tablename__ = "events"
    seq: Mapped[int] = mapped_column(_Serial, primary_key=True, autoincrement=True)
    event_id: Mapped[str] = mapped_column(unique=True)
    dossier_id: Mapped[str] = mapped_column(index=True)
    at: Mapped[str]
    state: Mapped[str]
    code: Mapped[str | None]
    due_at: Mapped[str | None]
    notice: Mapped[dict[str, Any] | None] = mapped_column(_Json)
    payment: Mapped[dict[str, Any] | None] = mapped_column(_Json)


class Payment(Table):
    __tablename__ = "payments"
    payment_id: Mapped[str] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(index=True)
    body: Mapped[dict[str, Any]]
    status: Mapped[str]
    method: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    purpose: Mapped[str]
    vietqr: Mapped[str | None]
    created_at: Mapped[str]
    expires_at: Mapped[str | None]
    confirmed_at: Mapped[str | None]


class Deposit(Table):
    """Waybills, hand-overs, deliveries and feedback: kept as they came, under their kind and name."""

    __tablename__ = "deposits"
    kind: Mapped[str] = mapped_column(primary_key=True)
    thing_id: Mapped[str] = mapped_column(primary_key=True)
    device_id: Mapped[str]
    dossier_id: Mapped[str | None] = mapped_column(index=True)
    body: Mapped[dict[str, Any]]
    at: Mapped[str]


class AuditRun(Table):
    __tablename__ = "audit_runs"
    device_id: Mapped[str] = mapped_column(primary_key=True)
    first_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    head_hash: Mapped[str]
    body: Mapped[dict[str, Any]]
    countersignature: Mapped[str]
    at: Mapped[str]


class Message(Table):
    """A text message or mail that a real portal would have sent. Kinds: otp, link, notice."""

    __tablename__ = "messages"
    seq: Mapped[int] = mapped_column(_Serial, primary_key=True, autoincrement=True)
    at: Mapped[str]
    channel: Mapped[str]
    recipient: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    otp: Mapped[str | None]
    link: Mapped[str | None]
    subject_id: Mapped[str] = mapped_column(index=True)


Index("events_of_dossier", Event.dossier_id, Event.seq)
