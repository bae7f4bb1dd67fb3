"""Gateways and kiosks for the tests of the sync room."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.gateway import WireGateway
from tests.sync.kit import PROCEDURE, Kit, kit_at
from tests.sync.sandbox import Sandbox, sandbox_at


@pytest.fixture
def gateway() -> Iterator[WireGateway]:
    with WireGateway() as gateway:
        yield gateway


@pytest.fixture
def kiosk(gateway: WireGateway) -> Iterator[Kit]:
    with kit_at(gateway.url) as kit:
        yield kit.enrol()


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with sandbox_at(tmp_path / "portal", procedures=[PROCEDURE]) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
        assert not thread.is_alive(), thread.name
