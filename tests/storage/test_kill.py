"""kill -9 in the middle of taking dossiers in: what was acknowledged is there, whole; what was not leaves no trace."""

import random
import select
import subprocess
import sys
import time
from pathlib import Path

from kiosk.storage import Storage

ROOT = Path(__file__).parents[2]
KILLS = 4


def run_until_killed(home: Path, chance: random.Random) -> dict[str, list[str]]:
    """Acknowledged references and the digests of their documents."""
    command = [sys.executable, "-m", "tests.storage.submit_for_ever", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        deadline = time.monotonic() + chance.uniform(0.05, 0.8)
        while (left := deadline - time.monotonic()) > 0:
            # only waits: the process is killed at a moment of its own, not at an acknowledgement
            select.select([], [], [], left)
        process.kill()
        lines = process.stdout.read().decode().splitlines()
    whole = [line.split() for line in lines if len(line.split()) == 2]
    return {reference: digests.split(",") for reference, digests in whole if len(digests) == 129}


def test_what_was_acknowledged_is_there_after_every_kill(tmp_path: Path) -> None:
    home, chance = tmp_path / "home", random.Random(20261122)
    acknowledged: dict[str, list[str]] = {}
    for _ in range(KILLS):
        acknowledged |= run_until_killed(home, chance)
        storage = Storage.open(home)
        try:
            assert storage.check(full=True) == []
            for reference, digests in acknowledged.items():
                dossier = storage.dossiers.find(reference)
                assert dossier is not None
                assert [storage.dossiers.rehash_document(one.id) for one in dossier.documents] == digests
            there = storage.dossiers.recent(limit=10_000)
            assert 0 <= len(there) - len(acknowledged) <= KILLS
            references = [one.local_reference for one in there]
            assert len(set(references)) == len(references)
            known = set((home / "files").iterdir())
            drafts = [
                page for draft in storage.drafts.open_drafts() for page in storage.drafts.pages(draft.id)
            ]
            assert len(known) == 2 * len(there) + len(drafts)
            assert storage.queue.counts().uploading == 0
            assert storage.queue.counts().waiting == len(there)
        finally:
            storage.close()
    assert acknowledged
