"""Fixtures: a running sandbox portal and a terminal that is enrolled at it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.portal_rig import Running, Terminal, running_portal


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with running_portal(tmp_path / "portal") as running:
        yield running


@pytest.fixture
def terminal(running: Running) -> Iterator[Terminal]:
    """Enrolled and signed in."""
    terminal = Terminal(running.url)
    assert terminal.enrol("MA-1").status_code == 201
    yield terminal.sign_in()
    terminal.web.close()


@pytest.fixture
def start_portal(tmp_path: Path) -> Callable[..., Any]:
    """For tests that start the portal themselves, perhaps twice over the same folder."""
    return lambda name="portal", **choices: running_portal(tmp_path / name, **choices)
