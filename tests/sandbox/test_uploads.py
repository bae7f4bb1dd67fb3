"""tus uploads over the wire: resuming, broken lines, locks, checksums, expiry, and documents that prove themselves."""

import base64
import hashlib
import socket
from contextlib import closing
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.sandbox.portal_rig import PDF, document_entry, dossier_body, wait_until

TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def announced(terminal):
    """A dossier that waits for one document: its id and the document's entry."""
    dossier_id, body = str(uuid4()), dossier_body()
    terminal.put_dossier(dossier_id, body)
    return dossier_id, body["documents"][0]


def missing(terminal, dossier_id):
    return terminal.call("GET", f"/v1/dossiers/{dossier_id}").json()["missing"]


def raw_patch(terminal, location, offset, content, length, checksum=None):
    """A PATCH sent by hand, whose body may be shorter than announced; the open socket."""
    where = urlsplit(location)
    line = socket.create_connection((where.hostname, where.port), timeout=20)
    lines = [
        f"PATCH {where.path} HTTP/1.1",
        f"Host: {where.netloc}",
        f"Authorization: {terminal.web.headers['Authorization']}",
        "Tus-Resumable: 1.0.0",
        f"Upload-Offset: {offset}",
        "Content-Type: application/offset+octet-stream",
        f"Content-Length: {length}",
        *([f"Upload-Checksum: {checksum}"] if checksum else []),
    ]
    line.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + content)
    return line


def on_disk(running, location):
    return running.portal.shelf.offset(location.rpartition("/")[2])


def is_cut(line):
    try:
        return line.recv(100) == b""
    except ConnectionResetError:
        return True


def checksum_of(content):
    return "sha256 " + base64.b64encode(hashlib.sha256(content).digest()).decode()


def test_options_tell_what_the_server_can_do(terminal):
    answer = terminal.web.options(f"{terminal.url}/v1/uploads", timeout=20)
    assert answer.status_code == 204
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        *("creation", "creation-with-upload", "expiration", "termination", "checksum")
    }
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha256"
    assert answer.headers["Tus-Max-Size"] == "20000000"
    assert "Kiosk-Gateway" not in answer.headers


def test_a_document_in_pieces(terminal, announced):
    dossier_id, entry = announced
    location = terminal.create_upload(dossier_id, entry)
    assert terminal.offset(location) == 0
    first = terminal.patch(location, PDF[:1000])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "1000")
    assert "Upload-Expires" in first.headers
    assert missing(terminal, dossier_id) == [entry["id"]]
    rest = terminal.patch(location, PDF[1000:], 1000)
    assert (rest.status_code, rest.headers["Upload-Offset"]) == (204, str(len(PDF)))
    assert missing(terminal, dossier_id) == []
    assert terminal.offset(location) == len(PDF)


def test_creation_with_upload(terminal, announced):
    dossier_id, entry = announced
    headers = {
        **terminal.upload_headers(dossier_id, entry),
        "Content-Type": "application/offset+octet-stream",
    }
    headers["Upload-Checksum"] = checksum_of(PDF)
    answer = terminal.web.post(f"{terminal.url}/v1/uploads", data=PDF, headers=headers, timeout=20)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(PDF)))
    assert missing(terminal, dossier_id) == []


def test_bytes_of_a_broken_request_are_kept(terminal, announced):
    dossier_id, entry = announced
    location = terminal.create_upload(dossier_id, entry)
    raw_patch(terminal, location, 0, PDF[:20_000], len(PDF)).close()
    wait_until(lambda: terminal.offset(location) == 20_000)
    assert terminal.patch(location, PDF[20_000:], 20_000).status_code == 204
    assert missing(terminal, dossier_id) == []


def test_a_whole_body_on_a_broken_line_is_a_whole_document(terminal, announced):
    dossier_id, entry = announced
    location = terminal.create_upload(dossier_id, entry)
    line = raw_patch(terminal, location, 0, PDF, len(PDF))
    line.close()
    wait_until(lambda: missing(terminal, dossier_id) == [])
    assert terminal.offset(location) == len(PDF)


def test_head_breaks_the_lock_of_a_half_open_line(running, terminal, announced):
    location = terminal.create_upload(*announced)
    with closing(raw_patch(terminal, location, 0, PDF[:5000], len(PDF))) as half_open:
        wait_until(lambda: on_disk(running, location) == 5000)
        assert terminal.offset(location) == 5000
        assert is_cut(half_open)
    assert terminal.patch(location, PDF[5000:], 5000).status_code == 204


def test_two_writers_at_once_is_locked(running, terminal, announced):
    location = terminal.create_upload(*announced)
    with closing(raw_patch(terminal, location, 0, PDF[:5000], len(PDF))):
        wait_until(lambda: on_disk(running, location) == 5000)
        second = terminal.patch(location, b"x", 5000)
        assert (second.status_code, second.headers["Tus-Resumable"]) == (423, "1.0.0")


def test_a_wrong_offset_is_409(terminal, announced):
    location = terminal.create_upload(*announced)
    assert terminal.patch(location, b"abc", 7).status_code == 409
    assert terminal.offset(location) == 0


