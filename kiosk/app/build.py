"""The composition root: the only file that names concrete classes of the rooms below."""

import json
import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from kiosk import __version__
from kiosk.app.background import Background
from kiosk.app.known_procedures import known_catalogue
from kiosk.app.painting import EDITED_TEMPLATES
from kiosk.app.parts import Devices, Parts, Store
from kiosk.app.printer_memory import keeper, remembered
from kiosk.app.words import Words
from kiosk.catalogue.form_rules import JsonSchemaFormRules
from kiosk.catalogue.shipped import calendar_body, load_agency_names
from kiosk.devices.codes import ZxingCodeWriter
from kiosk.devices.printers import open_printer
from kiosk.devices.registry import open_camera, open_chip_reader
from kiosk.domain.chip_ports import ChipReader
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.events import AuditKind
from kiosk.domain.ids import new_id
from kiosk.domain.portal import PortalSettings
from kiosk.domain.ports import (
    BroughtFiles,
    Camera,
    CardReader,
    PageScanner,
    Pictures,
    SyncMarks,
)
from kiosk.domain.printing_ports import Printer
from kiosk.domain.receipt import PrinterState
from kiosk.domain.settings import Settings
from kiosk.flow.visit import VIETNAM, Surroundings
from kiosk.storage import Storage, verify_ed25519
from kiosk.sync.client import GatewayClient
from kiosk.sync.runner import Runner
from kiosk.sync.tools import Tools
from kiosk.ui.receipts import ReceiptPainter, SlipTemplates

_log = logging.getLogger(__name__)

NO_GATEWAY = "http://127.0.0.1:9"
"""Before enrolment nothing is sent anywhere: an address at which nothing listens."""


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


def open_storage(home: Path, settings: Settings, *, is_checked: bool = False) -> Storage:
    """Database, sealed files, keys. Raises Broken errors in words. `is_checked`: by a process that has them open now."""
    kept = settings.storage
    return Storage.open(
        home,
        database_url=kept.database or None,
        files_folder=Path(kept.files) if kept.files else None,
        clock=utc_now,
        monotonic=time.monotonic,
        terminal_number=settings.terminal.number or None,
        repeat_within_d=settings.watch.repeat_within_d,
        is_checked=is_checked,
    )


def make_client(settings: Settings, storage: Storage, stop: threading.Event | None = None) -> GatewayClient:
    """The gateway of the settings; one that is never reached while the terminal is not enrolled."""
    ca = Path(settings.gateway.ca_file) if settings.gateway.ca_file else None
    if ca is not None and not ca.is_file():
        raise ConfigurationInvalid(f"gateway.ca_file: there is no file {ca}.")
    return GatewayClient(
        settings.gateway.url or NO_GATEWAY,
        device_id=settings.gateway.device_id,
        device_key=storage.keys if settings.gateway.url else None,
        verify=verify_ed25519,
        version=__version__,
        clock=utc_now,
        monotonic=time.monotonic,
        random=random.random,
        ca=ca,
        proxy=settings.gateway.proxy,
        stop=stop,
    )


def make_runner(storage: Storage, client: GatewayClient) -> Runner:
    """What drains the queue."""
    tools = Tools(
        gateway=client,
        dossiers=storage.dossiers,
        accounts=storage.accounts,
        payments=storage.payments,
        post=storage.post,
    )
    return Runner(storage.queue, tools, client.link, utc_now, time.monotonic, random.random)


def store_of(storage: Storage) -> Store:
    """The storage room by its ports."""
    return Store(
        drafts=storage.drafts,
        dossiers=storage.dossiers,
        accounts=storage.accounts,
        queue=storage.queue,
        prints=storage.prints,
        post=storage.post,
        catalogue=storage.catalogue,
        reviews=storage.reviews,
        marks=storage.marks,
        audit=storage.audit,
        staff=storage.staff,
        upkeep=storage.upkeep,
        mail_bag=storage.mail_bag,
        payments=storage.payments,
        device_key=storage.keys,
        watch=storage.watch,
        people=storage.people,
        calls=storage.calls,
    )


