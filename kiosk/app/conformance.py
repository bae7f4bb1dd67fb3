"""Tries a gateway with a device made for the occasion; nothing of it touches this terminal's own data."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.app.build import open_storage, utc_now
from kiosk.domain.settings import Settings
from kiosk.storage.keys import verify_ed25519
from kiosk.sync.conformance.bench import Bench
from kiosk.sync.conformance.rules import try_all


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one rule: kept, broken or not tried."""

    rule: str
    words: str
    verdict: str
    why: str


def try_gateway(url: str, code: str, *, ca: Path | None = None) -> Iterator[Verdict]:
    """Every rule in turn. Makes a device, a dossier and an account there: for test gateways only."""
    with tempfile.TemporaryDirectory(prefix="kiosk-conformance-") as place:
        storage = open_storage(Path(place), Settings())
        try:
            address = url.rstrip("/").removesuffix("/v1")
            bench = Bench(address, code, storage.keys, verify_ed25519, utc_now())
            if ca is not None:
                bench.http.verify = str(ca)
            for rule, verdict, why in try_all(bench):
                yield Verdict(rule.name, rule.words, verdict, why)
            bench.http.close()
        finally:
            storage.close()
