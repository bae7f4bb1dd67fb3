"""No answer is believed that does not prove itself; and no answer, however long or slow, holds the kiosk up."""

import itertools
import threading

import pytest

from kiosk.domain.errors import ConfigurationInvalid, LinkRefused, ServerAway, ServerRefused
from kiosk.domain.ids import new_id
from kiosk.sync import bodies
from tests.fakes.gateway import WireGateway
from tests.fakes.wire_http import Asked, Told, lose_reply, problem, proven, told_json
from tests.sync.kit import Kit, account_body, kit_at, sample_body, wait_until

HTML = Told(200, {"Content-Type": "text/html"}, b"<h1>Welcome to the free WiFi</h1>")


def away(kiosk: Kit) -> ServerAway:
    with pytest.raises(ServerAway) as caught:
        kiosk.client.settings(None)
    return caught.value


def test_a_captive_portal_is_an_outage_not_an_answer(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("GET /v1/settings", HTML)
    assert away(kiosk).code == "captive_portal"
    assert not kiosk.client.link.online
    assert kiosk.client.link.problem == "captive_portal"
    assert kiosk.client.settings(None) is not None
    assert kiosk.client.link.online


@pytest.mark.parametrize("status", [200, 201, 204, 304, 400, 401, 403, 404, 409, 410, 422, 426])
def test_nothing_without_the_gateways_sign_counts(gateway: WireGateway, kiosk: Kit, status: int) -> None:
    gateway.twist("GET /v1/settings", Told(status, {"Content-Type": "application/json"}, b"{}"))
    assert away(kiosk).code == "captive_portal"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(gateway: WireGateway, kiosk: Kit, status: int) -> None:
    gateway.twist("GET /v1/settings", Told(status, {"Location": gateway.url + "/v1/health"}))
    assert away(kiosk).code == "captive_portal"
    gateway.twist("GET /v1/settings", proven(Told(status, {"Location": "/v1/health"})))
    assert away(kiosk).code == "server_away"
    assert gateway.count("GET /v1/health") == 0


@pytest.mark.parametrize("status", [408, 425, 429, 423, 500, 502, 503, 504, 599])
def test_try_again_is_never_final(gateway: WireGateway, kiosk: Kit, status: int) -> None:
    for told in (proven(Told(status, {"Retry-After": "7"})), Told(status, {"Retry-After": "7"}, b"<html>")):
        gateway.twist("GET /v1/settings", told)
        assert away(kiosk).after_s == 7.0


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("10000000000", 3600.0),
        ("9" * 5000, 3600.0),
        ("-5", None),
        ("soon", None),
        ("1e9", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        ("Thu, 01 Jan 2026 00:00:00 GMT", 0.0),
        ("Fri, 31 Dec 2060 23:59:59 GMT", 3600.0),
        ("", None),
    ],
)
def test_an_absurd_wish_is_cut_down(
    gateway: WireGateway, kiosk: Kit, wish: str, expected: float | None
) -> None:
    def busy(asked: Asked, work: object) -> Told:
        return proven(Told(503, {"Retry-After": wish, "Date": "Sun, 22 Nov 2026 09:00:00 GMT"}))

    gateway.twist("GET /v1/settings", busy)
    assert away(kiosk).after_s == expected


