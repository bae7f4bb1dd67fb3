"""The runner takes turns, keeps its hands off while the line is down, and loses nothing when told to stop."""

import threading
from collections.abc import Callable

import pytest

from kiosk.domain.dossier import DossierState, Problem
from kiosk.domain.errors import DatabaseDamaged, LinkRefused, ServerAway, Unavailable
from kiosk.domain.upload import Job, JobKind, JobOutcome
from kiosk.sync import retry
from kiosk.sync.link import FAILURES_TO_OPEN, Link
from kiosk.sync.runner import Runner
from kiosk.sync.tools import Tools
from tests.fakes.chaos_proxy import ChaosProxy
from tests.fakes.gateway import WireGateway
from tests.fakes.wire_http import Asked, Told, problem, proven, told_json
from tests.sync.kit import Kit, content_of, kit_at, wait_until

SMALL = content_of(20_000)


def test_an_empty_queue_is_nothing_to_do(kiosk: Kit) -> None:
    step = kiosk.runner.run_once()
    assert not step.did
    assert step.next_in_s > 0


def test_five_failures_in_a_row_open_the_circuit_and_only_probes_go_out(
    gateway: WireGateway, kiosk: Kit
) -> None:
    gateway.twist("(?!GET /v1/health)", Told(503), times=None)
    gateway.twist("GET /v1/health", Told(503), times=3)
    for seed in range(8):
        kiosk.queue_dossier(content_of(1000, seed))
    for _ in range(FAILURES_TO_OPEN):
        kiosk.runner.run_once()
    assert kiosk.client.link.is_open
    asked = len(gateway.asked)
    while gateway.count("GET /v1/health") < 3:
        kiosk.runner.run_once()
    assert len(gateway.asked) - asked == 3
    gateway._twists.clear()
    counts = kiosk.drain()
    assert counts.delivered == 8


def test_after_an_outage_work_starts_spread(gateway: WireGateway, kiosk: Kit) -> None:
    for seed in range(4):
        kiosk.queue_dossier(content_of(1000, seed))
    link = kiosk.client.link
    for _ in range(FAILURES_TO_OPEN):
        link.failed(ServerAway())
    link._not_before = 0.0
    link._lost_at = link._monotonic() - 6 * 3600
    woken: list[float] = []
    wake = kiosk.stores.queue.wake
    kiosk.stores.queue.wake = lambda *, within_s: woken.append(within_s)  # type: ignore[method-assign]
    kiosk.runner.run_once()
    kiosk.stores.queue.wake = wake  # type: ignore[method-assign]
    assert woken == [300.0]
    assert not link.is_open


def test_maintenance_is_waited_for(gateway: WireGateway, kiosk: Kit) -> None:
    link = kiosk.client.link
    for _ in range(FAILURES_TO_OPEN):
        link.failed(ServerAway())
    link._not_before = 0.0
    until = "2999-01-01T00:00:00.000Z"
    gateway.twist("GET /v1/health", proven(told_json(200, {"status": "maintenance", "until": until})))
    step = kiosk.runner.run_once()
    assert step.did
    assert 3600.0 <= step.next_in_s <= 1.2 * 3600.0
    assert link.problem == "maintenance"