def test_a_wrong_checksum_discards_the_piece(terminal, announced):
    location = terminal.create_upload(*announced)
    terminal.patch(location, PDF[:100])
    answer = terminal.patch(location, PDF[100:200], 100, **{"Upload-Checksum": checksum_of(b"khac")})
    assert answer.status_code == 460
    assert terminal.offset(location) == 100
    right = terminal.patch(location, PDF[100:200], 100, **{"Upload-Checksum": checksum_of(PDF[100:200])})
    assert right.status_code == 204
    assert terminal.patch(location, b"", 200, **{"Upload-Checksum": "md5 abc"}).status_code == 400


def test_bytes_that_do_not_hash_are_thrown_away(terminal, announced):
    dossier_id, entry = announced
    location = terminal.create_upload(dossier_id, entry)
    assert terminal.patch(location, PDF[:-1] + b"?").status_code == 204
    assert missing(terminal, dossier_id) == [entry["id"]]
    assert terminal.web.head(location, headers=TUS, timeout=20).status_code == 410


def test_more_bytes_than_announced_are_413(terminal, announced):
    location = terminal.create_upload(*announced)
    assert terminal.patch(location, PDF + b"!").status_code == 413
    chunked = terminal.patch(location, iter([PDF, b"!"]))
    assert chunked.status_code == 413
    assert terminal.offset(location) == 0


def test_metadata_must_name_an_announced_document(terminal, announced):
    dossier_id, entry = announced
    url = f"{terminal.url}/v1/uploads"
    for wrong in (
        {**entry, "id": str(uuid4())},
        {**entry, "bytes": 7},
        {**entry, "sha256": "0" * 64},
        {**entry, "media_type": ""},
    ):
        answer = terminal.web.post(url, headers=terminal.upload_headers(dossier_id, wrong), timeout=20)
        assert answer.status_code == 422, wrong
    broken = {**terminal.upload_headers(dossier_id, entry), "Upload-Metadata": "dossier !!!"}
    assert terminal.web.post(url, headers=broken, timeout=20).status_code == 422
    too_long = {**terminal.upload_headers(dossier_id, entry), "Upload-Length": "20000001"}
    assert terminal.web.post(url, headers=too_long, timeout=20).status_code == 413
    no_length = terminal.upload_headers(dossier_id, entry)
    del no_length["Upload-Length"]
    assert terminal.web.post(url, headers=no_length, timeout=20).status_code == 400


def test_other_versions_and_types_are_refused(terminal, announced):
    location = terminal.create_upload(*announced)
    other = terminal.web.head(location, headers={"Tus-Resumable": "0.2.2"}, timeout=20)
    assert (other.status_code, other.headers["Tus-Version"]) == (412, "1.0.0")
    assert terminal.patch(location, b"x", **{"Content-Type": "text/plain"}).status_code == 415


def test_termination(terminal, announced):
    location = terminal.create_upload(*announced)
    terminal.patch(location, PDF[:10])
    assert terminal.web.delete(location, headers=TUS, timeout=20).status_code == 204
    assert terminal.web.head(location, headers=TUS, timeout=20).status_code == 404
    assert terminal.patch(location, PDF, 10).status_code == 404


def test_an_expired_upload_is_gone(running, terminal, announced):
    running.settings(upload_lifetime_s=60)
    location = terminal.create_upload(*announced)
    running.faults(clock_skew_s=120)
    assert terminal.web.head(location, headers=TUS, timeout=20).status_code == 410
    assert terminal.create_upload(*announced) != location
    running.faults()
    assert terminal.web.head(location, headers=TUS, timeout=20).status_code == 404


def test_uploads_need_the_token_and_say_so_in_tus(terminal, announced):
    location = terminal.create_upload(*announced)
    del terminal.web.headers["Authorization"]
    answer = terminal.web.head(location, headers=TUS, timeout=20)
    assert (answer.status_code, answer.headers["Tus-Resumable"]) == (401, "1.0.0")
    assert terminal.web.options(f"{terminal.url}/v1/uploads", timeout=20).status_code == 401


def test_the_same_bytes_twice_count_at_the_desk_only(running, terminal, announced):
    dossier_id, entry = announced
    terminal.upload(dossier_id, entry)
    terminal.upload(dossier_id, entry)
    assert missing(terminal, dossier_id) == []
    document = running.desk("GET", "/ledger")["submissions"][0]["documents"][0]
    assert document == {"id": entry["id"], "sha256": entry["sha256"], "times_received": 2}


def test_a_document_of_another_dossier_is_not_shown(running, terminal, announced):
    dossier_id, entry = announced
    terminal.upload(dossier_id, entry)
    other = document_entry()
    answer = running.web.get(
        f"{running.url}/_sandbox/dossiers/{dossier_id}/documents/{other['id']}", timeout=20
    )
    assert answer.status_code == 404


def test_a_method_may_be_named_in_a_header(terminal, announced):
    location = terminal.create_upload(*announced)
    headers = {
        **TUS,
        "X-HTTP-Method-Override": "PATCH",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
    answer = terminal.web.post(location, data=PDF, headers=headers, timeout=20)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(PDF)))
