"""Dossiers over the wire: drafts, identity, conflicts, submission, supplements, withdrawal."""

import copy
from uuid import uuid4

from tests.sandbox.portal_rig import ON_PAPER, PDF, document_entry, dossier_body, person, read_jws


def test_a_whole_dossier_gets_a_signed_receipt_of_what_was_sent(running, terminal):
    dossier_id, body = str(uuid4()), dossier_body()
    entry = body["documents"][0]
    answer = terminal.call("PUT", f"/v1/dossiers/{dossier_id}", body)
    assert answer.status_code == 201
    assert answer.headers["Kiosk-Gateway"] == "1"
    assert answer.json() == {
        "dossier_id": dossier_id,
        "revision": 1,
        "state": "UPLOADING",
        "upload_url": f"{terminal.url}/v1/uploads",
        "missing": [entry["id"]],
    }
    terminal.upload(dossier_id, entry)
    assert terminal.call("GET", f"/v1/dossiers/{dossier_id}").json()["missing"] == []
    receipt = terminal.submit(dossier_id, body)
    assert receipt.status_code == 200
    assert receipt.json()["state"] == "SUBMITTED"
    assert read_jws(receipt.json()["manifest"], terminal.jwks()) == {
        "dossier_id": dossier_id,
        "revision": 1,
        "received_at": receipt.json()["received_at"],
        "documents": [{"id": entry["id"], "bytes": entry["bytes"], "sha256": entry["sha256"]}],
    }
    stored = terminal.web.get(
        f"{terminal.url}/_sandbox/dossiers/{dossier_id}/documents/{entry['id']}", timeout=20
    )
    assert stored.content == PDF


def test_the_same_put_again_answers_with_the_dossier_as_it_is_now(terminal):
    dossier_id, body = terminal.file()
    again = terminal.call("PUT", f"/v1/dossiers/{dossier_id}", dict(reversed(body.items())))
    assert again.status_code == 200
    assert again.json()["state"] == "SUBMITTED"


def test_json_values_are_compared_not_their_spelling(terminal):
    dossier_id, body = terminal.file()
    body["effort"]["seconds"] = 300.0
    assert terminal.call("PUT", f"/v1/dossiers/{dossier_id}", body).status_code == 200
    body["notices"]["sms"] = 1
    assert terminal.call("PUT", f"/v1/dossiers/{dossier_id}", body).status_code == 409


def test_a_draft_is_replaced_and_only_new_bytes_are_missing(terminal):
    first, second = document_entry(), document_entry(b"trang hai", component_id="to_khai")
    dossier_id, body = str(uuid4()), dossier_body([first])
    terminal.put_dossier(dossier_id, body)
    terminal.upload(dossier_id, first)
    changed = {**body, "documents": [first, second]}
    answer = terminal.call("PUT", f"/v1/dossiers/{dossier_id}", changed)
    assert answer.status_code == 200
    assert answer.json()["missing"] == [second["id"]]


def test_submission_with_missing_documents_names_them(terminal):
    dossier_id, body = str(uuid4()), dossier_body()
    terminal.put_dossier(dossier_id, body)
    answer = terminal.submit(dossier_id, body)
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "documents_missing"
    assert answer.json()["missing"] == [body["documents"][0]["id"]]
    assert answer.json()["dossier_id"] == dossier_id


def test_a_submission_is_taken_in_once_however_often_it_is_sent(running, terminal):
    dossier_id, body = terminal.file()
    again = [terminal.submit(dossier_id, body) for _ in range(3)]
    assert {answer.status_code for answer in again} == {200}
    assert len({answer.json()["manifest"] for answer in again}) == 1
    ledger = running.desk("GET", "/ledger")
    assert ledger["accepted"] == 1
    assert [(row["accepted"], row["answered"]) for row in ledger["submissions"]] == [(1, 4)]


def test_a_submission_of_other_documents_is_refused_with_pointers(terminal):
    dossier_id, body = str(uuid4()), dossier_body()
    terminal.put_dossier(dossier_id, body)
    other = {**body, "documents": [document_entry(b"khac")]}
    answer = terminal.submit(dossier_id, other)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/documents"


def test_another_content_after_submission_is_a_conflict(terminal):
    dossier_id, body = terminal.file()
    answer = terminal.call("PUT", f"/v1/dossiers/{dossier_id}", {**body, "form": {"ten_con": "Khác"}})
    assert answer.status_code == 409
    problem = answer.json()
    assert (problem["code"], problem["revision"], problem["state"]) == ("revision_conflict", 1, "SUBMITTED")
    assert problem["dossier_id"] == dossier_id


def test_a_new_dossier_begins_with_revision_one(terminal):
    answer = terminal.call("PUT", f"/v1/dossiers/{uuid4()}", dossier_body(revision=2))
    assert (answer.status_code, answer.json()["code"]) == (409, "revision_conflict")


def test_an_unknown_dossier_is_404(terminal):
    answer = terminal.call("GET", f"/v1/dossiers/{uuid4()}")
    assert (answer.status_code, answer.json()["code"]) == (404, "dossier_unknown")
    assert terminal.submit(str(uuid4()), dossier_body()).status_code == 404


