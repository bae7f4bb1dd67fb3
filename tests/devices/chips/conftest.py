"""An invented country, its installed certificate, and cards laid on a reader in memory or on a real smart-card service."""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.chips.pcsc import PcscTerminal
from kiosk.devices.chips.reader import IcaoChipReader
from kiosk.domain.chip import ChipKey, ChipReaderState, ChipStep
from tests.fakes.card_authority import NOW, Country, Signer
from tests.fakes.private_pcscd import WITHIN_S, CannotRun, LaidCard, PrivatePcscd
from tests.fakes.virtual_card import CardData, Holder, MemoryTerminal, VirtualCard, personalise

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def country() -> Country:
    return Country()


@pytest.fixture(scope="session")
def signer(country: Country) -> Signer:
    return country.signer()


@pytest.fixture(scope="session")
def picture() -> bytes:
    """A small JPEG."""
    written = io.BytesIO()
    Image.linear_gradient("L").resize((96, 128)).convert("RGB").save(written, "JPEG")
    return written.getvalue()


@pytest.fixture
def folder(tmp_path: Path, country: Country) -> Path:
    """Where the operator puts certificates."""
    country.install(tmp_path / "csca")
    return tmp_path / "csca"


@pytest.fixture
def card_data(signer: Signer, picture: bytes) -> CardData:
    """A card with Basic Access Control, as most are."""
    return personalise(signer, Holder(), picture)


@dataclass
class Desk:
    """A reader with a person before it."""

    reader: IcaoChipReader
    lay: Callable[[VirtualCard], None]

    def read(self, *keys: ChipKey) -> list[ChipStep]:
        """All steps of one reading."""
        return list(self.reader.read(keys))


def memory_desk(folder: Path, card: VirtualCard | None = None) -> Desk:
    """Without any service."""
    terminal = MemoryTerminal(card)

    def lay(laid: VirtualCard) -> None:
        terminal.card = laid

    return Desk(IcaoChipReader(terminal, folder, lambda: NOW, lambda: TODAY), lay)


@pytest.fixture(scope="module")
def pcscd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivatePcscd]:
    """Ends with its module: no other test meets a reader."""
    try:
        service = PrivatePcscd(tmp_path_factory.mktemp("pcscd"))
    except CannotRun as reason:
        pytest.skip(str(reason))
    yield service
    service.stop()


@pytest.fixture
def service_desk(pcscd: PrivatePcscd, folder: Path) -> Iterator[Desk]:
    terminal = PcscTerminal("Virtual PCD 00 00")
    laid: list[LaidCard] = []
    desk = Desk(IcaoChipReader(terminal, folder, lambda: NOW, lambda: TODAY), lambda card: None)

    def lay(card: VirtualCard) -> None:
        laid.append(LaidCard(card, pcscd.port))
        wait_for(desk, ChipReaderState.CARD)

    desk.lay = lay
    yield desk
    for card in laid:
        card.take_away()
    deadline = time.monotonic() + WITHIN_S
    while terminal._cards_on(terminal._readers()) and time.monotonic() < deadline:
        time.sleep(0.02)  # until the service has noticed too
    terminal.close()


def wait_for(desk: Desk, state: ChipReaderState) -> None:
    """Until the reader sees it; the service looks a few times a second."""
    deadline = time.monotonic() + WITHIN_S
    while desk.reader.state() is not state and time.monotonic() < deadline:
        time.sleep(0.02)
    assert desk.reader.state() is state


@pytest.fixture(params=["memory", "service"])
def desk(request: pytest.FixtureRequest, folder: Path) -> Desk:
    """The same contract over both."""
    if request.param == "memory":
        return memory_desk(folder)
    found: Desk = request.getfixturevalue("service_desk")
    return found
