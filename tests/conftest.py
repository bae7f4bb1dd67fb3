"""What every test gets: Qt without a screen, garbage collected between tests on the main thread, no card reader of this machine."""

import gc
import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.fakes.postgresql_server import PostgresqlServer

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# where the smart-card library looks for its service: at nothing, or at the private one that a test has started; it
# reads this once in each process, and child processes inherit it
os.environ["PCSCLITE_CSOCK_NAME"] = str(Path(tempfile.gettempdir()) / f"kiosk-tests-{os.getpid()}-pcscd")

_tests_run = itertools.count(1)
FULL_EVERY = 10


@pytest.fixture(scope="session", autouse=True)
def _no_collection_by_chance(qapp: object) -> Iterator[None]:
    """A server thread of one test must not destroy the widgets of another: Qt would end the whole run.

    `qapp` comes first in every process: a command that is tried in a test would make a smaller application of its own.
    """
    gc.disable()
    yield
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    with warnings.catch_warnings():
        # what an earlier test left open is not the fault of the one that happens to end now
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect(2 if next(_tests_run) % FULL_EVERY == 0 else 1)


@pytest.fixture(scope="session")
def postgresql_server() -> "Iterator[PostgresqlServer]":
    """One real server for all tests of a process; skipped where no server is installed (Debian: `postgresql`)."""
    from tests.fakes.postgresql_server import PostgresqlServer, server_programs

    programs = server_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here")
    server = PostgresqlServer(programs)
    yield server
    server.stop()
