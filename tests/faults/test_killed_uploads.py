"""`kiosk sync` that is killed, told to stop or run twice in the middle of an upload: once at the portal, byte for byte."""

import signal
from functools import partial

import pytest

from kiosk.app.demo.cable import Cable
from tests.cli.program import Kiosk, Portal, wait_until

PAPER_BYTES = 2_500_000
LINE_BYTES_PER_S = 600_000.0
SOME_BYTES = 400_000


def has_sent(cable: Cable, count: int) -> bool:
    return cable.up_bytes > count


def test_killed_three_times_it_goes_on_where_it_was(wired_kiosk: Kiosk, cable: Cable, portal: Portal) -> None:
    submitted = wired_kiosk.submit("dossier", (PAPER_BYTES,))
    cable.slow_to(LINE_BYTES_PER_S)
    for _ in range(3):
        sent = cable.up_bytes
        with wired_kiosk.running("sync", "--until-empty") as running:
            wait_until(partial(has_sent, cable, sent + SOME_BYTES), "the upload to be under way")
            running.kill()
    assert portal.taken(submitted["dossier_id"]) == 0
    assert wired_kiosk.run("queue", "verify").check().out == "queue: database and files are whole\n"
    cable.slow_to(None)
    fact = wired_kiosk.sync("--until-empty", "--timeout", "60")
    assert fact["delivered"] == 1
    assert portal.holds(wired_kiosk.folder / "dossier", submitted)
    assert fact["payload_bytes"] < PAPER_BYTES, "what had arrived before is not sent again"
    assert cable.up_bytes < 1.5 * PAPER_BYTES
    assert wired_kiosk.show(submitted["reference"])["state"] == "SUBMITTED"
    assert wired_kiosk.sync()["delivered"] == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 4), (signal.SIGINT, 130)], ids=["TERM", "INT"])
def test_told_to_stop_it_ends_and_keeps_everything(
    wired_kiosk: Kiosk, cable: Cable, portal: Portal, number: signal.Signals, code: int
) -> None:
    submitted = wired_kiosk.submit("dossier", (PAPER_BYTES,))
    cable.slow_to(LINE_BYTES_PER_S / 3)
    with wired_kiosk.running("sync", "--until-empty", "--json") as running:
        wait_until(lambda: cable.up_bytes > SOME_BYTES, "the upload to be under way")
        running.process.send_signal(number)
        ended = running.end(within_s=10).check(code)
    assert (ended.fact["delivered"], ended.fact["waiting"]) == (0, 1)
    assert cable.up_bytes < PAPER_BYTES, "it did not wait for the end of the upload"
    cable.slow_to(None)
    assert wired_kiosk.sync("--until-empty", "--timeout", "60")["delivered"] == 1
    assert portal.holds(wired_kiosk.folder / "dossier", submitted)
    assert cable.up_bytes < 1.5 * PAPER_BYTES


def test_two_at_once_deliver_everything_once(wired_kiosk: Kiosk, cable: Cable, portal: Portal) -> None:
    sent = {name: wired_kiosk.submit(name, (300_000,), seed=seed) for seed, name in enumerate("abc")}
    cable.slow_to(LINE_BYTES_PER_S)
    words = ("sync", "--until-empty", "--timeout", "60", "--json")
    with wired_kiosk.running(*words) as one, wired_kiosk.running(*words) as other:
        facts = [running.end().check().fact for running in (one, other)]
    assert sum(fact["delivered"] for fact in facts) == 3
    for name, submitted in sent.items():
        assert portal.holds(wired_kiosk.folder / name, submitted)


def test_a_pulled_cable_in_the_middle_is_only_a_pause(
    wired_kiosk: Kiosk, cable: Cable, portal: Portal
) -> None:
    submitted = wired_kiosk.submit("dossier", (PAPER_BYTES,))
    cable.slow_to(2 * LINE_BYTES_PER_S)
    cable.cut_after(SOME_BYTES)
    with wired_kiosk.running("sync", "--until-empty", "--timeout", "80", "--json") as running:
        wait_until(lambda: not cable.plugged, "the cable to be pulled")
        cable.plug()
        assert running.end().check().fact["delivered"] == 1
    assert portal.holds(wired_kiosk.folder / "dossier", submitted)
    assert cable.up_bytes < 1.5 * PAPER_BYTES
