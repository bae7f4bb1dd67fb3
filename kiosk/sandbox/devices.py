"""Health, enrolment, tokens, signing keys and device reports: the calls by which a terminal and the gateway meet."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy import delete
from sqlalchemy.orm import Session

from kiosk.sandbox.answers import EnrolmentAnswer, HealthAnswer, JwksAnswer, TokenAnswer, problems
from kiosk.sandbox.bodies import DeviceBody, ReportBody
from kiosk.sandbox.json_values import RawJson, same_json
from kiosk.sandbox.portal import Portal, TheDevice, ThePortal
from kiosk.sandbox.problems import FieldError, Problem, one_field
from kiosk.sandbox.signing import public_key_of
from kiosk.sandbox.tables import AccessToken, Device, EnrolmentCode
from kiosk.sandbox.tokens import token_for_assertion

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

open_calls = APIRouter(tags=["Device and token"])
calls = APIRouter(tags=["Device and token"])


@open_calls.get("/v1/health", summary="Is the gateway there?")
def health(portal: ThePortal) -> HealthAnswer:
    """The connectivity probe; needs no token."""
    behaviour = portal.settings.behaviour
    status = "maintenance" if behaviour.maintenance else "ok"
    until = behaviour.maintenance_until if behaviour.maintenance else None
    return HealthAnswer.model_validate({"status": status, "time": portal.clock.stamp(), "until": until})


@open_calls.get("/v1/jwks", summary="The gateway's signing keys")
def jwks(portal: ThePortal, response: Response) -> JwksAnswer:
    """RFC 7517 set of the Ed25519 keys that sign manifests, countersignatures and ID tokens."""
    response.headers["Cache-Control"] = "max-age=3600"
    return JwksAnswer(keys=[portal.key.public_jwk()])


def issue_code(portal: Portal, session: Session, code: str) -> bool:
    """Make an enrolment code usable once; False when this code was issued before."""
    if session.get(EnrolmentCode, code) is not None:
        return False
    session.add(EnrolmentCode(code=code, issued_at=portal.clock.stamp(), used_by=None, used_at=None))
    return True


def _refuse_bad_key(jwk: dict[str, Any]) -> None:
    if "d" in jwk:
        raise one_field("/public_jwk/d", "private_key_refused", "Khóa riêng không được rời khỏi thiết bị.")
    try:
        public_key_of(jwk)
    except ValueError as error:
        raise one_field("/public_jwk", "key_refused", "Cần khóa công khai Ed25519 (kty OKP).") from error


@open_calls.post(
    "/v1/devices",
    summary="Enrol a device",
    responses={
        201: {"model": EnrolmentAnswer, "description": "Enrolled for the first time"},
        **problems("403 enrolment_code_invalid", "422 key_refused"),
    },
)
def enrol(portal: ThePortal, body: DeviceBody, raw: RawJson, response: Response) -> EnrolmentAnswer:
    """A code is used once; repeating the same request is not a second use. A new code replaces the device's key."""
    _refuse_bad_key(body.public_jwk)
    device_id = str(UUID(body.device_id))
    now = portal.clock.stamp()
    with portal.store.write() as session:
        device = session.get(Device, device_id)
        if device is None or not same_json(device.enrolment, raw):
            code = session.get(EnrolmentCode, body.enrolment_code)
            if code is None or code.used_by is not None:
                raise Problem(403, "enrolment_code_invalid", "Mã đăng ký thiết bị sai hoặc đã được dùng.")
            code.used_by, code.used_at = device_id, now
            session.execute(delete(AccessToken).where(AccessToken.device_id == device_id))
            response.status_code = 201 if device is None else 200
            session.merge(
                Device(
                    device_id=device_id,
                    enrolment=raw,
                    public_jwk=body.public_jwk,
                    name=body.name,
                    enrolled_at=now,
                    revoked_at=None,
                )
            )
    return EnrolmentAnswer(device_id=device_id, agent_point=portal.settings.wire()["agent_point"])


@open_calls.post(
    "/v1/token",
    summary="Get an access token (RFC 7523)",
    responses=problems("401 device_unknown, device_revoked, assertion_invalid", "400 unsupported_grant_type"),
)
def token(
    portal: ThePortal,
    request: Request,
    response: Response,
    grant_type: Annotated[str, Form()] = "",
    client_assertion_type: Annotated[str, Form()] = "",
    client_assertion: Annotated[str, Form()] = "",
) -> TokenAnswer:
    """The assertion is a JWT (EdDSA): iss = sub = device_id, aud = the gateway's URL, exp at most 5 minutes, a fresh jti."""
    if grant_type != "client_credentials" or client_assertion_type != ASSERTION_TYPE:
        detail = "Chỉ nhận client_credentials với client_assertion kiểu jwt-bearer."
        raise Problem(400, "unsupported_grant_type", detail, error="unsupported_grant_type")
    response.headers["Cache-Control"] = "no-store"
    audiences = portal.own_urls(request.scope)
    return TokenAnswer.model_validate(token_for_assertion(portal, client_assertion, audiences))


def refuse_other_device(device_id: UUID, device: str) -> None:
    """A device speaks for itself only."""
    if str(device_id) != device:
        raise Problem(403, "not_this_device", "Thiết bị chỉ được gửi dữ liệu của chính mình.")


@calls.put(
    "/v1/devices/{device_id:uuid}/report",
    status_code=204,
    summary="Health report of a device",
    responses=problems("403 not_this_device", "422 validation_failed"),
)
def report(
    portal: ThePortal,
    device: TheDevice,
    device_id: UUID,
    body: ReportBody,  # noqa: ARG001 - its reading is the check
    raw: RawJson,
) -> Response:
    """The last report replaces the one before."""
    refuse_other_device(device_id, device)
    with portal.store.write() as session:
        known = session.get(Device, device)
        if known is None:
            raise Problem(422, "device_unknown", errors=[FieldError("", "device_unknown", "")])
        known.report, known.reported_at = raw, portal.clock.stamp()
    return Response(status_code=204)
