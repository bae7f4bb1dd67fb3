"""The event stream, the officer's decisions that feed it, and public tracking."""

import re
import threading
from uuid import uuid4

import pytest

from tests.sandbox.portal_rig import person


def states(answer):
    return [event["state"] for event in answer["events"]]


def test_events_come_in_order_and_a_cursor_may_be_replayed(running, terminal):
    empty = terminal.events()
    assert (empty["events"], empty["more"]) == ([], False)
    dossier_id, _ = terminal.file()
    running.desk("POST", f"/dossiers/{dossier_id}/accept")
    first = terminal.events(cursor=empty["cursor"])
    assert states(first) == ["SUBMITTED", "ACCEPTED"]
    assert terminal.events(cursor=empty["cursor"])["events"] == first["events"]
    assert terminal.events()["events"] == first["events"]
    assert terminal.events(cursor=first["cursor"])["events"] == []
    assert len({event["id"] for event in first["events"]}) == 2
    assert {event["dossier_id"] for event in first["events"]} == {dossier_id}


def test_a_long_poll_is_answered_as_soon_as_something_moves(running, terminal):
    dossier_id, _ = terminal.file()
    cursor = terminal.events()["cursor"]
    answers = []
    poll = threading.Thread(target=lambda: answers.append(terminal.events(cursor=cursor, wait=20)))
    poll.start()
    running.desk("POST", f"/dossiers/{dossier_id}/accept")
    poll.join(15)
    assert states(answers[0]) == ["ACCEPTED"]


def test_a_long_poll_without_news_ends_in_time(terminal):
    cursor = terminal.events()["cursor"]
    answer = terminal.events(cursor=cursor, wait=0.3)
    assert (answer["events"], answer["cursor"]) == ([], cursor)


def test_acceptance_mints_a_code_and_promises_a_day(running, terminal):
    dossier_id, _body = terminal.file()
    shape = running.desk("POST", f"/dossiers/{dossier_id}/accept")
    assert re.fullmatch(r"H26\.99-\d{6}-0001", shape["code"])
    event = terminal.events()["events"][-1]
    assert (event["code"], event["due_at"]) == (shape["code"], shape["due_at"])
    assert event["notice"]["form_url"].startswith(terminal.url + "/")
    form = running.web.get(event["notice"]["form_url"], timeout=20)
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in form.text
    assert shape["code"] in form.text
    second, _ = terminal.file()
    assert running.desk("POST", f"/dossiers/{second}/accept")["code"].endswith("-0002")
    (text,) = [
        m["text"] for m in running.desk("GET", "/messages")["messages"] if m["subject_id"] == dossier_id
    ]
    assert shape["code"] in text


def test_a_supplement_names_every_point(running, terminal):
    dossier_id, _ = terminal.file()
    items = [
        {"component_id": "chung_sinh", "reason": "Trang 2 bị mờ", "what_to_do": "Quét lại trang 2"},
        {"component_id": "", "reason": "Thiếu chữ ký", "what_to_do": ""},
    ]
    nothing = running.web.post(
        f"{running.url}/_sandbox/dossiers/{dossier_id}/supplement", json={}, timeout=20
    )
    assert nothing.status_code == 422
    running.desk("POST", f"/dossiers/{dossier_id}/supplement", {"items": items, "text": "Mời bổ sung"})
    event = terminal.events()["events"][-1]
    assert event["state"] == "SUPPLEMENT_REQUESTED"
    assert (event["notice"]["items"], event["notice"]["text"]) == (items, "Mời bổ sung")


def test_the_whole_life_of_a_dossier(running, terminal):
    dossier_id, _body = terminal.file()
    for action in ("accept", "process", "extend", "finish", "return"):
        running.desk("POST", f"/dossiers/{dossier_id}/{action}")
    assert states(terminal.events()) == [
        *("SUBMITTED", "ACCEPTED", "IN_PROCESS", "EXTENDED", "RESULT_READY", "RETURNED")
    ]
    again = running.web.post(f"{running.url}/_sandbox/dossiers/{dossier_id}/accept", timeout=20)
    assert (again.status_code, again.json()["code"]) == (409, "move_not_allowed")


@pytest.mark.parametrize(("action", "state"), [("refuse", "REFUSED")])
def test_refusal_is_final(running, terminal, action, state):
    dossier_id, _ = terminal.file()
    assert (
        running.desk("POST", f"/dossiers/{dossier_id}/{action}", {"text": "Sai thẩm quyền"})["state"] == state
    )
    assert terminal.events()["events"][-1]["notice"]["text"] == "Sai thẩm quyền"


def test_finishing_takes_an_accepted_dossier_up_first(running, terminal):
    dossier_id, _ = terminal.file()
    running.desk("POST", f"/dossiers/{dossier_id}/accept")
    running.desk("POST", f"/dossiers/{dossier_id}/finish")
    assert states(terminal.events())[-2:] == ["IN_PROCESS", "RESULT_READY"]


def test_stopping_a_supplement_ends_its_draft(running, terminal):
    dossier_id, body = terminal.file()
    running.desk("POST", f"/dossiers/{dossier_id}/supplement", {"items": [{"reason": "Mờ"}]})
    supplement = {**body, "revision": 2}
    terminal.put_dossier(dossier_id, supplement)
    running.desk("POST", f"/dossiers/{dossier_id}/stop")
    late = terminal.submit(dossier_id, supplement)
    assert (late.status_code, late.json()["state"]) == (409, "STOPPED")


def test_unknown_decisions_and_dossiers(running, terminal):
    dossier_id, _ = terminal.file()
    url = f"{running.url}/_sandbox/dossiers"
    assert running.web.post(f"{url}/{dossier_id}/bless", timeout=20).status_code == 404
    assert running.web.post(f"{url}/{uuid4()}/accept", timeout=20).status_code == 404


def test_tracking_shows_dates_and_states_and_nobody(running, terminal):
    dossier_id, body = terminal.file(applicant=person(full_name="Nguyễn Thị An"))
    before = terminal.call("GET", f"/v1/tracking/{body['local_reference']}").json()
    assert (before["code"], before["state"]) == (body["local_reference"], "SUBMITTED")
    code = running.desk("POST", f"/dossiers/{dossier_id}/accept")["code"]
    answer = terminal.call("GET", f"/v1/tracking/{code.lower()}")
    told = answer.json()
    assert told.keys() == {
        *("code", "procedure", "agency", "state", "received_at", "accepted_at", "due_at", "history")
    }
    assert (told["code"], told["procedure"], told["state"]) == (code, "1.001193", "ACCEPTED")
    assert [step["state"] for step in told["history"]] == ["SUBMITTED", "ACCEPTED"]
    for personal in ("Nguyễn", "001199000001", "900000001"):
        assert personal not in answer.text


def test_a_draft_cannot_be_tracked(terminal):
    from tests.sandbox.portal_rig import dossier_body

    body = dossier_body()
    terminal.put_dossier(str(uuid4()), body)
    answer = terminal.call("GET", f"/v1/tracking/{body['local_reference']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "code_unknown")
    assert terminal.call("GET", "/v1/tracking/H26.99-261122-9999").status_code == 404
