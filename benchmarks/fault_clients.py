"""The kiosk and what a user would take instead, each as a process that can hang and be killed.

`python -m benchmarks.fault_clients kiosk|tuspy|post URL FOLDER …` says "ready", waits for a line on its standard input,
delivers what lies in FOLDER, and ends with 0 when it believes that it has arrived.
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

MOST_S = 600.0
TUSPY_CHUNK_BYTES = 512 * 1024


def _ready() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


def _kiosk(url: str, folder: Path, device_id: str, skew_s: float) -> int:
    """What `kiosk sync --until-empty` does, with its clock as wrong as it is told."""
    from kiosk.domain.dossier import DossierState
    from kiosk.storage import Storage, verify_ed25519
    from kiosk.sync.client import GatewayClient
    from kiosk.sync.runner import Runner
    from kiosk.sync.tools import Tools

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=skew_s)

    import random

    storage = Storage.open(folder, clock=clock)
    client = GatewayClient(
        url,
        device_id=device_id,
        device_key=storage.keys,
        verify=verify_ed25519,
        version="1.0.0",
        clock=clock,
        monotonic=time.monotonic,
        random=random.random,
    )
    tools = Tools(client, storage.dossiers, storage.accounts, storage.payments, storage.post)
    runner = Runner(storage.queue, tools, client.link, clock, time.monotonic, random.random)
    _ready()
    runner.drain(until_empty=True, timeout_s=MOST_S)
    alarmed = storage.dossiers.recent(limit=9, states=[DossierState.MISMATCH])
    if alarmed:
        print("mismatch", flush=True)
        for item in storage.queue.items(state="quarantined"):
            storage.queue.retry(item.job_id)
        runner.drain(until_empty=True, timeout_s=MOST_S)
    unsent = [one for one in storage.dossiers.recent(limit=9) if one.state is not DossierState.SUBMITTED]
    client.close()
    storage.close()
    return 1 if unsent else 0


def _tuspy(url: str, folder: Path) -> int:
    """tuspy as its users set it up against bad lines: 512 KiB chunks, ten retries, kept addresses; then one POST."""
    import hashlib

    import requests
    from tusclient.client import TusClient
    from tusclient.storage.filestorage import FileStorage

    from benchmarks.fault_gateway import PEER_TOKEN, metadata

    headers = {"Authorization": f"Bearer {PEER_TOKEN}"}
    files = sorted(folder.glob("*.pdf"))
    kept: Any = FileStorage(str(folder / "addresses.json"))  # type: ignore[no-untyped-call]
    _ready()
    client = TusClient(f"{url}/v1/uploads", headers=headers)
    uploads: list[Any] = []
    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        uploader = client.uploader(
            str(file),
            chunk_size=TUSPY_CHUNK_BYTES,
            retries=10,
            retry_delay=1,
            store_url=True,
            url_storage=kept,
            metadata=metadata(file.stem, digest),
        )
        uploader.upload()
        uploads.append(uploader.url)
    for _ in range(10):
        try:
            requests.post(
                f"{url}/peer/submissions", json={"uploads": uploads}, headers=headers, timeout=60
            ).raise_for_status()
        except requests.RequestException:
            time.sleep(1)
        else:
            return 0
    return 1


def _post(url: str, folder: Path) -> int:
    """One form with all files, tried again when it fails."""
    import requests

    from benchmarks.fault_gateway import PEER_TOKEN

    contents = [(file.name, file.read_bytes()) for file in sorted(folder.glob("*.pdf"))]
    _ready()
    while True:
        try:
            requests.post(
                f"{url}/peer/dossiers",
                files=[("file", content) for content in contents],
                headers={"Authorization": f"Bearer {PEER_TOKEN}"},
                timeout=60,
            ).raise_for_status()
        except requests.RequestException:
            time.sleep(1)
        else:
            return 0


def main() -> int:
    """See the module's words."""
    kind, url, folder, *more = sys.argv[1:]
    if kind == "kiosk":
        code = _kiosk(url, Path(folder), more[0], float(more[1]))
    else:
        code = {"tuspy": _tuspy, "post": _post}[kind](url, Path(folder))
    sys.stdout.flush()
    os._exit(code)  # how long an interpreter takes to clear up is nobody's time of delivery


if __name__ == "__main__":
    sys.exit(main())
