"""Every setting of a terminal: default, unit, range and a sentence; reading `kiosk.toml` is the app's work."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any


def setting(
    default: Any,
    sentence: str,
    *,
    unit: str = "",
    least: float | None = None,
    most: float | None = None,
    choices: Sequence[str] = (),
    pattern: str = "",
) -> Any:
    """A field of a settings section. `sentence` says what it is for, for technicians. `pattern`: what a text must match."""
    return field(
        default=default,
        metadata={
            "sentence": sentence,
            "unit": unit,
            "least": least,
            "most": most,
            "choices": tuple(choices),
            "pattern": pattern,
        },
    )


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """`[gateway]`: written by `kiosk enrol`."""

    url: str = setting("", "Address of the portal's gateway, without /v1. Empty: not enrolled yet.")
    device_id: str = setting("", "This device's UUID at the gateway.")
    ca_file: str = setting("", "PEM file of the private authority that signs the gateway's certificate.")
    proxy: str = setting(
        "", "HTTP proxy to the gateway; the system's is not used.", pattern=r"http://[^\s/@]+"
    )
    events_every_s: float = setting(
        60.0,
        "How often news of dossiers is asked for, in seconds. Thousands of terminals ask one gateway: mind its limits.",
        least=2.0,
        most=3600.0,
    )


@dataclass(frozen=True, slots=True)
class TerminalSettings:
    """`[terminal]`."""

    name: str = setting("", "Name of this terminal as printed and shown; empty: the agent point's code.")
    number: int = setting(
        0,
        "Number of this terminal at its agent point, other than that of any other one there: it stands in local "
        "references. 0: they are counted in a range made from the terminal's own key.",
        least=0,
        most=999,
    )
    language: str = setting("vi", "Language after every session.", choices=("vi", "en"))
    idle_s: int = setting(60, "Idle time before the warning.", unit="s", least=15, most=900)
    demonstration_s: int = setting(
        30,
        "How long nobody touches the first screen until it shows how everything goes; 0: never.",
        unit="s",
        least=0,
        most=900,
    )
    without_account: bool = setting(
        True, "Whether the portal takes dossiers from people without an account; if not, the screen says so."
    )
    citizens_practise: bool = setting(
        False, "Whether citizens may practise with sample cards, from the first screen; staff always can."
    )
    diagonal_inch: float = setting(
        21.5, "Diagonal of the screen; sizes are in millimetres.", unit="inch", least=7, most=65
    )
    hardware_typing: str = setting(
        "telex",
        "How Vietnamese is typed on a hardware keyboard; none: an input method of the system does it.",
        choices=("telex", "vni", "none"),
    )
    screen: str = setting(
        "", "Screen that is covered: its name at the system, or its number from 1; empty: the primary one."
    )
    second_screen: str = setting(
        "",
        "Screen turned towards the citizen at a counter: its name at the system, or its number from 1; empty: none.",
    )
    second_diagonal_inch: float = setting(
        15.6, "Diagonal of the citizen's screen.", unit="inch", least=7, most=65
    )
    technician_taps: str = setting(
        "11324",
        "Corners of the screen in the order that opens the technician's door: 1 top left, 2 top right, 3 bottom right, "
        "4 bottom left; begin with the same one twice.",
        pattern=r"([1-4])\1[1-4]{2,8}",
    )
    full_screen: bool = setting(True, "Cover the whole screen and refuse to be closed.")


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """`[camera]`."""

    card: str = setting("camera:0", "Camera for cards and slips: camera:N, file:CLIP or folder:DIR.")
    document: str = setting(
        "",
        "Camera for papers (camera:N?width=2592&height=1944 asks for a size); empty: the same as for cards.",
    )


@dataclass(frozen=True, slots=True)
class StickSettings:
    """`[stick]`."""

    folder: str = setting(
        "", "Folder that stands for the citizen's USB stick; empty: whatever removable medium is plugged in."
    )


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """`[printer]`."""

    address: str = setting(
        "", "Receipt printer: tcp://, usb://, serial://, file://, win://, cups:// or png:DIR."
    )
    width_dots: int = setting(
        576, "Printable width: 384 (58 mm), 512 or 576 (80 mm).", unit="dots", least=256, most=832
    )
    sheets: str = setting(
        "",
        "Printer for sheets of A4: cups://Name, win://Name or pdf:FOLDER; empty: none, a PDF goes onto the citizen's stick.",
    )


@dataclass(frozen=True, slots=True)
class ChipSettings:
    """`[chip]`."""

    reader: str = setting(
        "pcsc:",
        "Contactless reader for card chips: pcsc: (the first one found), pcsc:PART OF ITS NAME; empty: none.",
    )
    certificates: str = setting(
        "",
        "Folder of the country signing certificates (CSCA) and revocation lists; empty: csca in KIOSK_HOME.",
    )


@dataclass(frozen=True, slots=True)
class StorageSettings:
    """`[storage]`."""

    database: str = setting(
        "", "SQLAlchemy URL of a shared database; empty: the encrypted file in KIOSK_HOME."
    )
    files: str = setting(
        "", "Folder of the sealed files that every terminal of the shared database reaches; only with it."
    )
    purge_grace_h: float = setting(
        24.0,
        "Time between the verified manifest and the erasure of the local pages.",
        unit="h",
        least=0,
        most=720,
    )
    account_keep_h: float = setting(
        24.0,
        "How long a registration's data is kept after the portal settled it.",
        unit="h",
        least=0,
        most=720,
    )
    account_open_keep_d: float = setting(
        30.0,
        "How long a refused or unconfirmed registration's data waits for somebody to bring it further.",
        unit="d",
        least=1,
        most=365,
    )
    check_every_d: float = setting(
        7.0, "Time between two full checks of database, files and audit trail.", unit="d", least=1, most=90
    )
    finished_keep_d: float = setting(
        90.0,
        "How long finished pieces of the queue's work are kept; dossiers, month report and audit trail do not need them.",
        unit="d",
        least=1,
        most=3650,
    )
    draft_keep_min: float = setting(
        15.0, "How long a citizen's draft survives a power cut.", unit="min", least=1, most=1440
    )
    staff_draft_keep_d: float = setting(
        30.0, "How long an unfinished draft on a clerk's bench is kept.", unit="d", least=1, most=365
    )
    form_keep_d: float = setting(
        180.0,
        "How long the form of a dossier is kept after it ended (refused, stopped, withdrawn, returned); the record stays.",
        unit="d",
        least=1,
        most=3650,
    )
    passed_on_keep_min: float = setting(
        120.0,
        "How long a draft that was passed on waits under its code for whoever goes on with it.",
        unit="min",
        least=5,
        most=1440,
    )


@dataclass(frozen=True, slots=True)
class CallSettings:
    """`[call]`: how staff away from the terminal hear that they are called."""

    command: str = setting(
        "",
        "Program started at every call for staff, with its arguments: a bell, a lamp's relay, a message; {terminal} and "
        "{code} stand for the terminal's name and the code on the screen. Empty: only the screens say it.",
    )
    chime: str = setting(
        "bench",
        "Where a call is heard: at terminals with somebody of the staff signed in (bench), at every one (always), never.",
        choices=("bench", "always", "never"),
    )
    unanswered_s: float = setting(
        120.0, "A call not taken for so long says so.", unit="s", least=20, most=1800
    )
    waiting_s: float = setting(300.0, "Idle time of whoever waits for staff.", unit="s", least=60, most=3600)


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """`[speech]`: screens read aloud."""

    voice: str = setting(
        "auto",
        "Who speaks: the system's own Vietnamese voice, phrases rendered by `kiosk speech`, or none; auto: the first of "
        "them that is there.",
        choices=("auto", "system", "phrases", "none"),
    )
    folder: str = setting("", "Folder of the rendered phrases; empty: speech in KIOSK_HOME.")
    reads_unasked: bool = setting(
        False, "Whether every screen is read as it comes; else only after the speaker button was touched."
    )


@dataclass(frozen=True, slots=True)
class MailbagSettings:
    """`[mailbag]`: waiting work on a stick to a terminal with a line."""

    recipient: str = setting(
        "", "The operator's age public key (age1…) that bags are sealed for; empty: no bag can be packed."
    )
    identity_file: str = setting(
        "", "File with the secret key (AGE-SECRET-KEY-1…), only on terminals that take bags in."
    )
    senders: str = setting(
        "", "Seals of the terminals whose bags are taken in without asking, commas between."
    )
    folder: str = setting("", "Folder that stands for the stick; empty: whatever stick is plugged in.")


@dataclass(frozen=True, slots=True)
class PostSettings:
    """`[post]`: terms of the post's desk. The law names them, the operator may be stricter."""

    district_days: int = setting(
        1, "Working days until the hand-over inside the district.", unit="d", least=1, most=30
    )
    province_days: int = setting(
        2, "Working days until the hand-over inside the province.", unit="d", least=1, most=30
    )
    city_days: int = setting(
        3, "Working days until the hand-over between big cities.", unit="d", least=1, most=30
    )
    other_days: int = setting(
        4, "Working days until the hand-over on every other line.", unit="d", least=1, most=30
    )
    alarm_h: float = setting(
        4.0,
        "So long before its deadline an envelope that waits here raises the alarm.",
        unit="h",
        least=0,
        most=72,
    )
    price: int = setting(
        0,
        "Price of sending a paper dossier, in đồng; 0: nothing is asked of the citizen.",
        least=0,
        most=10_000_000,
    )
    invite_gap_days: int = setting(
        2, "Working days between the two invitations to fetch a result.", unit="d", least=1, most=30
    )
    result_keep_days: int = setting(
        10, "Working days after the last invitation until a result goes back.", unit="d", least=1, most=120
    )
    signature_keep_d: float = setting(
        190.0,
        "How long drawn signatures and the sender's data are kept after the end: the complaint term and a little.",
        unit="d",
        least=1,
        most=3660,
    )
    record_keep_d: float = setting(
        1830.0,
        "How long records of envelopes, hand-overs and results are kept.",
        unit="d",
        least=30,
        most=7320,
    )


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """`[watch]`: when a supervisor is told to look at something."""

    window_d: float = setting(30.0, "How far back the rules look.", unit="d", least=1, most=366)
    contact_people: int = setting(
        5, "One phone, e-mail or bank account behind this many people is flagged.", least=2, most=1000
    )
    work_from_h: int = setting(
        6, "Work of staff before this hour is out of hours.", unit="h", least=0, most=23
    )
    work_until_h: int = setting(
        20, "Work of staff from this hour on is out of hours.", unit="h", least=1, most=24
    )
    off_hours_least: int = setting(
        3, "So many visits out of hours by one clerk are flagged.", least=1, most=1000
    )
    drops_least: int = setting(10, "So many drafts erased by one clerk are flagged.", least=1, most=10000)
    fast_percent: int = setting(
        35,
        "A clerk whose median time is below this share of the colleagues' is flagged.",
        unit="%",
        least=1,
        most=99,
    )
    fast_least: int = setting(
        10, "So many dossiers a clerk, and the others, before times are compared.", least=2, most=1000
    )
    late_h: int = setting(
        24,
        "A dossier that was sent later than this after its confirmation is flagged.",
        unit="h",
        least=1,
        most=720,
    )
    late_acceptance_h: int = setting(
        24,
        "A dossier that the agency has not accepted this long after it was sent is flagged and counted.",
        unit="h",
        least=1,
        most=720,
    )
    repeats_least: int = setting(
        3, "So many people coming again for one procedure are flagged.", least=1, most=1000
    )
    repeat_within_d: int = setting(
        30,
        "The same citizen with the same procedure within this time is a repeat visit.",
        unit="d",
        least=1,
        most=366,
    )
    untrained: str = setting(
        "warn",
        "What a clerk meets who is not trained for a procedure, once a supervisor keeps lists.",
        choices=("warn", "block", "off"),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All sections."""

    gateway: GatewaySettings = field(default_factory=GatewaySettings)
    terminal: TerminalSettings = field(default_factory=TerminalSettings)
    camera: CameraSettings = field(default_factory=CameraSettings)
    stick: StickSettings = field(default_factory=StickSettings)
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    chip: ChipSettings = field(default_factory=ChipSettings)
    storage: StorageSettings = field(default_factory=StorageSettings)
    call: CallSettings = field(default_factory=CallSettings)
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    mailbag: MailbagSettings = field(default_factory=MailbagSettings)
    watch: WatchSettings = field(default_factory=WatchSettings)
    post: PostSettings = field(default_factory=PostSettings)


def sections() -> dict[str, type]:
    """Section name → its class."""
    return {part.name: part.default_factory for part in fields(Settings)}  # type: ignore[misc]
