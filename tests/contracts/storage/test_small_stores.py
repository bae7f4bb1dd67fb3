"""Accounts, print jobs, catalogue copies, marks, device key and ballast."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.domain.account import AccountState
from kiosk.domain.bilingual import Text
from kiosk.domain.catalogue_review import Doubt, Proposal, ReviewItem, ReviewState
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import AuditKind
from kiosk.domain.jws import read_compact, sign_compact
from kiosk.domain.receipt import PrintState, Receipt
from kiosk.domain.upload import JobKind, NewJob
from kiosk.storage import verify_ed25519
from tests.fakes.dossier_samples import SAMPLE_NAME, sample_account
from tests.fakes.hand_clock import HandClock

Stores = Any


def trail(stores: Stores) -> list[str]:
    return [entry.kind for entry in stores.audit.unacknowledged(limit=100)]


def test_an_account_is_kept_and_moves(stores: Stores) -> None:
    account = sample_account()
    stores.accounts.keep(account, actor="clerk:an")
    assert stores.accounts.find(account.id) == account
    stores.accounts.moved(account.id, AccountState.PENDING)
    stores.accounts.moved(account.id, AccountState.ACTIVE)
    stores.accounts.moved(account.id, AccountState.ACTIVE)
    assert stores.accounts.find(account.id).state is AccountState.ACTIVE
    assert trail(stores) == [AuditKind.ACCOUNT_ACTIVATED]
    stores.accounts.moved("nobody", AccountState.ACTIVE)
    assert stores.accounts.find("nobody") is None


def test_a_queued_registration_is_recorded_with_its_job(stores: Stores) -> None:
    account = sample_account(AccountState.QUEUED)
    stores.accounts.keep(account, job=NewJob(JobKind.REGISTER_ACCOUNT, account.id), actor="clerk:an")
    [entry] = stores.audit.unacknowledged(limit=10)
    assert (entry.kind, entry.subject) == (AuditKind.ACCOUNT_REGISTERED, account.id)
    assert entry.facts == {"actor": "clerk:an", "state": "queued"}


def test_accounts_that_need_a_person_are_listed(stores: Stores) -> None:
    accounts = {state: sample_account(state) for state in AccountState}
    for account in accounts.values():
        stores.accounts.keep(account)
    wanted = [accounts[state] for state in AccountState if state in ("needs_code", "quarantined")]
    assert stores.accounts.needing_attention() == wanted


def test_a_settled_registration_keeps_its_data_for_its_time_only(stores: Stores, clock: HandClock) -> None:
    accounts = {state: sample_account(state) for state in AccountState}
    for account in accounts.values():
        job = NewJob(JobKind.REGISTER_ACCOUNT, account.id) if account.state == "quarantined" else None
        stores.accounts.keep(account, job=job)

    def kept() -> set[AccountState]:
        return {state for state, account in accounts.items() if stores.accounts.find(account.id).body}

    assert stores.accounts.erase_settled(settled_s=3600, open_s=86400) == 0
    clock.advance(3600)
    assert stores.accounts.erase_settled(settled_s=3600, open_s=86400) == 2
    assert set(AccountState) - kept() == {AccountState.ACTIVE, AccountState.EXISTS}
    clock.advance(86400)
    assert stores.accounts.erase_settled(settled_s=3600, open_s=86400) == 3
    assert kept() == {AccountState.REGISTERING, AccountState.QUEUED}, "what must still go out stays whole"
    assert stores.accounts.erase_settled(settled_s=0, open_s=0) == 0
    left = stores.accounts.find(accounts[AccountState.ACTIVE].id)
    assert (left.state, left.masked_number) == (AccountState.ACTIVE, "001•••••0001")
    assert stores.accounts.needing_attention() == []
    assert stores.queue.items() == []
    assert trail(stores).count(AuditKind.ACCOUNT_ERASED) == 5


def test_a_full_check_is_made_when_its_time_has_come(stores: Stores, clock: HandClock) -> None:
    upkeep = stores.upkeep
    assert upkeep.last_check() is None
    assert upkeep.check_if_due(every_s=600, should_stop=lambda: True) is None
    assert upkeep.last_check() is None
    first = upkeep.check_if_due(every_s=600, should_stop=lambda: False)
    assert (first.at, first.problems, first.count) == (clock.now, (), 0)
    assert upkeep.last_check().at == clock.now
    assert upkeep.check_if_due(every_s=600, should_stop=lambda: False) is None
    clock.advance(600)
    assert upkeep.check_if_due(every_s=600, should_stop=lambda: False).at == clock.now
    clock.set_wall(clock.now.replace(year=2020))
    assert upkeep.check_if_due(every_s=600, should_stop=lambda: False) is not None


def test_print_jobs_have_lasting_numbers_and_count_their_copies(stores: Stores) -> None:
    slip = Receipt("dossier_queued", {"name": SAMPLE_NAME, "papers": ["a", "b"]})
    first = stores.prints.add(slip, reference="K-1")
    second = stores.prints.add(slip, reference="K-1")
    assert (first.number, second.number) == (1, 2)
    assert stores.prints.latest("K-1") == second
    assert stores.prints.latest("K-2") is None
    assert stores.prints.begin(first.id).copies == 1
    stores.prints.settle(first.id, PrintState.UNKNOWN)
    again = stores.prints.begin(first.id)
    assert (again.number, again.copies, again.state, again.receipt) == (1, 2, PrintState.SENDING, slip)
    assert [job.id for job in stores.prints.unfinished()] == [first.id, second.id]
    stores.prints.settle(first.id, PrintState.NOT_PRINTED)
    assert stores.prints.begin(first.id).copies == 2  # nothing was on paper: that try was no copy
    stores.prints.sent(first.id)
    assert stores.prints.unfinished()[0].state is PrintState.CONFIRMING
    stores.prints.settle(first.id, PrintState.PRINTED)
    stores.prints.settle(second.id, PrintState.CANCELLED)
    assert stores.prints.unfinished() == []
    assert trail(stores) == [
        AuditKind.RECEIPT_NOT_PRINTED,
        AuditKind.RECEIPT_NOT_PRINTED,
        AuditKind.RECEIPT_PRINTED,
        AuditKind.RECEIPT_NOT_PRINTED,
    ]
    with pytest.raises(RuleBroken):
        stores.prints.begin("nobody")


def test_procedures_come_and_go_by_delta(stores: Stores, clock: HandClock) -> None:
    one, two, three = ({"code": f"1.00{n}", "name": {"vi": f"Thủ tục {n}"}} for n in (1, 2, 3))
    assert (stores.catalogue.procedures(), stores.catalogue.procedures_cursor()) == ([], None)
    assert stores.catalogue.procedures_at() is None
    stores.catalogue.keep_procedures([two, one], [], "c1", everything=True)
    assert stores.catalogue.procedures() == [one, two]
    clock.advance(60)
    newer = {**two, "version": 2}
    stores.catalogue.keep_procedures([three, newer], ["1.001", "9.999"], "c2", everything=False)
    assert stores.catalogue.procedures() == [newer, three]
    assert (stores.catalogue.procedures_cursor(), stores.catalogue.procedures_at()) == ("c2", clock.now)
    stores.catalogue.keep_procedures([one], [], "c3", everything=True)
    assert stores.catalogue.procedures() == [one]


def test_versions_of_a_procedure_stand_beside_each_other(stores: Stores) -> None:
    old = {"code": "1.001", "version": "2026", "valid_from": "2026-01-01"}
    new = {"code": "1.001", "version": "2027", "valid_from": "2027-01-01"}
    catalogue = stores.catalogue
    catalogue.keep_procedures([new, old], [], "c1", everything=True)
    assert catalogue.procedures() == [old, new]
    corrected = {**new, "version": "2027-2"}
    catalogue.keep_procedures([corrected], [], "c2", everything=False)
    assert catalogue.procedures() == [old, corrected], "the same first day: replaced"
    catalogue.keep_procedures([new], ["1.001"], "c3", everything=False)
    assert catalogue.procedures() == [new], "first out, then what is left of it"
    undated = {"code": "1.001", "version": 3}
    catalogue.keep_procedures([undated], [], "c4", everything=False)
    assert catalogue.procedures() == [undated], "a portal without dates replaces"


def test_the_version_a_dossier_follows_stays_whatever_the_portal_lists(stores: Stores) -> None:
    version = {"code": "1.001", "version": "2026", "name": "Một"}
    assert stores.catalogue.followed() == []
    stores.catalogue.keep_followed(version)
    stores.catalogue.keep_followed({**version, "name": "Hai"})
    stores.catalogue.keep_followed({"code": "1.001", "name": "Không bản"})
    stores.catalogue.keep_procedures([], ["1.001"], "c1", everything=True)
    assert sorted(stores.catalogue.followed(), key=str) == sorted(
        [version, {"code": "1.001", "name": "Không bản"}], key=str
    )


def test_versions_under_review_beside_another_of_their_code_are_found(stores: Stores) -> None:
    base = ReviewItem("1.000001", "Việc một", "list.csv", "line 2", {"code": "1.000001", "name": "Việc một"})
    later = replace(base, code="1.000001@2027-01-01")
    aside = replace(base, code="1.000001@2028-01-01", state=ReviewState.PUT_ASIDE)
    stores.reviews.take_in([base, later])
    stores.reviews.keep([aside], by="lan")
    assert stores.reviews.dated() == [later]


def test_imported_procedures_are_seen_only_after_a_person_accepted_them(stores: Stores) -> None:
    clear = ReviewItem("1.000001", "Việc một", "list.csv", "line 2", {"code": "1.000001", "name": "Việc một"})
    choice = Proposal(Text("Ba ngày", "3 days"), (("/channels/direct/time", {"n": 3, "unit": "day"}),))
    doubt = Doubt("time_unit_missing", "3", (choice,), ("/channels/direct/fee/amount",))
    unclear = replace(clear, code="1.000002", wire={"code": "1.000002", "name": "Việc hai"}, doubts=(doubt,))

    assert stores.reviews.take_in([clear, unclear]) == 0
    assert [(line.code, line.open_doubts) for line in stores.reviews.lines(state=ReviewState.WAITING)] == [
        ("1.000002", 1),
        ("1.000001", 0),
    ]
    assert stores.reviews.count(ReviewState.WAITING) == (2, 1)
    assert stores.reviews.accepted() == []
    assert stores.reviews.without_doubt() == [clear]
    decided = replace(unclear.decided(0, answer=0), state=ReviewState.ACCEPTED)
    stores.reviews.keep([decided, replace(clear, state=ReviewState.PUT_ASIDE)], by="lan")
    assert stores.reviews.find("1.000002") == decided
    assert stores.reviews.accepted() == [
        {"code": "1.000002", "name": "Việc hai", "channels": {"direct": {"time": {"n": 3, "unit": "day"}}}}
    ]
    assert stores.reviews.take_in([clear, unclear]) == 2, "the same list again asks nothing twice"
    assert stores.reviews.find("1.000002") == decided
    changed = replace(unclear, wire={**unclear.wire, "name": "Việc hai, mới"})
    assert stores.reviews.take_in([changed]) == 0, "what has changed is looked at again"
    assert stores.reviews.find("1.000002") == changed
    assert stores.reviews.find("9.999999") is None


def test_settings_are_kept_with_their_tag(stores: Stores) -> None:
    assert (stores.catalogue.settings(), stores.catalogue.settings_tag()) == (None, None)
    stores.catalogue.keep_settings({"version": "7", "agent_point": {"name": "Bưu cục"}}, '"7"')
    stores.catalogue.keep_procedures([], [], "c1", everything=True)
    assert stores.catalogue.settings() == {"version": "7", "agent_point": {"name": "Bưu cục"}}
    assert stores.catalogue.settings_tag() == '"7"'
    stores.catalogue.keep_settings({"version": "8"}, None)
    assert (stores.catalogue.settings(), stores.catalogue.settings_tag()) == ({"version": "8"}, None)


def test_marks_are_put_replaced_and_taken_away(stores: Stores) -> None:
    assert stores.marks.get("events.cursor") is None
    stores.marks.put("events.cursor", "17")
    stores.marks.put("events.cursor", "18")
    stores.marks.put("skew_s", "0.5")
    assert (stores.marks.get("events.cursor"), stores.marks.get("skew_s")) == ("18", "0.5")
    stores.marks.put("events.cursor", None)
    assert stores.marks.get("events.cursor") is None


def test_the_device_key_signs_what_its_public_half_verifies(stores: Stores) -> None:
    public = stores.keys.public_jwk()
    token = sign_compact({"sub": "device"}, stores.keys.sign)
    payload = read_compact(token, lambda header, data, sig: verify_ed25519(public, data, sig))
    assert payload == {"sub": "device"}
    assert set(public) == {"kty", "crv", "x"}
    assert not verify_ed25519(public, b"other", stores.keys.sign(b"data"))
    assert not verify_ed25519({**public, "crv": "X25519"}, b"data", stores.keys.sign(b"data"))
    assert not verify_ed25519({**public, "x": "short"}, b"data", stores.keys.sign(b"data"))


def test_intake_asks_for_twice_the_room(stores: Stores) -> None:
    free = stores.ballast.free_bytes()
    assert stores.ballast.intake_allowed(1000)
    assert not stores.ballast.intake_allowed(free)


def test_the_audit_chain_grows_and_is_acknowledged(stores: Stores, clock: HandClock) -> None:
    assert stores.audit.verify().entries == 0
    entries = []
    for number in range(5):
        entries.append(stores.audit.append(AuditKind.SESSION_BEGAN, f"s-{number}", {"n": number, "ký": "tự"}))
        clock.advance(0.25)
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert [after.prev for after in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert entries[4].at - entries[0].at == timedelta(seconds=1)
    assert stores.audit.unacknowledged(limit=2) == entries[:2]
    stores.audit.acknowledge(3, "a.b.c")
    stores.audit.acknowledge(1, "late")
    assert stores.audit.unacknowledged(limit=10) == entries[3:]
    verdict = stores.audit.verify()
    assert (verdict.entries, verdict.broken_at) == (5, None)


def test_a_try_that_a_power_cut_broke_off_is_owned_up_to_as_unknown(stores: Stores) -> None:
    slip = Receipt("submission", {"reference": "K-1"})
    sending, confirming, waiting = (stores.prints.add(slip, reference=f"K-{n}") for n in range(3))
    stores.prints.begin(sending.id)
    stores.prints.begin(confirming.id)
    stores.prints.sent(confirming.id)
    if stores.prints.own_up() == 0:
        return  # a shared database: another terminal may be printing
    states = {job.id: (job.state, job.copies) for job in stores.prints.unfinished()}
    assert states == {
        sending.id: (PrintState.UNKNOWN, 1),
        confirming.id: (PrintState.UNKNOWN, 1),
        waiting.id: (PrintState.WAITING, 0),
    }
    assert stores.prints.own_up() == 0
