"""ServiceWatch: flags stand once, ratings stay anonymous, lists of training are kept; every change is in the trail."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from kiosk.domain.events import AuditKind
from kiosk.domain.service_watch import Finding, FlagKind, FlagReason

Stores = Any
DAY = date(2026, 11, 20)
FINDING = Finding(FlagKind.MANY_DROPS, "many_drops/lan/2026-11", "lan", {"count": 3}, ("K-1",))


def kinds(stores: Stores) -> list[str]:
    return [entry.kind for entry in stores.audit.entries()]


def test_the_same_finding_is_one_flag_with_newer_facts(stores: Stores) -> None:
    assert stores.watch.raise_flags([FINDING]) == 1
    newer = replace(FINDING, facts={"count": 5})
    assert stores.watch.raise_flags([newer]) == 0
    [flag] = stores.watch.flags()
    assert (flag.finding, flag.settled_at) == (newer, None)
    assert kinds(stores).count(AuditKind.FLAG_RAISED.value) == 1


def test_a_flag_is_settled_once_with_a_reason_and_comes_not_back(stores: Stores) -> None:
    stores.watch.raise_flags([FINDING])
    [flag] = stores.watch.flags()
    assert stores.watch.settle(flag.id, staff_id="cuc", reason=FlagReason.SPOKEN)
    assert not stores.watch.settle(flag.id, staff_id="binh", reason=FlagReason.EXPLAINED)
    assert stores.watch.flags() == []
    [settled] = stores.watch.flags(settled=True)
    assert (settled.settled_by, settled.reason) == ("cuc", FlagReason.SPOKEN)
    assert stores.watch.raise_flags([replace(FINDING, facts={"count": 9})]) == 0
    assert stores.watch.raise_flags([replace(FINDING, key="many_drops/lan/2026-12")]) == 1
    last = [entry for entry in stores.audit.entries() if entry.kind == AuditKind.FLAG_SETTLED]
    assert last[0].facts == {"kind": "many_drops", "staff": "cuc", "reason": "spoken"}


def test_a_days_ratings_are_told_as_counts_when_it_is_over(stores: Stores) -> None:
    for stars in (5, 5, 3):
        stores.watch.rate(stars, day=DAY)
    assert kinds(stores) == [], "nothing is written while somebody could be told by the time"
    assert stores.watch.count_ratings(before=DAY) == 0
    assert stores.watch.unsent_ratings(limit=10) == []
    assert stores.watch.count_ratings(before=DAY + timedelta(days=1)) == 3
    [entry] = stores.audit.entries()
    assert entry.facts == {"day": "2026-11-20", "stars": {"3": 1, "5": 2}}
    unsent = stores.watch.unsent_ratings(limit=10)
    assert sorted((stars, day) for _, stars, day in unsent) == [(3, DAY), (5, DAY), (5, DAY)]
    stores.watch.ratings_sent([rating_id for rating_id, _, _ in unsent])
    assert stores.watch.unsent_ratings(limit=10) == []
    assert stores.watch.count_ratings(before=DAY + timedelta(days=9)) == 0


def test_lists_of_training(stores: Stores) -> None:
    for trained in (True, True):
        stores.watch.set_trained("Lan", "1.001193", trained, by="cuc")
    stores.watch.set_trained("lan", "2.000635", True, by="cuc")
    [codes] = stores.watch.training().values()
    assert codes == {"1.001193", "2.000635"}
    for code in codes:
        stores.watch.set_trained("LAN", code, False, by="cuc")
    assert stores.watch.training() == {}
    assert AuditKind.TRAINING_CHANGED.value in kinds(stores)
