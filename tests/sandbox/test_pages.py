"""The officer's pages as a person uses them: by looking and by pressing buttons; and the contract page."""

import json
import re
from html import unescape
from uuid import uuid4

import pytest

from tests.sandbox.portal_rig import document_entry, person

PAGES = ("", "messages", "payments", "papers", "devices", "vneid", "settings", "faults")


class Officer:
    """A browser without scripts: reads pages, sends their forms."""

    def __init__(self, running):
        self.web, self.url = running.web, f"{running.url}/_sandbox/"

    def look(self, path=""):
        answer = self.web.get(self.url + path, headers={"Accept": "text/html"}, timeout=20)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    def press(self, path, **fields):
        headers = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
        answer = self.web.post(self.url + path, data=fields, headers=headers, timeout=20)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)


@pytest.fixture
def officer(running):
    return Officer(running)


@pytest.mark.parametrize("path", PAGES)
def test_pages_stand_on_their_own(officer, path):
    page = officer.look(path)
    assert "<script" not in page
    assert not re.search(r'(src|href)="https?://', page)
    assert "<title>" in page


def test_the_list_shows_every_dossier_and_filters(officer, running, terminal):
    assert "Chưa có hồ sơ nào" in officer.look()
    _dossier_id, body = terminal.file()
    other, _ = terminal.file(applicant=person(full_name="Trần Văn Bình"))
    running.desk("POST", f"/dossiers/{other}/refuse")
    page = officer.look()
    assert body["local_reference"] in page
    assert "Nguyễn Thị An" in page
    assert "Trần Văn Bình" in page
    assert "Đăng ký khai sinh" in page
    assert "Nguyễn Thị An" not in officer.look("?state=REFUSED")


def test_a_dossier_page_shows_its_data_and_documents(officer, terminal):
    dossier_id, body = terminal.file()
    page = officer.look(f"dossiers/{dossier_id}")
    for shown in (
        "Nguyễn Thị An",
        "001199000001",
        "Nguyễn Văn Bé",
        "Giấy chứng sinh",
        "Tiếp nhận",
        "Tại điểm đại lý",
    ):
        assert shown in page
    assert f"/_sandbox/dossiers/{dossier_id}/documents/{body['documents'][0]['id']}" in page


def test_what_citizens_write_is_only_shown(officer, terminal):
    attack = "<script>alert(1)</script>"
    dossier_id, _ = terminal.file(form={"ten_con": attack}, applicant=person(full_name=attack))
    raw = officer.web.get(
        f"{officer.url}dossiers/{dossier_id}", headers={"Accept": "text/html"}, timeout=20
    ).text
    assert attack not in raw
    assert "&lt;script&gt;" in raw


def test_buttons_carry_decisions_out(officer, terminal):
    dossier_id, _ = terminal.file()
    page = officer.press(f"dossiers/{dossier_id}/accept", due_at="2026-12-01T16:30", text="")
    assert "Đã tiếp nhận" in page
    assert "01/12/2026 16:30" in page
    page = officer.press(
        f"dossiers/{dossier_id}/supplement",
        component_id_0="chung_sinh",
        reason_0="Bị mờ",
        what_to_do_0="Quét lại",
        reason_1="",
        text="",
    )
    assert "Chờ bổ sung" in page
    assert "Quét lại" in page
    assert "Phiếu yêu cầu bổ sung" in officer.look(f"dossiers/{dossier_id}/forms/02")


def test_a_fee_typed_with_dots(officer, running, terminal):
    dossier_id, _ = terminal.file()
    officer.press(f"dossiers/{dossier_id}/payment", amount="12.500", text="")
    assert terminal.events()["events"][-1]["payment"]["amount"] == 12_500
    payment_id = uuid4()
    terminal.call("PUT", f"/v1/payments/{payment_id}", {"dossier_id": dossier_id})
    assert "Chờ xác nhận" in officer.look("payments")
    assert "Đã nộp" in officer.press(f"payments/{payment_id}/confirm")


def test_messages_show_the_code(officer, running, terminal):
    from tests.sandbox.test_accounts import account

    terminal.call("PUT", f"/v1/accounts/{uuid4()}", account())
    otp = running.desk("GET", "/messages?kind=otp")["messages"][-1]["otp"]
    page = officer.look("messages")
    assert otp in page
    assert "+84900000001" not in page


