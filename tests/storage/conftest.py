"""A home on the disk that can be opened, closed, and opened again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from kiosk.storage import Storage
from tests.fakes.hand_clock import HandClock

QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
OpenHome = Callable[..., Storage]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def open_home(home: Path, clock: HandClock) -> Iterator[OpenHome]:
    """Open the home (again); what is left open is closed at the end."""
    opened: list[Storage] = []

    def open_it(**changes: Any) -> Storage:
        options = {
            "clock": clock.wall,
            "monotonic": clock.monotonic,
            "boot_id": "first boot",
            "hasher": QUICK_HASHER,
            **changes,
        }
        opened.append(Storage.open(home, **options))
        return opened[-1]

    yield open_it
    for storage in opened:
        storage.close()
