"""A person's assistive technology: finds things by role and name on the accessibility bus of a screen of its own."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))
COMES_WITHIN_S = 90.0
ACCESSIBLE, ACTION = "org.a11y.atspi.Accessible", "org.a11y.atspi.Action"
EDITABLE = "org.a11y.atspi.EditableText"
ENABLED, SHOWING = 1 << 8, 1 << 25
BUTTON, TICK, RADIO, FIELD = "push button", "check box", "radio button", "text"
PRESSES = ("Press", "Toggle", "Check")
DESKTOP = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
Reference = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Heard:
    """Something on the screen as it is said. `alive`: it can be used now."""

    reference: Reference
    role: str
    name: str
    description: str
    alive: bool


def launcher() -> Path | None:
    """What starts the bus (Debian: at-spi2-core); None where this machine lacks anything of it."""
    there = next((place for place in LAUNCHERS if place.exists()), None)
    return there if shutil.which("Xvfb") and shutil.which("dbus-daemon") else None


@contextlib.contextmanager
def screen_with_bus() -> Iterator[Mapping[str, str]]:
    """The environment of a program that is to be seen and heard there; all of it is gone afterwards."""
    starts = launcher()
    assert starts is not None, "apt-get install xvfb dbus at-spi2-core"
    with contextlib.ExitStack() as ends:
        runtime = tempfile.mkdtemp(prefix="at-")  # short: a socket's path has 107 letters at most
        ends.callback(shutil.rmtree, runtime, ignore_errors=True)
        reads, writes = os.pipe()
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
            pass_fds=[writes],
            stderr=subprocess.DEVNULL,
        )
        ends.callback(_end, screen)
        os.close(writes)
        with os.fdopen(reads) as told:
            variables = {**os.environ, "DISPLAY": f":{told.readline().strip()}", "XDG_RUNTIME_DIR": runtime}
        del variables["QT_QPA_PLATFORM"]
        session = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"],
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        ends.callback(_end, session)
        assert session.stdout is not None
        ends.callback(session.stdout.close)
        variables["DBUS_SESSION_BUS_ADDRESS"] = session.stdout.readline().strip()
        bus = subprocess.Popen([starts, "--launch-immediately"], env=variables, stderr=subprocess.DEVNULL)
        ends.callback(_end, bus)
        yield {
            "DISPLAY": variables["DISPLAY"],
            "XDG_RUNTIME_DIR": runtime,
            "DBUS_SESSION_BUS_ADDRESS": variables["DBUS_SESSION_BUS_ADDRESS"],
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }


def _end(process: "subprocess.Popen[Any]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class AssistiveTechnology:
    """Knows nothing of the program but what it says of itself."""

    def __init__(self, bus: DBusConnection) -> None:
        self._bus = bus

    def everything(self) -> list[Heard]:
        """What is shown now, as it would be read, from the top of the tree down."""
        found: list[Heard] = []
        for program in self._call(DESKTOP, ACCESSIBLE, "GetChildren"):
            self._walk(tuple(program), found)
        return found

    def hears(self, words: str) -> bool:
        """Whether it is said anywhere now."""
        return any(words in heard.name or words in heard.description for heard in self._heard())

    def wait_for(self, words: str) -> None:
        """Until it is said."""
        self._until(lambda: self.hears(words), f"nothing says {words!r}")

    def names(self, role: str) -> list[str]:
        """What can be used now, by this role."""
        return [heard.name for heard in self._heard() if heard.role == role and heard.alive]

    def press(self, begins: str, *roles: str) -> None:
        """The first whose name begins so, a button unless said otherwise."""
        reference = self._find(begins, roles or (BUTTON,))
        actions = [str(action[0]) for action in self._call(reference, ACTION, "GetActions")]
        number = next((actions.index(each) for each in PRESSES if each in actions), 0)
        assert self._call(reference, ACTION, "DoAction", "i", (number,))

    def write(self, name: str, text: str) -> None:
        """Put a text into the field of that name."""
        assert self._call(self._find(name, (FIELD,)), EDITABLE, "SetTextContents", "s", (text,))

    def _find(self, begins: str, roles: tuple[str, ...]) -> Reference:
        found: list[Reference] = []

        def there() -> bool:
            found[:] = [
                heard.reference
                for heard in self._heard()
                if heard.alive and heard.role in roles and heard.name.startswith(begins)
            ]
            return bool(found)

        self._until(there, f"no {' or '.join(roles)} is called {begins!r}")
        return found[0]

    def _until(self, true: Any, what: str) -> None:
        deadline_s = time.monotonic() + COMES_WITHIN_S
        while not true():
            assert time.monotonic() < deadline_s, (
                f"{what}; said is {[h.name for h in self._heard() if h.name]}"
            )
            threading.Event().wait(0.05)

    def _heard(self) -> list[Heard]:
        """Nothing while the screen is just changing under the reader."""
        try:
            return self.everything()
        except DBusErrorResponse:
            return []

    def _walk(self, reference: Reference, found: list[Heard]) -> None:
        low, _ = self._call(reference, ACCESSIBLE, "GetState")
        role = str(self._call(reference, ACCESSIBLE, "GetRoleName"))
        if not low & SHOWING and role != "application":
            return
        name, description = self._say(reference, "Name"), self._say(reference, "Description")
        found.append(Heard(reference, role, name, description, bool(low & ENABLED)))
        for child in self._call(reference, ACCESSIBLE, "GetChildren"):
            self._walk(tuple(child), found)

    def _say(self, reference: Reference, what: str) -> str:
        address = DBusAddress(reference[1], reference[0], ACCESSIBLE)
        return str(unwrap_msg(self._bus.send_and_get_reply(Properties(address).get(what)))[0][1])

    def _call(
        self,
        reference: Reference,
        interface: str,
        method: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
    ) -> Any:
        address = DBusAddress(reference[1], reference[0], interface)
        call = new_method_call(address, method, signature or None, body)
        (answer,) = unwrap_msg(self._bus.send_and_get_reply(call, timeout=COMES_WITHIN_S))
        return answer


@contextlib.contextmanager
def assistive_technology(environment: Mapping[str, str]) -> Iterator[AssistiveTechnology]:
    """Finds the bus as every assistive technology does: by asking the session."""
    with open_dbus_connection(environment["DBUS_SESSION_BUS_ADDRESS"]) as session:
        asked = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
        (place,) = unwrap_msg(_once_there(session, asked))
    with open_dbus_connection(place) as bus:
        yield AssistiveTechnology(bus)


def _once_there(session: DBusConnection, message: Any) -> Any:
    """The launcher needs a moment to be known; its service file starts it where it is not."""
    return session.send_and_get_reply(message, timeout=COMES_WITHIN_S)
