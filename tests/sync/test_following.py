"""Events, settings, catalogue, health report and audit trail: asked for in order, kept only when proven."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.dossier import DossierState
from kiosk.domain.errors import ServerAway, ServerRefused
from kiosk.domain.events import AuditKind, wire_time
from kiosk.domain.ids import new_id
from kiosk.domain.jws import read_compact
from kiosk.sync.follow import CURSOR_MARK, EventFollower
from kiosk.sync.refresh import Refresher
from kiosk.sync.report import AuditCourier, HealthFacts, send_health
from tests.fakes.gateway import WireGateway
from tests.fakes.wire_http import Asked, Told, lose_reply, problem, proven, told_json
from tests.sync.kit import PROCEDURE, Kit, content_of, kit_at
from tests.sync.sandbox import Sandbox


@pytest.fixture
def follower(kiosk: Kit) -> EventFollower:
    stores = kiosk.stores
    return EventFollower(kiosk.client, stores.marks, stores.dossiers, stores.payments)


def sent_dossier(kiosk: Kit) -> str:
    dossier = kiosk.queue_dossier(content_of(1000))
    kiosk.drain()
    return dossier.id


# --- events


def test_what_the_portal_decides_is_followed(
    gateway: WireGateway, kiosk: Kit, follower: EventFollower
) -> None:
    dossier_id = sent_dossier(kiosk)
    gateway.move(dossier_id, "ACCEPTED", code="000.00.01.H01-261122-0001", due_at="2026-12-01T10:00:00.000Z")
    assert follower.follow_once() == 1
    found = kiosk.stores.dossiers.find(dossier_id)
    assert found is not None
    assert found.state is DossierState.ACCEPTED
    assert found.official_code == "000.00.01.H01-261122-0001"
    assert found.due_at is not None
    assert follower.follow_once() == 0


def test_many_events_come_page_by_page(gateway: WireGateway, kiosk: Kit, follower: EventFollower) -> None:
    dossier_id = sent_dossier(kiosk)
    gateway.page_items = 2
    for state in ("ACCEPTED", "IN_PROCESS", "EXTENDED", "RESULT_READY", "RETURNED"):
        gateway.move(dossier_id, state)
    assert follower.follow_once() == 5
    assert gateway.count("GET /v1/events") == 3


def test_a_replayed_event_is_no_news(gateway: WireGateway, kiosk: Kit, follower: EventFollower) -> None:
    gateway.move(sent_dossier(kiosk), "ACCEPTED")
    follower.follow_once()
    kiosk.stores.marks.put(CURSOR_MARK, None)
    assert follower.follow_once() == 0


def test_an_unknown_cursor_begins_again(gateway: WireGateway, kiosk: Kit, follower: EventFollower) -> None:
    gateway.move(sent_dossier(kiosk), "ACCEPTED")
    kiosk.stores.marks.put(CURSOR_MARK, "lost")
    assert follower.follow_once() == 1
    assert kiosk.stores.marks.get(CURSOR_MARK) == "e1"


def test_an_unknown_cursor_without_one_is_said(
    gateway: WireGateway, kiosk: Kit, follower: EventFollower
) -> None:
    gateway.twist("GET /v1/events", proven(problem(410, "cursor_unknown")))
    with pytest.raises(ServerRefused):
        follower.follow_once()


def test_an_unknown_state_is_kept_raw(gateway: WireGateway, kiosk: Kit, follower: EventFollower) -> None:
    dossier_id = sent_dossier(kiosk)
    gateway.move(dossier_id, "WAITING_FOR_GODOT")
    follower.follow_once()
    found = kiosk.stores.dossiers.find(dossier_id)
    assert found is not None
    assert (found.state, found.raw_state) == (DossierState.UNKNOWN, "WAITING_FOR_GODOT")


def test_broken_events_are_left_out_and_the_rest_is_taken(
    gateway: WireGateway, kiosk: Kit, follower: EventFollower
) -> None:
    dossier_id = sent_dossier(kiosk)
    whole = {"id": new_id(), "dossier_id": dossier_id, "at": "no time", "state": "ACCEPTED", "new": 1}
    events: list[Any] = [None, 7, {}, {"id": "x"}, {"id": "y", "dossier_id": dossier_id, "state": 3.5}, whole]
    gateway.twist("GET /v1/events", proven(told_json(200, {"events": events, "cursor": "e0", "more": True})))
    assert follower.follow_once() == 1


def test_events_out_of_order_and_of_strangers_stop_nothing(
    gateway: WireGateway, kiosk: Kit, follower: EventFollower
) -> None:
    """The list of an agent point holds other terminals' dossiers; the newest word counts, and every word is kept."""
    dossier_id = sent_dossier(kiosk)
    steps = (
        (new_id(), "ACCEPTED", 5),
        (dossier_id, "RESULT_READY", 40),
        (new_id(), "REFUSED", 45),
        (dossier_id, "ACCEPTED", 20),
        (dossier_id, "RETURNED", 60),
        (dossier_id, "IN_PROCESS", 30),
    )
    take_page(gateway, follower, steps, news=4)
    found = kiosk.stores.dossiers.find(dossier_id)
    assert found is not None
    assert found.state == "RETURNED"
    assert [step.state for step in found.history][-4:] == [
        "ACCEPTED",
        "IN_PROCESS",
        "RESULT_READY",
        "RETURNED",
    ]


