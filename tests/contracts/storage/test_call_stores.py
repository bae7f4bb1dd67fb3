"""ClerkCalls: a call is seen, taken once, ended once, and never outlives its terminal; the trail has the seconds."""

from datetime import timedelta
from typing import Any

from kiosk.domain.clerk_call import CallEnd, CallReason, ClerkCall, NewCall
from kiosk.domain.events import AuditKind
from tests.fakes.hand_clock import HandClock

Stores = Any


def a_call(number: int = 1) -> NewCall:
    return NewCall(f"call-{number}", "Máy 2", "7F3A9C", "scan_card", CallReason.CARD)


def facts_of(stores: Stores, kind: AuditKind) -> list[dict[str, Any]]:
    return [dict(entry.facts) for entry in stores.audit.entries() if entry.kind == kind]


def test_a_call_is_open_until_it_ends_and_asking_twice_makes_no_second_one(
    stores: Stores, clock: HandClock
) -> None:
    made = stores.calls.call(a_call())
    assert made == ClerkCall("call-1", "Máy 2", "7F3A9C", "scan_card", CallReason.CARD, clock.wall())
    clock.advance(60)
    assert stores.calls.call(a_call()) == made
    stores.calls.call(a_call(2))
    assert [call.id for call in stores.calls.open()] == ["call-1", "call-2"]
    assert [call.waits_min(clock.wall()) for call in stores.calls.open()] == [1, 0]
    assert stores.calls.end("call-1", CallEnd.WITHDRAWN)
    assert not stores.calls.end("call-1", CallEnd.WITHDRAWN)
    assert [call.id for call in stores.calls.open()] == ["call-2"]
    assert len(facts_of(stores, AuditKind.CLERK_CALLED)) == 2
    assert facts_of(stores, AuditKind.CALL_ENDED) == [{"how": "withdrawn", "taken": False, "open_s": 60}]


def test_one_clerk_takes_it_and_the_trail_says_after_how_long(stores: Stores, clock: HandClock) -> None:
    stores.calls.call(a_call())
    clock.advance(90)
    assert stores.calls.take("call-1", staff_id="lan", name="Trần Thị Lan")
    assert not stores.calls.take("call-1", staff_id="binh", name="Lê Văn Bình")
    [call] = stores.calls.open()
    assert (call.taken_by, call.taken_at) == ("Trần Thị Lan", clock.wall())
    assert facts_of(stores, AuditKind.CALL_TAKEN) == [{"staff": "lan", "waited_s": 90}]
    stores.calls.end("call-1", CallEnd.HELPED, staff_id="lan")
    assert len(facts_of(stores, AuditKind.CALL_TAKEN)) == 1
    ended = {"how": "helped", "taken": True, "open_s": 90, "staff": "lan"}
    assert facts_of(stores, AuditKind.CALL_ENDED) == [ended]


def test_a_clerk_who_just_comes_has_taken_it(stores: Stores, clock: HandClock) -> None:
    stores.calls.call(a_call())
    clock.advance(30)
    assert stores.calls.end("call-1", CallEnd.HELPED, staff_id="lan")
    assert facts_of(stores, AuditKind.CALL_TAKEN) == [{"staff": "lan", "waited_s": 30}]


def test_after_a_crash_the_call_is_found_again_but_not_hours_later(stores: Stores, clock: HandClock) -> None:
    made = stores.calls.call(a_call())
    clock.advance(120)
    quarter = timedelta(minutes=15)
    assert stores.calls.left_here(since=clock.wall() - quarter) == made
    clock.advance(3600)
    assert stores.calls.open() == [], "a bench does not show what must be of a terminal without power"
    assert stores.calls.left_here(since=clock.wall() - quarter) is None
    assert facts_of(stores, AuditKind.CALL_ENDED)[0]["how"] == "lost"
