"""Fixtures for tests of the program as a whole: one sandbox portal for all of them, a fresh terminal for each."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.app.demo.cable import Cable
from tests.cli.program import Kiosk, Portal, enrolled_kiosk, portal_process

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def shared_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Starting one takes over a second."""
    with portal_process(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture
def portal(shared_portal: Portal) -> Iterator[Portal]:
    """With every fault switched off again afterwards."""
    yield shared_portal
    shared_portal.faults()


@pytest.fixture
def own_portal(tmp_path: Path) -> Iterator[Portal]:
    """For tests that change its settings or need it to know nobody."""
    with portal_process(tmp_path / "portal") as portal:
        yield portal


@pytest.fixture
def bare_kiosk(tmp_path: Path) -> Kiosk:
    """Fresh from the box: no home yet, no settings."""
    return Kiosk(tmp_path / "kiosk")


@pytest.fixture
def kiosk(tmp_path: Path, portal: Portal) -> Kiosk:
    """Enrolled."""
    return enrolled_kiosk(tmp_path / "kiosk", portal)


@pytest.fixture
def cable(portal: Portal) -> Iterator[Cable]:
    """Between a terminal and the portal: can be slow, can be pulled."""
    cable = Cable(portal.port)
    yield cable
    cable.close()


@pytest.fixture
def wired_kiosk(tmp_path: Path, portal: Portal, cable: Cable) -> Kiosk:
    """Enrolled by way of the cable."""
    return enrolled_kiosk(tmp_path / "kiosk", portal, cable.url)


@pytest.fixture
def another_kiosk(tmp_path: Path, portal: Portal) -> Callable[[str], Kiosk]:
    """More enrolled terminals of the same agent point."""
    return lambda name: enrolled_kiosk(tmp_path / name, portal)
