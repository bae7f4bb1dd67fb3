"""A whole terminal on a stage camera and a paper roll, and a person's hands and eyes before its window."""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QWidget

from kiosk.app.build import Built, build_terminal
from kiosk.app.config import read_settings
from kiosk.app.demo.tour import Hands
from kiosk.app.main import connect
from kiosk.app.painting import make_painter
from kiosk.app.terminal import Terminal
from kiosk.devices.stage.sample_cards import sample_cards
from kiosk.devices.stage.stage_camera import StageCamera
from kiosk.domain.scan import Frame
from kiosk.domain.settings import PrinterSettings
from kiosk.flow.views import FormPageView
from tests.cli.program import ROOT, Kiosk

RESOURCES = ROOT / "resources"
COMES_WITHIN_MS = 45_000
PHONE_TYPED = "0912345678"
PROCEDURE = "2.000908"
"""A copy from the register: one page of questions, no paper that data would not replace."""


class Waits(Protocol):
    """As pytest-qt's `qtbot` does."""

    def waitUntil(self, holds: Callable[[], None], *, timeout: int) -> None: ...


class AtTheWindow:
    """One person at one terminal. Names of controls and screens are the window's own."""

    def __init__(self, qtbot: Waits, terminal: Terminal, built: Built, camera: StageCamera) -> None:
        self.terminal = terminal
        self.built = built
        self.camera = camera
        self.hands = Hands(terminal)
        self._qtbot = qtbot
        self._cards: dict[str, Frame] = {}

    @property
    def view(self) -> Any:
        """What the session shows now."""
        return self.terminal.session.view

    def wait(self, true: Callable[[], object], what: str = "") -> None:
        """Let the window live until it is true."""

        def holds() -> None:
            assert true(), f"{what or 'not yet'}; the screen shows {self.hands.screen()}: {self.words()}"

        self._qtbot.waitUntil(holds, timeout=COMES_WITHIN_MS)

    def see(self, screen: str) -> None:
        """That screen comes."""
        self.wait(self.hands.on(screen), f"waiting for {screen}")

    def touch(self, name: str) -> None:
        """Once the control is there and alive."""
        self.wait(self.hands.ready(name), f"waiting for {name}")
        self.hands.click(name)

    def enter(self, name: str, text: str) -> None:
        """Touch a field and type."""
        self.wait(self.hands.ready(name), f"waiting for {name}")
        self.hands.type(name, text)

    def words(self) -> str:
        """Everything that can be read on the screen, or is read aloud, now."""
        told = []
        for widget in self.terminal.window.findChildren(QWidget):
            if widget.isVisible():
                text = getattr(widget, "text", None)
                shown = text() if callable(text) else ""
                told += [shown, widget.accessibleName(), widget.accessibleDescription()]
        return " | ".join(dict.fromkeys(word for word in told if isinstance(word, str) and word))

    def reads(self, key: str) -> bool:
        """Whether the sentence of that key stands on the screen, whatever its gaps are filled with."""
        sentence = self.terminal.texts(key)
        pattern = ".*?".join(re.escape(part) for part in re.split(r"\{\w+\}", sentence))
        return re.search(pattern, self.words(), re.DOTALL) is not None

    def read(self, key: str) -> None:
        """That sentence comes."""
        self.wait(lambda: self.reads(key), f"waiting for the words of {key}")

    # --- what people do ------------------------------------------------------------------------------------

    def hold(self, card: str, side: str = "front") -> None:
        """A sample card before the lens."""
        if not self._cards:
            for each in sample_cards():
                self._cards |= {f"{each.id}:front": each.front, f"{each.id}:back": each.back}
        self.camera.hold(self._cards[f"{card}:{side}"], "card")

    def take_away(self) -> None:
        """Clear the desk: a card still sliding away can be read."""
        self.camera.take_away()
        self.wait(lambda: self.camera.at_rest, "an empty desk")

    def consent(self) -> None:
        """Tick every purpose."""
        self.see("consent")
        for item in self.view.items:
            self.touch(f"consent.purpose_{item.purpose}")
        self.touch("consent.go_on")

    def identify(self, card: str = "cccd_2021") -> None:
        """By a card, and say that it was read right."""
        self.see("scan_card")
        self.hold(card)
        self.see("check_person")
        self.take_away()
        self.touch("check_person.go_on")

    def leave_number(self) -> None:
        """The phone number."""
        self.see("phone")
        self.enter("phone.number", PHONE_TYPED)
        self.touch("phone.go_on")

    def choose_procedure(self, way: str = "none") -> None:
        """From the search to the person, with that account or without."""
        self.see("search")
        self.enter("search.text", "cap ban sao tu so goc")
        self.touch(f"search.result_{PROCEDURE}")
        self.touch("procedure.go_on")
        self.see("case")
        self.touch("case.case_self")
        self.touch(f"account_way.way_{way}")

    def answer(self, field: str, text: str) -> None:
        """One question, until it is saved."""
        self.enter(f"form.{field}", text)
        self.wait(lambda: self.answers().get(field) == text and self.view.saved, f"{field} to be saved")

    def answers(self) -> dict[str, Any]:
        """Of the form page that is shown."""
        page = self.view
        return {q.field.name: q.value for q in page.fields} if isinstance(page, FormPageView) else {}

    def sign_in(self, staff_id: str, password: str) -> None:
        """From the welcome screen."""
        self.touch("welcome.staff")
        self.see("sign_in")
        self._say_who(staff_id, password)

    def help_here(self, staff_id: str, password: str) -> None:
        """A clerk comes over and signs in at the citizen's own terminal, where staff were called."""
        self.touch("clerk_called.sign_in")
        self._say_who(staff_id, password)
        self.see("agreed")

    def pick_up(self, code: str) -> None:
        """On the bench: the form that waits under a code."""
        self.touch("work_list.tools")
        self.touch("tools.pick_up")
        self.enter("pick_up.code", code)
        self.touch("pick_up.go_on")
        self.see("agreed")
        self.touch("agreed.go_on")
        self.see("form")

    def _say_who(self, staff_id: str, password: str) -> None:
        self.enter("sign_in.staff_id", staff_id)
        self.enter("sign_in.password", password)
        self.touch("sign_in.go_on")


@contextlib.contextmanager
def window_of(kiosk: Kiosk, qtbot: Waits) -> Iterator[AtTheWindow]:
    """The terminal of this home with its window, online or not; ended cleanly."""
    read = read_settings(kiosk.config)
    settings = replace(
        read,
        gateway=replace(read.gateway, events_every_s=2.0),
        terminal=replace(read.terminal, full_screen=False, idle_s=600),
        printer=PrinterSettings(
            address=f"png:{kiosk.folder / 'roll'}", sheets=f"pdf:{kiosk.folder / 'sheets'}"
        ),
    )
    camera = StageCamera(width=1280, height=720, fps=8.0)
    built = build_terminal(kiosk.home, settings, make_painter(RESOURCES), RESOURCES, cameras=(camera, camera))
    terminal = connect(built, size=QSize(1280, 800))
    terminal.presenter._second_tap_s = 0.0  # these hands never tremble
    terminal.start()
    person = AtTheWindow(qtbot, terminal, built, camera)
    try:
        yield person
    finally:
        terminal.stop()
        built.close()
        terminal.window.deleteLater()
        # now, while theme and texts that it draws with are still there
        QCoreApplication.sendPostedEvents(terminal.window, QEvent.Type.DeferredDelete)


def slips_of(kiosk: Kiosk) -> list[Path]:
    """What came out of the printer, oldest first."""
    return sorted((kiosk.folder / "roll").glob("*.png"))
