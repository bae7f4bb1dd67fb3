"""`kiosk demo`: builds the terminal on a stage, a cable and a child portal; by hand with a dock, or as a tour."""

import json
import os
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, QTimer

from kiosk.app.build import Built, build_terminal
from kiosk.app.config import home_folder, read_settings
from kiosk.app.crash import hook_crashes
from kiosk.app.demo.cable import Cable
from kiosk.app.demo.dock import Dock, restart_at_once
from kiosk.app.demo.portal_child import ENROLMENT_CODE, PortalChild
from kiosk.app.enrolment import enrol
from kiosk.app.getting_ready import has_screen
from kiosk.app.logs import begin_logging
from kiosk.app.main import connect, make_application
from kiosk.app.painting import make_painter
from kiosk.app.single import SingleInstance
from kiosk.app.stopping import stop_on_signals
from kiosk.app.terminal import Terminal
from kiosk.devices.stage.stage_camera import StageCamera
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.settings import CameraSettings, ChipSettings, PrinterSettings, Settings, TerminalSettings
from kiosk.domain.staff import Role

RESUME_VARIABLE = "KIOSK_DEMO_RESUME"
EVENTS_EVERY_S = 4.0
"""One terminal asks its own sandbox: news may come at once."""
CLERK = ("lan", "Trần Thị Lan", "buu-cuc-2026")
"""The demonstration's clerk: id, name, password."""


def demo(
    *,
    home: Path | None,
    tour: bool,
    out: Path | None,
    language: str,
    size: str,
    account: str,
    resources: Path,
) -> int:
    """0 when closed by hand, or when every step of the tour was really reached."""
    width, height = _size(size)
    if not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        if not tour:
            print("No screen here: the tour runs by itself.", flush=True)
        tour = True
    place = demo_folder(home)
    pictures = (out or Path("out/tour")).absolute()
    resume = json.loads(os.environ.pop(RESUME_VARIABLE, "null"))
    with SingleInstance(place.parent):
        if resume is None:
            shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True, exist_ok=True)
        begin_logging(place)
        stage = _Stage(place, resources, language, resume, account)
        try:
            return stage.run(tour=tour, out=pictures, size=QSize(width, height))
        finally:
            stage.close()


def demo_folder(home: Path | None) -> Path:
    """Emptied at every start, so it is never the home itself: a terminal's own may be meant by `--home`."""
    return home_folder(home) / "demo"


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (
        width.isdigit() and height.isdigit() and 800 <= int(width) <= 7680 and 600 <= int(height) <= 4320
    ):
        raise ConfigurationInvalid(f"--size {text}: write WIDTHxHEIGHT, for example 1920x1080")
    return int(width), int(height)


class _Stage:
    """Everything of one demonstration; survives a power cut with the portal and the cable's port."""

    def __init__(
        self, place: Path, resources: Path, language: str, resume: dict[str, int] | None, account: str
    ) -> None:
        self._place = place
        self._resources = resources
        self._language = language
        print("Starting the sandbox portal …", flush=True)
        if resume is None:
            self.portal = PortalChild.start(place / "portal")
            self.cable = Cable(self.portal.port)
        else:
            self.portal = PortalChild(resume["portal_port"], resume["lifeline"], None)
            self.cable = Cable(self.portal.port, listen_on=resume["cable_port"])
        self.config = place / "kiosk.toml"
        self.home = place / "home"
        if resume is None:
            if account == "vneid":
                self.portal.ask("PUT", "settings", {"account_methods": ["vneid"]})
            enrol(self, gateway=self.cable.url, code=ENROLMENT_CODE, name="Quầy 1", ca=None)
        self.settings = self._settings()
        self._terminal: Terminal | None = None
        self._built: Built | None = None

    def _settings(self) -> Settings:
        read = read_settings(self.config)
        return replace(
            read,
            terminal=replace(read.terminal, language=self._language, full_screen=False, idle_s=120),
            chip=ChipSettings(reader=""),
            gateway=replace(read.gateway, events_every_s=EVENTS_EVERY_S),
            camera=CameraSettings(card="stage:", document=""),
            printer=PrinterSettings(address=f"png:{self._place / 'roll'}", width_dots=576),
        )

    settings: Settings = Settings(terminal=TerminalSettings())
    """What `enrol` starts from; replaced by what it wrote."""

    def run(self, *, tour: bool, out: Path, size: QSize) -> int:
        """Show the window and serve until closed, or until the tour has ended."""
        from kiosk.ui.dev_dock import DevDock

        application = make_application()
        camera = StageCamera()
        dock = Dock(
            camera, self.cable, self.portal, self._place / "roll", lambda: self._language, self._power_cut
        )
        built = build_terminal(
            self.home,
            self.settings,
            make_painter(self._resources),
            self._resources,
            cameras=(camera, camera),
            printer_state=lambda: dock.printer_state,
        )
        self._built = built
        if not any(member.id == CLERK[0] for member in built.storage.staff.members()):
            built.storage.staff.add(CLERK[0], CLERK[1], Role.CLERK, CLERK[2], must_change=False)
        panel = None if tour else partial(DevDock, dock)
        terminal = self._terminal = connect(built, size=size, side_panel=panel)

        def stop() -> None:
            terminal.stop()
            application.quit()

        terminal.left.connect(lambda _how: stop())
        ticking = stop_on_signals(stop)
        hook_crashes(lambda: QTimer.singleShot(0, terminal.presenter, terminal.end_session))
        terminal.start()
        if tour:
            from kiosk.app.demo.tour import Tour

            guide = Tour(terminal, built, dock, out, done=stop)
            guide.start()
            application.exec()
            code = guide.report()
        else:
            application.exec()
            code = 0
        ticking.stop()
        dock.close()
        terminal.stop()
        return code

    def _power_cut(self) -> None:
        os.set_inheritable(self.portal.lifeline, True)
        resume = {
            "portal_port": self.portal.port,
            "lifeline": self.portal.lifeline,
            "cable_port": self.cable.port,
        }
        restart_at_once({RESUME_VARIABLE: json.dumps(resume)})

    def close(self) -> None:
        """Let everything end."""
        if self._built is not None:
            self._built.close()
        self.cable.close()
        self.portal.stop()
