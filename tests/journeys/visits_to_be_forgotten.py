"""Citizens stand at a guarded window and go, each in another way; stops in each visit so that the memory can be looked at.

What they type comes backwards as arguments: nothing of this program itself may be taken for what is left of them. Their
card lies before the camera as a file that is moved there and away.
"""

import contextlib
import os
import select
import signal
import sys
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from typing_extensions import override

from kiosk.app import getting_ready
from kiosk.app.config import read_settings
from kiosk.app.guard import guard
from kiosk.app.guarded_window import Beat
from kiosk.app.main import make_application, see_through
from kiosk.app.starting import Start
from kiosk.app.wiping import wipe_freed_memory
from kiosk.domain.settings import PrinterSettings, Settings
from kiosk.domain.staff import Role
from kiosk.flow.intents import IdleNoticed, IdleRanOut, PortalRefreshed
from kiosk.ui.first_frame import WINDOW_SIZE
from tests.cli.program import Kiosk
from tests.journeys.at_the_desk import PASSWORD
from tests.journeys.at_the_window import RESOURCES, AtTheWindow
from tests.journeys.leave_a_draft import Patience
from tests.journeys.test_assisted import finish_the_form
from tests.journeys.test_practice import begin, confirm
from tests.journeys.test_practice import identify as identify_in_practice

CARD, PAPER = "card.png", "paper.png"
"""Lie in the folder `away` until they are held before the lens, which is the folder `lens`."""


def word(number: int) -> str:
    """Made anew each time: a window in which nobody typed it never held it."""
    return sys.argv[2 + number][::-1]


class ToBeForgotten(AtTheWindow):
    """A person whose words and card are like nobody else's."""

    def __init__(self, start: Start, kiosk: Kiosk) -> None:
        assert start.terminal is not None
        assert start._built is not None
        super().__init__(Patience(), start.terminal, start._built, None)  # type: ignore[arg-type]
        self.terminal.presenter._second_tap_s = 0.0  # these hands never tremble
        self._folder = kiosk.folder
        self.code = ""
        """As it came to the phone."""

    @override
    def hold(self, card: str = CARD, side: str = "") -> None:
        (self._folder / "away" / card).rename(self._folder / "lens" / card)

    @override
    def take_away(self) -> None:
        for lies in (self._folder / "lens").iterdir():
            lies.rename(self._folder / "away" / lies.name)

    @override
    def identify(self, card: str = CARD) -> None:
        self.see("scan_card")
        self.hold(card)
        self.see("check_person")
        self.take_away()
        self.touch("check_person.go_on")

    @override
    def leave_number(self) -> None:
        self.see("phone")
        self.enter("phone.number", word(4))

    # --- what they are at ------------------------------------------------------------------------------------

    def type_oneself(self) -> None:
        self.touch("welcome.register_account")
        self.consent()
        self.touch("scan_card.type_instead")
        self.see("check_person")
        for number, field in enumerate(("full_name", "personal_number", "address")):
            self.enter(f"check_person.{field}", word(number))

    def look_into_the_lens(self) -> None:
        self.touch("welcome.register_account")
        self.consent()
        self.see("scan_card")
        self.hold(PAPER)

    def have_a_card_read(self) -> None:
        self.touch("welcome.register_account")
        self.consent()
        self.identify()

    def wait_for_a_code(self) -> None:
        self.have_a_card_read()
        self.leave_number()
        self.touch("phone.go_on")
        self.see("otp")

    def fill_in_a_form(self) -> None:
        self.touch("welcome.submit_dossier")
        self.choose_procedure()
        self.consent()
        self.identify()
        self.leave_number()
        self.touch("phone.go_on")
        self.see("form")
        self.answer("paper_name", word(3))

    def file(self) -> None:
        self.fill_in_a_form()
        finish_the_form(self)
        confirm(self)
        self.see("dossier_done")

    def practise(self) -> None:
        self.built.parts.around.citizens_practise = True
        self.terminal.presenter.take(PortalRefreshed())
        self.touch("welcome.practise")
        begin(self, "begin")
        self.touch("welcome.register_account")
        self.consent()
        identify_in_practice(self)
        self.leave_number()

    # --- how they go -----------------------------------------------------------------------------------------

    def leave(self) -> None:
        self.take_away()
        self.touch(f"{self.hands.screen()}.leave")

    def finish(self) -> None:
        self.touch("dossier_done.finish")

    def walk_away_while_it_prints(self) -> None:
        self.enter("otp.code", self.code)
        self.touch("otp.go_on")
        self.see("account_done")
        self.walk_away()

    def walk_away(self) -> None:
        self.take_away()
        self.terminal.presenter.take(IdleNoticed())
        self.see("idle_warning")
        self.terminal.presenter.take(IdleRanOut())

    def call_for_help_and_go(self) -> None:
        self.touch("form.call_clerk")
        self.see("clerk_called")
        self.leave()

    def let_the_clerk_end_it(self) -> None:
        if not any(member.id == "lan" for member in self.built.storage.staff.members()):
            self.built.storage.staff.add("lan", "Trần Thị Lan", Role.CLERK, PASSWORD, must_change=False)
        self.touch("form.call_clerk")
        self.help_here("lan", PASSWORD)
        self.touch("agreed.go_on")
        self.see("form")
        self.leave()

    def hand_over(self) -> None:
        self.touch("form.call_clerk")
        self.touch("clerk_called.pass_on")
        self.see("passed_on")
        self.touch("passed_on.finish")

    def stop_practising(self) -> None:
        self.touch("phone.practice_leave")

    def make_room_for_the_technician(self) -> None:
        self.terminal.window.technician_called.emit()
        self.see("sign_in")
        self.touch("sign_in.back")


