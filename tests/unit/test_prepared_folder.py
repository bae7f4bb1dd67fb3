"""A folder prepared by hand becomes the contract's whole body; what was left out is null, what was meant stays."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.app.prepared_folder import submit_folder, unwitnessed
from kiosk.domain.errors import RuleBroken
from tests.fakes.stores import MemoryStores

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
PLAIN: dict[str, Any] = {
    "procedure": {"code": "1.001193"},
    "applicant": {"kind": "citizen", "full_name": "Nguyễn Thị An", "personal_number": "001199000001"},
}


def body_of(tmp_path: Path, **changes: Any) -> dict[str, Any]:
    """The body as it is kept."""
    (tmp_path / "dossier.json").write_text(json.dumps({**PLAIN, **changes}), encoding="utf-8")
    dossier = submit_folder(
        tmp_path,
        dossiers=MemoryStores.build(clock=lambda: NOW).dossiers,
        procedure_of=lambda _code, _version: None,
        take_file=lambda file, _limit: ("application/pdf", file.read_bytes(), 1),
        now=NOW,
        point="HN0099",
        limit_bytes=1_000,
    )
    return dict(dossier.body)


def test_every_member_of_the_contract_is_there(tmp_path: Path) -> None:
    body = body_of(tmp_path)
    assert set(body) == {
        *("local_reference", "revision", "replaces", "procedure", "agency", "channel", "applicant"),
        *("representative", "form", "documents", "delivery", "notices", "consents", "identity_verification"),
        *("entered_by", "confirmed_by_citizen_at", "times", "effort"),
    }
    assert set(body["applicant"]) >= {"email", "phone", "organisation", "authority_document"}
    assert body["applicant"]["address"] == {
        "line": None,
        "ward_code": None,
        "province_code": None,
        "text": None,
    }


def test_what_is_left_out_of_an_object_is_filled_in(tmp_path: Path) -> None:
    body = body_of(
        tmp_path,
        delivery={"method": "home", "address": {"text": "Số 1"}},
        representative={"full_name": "Nguyễn Văn Bình", "relation": "father"},
        entered_by={"kind": "citizen"},
        times={"started_at": "2026-11-22T01:00:00.000Z"},
    )
    assert body["delivery"] == {
        "method": "home",
        "address": {"line": None, "ward_code": None, "province_code": None, "text": "Số 1"},
        "waybill": None,
    }
    assert body["representative"]["phone"] is None
    assert body["entered_by"] == {"kind": "citizen", "staff_id": None}
    assert body["times"]["confirmed_at"] == "2026-11-22T02:00:00.000Z"


def test_a_null_was_meant(tmp_path: Path) -> None:
    body = body_of(tmp_path, identity_verification=None, delivery=None, confirmed_by_citizen_at=None)
    assert (body["identity_verification"], body["delivery"]) == (None, None)
    assert body["confirmed_by_citizen_at"] is None


def test_nobody_is_named_who_checked_or_confirmed_unless_the_folder_names_them(tmp_path: Path) -> None:
    body = body_of(tmp_path)
    assert (body["identity_verification"], body["confirmed_by_citizen_at"]) == (None, None)
    assert unwitnessed(body) == ("identity_verification", "confirmed_by_citizen_at")
    body = body_of(
        tmp_path,
        identity_verification={"method": "chip"},
        confirmed_by_citizen_at="2026-11-22T01:59:00.000Z",
    )
    assert body["identity_verification"] == {"method": "chip", "at": "2026-11-22T02:00:00.000Z"}
    assert unwitnessed(body) == ()


def test_nobody_without_a_phone_is_promised_a_text(tmp_path: Path) -> None:
    assert body_of(tmp_path)["notices"] == {"sms": False, "email": False, "zalo": False}


@pytest.mark.parametrize("name", ["delivery", "applicant", "documents", "consents", "times"])
@pytest.mark.parametrize("value", ["", 0, False, "x", 7])
def test_a_member_of_another_kind_is_named(tmp_path: Path, name: str, value: object) -> None:
    with pytest.raises(RuleBroken, match=name):
        body_of(tmp_path, **{name: value})
