"""Every store three times: in memory, under SQLCipher, and on a PostgreSQL server where one is installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kiosk.storage import Storage
from tests.fakes.hand_clock import HandClock
from tests.fakes.postgresql_server import PostgresqlServer
from tests.fakes.stores import MemoryStores

QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(params=["memory", "sqlcipher", "postgresql"])
def stores(
    request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock
) -> Iterator[MemoryStores | Storage]:
    if request.param == "memory":
        yield MemoryStores.build(clock=clock.wall, monotonic=clock.monotonic)
        return
    shared = {}
    if request.param == "postgresql":
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        folder = tmp_path / "share"
        folder.mkdir()
        shared = {"database_url": server.clean_branch(), "files_folder": folder}
    storage = Storage.open(
        tmp_path / "home",
        clock=clock.wall,
        monotonic=clock.monotonic,
        boot_id="first boot",
        hasher=QUICK_HASHER,
        **shared,
    )
    yield storage
    storage.close()
