"""`kiosk sandbox` and `kiosk enrol`: a portal to try with, and becoming known to one."""

import json
import socket
import tomllib
from pathlib import Path

import pytest

from tests.cli.program import Kiosk, Portal, wait_until


def gateway_part(kiosk: Kiosk) -> dict[str, str]:
    part: dict[str, str] = tomllib.loads(kiosk.config.read_text(encoding="utf-8"))["gateway"]
    return part


def test_the_right_code_writes_the_settings_once(bare_kiosk: Kiosk, portal: Portal) -> None:
    bare_kiosk.config.write_text("[printer]\naddress = 'png:roll'  # stays\n", encoding="utf-8")
    code = portal.enrolment_code()
    words = ("enrol", "--gateway", f"{portal.url}/v1/", "--code", code, "--name", "Quầy 1")
    told = bare_kiosk.run(*words).check().out
    assert "HN0099" in told
    assert "kiosk.toml" in told
    part = gateway_part(bare_kiosk)
    assert part["url"] == portal.url, "without /v1 and without a slash at its end"
    text = bare_kiosk.config.read_text(encoding="utf-8")
    assert "address = 'png:roll'  # stays" in text
    assert "Quầy 1" in text
    assert code not in text

    fact = json.loads(bare_kiosk.run(*words, "--json").check().out)
    assert (fact["gateway"], fact["point_code"], fact["name"]) == (portal.url, "HN0099", "Quầy 1")
    assert fact["device_id"] == part["device_id"]
    assert gateway_part(bare_kiosk) == part, "the same request again is not a second enrolment"
    assert bare_kiosk.sync()["waiting"] == 0


@pytest.mark.parametrize("trouble", ["wrong code", "used code", "nobody there", "not a gateway"])
def test_a_refused_enrolment_changes_nothing(bare_kiosk: Kiosk, portal: Portal, trouble: str) -> None:
    code, url = "WRONG-CODE", portal.url
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed_port = free.getsockname()[1]
    if trouble == "used code":
        code = portal.enrolment_code()
        other = Kiosk(bare_kiosk.folder.parent / "other")
        other.run("enrol", "--gateway", url, "--code", code).check()
    elif trouble == "nobody there":
        url = f"http://127.0.0.1:{closed_port}"
    elif trouble == "not a gateway":
        portal.faults(captive_portal={"calls": ["any"], "times": None})
    ended = bare_kiosk.run("enrol", "--gateway", url, "--code", code).check(1)
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 1
    assert ended.err.startswith("kiosk: ")
    assert not bare_kiosk.config.exists()
    portal.faults()
    bare_kiosk.run("enrol", "--gateway", portal.url, "--code", portal.enrolment_code()).check()


def test_a_new_code_replaces_the_key_of_a_known_device(kiosk: Kiosk, portal: Portal) -> None:
    before = gateway_part(kiosk)
    kiosk.run("enrol", "--gateway", portal.url, "--code", portal.enrolment_code()).check()
    assert gateway_part(kiosk) == before
    kiosk.submit("dossier")
    assert kiosk.sync()["delivered"] == 1


def test_what_has_no_gateway_yet_says_what_to_do(bare_kiosk: Kiosk) -> None:
    ended = bare_kiosk.run("sync").check(1)
    assert ended.out == ""
    assert "enrol" in ended.err


def test_the_sandbox_says_where_it_is_and_stops_when_told(bare_kiosk: Kiosk, tmp_path: Path) -> None:
    words = ("sandbox", "--port", 0, "--data", tmp_path / "data", "--enrolment-code", "MA-1")
    with bare_kiosk.running(*words) as running:
        stdout = running.process.stdout
        assert stdout is not None
        told = stdout.readline()
        port = json.loads(stdout.readline())["port"]
        assert f"http://127.0.0.1:{port}/_sandbox/" in told
        bare_kiosk.run("enrol", "--gateway", f"http://127.0.0.1:{port}", "--code", "MA-1").check()
        taken = bare_kiosk.run("sandbox", "--port", port, "--data", tmp_path / "other").check(1)
        assert len(taken.err.splitlines()) == 1
        assert str(port) in taken.err
        ended = running.terminate()
    assert ended.code == 0, ended.err
    with socket.socket() as probe:
        wait_until(lambda: probe.connect_ex(("127.0.0.1", port)) != 0, "the port to be let go")
