"""The real sandbox portal in a thread of the test, with what tests want to see of it."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from kiosk.sandbox.faults import Faults
from kiosk.sandbox.server import PortalApp, create_app, listen, open_server
from kiosk.sandbox.tables import Revision, StoredDocument


class Sandbox:
    """`url`, the switch for faults, and the ledger."""

    def __init__(self, app: PortalApp, port: int) -> None:
        self.app = app
        self.port = port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def faults(self, **named: Any) -> None:
        """As `PUT /_sandbox/faults`."""
        self.app.portal.faults.set(Faults.model_validate(named))

    def accepted(self) -> dict[str, int]:
        """How often each dossier's revision was taken in: `{"<id>:<revision>": times}`."""
        with self.app.portal.store.read() as session:
            rows = session.scalars(select(Revision)).all()
            return {f"{row.dossier_id}:{row.revision}": row.accepted for row in rows}

    def stored(self) -> dict[str, str]:
        """SHA-256 of every document that arrived, by id."""
        with self.app.portal.store.read() as session:
            return {row.document_id: row.sha256 for row in session.scalars(select(StoredDocument)).all()}


@contextmanager
def sandbox_at(
    data_dir: Path, *, procedures: Sequence[Mapping[str, Any]] = (), port: int = 0
) -> Iterator[Sandbox]:
    app = create_app(data_dir=data_dir, procedures=procedures, enrolment_codes=["TEST-CODE"])
    listener = listen("127.0.0.1", port)
    ready = threading.Event()
    server = open_server(app, ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox")
    thread.start()
    try:
        assert ready.wait(20)
        yield Sandbox(app, int(listener.getsockname()[1]))
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(20)
        listener.close()
        app.close()
