"""Registration, one-time codes, activation links, and the VNeID login by phone."""

import time
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.sandbox.portal_rig import read_jws


def account(**changes):
    return {
        "personal_number": "001199000001",
        "old_number": None,
        "full_name": "Nguyễn Thị An",
        "birth_date": "1999-01-15",
        "gender": "female",
        "address": {"line": None, "ward_code": None, "province_code": None, "text": "Số 1, Cửa Nam, Hà Nội"},
        "phone": "+84900000001",
        "email": None,
        "activation": "otp",
        "consent": [{"purpose": "register_account", "version": "1", "at": "2026-11-22T01:00:00.000Z"}],
        "identity_verification": {"method": "qr", "at": "2026-11-22T01:00:00.000Z"},
        "registered_by": "nv01",
        **changes,
    }


@pytest.fixture
def account_id():
    return str(uuid4())


def newest_otp(running):
    return running.desk("GET", "/messages?kind=otp")["messages"][-1]["otp"]


def verify(terminal, account_id, otp):
    return terminal.call("POST", f"/v1/accounts/{account_id}/verification", {"otp": otp})


def test_registration_by_code(running, terminal, account_id):
    answer = terminal.call("PUT", f"/v1/accounts/{account_id}", account())
    assert answer.status_code == 201
    told = answer.json()
    assert (told["account_id"], told["status"]) == (account_id, "pending")
    assert (told["otp"]["channel"], told["otp"]["masked_to"]) == ("sms", "090•••••001")
    again = terminal.call("PUT", f"/v1/accounts/{account_id}", account())
    assert (again.status_code, again.json()) == (200, told)
    otp = newest_otp(running)
    assert len(otp) == 6
    assert len(running.desk("GET", "/messages?to=%2B84900000001")["messages"]) == 1
    assert verify(terminal, account_id, otp).json() == {
        "account_id": account_id,
        "status": "active",
        "otp": None,
    }
    assert verify(terminal, account_id, otp).status_code == 200
    assert terminal.call("PUT", f"/v1/accounts/{account_id}", account()).json()["status"] == "active"


def test_other_content_is_a_conflict(terminal, account_id):
    terminal.call("PUT", f"/v1/accounts/{account_id}", account())
    answer = terminal.call("PUT", f"/v1/accounts/{account_id}", account(email="an@example.vn"))
    assert (answer.status_code, answer.json()["code"]) == (409, "revision_conflict")
    assert answer.json()["account_id"] == account_id


def test_an_active_account_stands_in_the_way_a_pending_one_gives_way(running, terminal, account_id):
    mistyped = str(uuid4())
    terminal.call("PUT", f"/v1/accounts/{mistyped}", account(phone="+84900000009"))
    assert terminal.call("PUT", f"/v1/accounts/{account_id}", account()).status_code == 201
    verify(terminal, account_id, newest_otp(running))
    answer = terminal.call("PUT", f"/v1/accounts/{uuid4()}", account())
    assert (answer.status_code, answer.json()["code"]) == (409, "account_exists")
    assert answer.json()["masked_phone"] == "090•••••001"
    assert (
        terminal.call("PUT", f"/v1/accounts/{mistyped}", account(phone="+84900000009")).json()["otp"] is None
    )


def test_wrong_codes_are_counted_down(running, terminal, account_id):
    running.settings(otp_attempts=2)
    terminal.call("PUT", f"/v1/accounts/{account_id}", account())
    right = newest_otp(running)
    wrong = "000000" if right != "000000" else "111111"
    for left in (1, 0):
        answer = verify(terminal, account_id, wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, "otp_wrong")
        assert answer.json()["attempts_left"] == left
    used_up = verify(terminal, account_id, right)
    assert (used_up.status_code, used_up.json()["code"]) == (410, "otp_expired")


def test_codes_expire_and_another_is_sent(running, terminal, account_id):
    terminal.call("PUT", f"/v1/accounts/{account_id}", account())
    too_soon = terminal.call("POST", f"/v1/accounts/{account_id}/otp")
    assert (too_soon.status_code, too_soon.json()["code"]) == (429, "otp_too_soon")
    assert 0 < int(too_soon.headers["Retry-After"]) <= 31
    running.faults(clock_skew_s=301)
    assert verify(terminal, account_id, newest_otp(running)).status_code == 410
    again = terminal.call("POST", f"/v1/accounts/{account_id}/otp")
    assert (again.status_code, again.json()["otp"]["channel"]) == (200, "sms")
    assert verify(terminal, account_id, newest_otp(running)).json()["status"] == "active"