def test_a_time_that_cannot_be_does_not_hide_what_comes_after_it(
    gateway: WireGateway, kiosk: Kit, follower: EventFollower
) -> None:
    dossier_id = sent_dossier(kiosk)
    next_year = 366 * 24 * 60
    take_page(
        gateway, follower, ((dossier_id, "ACCEPTED", next_year), (dossier_id, "IN_PROCESS", None)), news=2
    )
    take_page(gateway, follower, ((dossier_id, "RESULT_READY", 1),), news=1)
    found = kiosk.stores.dossiers.find(dossier_id)
    assert found is not None
    assert found.state == "RESULT_READY"
    assert [step.state for step in found.history][-3:] == ["ACCEPTED", "IN_PROCESS", "RESULT_READY"]


def take_page(
    gateway: WireGateway,
    follower: EventFollower,
    steps: Sequence[tuple[str, str, int | None]],
    *,
    news: int,
) -> None:
    """One page of events: about which dossier, its state, so many minutes after now by the gateway's clock."""
    events = [
        {
            "id": new_id(),
            "dossier_id": about,
            "at": None if minutes is None else wire_time(gateway.now() + timedelta(minutes=minutes)),
            "state": state,
            "code": None,
        }
        for about, state, minutes in steps
    ]
    page = {"events": events, "cursor": new_id(), "more": False}
    gateway.twist("GET /v1/events", proven(told_json(200, page)))
    assert follower.follow_once() == news


def test_the_cursor_is_kept_after_its_events(
    gateway: WireGateway, kiosk: Kit, follower: EventFollower
) -> None:
    gateway.move(sent_dossier(kiosk), "ACCEPTED")
    gateway.twist("GET /v1/events", lose_reply)
    with pytest.raises(ServerAway):
        follower.follow_once()
    assert kiosk.stores.marks.get(CURSOR_MARK) is None


def test_the_wait_is_never_longer_than_the_contract(gateway: WireGateway, kiosk: Kit) -> None:
    kiosk.client.events(None, wait_s=600)
    assert gateway.asked[-1].query["wait"] == "25"


# --- settings and catalogue


@pytest.fixture
def refresher(kiosk: Kit) -> Refresher:
    return Refresher(kiosk.client, kiosk.stores.catalogue)


def test_settings_are_asked_for_by_their_tag(gateway: WireGateway, kiosk: Kit, refresher: Refresher) -> None:
    assert refresher.refresh_settings()
    assert not refresher.refresh_settings()
    assert gateway.asked[-1].headers["if-none-match"]
    gateway.settings["version"] = "2"
    assert refresher.refresh_settings()
    kept = kiosk.stores.catalogue.settings()
    assert kept is not None
    assert kept["version"] == "2"


def test_a_304_nobody_asked_for_is_no_answer(gateway: WireGateway, kiosk: Kit, refresher: Refresher) -> None:
    gateway.twist("GET /v1/settings", proven(Told(304)))
    with pytest.raises(ServerAway):
        refresher.refresh_settings()
    assert kiosk.stores.catalogue.settings() is None


def procedures(kiosk: Kit) -> list[str]:
    return [str(item["code"]) for item in kiosk.stores.catalogue.procedures()]


