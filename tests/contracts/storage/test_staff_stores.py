"""StaffStore: who gets in, who waits, and how long."""

from datetime import timedelta
from typing import Any

import pytest

from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.staff import Role
from tests.fakes.hand_clock import HandClock

Stores = Any
RIGHT = "giấy-tờ-2026"


@pytest.fixture
def staff(stores: Stores) -> Any:
    stores.staff.add("an.nguyen", "Nguyễn Thị An", Role.CLERK, RIGHT)
    return stores.staff


def test_the_right_password_lets_in(staff: Any) -> None:
    member = staff.sign_in(" AN.Nguyen ", RIGHT).member
    assert (member.id, member.name, member.role) == ("an.nguyen", "Nguyễn Thị An", Role.CLERK)
    assert member.must_change


def test_wrong_password_and_unknown_id_look_alike(staff: Any) -> None:
    assert staff.sign_in("an.nguyen", "wrong") == staff.sign_in("nobody", RIGHT)


@pytest.mark.parametrize("staff_id", ["an.nguyen", "nobody"])
def test_waits_grow_and_end(staff: Any, clock: HandClock, staff_id: str) -> None:
    waits = []
    for _ in range(6):
        answer = staff.sign_in(staff_id, "wrong")
        waits.append(answer.locked_until - clock.now if answer.locked_until else timedelta())
        clock.advance(waits[-1].total_seconds())
    assert [wait.total_seconds() for wait in waits] == [0, 0, 30, 60, 120, 240]


def test_while_waiting_even_the_right_password_waits(staff: Any, clock: HandClock) -> None:
    for _ in range(3):
        staff.sign_in("an.nguyen", "wrong")
    clock.advance(10)
    held = staff.sign_in("an.nguyen", RIGHT)
    assert (held.member, held.locked_until) == (None, clock.now + timedelta(seconds=20))
    clock.advance(20)
    assert staff.sign_in("an.nguyen", RIGHT).member is not None
    assert staff.sign_in("an.nguyen", "wrong").locked_until is None


@pytest.mark.parametrize("year", [2016, 2036])
def test_setting_the_wall_clock_shortens_no_wait(staff: Any, clock: HandClock, year: int) -> None:
    for _ in range(3):
        staff.sign_in("an.nguyen", "wrong")
    clock.set_wall(clock.now.replace(year=year))
    held = staff.sign_in("an.nguyen", RIGHT)
    assert held.locked_until == clock.now + timedelta(seconds=30)


def test_trying_while_waiting_does_not_make_it_longer(staff: Any, clock: HandClock) -> None:
    for _ in range(3):
        staff.sign_in("an.nguyen", "wrong")
    for _ in range(10):
        staff.sign_in("an.nguyen", "wrong")
    clock.advance(30)
    assert staff.sign_in("an.nguyen", RIGHT).member is not None


def test_a_reset_opens_the_door_with_the_new_password_only(staff: Any) -> None:
    for _ in range(3):
        staff.sign_in("an.nguyen", "wrong")
    assert staff.reset("an.nguyen", "907351").must_change
    assert staff.sign_in("an.nguyen", RIGHT).member is None
    assert staff.sign_in("an.nguyen", "907351").member.must_change


def test_changing_the_password_needs_the_old_one(staff: Any) -> None:
    assert staff.change_password("an.nguyen", "wrong", "907351") is False
    assert staff.change_password("nobody", RIGHT, "907351") is False
    assert staff.change_password("an.nguyen", RIGHT, "907351") is True
    member = staff.sign_in("an.nguyen", "907351").member
    assert not member.must_change
    with pytest.raises(RuleBroken) as refused:
        staff.change_password("an.nguyen", "907351", "907351")
    assert refused.value.code == "password_weak"


def test_who_left_does_not_get_in(staff: Any) -> None:
    staff.set_active("an.nguyen", False)
    assert staff.sign_in("an.nguyen", RIGHT).member is None
    assert [member.active for member in staff.members()] == [False]
    staff.set_active("an.nguyen", True)
    assert staff.sign_in("an.nguyen", RIGHT).member is not None


@pytest.mark.parametrize(
    "weak",
    ["", "12345", "123456", "654321", "111111", "112211", "kurz", "aaaabbbb", "x-an.nguyen-x", "7" * 129],
)
def test_weak_passwords_are_refused(staff: Any, weak: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        staff.reset("an.nguyen", weak)
    assert refused.value.code == "password_weak"
    assert not weak or weak not in str(refused.value)


def test_ids_are_taken_once_and_must_be_readable(staff: Any) -> None:
    for staff_id, code in (
        ("AN.NGUYEN", "staff_id_taken"),
        ("", "staff_id_invalid"),
        ("a b", "staff_id_invalid"),
    ):
        with pytest.raises(RuleBroken) as refused:
            staff.add(staff_id, "Ai đó", Role.TECHNICIAN, RIGHT)
        assert refused.value.code == code
    with pytest.raises(RuleBroken) as refused:
        staff.reset("nobody", RIGHT)
    assert refused.value.code == "staff_unknown"


def test_the_trail_names_who_changed_but_not_what_was_typed(staff: Any, stores: Stores) -> None:
    staff.sign_in("my-secret-typed-into-the-wrong-field", "x")
    staff.change_password("an.nguyen", RIGHT, "907351")
    staff.set_active("an.nguyen", False)
    staff.reset("an.nguyen", "519037")
    entries = stores.audit.unacknowledged(limit=10)
    assert {entry.kind for entry in entries} == {AuditKind.STAFF_CHANGED}
    assert [entry.facts["change"] for entry in entries] == ["added", "password", "active", "reset"]
    assert not any(typed in repr(entries) for typed in ("secret", RIGHT, "907351", "519037"))
