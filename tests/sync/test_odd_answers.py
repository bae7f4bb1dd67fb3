"""Answers in every spelling that HTTP allows are understood; those that it does not allow are an outage, never a crash."""

import socket

import pytest

from kiosk.domain.errors import ServerAway
from kiosk.sync.portal_answers import Health
from tests.fakes.raw_server import RawServer
from tests.sync.kit import kit_at

BODY = b'{"status":"ok","time":"2026-11-22T01:02:03.000Z","until":null}'
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
SIGN = b"Kiosk-Gateway: 1\r\n"
PLAIN = b"HTTP/1.1 200 OK\r\n" + SIGN + LENGTH + b"\r\n" + BODY
END = RawServer.HANG_UP
CHUNKED = b"HTTP/1.1 200 OK\r\n" + SIGN + b"Transfer-Encoding: chunked\r\n"
IN_CHUNKS = b"5;name=value\r\n" + BODY[:5] + b"\r\n%x\r\n" % len(BODY[5:]) + BODY[5:] + b"\r\n0\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"

UNDERSTOOD = {
    "closed at its end, HTTP/1.0": b"HTTP/1.0 200 OK\r\n" + SIGN + b"\r\n" + BODY + END,
    "closed at its end, HTTP/1.1": b"HTTP/1.1 200 OK\r\n" + SIGN + b"Connection: close\r\n\r\n" + BODY + END,
    "names in lower case": PLAIN.replace(b"Kiosk-Gateway", b"kiosk-gateway").replace(LENGTH, LENGTH.lower()),
    "NAMES IN UPPER CASE": PLAIN.replace(b"Kiosk-Gateway", b"KIOSK-GATEWAY"),
    "no reason": PLAIN.replace(b"200 OK", b"200 "),
    "lines that end with LF alone": PLAIN.replace(b"\r\n", b"\n"),
    "the same length twice": PLAIN.replace(LENGTH, LENGTH * 2),
    "a header folded": PLAIN.replace(SIGN, SIGN + b"X-Long: one\r\n two\r\n"),
    "chunks": CHUNKED + b"\r\n" + IN_CHUNKS + b"\r\n",
    "chunks and trailers": CHUNKED + b"Trailer: X-Sum\r\n\r\n" + IN_CHUNKS + b"X-Sum: 1\r\n\r\n",
    "100 before it": b"HTTP/1.1 100 Continue\r\n\r\n" + PLAIN,
    "102 and 103 before it": b"HTTP/1.1 102 Processing\r\n\r\n" + HINTS + PLAIN,
    "103 thirty times": HINTS * 30 + PLAIN,
}
AN_OUTAGE = {
    "two lengths": PLAIN.replace(LENGTH, LENGTH + b"Content-Length: 7\r\n"),
    "longer than it says it is": PLAIN.replace(LENGTH, b"Content-Length: 12\r\n"),
    "shorter than it says it is": PLAIN.replace(LENGTH, b"Content-Length: 9999\r\n") + END,
    "a chunk's length that is none": CHUNKED + b"\r\nmany\r\n" + BODY + END,
    "chunks that break off": CHUNKED + b"\r\n" + IN_CHUNKS[:20] + END,
    "no HTTP": b"ICY 200 OK\r\n\r\n" + END,
    "a status that is none": PLAIN.replace(b"200", b"2OO") + END,
    "a status of four digits": PLAIN.replace(b"200", b"2000") + END,
    "nothing": END,
    "a line without end": b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100_000 + END,
    "headers without end": b"HTTP/1.1 200 OK\r\n" + b"X-More: 1\r\n" * 1000 + END,
    "another protocol": b"HTTP/1.1 101 Switching Protocols\r\nConnection: close\r\n" + SIGN + b"\r\n" + END,
    "moved": PLAIN.replace(b"200 OK", b"301 Moved\r\nLocation: /v1/health"),
    "moved for good": PLAIN.replace(b"200 OK", b"308 Moved\r\nLocation: https://example.org/"),
    "in gzip": PLAIN.replace(SIGN, SIGN + b"Content-Encoding: gzip\r\n"),
    "a sign in the trailer": CHUNKED.replace(SIGN, b"") + b"\r\n" + IN_CHUNKS + SIGN + b"\r\n",
    "a sign in a 103 alone": HINTS.replace(b"Link", b"Kiosk-Gateway: 1\r\nLink") + PLAIN.replace(SIGN, b""),
}


@pytest.mark.parametrize("reply", UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_whatever_http_allows_is_understood(reply: bytes) -> None:
    with RawServer(reply, PLAIN) as server, kit_at(server.url) as kiosk:
        assert [kiosk.client.health() for _ in range(2)] == [Health(maintenance=False, until=None)] * 2


@pytest.mark.parametrize("reply", AN_OUTAGE.values(), ids=AN_OUTAGE)
def test_what_http_does_not_allow_is_an_outage_and_spoils_no_later_answer(reply: bytes) -> None:
    with RawServer(reply, PLAIN, PLAIN) as server, kit_at(server.url) as kiosk:
        with pytest.raises(ServerAway):
            kiosk.client.health()
        assert kiosk.client.health() == Health(maintenance=False, until=None)


def test_what_comes_after_an_answer_is_no_answer_to_the_next_question() -> None:
    late = PLAIN.replace(b'"ok"', b'"maintenance"').replace(
        LENGTH, b"Content-Length: %d\r\n" % (len(BODY) + 9)
    )
    with RawServer(PLAIN + late, PLAIN) as server, kit_at(server.url) as kiosk:
        assert [kiosk.client.health().maintenance for _ in range(2)] == [False, False]


def test_a_gateway_may_live_at_an_ipv6_address() -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("no IPv6 here")
    with RawServer(PLAIN, family=socket.AF_INET6) as server, kit_at(server.url) as kiosk:
        assert not kiosk.client.health().maintenance
        assert server.url.removeprefix("http://").encode() in server.asked[0]


def test_a_proxy_of_the_settings_is_asked_instead() -> None:
    with RawServer(PLAIN) as proxy, kit_at("http://portal.example", proxy=proxy.url) as kiosk:
        assert not kiosk.client.health().maintenance
        assert proxy.asked[0].startswith(b"GET http://portal.example/v1/health HTTP/1.1\r\n")


def test_a_proxy_that_refuses_to_connect_is_an_outage_in_which_nothing_was_sent() -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n" + END
    with (
        RawServer(refusal) as proxy,
        kit_at("https://portal.example", proxy=proxy.url) as kiosk,
        pytest.raises(ServerAway) as caught,
    ):
        kiosk.client.health()
    assert (caught.value.code, caught.value.sent) == ("no_line", False)
    assert proxy.asked[0].startswith(b"CONNECT portal.example:443 ")


def test_a_proxy_that_only_the_environment_names_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(PLAIN) as server, RawServer() as spy, kit_at(server.url) as kiosk:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, spy.url)
        assert not kiosk.client.health().maintenance
        assert spy.connections == 0