def test_the_whole_catalogue_then_what_changed(
    gateway: WireGateway, kiosk: Kit, refresher: Refresher
) -> None:
    gateway.page_items = 2
    gateway.catalogue = [{"code": f"1.00000{place}"} for place in range(5)]
    kiosk.stores.catalogue.keep_procedures([{"code": "old"}], [], "", everything=True)
    kiosk.stores.catalogue._cursor = None
    assert refresher.refresh_catalogue()
    assert procedures(kiosk) == [f"1.00000{place}" for place in range(5)]
    assert not refresher.refresh_catalogue()
    gateway.catalogue.append({"code": "1.000009"})
    gateway.removed.append((5, "1.000001"))
    assert refresher.refresh_catalogue()
    assert procedures(kiosk) == ["1.000000", "1.000002", "1.000003", "1.000004", "1.000009"]


def test_a_catalogue_that_breaks_off_leaves_the_old_one_and_goes_on(
    gateway: WireGateway, kiosk: Kit, refresher: Refresher
) -> None:
    gateway.page_items = 2
    gateway.catalogue = [{"code": f"1.00000{place}"} for place in range(5)]
    kiosk.stores.catalogue.keep_procedures([{"code": "old"}], [], "", everything=True)
    kiosk.stores.catalogue._cursor = None
    gateway.twist("GET /v1/procedures", lambda asked, work: work())
    gateway.twist("GET /v1/procedures", Told(503))
    with pytest.raises(ServerAway):
        refresher.refresh_catalogue()
    assert procedures(kiosk) == ["old"]
    assert refresher.refresh_catalogue()
    assert len(procedures(kiosk)) == 5
    assert [asked.query.get("cursor") for asked in gateway.asked if asked.path == "/v1/procedures"] == [
        None,
        "p2",
        "p2",
        "p4",
    ]


def test_a_catalogue_place_nobody_knows_begins_again(
    gateway: WireGateway, kiosk: Kit, refresher: Refresher
) -> None:
    gateway.catalogue = [{"code": "1.000001"}, {"no": "code"}, {"code": 7}]
    kiosk.stores.catalogue.keep_procedures([{"code": "old"}], [], "p99", everything=True)
    assert refresher.refresh_catalogue()
    assert procedures(kiosk) == ["1.000001"]


# --- report and audit


FACTS = HealthFacts("1.0.0", "ready", "streaming", 10_000_000, 12.3, ("clock_wrong",))


def test_the_health_report_says_how_the_queue_is(gateway: WireGateway, kiosk: Kit) -> None:
    kiosk.queue_dossier(content_of(1000))
    send_health(kiosk.client, kiosk.stores.queue, FACTS)
    (report,) = gateway.reports
    assert report["queue"]["waiting"] == 1
    assert report["queue"]["bytes"] == 1000
    assert report["queue"]["oldest_at"].endswith("Z")
    assert report["problems"] == ["clock_wrong"]
    assert abs(report["clock_skew_s"]) < 5


def test_the_sandbox_takes_report_and_audit(sandbox: Sandbox) -> None:
    with kit_at(sandbox.url) as kiosk:
        kiosk.enrol()
        send_health(kiosk.client, kiosk.stores.queue, FACTS)
        kiosk.stores.audit.append(AuditKind.PROGRAM_STARTED)
        courier = AuditCourier(kiosk.client, kiosk.stores.audit, kiosk.stores.marks)
        assert courier.upload_once() == 1
        kiosk.stores.audit.append(AuditKind.PROGRAM_ENDED)
        assert courier.upload_once() == 1
        assert courier.upload_once() == 0


@pytest.fixture
def courier(kiosk: Kit) -> AuditCourier:
    for _ in range(3):
        kiosk.stores.audit.append(AuditKind.SESSION_BEGAN)
    return AuditCourier(kiosk.client, kiosk.stores.audit, kiosk.stores.marks)


def test_the_audit_trail_is_countersigned(gateway: WireGateway, kiosk: Kit, courier: AuditCourier) -> None:
    assert courier.upload_once() == 3
    assert not kiosk.stores.audit.unacknowledged(limit=10)
    assert courier.upload_once() == 0


def test_a_run_whose_answer_was_lost_is_sent_unchanged(
    gateway: WireGateway, kiosk: Kit, courier: AuditCourier
) -> None:
    gateway.twist("PUT /v1/audit", lose_reply)
    with pytest.raises(ServerAway):
        courier.upload_once()
    kiosk.stores.audit.append(AuditKind.SESSION_ENDED)
    assert courier.upload_once() == 3
    assert courier.upload_once() == 1


