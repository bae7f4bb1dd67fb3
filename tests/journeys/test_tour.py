"""`kiosk demo --tour`: the whole product in one run, with nothing personal left in clear anywhere in the kiosk's home."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.devices.readers.files import read_file
from tests.cli.program import NAME, NUMBER, Ended, Kiosk

WANTED = (
    "welcome",
    "account-card-read",
    "account-done",
    "dossier-durable",
    "dossier-outage",
    "dossier-submitted",
    "look-up-result",
    "clerk-bench",
)
PHONE_DIGITS = "912345678"
PASSWORD = "buu-cuc-2026"  # the demonstration's own clerk
TYPED = "Nguyễn Minh Khang"
SEARCHED = "dang ky khai sinh"


@dataclass(frozen=True)
class Toured:
    """One tour and what it left behind."""

    ended: Ended
    out: Path
    place: Path
    facts: dict[str, Any]


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Toured:
    kiosk = Kiosk(tmp_path_factory.mktemp("tour"))
    out = kiosk.folder / "out"
    ended = kiosk.run("demo", "--tour", "--out", out, "--size", "1280x800", within_s=280.0)
    facts = json.loads((out / "tour.json").read_text(encoding="utf-8")) if out.exists() else {}
    return Toured(ended, out, kiosk.home / "demo", facts)


def test_every_step_was_reached(toured: Toured) -> None:
    toured.ended.check(0)
    assert toured.facts["ok"] is True
    steps = {step["step"]: step for step in toured.facts["steps"]}
    assert set(WANTED) <= set(steps)
    for step in steps.values():
        assert (toured.out / step["picture"]).stat().st_size > 5_000
        assert step["seconds"] >= 0
    submitted = steps["dossier-submitted"]["facts"]
    assert submitted["equal_bytes"] is True
    assert submitted["submissions"] == 1
    assert steps["dossier-outage"]["facts"]["state"] == "UPLOADING", "the cable was cut in the middle"
    assert steps["look-up-result"]["facts"]["state"] == "ACCEPTED"


def test_an_account_takes_few_touches(toured: Toured) -> None:
    """Digits typed are not counted; the last touch is counted with the step after it."""
    steps = [step["step"] for step in toured.facts["steps"]]
    until = steps.index("account-done")
    assert 0 < sum(step["touches"] for step in toured.facts["steps"][: until + 1]) <= 11


def test_a_dossier_with_three_pages_takes_few_touches(toured: Toured) -> None:
    """From the first screen until it is durable; the touch that leaves the account's last screen is counted with it."""
    steps = {step["step"]: step for step in toured.facts["steps"]}
    names = list(steps)
    way = names[names.index("dossier-search") : names.index("dossier-durable") + 1]
    assert [steps[name]["facts"]["kept"] for name in way if "kept" in steps[name]["facts"]] == [1, 2, 3]
    doubted = sum(steps[name]["facts"].get("doubted", False) for name in way)
    assert doubted <= 1, "good pages keep themselves"
    touched = [control for name in way for control in steps[name]["touched"]]
    assert len(touched) == sum(steps[name]["touches"] for name in way)
    assert 0 < len(touched) - 1 <= 24 + doubted, touched
    typed = len(SEARCHED) + len("0" + PHONE_DIGITS) + len(TYPED)
    assert sum(steps[name]["keys"] for name in way) > typed, "keys are told apart, not left out"


def test_the_receipts_can_be_scanned_again(toured: Toured) -> None:
    reference = next(s for s in toured.facts["steps"] if s["step"] == "dossier-durable")["facts"]["reference"]
    codes = [read_file(toured.out / name, date(2026, 11, 22)).raw for name in toured.facts["receipts"]]
    assert len(codes) == 3, "the account's, the dossier's, and that of the shift"
    assert any(reference in code for code in codes), codes


def spellings() -> Iterator[bytes]:
    """Every way in which the tour's person could stand in a file."""
    for text in (NAME, NAME.upper(), NUMBER, PHONE_DIGITS, PASSWORD, TYPED):
        for form in ("NFC", "NFD"):
            for encoding in ("utf-8", "utf-16-le"):
                yield unicodedata.normalize(form, text).encode(encoding)
    yield NAME.encode("unicode_escape")


def test_nothing_personal_stands_in_clear_in_any_file(toured: Toured) -> None:
    portal = toured.place / "portal"
    at_the_portal = b"".join(file.read_bytes() for file in portal.rglob("*") if file.is_file())
    assert NUMBER.encode() in at_the_portal, "the portal has it, so it would be found"
    assert PHONE_DIGITS.encode() in at_the_portal
    kept = [file for file in toured.place.rglob("*") if file.is_file() and portal not in file.parents]
    assert any(file.name == "kiosk.db" for file in kept)
    for file in [*kept, toured.out / "tour.json"]:
        content = file.read_bytes()
        assert not [spelling for spelling in spellings() if spelling in content], file.name


def test_nothing_personal_is_said_or_logged(toured: Toured) -> None:
    logs = [file.read_text(encoding="utf-8") for file in (toured.place / "logs").iterdir()]
    said = "\n".join([toured.ended.out, toured.ended.err, *logs])
    assert not any(word in said for word in (NAME, NAME.upper(), NUMBER, PHONE_DIGITS, PASSWORD, TYPED))
    assert "Traceback" not in said
    assert "CRITICAL" not in said


def test_nothing_is_written_elsewhere(toured: Toured) -> None:
    """All that a tour leaves is its home and its pictures."""
    assert {one.name for one in toured.out.parent.iterdir()} == {"home", "out"}
