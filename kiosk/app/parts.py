"""Everything a running terminal is made of, by port; filled by `build` alone."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kiosk.domain.catalogue_review import ReviewStore
from kiosk.domain.chip_ports import ChipReader
from kiosk.domain.clerk_call import ClerkCalls
from kiosk.domain.mailbag import MailBag
from kiosk.domain.payment_ports import PaymentGateway, PaymentStore
from kiosk.domain.person_data import PersonRecords
from kiosk.domain.ports import (
    AccountStore,
    AuditLog,
    BroughtFiles,
    Camera,
    CardReader,
    CatalogueStore,
    Clock,
    CodeWriter,
    DeviceKey,
    DossierStore,
    DraftStore,
    Gateway,
    LinkState,
    Monotonic,
    PageScanner,
    Pictures,
    StaffStore,
    SyncMarks,
    Upkeep,
    UploadQueue,
    VerifyEd25519,
)
from kiosk.domain.post_ports import PostStore
from kiosk.domain.printing_ports import Printer, PrintQueue, ReceiptPainter
from kiosk.domain.service_watch import ServiceWatch
from kiosk.domain.settings import Settings
from kiosk.flow.visit import Surroundings
from kiosk.ui.receipts import SlipTemplates


def _nobody_leaves(how: str) -> None:
    """Without a window there is nothing to end."""


@dataclass(slots=True)
class Store:
    """The storage room's ports."""

    drafts: DraftStore
    dossiers: DossierStore
    accounts: AccountStore
    queue: UploadQueue
    prints: PrintQueue
    post: PostStore
    catalogue: CatalogueStore
    reviews: ReviewStore
    marks: SyncMarks
    audit: AuditLog
    staff: StaffStore
    upkeep: Upkeep
    mail_bag: MailBag
    payments: PaymentStore
    device_key: DeviceKey
    watch: ServiceWatch
    people: PersonRecords
    calls: ClerkCalls


@dataclass
class Devices:
    """The devices room's ports. `printer` and `chip_reader` are None where none is configured.

    What looks at pictures is made when first needed: its libraries are heavy, and the first screen needs none.
    """

    card_camera: Camera
    page_camera: Camera
    make_reader: Callable[[], CardReader]
    make_scanner: Callable[[], PageScanner]
    make_pictures: Callable[[], Pictures]
    make_stick: Callable[[], BroughtFiles]
    codes: CodeWriter
    printer: Printer | None
    width_dots: int
    chip_reader: ChipReader | None = None

    @cached_property
    def reader(self) -> CardReader:
        """Reads ID codes."""
        return self.make_reader()

    @cached_property
    def scanner(self) -> PageScanner:
        """Turns paper into pages."""
        return self.make_scanner()

    @cached_property
    def pictures(self) -> Pictures:
        """Between frames and JPEG."""
        return self.make_pictures()

    @cached_property
    def stick(self) -> BroughtFiles:
        """The USB stick a person plugs in."""
        return self.make_stick()


@dataclass(slots=True)
class WindowFacts:
    """What only the window's thread can find out; for the checks. None and empty until it has looked."""

    voice: str = ""
    fonts_whole: bool | None = None


@dataclass(slots=True)
class Parts:
    """One terminal. `stopping` is set once, at the end; everything that waits looks at it."""

    home: Path
    settings: Settings
    clock: Clock
    monotonic: Monotonic
    store: Store
    devices: Devices
    gateway: Gateway
    payments: PaymentGateway
    link: LinkState
    painter: ReceiptPainter
    templates: SlipTemplates
    verify: VerifyEd25519
    check_storage: Callable[[], tuple[list[str], str]]
    """(problems of the database, what guards the master key), for the opening slip."""
    around: Surroundings
    wake_line: Callable[[], None]
    """There is something to send; may be called from any lane."""
    reload_catalogue: Callable[[], None] = lambda: None
    """Read and index all procedures anew; in a lane, for it may take a second."""
    config: Path | None = None
    """The file the settings were read from; None where they were made."""
    leave: Callable[[str], None] = _nobody_leaves
    """The technician ends the program ("restart" or "desktop"); may be called from any lane."""
    window_facts: WindowFacts = field(default_factory=WindowFacts)
    stopping: threading.Event = field(default_factory=threading.Event)
