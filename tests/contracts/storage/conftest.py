"""Every store twice: in memory and under SQLCipher; a third time on PostgreSQL where one is named.

`KIOSK_TEST_POSTGRESQL=postgresql+psycopg://…` names an empty database that may be wiped.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, text

from kiosk.storage import Storage
from tests.fakes.hand_clock import HandClock
from tests.fakes.stores import MemoryStores

QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
POSTGRESQL = os.environ.get("KIOSK_TEST_POSTGRESQL")
KINDS = ["memory", "sqlcipher", *(["postgresql"] if POSTGRESQL else [])]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(params=KINDS)
def stores(
    request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock
) -> Iterator[MemoryStores | Storage]:
    if request.param == "memory":
        yield MemoryStores.build(clock=clock.wall, monotonic=clock.monotonic)
        return
    if request.param == "postgresql":
        assert POSTGRESQL is not None
        engine = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
    storage = Storage.open(
        tmp_path / "home",
        database_url=POSTGRESQL if request.param == "postgresql" else None,
        clock=clock.wall,
        monotonic=clock.monotonic,
        boot_id="first boot",
        hasher=QUICK_HASHER,
    )
    yield storage
    storage.close()
