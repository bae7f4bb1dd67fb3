"""A guarded window with visits that begin and end by themselves; says when each ends and when its window gives way.

Beside the welcome screen nothing of a visit is drawn long enough to matter: a consent is asked for and nobody answers.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from typing_extensions import override

from kiosk.app import getting_ready
from kiosk.app.estate import Estate
from kiosk.app.guard import guard
from kiosk.app.guarded_window import Beat
from kiosk.app.main import make_application, see_through
from kiosk.app.starting import Start
from kiosk.app.wiping import wipe_freed_memory
from kiosk.domain.settings import CameraSettings, Settings, TerminalSettings
from kiosk.flow.intents import IdleRanOut, WayChosen
from kiosk.flow.ways import WayName
from kiosk.ui.first_frame import WINDOW_SIZE

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
SETTLES_MS, VISIT_MS = 4000, 500


class TimedStart(Start):
    """Tells its moments."""

    @override
    def give_way(self) -> Estate:
        tell("gives_way")
        return super().give_way()

    def visit(self) -> None:
        """Somebody comes and walks away."""
        assert self.terminal is not None
        self.terminal.presenter.take(WayChosen(way=WayName.REGISTER_ACCOUNT))
        QTimer.singleShot(VISIT_MS, self, self.end_visit)

    def end_visit(self) -> None:
        """Time has run out."""
        assert self.terminal is not None
        tell("ends")
        self.terminal.presenter.take(IdleRanOut())


def tell(moment: str) -> None:
    sys.stdout.write(f"{moment} {time.monotonic()}\n")
    sys.stdout.flush()


def main() -> int:
    """Until it is told to stop."""
    home = Path(sys.argv[1])
    settings = Settings(
        terminal=TerminalSettings(full_screen=False, demonstration_s=0),
        camera=CameraSettings(card="camera:97"),
    )

    def serve(beat: Beat) -> int:
        wipe_freed_memory()
        application = make_application()
        start = TimedStart(application, home, settings, RESOURCES, size=WINDOW_SIZE)
        start.connected.connect(lambda: QTimer.singleShot(SETTLES_MS, start, start.visit))
        return see_through(application, start, beat)

    getting_ready.load_for_the_first_picture()
    return guard(serve, serve, get_ready=getting_ready.load_everything)


if __name__ == "__main__":
    sys.exit(main())