def test_registration_by_link(running, terminal, account_id):
    answer = terminal.call("PUT", f"/v1/accounts/{account_id}", account(activation="link"))
    assert (answer.status_code, answer.json()["otp"]) == (201, None)
    (message,) = running.desk("GET", "/messages?kind=link")["messages"]
    page = running.web.get(message["link"], timeout=20)
    assert "Kích hoạt tài khoản" in page.text
    assert (
        terminal.call("PUT", f"/v1/accounts/{account_id}", account(activation="link")).json()["status"]
        == "pending"
    )
    pressed = running.web.post(message["link"], data={"": ""}, timeout=20)
    assert "Tài khoản đã kích hoạt" in pressed.text
    assert (
        terminal.call("PUT", f"/v1/accounts/{account_id}", account(activation="link")).json()["status"]
        == "active"
    )


def test_an_account_by_link_may_switch_to_a_code(running, terminal, account_id):
    terminal.call("PUT", f"/v1/accounts/{account_id}", account(activation="link"))
    assert terminal.call("POST", f"/v1/accounts/{account_id}/otp").json()["otp"]["channel"] == "sms"
    assert verify(terminal, account_id, newest_otp(running)).json()["status"] == "active"


def test_fields_are_named(terminal, account_id):
    wrong = account(personal_number="12", phone=None, identity_verification={"method": "guess", "at": "now"})
    answer = terminal.call("PUT", f"/v1/accounts/{account_id}", wrong)
    assert answer.status_code == 422
    named = {error["pointer"] for error in answer.json()["errors"]}
    assert named == {"/personal_number", "/identity_verification/method", "/identity_verification/at"}
    no_contact = terminal.call("PUT", f"/v1/accounts/{account_id}", account(phone=None))
    assert no_contact.json()["errors"][0]["pointer"] == "/phone"


def test_unknown_accounts(terminal, account_id):
    assert verify(terminal, account_id, "123456").json()["code"] == "account_unknown"
    assert terminal.call("POST", f"/v1/accounts/{account_id}/otp").status_code == 404


def test_a_portal_with_vneid_alone_takes_no_registrations(running, terminal, account_id):
    running.settings(account_methods=["vneid"])
    answer = terminal.call("PUT", f"/v1/accounts/{account_id}", account())
    assert (answer.status_code, answer.json()["code"]) == (403, "account_method_closed")


GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def begin_login(terminal):
    answer = terminal.web.post(
        f"{terminal.url}/v1/oidc/device_authorization",
        data={"client_id": "kiosk", "scope": "openid"},
        timeout=20,
    )
    assert answer.status_code == 200
    return answer.json()


def poll(terminal, login):
    form = {"grant_type": GRANT, "device_code": login["device_code"], "client_id": "kiosk"}
    return terminal.web.post(f"{terminal.url}/v1/oidc/token", data=form, timeout=20)


def test_login_by_the_citizens_own_phone(running, terminal):
    login = begin_login(terminal)
    assert login["verification_uri_complete"].startswith(login["verification_uri"] + "?")
    assert urlsplit(login["verification_uri"]).netloc == urlsplit(terminal.url).netloc
    waiting = poll(terminal, login)
    assert (waiting.status_code, waiting.json()["error"]) == (400, "authorization_pending")
    assert waiting.headers["Kiosk-Gateway"] == "1"
    page = running.web.get(login["verification_uri_complete"], headers={"Accept": "text/html"}, timeout=20)
    assert login["user_code"] in page.text
    assert "Nguyễn Thị An" in page.text
    approved = {"citizen": "001199000001"}
    running.desk("POST", f"/vneid/{login['user_code'].lower().replace('-', '')}/approve", approved)
    answer = poll(terminal, login)
    assert answer.status_code == 200
    claims = read_jws(answer.json()["id_token"], terminal.jwks())
    assert (claims["sub"], claims["name"], claims["vneid_level"]) == ("001199000001", "Nguyễn Thị An", 2)
    assert (claims["birthdate"], claims["gender"], claims["phone_number"]) == (
        "1999-01-15",
        "female",
        "+84900000001",
    )
    assert claims["address"]["formatted"]
    assert (claims["iss"], claims["aud"]) == (terminal.url, terminal.device_id)
    assert claims["exp"] > time.time()
    assert poll(terminal, login).json()["error"] == "invalid_grant"


def test_a_refused_login(running, terminal):
    login = begin_login(terminal)
    running.desk("POST", f"/vneid/{login['user_code']}/refuse")
    assert poll(terminal, login).json()["error"] == "access_denied"


def test_an_expired_login(running, terminal):
    login = begin_login(terminal)
    running.faults(clock_skew_s=601)
    assert poll(terminal, login).json()["error"] == "expired_token"
    late = running.web.post(f"{running.url}/_sandbox/vneid/{login['user_code']}/approve", timeout=20)
    assert late.status_code == 409


def test_asking_too_fast_slows_down(terminal):
    login = begin_login(terminal)
    assert poll(terminal, login).json()["error"] == "authorization_pending"
    assert poll(terminal, login).json()["error"] == "slow_down"
    assert terminal.web.post(f"{terminal.url}/v1/oidc/token", data={}, timeout=20).json()["error"] == (
        "unsupported_grant_type"
    )
