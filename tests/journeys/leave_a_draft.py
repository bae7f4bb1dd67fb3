"""A citizen begins a dossier at a real window; then the power fails: the process kills itself in the middle."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest

from kiosk.app.main import make_application
from tests.cli.program import Kiosk
from tests.journeys.at_the_window import window_of

TYPED = "Bang tot nghiep"


class Patience:
    """Waits for the window as pytest-qt does."""

    def waitUntil(self, holds: Callable[[], None], *, timeout: int) -> None:
        deadline_s = time.monotonic() + timeout / 1000
        while True:
            QTest.qWait(20)
            try:
                return holds()
            except AssertionError:
                if time.monotonic() > deadline_s:
                    raise


def main() -> None:
    application = make_application()
    with window_of(Kiosk(Path(sys.argv[1])), Patience()) as person:
        person.touch("welcome.submit_dossier")
        person.choose_procedure()
        person.consent()
        person.identify()
        person.leave_number()
        person.see("form")
        person.answer("paper_name", TYPED)
        os.kill(os.getpid(), signal.SIGKILL)
    del application


if __name__ == "__main__":
    main()
