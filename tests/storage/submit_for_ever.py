"""A process that takes in dossiers until it is killed; each one it acknowledges it tells, after it is durable."""

import hashlib
import os
import sys
from pathlib import Path

from kiosk.storage import Storage
from tests.fakes.dossier_samples import sample_document, sample_dossier, sample_draft, sample_page


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    storage = Storage.open(Path(sys.argv[1]))
    tell("ready")
    storage.queue.claim(lease_s=3600)
    while True:
        draft = sample_draft()
        storage.drafts.save(draft)
        storage.drafts.add_page(sample_page(draft), os.urandom(100_000))
        papers = [sample_document(os.urandom(size)) for size in (300_000, 70_000)]
        taken = storage.dossiers.submit(
            sample_dossier(*papers, draft_id=draft.id), actor="citizen", point="HN-001"
        )
        digests = ",".join(hashlib.sha256(paper.content).hexdigest() for paper in papers)
        tell(f"{taken.local_reference} {digests}")


if __name__ == "__main__":
    main()