def test_settings_by_checkbox(officer, running):
    officer.press(
        "settings", vneid="on", maintenance="on", minimum_kiosk_version="2.0.0", otp_lifetime_s="60"
    )
    told = running.desk("GET", "/settings")
    assert (told["account_methods"], told["maintenance"]) == (["vneid"], True)
    assert (told["minimum_kiosk_version"], told["otp_lifetime_s"]) == ("2.0.0", 60)
    page = officer.press("settings", portal="on", vneid="on")
    assert "Môi trường thử nghiệm" in page


def test_faults_by_form(officer, running):
    form = {
        "cut_request.on": "on",
        "cut_request.calls": "patch create",
        "cut_request.after_bytes": "5000",
        "cut_request.times": "",
        "slow.bytes_per_s": "999",
        "clock_skew_s": "-60",
    }
    page = officer.press("faults", **form)
    assert "Đang bật sự cố" in page
    told = running.desk("GET", "/faults")
    assert told["cut_request"] == {"times": None, "calls": ["patch", "create"], "after_bytes": 5000}
    assert (told["slow"], told["clock_skew_s"]) == (None, -60)
    assert "Đang bật sự cố" not in officer.press("faults", **form, everything_off="1")


def test_enrolment_codes_by_button(officer, running):
    officer.press("enrolment-codes")
    assert re.search(r">[A-Z0-9]{4}-[A-Z0-9]{4}<", officer.look("devices"))


def test_the_phone_page_approves(officer, running, terminal):
    from tests.sandbox.test_accounts import begin_login, poll

    login = begin_login(terminal)
    assert login["user_code"] in officer.look("vneid")
    page = officer.press(f"vneid/{login['user_code']}/approve", citizen="048052000004")
    assert "Bạn đã đồng ý" in page
    assert poll(terminal, login).status_code == 200


def test_another_sites_page_presses_no_button(officer, running):
    answer = running.web.post(
        f"{officer.url}enrolment-codes", headers={"Origin": "https://evil.example"}, timeout=20
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_page")


def test_documents_of_other_kinds_are_only_downloaded(running, terminal):
    page = b"<html><script>1</script></html>"
    entry = document_entry(page, media_type="text/html")
    dossier_id = str(uuid4())
    from tests.sandbox.portal_rig import dossier_body

    terminal.put_dossier(dossier_id, dossier_body([entry]))
    terminal.upload(dossier_id, entry, page)
    answer = running.web.get(
        f"{running.url}/_sandbox/dossiers/{dossier_id}/documents/{entry['id']}", timeout=20
    )
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_contract_page_and_its_schemas(running):
    page = unescape(running.web.get(f"{running.url}/docs", timeout=20).text)
    for shown in (
        "/v1/dossiers/{dossier_id}",
        "revision_conflict",
        "documents_missing",
        "DossierBody",
        "otp_wrong",
    ):
        assert shown in page
    assert not re.search(r'(src|href)="https?://', page)
    openapi = running.web.get(f"{running.url}/openapi.json", timeout=20).json()
    assert "/v1/events" in openapi["paths"]
    assert not [path for path in openapi["paths"] if path.startswith("/_sandbox")]
    names = running.web.get(f"{running.url}/schemas", timeout=20).json()["schemas"]
    dossier = running.web.get(f"{running.url}/schemas/dossier.json", timeout=20)
    assert "/schemas/dossier.json" in names
    assert dossier.headers["Content-Type"] == "application/schema+json"
    assert set(dossier.json()["required"]) == set(dossier.json()["properties"])
    assert running.web.get(f"{running.url}/schemas/other.json", timeout=20).status_code == 404


def test_published_schemas_accept_what_the_gateway_accepts(running):
    from jsonschema import Draft202012Validator

    from tests.sandbox.portal_rig import dossier_body
    from tests.sandbox.test_accounts import account

    for name, body in (("dossier", dossier_body()), ("account", account())):
        schema = running.web.get(f"{running.url}/schemas/{name}.json", timeout=20).json()
        Draft202012Validator.check_schema(schema)
        assert list(Draft202012Validator(schema).iter_errors(json.loads(json.dumps(body)))) == []