def changed(gateway: WireGateway, **members: Any) -> Callable[[Asked, Callable[[], Told]], Told]:
    def twist(asked: Asked, work: Callable[[], Told]) -> Told:
        answer = work()
        body = json.loads(answer.body)
        payload: Mapping[str, Any] = read_compact(body["countersignature"], lambda *_: True)
        body["countersignature"] = gateway.sign({**payload, **members})
        answer.body = json.dumps(body).encode()
        return answer

    return twist


@pytest.mark.parametrize(
    "members", [{"head_hash": "0" * 64}, {"device_id": new_id()}, {"last_seq": 99}, {"first_seq": 2}]
)
def test_a_countersignature_over_something_else_acknowledges_nothing(
    gateway: WireGateway, kiosk: Kit, courier: AuditCourier, members: dict[str, Any]
) -> None:
    gateway.twist("PUT /v1/audit", changed(gateway, **members))
    with pytest.raises(ServerAway):
        courier.upload_once()
    assert len(kiosk.stores.audit.unacknowledged(limit=10)) == 3


def test_a_countersignature_of_another_key_acknowledges_nothing(
    gateway: WireGateway, kiosk: Kit, courier: AuditCourier
) -> None:
    kiosk.client.sign_in()
    kiosk.client.keys._fetch()
    gateway.twist("GET /v1/jwks", lambda asked, work: work(), times=1)
    stranger = Ed25519PrivateKey.generate()
    mine, gateway.key = gateway.key, stranger

    def old_keys(asked: Asked, work: Callable[[], Told]) -> Told:
        gateway.key = mine
        answer = work()
        gateway.key = stranger
        return answer

    gateway._twists.clear()
    gateway.twist("GET /v1/jwks", old_keys, times=None)
    with pytest.raises(ServerAway):
        courier.upload_once()
    assert len(kiosk.stores.audit.unacknowledged(limit=10)) == 3


def test_another_chain_at_the_gateway_is_said(
    gateway: WireGateway, kiosk: Kit, courier: AuditCourier
) -> None:
    gateway.twist("PUT /v1/audit", proven(problem(409, "revision_conflict")))
    with pytest.raises(ServerRefused):
        courier.upload_once()


# --- tracking, payment and papers


def test_tracking_by_code(gateway: WireGateway, kiosk: Kit) -> None:
    dossier = kiosk.queue_dossier(content_of(1000))
    kiosk.drain()
    found = kiosk.client.track(dossier.local_reference)
    assert found is not None
    assert (found.state, found.local) == ("SUBMITTED", False)
    assert found.history[0].state == "SUBMITTED"
    assert found.as_of is not None
    assert kiosk.client.track("không có/thật") is None


def test_a_payment_is_what_the_gateway_says(gateway: WireGateway, kiosk: Kit) -> None:
    payment_id = new_id()
    made = kiosk.client.put_payment(payment_id, {"dossier_id": new_id()})
    assert (made.amount, made.status, made.vietqr) == (8000, "PENDING", "000201")
    assert kiosk.client.get_payment(payment_id).payment_id == payment_id


def test_papers_handed_on_and_out(gateway: WireGateway, kiosk: Kit) -> None:
    ids = [new_id() for _ in range(3)]
    kiosk.client.put_waybill("EE123456785VN", {"dossier_id": ids[0]})
    kiosk.client.put_handover(ids[0], {"complete": True})
    kiosk.client.put_delivery(ids[1], {"to": "An"})
    kiosk.client.put_feedback(ids[2], {"rating": 5})
    assert set(gateway.things) == {"EE123456785VN", *ids}


def test_the_sandbox_publishes_settings_and_catalogue(sandbox: Sandbox) -> None:
    with kit_at(sandbox.url) as kiosk:
        refresher = Refresher(kiosk.enrol().client, kiosk.stores.catalogue)
        assert refresher.refresh_settings()
        assert not refresher.refresh_settings()
        assert refresher.refresh_catalogue()
        assert procedures(kiosk) == [PROCEDURE["code"]]
        assert not refresher.refresh_catalogue()
        stores = kiosk.stores
        follower = EventFollower(kiosk.client, stores.marks, stores.dossiers, stores.payments)
        sent_dossier(kiosk)
        follower.follow_once()
        assert follower.follow_once() == 0
