"""The runner takes turns, keeps its hands off while the line is down, and loses nothing when told to stop."""

import threading
import time
from collections.abc import Callable

import pytest

from kiosk.domain.dossier import DossierState, Problem
from kiosk.domain.errors import DatabaseDamaged, LinkRefused, ServerAway, Unavailable
from kiosk.domain.upload import Job, JobKind, JobOutcome
from kiosk.sync import retry
from kiosk.sync.link import FAILURES_TO_OPEN, REFUSALS_TO_WAIT, Link
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
        assert not kiosk.client.link.is_open
        kiosk.stop.wait(kiosk.runner.run_once().next_in_s)
    assert kiosk.client.link.is_open
    asked = len(gateway.asked)
    while gateway.count("GET /v1/health") < 3:
        kiosk.runner.run_once()
    assert len(gateway.asked) - asked == 3
    gateway._twists.clear()
    counts = kiosk.drain()
    assert counts.delivered == 8


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def lost_for(outage_s: float, probe_before_s: float, share: float) -> tuple[Link, Clock]:
    """A link whose gateway was away so long, asked in vain so long ago; `share` is what its dice show."""
    clock = Clock()
    link = Link(monotonic=clock, random=lambda: share)
    for _ in range(FAILURES_TO_OPEN):
        link.failed(ServerAway())
    clock.now += outage_s - probe_before_s
    link.failed(ServerAway())
    clock.now += probe_before_s
    return link, clock


@pytest.mark.parametrize(
    ("outage_s", "probe_before_s", "share", "waits_s"),
    [
        (6 * 3600.0, 0.0, 0.5, 157.5),
        (6 * 3600.0, 100.0, 0.5, 107.5),
        (6 * 3600.0, 300.0, 0.2, 0.0),
        (60.0, 0.0, 0.5, 15.0),
        (10.0, 0.0, 0.9, 0.0),
    ],
)
def test_after_an_outage_work_starts_spread(
    outage_s: float, probe_before_s: float, share: float, waits_s: float
) -> None:
    link, clock = lost_for(outage_s, probe_before_s, share)
    assert link.recovered() == waits_s
    assert (link.is_open, link.wait_s()) == (False, waits_s)
    clock.now += waits_s
    assert link.wait_s() == 0.0


def test_after_a_long_outage_files_come_after_all_that_must_be_known() -> None:
    link, clock = lost_for(6 * 3600.0, 0.0, 0.5)
    clock.now += link.recovered()
    assert (link.wait_s(), link.files_wait_s() > 100.0) == (0.0, True)
    short, _ = lost_for(10.0, 0.0, 0.5)
    short.recovered()
    assert short.files_wait_s() == 0.0


def test_what_became_due_in_an_outage_does_not_start_at_once(gateway: WireGateway, kiosk: Kit) -> None:
    for seed in range(4):
        kiosk.queue_dossier(content_of(1000, seed))
    link = kiosk.client.link
    for _ in range(FAILURES_TO_OPEN):
        link.failed(ServerAway())
    link._not_before = 0.0
    link._lost_at = link._monotonic() - 6 * 3600
    link._random = lambda: 0.5
    assert kiosk.runner.run_once().next_in_s > 100.0
    assert not kiosk.runner.run_once().did
    assert gateway.count("PUT /v1/dossiers") == 0


def test_a_gateway_full_of_uploads_is_not_asked_by_each_of_many_files(
    gateway: WireGateway, kiosk: Kit
) -> None:
    gateway.twist("(POST|PATCH) /v1/uploads", proven(Told(503)), times=None)
    for seed in range(8):
        kiosk.queue_dossier(content_of(50_000, seed))
    wait_until(lambda: not kiosk.runner.run_once().did or kiosk.client.link.files_wait_s() > 0)
    assert gateway.count("POST /v1/uploads") == REFUSALS_TO_WAIT
    assert not kiosk.client.link.is_open, "the gateway is there"
    late = kiosk.queue_dossier()
    kiosk.client.link._files_not_before = time.monotonic() + 3600.0
    kiosk.drain(timeout_s=2.0)
    assert kiosk.dossier(late).state is DossierState.SUBMITTED, "what needs no file is in nobody's way"
    assert gateway.count("POST /v1/uploads") == REFUSALS_TO_WAIT


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


def test_a_short_gap_parts_no_herd_and_a_long_one_somewhat_over_five_minutes() -> None:
    assert retry.spread_s(3.0) == 0.0
    assert retry.spread_s(60.0) == 30.0
    assert retry.spread_s(6 * 3600.0) == 315.0


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
    waits = []
    for _ in range(10):
        link.failed(ServerAway())
        waits.append(link.wait_s())
        clock.now += link.wait_s()
    assert waits[:4] == [2.0, 4.0, 8.0, 16.0]
    assert waits[-1] == 300.0


def test_what_never_reached_the_gateway_is_tried_again_within_a_quarter_of_the_outage() -> None:
    clock = Clock()
    link = Link(monotonic=clock, random=lambda: 1.0)
    while clock.now < 3600.0:
        link.failed(ServerAway(code="no_line", sent=False))
        assert link.wait_s() <= max(2.0, clock.now / 4)
        clock.now += link.wait_s()
    assert link.wait_s() == 0.0
    link.failed(ServerAway(code="no_line", sent=False))
    assert link.wait_s() == 300.0, "a long one is waited for as any other"


def test_a_job_that_never_reached_the_gateway_is_due_as_soon_as_the_line_is(
    gateway: WireGateway, kiosk: Kit
) -> None:
    with ChaosProxy(("127.0.0.1", gateway.port)) as proxy, kit_at(proxy.url, after=kiosk) as far:
        gateway.audiences.append(proxy.url)
        proxy.refuse()
        kiosk.queue_dossier(SMALL)
        far.client.link._random = lambda: 1.0
        far.runner.run_once()
        assert far.client.link.wait_s() > 0.0
        assert kiosk.stores.queue.next_due_in_s() == 0.0


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


def test_one_broken_request_leaves_nothing_else_behind(gateway: WireGateway, kiosk: Kit) -> None:
    dossiers = [kiosk.queue_dossier() for _ in range(3)]
    gateway.twist("PUT /v1/dossiers", Told(cut=True))
    kiosk.runner.drain(until_empty=False, timeout_s=60)
    states = [kiosk.dossier(dossier).state for dossier in dossiers]
    assert states.count(DossierState.SUBMITTED) >= 2
