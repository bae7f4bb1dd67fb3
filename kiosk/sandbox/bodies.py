"""The request bodies of the wire contract, one model a body; their JSON Schemas are the contract's living copy."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StringConstraints

from kiosk.sandbox.pointers import pointer

Uuid = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
    ),
]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Instant = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|\+00:00)$"),
    Field(description="RFC 3339 in UTC with milliseconds."),
]
Day = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$"),
    Field(description="ISO 8601; only the year where an old card gives no more."),
]
PersonalNumber = Annotated[str, StringConstraints(pattern=r"^\d{12}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^(\+\d{8,15}|0\d{8,10})$"), Field(description="E.164.")]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
S10 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}\d{9}[A-Z]{2}$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Dong = Annotated[StrictInt, Field(ge=0, description="Integer đồng.")]
Anything = Annotated[Any, Field(description="Kept as it comes.")]


def _all_members(schema: dict[str, Any]) -> None:
    schema["required"] = list(schema.get("properties", {}))


class Full(BaseModel):
    """A body whose unknown members are null, never left out; a member left out is read as null, and remarked."""

    model_config = ConfigDict(json_schema_extra=_all_members)


def left_out(body: BaseModel, steps: tuple[str | int, ...] = ()) -> list[str]:
    """Pointers of the members a `Full` body should have had, as null at least."""
    missing = []
    for name in type(body).model_fields:
        value = getattr(body, name)
        if isinstance(body, Full) and name not in body.model_fields_set:
            missing.append(pointer((*steps, name)))
        for place, item in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(item, BaseModel):
                inner = (*steps, name, place) if isinstance(value, list) else (*steps, name)
                missing.extend(left_out(item, inner))
    return missing


class DeviceBody(BaseModel):
    device_id: Uuid
    enrolment_code: Word
    name: Annotated[str, StringConstraints(max_length=200)]
    public_jwk: dict[str, Any] = Field(description="Ed25519 public key: kty OKP, crv Ed25519, x.")
    kiosk_version: Word
    os: str


class ReportQueue(BaseModel):
    waiting: StrictInt
    uploading: StrictInt
    quarantined: StrictInt
    oldest_at: Instant | None = None
    bytes: StrictInt


class ReportBody(BaseModel):
    """The health of a device."""

    at: Instant
    kiosk_version: Word
    queue: ReportQueue
    printer: Anything = None
    camera: Anything = None
    disk_free_bytes: StrictInt | None = None
    clock_skew_s: StrictInt | StrictFloat | None = None
    uptime_s: StrictInt | StrictFloat | None = None
    problems: list[str] = []


class Address(Full):
    line: str | None = None
    ward_code: str | None = None
    province_code: str | None = None
    text: str | None = None


class Organisation(Full):
    name: Word
    tax_code: str | None = None


class Verification(Full):
    """How the person's identity was verified."""

    method: Literal["clerk", "qr", "mrz", "chip", "vneid"]
    at: Instant


class AccountBody(Full):
    personal_number: PersonalNumber
    old_number: str | None = None
    full_name: Word
    birth_date: Day
    gender: str | None = None
    address: Address | str | None = None
    phone: Phone | None = None
    email: Email | None = None
    activation: Literal["otp", "link"]
    consent: Annotated[list[Any], Field(min_length=1, description="What the person agreed to.")]
    identity_verification: Verification
    registered_by: Anything = None


class OtpBody(BaseModel):
    otp: Annotated[str, StringConstraints(pattern=r"^\d{6}$")]


class Person(Full):
    """A citizen or organisation. A citizen is known by the personal number, or an old number."""

    kind: Literal["citizen", "organisation"]
    personal_number: PersonalNumber | None = None
    old_number: str | None = None
    full_name: Word
    birth_date: Day | None = None
    gender: str | None = None
    address: Address | None = None
    phone: Phone | None = None
    email: Email | None = None
    account_id: Uuid | None = None
    organisation: Organisation | None = None
    relation: str | None = None
    authority_document: str | None = None


class ProcedureChoice(BaseModel):
    code: Word
    version: str | StrictInt | None
    case: str | None = None


class DocumentEntry(Full):
    id: Uuid
    component_id: Word
    name: str
    media_type: Word
    bytes: Annotated[StrictInt, Field(ge=1)]
    sha256: Sha256
    pages: Annotated[StrictInt, Field(ge=0)] | None = None


