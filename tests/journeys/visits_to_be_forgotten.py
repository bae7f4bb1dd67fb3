"""Citizens type at a real window and go, each in another way; stops after each so that the memory can be looked at.

What they type comes backwards as arguments: nothing of this program itself may be taken for what is left of them.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest

from kiosk.app.main import make_application
from kiosk.app.wiping import wipe_freed_memory
from kiosk.flow.intents import IdleNoticed, IdleRanOut
from tests.cli.program import Kiosk
from tests.journeys.at_the_window import AtTheWindow, window_of
from tests.journeys.leave_a_draft import Patience

FIELDS = ("full_name", "personal_number", "address")


def type_oneself(person: AtTheWindow) -> None:
    person.touch("welcome.register_account")
    person.consent()
    person.see("scan_card")
    person.touch("scan_card.type_instead")
    person.see("check_person")
    for field, backwards in zip(FIELDS, sys.argv[2:5], strict=True):
        person.enter(f"check_person.{field}", backwards[::-1])


def show_and_wait(person: AtTheWindow, what: str) -> None:
    """Say where we are; go on when told to."""
    for _ in range(3):
        QTest.qWait(50)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()
    sys.stdin.readline()


def main() -> None:
    application = make_application()
    assert wipe_freed_memory()
    with window_of(Kiosk(Path(sys.argv[1])), Patience()) as person:
        person.see("welcome")
        type_oneself(person)
        show_and_wait(person, "typed")
        person.touch("check_person.leave")
        person.see("welcome")
        show_and_wait(person, "left")

        type_oneself(person)
        person.terminal.presenter.take(IdleNoticed())
        person.see("idle_warning")
        person.terminal.presenter.take(IdleRanOut())
        person.see("welcome")
        show_and_wait(person, "walked away")

        type_oneself(person)
        person.touch("check_person.go_on")  # not enough of it: the problems are shown beside what was typed
        person.touch("check_person.call_clerk")
        person.see("clerk_called")
        person.touch("clerk_called.leave")
        person.see("welcome")
        show_and_wait(person, "left after calling for help")

        person.touch("welcome.submit_dossier")
        person.choose_procedure()
        person.consent()
        person.identify()
        person.leave_number()
        person.see("form")
        person.answer("paper_name", sys.argv[2][::-1])
        person.touch("form.leave")
        person.see("welcome")
        show_and_wait(person, "left a dossier begun and kept")
    del application


if __name__ == "__main__":
    main()