def test_a_wish_without_the_gateways_sign_is_not_followed_for_long(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("GET /v1/settings", Told(503, {"Retry-After": "3000"}))
    assert away(kiosk).after_s == 300.0


def test_a_wish_as_a_date_is_told_by_the_gateways_own_clock(gateway: WireGateway, kiosk: Kit) -> None:
    headers = {"Retry-After": "Sun, 22 Nov 2020 09:01:30 GMT", "Date": "Sun, 22 Nov 2020 09:00:00 GMT"}
    gateway.twist("GET /v1/settings", proven(Told(503, headers)))
    assert away(kiosk).after_s == 90.0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><html></html>",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_an_unreadable_answer_is_none(gateway: WireGateway, kiosk: Kit, body: bytes) -> None:
    gateway.twist("GET /v1/settings", proven(Told(200, {}, body)))
    assert away(kiosk).code == "server_away"


@pytest.mark.parametrize("named", ["", None, "another", 7])
def test_an_answer_about_another_thing_is_not_believed(
    gateway: WireGateway, kiosk: Kit, named: object
) -> None:
    dossier_id, account_id = new_id(), new_id()
    answer = {"revision": 1, "state": "UPLOADING", "upload_url": "/v1/uploads", "missing": []}
    for about in ({"dossier_id": named}, {"dossier_id": new_id()}, {}):
        gateway.twist("PUT /v1/dossiers", proven(told_json(200, {**answer, **about})))
        with pytest.raises(ServerAway):
            kiosk.client.put_dossier(dossier_id, sample_body())
        gateway.twist(
            "POST /v1/dossiers", proven(told_json(200, {"state": "SUBMITTED", "manifest": "x", **about}))
        )
        with pytest.raises(ServerAway):
            kiosk.client.submit_dossier(dossier_id, 1, [])
    for about in ({"account_id": named}, {"account_id": new_id()}, {}):
        gateway.twist("PUT /v1/accounts", proven(told_json(200, {"status": "active", "otp": None, **about})))
        with pytest.raises(ServerAway):
            kiosk.client.register_account(account_id, account_body())
    gateway.twist("PUT /v1/payments", proven(told_json(200, {"payment_id": named, "status": "PENDING"})))
    with pytest.raises(ServerAway):
        kiosk.client.put_payment(new_id(), {"dossier_id": dossier_id})
    gateway.twist("PUT /v1/feedback", proven(told_json(200, {"id": named})))
    with pytest.raises(ServerAway):
        kiosk.client.put_feedback(new_id(), {"rating": 5})


def test_an_answer_without_end_is_cut_off(gateway: WireGateway, kiosk: Kit) -> None:
    forever = itertools.repeat(b" " * 65536)
    gateway.twist("GET /v1/settings", proven(Told(200, {}, parts=forever)))
    assert away(kiosk).code == "server_away"


def test_an_answer_that_drips_ends_with_its_time(gateway: WireGateway, kiosk: Kit) -> None:
    pause = threading.Event()

    def drip() -> object:
        while not pause.wait(0.05):
            yield b"x"

    kiosk.client.sign_in()
    gateway.twist("GET /v1/health", Told(200, {}, parts=drip()))  # type: ignore[arg-type]
    with pytest.raises(ServerAway):
        kiosk.client._exchange.json("GET", "/v1/health", authorised=False, answer_s=0.5)
    pause.set()


def test_silence_ends_with_its_time_too(gateway: WireGateway, kiosk: Kit) -> None:
    hold = threading.Event()
    gateway.twist("GET /v1/health", Told(hold=hold))
    with pytest.raises(ServerAway) as caught:
        kiosk.client._exchange.json("GET", "/v1/health", authorised=False, answer_s=0.3)
    assert caught.value.sent
    hold.set()


def test_the_order_to_stop_ends_a_long_poll(gateway: WireGateway, kiosk: Kit) -> None:
    hold = threading.Event()
    gateway.twist("GET /v1/events", Told(hold=hold))
    caught: list[ServerAway] = []

    def poll() -> None:
        try:
            kiosk.client.events(None, wait_s=25)
        except ServerAway as error:
            caught.append(error)

    poller = threading.Thread(target=poll)
    poller.start()
    wait_until(lambda: gateway.count("GET /v1/events") == 1)
    kiosk.stop.set()
    poller.join(5)
    assert [error.code for error in caught] == ["stopping"]
    hold.set()


def test_a_compressed_answer_is_not_unpacked(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("GET /v1/settings", proven(Told(200, {"Content-Encoding": "gzip"}, b"\x1f\x8b")))
    assert away(kiosk).code == "server_away"


def test_only_what_surely_never_left_counts_as_not_sent(gateway: WireGateway, kiosk: Kit) -> None:
    with WireGateway() as gone:
        url = gone.url
    with kit_at(url) as offline, pytest.raises(ServerAway) as caught:
        offline.client.health()
    assert caught.value.sent is False
    assert caught.value.code == "no_line"
    gateway.twist("PUT /v1/feedback", lose_reply)
    with pytest.raises(ServerAway) as lost:
        kiosk.client.put_feedback(new_id(), {"rating": 5})
    assert lost.value.sent is True


def test_the_final_refusal_keeps_the_gateways_words(gateway: WireGateway, kiosk: Kit) -> None:
    errors = [{"pointer": "/applicant/phone", "code": "required", "detail": "Thiếu"}, "junk", {}]
    gateway.twist("PUT /v1/dossiers", proven(problem(422, "validation_failed", errors=errors, other=1)))
    with pytest.raises(ServerRefused) as caught:
        kiosk.client.put_dossier(new_id(), sample_body())
    assert caught.value.status == 422
    assert caught.value.code == "validation_failed"
    assert caught.value.errors[0] == ("/applicant/phone", "required", "Thiếu")
    assert caught.value.extra == {"other": 1}


def test_a_refusal_without_a_readable_body_is_still_final(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("PUT /v1/dossiers", proven(Told(400, {}, b"<html>")))
    with pytest.raises(ServerRefused) as caught:
        kiosk.client.put_dossier(new_id(), sample_body())
    assert caught.value.code == "http_400"


def test_a_kiosk_that_is_too_old_is_the_links_trouble(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("GET /v1/settings", proven(problem(426, "kiosk_too_old")))
    with pytest.raises(LinkRefused) as caught:
        kiosk.client.settings(None)
    assert caught.value.code == "kiosk_too_old"


def test_every_request_names_its_version_and_carries_no_cookie(gateway: WireGateway, kiosk: Kit) -> None:
    cookie = {"Set-Cookie": "spy=1; Path=/"}
    gateway.twist("GET /v1/settings", proven(told_json(200, {"version": "1"}, **cookie)))
    kiosk.client.settings(None)
    kiosk.client.settings(None)
    assert {asked.headers["kiosk-version"] for asked in gateway.asked} == {"1.0.0"}
    assert not [asked for asked in gateway.asked if "cookie" in asked.headers]


def test_text_goes_out_composed(gateway: WireGateway, kiosk: Kit) -> None:
    decomposed = "Nguye\u0302\u0303n Thi\u0323 An"
    kiosk.client.register_account(new_id(), {**account_body(), "full_name": decomposed})
    assert gateway.asked[-1].json["full_name"] == "Nguyễn Thị An"


def test_a_body_beyond_the_contract_is_not_sent(gateway: WireGateway, kiosk: Kit) -> None:
    with pytest.raises(ServerRefused) as caught:
        kiosk.client.put_feedback(new_id(), {"topics": ["x" * bodies.JSON_BODY_BYTES]})
    assert caught.value.code == "body_too_large"
    assert gateway.count("PUT /v1/feedback") == 0


@pytest.mark.parametrize(
    "url",
    ["", "ftp://portal", "https://", "https://user:secret@portal", "https://portal/?a=1", "http://[::1"],
)
def test_a_url_that_cannot_be_used_is_said_so(url: str) -> None:
    with pytest.raises(ConfigurationInvalid):
        Kit(url)


def test_errors_hold_no_ids_and_no_contents(gateway: WireGateway, kiosk: Kit) -> None:
    account_id = new_id()
    gateway.twist("PUT /v1/accounts", lose_reply)
    with pytest.raises(ServerAway) as caught:
        kiosk.client.register_account(account_id, account_body())
    assert account_id not in str(caught.value)
    assert "001199000001" not in str(caught.value)
