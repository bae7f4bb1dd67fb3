"""Whatever the order in which the portal's events arrive: the newest counts, all stand at their place by time."""

import random
from dataclasses import replace
from datetime import timedelta

from kiosk.domain.dossier import DossierState
from kiosk.domain.events import PortalEvent
from tests.contracts.storage.dossier_steps import RECEIVED, Stores, event, prove, take_in
from tests.fakes.hand_clock import HandClock

CODE = "H26.99-261122-0001"


def states_of(stores: Stores, dossier_id: str) -> list[str]:
    return [step.state for step in stores.dossiers.find(dossier_id).history]


def test_what_happened_before_is_told_at_its_place_and_moves_nothing_back(
    stores: Stores, clock: HandClock
) -> None:
    taken = take_in(stores)
    prove(stores, taken)
    due, old_due = RECEIVED + timedelta(days=9), RECEIVED + timedelta(days=3)
    assert stores.dossiers.apply_event(event(taken, "EXTENDED", 30, due_at=due))
    clock.advance(60)
    assert stores.dossiers.apply_event(event(taken, "ACCEPTED", 10, code=CODE, due_at=old_due))
    assert stores.dossiers.apply_event(event(taken, "IN_PROCESS", 20))
    found = stores.dossiers.find(taken.id)
    assert (found.state, found.raw_state) == (DossierState.EXTENDED, "EXTENDED")
    assert [step.state for step in found.history][-4:] == ["SUBMITTED", "ACCEPTED", "IN_PROCESS", "EXTENDED"]
    assert [step.came_late for step in found.history][-4:] == [False, True, True, False]
    assert (found.official_code, found.due_at) == (CODE, due)
    assert found.accepted_at == RECEIVED + timedelta(minutes=10)
    facts = stores.dossiers.track(CODE)
    assert (facts.state, facts.history[-1].state) == ("EXTENDED", "EXTENDED")
    assert facts.as_of == clock.wall()
    assert [step.at for step in facts.history[1:]] == sorted(step.at for step in facts.history[1:])
    moves = [each.facts for each in stores.audit.entries() if each.kind == "dossier_moved"]
    assert [(each["from"], each["to"], each.get("came_late", False)) for each in moves[-3:]] == [
        ("SUBMITTED", "EXTENDED", False),
        ("SUBMITTED", "ACCEPTED", True),
        ("ACCEPTED", "IN_PROCESS", True),
    ]


def test_every_order_of_arrival_comes_to_the_same(stores: Stores) -> None:
    first = {"items": [{"component_id": "a", "reason": "mờ", "what_to_do": "chụp lại"}], "text": "Bổ sung"}
    second = {"items": [{"component_id": "b", "reason": "thiếu", "what_to_do": "nộp"}], "text": "Bổ sung nữa"}
    told = (
        ("ACCEPTED", {"code": CODE, "due_at": RECEIVED + timedelta(days=3)}),
        ("SUPPLEMENT_REQUESTED", {"notice": first}),
        ("IN_PROCESS", {}),
        ("EXTENDED", {"due_at": RECEIVED + timedelta(days=9)}),
        ("SUPPLEMENT_REQUESTED", {"notice": second}),
    )
    ends = set()
    for seed in range(6):
        taken = take_in(stores)
        prove(stores, taken)
        happened = [
            replace(event(taken, state, number, **facts), id=f"{seed}-{number}")
            for number, (state, facts) in enumerate(told, 1)
        ]
        if seed:
            random.Random(seed).shuffle(happened)
        for each in happened:
            assert stores.dossiers.apply_event(each)
            assert not stores.dossiers.apply_event(each), "the same event again is no news"
        found = stores.dossiers.find(taken.id)
        ends.add(
            (
                found.state,
                found.due_at,
                found.accepted_at,
                found.notices,
                found.notice_text,
                found.supplement,
                tuple(step.state for step in found.history),
                stores.dossiers.newest_notice(taken.id)["text"],
            )
        )
    assert len(ends) == 1
    [end] = ends
    assert end[:2] == (DossierState.SUPPLEMENT_REQUESTED, RECEIVED + timedelta(days=9))
    assert (end[3], end[4], end[-1]) == (2, "Bổ sung nữa", "Bổ sung nữa")


def test_a_payment_that_repeats_an_old_state_tells_nothing_new(stores: Stores) -> None:
    taken = take_in(stores)
    prove(stores, taken)
    stores.dossiers.apply_event(event(taken, "ACCEPTED", 1, code=CODE))
    stores.dossiers.apply_event(event(taken, "IN_PROCESS", 9))
    before = states_of(stores, taken.id)
    told = len(list(stores.audit.entries()))
    assert stores.dossiers.apply_event(event(taken, "ACCEPTED", 5, payment={"amount": 8000}))
    assert states_of(stores, taken.id) == before
    assert stores.dossiers.find(taken.id).state is DossierState.IN_PROCESS
    assert stores.dossiers.payment_asked(taken.id) == {"amount": 8000}
    assert len(list(stores.audit.entries())) == told


def test_equal_times_count_in_the_order_in_which_they_came(stores: Stores) -> None:
    taken = take_in(stores)
    prove(stores, taken)
    stores.dossiers.apply_event(event(taken, "ACCEPTED", 1))
    stores.dossiers.apply_event(replace(event(taken, "IN_PROCESS", 1), id="same-moment"))
    assert stores.dossiers.find(taken.id).state is DossierState.IN_PROCESS
    assert states_of(stores, taken.id)[-2:] == ["ACCEPTED", "IN_PROCESS"]


def test_an_event_without_a_time_is_believed_and_hides_none_that_follows(stores: Stores) -> None:
    taken = take_in(stores)
    prove(stores, taken)
    read_at = RECEIVED + timedelta(days=30)
    untimed = PortalEvent("no-time", taken.id, read_at, "ACCEPTED", untimed=True)
    assert stores.dossiers.apply_event(untimed)
    assert stores.dossiers.find(taken.id).state is DossierState.ACCEPTED
    stores.dossiers.apply_event(event(taken, "RESULT_READY", 2))
    assert stores.dossiers.find(taken.id).state is DossierState.RESULT_READY
    assert states_of(stores, taken.id)[-2:] == ["ACCEPTED", "RESULT_READY"]


def test_an_unknown_state_that_came_late_stands_in_the_history_as_it_was_written(stores: Stores) -> None:
    taken = take_in(stores)
    prove(stores, taken)
    stores.dossiers.apply_event(event(taken, "RESULT_READY", 5))
    stores.dossiers.apply_event(event(taken, "CHO_KY_SO", 3))
    assert stores.dossiers.find(taken.id).state is DossierState.RESULT_READY
    assert states_of(stores, taken.id)[-2:] == ["CHO_KY_SO", "RESULT_READY"]


def test_a_late_word_about_the_first_revision_leaves_the_supplement_on_its_way(stores: Stores) -> None:
    taken = take_in(stores)
    prove(stores, taken)
    stores.dossiers.apply_event(
        event(taken, "SUPPLEMENT_REQUESTED", 5, notice={"items": [], "text": "Thiếu"})
    )
    stores.dossiers.moved(taken.id, DossierState.QUEUED, by="clerk:an")
    stores.dossiers.apply_event(event(taken, "IN_PROCESS", 3))
    assert stores.dossiers.find(taken.id).state is DossierState.QUEUED
    assert states_of(stores, taken.id)[-3:] == ["IN_PROCESS", "SUPPLEMENT_REQUESTED", "QUEUED"]
