"""Commands on a machine where something is in the way: a sentence and an exit code, never a trace."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.doctor import Finding, examine
from kiosk.cli.main import main
from kiosk.domain.settings import CameraSettings, GatewaySettings, PrinterSettings, Settings
from tests.unit.visit_driver import RESOURCES

ROOT = RESOURCES.parent


def findings(home: Path, settings: Settings) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(home, settings, RESOURCES)}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Nothing of this machine: an empty folder for a camera, a roll of pictures for a printer."""
    return Settings(
        camera=CameraSettings(card="bogus"), printer=PrinterSettings(address=f"png:{tmp_path / 'roll'}")
    )


def test_a_check_that_cannot_be_made_is_a_finding_and_the_others_are_made(
    tmp_path: Path, settings: Settings
) -> None:
    wrong = replace(
        settings,
        gateway=GatewaySettings(url="ftp://portal.example"),
        printer=PrinterSettings(address="bogus"),
    )
    found = findings(tmp_path / "home", wrong)
    assert {check for check, finding in found.items() if finding.state == "fail"} == {
        "gateway",
        "camera",
        "printer",
    }
    assert "camera:0" in found["camera"].todo
    assert found["database"].state == "ok"
    assert "fonts" in found


def test_a_certificate_that_is_not_there_is_said(tmp_path: Path, settings: Settings) -> None:
    gateway = GatewaySettings(url="https://portal.example", ca_file=str(tmp_path / "none.pem"))
    found = findings(tmp_path / "home", replace(settings, gateway=gateway))
    assert (found["gateway"].state, "none.pem" in found["gateway"].todo) == ("fail", True)


def test_a_home_that_cannot_be_made_is_said(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    found = findings(tmp_path / "file" / "home", settings)
    assert found["disk"].state == found["database"].state == "fail"
    assert "camera" in found


def test_a_place_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "values.json"
    data.write_text("[1]", encoding="utf-8")
    words = ["print", "template", "account", "--data", str(data), "--printer", f"png:{tmp_path / 'roll'}"]
    assert main([*words, "--home", str(tmp_path / "home")]) == 2
    assert "must hold a JSON object" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_an_output_that_takes_nothing_is_one_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "kiosk", "audit", "verify", "--home", str(tmp_path / "home")],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stderr.startswith("kiosk: the output: ")


def test_a_reader_that_went_away_leaves_no_complaint(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kiosk", "audit", "verify", "--home", str(tmp_path / "home")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr as stderr:
        assert stderr.read() == ""
    assert process.wait(timeout=60) == 1
