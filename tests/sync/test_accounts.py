"""Registering accounts: with a person waiting, from the queue, and by VNeID on the citizen's own phone."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.account import AccountExists, AccountRegistered, AccountState, LoginState, OtpVerdict
from kiosk.domain.errors import ServerAway, ServerRefused
from kiosk.domain.ids import new_id
from kiosk.domain.jws import sign_compact
from tests.fakes.gateway import WireGateway
from tests.fakes.wire_http import Told, lose_reply, problem, proven
from tests.sync.kit import Kit, account_body

CLAIMS = {"sub": "001199000001", "name": "Nguyễn Thị An", "vneid_level": 2}


def test_a_queued_registration_waits_for_its_link(gateway: WireGateway, kiosk: Kit) -> None:
    account = kiosk.queue_account("link")
    kiosk.drain()
    assert kiosk.account(account).state is AccountState.PENDING
    assert kiosk.stores.queue.counts().left == 0


def test_a_registration_that_is_active_at_once(gateway: WireGateway, kiosk: Kit) -> None:
    account = kiosk.queue_account("link")
    kiosk.client.register_account(account.id, account.body)
    gateway.accounts[account.id]["status"] = "active"
    kiosk.drain()
    assert kiosk.account(account).state is AccountState.ACTIVE


def test_somebody_who_has_an_account_is_no_failure(gateway: WireGateway, kiosk: Kit) -> None:
    kiosk.client.register_account(new_id(), account_body())
    account = kiosk.queue_account("link")
    kiosk.drain()
    assert kiosk.account(account).state is AccountState.EXISTS
    assert kiosk.stores.queue.counts().quarantined == 0


def test_a_code_whose_sending_nobody_saw_needs_the_citizen(gateway: WireGateway, kiosk: Kit) -> None:
    """At the counter the answer to the registration with a code was lost, so it was queued with a link."""
    account = kiosk.queue_account("link")
    gateway.twist("PUT /v1/accounts", lose_reply)
    with pytest.raises(ServerAway) as caught:
        kiosk.client.register_account(account.id, {**account.body, "activation": "otp"})
    assert caught.value.sent
    kiosk.drain()
    assert kiosk.account(account).state is AccountState.NEEDS_CODE
    assert kiosk.stores.accounts.needing_attention() == [kiosk.account(account)]


def test_a_queued_code_needs_the_citizen_too(gateway: WireGateway, kiosk: Kit) -> None:
    account = kiosk.queue_account("otp")
    kiosk.drain()
    assert kiosk.account(account).state is AccountState.NEEDS_CODE


def test_a_refused_registration_is_a_clerks_affair(gateway: WireGateway, kiosk: Kit) -> None:
    account = kiosk.queue_account("link", phone=None)
    kiosk.drain()
    assert kiosk.account(account).state is AccountState.QUARANTINED
    (item,) = kiosk.stores.queue.items(state="quarantined")
    assert item.problem is not None
    assert item.problem.errors == (("/phone", "required", "needed"),)


def test_a_lost_answer_makes_no_second_account(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("PUT /v1/accounts", lose_reply, times=2)
    account = kiosk.queue_account("link")
    kiosk.drain()
    assert kiosk.account(account).state is AccountState.PENDING
    assert list(gateway.accounts) == [account.id]


def test_a_registration_settled_meanwhile_is_left_alone(gateway: WireGateway, kiosk: Kit) -> None:
    account = kiosk.queue_account("link")
    kiosk.stores.accounts.moved(account.id, AccountState.ACTIVE)
    kiosk.drain()
    assert gateway.count("PUT /v1/accounts") == 0


def test_another_code_too_soon_is_told_with_its_wait(gateway: WireGateway, kiosk: Kit) -> None:
    account_id = new_id()
    kiosk.client.register_account(account_id, account_body())
    gateway.twist("POST /v1/accounts/.*/otp", proven(problem(429, "too_soon")))
    gateway.twist("POST /v1/accounts/.*/otp", proven(Told(429, {"Retry-After": "60"})))
    with pytest.raises(ServerAway) as caught:
        kiosk.client.send_otp(account_id)
    assert (caught.value.code, caught.value.after_s) == ("too_many_requests", None)
    with pytest.raises(ServerAway) as caught:
        kiosk.client.send_otp(account_id)
    assert caught.value.after_s == 60.0
    assert kiosk.client.link.online


@pytest.mark.parametrize("otp", ["", {"channel": "sms"}, None])
def test_a_bare_answer_to_another_code_is_enough(gateway: WireGateway, kiosk: Kit, otp: Any) -> None:
    account_id = new_id()
    kiosk.client.register_account(account_id, account_body())
    gateway.twist("POST /v1/accounts/.*/otp", proven(Told(204)))
    assert kiosk.client.send_otp(account_id).expires_at is None


# --- VNeID


class Phone:
    """A kiosk that shows a code, and a clock that moves when told."""

    def __init__(self, kiosk: Kit) -> None:
        self.now = 1000.0
        kiosk.client._logins._monotonic = lambda: self.now
        self.kiosk = kiosk
        self.login = kiosk.client.begin_device_login()

    def after(self, seconds: float) -> LoginState:
        self.now += seconds
        return self.kiosk.client.poll_device_login(self.login).state


def test_approved_on_the_phone(gateway: WireGateway, kiosk: Kit) -> None:
    phone = Phone(kiosk)
    assert "user_code" in phone.login.verification_uri_complete
    assert phone.after(5.0) is LoginState.WAITING
    gateway.decide_logins(CLAIMS)
    phone.now += 5.0
    answer = kiosk.client.poll_device_login(phone.login)
    assert answer.state is LoginState.APPROVED
    assert answer.claims["sub"] == "001199000001"
    assert phone.after(5.0) is LoginState.EXPIRED


@pytest.mark.parametrize(
    ("told", "state"), [("access_denied", LoginState.REFUSED), ("expired_token", LoginState.EXPIRED)]
)
def test_refused_or_too_late(gateway: WireGateway, kiosk: Kit, told: str, state: LoginState) -> None:
    phone = Phone(kiosk)
    gateway.decide_logins(told)
    assert phone.after(5.0) is state


def test_asking_too_early_asks_nothing(gateway: WireGateway, kiosk: Kit) -> None:
    phone = Phone(kiosk)
    for _ in range(4):
        assert phone.after(1.0) is LoginState.WAITING
    assert gateway.count("POST /v1/oidc/token") == 0


def test_told_to_slow_down_it_stays_slower(gateway: WireGateway, kiosk: Kit) -> None:
    phone = Phone(kiosk)
    gateway.decide_logins("slow_down")
    assert phone.after(5.0) is LoginState.SLOW_DOWN
    for _ in range(2):
        asked = gateway.count("POST /v1/oidc/token")
        phone.after(9.9)
        assert gateway.count("POST /v1/oidc/token") == asked
        phone.after(0.2)
        assert gateway.count("POST /v1/oidc/token") == asked + 1


def test_a_line_that_breaks_slows_it_down_too(gateway: WireGateway, kiosk: Kit) -> None:
    phone = Phone(kiosk)
    gateway.twist("POST /v1/oidc/token", Told(cut=True))
    with pytest.raises(ServerAway):
        phone.after(5.0)
    assert phone.after(9.9) is LoginState.WAITING
    assert gateway.count("POST /v1/oidc/token") == 1


def test_after_its_time_a_login_is_over(gateway: WireGateway, kiosk: Kit) -> None:
    phone = Phone(kiosk)
    assert phone.after(300.0) is LoginState.EXPIRED
    assert gateway.count("POST /v1/oidc/token") == 0


@pytest.mark.parametrize(
    "claims", [{"sub": "00119900001"}, {"sub": None}, {}, {"sub": "001199000001", "exp": 1_000_000_000}]
)
def test_claims_that_cannot_be_are_refused(gateway: WireGateway, kiosk: Kit, claims: dict[str, Any]) -> None:
    phone = Phone(kiosk)
    gateway.decide_logins(claims)
    with pytest.raises(ServerRefused) as caught:
        phone.after(5.0)
    assert caught.value.code == "id_token_invalid"


def test_an_id_token_of_another_key_is_refused(gateway: WireGateway, kiosk: Kit) -> None:
    phone = Phone(kiosk)
    stranger = Ed25519PrivateKey.generate()
    gateway.sign = lambda payload, key=None: sign_compact(payload, stranger.sign, {"kid": "one"})  # type: ignore[method-assign]
    gateway.decide_logins(CLAIMS)
    with pytest.raises(ServerRefused) as caught:
        phone.after(5.0)
    assert caught.value.code == "id_token_invalid"


def test_codes_and_names_show_in_no_repr(gateway: WireGateway, kiosk: Kit) -> None:
    phone = Phone(kiosk)
    assert phone.login.device_code not in repr(phone.login)
    gateway.decide_logins(CLAIMS)
    phone.now += 5.0
    assert "Nguyễn" not in repr(kiosk.client.poll_device_login(phone.login))


def test_the_counter_registers_and_verifies(gateway: WireGateway, kiosk: Kit) -> None:
    account_id = new_id()
    first = kiosk.client.register_account(account_id, account_body())
    assert isinstance(first, AccountRegistered)
    assert first.otp is not None
    assert first.otp.masked_to == "0901***567"
    assert kiosk.client.verify_account(account_id, "000000").attempts_left == 2
    assert kiosk.client.verify_account(account_id, gateway.texts[-1]).verdict is OtpVerdict.RIGHT
    exists = kiosk.client.register_account(new_id(), account_body())
    assert exists == AccountExists("0901***567")