class DeliveryChoice(Full):
    method: Literal["home", "agent_point", "agency", "electronic"]
    address: Anything = None
    waybill: str | None = None


class Notices(BaseModel):
    sms: Anything = None
    email: Anything = None
    zalo: Anything = None


class EnteredBy(Full):
    kind: Literal["citizen", "clerk"]
    staff_id: str | None = None


class Times(Full):
    started_at: Instant | None = None
    confirmed_at: Instant | None = None


class Effort(Full):
    autofilled_fields: StrictInt | None = None
    seconds: StrictInt | StrictFloat | None = None


class DossierVerification(Full):
    method: str | None = None
    at: Instant | None = None


class DossierBody(Full):
    """A dossier: who asks for what, with which documents. A PUT of the same revision replaces the draft."""

    local_reference: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    revision: Annotated[StrictInt, Field(ge=1)]
    replaces: Uuid | None = None
    procedure: ProcedureChoice
    agency: Anything = None
    channel: Literal["online", "paper"]
    applicant: Person
    representative: Person | None = None
    form: dict[str, Any] = {}
    documents: list[DocumentEntry] = []
    delivery: DeliveryChoice | None = None
    notices: Notices | None = None
    consents: Anything = None
    identity_verification: DossierVerification | None = None
    entered_by: EnteredBy | None = None
    confirmed_by_citizen_at: Instant | None = None
    times: Times | None = None
    effort: Effort | None = None


class SubmittedDocument(BaseModel):
    id: Uuid
    bytes: StrictInt
    sha256: Sha256


class SubmissionBody(BaseModel):
    revision: Annotated[StrictInt, Field(ge=1)]
    documents: list[SubmittedDocument]


class WithdrawalBody(BaseModel):
    reason: str


class PaymentBody(BaseModel):
    """Without `method`: by VietQR. Cash names the amount taken and who took it."""

    dossier_id: Uuid
    method: Literal["cash"] | None = None
    amount: Dong | None = None
    staff_id: str | None = None


class WaybillContent(Full):
    component_id: Word
    name: str
    originals: Annotated[StrictInt, Field(ge=0)]
    copies: Annotated[StrictInt, Field(ge=0)]


class WaybillBody(Full):
    """Phiếu gửi hồ sơ: what was counted and sealed before the citizen's eyes."""

    dossier_id: Uuid
    service: Literal["send", "return", "both"]
    contents: list[WaybillContent]
    sender: Anything = None
    recipient: Anything = None
    agency: Anything = None
    price: Dong
    payer: str | None = None
    clerk_signed_at: Instant
    citizen_signed_at: Instant
    sealed_at: Instant
    due_at: Instant | None = None


class HandoverBody(Full):
    """Biên bản giao nhận: counted and signed by the post and the one-stop office."""

    waybills: Annotated[list[S10], Field(min_length=1)]
    agency: Anything = None
    officer: str | None = None
    clerk: str | None = None
    handed_over_at: Instant
    complete: StrictBool
    remarks: str | None = None


class DeliveryBody(Full):
    """A result handed out, or the invitations to fetch it."""

    dossier_id: Uuid
    to: Anything = None
    id_checked: Literal["qr", "mrz", "chip", "clerk"] | None = None
    old_papers: list[str] = []
    delivered_at: Instant | None = None
    invited_at: list[Instant] = []


class FeedbackBody(BaseModel):
    """A citizen's rating, without anything personal."""

    agent_point: Word
    rating: Annotated[StrictInt, Field(ge=1, le=5)]
    topics: list[Annotated[str, StringConstraints(max_length=64)]]
    at: Instant


class AuditEntry(BaseModel):
    seq: Annotated[StrictInt, Field(ge=0)]
    at: Instant
    kind: str
    subject: str | None = None
    prev: str
    hash: Sha256


class AuditBody(BaseModel):
    """A run of the device's hash chain, without gaps."""

    entries: Annotated[list[AuditEntry], Field(min_length=1)]


BODIES: dict[str, type[BaseModel]] = {
    "device": DeviceBody,
    "report": ReportBody,
    "account": AccountBody,
    "verification": OtpBody,
    "dossier": DossierBody,
    "submission": SubmissionBody,
    "withdrawal": WithdrawalBody,
    "payment": PaymentBody,
    "waybill": WaybillBody,
    "handover": HandoverBody,
    "delivery": DeliveryBody,
    "feedback": FeedbackBody,
    "audit": AuditBody,
}
