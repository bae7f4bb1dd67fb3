"""Chance hands at a whole terminal: real store, lanes, readers and printer, staff of every role, devices that come and go."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from kiosk.devices.printers.png_printer import STATE_FILE
from kiosk.domain.receipt import PrinterState
from kiosk.domain.staff import Role
from kiosk.flow.intents import IdleNoticed, IdleRanOut, StillHere
from kiosk.flow.messages import Intent
from kiosk.flow.staff_words import SignedOut
from kiosk.flow.views import OutOfOrderView, WelcomeView
from tests.journeys.at_the_window import AtTheWindow
from tests.ui.monkey import CLOCK_STEPS_S, Hands

PASSWORD = "chim-se-di-nang-2026"
STAFF = {
    "lan": ("Trần Thị Lan", Role.CLERK),
    "minh": ("Lê Văn Minh", Role.SUPERVISOR),
    "hoa": ("Đỗ Thị Hoa", Role.TECHNICIAN),
}
CARDS = ("cccd_2021:front", "can_cuoc_2024:back", "second_person:front", "cccd_damaged:front")
PLAUSIBLE = ("Nguyễn Thị An", "0912345678", "001199000001", "15", "01", "1999", "cap ban sao", "123456")
COMES_HOME_WITHIN_S = 90


class Bugs(logging.Handler):
    """What the program logs of its own mistakes, in the background too, and what Qt warns of."""

    def __init__(self, told: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._told = told

    @override
    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage()
        if record.exc_info or record.levelno >= logging.CRITICAL:
            self._told(words + (f": {record.exc_info[1]!r}" if record.exc_info else ""))
        elif record.name == "kiosk.qt" and "propagateSizeHints" not in words:
            self._told(words)


class TerminalHands(Hands):
    """At one terminal. What they type fits at times, so that they come far."""

    def __init__(self, seed: int, person: AtTheWindow, roll: Path) -> None:
        super().__init__(seed, person.terminal.window)
        self._person = person
        self._roll = roll
        self._bugs = Bugs(self.fault)
        logging.getLogger("kiosk").addHandler(self._bugs)
        self._camera_source = person.camera._scene.next_picture
        self.screens: set[str] = set()
        self.window._locked, self.window._may_close = True, False  # as where it covers the screen
        for staff_id, (name, role) in STAFF.items():
            person.built.storage.staff.add(staff_id, name, role, PASSWORD, must_change=False)

    @override
    def close(self) -> None:
        logging.getLogger("kiosk").removeHandler(self._bugs)
        super().close()

    @override
    def acts(self) -> tuple[tuple[int, Callable[[], None]], ...]:
        return (
            *super().acts(),
            (12, self._type_what_fits),
            (8, self._go_on),
            (12, self._let_time_pass),
            (8, self._sign_in),
            (5, self._hold_a_card),
            (1, self._pull_or_plug_the_camera),
            (1, self._break_or_mend_the_printer),
            (1, self._wait_long),
            (1, self._set_the_clock),
        )

    def _let_time_pass(self) -> None:
        self.screens.add(self._person.hands.screen())
        QTest.qWait(self.chance.choice((1, 20, 120)))

    def _type_what_fits(self) -> None:
        target = self.window.focusWidget()
        if isinstance(target, QLineEdit):
            target.clear()
            target.insert(self.chance.choice(PLAUSIBLE))

    def _go_on(self) -> None:
        screen = self.window.current
        primary = screen.footer.primary if screen is not None else None
        if primary is not None and primary.isVisible() and primary.isEnabled():
            primary.click()

    def _sign_in(self) -> None:
        """From the welcome screen, as one of the staff."""
        hands = self._person.hands
        if hands.screen() == "welcome" and hands.find("welcome.staff") is not None:
            hands.click("welcome.staff")
        elif hands.screen() == "sign_in":
            for field, text in (("staff_id", self.chance.choice(list(STAFF))), ("password", PASSWORD)):
                line = hands.find(f"sign_in.{field}")
                if isinstance(line, QLineEdit):
                    line.setText(text)
            self._go_on()

    def _hold_a_card(self) -> None:
        card, side = self.chance.choice(CARDS).split(":")
        if self.chance.random() < 0.6:
            self._person.hold(card, side)
        else:
            self._person.camera.take_away()

    def _pull_or_plug_the_camera(self) -> None:
        """In the middle of a picture."""
        scene = self._person.camera._scene
        pulled = self.chance.random() < 0.3
        scene.next_picture = (lambda: None) if pulled else self._camera_source  # type: ignore[assignment, return-value]

    def _break_or_mend_the_printer(self) -> None:
        self._roll.mkdir(exist_ok=True)
        state = self.chance.choice((PrinterState.READY, *PrinterState))
        (self._roll / STATE_FILE).write_text(state, encoding="utf-8")

    def _wait_long(self) -> None:
        told: tuple[Intent, ...] = (IdleNoticed(), StillHere(), IdleNoticed(), StillHere(), IdleRanOut())
        self._person.terminal.presenter.take(self.chance.choice(told))

    def _set_the_clock(self) -> None:
        """What the session takes for now; the store's own seconds go on."""
        ahead = timedelta(seconds=self.chance.choice((*CLOCK_STEPS_S, *(0.0,) * 6)))
        self._person.built.parts.around.now = lambda: datetime.now(UTC) + ahead

    @override
    def check(self) -> None:
        super().check()
        if isinstance(self._person.view, OutOfOrderView):
            self.fault("out of order")

    @override
    def come_home(self) -> None:
        presenter = self._person.terminal.presenter
        for _ in range(COMES_HOME_WITHIN_S * 10):
            QTest.qWait(100)
            if isinstance(self._person.view, WelcomeView):
                return
            presenter.take(SignedOut())
            presenter.take(IdleRanOut())
        self.fault(f"stuck on {type(self._person.view).__name__}")
