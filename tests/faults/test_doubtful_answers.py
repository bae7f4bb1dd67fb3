"""Answers that are lost, false, late or not the portal's at all: nothing is lost, doubled or deleted too early."""

from typing import Any

import pytest

from kiosk.app.demo.cable import Cable
from tests.cli.program import Kiosk, Portal, wait_until

TO_THE_END = ("--until-empty", "--timeout", "80")


@pytest.mark.parametrize("call", ["dossier_put", "create", "patch", "submission"])
def test_a_swallowed_reply_makes_no_second_dossier(kiosk: Kiosk, portal: Portal, call: str) -> None:
    submitted = kiosk.submit("dossier", (120_000,))
    portal.faults(swallow_reply={"calls": [call], "times": 2})
    assert kiosk.sync(*TO_THE_END)["delivered"] == 1
    assert portal.holds(kiosk.folder / "dossier", submitted)
    (row,) = [
        row
        for row in portal.ask("GET", "ledger")["submissions"]
        if row["dossier_id"] == submitted["dossier_id"]
    ]
    assert row["revision"] == 1


def test_a_captive_portals_cheerful_page_is_an_outage(kiosk: Kiosk, portal: Portal) -> None:
    submitted = kiosk.submit("dossier")
    portal.faults(captive_portal={"calls": ["any"], "times": None})
    told = kiosk.run("sync").check(4).out
    assert "delivered 0, waiting 1" in told
    assert "captive_portal" in told
    assert kiosk.show(submitted["reference"])["state"] == "QUEUED"
    portal.faults(captive_portal={"calls": ["submission"], "times": 2})
    assert kiosk.sync(*TO_THE_END)["delivered"] == 1
    assert portal.holds(kiosk.folder / "dossier", submitted)


def test_a_busy_portal_is_not_hurried(kiosk: Kiosk, portal: Portal) -> None:
    submitted = kiosk.submit("dossier")
    portal.faults(unavailable={"calls": ["submission"], "retry_after_s": 2, "times": 2})
    fact = kiosk.sync(*TO_THE_END)
    assert fact["delivered"] == 1
    assert fact["requests"] < 30, "it waits as it was told to instead of asking again and again"
    assert portal.holds(kiosk.folder / "dossier", submitted)


def test_uploads_that_the_portal_forgot_begin_anew(wired_kiosk: Kiosk, cable: Cable, portal: Portal) -> None:
    submitted = wired_kiosk.submit("dossier", (1_500_000,))
    cable.slow_to(600_000)
    with wired_kiosk.running("sync", "--until-empty") as running:
        wait_until(lambda: cable.up_bytes > 400_000, "the upload to be under way")
        running.kill()
    portal.faults(forget_uploads=True)
    cable.slow_to(None)
    fact = wired_kiosk.sync(*TO_THE_END)
    assert fact["delivered"] == 1
    assert portal.holds(wired_kiosk.folder / "dossier", submitted)


def test_bytes_that_were_damaged_on_the_way_are_sent_again(kiosk: Kiosk, portal: Portal) -> None:
    submitted = kiosk.submit("dossier")
    portal.faults(wrong_bytes={"times": 1})
    assert kiosk.sync(*TO_THE_END)["delivered"] == 1
    assert portal.holds(kiosk.folder / "dossier", submitted)


@pytest.mark.parametrize("kind", ["other_sha", "wrong_key", "missing_document"])
def test_a_lying_receipt_is_seen_and_nothing_is_deleted(kiosk: Kiosk, portal: Portal, kind: str) -> None:
    submitted = kiosk.submit("dossier")
    portal.faults(manifest_lie={"kind": kind, "times": None})
    fact = kiosk.sync(*TO_THE_END)
    assert (fact["delivered"], fact["quarantined"]) == (0, 1)
    shown = kiosk.show(submitted["reference"])
    assert shown["state"] == "MISMATCH"
    assert shown["job"]["problem"]["code"] == "manifest_mismatch"
    assert "MISMATCH" in kiosk.run("queue", "show", submitted["reference"]).check().out
    kept = (kiosk.folder / "dossier" / "paper_1.pdf").read_bytes()
    with kiosk.storage() as storage:
        assert storage.dossiers.purge_due(grace_s=0.0) == 0, "nothing goes before a true receipt"
        with storage.dossiers.open_document(submitted["documents"][0]["id"]) as file:
            assert file.read() == kept
    portal.faults()
    kiosk.run("queue", "retry", submitted["reference"]).check()
    kiosk.sync(*TO_THE_END)
    assert kiosk.show(submitted["reference"])["state"] == "SUBMITTED"
    assert portal.taken(submitted["dossier_id"]) == 1


def test_a_refused_dossier_stands_aside_for_the_others(kiosk: Kiosk, portal: Portal) -> None:
    first = kiosk.submit("first")
    refused = kiosk.submit("refused", body={"form": {}})
    last = kiosk.submit("last", seed=2)
    fact = kiosk.sync(*TO_THE_END)
    assert (fact["delivered"], fact["waiting"], fact["quarantined"]) == (2, 0, 1)
    for name, submitted in (("first", first), ("last", last)):
        assert portal.holds(kiosk.folder / name, submitted)
    problem: dict[str, Any] = kiosk.show(refused["reference"])["problem"]
    assert problem["code"] == "validation_failed"
    assert len(problem["errors"]) >= 4
    assert all(pointer.startswith("/form/") and words for pointer, _, words in problem["errors"])
    with kiosk.storage() as storage:
        assert storage.dossiers.rehash_document(refused["documents"][0]["id"])
