"""Settings by ETag, procedures by cursor."""

import pytest

from kiosk.sandbox.catalogue import PAGE_LENGTH
from kiosk.sandbox.settings_book import SettingRefused
from tests.sandbox.portal_rig import ON_PAPER, PROCEDURE, Terminal


def test_settings_have_the_contracts_members(terminal):
    told = terminal.call("GET", "/v1/settings").json()
    assert told.keys() == {
        *("version", "agent_point", "account_methods", "limits", "allowed_procedures", "delivery_prices"),
        *("subsidies", "calendar", "consents", "notice_channels"),
    }
    assert told["agent_point"].keys() == {
        *("code", "name", "address", "operator", "hotline", "hours", "province_code")
    }


def test_settings_change_their_version_and_tag(running, terminal):
    first = terminal.call("GET", "/v1/settings")
    running.settings(account_methods=["vneid"])
    changed = terminal.call("GET", "/v1/settings", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.json()["account_methods"] == ["vneid"]
    assert changed.json()["version"] != first.json()["version"]
    weak = {"If-None-Match": f'"x", W/{changed.headers["ETag"]}'}
    assert terminal.call("GET", "/v1/settings", headers=weak).status_code == 304


def test_objects_are_changed_member_by_member(running, terminal):
    running.settings(limits={"document_bytes": 5})
    assert terminal.call("GET", "/v1/settings").json()["limits"] == {"document_bytes": 5, "offline_days": 30}


def test_settings_that_do_not_exist_are_refused(running):
    for wrong in ({"colour": "red"}, {"maintenance": "yes"}, {"limits": 5}, {"otp_attempts": -1}):
        answer = running.web.put(f"{running.url}/_sandbox/settings", json=wrong, timeout=20)
        assert (answer.status_code, answer.json()["code"]) == (422, "setting_refused")


def test_given_settings_hold_and_the_officers_changes_outlive_a_restart(start_portal):
    given = {"agent_point": {"code": "DN0001"}, "otp_attempts": 3}
    with start_portal(settings=given) as running:
        running.settings(account_methods=["portal"])
        told = running.desk("GET", "/settings")
        assert (told["agent_point"]["code"], told["otp_attempts"]) == ("DN0001", 3)
        version = told["version"]
    with start_portal(settings=given) as running:
        told = running.desk("GET", "/settings")
        assert told["account_methods"] == ["portal"]
        assert told["version"] == version


def test_a_portal_does_not_start_with_unknown_settings(start_portal):
    with pytest.raises(SettingRefused, match="colour"), start_portal(settings={"colour": "red"}):
        pass


def procedures(terminal, cursor=None):
    answer = terminal.call("GET", "/v1/procedures", params={"cursor": cursor} if cursor else None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_everything_first_then_what_changed(running, terminal):
    everything = procedures(terminal)
    assert everything["items"] == [PROCEDURE, ON_PAPER]
    assert (everything["removed"], everything["more"]) == ([], False)
    nothing = procedures(terminal, everything["cursor"])
    assert (nothing["items"], nothing["cursor"]) == ([], everything["cursor"])

    newer = {**PROCEDURE, "version": "2026-12"}
    assert running.desk("PUT", f"/procedures/{PROCEDURE['code']}", newer)["changed"]
    assert not running.desk("PUT", f"/procedures/{PROCEDURE['code']}", newer)["changed"]
    running.desk("DELETE", f"/procedures/{ON_PAPER['code']}")
    delta = procedures(terminal, everything["cursor"])
    assert (delta["items"], delta["removed"]) == ([newer], [ON_PAPER["code"]])
    assert procedures(terminal)["items"] == [newer]
    assert procedures(terminal)["removed"] == []


def test_versions_of_a_procedure_stand_beside_each_other(running, terminal):
    code = PROCEDURE["code"]
    cursor = procedures(terminal)["cursor"]
    following = {**PROCEDURE, "version": "2027", "valid_from": "2027-01-01"}
    running.desk("PUT", f"/procedures/{code}", following)
    delta = procedures(terminal, cursor)
    assert (delta["items"], delta["removed"]) == ([PROCEDURE, following], [])
    corrected = {**following, "version": "2027-2", "name": {"vi": "Tên mới", "en": "New name"}}
    running.desk("PUT", f"/procedures/{code}", corrected)
    assert procedures(terminal, delta["cursor"])["items"] == [PROCEDURE, corrected], (
        "the same first day: replaced"
    )
    running.desk("DELETE", f"/procedures/{code}")
    running.desk("PUT", f"/procedures/{code}", corrected)
    again = procedures(terminal, delta["cursor"])
    assert (again["items"], again["removed"]) == ([corrected], [code]), "first out, then what is left of it"


def test_a_catalogue_with_versions_starts_and_restarts_unchanged(start_portal):
    versions = [
        {**PROCEDURE, "valid_to": "2026-12-31"},
        {**PROCEDURE, "version": "2027", "valid_from": "2027-01-01"},
    ]
    cursor = None
    for given in (versions, versions, versions[:1]):
        with start_portal(procedures=given) as running:
            terminal = Terminal(running.url)
            if cursor is None:
                terminal.enrol("MA-1")
                key = terminal
            terminal = key
            terminal.url = running.url
            told = procedures(terminal.sign_in(), cursor)
            changed = cursor is None or given is not versions
            assert told["items"] == (given if changed else [])
            assert told["removed"] == ([PROCEDURE["code"]] if changed and cursor else [])
            cursor = told["cursor"]


def test_pages(start_portal):
    many = [{**PROCEDURE, "code": f"1.{number:06d}"} for number in range(PAGE_LENGTH + 3)]
    with start_portal(procedures=many) as running:
        terminal = Terminal(running.url)
        terminal.enrol("MA-1")
        terminal.sign_in()
        first = procedures(terminal)
        assert (len(first["items"]), first["more"]) == (PAGE_LENGTH, True)
        second = procedures(terminal, first["cursor"])
        assert (len(second["items"]), second["more"]) == (3, False)
        terminal.web.close()


@pytest.mark.parametrize("call", ["/v1/procedures", "/v1/events"])
@pytest.mark.parametrize("cursor", ["", "x", "deadbeef.1", "{}.99999999999999999999", "{}.-1", "{}.1x"])
def test_cursors_of_others_are_gone(running, terminal, call, cursor):
    cursor = cursor.format(running.portal.store.portal_id)
    answer = terminal.call("GET", call, params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (410, "cursor_unknown")


def test_a_restart_with_another_catalogue_is_a_delta(start_portal):
    with start_portal(procedures=[PROCEDURE, ON_PAPER]) as running:
        terminal = Terminal(running.url)
        terminal.enrol("MA-1")
        cursor = procedures(terminal.sign_in())["cursor"]
        terminal.web.close()
    with start_portal(procedures=[PROCEDURE]) as running:
        terminal.url = running.url
        delta = procedures(terminal.sign_in(), cursor)
        assert (delta["items"], delta["removed"]) == ([], [ON_PAPER["code"]])
        terminal.web.close()
    with start_portal(procedures=[]) as running:
        terminal.url = running.url
        assert procedures(terminal.sign_in())["items"] == [PROCEDURE]
        terminal.web.close()
