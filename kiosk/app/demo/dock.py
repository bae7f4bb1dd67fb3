"""What the demonstration's dock does: holds things before the camera, pulls cables, empties paper, cuts power."""

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.app.demo.cable import Cable
from kiosk.app.demo.portal_child import PortalChild
from kiosk.devices.stage.sample_cards import SampleCard, sample_cards
from kiosk.devices.stage.sample_pages import SamplePage, sample_pages
from kiosk.devices.stage.stage_camera import StageCamera
from kiosk.domain.receipt import PrinterState

_PAPER = {
    "ok": PrinterState.READY,
    "low": PrinterState.PAPER_LOW,
    "out": PrinterState.PAPER_OUT,
    "cover": PrinterState.COVER_OPEN,
    "gone": PrinterState.GONE,
}


@dataclass(slots=True)
class Dock:
    """Implements the dock panel's `DockActions`. One stage serves as card and document camera."""

    stage: StageCamera
    cable: Cable
    portal: PortalChild
    roll_folder: Path
    language: Callable[[], str]
    cut_power: Callable[[], None]
    printer_state: PrinterState = PrinterState.READY
    _messages: list[str] = field(default_factory=list)
    _listening: threading.Thread | None = None
    _closing: threading.Event = field(default_factory=threading.Event)
    _cards: list[SampleCard] = field(default_factory=list)
    _pages: list[SamplePage] = field(default_factory=list)

    def cards(self) -> list[tuple[str, str]]:
        """(id, name) of every card, both sides."""
        self._cards = self._cards or sample_cards()
        sides = {"vi": ("mặt trước", "mặt sau"), "en": ("front", "back")}[self.language()]
        return [
            (f"{card.id}:{side}", f"{card.label.in_language(self.language())} – {words}")
            for card in self._cards
            for side, words in zip(("front", "back"), sides, strict=True)
        ]

    def hold_card(self, card_id: str) -> None:
        """Before the lens."""
        self._cards = self._cards or sample_cards()
        name, _, side = card_id.partition(":")
        card = next(card for card in self._cards if card.id == name)
        self.stage.hold(card.back if side == "back" else card.front, "card")

    def pages(self) -> list[tuple[str, str]]:
        """(id, name) of every paper."""
        self._pages = self._pages or sample_pages()
        return [(page.id, page.label.in_language(self.language())) for page in self._pages]

    def put_page(self, page_id: str) -> None:
        """Under the lens."""
        self._pages = self._pages or sample_pages()
        page = next(page for page in self._pages if page.id == page_id)
        self.stage.hold(page.picture, "page", glare=page.glare)

    def take_away(self) -> None:
        """Nothing before the lens."""
        self.stage.take_away()

    def pull_cable(self, pulled: bool) -> None:
        """Network cable out or in."""
        (self.cable.pull if pulled else self.cable.plug)()

    def paper(self, state: str) -> None:
        """One of the dock's words for paper and cover."""
        self.printer_state = _PAPER[state]

    def power_cut(self) -> None:
        """The machine goes dark in this very moment, and comes back."""
        self.cut_power()

    def roll(self) -> list[Path]:
        """Slips printed so far, oldest first."""
        return sorted(self.roll_folder.glob("*.png"))

    def messages(self) -> list[str]:
        """Text messages the portal "sent", newest last, as they were a moment ago."""
        if self._listening is None:
            self._listening = threading.Thread(target=self._listen, name="dock-messages", daemon=True)
            self._listening.start()
        return self._messages

    def close(self) -> None:
        """Ask the portal no more."""
        self._closing.set()

    def _listen(self) -> None:
        while not self._closing.wait(1.0):
            with contextlib.suppress(OSError, ValueError):
                self._messages = [str(message.get("text", "")) for message in self.portal.messages()]


def restart_at_once(environment: dict[str, str]) -> None:
    """Replace this process without any clean-up, as a power cut would end it."""
    os.environ.update(environment)
    frozen = bool(getattr(sys, "frozen", False))
    arguments = [sys.executable, *sys.argv[1:]] if frozen else [sys.executable, "-m", "kiosk", *sys.argv[1:]]
    os.execv(sys.executable, arguments)
