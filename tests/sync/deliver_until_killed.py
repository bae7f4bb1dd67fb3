"""A kiosk process on real storage: queues what it is told to, then delivers until it is done or killed."""

import random
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from kiosk.domain.dossier import NewDocument, NewDossier
from kiosk.domain.ids import new_id
from kiosk.storage import Storage, verify_ed25519
from kiosk.sync.client import GatewayClient
from kiosk.sync.runner import Runner
from kiosk.sync.tools import Tools
from tests.sync.kit import content_of, sample_body


def main() -> None:
    home, url, device_id, *sizes = sys.argv[1:]
    storage = Storage.open(Path(home))
    client = GatewayClient(
        url,
        device_id=device_id,
        device_key=storage.keys,
        verify=verify_ed25519,
        version="1.0.0",
        clock=lambda: datetime.now(UTC),
        monotonic=time.monotonic,
        random=lambda: 0.02 * random.random(),
        stop=threading.Event(),
    )
    if sizes:
        client.enrol("TEST-CODE", name="Quầy mẫu", kiosk_version="1.0.0", os="linux")
        papers = tuple(
            NewDocument(
                new_id(), f"p{place}", f"Giấy {place}.pdf", "application/pdf", 1, content_of(int(size), place)
            )
            for place, size in enumerate(sizes)
        )
        new = NewDossier(new_id(), "1.999999", "Thủ tục mẫu", sample_body(), papers)
        storage.dossiers.submit(new, actor="citizen", point="0001")
    tools = Tools(client, storage.dossiers, storage.accounts, storage.payments, storage.post)
    runner = Runner(
        storage.queue,
        tools,
        client.link,
        lambda: datetime.now(UTC),
        time.monotonic,
        lambda: 0.02 * random.random(),
    )
    runner.drain(until_empty=True, timeout_s=120)
    states = [dossier.state.value for dossier in storage.dossiers.recent(limit=10)]
    client.close()
    storage.close()
    sys.stdout.write(" ".join(states))


if __name__ == "__main__":
    main()
