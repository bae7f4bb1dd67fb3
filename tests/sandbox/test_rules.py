"""The gateway's own rules, without any wire: VietQR, S10, due dates, JSON values, pointers, HTML."""

from datetime import UTC, datetime

import pytest

from kiosk.sandbox.calls import names_of_call
from kiosk.sandbox.clock import instant, moment_of
from kiosk.sandbox.json_values import same_json
from kiosk.sandbox.messages import masked
from kiosk.sandbox.officer.decision_forms import possible_decisions
from kiosk.sandbox.officer.markup import tag
from kiosk.sandbox.paper import s10_is_valid
from kiosk.sandbox.pointers import pointer, pointer_in
from kiosk.sandbox.vietqr import vietqr_payload
from kiosk.sandbox.working_time import due_after, is_working_day

CALENDAR = {"holidays": ["2026-11-24", "2026-08-31"], "working_swaps": ["2026-08-22"]}


def test_vietqr_payloads():
    assert vietqr_payload(
        bank_bin="970415", account="0011001932418", amount=120_000, purpose="ung ho lu lut"
    ) == (
        "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA"
        "530370454061200005802VN62170813ung ho lu lut6304C15C"
    )
    assert vietqr_payload(bank_bin="970436", account="0123456789", amount=8000, purpose="DVC 2611220001") == (
        "00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA"
        "5303704540480005802VN62180814DVC 261122000163043924"
    )


@pytest.mark.parametrize(
    "wrong",
    [{"bank_bin": "97"}, {"account": "1" * 20}, {"amount": 0}, {"purpose": "Lệ phí"}, {"purpose": "x" * 26}],
)
def test_vietqr_values_that_do_not_fit_their_field(wrong):
    values = {"bank_bin": "970436", "account": "0123456789", "amount": 1, "purpose": "DVC"}
    with pytest.raises(ValueError, match=r"."):
        vietqr_payload(**{**values, **wrong})


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("RR473124829GB", True),
        ("RR123456785VN", True),
        ("RR123456784VN", False),
        ("rr473124829gb", False),
        ("RR47312482GB", False),
        ("1R473124829GB", False),
    ],
)
def test_s10_numbers(number, valid):
    assert s10_is_valid(number) is valid


@pytest.mark.parametrize(
    ("accepted", "time", "cutoff", "due"),
    [
        # Friday 20 Nov 2026, 10:00 in Vietnam: Monday is the first working day, Tuesday a holiday
        ("2026-11-20T03:00:00Z", {"n": 3, "unit": "working_day"}, None, "2026-11-26T10:00:00.000Z"),
        ("2026-11-20T03:00:00Z", {"n": 0, "unit": "working_day"}, "15:00", "2026-11-20T10:00:00.000Z"),
        # 15:30: after the cut-off it counts as Monday
        ("2026-11-20T08:30:00Z", {"n": 0, "unit": "working_day"}, "15:00", "2026-11-23T10:00:00.000Z"),
        # Sunday counts as Monday
        ("2026-11-22T03:00:00Z", {"n": 1, "unit": "working_day"}, None, "2026-11-25T10:00:00.000Z"),
        ("2026-11-20T03:00:00Z", {"n": 10, "unit": "day"}, None, "2026-11-30T10:00:00.000Z"),
        ("2026-12-31T03:00:00Z", {"n": 2, "unit": "month"}, None, "2027-02-28T10:00:00.000Z"),
        ("2026-11-20T03:00:00Z", {"n": 4, "unit": "hour"}, None, "2026-11-20T07:00:00.000Z"),
    ],
)
def test_due_dates(accepted, time, cutoff, due):
    assert instant(due_after(moment_of(accepted), time, cutoff, CALENDAR)) == due


def test_no_time_no_due_date():
    now = datetime(2026, 11, 20, tzinfo=UTC)
    assert due_after(now, None, None, CALENDAR) is None
    assert due_after(now, {"n": None, "unit": "day"}, None, CALENDAR) is None


def test_working_days():
    day = datetime(2026, 8, 22, tzinfo=UTC).date()
    assert is_working_day(day, CALENDAR)
    assert not is_working_day(day.replace(day=29), CALENDAR)
    assert not is_working_day(day.replace(day=31), CALENDAR)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": 1, "b": [1, 2]}, {"b": [1.0, 2], "a": 1}, True),
        ([1, 2], [2, 1], False),
        (True, 1, False),
        ({"a": None}, {}, False),
        ("é", "é", True),
        (None, None, True),
        ([False], [0], False),
    ],
)
def test_equality_of_json_values(one, other, same):
    assert same_json(one, other) is same


def test_pointers():
    assert pointer([]) == ""
    assert pointer(["a/b", "m~n", 0]) == "/a~1b/m~0n/0"
    body = {"procedure": {"version": [1]}}
    assert pointer_in(body, ["procedure", "version", "str"]) == "/procedure/version"
    assert pointer_in(body, ["procedure", "code"]) == "/procedure/code"


def test_masks_tell_nothing_but_to_oneself():
    assert masked("+84900000001") == "090•••••001"
    assert masked("an.nguyen@example.vn") == "a•••@example.vn"


def test_text_is_escaped_everywhere():
    attack = "<script>alert('x')</script>"
    page = tag("p", attack, title='"><b>')
    assert "<script>" not in page
    assert page.startswith('<p title="&quot;&gt;&lt;b&gt;">')
    assert tag("input", disabled=True, value=None) == "<input disabled>"


def test_calls_have_names():
    assert names_of_call("PATCH", "/v1/uploads/abc") == {"any", "tus", "patch"}
    assert names_of_call("PUT", "/v1/dossiers/abc") == {"any", "put", "dossier_put"}
    assert names_of_call("GET", "/_sandbox/faults") == frozenset()


def test_the_desk_offers_what_the_life_cycle_allows():
    assert possible_decisions("SUBMITTED") == ["accept", "supplement", "payment", "refuse"]
    assert "finish" in possible_decisions("ACCEPTED")
    assert possible_decisions("RESULT_READY") == ["return"]
    assert possible_decisions("REFUSED") == []
