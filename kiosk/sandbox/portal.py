"""Everything the gateway's calls share, in one value; the calls themselves live in the modules beside it."""

import asyncio  # noqa: TID251 - a server of its own, no part of the terminal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.types import Scope

from kiosk.sandbox.clock import Clock
from kiosk.sandbox.faults import FaultBoard
from kiosk.sandbox.settings_book import SettingsBook
from kiosk.sandbox.signing import SigningKey
from kiosk.sandbox.store import Store
from kiosk.sandbox.upload_shelf import UploadShelf


class Bell:
    """Wakes the long polls whenever something was written; rung from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sleepers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self.closed = False

    def ring(self) -> None:
        with self._lock:
            sleepers = list(self._sleepers)
        for loop, event in sleepers:
            loop.call_soon_threadsafe(event.set)

    def close(self) -> None:
        """The portal is going down: nobody shall wait any longer."""
        self.closed = True
        self.ring()

    def listen(self) -> tuple[asyncio.Event, Callable[[], None]]:
        """An event that the next ring sets, and the way to stop listening."""
        entry = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._sleepers.add(entry)

        def stop() -> None:
            with self._lock:
                self._sleepers.discard(entry)

        return entry[1], stop


@dataclass(slots=True)
class Portal:
    """The gateway's parts. `public_url` is the address it is reached by, without a trailing slash, if it was told."""

    store: Store
    key: SigningKey
    settings: SettingsBook
    shelf: UploadShelf
    public_url: str | None = None
    clock: Clock = field(default_factory=Clock)
    faults: FaultBoard = field(default_factory=FaultBoard)
    bell: Bell = field(default_factory=Bell)

    def own_urls(self, scope: Scope) -> set[str]:
        """The addresses by which this client may have reached the gateway: a token's `aud` must be one of them."""
        reached = _reached_by(scope)
        return {reached, self.public_url} if self.public_url else {reached}

    def base_url(self, scope: Scope) -> str:
        """The address for links in answers: the client's own, so that its token never leaves that origin."""
        reached = _reached_by(scope)
        if self.public_url and urlsplit(self.public_url).netloc == urlsplit(reached).netloc:
            return self.public_url
        return reached


def _reached_by(scope: Scope) -> str:
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    server = scope.get("server") or ("127.0.0.1", 80)
    return f"{scope['scheme']}://{hosts[0] if hosts else f'{server[0]}:{server[1]}'}"


def _portal_of(request: Request) -> Portal:
    portal = request.app.state.portal
    assert isinstance(portal, Portal)
    return portal


def _device_of(request: Request) -> str:
    """The device whose token came with the request; the doorkeeper has checked it."""
    return str(request.state.device_id)


ThePortal = Annotated[Portal, Depends(_portal_of)]
TheDevice = Annotated[str, Depends(_device_of)]
