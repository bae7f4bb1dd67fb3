"""A process that takes in dossiers until something ends it; each one it acknowledges it tells, after it is durable.

`python -m benchmarks.take_in_for_ever HOME [COUNT]`: a line `ready`, then `REFERENCE SHA256,SHA256` a dossier.
"""

import hashlib
import os
import sys
from pathlib import Path

from benchmarks.dossiers import sample_dossier
from kiosk.storage import Storage

SIZES = (90_000, 1_500)


def main() -> None:
    """Never ends by itself without a count; with one it ends like a cut, without closing anything."""
    storage = Storage.open(Path(sys.argv[1]))
    _tell("ready")
    for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else sys.maxsize):
        papers = [os.urandom(size) for size in SIZES]
        taken = storage.dossiers.submit(sample_dossier(papers), actor="citizen", point="0001")
        digests = ",".join(hashlib.sha256(paper).hexdigest() for paper in papers)
        _tell(f"{taken.local_reference} {digests}")
    os._exit(0)


def _tell(line: str) -> None:
    os.write(1, line.encode() + b"\n")


if __name__ == "__main__":
    main()
