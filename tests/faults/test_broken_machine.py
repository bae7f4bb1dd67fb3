"""A machine in trouble: a full disk, another program on the same home, lost keys, a damaged database."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import Kiosk, Portal, enrolled_kiosk, prepared_folder, wait_until

needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk"
)
TO_THE_END = ("--until-empty", "--timeout", "60")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], check=False)
    if mounted.returncode != 0:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder: Path) -> Path:
    """Somebody else's file takes all the room."""
    disk = os.statvfs(folder)
    file = folder / "somebody-elses"
    file.write_bytes(bytes(disk.f_bavail * disk.f_frsize))
    return file


@needs_root
def test_a_full_disk_takes_nothing_new_and_still_delivers(
    small_disk: Path, tmp_path: Path, portal: Portal
) -> None:
    kiosk = enrolled_kiosk(small_disk / "kiosk", portal)
    earlier = kiosk.submit("earlier", (200_000,))
    late = prepared_folder(tmp_path / "late")
    somebody_elses = fill(small_disk)
    ended = kiosk.run("submit", late).check(1)
    assert ended.out == "", "no reference is promised"
    assert len(ended.err.splitlines()) == 1
    assert "no room" in ended.err
    assert kiosk.sync(*TO_THE_END)["delivered"] == 1
    assert portal.holds(kiosk.folder / "earlier", earlier)
    assert kiosk.show(earlier["reference"])["state"] == "SUBMITTED"
    kiosk.write_settings(f"[camera]\ncard = 'folder:{tmp_path}'")
    findings = {fact["check"]: fact for fact in kiosk.run("doctor", "--json").check(1).facts}
    assert findings["disk"]["state"] == "fail"
    assert findings["disk"]["todo"]
    somebody_elses.unlink()
    assert kiosk.run("submit", late).check().out.strip()
    assert kiosk.run("queue", "verify").check()


@needs_root
def test_a_first_start_on_a_full_disk_is_a_sentence(small_disk: Path) -> None:
    fill(small_disk)
    kiosk = Kiosk(small_disk.parent / "kiosk")
    ended = kiosk.run("queue", "--home", small_disk / "home").check(1)
    assert len(ended.err.splitlines()) == 1
    assert "no room" in ended.err


def test_a_second_terminal_on_the_same_home_is_told_so(bare_kiosk: Kiosk) -> None:
    bare_kiosk.write_settings("[terminal]\nfull_screen = false\n[camera]\ncard = 'camera:97'")
    with bare_kiosk.running("run") as running:
        wait_until(lambda: has_started(bare_kiosk), "the terminal to be up")
        second = bare_kiosk.run("run").check(1)
        assert "already open" in second.err
        assert str(bare_kiosk.home) in second.err
        submitted = bare_kiosk.submit("beside")
        assert bare_kiosk.show(submitted["reference"])["state"] == "QUEUED", "commands may run beside it"
        assert running.terminate().code == 0
    with bare_kiosk.running("run") as running:
        wait_until(lambda: has_started(bare_kiosk, times=2), "the next terminal to be up")
        assert running.terminate().code == 0, "the lock is gone with its process"


def has_started(kiosk: Kiosk, times: int = 1) -> bool:
    """The audit trail says so; looked at from outside, as a technician would."""
    if not (kiosk.home / "kiosk.db").exists():
        return False
    with kiosk.storage() as storage:
        entries = storage.audit.unacknowledged(limit=1_000)
    return [entry.kind for entry in entries].count("program_started") >= times


def test_a_home_copied_without_its_keys_stays_shut(bare_kiosk: Kiosk, tmp_path: Path) -> None:
    bare_kiosk.submit("dossier")
    copied = Kiosk(tmp_path / "copied")
    shutil.copytree(bare_kiosk.home, copied.home)
    shutil.rmtree(copied.home / "keys")
    before = (copied.home / "kiosk.db").read_bytes()
    ended = copied.run("queue").check(1)
    assert len(ended.err.splitlines()) == 1
    assert "cannot open its locked data" in ended.err
    assert copied.run_here("submit", bare_kiosk.folder / "dossier").check(1).out == ""
    findings = {fact["check"]: fact for fact in copied.run("doctor", "--json").check(1).facts}
    assert findings["database"]["value"] == "keys_lost"
    assert findings["database"]["todo"]
    assert (copied.home / "kiosk.db").read_bytes() == before, "what may still be saved is left as it is"
    assert bare_kiosk.run("queue", "verify").check()


@pytest.mark.parametrize("harm", ["cut", "zeros"])
def test_a_damaged_database_is_told_and_left_alone(bare_kiosk: Kiosk, harm: str) -> None:
    bare_kiosk.submit("dossier")
    database = bare_kiosk.home / "kiosk.db"
    content = database.read_bytes()
    database.write_bytes(content[:5_000] if harm == "cut" else content[:8_192] + bytes(len(content) - 8_192))
    harmed = database.read_bytes()
    ended = bare_kiosk.run("queue").check(1)
    assert len(ended.err.splitlines()) == 1
    assert ended.err.startswith("kiosk: ")
    assert database.read_bytes() == harmed
    assert list((bare_kiosk.home / "files").iterdir())


def test_a_terminal_that_cannot_go_on_says_so_and_stops_when_told(bare_kiosk: Kiosk) -> None:
    bare_kiosk.submit("dossier")
    shutil.rmtree(bare_kiosk.home / "keys")
    bare_kiosk.write_settings("[terminal]\nfull_screen = false\nname = 'Quầy 1'")
    log = bare_kiosk.home / "logs" / "kiosk.log"
    with bare_kiosk.running("run") as running:
        wait_until(lambda: log.exists() and "keys_lost" in log.read_text(encoding="utf-8"), "the log to tell")
        assert running.process.poll() is None, "the out-of-order screen stays up"
        ended = running.terminate()
    assert ended.code == 1
    assert "keys_lost" in ended.err
