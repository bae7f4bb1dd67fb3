"""`kiosk read --chip` and the doctor's lines, as processes, on the real smart-card service with a virtual card."""

import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.fakes import card_authority
from tests.fakes.private_pcscd import CannotRun, LaidCard, PrivatePcscd
from tests.fakes.virtual_card import Holder, VirtualCard, personalise

ROOT = Path(__file__).parents[2]


def kiosk(home: Path, *arguments: str, code: int) -> list[dict[str, Any]]:
    """The facts that a command printed."""
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments, "--home", str(home), "--json"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == code, (done.stdout, done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_card_on_the_reader(tmp_path: Path) -> None:
    try:
        service = PrivatePcscd(tmp_path)
    except CannotRun as reason:
        pytest.skip(str(reason))
    far = datetime.now(UTC) + timedelta(days=400)
    country = card_authority.Country(ends=far)
    picture = io.BytesIO()
    Image.new("RGB", (30, 40)).save(picture, "JPEG")
    home = tmp_path / "home"
    card = LaidCard(
        VirtualCard(personalise(country.signer(ends=far), Holder(), picture.getvalue())), service.port
    )
    zone = ["--zone", "199000001,990115,390115"]
    try:
        (refused,) = kiosk(home, "read", "--chip", *zone, code=3)
        assert (refused["ok"], refused["problem"], refused["fields"]) == (False, "signer_unknown", {})
        country.install(home / "csca")
        (read,) = kiosk(home, "read", "--chip", *zone, code=0)
        assert (read["ok"], read["kind"], read["access"]) == (True, "chip", "bac")
        assert read["fields"]["full_name"] == "Nguyễn Thị An"
        assert read["photo_bytes"] > 0
        assert kiosk(home, "read", "--chip", "--zone", "199000001", code=2) == []
    finally:
        card.take_away()
        service.stop()