def stumble(_: ToBeForgotten) -> None:
    raise ValueError(word(0))


def crash(_: ToBeForgotten) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def hang(_: ToBeForgotten) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def stay(_: ToBeForgotten) -> None:
    """Until somebody ends the program."""


Act = Callable[[ToBeForgotten], None]
Ways = dict[str, tuple[Act, Act]]
REGISTERING: Ways = {
    "left while typing": (ToBeForgotten.type_oneself, ToBeForgotten.leave),
    "walked away while typing": (ToBeForgotten.type_oneself, ToBeForgotten.walk_away),
    "walked away from the camera": (ToBeForgotten.look_into_the_lens, ToBeForgotten.walk_away),
    "walked away from the code": (ToBeForgotten.wait_for_a_code, ToBeForgotten.walk_away),
    "walked away while it printed": (ToBeForgotten.wait_for_a_code, ToBeForgotten.walk_away_while_it_prints),
    "practised": (ToBeForgotten.practise, ToBeForgotten.stop_practising),
    "the program was stopped after a card": (ToBeForgotten.have_a_card_read, stay),
}
INTERRUPTED: Ways = {
    "the technician came": (ToBeForgotten.type_oneself, ToBeForgotten.make_room_for_the_technician),
    "a bug ended it": (ToBeForgotten.type_oneself, stumble),
    "the window crashed": (ToBeForgotten.type_oneself, crash),
    "the window hung": (ToBeForgotten.type_oneself, hang),
    "the program was stopped while typing": (ToBeForgotten.type_oneself, stay),
}
FILING: Ways = {
    "done": (ToBeForgotten.file, ToBeForgotten.finish),
    "called for help and went": (ToBeForgotten.fill_in_a_form, ToBeForgotten.call_for_help_and_go),
    "the clerk ended it": (ToBeForgotten.fill_in_a_form, ToBeForgotten.let_the_clerk_end_it),
    "handed over": (ToBeForgotten.fill_in_a_form, ToBeForgotten.hand_over),
    "the program was stopped before the camera": (ToBeForgotten.look_into_the_lens, stay),
}
"""What somebody is at when the memory is looked at, and how it ends."""


def say(words: str) -> None:
    sys.stdout.write(f"{words} {os.getpid()}\n")
    sys.stdout.flush()


class Stage(QObject):
    """Before one window: whoever the test names comes, stands there while it looks, and goes when it says so."""

    def __init__(self, start: Start, kiosk: Kiosk) -> None:
        super().__init__(start)
        self._person = ToBeForgotten(start, kiosk)
        self._acts = self._visit()
        self._listening = QTimer(self, interval=20)
        self._listening.timeout.connect(self._listen)

    @Slot()
    def open(self) -> None:
        next(self._acts)
        self._listening.start()

    @Slot()
    def _listen(self) -> None:
        if select.select([0], [], [], 0)[0] and (said := os.read(0, 1000).decode().strip()):
            self._listening.stop()
            with contextlib.suppress(StopIteration):
                self._acts.send(said)
                self._listening.start()

    def _visit(self) -> Generator[None, str, None]:
        self._person.see("welcome")
        say("window")
        begins, ends = {**REGISTERING, **INTERRUPTED, **FILING}[(yield)]
        begins(self._person)
        say("during")
        self._person.code = yield
        ends(self._person)


def settings_of(kiosk: Kiosk) -> Settings:
    read = read_settings(kiosk.config)
    return replace(
        read,
        gateway=replace(read.gateway, events_every_s=2.0),
        terminal=replace(read.terminal, full_screen=False, idle_s=600, demonstration_s=0),
        printer=PrinterSettings(
            address=f"png:{kiosk.folder / 'roll'}", sheets=f"pdf:{kiosk.folder / 'sheets'}"
        ),
        camera=replace(read.camera, card=f"folder:{kiosk.folder / 'lens'}"),
    )


def main() -> int:
    kiosk = Kiosk(Path(sys.argv[1]))
    settings = settings_of(kiosk)

    def serve(beat: Beat) -> int:
        wipe_freed_memory()
        application = make_application()
        start = Start(application, kiosk.home, settings, RESOURCES, size=WINDOW_SIZE)
        start.connected.connect(lambda: QTimer.singleShot(0, Stage(start, kiosk).open))
        return see_through(application, start, beat)

    getting_ready.load_for_the_first_picture()
    return guard(serve, serve, get_ready=getting_ready.load_everything)


if __name__ == "__main__":
    sys.exit(main())
