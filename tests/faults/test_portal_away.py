"""A portal that is away, has turned this device out, or tells another time: work waits, and the reason has words."""

import pytest

from kiosk.app.demo.cable import Cable
from tests.cli.program import Kiosk, Portal

TO_THE_END = ("--until-empty", "--timeout", "60")


def test_away_from_the_very_first_start(wired_kiosk: Kiosk, cable: Cable, portal: Portal) -> None:
    """Enrolled, then without a line for days: everything but the sending works."""
    cable.pull()
    first = wired_kiosk.submit("first")
    for _ in range(2):
        assert wired_kiosk.sync(code=4)["waiting"] == 1
    second = wired_kiosk.submit("second", seed=2)
    assert wired_kiosk.run("queue", "verify").check()
    cable.plug()
    assert wired_kiosk.sync(*TO_THE_END)["delivered"] == 2
    for name, submitted in (("first", first), ("second", second)):
        assert portal.holds(wired_kiosk.folder / name, submitted)


def test_a_dossier_taken_in_before_enrolment_is_delivered_after_it(bare_kiosk: Kiosk, portal: Portal) -> None:
    submitted = bare_kiosk.submit("dossier")
    bare_kiosk.run("sync").check(1)
    bare_kiosk.run("enrol", "--gateway", portal.url, "--code", portal.enrolment_code()).check()
    assert bare_kiosk.sync(*TO_THE_END)["delivered"] == 1
    assert portal.holds(bare_kiosk.folder / "dossier", submitted)


def test_a_revoked_device_keeps_its_work(kiosk: Kiosk, portal: Portal) -> None:
    submitted = kiosk.submit("dossier")
    device = f"devices/{kiosk.device_id}"
    portal.ask("POST", f"{device}/revoke", {})
    told = kiosk.run("sync", *TO_THE_END).check(4).out
    assert "device_revoked" in told
    shown = kiosk.show(submitted["reference"])
    assert shown["state"] == "QUEUED", "no dossier is to blame for the device"
    assert shown["problem"] is None
    portal.ask("POST", f"{device}/restore", {})
    assert kiosk.sync(*TO_THE_END)["delivered"] == 1
    assert portal.holds(kiosk.folder / "dossier", submitted)


def test_expired_tokens_are_renewed_without_a_word(kiosk: Kiosk, portal: Portal) -> None:
    submitted = [kiosk.submit(name, seed=seed) for seed, name in enumerate("ab")]
    portal.faults(expire_tokens=True, unavailable={"calls": ["token"], "retry_after_s": 1, "times": 1})
    assert kiosk.sync(*TO_THE_END)["delivered"] == 2
    assert all(portal.taken(each["dossier_id"]) == 1 for each in submitted)


@pytest.mark.parametrize("skew_s", [7200.0, -7200.0, 86_400.0 * 900])
def test_a_wrong_clock_stops_no_delivery_and_is_told(kiosk: Kiosk, portal: Portal, skew_s: float) -> None:
    submitted = kiosk.submit("dossier")
    portal.faults(clock_skew_s=skew_s)
    assert kiosk.sync(*TO_THE_END)["delivered"] == 1
    assert portal.holds(kiosk.folder / "dossier", submitted)


def test_the_doctor_names_a_wrong_clock(kiosk: Kiosk, portal: Portal) -> None:
    kiosk.write_settings(f"[camera]\ncard = 'folder:{kiosk.folder}'")
    portal.faults(clock_skew_s=-7200.0)
    findings = {fact["check"]: fact for fact in kiosk.run("doctor", "--json").check(1).facts}
    assert findings["gateway"]["state"] == "ok", "the terminal reckons with the portal's time"
    assert findings["clock"]["state"] == "fail"
    assert abs(float(findings["clock"]["value"].split()[0]) - 7200) < 60, "so many seconds fast"
    assert "date and time" in findings["clock"]["todo"]


def test_maintenance_is_waited_for(own_portal: Portal, bare_kiosk: Kiosk) -> None:
    bare_kiosk.run("enrol", "--gateway", own_portal.url, "--code", own_portal.enrolment_code()).check()
    bare_kiosk.write_settings(f"[camera]\ncard = 'folder:{bare_kiosk.folder}'")
    submitted = bare_kiosk.submit("dossier")
    own_portal.set(maintenance=True)
    fact = bare_kiosk.sync(code=4)
    assert fact["waiting"] == 1
    assert fact["seconds"] < 30, "it does not sit out the minute it was asked to wait"
    findings = {fact["check"]: fact for fact in bare_kiosk.run("doctor", "--json").facts}
    assert findings["gateway"]["state"] == "warn"
    assert "maintenance" in findings["gateway"]["value"]
    own_portal.set(maintenance=False)
    assert bare_kiosk.sync(*TO_THE_END)["delivered"] == 1
    assert own_portal.taken(submitted["dossier_id"]) == 1


def test_a_program_that_is_too_old_keeps_its_work(own_portal: Portal, bare_kiosk: Kiosk) -> None:
    bare_kiosk.run("enrol", "--gateway", own_portal.url, "--code", own_portal.enrolment_code()).check()
    bare_kiosk.submit("dossier")
    own_portal.set(minimum_kiosk_version="99.0.0")
    told = bare_kiosk.run("sync").check(4).out
    assert "kiosk_too_old" in told
    own_portal.set(minimum_kiosk_version="0.0.1")
    assert bare_kiosk.sync(*TO_THE_END)["delivered"] == 1
