"""`kiosk run` as its service starts it: serves, works by itself, and stops when told; with and without devices."""

import re
import sys
from pathlib import Path

import cv2
import pytest

from kiosk.devices.pixels import picture_of
from kiosk.devices.stage.sample_cards import sample_cards
from tests.cli.program import NAME, NUMBER, PHONE, Kiosk, Portal, wait_until


@pytest.fixture(scope="module")
def card_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a `folder:` camera shows."""
    folder = tmp_path_factory.mktemp("cards")
    for card in sample_cards()[:2]:
        assert cv2.imwrite(str(folder / f"{card.id}.jpg"), picture_of(card.front))
    return folder


@pytest.mark.parametrize("camera", ["folder", "missing"])
def test_it_delivers_by_itself_and_stops_when_told(
    kiosk: Kiosk, portal: Portal, card_pictures: Path, camera: str
) -> None:
    address = f"folder:{card_pictures}" if camera == "folder" else "camera:97"
    full_screen = "true" if camera == "missing" else "false"
    kiosk.write_settings(f"full_screen = {full_screen}\n[camera]\ncard = '{address}'")
    earlier = kiosk.submit("earlier")
    with kiosk.running("run") as running:
        wait_until(lambda: portal.taken(earlier["dossier_id"]), "the first to arrive")
        meanwhile = kiosk.submit("meanwhile", seed=2)
        wait_until(lambda: portal.taken(meanwhile["dossier_id"]), "the next to arrive")
        ended = running.terminate(within_s=20)
    assert ended.code == 0, ended.err
    assert "Traceback" not in ended.err
    for name, submitted in (("earlier", earlier), ("meanwhile", meanwhile)):
        assert portal.holds(kiosk.folder / name, submitted)
    with kiosk.storage() as storage:
        kinds = [entry.kind for entry in storage.audit.unacknowledged(limit=1000)]
        assert storage.catalogue.procedures_at() is not None
    assert kinds[-1] == "program_ended", "the trail tells a clean end from a crash"
    log = "".join(file.read_text(encoding="utf-8") for file in (kiosk.home / "logs").iterdir())
    assert not any(word in log + ended.out + ended.err for word in (NAME, NUMBER, PHONE))


def test_not_enrolled_it_still_serves_and_stops(bare_kiosk: Kiosk) -> None:
    bare_kiosk.write_settings("[camera]\ncard = 'camera:97'")
    with bare_kiosk.running("run") as running:
        submitted = bare_kiosk.submit("dossier")
        wait_until(lambda: "program_started" in kinds_of(bare_kiosk), "the terminal to be up")
        assert running.process.poll() is None
        assert_leaves_no_dump(running.process.pid)
        assert running.terminate(within_s=20).code == 0
    assert bare_kiosk.show(submitted["reference"])["state"] == "QUEUED"


def assert_leaves_no_dump(process: int) -> None:
    """A crash writes down nobody's data: not into a file, and to no service that collects dumps."""
    if sys.platform == "linux":
        place = Path(f"/proc/{process}")
        assert re.search(r"Max core file size\s+0\s+0", (place / "limits").read_text())
        assert int((place / "coredump_filter").read_text(), 16) == 0


def kinds_of(kiosk: Kiosk) -> list[str]:
    with kiosk.storage() as storage:
        return [entry.kind for entry in storage.audit.unacknowledged(limit=1000)]


def test_a_camera_address_that_means_nothing_is_a_sentence(bare_kiosk: Kiosk) -> None:
    bare_kiosk.write_settings("[camera]\ncard = 'nonsense'")
    ended = bare_kiosk.run("run").check(2)
    assert len(ended.err.splitlines()) == 1
    assert "camera:0" in ended.err
