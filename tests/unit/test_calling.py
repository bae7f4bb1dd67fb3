"""Staff hear a call by the program that the settings name; a wrong setting breaks nothing."""

import sys
import time
from pathlib import Path

import pytest

from kiosk.app.calling import ring
from kiosk.domain.settings import CallSettings


def test_the_named_program_is_told_who_calls(tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = tmp_path / "bell.py"
    script.write_text(
        "import sys, os; open(sys.argv[1] + '.new', 'w').write(sys.argv[2]); os.rename(sys.argv[1] + '.new', sys.argv[1])"
    )
    command = f"{sys.executable} {script} {told} '{{terminal}} {{code}}'"
    assert ring(CallSettings(command=command), terminal="Quầy 1", code="4F2A9C")
    deadline = time.monotonic() + 30
    while not told.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert told.read_text() == "Quầy 1 4F2A9C"


@pytest.mark.parametrize("command", ["", "/no/such/bell", "bell '", "bell {who}", "bell {"])
def test_without_a_bell_that_can_ring_nothing_breaks(command: str) -> None:
    assert not ring(CallSettings(command=command), terminal="Quầy 1", code="4F2A9C")
