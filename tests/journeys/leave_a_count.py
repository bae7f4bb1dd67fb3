"""A clerk counts a citizen's papers at a real window and the citizen signs; then the power fails."""

import os
import signal
import sys
from pathlib import Path

from kiosk.app.main import make_application
from tests.cli.program import Kiosk
from tests.journeys.at_the_desk import count, sign, sign_in, to_the_desk
from tests.journeys.at_the_window import window_of
from tests.journeys.leave_a_draft import Patience


def main() -> None:
    application = make_application()
    with window_of(Kiosk(Path(sys.argv[1])), Patience()) as person:
        sign_in(person)
        to_the_desk(person)
        count(person)
        sign(person, "citizen")
        drafts = person.built.storage.drafts
        person.wait(lambda: [draft for draft in drafts.all_staff_drafts() if draft.content["signatures"]])
        os.kill(os.getpid(), signal.SIGKILL)
    del application


if __name__ == "__main__":
    main()
