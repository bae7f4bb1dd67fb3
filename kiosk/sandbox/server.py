"""Puts the sandbox portal together and serves it until it is told to stop; it decides nothing about any call."""

import contextlib
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.sandbox import (
    accounts,
    audit,
    catalogue,
    devices,
    dossiers,
    events,
    paper,
    payments,
    uploads,
    vneid,
)
from kiosk.sandbox.calls import is_tus
from kiosk.sandbox.catalogue import publish_all
from kiosk.sandbox.connection import HoldingProtocol, SalvageBrokenBodies
from kiosk.sandbox.contract_page import contract_pages
from kiosk.sandbox.devices import issue_code
from kiosk.sandbox.fault_gate import FaultGate
from kiosk.sandbox.front import Front
from kiosk.sandbox.officer import officer_pages
from kiosk.sandbox.portal import Portal
from kiosk.sandbox.problems import install_problem_handlers
from kiosk.sandbox.settings_book import SettingRefused, SettingsBook
from kiosk.sandbox.signing import SigningKey
from kiosk.sandbox.store import Store
from kiosk.sandbox.tus_headers import meant_method
from kiosk.sandbox.upload_shelf import UploadShelf
from kiosk.sandbox.uploads import finish_whole_uploads

log = logging.getLogger(__name__)

_DESCRIPTION = """The wire between a kiosk and its portal gateway. JSON in UTF-8 and NFC, moments in RFC 3339 UTC with
milliseconds, refusals as RFC 9457 problems with a stable `code`. The kiosk mints a UUID for every thing and creates it
by `PUT`; the identical `PUT` again answers `200` with the thing as it is now. Every answer but those of tus carries
`Kiosk-Gateway: 1`; those of tus carry `Tus-Resumable: 1.0.0`."""


class PortalApp:
    """The whole sandbox portal as an ASGI application. `portal` is open to tests; `close` lets go of the database."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self._app: ASGIApp = SalvageBrokenBodies(FaultGate(Front(_calls(portal), portal), portal.faults))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and is_tus(scope["path"]):
            scope = {**scope, "method": meant_method(scope)}
        await self._app(scope, receive, send)

    def close(self) -> None:
        self.portal.bell.close()
        self.portal.store.close()


def _calls(portal: Portal) -> FastAPI:
    app = FastAPI(
        title="Kiosk gateway, v1 (sandbox portal)",
        version="1",
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        strict_content_type=False,
    )
    app.state.portal = portal
    install_problem_handlers(app)
    app.include_router(devices.open_calls)
    bearer = [Depends(HTTPBearer(auto_error=False, description="The access token of /v1/token"))]
    for module in (devices, catalogue, accounts, vneid, dossiers, uploads, events, payments, paper, audit):
        app.include_router(module.calls, dependencies=bearer)
    app.include_router(contract_pages)
    app.include_router(officer_pages)
    return app


def create_app(
    *,
    data_dir: Path,
    database_url: str | None = None,
    public_url: str | None = None,
    procedures: Sequence[Mapping[str, object]] = (),
    settings: Mapping[str, object] | None = None,
    enrolment_codes: Sequence[str] = (),
) -> PortalApp:
    """A portal over a data folder, as it was left there. To be served with `open_server` only.

    Raises SettingRefused for unknown settings, SQLAlchemyError where the database cannot be opened.
    """
    store = Store(data_dir, database_url)
    try:
        portal = Portal(
            store=store,
            key=SigningKey.load_or_create(data_dir / "signing-key.pem"),
            settings=SettingsBook(store, settings),
            shelf=UploadShelf(data_dir),
            public_url=public_url.rstrip("/") if public_url else None,
        )
        store.after_commit = portal.bell.ring
        publish_all(portal, procedures)
        with store.write() as session:
            for code in enrolment_codes:
                issue_code(portal, session, code)
        finish_whole_uploads(portal)
    except BaseException:
        store.close()
        raise
    return PortalApp(portal)


class PortalServer(uvicorn.Server):
    """uvicorn, stopped by SIGTERM or SIGINT without dying of it; `on_ready` is called once it listens."""

    def __init__(self, config: uvicorn.Config, app: PortalApp, on_ready: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._portal_app = app
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._on_ready is not None:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._portal_app.portal.bell.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def stop(_number: int, _frame: FrameType | None) -> None:
            self.should_exit = True

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises OSError where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # named as TCP, else asyncio leaves Nagle's algorithm on and every answer waits 40 ms for an acknowledgement
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def open_server(app: PortalApp, on_ready: Callable[[], None] | None = None) -> PortalServer:
    """A server for the app; run it with `server.run(sockets=[listen(host, port)])`, stop it by `should_exit`."""
    config = uvicorn.Config(
        app,
        http=HoldingProtocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
    )
    return PortalServer(config, app, on_ready)


def serve(
    *,
    port: int,
    data_dir: Path,
    database_url: str | None = None,
    host: str = "127.0.0.1",
    public_url: str | None = None,
    procedures: Sequence[Mapping[str, object]] = (),
    settings: Mapping[str, object] | None = None,
    enrolment_codes: Sequence[str] = (),
    ready: Callable[[int], None] | None = None,
) -> int:
    """Run the sandbox portal until SIGTERM or SIGINT; 0 then, 1 where it could not start (said on stderr)."""
    try:
        app = create_app(
            data_dir=data_dir,
            database_url=database_url,
            public_url=public_url,
            procedures=procedures,
            settings=settings,
            enrolment_codes=enrolment_codes,
        )
    except (SQLAlchemyError, OSError, SettingRefused, ValueError) as error:
        return _could_not_start(f"its data cannot be opened ({_reason(error)}); check --data and --database")
    try:
        listener = listen(host, port)
    except OSError as error:
        app.close()
        return _could_not_start(
            f"it cannot listen on {host}:{port} ({_reason(error)}); choose another --port"
        )
    actual_port: int = listener.getsockname()[1]
    server = open_server(app, (lambda: ready(actual_port)) if ready else None)
    try:
        server.run(sockets=[listener])
    finally:
        app.close()
    return 0


def _reason(error: Exception) -> str:
    original: Any = getattr(error, "orig", None) or error
    return f"{type(original).__name__}: {str(original).strip().splitlines()[0] if str(original) else ''}"


def _could_not_start(why: str) -> int:
    sys.stderr.write(f"The sandbox portal could not start: {why}.\n")
    return 1
