"""Enrolment: the device's own key, the gateway's word, and the [gateway] part of `kiosk.toml`."""

import platform
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from kiosk import __version__
from kiosk.app.build import make_client, open_storage
from kiosk.app.config import write_part
from kiosk.domain.errors import KioskError
from kiosk.domain.events import AuditKind
from kiosk.domain.ids import new_id
from kiosk.domain.settings import Settings
from kiosk.sync.refresh import Refresher

DEVICE_MARK = "device_id"


class Where(Protocol):
    """Home, configuration file and settings of a command."""

    home: Path
    config: Path
    settings: Settings


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What the gateway took this device as."""

    gateway: str
    device_id: str
    point_code: str
    point_name: str


def enrol(where: Where, *, gateway: str, code: str, name: str, ca: Path | None) -> Enrolled:
    """Make this device known; returns what the gateway made of it. Repeating the same request is not a second use.

    The file is written only after the gateway said yes, so a wrong code changes nothing. A device that was
    enrolled keeps its id: a new code then replaces its key. Raises LinkRefused, ServerAway, ServerRefused.
    """
    url = gateway.rstrip("/").removesuffix("/v1")
    storage = open_storage(where.home, where.settings)
    try:
        # kept before the first try: after a lost reply the same request is sent again, not a second one
        device_id = where.settings.gateway.device_id or storage.marks.get(DEVICE_MARK) or new_id()
        storage.marks.put(DEVICE_MARK, device_id)
        ca_file = str(ca.absolute()) if ca else ""
        chosen = replace(where.settings.gateway, url=url, device_id=device_id, ca_file=ca_file)
        client = make_client(replace(where.settings, gateway=chosen), storage)
        try:
            enrolled = client.enrol(code, name=name, kiosk_version=__version__, os=platform.platform())
            values = {"url": url, "device_id": device_id, **({"ca_file": chosen.ca_file} if ca else {})}
            write_part(where.config, "gateway", values)
            write_part(where.config, "terminal", {"name": name})
            storage.audit.append(AuditKind.DEVICE_ENROLLED, device_id)
            refresher = Refresher(client, storage.catalogue)
            with suppress(KioskError):  # the terminal fetches them by itself as soon as the line allows
                refresher.refresh_settings()
                refresher.refresh_catalogue()
        finally:
            client.close()
        point = enrolled.agent_point
        return Enrolled(url, device_id, str(point.get("code", "")), str(point.get("name", "")))
    finally:
        storage.close()
