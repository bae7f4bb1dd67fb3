"""What screens may rely on of a `Gateway`, whichever one it is: over the line to two portals, and in memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.domain.account import AccountExists, AccountRegistered, LoginState, OtpVerdict
from kiosk.domain.errors import ServerRefused
from kiosk.domain.ids import new_id
from kiosk.domain.ports import Gateway
from kiosk.sandbox.tables import Message
from kiosk.sandbox.vneid import decide_login
from tests.fakes.gateway import WireGateway
from tests.fakes.memory_gateway import MemoryGateway
from tests.sync.kit import PROCEDURE, Kit, account_body, kit_at
from tests.sync.sandbox import Sandbox, sandbox_at

AN, BINH = "001199000001", "001199000002"


@dataclass(frozen=True, slots=True)
class Portal:
    """A gateway and the portal's other side: the codes it sent, and the citizen's phone."""

    gateway: Gateway
    last_code: Callable[[], str]
    approve: Callable[[str], None]
    refuse: Callable[[str], None]


def in_memory() -> Portal:
    gateway = MemoryGateway()
    return Portal(
        gateway,
        lambda: gateway.texts[-1],
        lambda user_code: gateway.approve_logins({"sub": AN}),
        lambda user_code: gateway.refuse_logins(),
    )


def at_once(kit: Kit) -> Gateway:
    """The kiosk's client with a clock on which every poll is due."""
    moments = iter(range(0, 10_000, 5))
    kit.client._logins._monotonic = lambda: float(next(moments))
    return kit.client


def over_the_wire(wire: WireGateway, kit: Kit) -> Portal:
    return Portal(
        at_once(kit),
        lambda: wire.texts[-1],
        lambda user_code: wire.decide_logins({"sub": AN}),
        lambda user_code: wire.decide_logins("access_denied"),
    )


def at_the_sandbox(sandbox: Sandbox, kit: Kit) -> Portal:
    def last_code() -> str:
        with sandbox.app.portal.store.read() as session:
            codes = session.scalars(select(Message.otp).where(Message.otp.is_not(None))).all()
        return str(codes[-1])

    portal = sandbox.app.portal
    return Portal(
        at_once(kit),
        last_code,
        lambda user_code: (decide_login(portal, user_code, AN), None)[1],
        lambda user_code: (decide_login(portal, user_code, None), None)[1],
    )


@pytest.fixture(params=["memory", "wire", "sandbox"])
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    if request.param == "memory":
        yield in_memory()
    elif request.param == "wire":
        with WireGateway() as wire, kit_at(wire.url) as kit:
            yield over_the_wire(wire, kit.enrol())
    else:
        with sandbox_at(tmp_path, procedures=[PROCEDURE]) as sandbox, kit_at(sandbox.url) as kit:
            yield at_the_sandbox(sandbox, kit.enrol())


def body_of(personal_number: str, **more: Any) -> dict[str, Any]:
    return {**account_body(), "personal_number": personal_number, "phone": "+84901234567", **more}


def registered(portal: Portal, personal_number: str = AN) -> str:
    account_id = new_id()
    answer = portal.gateway.register_account(account_id, body_of(personal_number))
    assert isinstance(answer, AccountRegistered)
    return account_id


def other_than(code: str) -> str:
    return "000000" if code != "000000" else "000001"


def test_a_new_account_waits_for_its_code(portal: Portal) -> None:
    account_id = new_id()
    answer = portal.gateway.register_account(account_id, body_of(AN))
    assert isinstance(answer, AccountRegistered)
    assert (answer.account_id, answer.active) == (account_id, False)
    assert answer.otp is not None
    assert answer.otp.channel == "sms"
    assert "1234" not in answer.otp.masked_to
    assert answer.otp.expires_at is not None


def test_the_same_registration_again_is_the_same_account(portal: Portal) -> None:
    account_id = registered(portal)
    again = portal.gateway.register_account(account_id, body_of(AN))
    assert isinstance(again, AccountRegistered)
    assert again.account_id == account_id


