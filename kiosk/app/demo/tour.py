"""Drives the real window by itself, as a person would: clicks, types, holds up a card, and checks what it reached."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from kiosk.app.build import Built
from kiosk.app.demo.dock import Dock
from kiosk.app.terminal import Terminal
from kiosk.ui.widgets.scrolling import ScrollingBody

STEP_WITHIN_S = 45.0
LOOK_EVERY_MS = 40
MOST_FIELDS = 12
"""Of one page."""
MOST_TURNS = 8
"""Of one page that does not fit."""
SETTLE_S = 0.45
"""The window takes no tap within 400 ms of another screen's appearance, as with a trembling hand."""

Until = Callable[[], object]
"""Looked at until it is true."""


class NotReached(Exception):
    """A step of the tour did not come about; the argument says which and what was on the screen."""


@dataclass(slots=True)
class Reached:
    """One step as it is written to `tour.json`."""

    step: str
    seconds: float
    touches: int
    touched: list[str]
    keys: int
    picture: str
    facts: dict[str, Any] = field(default_factory=dict)


class Hands:
    """A person's hands and eyes on the window: only what the platform's own events can do."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.touched: list[str] = []
        """Every control that a finger met, a page's own "down" too; the keyboard left out."""
        self.keys = 0
        """Of the keyboard: letters, digits and its own key to the next field."""

    def screen(self) -> str:
        """Name of the screen shown."""
        current = self._terminal.window.current
        return current.objectName() if current is not None else ""

    def find(self, name: str) -> QWidget | None:
        """The visible control of that object name."""
        current = self._terminal.window.current
        found = current.findChildren(QWidget, name) if current is not None else []
        return next((widget for widget in found if widget.isVisible()), None)

    def click(self, name: str) -> None:
        """Tap the middle of a control."""
        widget = self.find(name)
        if widget is None or not widget.isEnabled():
            raise NotReached(f"there is no {name} to touch on {self.screen()}")
        self._turn_pages_to(widget)
        self._touch(widget)

    def type(self, name: str, text: str) -> None:
        """Type into a field, letter by letter; touched first unless the cursor stands in it already."""
        if not self._cursor_stands_in(name):
            self.click(name)
        target = self._terminal.window.focusWidget()
        if target is None or not self._cursor_stands_in(name):
            raise NotReached(f"there is no {name} to type into")
        self.keys += len(text)
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(target, letter)
            else:  # as an input method gives Vietnamese letters
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QApplication.sendEvent(target, event)

    def go_on_to(self, name: str) -> bool:
        """From the field just typed into to this one by the keyboard alone, as its key "Tiếp" does; False from elsewhere."""
        for _ in range(MOST_FIELDS):
            here, wanted = QApplication.focusWidget(), self.find(name)
            if wanted is None or not isinstance(here, QLineEdit):
                return False
            if here is wanted or wanted.isAncestorOf(here):
                return True
            following = self._terminal.window.kit.keyboard.next_field()
            if following is None:
                return False
            self.keys += 1
            following.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def ready(self, name: str) -> Until:
        """True once the control is there and can be touched."""
        return lambda: (widget := self.find(name)) is not None and widget.isEnabled()

    def on(self, screen: str) -> Until:
        """True once that screen is shown."""
        return lambda: self.screen() == screen

    def checked(self, name: str) -> bool:
        """Whether a row or box is ticked."""
        widget = self.find(name)
        return isinstance(widget, QAbstractButton) and widget.isChecked()

    def _cursor_stands_in(self, name: str) -> bool:
        widget, focused = self.find(name), self._terminal.window.focusWidget()
        return (
            widget is not None and focused is not None and (widget is focused or widget.isAncestorOf(focused))
        )

    def _turn_pages_to(self, widget: QWidget) -> None:
        """What is not wholly seen is turned to as a person does it, by the page's own buttons."""
        place = widget.parentWidget()
        while place is not None:
            if isinstance(place, ScrollingBody):
                for _ in range(MOST_TURNS):
                    seen = place.area.viewport().rect()
                    there = QRect(widget.mapTo(place.area.viewport(), QPoint(0, 0)), widget.size())
                    button = place.up if there.top() < seen.top() else place.down
                    if seen.contains(there) or not (button.isVisible() and button.isEnabled()):
                        break
                    self._touch(button)
            place = place.parentWidget()

    def _touch(self, widget: QWidget) -> None:
        self.touched.append(widget.objectName())
        middle = QPoint(widget.width() // 2, widget.height() // 2)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=middle)


class Tour(QObject):
    """Runs a script of steps: each waits for what it needs, acts, and is written down with a picture."""

    def __init__(
        self, terminal: Terminal, built: Built, dock: Dock, out: Path, *, done: Callable[[], None]
    ) -> None:
        super().__init__()
        self.terminal = terminal
        self.built = built
        self.dock = dock
        self.hands = Hands(terminal)
        self._out = out
        self._done = done
        self._reached: list[Reached] = []
        self._failure = ""
        self._began_s = self._step_began_s = time.monotonic()
        self._waiting: Until = lambda: True
        self._what = "start"
        self._deadline_s = 0.0
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._turn)
        self._script: Iterator[None] = iter(())

    def start(self) -> None:
        """Begin with the first turn of the event loop."""
        from kiosk.app.demo.tour_script import script

        self._out.mkdir(parents=True, exist_ok=True)
        for old in [*self._out.glob("*.png"), *self._out.glob("tour.json")]:
            old.unlink()
        self._script = script(self)
        self._expect(lambda: True, "start")
        self._timer.start()

    def wait(
        self, until: Until, what: str, *, within_s: float = STEP_WITHIN_S, settle_s: float = SETTLE_S
    ) -> None:
        """For the script, just before `yield`: what must be true, for `settle_s`, before it goes on."""
        self._expect(until, what, within_s, settle_s)

    def reached(self, step: str, **facts: Any) -> None:
        """Write a step down, with a picture of the window as it is."""
        now_s = time.monotonic()
        picture = f"{len(self._reached) + 1:02d}-{step}.png"
        self.terminal.window.grab().save(str(self._out / picture))
        touched, keys = self.hands.touched, self.hands.keys
        seconds = round(now_s - self._step_began_s, 3)
        self._reached.append(Reached(step, seconds, len(touched), touched, keys, picture, facts))
        self._step_began_s, self.hands.touched, self.hands.keys = now_s, [], 0
        print(
            f"  {len(self._reached):2d}  {step}  {json.dumps(facts, ensure_ascii=False) if facts else ''}",
            flush=True,
        )

    def report(self) -> int:
        """Write `tour.json` and the receipts; 0 only if every step was really reached."""
        receipts = []
        for number, slip in enumerate(self.dock.roll(), 1):
            target = self._out / f"receipt-{number}.png"
            target.write_bytes(slip.read_bytes())
            receipts.append(target.name)
        facts = {
            "ok": not self._failure,
            "failure": self._failure,
            "seconds": round(time.monotonic() - self._began_s, 3),
            "steps": [asdict(reached) for reached in self._reached],
            "receipts": receipts,
        }
        (self._out / "tour.json").write_text(
            json.dumps(facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        if self._failure:
            print(f"The tour did not come to its end: {self._failure}", flush=True)
        print(f"The pictures are in {self._out}", flush=True)
        return 1 if self._failure else 0

    def _expect(
        self, until: Until, what: str, within_s: float = STEP_WITHIN_S, settle_s: float = SETTLE_S
    ) -> None:
        self._waiting, self._what, self._settle_s = until, what, settle_s
        self._deadline_s = time.monotonic() + within_s
        self._settled_s: float | None = None

    def _turn(self) -> None:
        try:
            now_s = time.monotonic()
            if not self._waiting():
                self._settled_s = None
                if now_s > self._deadline_s:
                    raise NotReached(f"{self._what}; the screen shows {self.hands.screen()}")
                return
            self._settled_s = self._settled_s or now_s
            if now_s - self._settled_s < self._settle_s:
                return
            self._expect(lambda: True, "a moment")
            next(self._script)
        except StopIteration:
            self._end()
        except NotReached as failure:
            self._failure = str(failure)
            self.terminal.window.grab().save(str(self._out / "failure.png"))
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        self._done()
