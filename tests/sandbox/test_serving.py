"""The portal as its own process: starting, stopping, dying, and coming back to the same data."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from tests.sandbox.portal_rig import (
    DATABASE_URL,
    PDF,
    PROCEDURE,
    Terminal,
    dossier_body,
    read_jws,
    running_portal,
    wait_until,
)

SERVE = """
import json, sys
from pathlib import Path
from kiosk.sandbox.server import serve
wish = json.loads(sys.argv[1])
ready = lambda port: print(port, flush=True)
sys.exit(serve(data_dir=Path(wish.pop("data_dir")), ready=ready, **wish))
"""


@contextmanager
def process(**wish) -> Iterator[tuple[subprocess.Popen[str], str]]:
    import json

    wish = {"port": 0, "procedures": [PROCEDURE], "enrolment_codes": ["MA-1"], **wish}
    command = [sys.executable, "-c", SERVE, json.dumps(wish, default=str)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        port = child.stdout.readline().strip()
        yield child, f"http://127.0.0.1:{port}"
    finally:
        if child.poll() is None:
            child.kill()
        child.wait(20)
        child.stdout.close()
        child.stderr.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_even_with_a_poll_open(tmp_path, number):
    import threading

    with process(data_dir=tmp_path) as (child, url):
        terminal = Terminal(url)
        terminal.enrol("MA-1")
        cursor = terminal.sign_in().events()["cursor"]
        answers = []
        poll = threading.Thread(target=lambda: answers.append(terminal.events(cursor=cursor, wait=25)))
        poll.start()
        child.send_signal(number)
        assert child.wait(15) == 0
        assert child.stderr.read() == ""
        poll.join(15)
        terminal.web.close()


def test_kill_9_loses_nothing_that_was_answered(tmp_path):
    terminal = Terminal("")
    dossier_id, body = str(uuid4()), dossier_body()
    entry = body["documents"][0]
    with process(data_dir=tmp_path) as (child, url):
        terminal.url = url
        terminal.enrol("MA-1")
        terminal.sign_in().put_dossier(dossier_id, body)
        location = terminal.create_upload(dossier_id, entry)
        assert terminal.patch(location, PDF[:30_000]).status_code == 204
        cursor = terminal.events()["cursor"]
        key = terminal.jwks()
        os.kill(child.pid, signal.SIGKILL)
    with process(data_dir=tmp_path) as (_, url):
        terminal.url = url
        location = f"{url}/v1/uploads/{location.rpartition('/')[2]}"
        assert terminal.offset(location) == 30_000
        assert terminal.patch(location, PDF[30_000:], 30_000).status_code == 204
        manifest = read_jws(terminal.submit(dossier_id, body).json()["manifest"], key)
        assert manifest["documents"][0]["sha256"] == entry["sha256"]
        assert [event["state"] for event in terminal.events(cursor=cursor)["events"]] == ["SUBMITTED"]
    terminal.web.close()


def test_kill_9_in_the_middle_of_a_patch_keeps_what_is_on_disk(tmp_path):
    def slowly():
        yield PDF[:10_000]
        size = tmp_path / "uploads" / location.rpartition("/")[2]
        wait_until(lambda: size.stat().st_size == 10_000)
        os.kill(child.pid, signal.SIGKILL)
        yield PDF[10_000:]

    terminal = Terminal("")
    dossier_id, body = str(uuid4()), dossier_body()
    with process(data_dir=tmp_path) as (child, url):
        terminal.url = url
        terminal.enrol("MA-1")
        terminal.sign_in().put_dossier(dossier_id, body)
        location = terminal.create_upload(dossier_id, body["documents"][0])
        with pytest.raises(OSError, match=r"."):
            terminal.patch(location, slowly())
    with process(data_dir=tmp_path) as (_, url):
        assert terminal.offset(f"{url}/v1/uploads/{location.rpartition('/')[2]}") == 10_000
    terminal.web.close()


def test_an_upload_whose_last_byte_came_before_the_end_is_finished_at_the_start(start_portal):
    terminal = Terminal("")
    dossier_id, body = str(uuid4()), dossier_body()
    with start_portal() as running:
        terminal.url = running.url
        terminal.enrol("MA-1")
        terminal.sign_in().put_dossier(dossier_id, body)
        upload_id = terminal.create_upload(dossier_id, body["documents"][0]).rpartition("/")[2]
        with running.portal.shelf.open(upload_id) as file:
            file.write(PDF)
    with start_portal() as running:
        terminal.url = running.url
        assert terminal.call("GET", f"/v1/dossiers/{dossier_id}").json()["missing"] == []
    terminal.web.close()


def test_a_code_given_at_every_start_is_still_used_once(start_portal):
    with start_portal() as running:
        terminal = Terminal(running.url)
        assert terminal.enrol("MA-1").status_code == 201
        terminal.web.close()
    with start_portal() as running:
        thief = Terminal(running.url)
        assert thief.enrol("MA-1").status_code == 403
        thief.web.close()


def test_a_taken_port_is_said_in_one_sentence(tmp_path, running):
    port = int(running.url.rpartition(":")[2])
    with process(data_dir=tmp_path / "other", port=port) as (child, _):
        assert child.wait(20) == 1
        (said,) = child.stderr.read().splitlines()
        assert "--port" in said


def test_an_unusable_database_is_said_in_one_sentence(tmp_path):
    (tmp_path / "portal.db").write_bytes(b"this is no database" * 100)
    with process(data_dir=tmp_path) as (child, _):
        assert child.wait(20) == 1
        (said,) = child.stderr.read().splitlines()
        assert "--database" in said


def test_the_key_is_the_owners_alone(running, tmp_path):
    mode = (tmp_path / "portal" / "signing-key.pem").stat().st_mode
    assert mode & 0o077 == 0


@pytest.mark.skipif(DATABASE_URL is None, reason="KIOSK_TEST_POSTGRES_URL names no PostgreSQL database")
def test_postgresql_serves_as_well(tmp_path):
    with running_portal(tmp_path, database_url=DATABASE_URL) as running:
        code = running.desk("POST", "/enrolment-codes")["code"]
        terminal = Terminal(running.url)
        terminal.enrol(code)
        cursor = terminal.sign_in().events().get("cursor")
        dossier_id, body = terminal.file()
        assert terminal.submit(dossier_id, body).status_code == 200
        running.desk("POST", f"/dossiers/{dossier_id}/accept")
        answer = terminal.events(cursor=cursor)
        assert [event["state"] for event in answer["events"]][-2:] == ["SUBMITTED", "ACCEPTED"]
        (row,) = [r for r in running.desk("GET", "/ledger")["submissions"] if r["dossier_id"] == dossier_id]
        assert (row["accepted"], row["answered"]) == (1, 2)
        terminal.web.close()