def test_another_registration_under_the_same_name_is_a_conflict(portal: Portal) -> None:
    account_id = registered(portal)
    with pytest.raises(ServerRefused) as caught:
        portal.gateway.register_account(account_id, body_of(AN, activation="link"))
    assert (caught.value.status, caught.value.code) == (409, "revision_conflict")


def test_activation_by_link_sends_no_code(portal: Portal) -> None:
    answer = portal.gateway.register_account(new_id(), body_of(AN, activation="link"))
    assert isinstance(answer, AccountRegistered)
    assert answer.otp is None


def test_the_right_code_activates(portal: Portal) -> None:
    account_id = registered(portal)
    assert portal.gateway.verify_account(account_id, portal.last_code()).verdict is OtpVerdict.RIGHT
    again = portal.gateway.register_account(account_id, body_of(AN))
    assert isinstance(again, AccountRegistered)
    assert again.active


def test_a_wrong_code_says_how_many_attempts_are_left(portal: Portal) -> None:
    account_id = registered(portal)
    first = portal.gateway.verify_account(account_id, other_than(portal.last_code()))
    second = portal.gateway.verify_account(account_id, other_than(portal.last_code()))
    assert first.verdict is OtpVerdict.WRONG
    assert first.attempts_left is not None
    assert second.attempts_left == first.attempts_left - 1


def test_too_many_wrong_codes_end_it(portal: Portal) -> None:
    account_id = registered(portal)
    wrong = other_than(portal.last_code())
    verdicts = [portal.gateway.verify_account(account_id, wrong).verdict for _ in range(8)]
    assert verdicts[-1] is OtpVerdict.EXPIRED


def test_an_active_account_stands_in_the_way_of_another(portal: Portal) -> None:
    account_id = registered(portal)
    portal.gateway.verify_account(account_id, portal.last_code())
    answer = portal.gateway.register_account(new_id(), body_of(AN))
    assert isinstance(answer, AccountExists)
    assert "1234" not in answer.masked_phone
    assert isinstance(portal.gateway.register_account(new_id(), body_of(BINH)), AccountRegistered)


def test_a_registration_nobody_can_be_reached_by_names_the_field(portal: Portal) -> None:
    with pytest.raises(ServerRefused) as caught:
        portal.gateway.register_account(new_id(), body_of(AN, phone=None, email=None))
    assert caught.value.status == 422
    assert "/phone" in {pointer for pointer, _, _ in caught.value.errors}


def test_another_code_can_be_sent_for_a_link(portal: Portal) -> None:
    account_id = new_id()
    portal.gateway.register_account(account_id, body_of(AN, activation="link"))
    sent = portal.gateway.send_otp(account_id)
    assert sent.channel == "sms"
    assert portal.gateway.verify_account(account_id, portal.last_code()).verdict is OtpVerdict.RIGHT


def test_a_login_waits_for_the_citizens_phone(portal: Portal) -> None:
    login = portal.gateway.begin_device_login()
    assert login.user_code in login.verification_uri_complete
    assert login.interval_s > 0
    assert portal.gateway.poll_device_login(login).state is LoginState.WAITING
    portal.approve(login.user_code)
    answer = portal.gateway.poll_device_login(login)
    assert answer.state is LoginState.APPROVED
    assert answer.claims["sub"] == AN


def test_an_approval_works_once(portal: Portal) -> None:
    login = portal.gateway.begin_device_login()
    portal.approve(login.user_code)
    portal.gateway.poll_device_login(login)
    assert portal.gateway.poll_device_login(login).state is LoginState.EXPIRED


def test_the_citizen_may_say_no(portal: Portal) -> None:
    login = portal.gateway.begin_device_login()
    portal.refuse(login.user_code)
    answer = portal.gateway.poll_device_login(login)
    assert answer.state is LoginState.REFUSED
    assert not answer.claims


def test_a_code_nobody_knows_leads_nowhere(portal: Portal) -> None:
    assert portal.gateway.track("K-0001-261122-9999-X") is None
