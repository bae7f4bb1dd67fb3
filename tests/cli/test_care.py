"""`kiosk doctor`, `kiosk audit` and `kiosk staff`: what a technician looks at and sets up."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from sqlalchemy import delete, update

from kiosk.domain.staff import Role
from kiosk.storage.tables import audit_entries
from tests.cli.program import Kiosk, Portal

CHECKS = [
    "disk",
    "database",
    "keys",
    "integrity",
    "identity",
    "receipts",
    "retention",
    "queue",
    "catalogue",
    "gateway",
    "clock",
    "camera",
    "printer",
    "fonts",
    "chip reader",
    "voice",
]
PASSWORD = "Buu-cuc-2026"


def found(kiosk: Kiosk, code: int) -> dict[str, dict[str, Any]]:
    return {fact["check"]: fact for fact in kiosk.run("doctor", "--json").check(code).facts}


def give_devices(kiosk: Kiosk) -> None:
    """A camera and a printer that work."""
    pictures = kiosk.folder / "pictures"
    pictures.mkdir()
    cv2.imwrite(str(pictures / "desk.png"), np.full((480, 640, 3), 128, np.uint8))
    kiosk.write_settings(
        f"[camera]\ncard = 'folder:{pictures}'\n[printer]\naddress = 'png:{kiosk.folder / 'roll'}'"
    )


def test_a_sound_terminal_ends_with_0(kiosk: Kiosk) -> None:
    give_devices(kiosk)
    findings = found(kiosk, 0)
    assert list(findings) == CHECKS
    assert "fail" not in [finding["state"] for finding in findings.values()]
    assert set(findings["disk"]) == {"check", "state", "value", "todo"}


def test_every_line_that_is_not_well_says_what_to_do(bare_kiosk: Kiosk) -> None:
    bare_kiosk.write_settings("[camera]\ncard = 'camera:97'\n[printer]\naddress = 'tcp://127.0.0.1:9'")
    findings = found(bare_kiosk, 1)
    failed = [name for name, finding in findings.items() if finding["state"] == "fail"]
    assert failed == ["gateway", "camera", "printer"]
    assert all(finding["todo"] for finding in findings.values() if finding["state"] != "ok")
    assert "kiosk enrol" in findings["gateway"]["todo"]
    assert "camera:97" in findings["camera"]["value"]


def test_for_people_what_to_do_stands_under_the_line(bare_kiosk: Kiosk) -> None:
    give_devices(bare_kiosk)
    lines = bare_kiosk.run("doctor").check(1).out.splitlines()
    (failed,) = [line for line in lines if line.startswith("FAIL")]
    assert "not enrolled" in failed
    assert "→ run `kiosk enrol" in lines[lines.index(failed) + 1]


def test_a_gateway_that_is_away_or_refuses_is_told_apart(kiosk: Kiosk, portal: Portal) -> None:
    give_devices(kiosk)
    portal.faults(captive_portal={"calls": ["any"], "times": None})
    away = found(kiosk, 1)["gateway"]
    assert "captive_portal" in away["value"]
    portal.faults()
    portal.ask("POST", f"devices/{kiosk.device_id}/revoke", {})
    refused = found(kiosk, 1)["gateway"]
    assert "device_revoked" in refused["value"]
    assert refused["todo"] != away["todo"]


def test_the_audit_trail_is_whole_and_counts_what_was_done(bare_kiosk: Kiosk) -> None:
    bare_kiosk.submit("dossier")
    fact = bare_kiosk.run("audit", "verify", "--json").check().fact
    assert set(fact) == {"entries", "broken_at", "reason", "ok"}
    assert fact["ok"] is True
    assert fact["broken_at"] is None
    assert fact["entries"] >= 2
    assert "whole" in bare_kiosk.run_here("audit", "verify").check().out


@pytest.mark.parametrize(
    "harm",
    [
        lambda: (
            update(audit_entries).where(audit_entries.c.seq == 2).values(subject="K-HN0099-261122-0009-X")
        ),
        lambda: delete(audit_entries).where(audit_entries.c.seq == 2),
    ],
    ids=["edited", "deleted"],
)
def test_a_row_that_was_touched_is_named(bare_kiosk: Kiosk, harm: Callable[[], Any]) -> None:
    for name in ("one", "two"):
        bare_kiosk.submit(name)
    with bare_kiosk.storage() as storage, storage._database.write() as connection:
        connection.execute(harm())
    ended = bare_kiosk.run("audit", "verify").check(1)
    assert "entry 2" in ended.out
    fact = bare_kiosk.run_here("audit", "verify", "--json").check(1).fact
    assert (fact["ok"], fact["broken_at"]) == (False, 2)
    assert fact["reason"]


def test_staff_are_added_listed_and_reset(bare_kiosk: Kiosk) -> None:
    words = ("staff", "add", "lan", "--name", "Trần Thị Lan", "--role", "technician")
    bare_kiosk.run(*words, stdin=f"{PASSWORD}\n").check()
    bare_kiosk.run("staff", "add", "binh", stdin=f"{PASSWORD}\n").check()
    facts = {fact["id"]: fact for fact in bare_kiosk.run("staff", "list", "--json").check().facts}
    assert {name: fact["role"] for name, fact in facts.items()} == {"lan": "technician", "binh": "clerk"}
    assert facts["lan"]["name"] == "Trần Thị Lan"
    assert all(fact["must_change"] for fact in facts.values()), (
        "the first password is only for the first time"
    )
    assert not any("password" in member for fact in facts.values() for member in fact)
    assert "Trần Thị Lan" in bare_kiosk.run_here("staff", "list").check().out

    bare_kiosk.run("staff", "reset", "lan", stdin="Mat-khau-moi-9\n").check()
    with bare_kiosk.storage() as storage:
        assert storage.staff.sign_in("lan", PASSWORD).member is None
        member = storage.staff.sign_in("lan", "Mat-khau-moi-9").member
        assert member is not None
        assert member.role is Role.TECHNICIAN
        assert storage.staff.sign_in("binh", PASSWORD).member is not None


@pytest.mark.parametrize(
    ("words", "password", "code"),
    [
        (("add", "lan"), "123456", 1),
        (("add", "lan"), "", 1),
        (("add", "không hợp lệ!"), PASSWORD, 1),
        (("reset", "nobody"), PASSWORD, 1),
        (("add",), PASSWORD, 2),
        (("add", "lan", "--role", "king"), PASSWORD, 2),
    ],
    ids=["weak", "none", "id", "unknown", "no id", "role"],
)
def test_what_staff_cannot_be_is_said_in_a_sentence(
    bare_kiosk: Kiosk, words: tuple[str, ...], password: str, code: int
) -> None:
    ended = bare_kiosk.run("staff", *words, stdin=f"{password}\n").check(code)
    assert ended.out == ""
    assert ended.err
    if password:
        assert password not in ended.err
    assert bare_kiosk.run_here("staff", "list").check().out == ""


def test_a_name_that_is_taken_stays_whose_it_is(bare_kiosk: Kiosk) -> None:
    bare_kiosk.run("staff", "add", "lan", stdin=f"{PASSWORD}\n").check()
    bare_kiosk.run("staff", "add", "LAN", stdin="Mat-khau-moi-9\n").check(1)
    with bare_kiosk.storage() as storage:
        assert storage.staff.sign_in("lan", PASSWORD).member is not None
