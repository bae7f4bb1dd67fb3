"""The gateway's answer bodies, for the published contract; what is in them is decided elsewhere."""

from typing import Any, Literal

from pydantic import BaseModel, Field


class FieldErrorAnswer(BaseModel):
    pointer: str = Field(description="RFC 6901, into the request body.")
    code: str
    detail: str


class ProblemAnswer(BaseModel):
    """RFC 9457 `application/problem+json`; `code` is stable, `errors` comes with every 422."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldErrorAnswer] | None = None


class HealthAnswer(BaseModel):
    status: Literal["ok", "maintenance"]
    time: str
    until: str | None


class EnrolmentAnswer(BaseModel):
    device_id: str
    agent_point: dict[str, Any]


class TokenAnswer(BaseModel):
    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int


class JwksAnswer(BaseModel):
    keys: list[dict[str, str]]


class SettingsAnswer(BaseModel):
    version: str
    agent_point: dict[str, Any]
    account_methods: list[str]
    limits: dict[str, int]
    allowed_procedures: list[str]
    delivery_prices: list[dict[str, Any]]
    subsidies: list[dict[str, Any]]
    calendar: dict[str, Any]
    consents: list[dict[str, Any]]
    notice_channels: list[str]


class ProceduresAnswer(BaseModel):
    items: list[dict[str, Any]]
    removed: list[str]
    cursor: str
    more: bool


class OtpSent(BaseModel):
    channel: Literal["sms", "email"]
    masked_to: str
    expires_at: str


class AccountAnswer(BaseModel):
    account_id: str
    status: Literal["pending", "active"]
    otp: OtpSent | None


class DeviceAuthorizationAnswer(BaseModel):
    """RFC 8628 §3.2."""

    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: int
    interval: int


class LoginAnswer(BaseModel):
    """RFC 6749 §5.1 with the OpenID Connect ID token, a compact JWS of a key in `/v1/jwks`."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scope: str
    id_token: str


class DossierAnswer(BaseModel):
    dossier_id: str
    revision: int
    state: str
    upload_url: str
    missing: list[str]


class SubmissionAnswer(BaseModel):
    dossier_id: str
    state: str
    received_at: str
    manifest: str = Field(description="Compact JWS over {dossier_id, revision, received_at, documents}.")


class WithdrawalAnswer(BaseModel):
    dossier_id: str
    revision: int
    state: str


class EventAnswer(BaseModel):
    id: str
    dossier_id: str
    at: str
    state: str
    code: str | None
    due_at: str | None
    notice: dict[str, Any] | None
    payment: dict[str, Any] | None


class EventsAnswer(BaseModel):
    events: list[EventAnswer]
    cursor: str
    more: bool


class TrackingStep(BaseModel):
    at: str
    state: str


class TrackingAnswer(BaseModel):
    """Public: no citizen's data is ever in here."""

    code: str
    procedure: str
    agency: Any
    state: str
    received_at: str | None
    accepted_at: str | None
    due_at: str | None
    history: list[TrackingStep]


class PaymentAnswer(BaseModel):
    payment_id: str
    dossier_id: str
    amount: int
    payee: dict[str, str]
    vietqr: str | None
    expires_at: str | None
    status: Literal["PENDING", "CONFIRMED", "EXPIRED", "REFUND_DUE"]
    receipt_url: str | None


class DepositAnswer(BaseModel):
    """A waybill, hand-over, delivery or feedback was taken in."""

    id: str
    received_at: str


class AuditAnswer(BaseModel):
    device_id: str
    first_seq: int
    last_seq: int
    countersignature: str = Field(
        description="Compact JWS over {device_id, first_seq, last_seq, head_hash, at}."
    )


def problems(*refusals: str) -> dict[int | str, dict[str, Any]]:
    """For the contract page: `"409 revision_conflict"` and the like, grouped by status."""
    grouped: dict[int | str, dict[str, Any]] = {}
    for refusal in refusals:
        status, _, codes = refusal.partition(" ")
        place = grouped.setdefault(int(status), {"model": ProblemAnswer, "description": codes})
        if place["description"] != codes:
            place["description"] += f", {codes}"
    return grouped
