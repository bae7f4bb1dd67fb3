"""Carries out the faults that lie on the line itself, outside of anything the gateway knows about."""

import asyncio  # noqa: TID251 - a server of its own, no part of the terminal
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.sandbox.calls import names_of_call
from kiosk.sandbox.connection import Connection, connection_of
from kiosk.sandbox.faults import CutRequest, CutResponse, FaultBoard, Slow

_CHEERFUL = (
    "<!doctype html><html lang=vi><meta charset=utf-8><title>WiFi miễn phí</title>"
    "<h1>Xin chào! Chúc quý khách một ngày vui vẻ.</h1><p>Bấm vào đây để dùng WiFi miễn phí.</p></html>"
).encode()


Sleep = Callable[[float], Awaitable[None]]


class FaultGate:
    """The outermost layer: what it answers never comes from the gateway, what it cuts never reached the client."""

    def __init__(self, app: ASGIApp, board: FaultBoard, sleep: Sleep = asyncio.sleep) -> None:
        self._app = app
        self._board = board
        self._sleep = sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = names_of_call(scope["method"], scope["path"]) if scope["type"] == "http" else frozenset()
        if not call:
            await self._app(scope, receive, send)
            return
        if self._board.take("captive_portal", call):
            await _answer_cheerfully(send)
            return
        connection = connection_of(scope)
        if slow := self._board.take("slow", call):
            receive = self._slow_receive(receive, slow, connection)
            send = self._slow_send(send, slow)
        if self._board.peek("cut_request", call):
            receive = self._cutting_receive(receive, call, connection)
        if self._board.peek("cut_response", call):
            send = self._cutting_send(send, call, connection)
        if self._board.peek("swallow_reply", call):
            send = self._swallowing_send(send, call, connection)
        await self._app(scope, receive, send)

    def _cutting_receive(self, receive: Receive, call: frozenset[str], connection: Connection) -> Receive:
        come = 0
        cut = False

        async def limited() -> Message:
            nonlocal come, cut
            if cut:
                return {"type": "http.disconnect"}
            message = await receive()
            body: bytes = message.get("body", b"")
            fault: CutRequest | None = self._board.peek("cut_request", call)
            if fault is None or come + len(body) < fault.after_bytes or message["type"] == "http.disconnect":
                come += len(body)
                return message
            self._board.take("cut_request", call)
            cut = True
            connection.cut()
            kept = body[: max(0, fault.after_bytes - come)]
            return {"type": "http.request", "body": kept, "more_body": True} if kept else await limited()

        return limited

    def _cutting_send(self, send: Send, call: frozenset[str], connection: Connection) -> Send:
        sent = 0
        cut = False

        async def limited(message: Message) -> None:
            nonlocal sent, cut
            if cut:
                return
            body: bytes = message.get("body", b"")
            fault: CutResponse | None = self._board.peek("cut_response", call)
            if (
                fault is None
                or message["type"] != "http.response.body"
                or sent + len(body) < fault.after_bytes
            ):
                sent += len(body)
                await send(message)
                return
            self._board.take("cut_response", call)
            cut = True
            await send({**message, "body": body[: max(0, fault.after_bytes - sent)], "more_body": True})
            connection.hang_up()

        return limited

    def _swallowing_send(self, send: Send, call: frozenset[str], connection: Connection) -> Send:
        swallowing = False

        async def swallow(message: Message) -> None:
            nonlocal swallowing
            if message["type"] == "http.response.start":
                swallowing = message["status"] < 400 and self._board.take("swallow_reply", call) is not None
            if not swallowing:
                await send(message)
            elif message["type"] == "http.response.body" and not message.get("more_body", False):
                connection.cut()

        return swallow

    def _slow_receive(self, receive: Receive, slow: Slow, connection: Connection) -> Receive:
        waiting = b""
        more = True
        step = max(1, slow.bytes_per_s // 10)

        async def paced() -> Message:
            nonlocal waiting, more
            if not waiting:
                message = await receive()
                if message["type"] != "http.request":
                    return message
                waiting, more = message.get("body", b""), message.get("more_body", False)
            part, waiting = waiting[:step], waiting[step:]
            if not connection.broken:
                await self._sleep(len(part) / slow.bytes_per_s)
            return {"type": "http.request", "body": part, "more_body": more or bool(waiting)}

        return paced

    def _slow_send(self, send: Send, slow: Slow) -> Send:
        step = max(1, slow.bytes_per_s // 10)

        async def paced(message: Message) -> None:
            body: bytes = message.get("body", b"")
            while message["type"] == "http.response.body" and len(body) > step:
                part, body = body[:step], body[step:]
                await send({"type": "http.response.body", "body": part, "more_body": True})
                await self._sleep(len(part) / slow.bytes_per_s)
            await send({**message, "body": body} if message["type"] == "http.response.body" else message)

        return paced


async def _answer_cheerfully(send: Send) -> None:
    length = str(len(_CHEERFUL)).encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": _CHEERFUL})
