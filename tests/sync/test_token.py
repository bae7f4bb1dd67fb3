"""Logging in with the device's own key: renewed in time, once on a refusal, and never stopped by a wrong clock."""

import threading

import pytest

from kiosk.domain.errors import LinkRefused, ServerAway
from tests.fakes.gateway import WireGateway
from tests.fakes.wire_http import Told, problem, proven
from tests.sync.kit import Kit, kit_at


def test_one_token_serves_many_calls(gateway: WireGateway, kiosk: Kit) -> None:
    for _ in range(3):
        kiosk.client.settings(None)
    assert gateway.count("POST /v1/token") == 1


def test_a_token_is_renewed_before_it_ends(gateway: WireGateway) -> None:
    gateway.token_life_s = 10
    with kit_at(gateway.url) as kiosk:
        now = [1000.0]
        kiosk.enrol().client._access._monotonic = lambda: now[0]  # type: ignore[union-attr]
        kiosk.client.sign_in()
        now[0] += 7.9
        kiosk.client.sign_in()
        assert gateway.count("POST /v1/token") == 1
        now[0] += 0.2
        kiosk.client.sign_in()
        assert gateway.count("POST /v1/token") == 2


def test_a_renewal_that_fails_leaves_a_token_that_is_still_good(gateway: WireGateway) -> None:
    gateway.token_life_s = 10
    with kit_at(gateway.url) as kiosk:
        now = [1000.0]
        kiosk.enrol().client._access._monotonic = lambda: now[0]  # type: ignore[union-attr]
        kiosk.client.sign_in()
        now[0] += 9.0
        gateway.twist("POST /v1/token", Told(503))
        assert kiosk.client.settings(None) is not None
        now[0] += 2.0
        gateway.twist("POST /v1/token", Told(503))
        with pytest.raises(ServerAway):
            kiosk.client.settings(None)


def test_a_refused_token_is_replaced_once(gateway: WireGateway, kiosk: Kit) -> None:
    kiosk.client.settings(None)
    gateway.tokens.clear()
    assert kiosk.client.settings(None) is not None
    assert gateway.count("POST /v1/token") == 2


def test_refused_again_it_is_the_link_that_is_refused(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("GET /v1/settings", proven(problem(401, "token_invalid")), times=5)
    with pytest.raises(LinkRefused) as caught:
        kiosk.client.settings(None)
    assert caught.value.code == "token_invalid"
    assert gateway.count("GET /v1/settings") == 2
    assert kiosk.client.link.problem == "token_invalid"


def test_threads_wait_for_one_request(gateway: WireGateway, kiosk: Kit) -> None:
    threads = [threading.Thread(target=kiosk.client.settings, args=(None,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert gateway.count("GET /v1/settings") == 8
    assert gateway.count("POST /v1/token") == 1


@pytest.mark.parametrize("skew_s", [-2 * 365 * 86400.0, -3600.0, -40.0, 40.0, 400.0, 2 * 365 * 86400.0])
def test_a_wrong_clock_breaks_no_login(gateway: WireGateway, skew_s: float) -> None:
    with kit_at(gateway.url, skew_s=skew_s) as kiosk:
        kiosk.enrol()
        kiosk.client._server_clock._learnt = None
        assert kiosk.client.settings(None) is not None
        assert kiosk.client.link.clock_skew_s == pytest.approx(skew_s, abs=2.0)


def test_the_clock_may_jump_while_the_program_runs(gateway: WireGateway, kiosk: Kit) -> None:
    kiosk.client.settings(None)
    kiosk.skew_s = -86400.0
    gateway.tokens.clear()
    assert kiosk.client.settings(None) is not None
    assert kiosk.client.link.clock_skew_s == pytest.approx(-86400.0, abs=2.0)


def test_unknown_and_revoked_devices_are_told_apart(gateway: WireGateway) -> None:
    with kit_at(gateway.url) as kiosk:
        with pytest.raises(LinkRefused) as unknown:
            kiosk.client.settings(None)
        assert unknown.value.code == "device_unknown"
        kiosk.enrol()
        gateway.revoked.add(kiosk.device_id)
        with pytest.raises(LinkRefused) as revoked:
            kiosk.client.settings(None)
        assert revoked.value.code == "device_revoked"


def test_a_wrong_key_is_not_taken_for_a_wrong_clock(gateway: WireGateway, kiosk: Kit) -> None:
    with kit_at(gateway.url) as other:
        gateway.devices[kiosk.device_id] = other.stores.keys.public_jwk()
    with pytest.raises(LinkRefused) as caught:
        kiosk.client.settings(None)
    assert caught.value.code == "assertion_invalid"
    assert gateway.count("POST /v1/token") == 1


def test_a_wrong_enrolment_code_is_said_so(gateway: WireGateway) -> None:
    with kit_at(gateway.url) as kiosk:
        with pytest.raises(LinkRefused) as caught:
            kiosk.enrol("WRONG")
        assert caught.value.code == "enrolment_code_invalid"
        kiosk.enrol()
        kiosk.enrol()  # a lost answer: the same request again is not a second use


def test_enrolment_tells_the_agent_point(gateway: WireGateway) -> None:
    with kit_at(gateway.url) as kiosk:
        point = kiosk.client.enrol("TEST-CODE", name="Quầy", kiosk_version="1.0.0", os="linux").agent_point
        assert point["code"] == "0001"


def test_the_token_stays_with_the_gateways_own_calls(gateway: WireGateway, kiosk: Kit) -> None:
    kiosk.client.settings(None)
    kiosk.client.health()
    by_path = {asked.path: asked.headers.get("authorization") for asked in gateway.asked}
    assert by_path["/v1/health"] is None
    assert by_path["/v1/token"] is None
    assert by_path["/v1/settings"]