def test_a_supplement_goes_into_the_same_dossier(running, terminal):
    dossier_id, body = terminal.file()
    new = document_entry(b"ban ro hon", component_id="cam_doan")
    supplement = {**body, "revision": 2, "documents": [*body["documents"], new]}
    too_early = terminal.call("PUT", f"/v1/dossiers/{dossier_id}", supplement)
    assert too_early.status_code == 409

    wish = {"items": [{"component_id": "cam_doan", "reason": "Mờ", "what_to_do": "Quét lại"}]}
    running.desk("POST", f"/dossiers/{dossier_id}/supplement", wish)
    answer = terminal.call("PUT", f"/v1/dossiers/{dossier_id}", supplement)
    assert answer.status_code == 201
    assert answer.json()["state"] == "UPLOADING"
    assert answer.json()["missing"] == [new["id"]]
    assert (
        terminal.call("GET", f"/v1/tracking/{body['local_reference']}").json()["state"]
        == "SUPPLEMENT_REQUESTED"
    )
    terminal.upload(dossier_id, new, b"ban ro hon")
    receipt = terminal.submit(dossier_id, supplement)
    assert receipt.json()["state"] == "SUPPLEMENTED"
    manifest = read_jws(receipt.json()["manifest"], terminal.jwks())
    assert [each["id"] for each in manifest["documents"]] == [body["documents"][0]["id"], new["id"]]

    late = terminal.call("PUT", f"/v1/dossiers/{dossier_id}", body)
    assert (late.status_code, late.json()["revision"]) == (200, 2)
    assert terminal.submit(dossier_id, body).json()["state"] == "SUPPLEMENTED"


def test_a_new_dossier_replaces_an_old_one_and_reuses_its_documents(terminal):
    old_id, old = terminal.file()
    new_id = str(uuid4())
    body = dossier_body(old["documents"], replaces=old_id)
    assert terminal.put_dossier(new_id, body)["missing"] == []
    assert terminal.submit(new_id, body).status_code == 200
    assert terminal.call("GET", f"/v1/dossiers/{old_id}").json()["state"] == "SUPERSEDED"


def test_withdrawal_is_answered_again_and_refused_after_the_result(running, terminal):
    dossier_id, _ = terminal.file()
    first = terminal.call("POST", f"/v1/dossiers/{dossier_id}/withdrawal", {"reason": "Nộp nhầm"})
    again = terminal.call("POST", f"/v1/dossiers/{dossier_id}/withdrawal", {"reason": "Nộp nhầm"})
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == {"dossier_id": dossier_id, "revision": 1, "state": "WITHDRAWN"}

    finished, _ = terminal.file()
    for action in ("accept", "finish"):
        running.desk("POST", f"/dossiers/{finished}/{action}")
    late = terminal.call("POST", f"/v1/dossiers/{finished}/withdrawal", {"reason": "Muộn"})
    assert (late.status_code, late.json()["state"]) == (409, "RESULT_READY")


def pointers(answer) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "validation_failed"
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def test_everything_to_put_right_is_named_at_once(terminal):
    body = dossier_body(
        documents=[],
        applicant=person(personal_number=None, birth_date=None),
        form={"ten_con": ""},
        procedure={"code": "1.001193", "version": "2026-07", "case": "thuong"},
    )
    assert pointers(terminal.call("PUT", f"/v1/dossiers/{uuid4()}", body)) == {
        "/applicant/personal_number": "required",
        "/applicant/birth_date": "required",
        "/form/ten_con": "required",
        "/documents": "component_missing",
    }


def test_shape_errors_point_into_the_body(terminal):
    body = dossier_body([document_entry(sha256="X" * 64)])
    body["applicant"]["personal_number"] = "123"
    body["procedure"]["version"] = [1]
    del body["channel"]
    found = pointers(terminal.call("PUT", f"/v1/dossiers/{uuid4()}", body))
    assert found["/documents/0/sha256"] == "malformed"
    assert found["/applicant/personal_number"] == "malformed"
    assert found["/channel"] == "required"
    assert "/procedure/version" in found


def test_an_alternative_paper_is_enough(terminal):
    body = dossier_body([document_entry(component_id="cam_doan")])
    assert terminal.call("PUT", f"/v1/dossiers/{uuid4()}", body).status_code == 201


def test_procedures_must_be_known_and_fit_the_channel(terminal):
    unknown = dossier_body(procedure={"code": "9.999999", "version": None, "case": None})
    assert pointers(terminal.call("PUT", f"/v1/dossiers/{uuid4()}", unknown)) == {
        "/procedure/code": "procedure_unknown"
    }
    direct = dossier_body(procedure={"code": ON_PAPER["code"], "version": "2026-07", "case": "thuong"})
    assert pointers(terminal.call("PUT", f"/v1/dossiers/{uuid4()}", direct)) == {
        "/procedure/code": "procedure_not_online"
    }
    on_paper = {**direct, "channel": "paper", "documents": []}
    assert terminal.call("PUT", f"/v1/dossiers/{uuid4()}", on_paper).status_code == 201
    no_case = dossier_body(procedure={"code": "1.001193", "version": "2026-07", "case": "khac"})
    assert pointers(terminal.call("PUT", f"/v1/dossiers/{uuid4()}", no_case)) == {
        "/procedure/case": "case_unknown"
    }


def test_a_document_over_the_limit_is_named(running, terminal):
    running.settings(limits={"document_bytes": 1000})
    found = pointers(terminal.call("PUT", f"/v1/dossiers/{uuid4()}", dossier_body()))
    assert found == {"/documents/0/bytes": "document_too_large"}


def test_members_left_out_are_remarked_at_the_desk(running, terminal):
    dossier_id, body = str(uuid4()), copy.deepcopy(dossier_body())
    del body["applicant"]["email"], body["effort"]
    terminal.put_dossier(dossier_id, body)
    assert running.desk("GET", f"/dossiers/{dossier_id}")["remarks"] == ["/applicant/email", "/effort"]
