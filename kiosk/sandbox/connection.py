"""A hold on the TCP connection beneath a request: to salvage the bytes of a broken one and to cut a whole one."""

import asyncio  # noqa: TID251 - a server of its own, no part of the terminal
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

_PLACE = "kiosk.connection"


class Connection:
    """The connection of one request, as long as that request is being answered."""

    def __init__(self, protocol: H11Protocol) -> None:
        self._protocol = protocol
        self._cycle = protocol.cycle

    def cut(self) -> None:
        """Break the line at once; what was not yet sent is lost, and nothing more will be."""
        self._cycle.disconnected = True
        self._cycle.message_event.set()
        self._protocol.transport.abort()

    def hang_up(self) -> None:
        """Send what was written so far, then end the connection, however unfinished the answer is."""
        self._cycle.disconnected = True
        self._cycle.message_event.set()
        self._protocol.transport.close()

    @property
    def broken(self) -> bool:
        return self._cycle.disconnected or self._protocol.transport.is_closing()

    def salvage(self) -> bytes:
        """Body bytes that arrived before the line broke and that the server would otherwise forget."""
        left, self._cycle.body = bytes(self._cycle.body), bytearray()
        return left


class HoldingProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, with the connection put into the request's scope."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        inner: Any = self.app

        async def with_connection(scope: Any, receive: Any, send: Any) -> None:
            scope[_PLACE] = Connection(self)
            await inner(scope, receive, send)

        self.app = with_connection


def connection_of(scope: Scope) -> Connection:
    """The connection of a request served by `HoldingProtocol`."""
    connection = scope[_PLACE]
    assert isinstance(connection, Connection)
    return connection


class SalvageBrokenBodies:
    """Hands on every byte that arrived of a broken request before it says that the client is gone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        connection = connection_of(scope)

        async def receive_all() -> Message:
            message = await receive()
            if message["type"] == "http.disconnect" and (left := connection.salvage()):
                return {"type": "http.request", "body": left, "more_body": True}
            return message

        await self._app(scope, receive_all, send)