def test_a_device_that_is_refused_touches_no_job(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(SMALL)
    gateway.revoked.add(kiosk.device_id)
    counts = kiosk.drain(timeout_s=30)
    assert counts.delivered == 0
    assert kiosk.client.link.problem == "device_revoked"
    (item,) = kiosk.stores.queue.items()
    assert (item.state, item.failures, item.why) == ("waiting", 0, "device_revoked")
    assert kiosk.dossier(dossier).state is DossierState.QUEUED
    gateway.revoked.clear()
    wait_until(lambda: kiosk.drain(timeout_s=1).delivered == 1)
    assert kiosk.dossier(dossier).state is DossierState.SUBMITTED


def test_a_kiosk_too_old_keeps_everything(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("PUT /v1/dossiers", proven(problem(426, "kiosk_too_old")), times=None)
    kiosk.queue_dossier(SMALL)
    kiosk.drain(timeout_s=30)
    counts = kiosk.stores.queue.counts()
    assert (counts.waiting, counts.quarantined) == (1, 0)
    assert kiosk.client.link.problem == "kiosk_too_old"


def test_the_gateways_wish_holds_the_whole_line(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("PUT /v1/dossiers", proven(Told(503, {"Retry-After": "20"})), times=None)
    kiosk.queue_dossier(SMALL)
    kiosk.queue_dossier(SMALL)
    step = kiosk.runner.run_once()
    assert 19.0 <= step.next_in_s <= 24.0
    assert gateway.count("PUT /v1/dossiers") == 1


def test_told_to_stop_in_the_middle_of_an_upload_nothing_is_lost(gateway: WireGateway, kiosk: Kit) -> None:
    reached = threading.Event()

    def slow(asked: Asked, work: Callable[[], Told]) -> Told:
        reached.set()
        assert kiosk.stop.wait(20)
        return Told(cut=True)

    gateway.extensions = ("creation",)
    gateway.twist("PATCH", slow, times=1)
    dossier = kiosk.queue_dossier(content_of(2_000_000))
    worker = threading.Thread(target=kiosk.drain)
    worker.start()
    assert reached.wait(20)
    kiosk.stop.set()
    worker.join(5)
    assert not worker.is_alive()
    (item,) = kiosk.stores.queue.items()
    assert (item.state, item.failures) == ("waiting", 0)
    with kit_at(gateway.url, after=kiosk) as restarted:
        restarted.drain()
    assert kiosk.dossier(dossier).state is DossierState.SUBMITTED


def test_a_drain_ends_with_its_time(gateway: WireGateway, kiosk: Kit) -> None:
    gateway.twist("PUT /v1/dossiers", proven(Told(503, {"Retry-After": "3000"})), times=None)
    kiosk.queue_dossier(SMALL)
    kiosk.drain(timeout_s=0.3)
    assert kiosk.stores.queue.counts().waiting == 1


def test_without_until_empty_it_does_what_is_due(gateway: WireGateway, kiosk: Kit) -> None:
    kiosk.queue_dossier(SMALL)
    assert kiosk.runner.drain(until_empty=False).delivered == 1


def with_job(kiosk: Kit, job: Callable[[Job, Tools], JobOutcome]) -> Runner:
    return Runner(
        kiosk.stores.queue,
        kiosk.tools,
        kiosk.client.link,
        kiosk.now,
        kiosk.client.link._monotonic,
        kiosk.random,
        dict.fromkeys(JobKind, job),
    )


def test_a_bug_stops_its_job_and_is_heard_of(gateway: WireGateway, kiosk: Kit) -> None:
    def bug(job: Job, tools: Tools) -> JobOutcome:
        raise ZeroDivisionError

    kiosk.queue_dossier(SMALL)
    with pytest.raises(ZeroDivisionError):
        with_job(kiosk, bug).run_once()
    (item,) = kiosk.stores.queue.items(state="quarantined")
    assert item.problem == Problem("internal_error")


def test_a_broken_machine_leaves_the_job_to_its_lease(gateway: WireGateway, kiosk: Kit) -> None:
    def broken(job: Job, tools: Tools) -> JobOutcome:
        raise DatabaseDamaged

    kiosk.queue_dossier(SMALL)
    with pytest.raises(DatabaseDamaged):
        with_job(kiosk, broken).run_once()
    assert kiosk.stores.queue.counts().quarantined == 0


def test_a_busy_database_is_tried_again(gateway: WireGateway, kiosk: Kit) -> None:
    def busy(job: Job, tools: Tools) -> JobOutcome:
        raise Unavailable(code="database_busy")

    kiosk.queue_dossier(SMALL)
    with_job(kiosk, busy).run_once()
    (item,) = kiosk.stores.queue.items()
    assert (item.state, item.why, item.failures) == ("waiting", "database_busy", 1)


def test_withdrawals_go_their_way(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(SMALL)
    kiosk.drain()
    kiosk.stores.dossiers.moved(dossier.id, DossierState.WITHDRAWN, by="citizen", reason="Nộp nhầm")
    gateway.twist("POST /v1/dossiers/.*/withdrawal", lambda asked, work: (work(), Told(cut=True))[1])
    kiosk.drain()
    assert gateway.dossiers[dossier.id]["reason"] == "Nộp nhầm"
    assert gateway.count("POST /v1/dossiers/.*/withdrawal") == 1
    assert kiosk.stores.queue.counts().left == 0


def test_a_refused_withdrawal_is_a_clerks_affair(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(SMALL)
    kiosk.drain()
    gateway.move(dossier.id, "CLOSED")
    kiosk.stores.dossiers.moved(dossier.id, DossierState.WITHDRAWN, by="citizen")
    kiosk.drain()
    (item,) = kiosk.stores.queue.items(state="quarantined")
    assert item.problem is not None
    assert item.problem.code == "withdrawal_refused"


# --- the link


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_ladder_is_full_jitter_up_to_five_minutes() -> None:
    assert retry.ladder_s(0, lambda: 0.5) == 1.0
    assert retry.ladder_s(3, lambda: 0.5) == 8.0
    assert retry.ladder_s(10_000, lambda: 0.999) < 300.0
    assert retry.ladder_s(0, lambda: 0.0) == 0.0


def test_a_wish_is_a_lower_bound_with_a_little_more() -> None:
    assert retry.wait_s(0, 30.0, lambda: 0.5) == pytest.approx(33.0)
    assert retry.wait_s(4, 2.0, lambda: 0.9) == pytest.approx(2.36), "the gateway knows best when"
    assert retry.wait_s(10, 30.0, lambda: 0.9) == pytest.approx(0.9 * 2 * 2**6), "but not for ever"
    assert retry.wait_s(0, 1e12, lambda: 0.0) == 3600.0
    assert retry.wait_s(0, -5.0, lambda: 0.0) == 0.0


def test_a_short_gap_parts_no_herd_and_a_long_one_five_minutes() -> None:
    assert retry.spread_s(3.0) == 0.0
    assert retry.spread_s(60.0) == 30.0
    assert retry.spread_s(6 * 3600.0) == 300.0


def test_progress_starts_the_count_anew() -> None:
    link = Link(monotonic=Clock(), random=lambda: 0.5)
    for _ in range(FAILURES_TO_OPEN - 1):
        link.failed(ServerAway())
    link.progressed()
    link.failed(ServerAway())
    assert not link.is_open


def test_probes_come_ever_more_slowly() -> None:
    clock = Clock()
    link = Link(monotonic=clock, random=lambda: 1.0)
    for _ in range(FAILURES_TO_OPEN):
        link.failed(ServerAway())
    waits = []
    for _ in range(10):
        waits.append(link.wait_s())
        clock.now += link.wait_s()
        link.failed(ServerAway())
    assert waits[:4] == [2.0, 4.0, 8.0, 16.0]
    assert waits[-1] == 300.0


def test_a_hint_only_shortens_the_wait() -> None:
    clock = Clock()
    link = Link(monotonic=clock, random=lambda: 1.0)
    for _ in range(FAILURES_TO_OPEN + 9):
        link.failed(ServerAway())
    assert link.wait_s() == 300.0
    link.may_be_back()
    assert link.wait_s() == 60.0
    link.may_be_back()
    clock.now += 59.0
    link.may_be_back()
    assert link.wait_s() == 1.0


def test_what_the_line_is_called() -> None:
    link = Link(monotonic=Clock(), random=lambda: 1.0)
    assert (link.online, link.problem) == (False, "no_line")
    link.heard()
    assert (link.online, link.problem) == (True, "")
    link.lost(ServerAway())
    assert link.online
    link.lost(ServerAway())
    assert (link.online, link.problem) == (False, "server_away")
    link.lost(LinkRefused(code="clock_wrong"), suspected_skew_s=-86400.0)
    assert (link.online, link.problem, link.clock_skew_s) == (False, "clock_wrong", -86400.0)


def test_a_line_that_comes_back_is_found(gateway: WireGateway, kiosk: Kit) -> None:
    with ChaosProxy(("127.0.0.1", gateway.port)) as proxy, kit_at(proxy.url, after=kiosk) as far:
        gateway.audiences.append(proxy.url)
        proxy.refuse()
        dossier = kiosk.queue_dossier(SMALL)
        far.drain(timeout_s=0.5)
        assert far.client.link.problem == "no_line"
        assert kiosk.dossier(dossier).state is DossierState.QUEUED
        proxy.listen_again()
        far.drain()
        assert far.client.link.online
        assert kiosk.dossier(dossier).state is DossierState.SUBMITTED