# --- catalogue and settings --------------------------------------------------------------------------------


def known_settings(storage: Storage, resources: Path) -> PortalSettings:
    """The portal's last settings. What it does not name comes from the shipped ones, consents also where it lists
    none: without a consent nothing may be asked of anybody."""
    shipped: dict[str, Any] = json.loads((resources / "portal" / "settings.json").read_text(encoding="utf-8"))
    kept = {name: value for name, value in (storage.catalogue.settings() or {}).items() if value is not None}
    consents = kept.get("consents") or shipped["consents"]
    told, calendar = kept.get("calendar"), calendar_body(resources / "calendar")
    if isinstance(told, dict) and told.get("holidays"):
        # the portal's days count; the names that they have here are told to people
        calendar = {**told, "names": {**calendar["names"], **(told.get("names") or {})}}
    return PortalSettings.from_wire({**shipped, **kept, "consents": consents, "calendar": calendar})


# --- devices -----------------------------------------------------------------------------------------------


DOCUMENT_CAMERA_SIZE = "width=3264&height=2448"
"""Eight megapixels see A4 at 200 dots an inch with room to spare; a camera that has fewer gives its next best."""


def make_cameras(settings: Settings) -> tuple[Camera, Camera]:
    """(card, document); one object when both are the same device."""
    card = open_camera(settings.camera.card)
    document = settings.camera.document
    if not document or document == settings.camera.card:
        return card, card
    if document.startswith("camera:") and "?" not in document:
        document += f"?{DOCUMENT_CAMERA_SIZE}"
    return card, open_camera(document)


def make_printer(
    settings: Settings,
    home: Path,
    marks: SyncMarks | None = None,
    *,
    state_source: Callable[[], PrinterState] | None = None,
    told: Callable[[PrinterState], None] | None = None,
) -> Printer | None:
    """The receipt printer, None where none is configured. `marks`: where its abilities are remembered."""
    if not settings.printer.address:
        return None
    return open_printer(
        settings.printer.address,
        width_dots=settings.printer.width_dots,
        cache=home / "cache" / "escpos",
        state_source=state_source,
        abilities=remembered(marks, settings) if marks else None,
        found=keeper(marks, settings) if marks else None,
        told=told,
    )


def certificates_folder(settings: Settings, home: Path) -> Path:
    """Where the countries' signing certificates lie."""
    return Path(settings.chip.certificates) if settings.chip.certificates else home / "csca"


def make_chip_reader(settings: Settings, home: Path) -> ChipReader | None:
    """The reader for chips, None where none is configured."""
    folder = certificates_folder(settings, home)
    return open_chip_reader(settings.chip.reader, folder, utc_now, today_in_vietnam)


def _make_reader() -> CardReader:
    from kiosk.devices.readers.both_sides import BothSidesReader
    from kiosk.devices.readers.burst_reader import BurstCardReader

    return BothSidesReader(BurstCardReader(today_in_vietnam), today_in_vietnam)


def _make_scanner(fonts: Path) -> PageScanner:
    from kiosk.devices.pages.scanner import PaperScanner

    return PaperScanner([fonts])


def _make_stick(folder: str) -> BroughtFiles:
    from kiosk.devices.pages.stick import UsbStick

    return UsbStick(folder)


def _make_pictures() -> Pictures:
    from kiosk.devices.still import OpencvPictures

    return OpencvPictures()


def today_in_vietnam() -> date:
    """The date where the kiosk stands."""
    return (utc_now() + VIETNAM).date()


def _call_all(calls: list[Callable[[], None]]) -> None:
    for call in calls:
        call()


