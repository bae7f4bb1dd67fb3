"""The technician's screens in every notable state, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk.domain.staff import Role, StaffMember
from kiosk.domain.upload import QueueCounts
from kiosk.flow.messages import Notice, View
from kiosk.flow.staff_words import SignInView
from kiosk.flow.technician_words import (
    Check,
    FocusSeen,
    FocusView,
    LineDeskView,
    LineFacts,
    LogLine,
    LogView,
    ScreenSizeView,
    StaffDeskView,
    TechnicianView,
)
from kiosk.flow.views import OutOfOrderView

AT = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
FINE = (
    Check("disk", "ok", "disk_free", {"free": "182,4"}),
    Check("database", "ok", "database_whole"),
    Check("queue", "ok", "queue_says", {"waiting": "3", "stopped": "0", "hours": "0"}),
    Check("catalogue", "ok", "catalogue_says", {"count": "31", "days": "1"}),
    Check("gateway", "ok", "gateway_online"),
    Check("clock", "ok", "clock_skew", {"skew": "+1"}),
    Check("printer", "ok", "printer_says", {"state": "@printer.ready", "model": "TM-T82", "width": "576"}),
    Check("camera", "ok", "camera_says", {"size": "1920×1080"}),
    Check("integrity", "ok", "integrity_whole", {"days": "2"}),
    Check("receipts", "ok", "receipts_equal"),
    Check("chip_reader", "ok", "chip_empty"),
    Check("identity", "ok", "identity_says", {"name": "Quầy 1", "version": "1.4.2"}),
)
BAD = (
    Check(
        "printer",
        "fail",
        "printer_says",
        {"state": "@printer.gone", "model": "?", "width": "576"},
        "todo_printer",
    ),
    Check("keys", "warn", "keys_guarded", {"by": "plain-file"}, "todo_keys"),
)
PANEL = TechnicianView(checks=FINE, can_go_back=True, assisted_by="Trần Văn Bình")
SEEN = FocusSeen(watch="", camera="card", score=71, light=132, width=1920, height=1080, frame_number=9)
FOCUS = FocusView(
    camera="card", has_other=True, seen=SEEN, best=72, can_go_back=True, assisted_by="Trần Văn Bình"
)
SIZE = ScreenSizeView(diagonal_inch=21.5, can_go_back=True, assisted_by="Trần Văn Bình")
LINE = LineFacts(
    gateway="https://192.168.1.20:8443/gateway",
    online=True,
    problem="",
    wait_s=0.0,
    heard_s=14.0,
    clock_skew_s=1.2,
    at=AT,
    counts=QueueCounts(waiting=3, uploading=1, oldest_at=AT - timedelta(minutes=14), bytes=18_400_000),
    next_try_s=0.0,
)
AWAY = replace(
    LINE,
    online=False,
    problem="server_away",
    wait_s=38.0,
    heard_s=5400.0,
    next_try_s=38.0,
    next_why="server_away",
)
LOG = (
    LogLine("20/11 09:14:51", "INFO", "kiosk.sync.runner", "the gateway is back"),
    LogLine("20/11 09:02:10", "WARNING", "kiosk.devices.cameras", "the card camera fell silent; opened anew"),
    LogLine("20/11 08:58:00", "CRITICAL", "kiosk.app.guard", "the window stood still for 1.1 s"),
)
MEMBERS = (
    StaffMember("binh", "Trần Văn Bình", Role.TECHNICIAN),
    StaffMember("lan", "Trần Thị Lan", Role.CLERK),
    StaffMember("mai", "Phạm Thị Tuyết Mai", Role.SUPERVISOR, active=False),
)
STAFF = StaffDeskView(members=MEMBERS, own_id="binh", can_go_back=True, assisted_by="Trần Văn Bình")

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("technician", PANEL),
    ("technician-looking", replace(PANEL, checks=None)),
    ("technician-troubles", replace(PANEL, checks=(*BAD, *FINE[:6]))),
    ("technician-restart", replace(PANEL, asks="restart")),
    ("technician-desktop", replace(PANEL, asks="desktop", checks=(*BAD, *FINE))),
    ("technician-sign-in", SignInView(role=Role.TECHNICIAN, can_go_back=True)),
    (
        "out-of-order-with-door",
        OutOfOrderView(
            terminal="Quầy 1", code="stopped_too_often", text_key="error.stopped_too_often", has_door=True
        ),
    ),
    ("focus", FOCUS),
    ("focus-turn", replace(FOCUS, seen=replace(SEEN, score=44))),
    ("focus-dark", replace(FOCUS, seen=replace(SEEN, light=31, width=1280, height=720))),
    ("focus-no-picture", replace(FOCUS, seen=None, best=0, has_other=False)),
    ("screen-size", SIZE),
    ("screen-size-kept", replace(SIZE, kept=True, notice=Notice("success", "technician.size_kept"))),
    ("line-desk", LineDeskView(line=LINE, can_go_back=True, assisted_by="Trần Văn Bình")),
    ("line-desk-away", LineDeskView(line=AWAY, can_go_back=True, assisted_by="Trần Văn Bình")),
    ("log", LogView(lines=LOG, can_go_back=True, assisted_by="Trần Văn Bình")),
    ("log-empty", LogView(lines=(), only_trouble=True, can_go_back=True, assisted_by="Trần Văn Bình")),
    ("staff-desk", STAFF),
    ("staff-desk-new", replace(STAFF, chosen="")),
    ("staff-desk-member", replace(STAFF, chosen="lan")),
    ("staff-desk-refused", replace(STAFF, chosen="", notice=Notice("error", "error.staff_id_taken"))),
)
