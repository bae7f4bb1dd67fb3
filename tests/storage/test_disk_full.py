"""A full disk: nothing is half kept, nothing new is promised, and what waits still gets out."""

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.domain.dossier import Dossier
from kiosk.domain.errors import DiskFull
from kiosk.domain.upload import Again, Done
from kiosk.storage import Storage
from kiosk.storage.ballast import BALLAST_BYTES
from kiosk.storage.durable_files import write_durably
from kiosk.storage.sealed_files import SealedFiles
from tests.fakes.dossier_samples import sample_document, sample_dossier, sample_draft, sample_page

RECEIVED = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk"
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], check=False)
    if mounted.returncode != 0:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder: Path, leave_bytes: int) -> None:
    """Somebody else's file takes the room."""
    disk = os.statvfs(folder)
    with (folder / "somebody-elses").open("ab") as file:
        file.write(b"x" * max(0, disk.f_bavail * disk.f_frsize - leave_bytes))


def take_in_until_refused(storage: Storage) -> list[Dossier]:
    taken = []
    for _ in range(1000):
        new = sample_dossier(sample_document(os.urandom(1_500_000)))
        try:
            taken.append(storage.dossiers.submit(new, actor="citizen", point="HN-001"))
        except DiskFull:
            return taken
    raise AssertionError("nothing was refused on a small disk")


def test_intake_stops_while_the_queue_still_works(small_disk: Path) -> None:
    storage = Storage.open(small_disk / "home")
    try:
        assert (small_disk / "home" / "ballast").stat().st_size == BALLAST_BYTES
        taken = [
            storage.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001") for _ in range(100)
        ]
        draft = sample_draft()
        storage.drafts.save(draft)
        fill(small_disk, leave_bytes=0)
        for refused in (
            lambda: storage.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001"),
            lambda: storage.drafts.add_page(sample_page(draft), b"page"),
            lambda: storage.drafts.save(draft),
        ):
            with pytest.raises(DiskFull):
                refused()
        assert not storage.ballast.intake_allowed(1)
        for number, dossier in enumerate(taken):
            job = storage.queue.claim(lease_s=60)
            assert job is not None
            storage.dossiers.announced(dossier.id, upload_url=f"https://portal.example/{number}")
            if number % 2:
                storage.queue.settle(job, Again(0.0, "progress", progressed=True))
                continue
            storage.dossiers.submitted(
                dossier.id, revision=1, state="SUBMITTED", received_at=RECEIVED, manifest="a.b.c"
            )
            storage.queue.settle(job, Done())
        assert storage.queue.counts().waiting == 50
        assert not (small_disk / "home" / "ballast").exists()
        assert len(storage.dossiers.recent(limit=200)) == 100
        (small_disk / "somebody-elses").unlink()
        assert storage.ballast.intake_allowed(1)
        assert (small_disk / "home" / "ballast").exists()
        storage.dossiers.submit(sample_dossier(), actor="citizen", point="HN-001")
        assert storage.check(full=True) == []
    finally:
        storage.close()


def test_weeks_without_a_line_fill_the_disk_only_so_far_and_all_of_it_gets_out(small_disk: Path) -> None:
    storage = Storage.open(small_disk / "home")
    try:
        taken = take_in_until_refused(storage)
        assert len(taken) > 15
        assert storage.ballast.free_bytes() > 10_000_000, "said early: there is room for what is under way"
        fill(small_disk, leave_bytes=0)
        for dossier in taken:
            job = storage.queue.claim(lease_s=60)
            assert job is not None
            storage.dossiers.announced(dossier.id, upload_url="https://portal.example/files")
            with storage.dossiers.open_document(dossier.documents[0].id) as paper:
                assert len(paper.read()) == 1_500_000
            storage.dossiers.submitted(
                dossier.id, revision=1, state="SUBMITTED", received_at=RECEIVED, manifest="a.b.c"
            )
            storage.queue.settle(job, Done())
        assert storage.queue.counts().left == 0
        assert storage.dossiers.purge_due(grace_s=0) == len(taken)
        assert storage.ballast.intake_allowed(1_500_000), "what is delivered makes room again"
        assert storage.check(full=True) == []
    finally:
        storage.close()


def test_a_dossier_that_does_not_fit_leaves_nothing(small_disk: Path) -> None:
    storage = Storage.open(small_disk / "home")
    try:
        big = sample_dossier(sample_document(bytes(30_000_000)))
        with pytest.raises(DiskFull):
            storage.dossiers.submit(big, actor="citizen", point="HN-001")
        assert storage.dossiers.find(big.id) is None
        assert list((small_disk / "home" / "files").iterdir()) == []
        assert storage.queue.items() == []
    finally:
        storage.close()


def test_running_full_in_the_middle_of_sealing_leaves_nothing(small_disk: Path) -> None:
    files = SealedFiles(small_disk / "files", b"k" * 32, "0123456789abcdef")
    fill(small_disk, leave_bytes=1_000_000)
    with pytest.raises(DiskFull):
        files.seal([bytes(500_000), bytes(700_000)])
    assert list((small_disk / "files").iterdir()) == []


def test_running_full_in_the_middle_of_a_write_keeps_the_old_file(small_disk: Path) -> None:
    path = small_disk / "kept"
    write_durably(path, b"old")
    fill(small_disk, leave_bytes=100_000)
    with pytest.raises(DiskFull):
        write_durably(path, bytes(200_000))
    assert path.read_bytes() == b"old"
    assert {one.name for one in small_disk.iterdir()} == {"kept", "somebody-elses"}


def test_a_start_on_a_full_disk_is_said_in_our_words(small_disk: Path) -> None:
    fill(small_disk, leave_bytes=0)
    with pytest.raises(DiskFull):
        Storage.open(small_disk / "home")