@dataclass(slots=True)
class Built:
    """A terminal's parts with what only the app itself uses."""

    parts: Parts
    storage: Storage
    client: GatewayClient
    background: Background
    on_wake: list[Callable[[], None]]
    on_refresh: list[Callable[[], None]]
    on_printer: list[Callable[[PrinterState], None]]
    """Called in the printer's lane, while a slip is under way."""
    on_leave: list[Callable[[str], None]]

    def begin(self) -> None:
        """Say what the last run left in doubt, and that this one has begun."""
        self.parts.store.prints.own_up()
        self.parts.store.audit.append(AuditKind.PROGRAM_STARTED)

    def end(self) -> None:
        """After a run that ended cleanly."""
        self.parts.store.audit.append(AuditKind.PROGRAM_ENDED)
        self.close()

    def close(self) -> None:
        """After the lanes have ended."""
        self.client.close()
        self.storage.close()


def build_terminal(
    home: Path,
    settings: Settings,
    painter: ReceiptPainter,
    resources: Path,
    *,
    cameras: tuple[Camera, Camera] | None = None,
    printer_state: Callable[[], PrinterState] | None = None,
    config: Path | None = None,
    succeeds: bool = False,
) -> Built:
    """Everything but the window. `succeeds`: beside a terminal that gives way to this one."""
    storage = open_storage(home, settings, is_checked=succeeds)
    stopping = threading.Event()
    client = make_client(settings, storage, stopping)
    words = Words(resources / "i18n")
    on_wake: list[Callable[[], None]] = []
    on_refresh: list[Callable[[], None]] = []
    on_printer: list[Callable[[PrinterState], None]] = []
    on_leave: list[Callable[[str], None]] = []

    def leave(how: str) -> None:
        for tell in on_leave:
            tell(how)

    def printer_told(state: PrinterState) -> None:
        for tell in on_printer:
            tell(state)

    around = Surroundings(
        catalogue=known_catalogue(storage, resources, today_in_vietnam),
        forms=JsonSchemaFormRules(),
        new_id=new_id,
        now=utc_now,
        words=words,
        portal=known_settings(storage, resources),
        terminal=settings.terminal.name,
        language=settings.terminal.language,
        agency_names=load_agency_names(resources / "calendar"),
        without_account=settings.terminal.without_account,
        citizens_practise=settings.terminal.citizens_practise,
        demonstration_s=settings.terminal.demonstration_s,
        has_chip_reader=bool(settings.chip.reader),
        post=settings.post,
        unanswered_s=settings.call.unanswered_s,
        waiting_s=settings.call.waiting_s,
        has_page_camera=settings.camera.document not in ("", settings.camera.card),
        diagonal_inch=settings.terminal.diagonal_inch,
    )

    def reload_catalogue() -> None:
        """In a lane: to read and index thousands of procedures takes longer than a screen may stand."""
        around.catalogue = known_catalogue(storage, resources, today_in_vietnam)

    def take_over_portal() -> None:
        around.portal = known_settings(storage, resources)
        reload_catalogue()
        _call_all(on_refresh)

    card, document = cameras or make_cameras(settings)
    parts = Parts(
        home=home,
        settings=settings,
        clock=utc_now,
        monotonic=time.monotonic,
        store=store_of(storage),
        devices=Devices(
            card_camera=card,
            page_camera=document,
            make_reader=_make_reader,
            make_scanner=partial(_make_scanner, resources / "fonts"),
            make_pictures=_make_pictures,
            make_stick=partial(_make_stick, settings.stick.folder),
            codes=ZxingCodeWriter(),
            printer=make_printer(
                settings, home, storage.marks, state_source=printer_state, told=printer_told
            ),
            width_dots=settings.printer.width_dots,
            chip_reader=make_chip_reader(settings, home),
        ),
        gateway=client,
        payments=client,
        link=client.link,
        painter=painter,
        templates=SlipTemplates(resources / "receipts", home / EDITED_TEMPLATES, painter),
        verify=verify_ed25519,
        check_storage=lambda: (storage.check(full=False), storage.keys.protector),
        around=around,
        wake_line=lambda: _call_all(on_wake),
        reload_catalogue=reload_catalogue,
        config=config,
        leave=leave,
        stopping=stopping,
    )
    background = Background(
        parts,
        client,
        make_runner(storage, client),
        refreshed=take_over_portal,
    )
    return Built(parts, storage, client, background, on_wake, on_refresh, on_printer, on_leave)
