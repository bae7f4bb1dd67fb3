"""Calls for staff in every notable state, at the caller's terminal and on the bench, with invented data."""

from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.clerk_call import CallReason, ClerkCall
from kiosk.flow.call_words import CallLine, CallState, ClerkCalledView
from kiosk.flow.messages import View
from kiosk.flow.staff_words import WorkListView
from kiosk.flow.views import IdleWarningView

AT = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
CALLED = ClerkCalledView(
    hotline="1900 0000",
    session_code="7F3A9C",
    can_sign_in=True,
    can_pass_on=True,
    can_go_back=True,
    patience_s=300.0,
)
COMES = "Trần Văn Bình"
CALLS = (
    CallLine(ClerkCall("1", "Máy 2", "7F3A9C", "scan_card", CallReason.CARD, AT), 4),
    CallLine(ClerkCall("2", "Máy 3", "2B8D11", "otp", CallReason.CODE, AT, AT, COMES), 2),
    CallLine(ClerkCall("3", "Máy 1", "", "welcome", CallReason.UNKNOWN, AT), 0),
)
BENCH = WorkListView(has_tools=True, calls=CALLS, assisted_by="Lê Thị Hoa")

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("calls-unanswered", replace(CALLED, state=CallState.UNANSWERED, waits_min=3)),
    (
        "calls-unanswered-no-draft",
        replace(CALLED, state=CallState.UNANSWERED, waits_min=3, can_pass_on=False, session_code=""),
    ),
    ("calls-coming", replace(CALLED, state=CallState.COMING, comes=COMES, waits_min=1)),
    ("calls-not-heard", replace(CALLED, state=CallState.NOT_HEARD)),
    ("calls-settled", replace(CALLED, state=CallState.SETTLED)),
    ("calls-assisted", replace(CALLED, state=CallState.NONE, can_sign_in=False, assisted_by=COMES)),
    ("calls-idle", IdleWarningView(warning_s=60, waits=True)),
    ("calls-idle-kept", IdleWarningView(warning_s=60, waits=True, kept_under="7F3A9C")),
    ("calls-bench", BENCH),
    ("calls-bench-silent", replace(BENCH, calls=CALLS[:1], rings=False)),
)
