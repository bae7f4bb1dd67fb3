"""The first look at every request: proof headers, version, maintenance, token, size; no call's meaning is known here."""

import re
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.sandbox.calls import is_tus, names_of_call
from kiosk.sandbox.clock import http_date
from kiosk.sandbox.json_values import BODY_LIMIT_BYTES
from kiosk.sandbox.portal import Portal
from kiosk.sandbox.problems import Problem, problem_response
from kiosk.sandbox.tokens import device_of_token
from kiosk.sandbox.tus_headers import TUS_VERSION

_OPEN_CALLS = {("GET", "/v1/health"), ("POST", "/v1/devices"), ("POST", "/v1/token"), ("GET", "/v1/jwks")}
_SEMVER = re.compile(r"(\d+)\.(\d+)\.(\d+)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
_MAINTENANCE_RETRY_S = 60


class ClientGone(Exception):
    """The client hung up before its request was whole."""


class Front:
    """Puts the contract's proof on every answer and turns away what must not come in."""

    def __init__(self, app: ASGIApp, portal: Portal) -> None:
        self._app = app
        self._portal = portal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = self._proving(scope, send)
        try:
            await self._let_in(scope)
            if not is_tus(scope["path"]):
                receive = await _whole_body(scope, receive)
        except Problem as problem:
            await problem_response(problem)(scope, receive, send)
            return
        except ClientGone:
            return
        await self._app(scope, receive, send)

    def _proving(self, scope: Scope, send: Send) -> Send:
        proof = (
            (b"tus-resumable", TUS_VERSION.encode()) if is_tus(scope["path"]) else (b"kiosk-gateway", b"1")
        )

        async def proven(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = (b"date", http_date(self._portal.clock.now()).encode())
                message = {**message, "headers": [date, proof, *message.get("headers", [])]}
            await send(message)

        return proven

    async def _let_in(self, scope: Scope) -> None:
        method, path = scope["method"], scope["path"]
        if not path.startswith("/v1/"):
            return
        if fault := self._portal.faults.take("unavailable", names_of_call(method, path)):
            raise Problem(
                503, "unavailable", "Cổng đang quá tải.", headers={"Retry-After": str(fault.retry_after_s)}
            )
        if (method, path) == ("GET", "/v1/health"):
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        behaviour = self._portal.settings.behaviour
        _refuse_old_kiosk(headers.get("kiosk-version"), behaviour.minimum_kiosk_version)
        if behaviour.maintenance:
            retry = {"Retry-After": str(_MAINTENANCE_RETRY_S)}
            raise Problem(503, "maintenance", "Cổng đang bảo trì.", headers=retry)
        if (method, path) not in _OPEN_CALLS:
            scope.setdefault("state", {})["device_id"] = await self._device(headers)

    async def _device(self, headers: Mapping[str, str]) -> str:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            token = ""
        return await run_in_threadpool(device_of_token, self._portal, token.strip())


def _refuse_old_kiosk(version: str | None, minimum: str | None) -> None:
    if minimum is None or _order(version) >= _order(minimum):
        return
    raise Problem(
        426,
        "kiosk_too_old",
        f"Phiên bản kiosk quá cũ, cần từ {minimum} trở lên.",
        headers={"Upgrade": f"Kiosk/{minimum}"},
        minimum_version=minimum,
    )


def _order(version: str | None) -> tuple[int, int, int, bool]:
    """Semantic versions in order; a pre-release comes before its release, something unreadable before all."""
    match = _SEMVER.fullmatch(version or "")
    if match is None:
        return (-1, 0, 0, False)
    major, minor, patch, pre_release, _ = match.groups()
    return (int(major), int(minor), int(patch), pre_release is None)


async def _whole_body(scope: Scope, receive: Receive) -> Receive:
    """Read the body within the contract's limit, then play it back to the application."""
    too_large = Problem(413, "body_too_large", "Nội dung JSON vượt quá 1 MiB.")
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    if lengths and int(lengths[0]) > BODY_LIMIT_BYTES:
        raise too_large
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > BODY_LIMIT_BYTES:
            raise too_large
    played = False

    async def play() -> Message:
        nonlocal played
        if played:
            return await receive()
        played = True
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    return play
