"""One terminal of a branch as a process of its own: claims, reads the papers, settles; a line for each piece of work."""

import sys
import time
from pathlib import Path

from kiosk.domain.upload import Again, Done
from kiosk.storage import Storage


def main() -> None:
    home, url, folder = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    storage = Storage.open(home, database_url=url, files_folder=folder)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    tried: set[int] = set()
    while storage.queue.counts().left:
        job = storage.queue.claim(lease_s=60.0)
        if job is None:
            continue
        began_s = time.monotonic()
        dossier = storage.dossiers.find(job.subject_id)
        assert dossier is not None
        whole = all(storage.dossiers.rehash_document(one.id) == one.sha256 for one in dossier.documents)
        ended_s = time.monotonic()
        last = job.id % 2 == 0 or job.id in tried or job.failures > 0
        storage.queue.settle(job, Done() if last else Again(0.0, "server_away"))
        tried.add(job.id)
        sys.stdout.write(f"{job.id} {began_s} {ended_s} {'done' if last else 'again'} {whole}\n")
    storage.close()


if __name__ == "__main__":
    main()
