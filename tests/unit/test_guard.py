"""The guard over a window: what it starts anew, what it lets end, and what it takes with it."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from kiosk.app.guard import MOST_ENDS, RESTART, WITHIN_S, Ends
from tests.cli.program import ROOT, wait_until

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="elsewhere the system's own service watches")


class Start(Protocol):
    """Starts a guard over such a window, with such words beside it."""

    def __call__(self, serve: str, around: str = "") -> "Guarded": ...


class Guarded:
    """A guard in a process of its own, over windows that are only loops; each start is written down."""

    def __init__(self, folder: Path, serve: str, around: str) -> None:
        self._notes = folder / "starts.txt"
        script = folder / "guarded.py"
        script.write_text(
            "import os, signal, sys, time\nfrom pathlib import Path\nimport kiosk.app.guard as own\n"
            f"notes = Path({str(self._notes)!r})\n"
            "def note(what):\n    with notes.open('a') as file: file.write(f'{what} {os.getpid()}\\n')\n"
            "def alive(beat):\n    while True: beat(); time.sleep(0.02)\n"
            f"def serve(beat):\n    note('start')\n    starts = notes.read_text().count('start')\n"
            f"{textwrap.indent(textwrap.dedent(serve), '    ')}\n"
            "def rest(beat):\n    note('rest')\n    alive(beat)\n"
            f"sys.exit(own.guard(serve, rest, {around}))\n",
            encoding="utf-8",
        )
        self.process = subprocess.Popen([sys.executable, str(script)], cwd=ROOT)

    def notes(self, what: str) -> list[int]:
        """Process ids written down under a word, oldest first."""
        lines = self._notes.read_text().splitlines() if self._notes.exists() else []
        return [int(line.split()[1]) for line in lines if line.startswith(f"{what} ")]

    def go_on(self) -> None:
        """Say so to a window that waits for it."""
        self._notes.with_name(f"{self._notes.name}.go").touch()

    def stop(self) -> int:
        """SIGTERM, as a service does."""
        self.process.terminate()
        return self.process.wait(60)


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Start]:
    """Starts a guard over such a window; ended after the test, whatever happens."""
    started: list[Guarded] = []

    def start(serve: str, around: str = "") -> Guarded:
        started.append(Guarded(tmp_path, serve, around))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait(60)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().split(")")[-1].split()[0] != "Z"


def test_a_window_that_ends_by_itself_is_not_started_again(guarded: Start) -> None:
    window = guarded("return 2")
    assert window.process.wait(60) == 2
    assert len(window.notes("start")) == 1


def test_a_crash_and_a_hang_bring_a_new_window(guarded: Start) -> None:
    window = guarded(
        """
        if starts == 1:
            beat()
            os.kill(os.getpid(), 11)
        if starts == 2:
            beat()
            note('hung')
            time.sleep(600)
        note('good')
        alive(beat)
        """,
    )
    wait_until(lambda: window.notes("good"), "the third window")
    assert not is_alive(window.notes("hung")[0])
    assert window.stop() == 0
    wait_until(lambda: not is_alive(window.notes("good")[0]), "the window to go with its guard")


def test_after_the_third_bad_end_it_rests(guarded: Start) -> None:
    window = guarded("os.abort()")
    wait_until(lambda: window.notes("rest"), "the rest")
    assert len(window.notes("start")) == MOST_ENDS
    window.stop()


def test_a_window_dies_with_its_guard(guarded: Start) -> None:
    window = guarded("beat()\nnote('up')\nalive(beat)")
    wait_until(lambda: window.notes("up"), "the window")
    window.process.kill()
    window.process.wait(60)
    wait_until(lambda: not is_alive(window.notes("up")[0]), "the window to go with its guard")


def test_everything_is_loaded_once_and_the_first_picture_goes_when_a_window_stands(guarded: Start) -> None:
    window = guarded(
        """
        if starts == 1:
            beat()
            os.kill(os.getpid(), 11)
        note('paints')
        while not Path(f'{notes}.go').exists(): time.sleep(0.02)
        beat.window_stands()
        alive(beat)
        """,
        "show_first_picture=lambda seen: (note('picture'), seen(), time.sleep(600)), get_ready=lambda: note('ready')",
    )
    wait_until(lambda: window.notes("paints") and window.notes("picture"), "the second window")
    (picture,) = window.notes("picture")
    assert is_alive(picture), "nobody looks at an empty screen"
    window.go_on()
    wait_until(lambda: not is_alive(picture), "the first picture to go")
    assert len(window.notes("ready")) == 1
    assert len(window.notes("start")) == 2
    assert window.stop() == 0


RENEWED = """
if beat.succeeds:
    note('prepares')
    beat.is_prepared()
    told = beat.hear()
    if not told:
        note('dropped')
        return 0
    note(told.decode())
    beat.window_stands()
if starts == {last}:
    note('good')
    alive(beat)
beat()
beat.ask_for_successor()
while beat.hear() != b'p': pass
beat.settles()
beat.give_way(b'estate')
"""


def test_a_window_is_renewed_as_often_as_it_asks_and_none_of_it_is_a_bad_end(guarded: Start) -> None:
    window = guarded(RENEWED.format(last=MOST_ENDS + 2))
    wait_until(lambda: window.notes("good"), "the last successor")
    starts = window.notes("start")
    assert window.notes("testate") == starts[1:], "each hears what the one before left to it"
    assert not window.notes("rest")
    wait_until(
        lambda: [is_alive(each) for each in starts] == [False] * (MOST_ENDS + 1) + [True], "the old to go"
    )
    assert window.stop() == 0


def test_a_successor_that_is_not_needed_after_all_ends_by_itself(guarded: Start) -> None:
    window = guarded(
        """
        if beat.succeeds:
            signal.signal(15, lambda *_: (note('dropped'), sys.exit(0)))
            note('prepares')
            beat.is_prepared()
            time.sleep(600)
        beat()
        beat.ask_for_successor()
        heard = beat.hear()
        beat.renounce_successor()
        note('stays')
        alive(beat)
        """
    )
    wait_until(lambda: window.notes("dropped"), "the successor to end")
    assert window.notes("dropped") == window.notes("prepares")
    (first,) = window.notes("stays")
    assert is_alive(first)
    assert window.stop() == 0


def test_a_window_gives_way_though_its_successor_has_died(guarded: Start) -> None:
    window = guarded(
        """
        if beat.succeeds:
            beat.is_prepared()
            os.abort()
        if starts > 2:
            note('good')
            alive(beat)
        beat()
        beat.ask_for_successor()
        beat.hear()
        beat.settles()
        wait = notes.read_text
        while len([line for line in wait().splitlines() if line.startswith('start')]) < 2: time.sleep(0.02)
        beat.give_way(b'')
        """
    )
    wait_until(lambda: window.notes("good"), "another window")
    assert not window.notes("rest")
    assert window.stop() == 0


def test_to_begin_anew_is_left_to_the_whole_program(guarded: Start) -> None:
    window = guarded(
        "return own.RESTART", "show_first_picture=lambda seen: (note('picture'), seen(), time.sleep(600))"
    )
    assert window.process.wait(60) == RESTART
    assert len(window.notes("start")) == 1
    for picture in window.notes("picture"):
        assert not is_alive(picture)


def test_told_to_stop_before_the_first_window_there_is_none(guarded: Start) -> None:
    window = guarded("alive(beat)", "get_ready=lambda: (os.kill(os.getpid(), 15), note('ready'))")
    assert window.process.wait(60) == 0
    assert window.notes("ready")
    assert not window.notes("start")


def test_bad_ends_far_apart_are_not_too_many() -> None:
    ends = Ends()
    assert not any(ends.are_too_many(now * WITHIN_S) for now in range(6))
    assert [Ends().are_too_many(0.0) for _ in range(MOST_ENDS)] == [False] * MOST_ENDS
    quick = Ends()
    assert [quick.are_too_many(float(now)) for now in range(MOST_ENDS)] == [False, False, True]


def test_what_a_guard_loads_starts_no_thread() -> None:
    loads = (
        "import os; from kiosk.app.getting_ready import load_everything, load_for_the_first_picture; "
        "load_for_the_first_picture(); load_everything(); print(len(os.listdir('/proc/self/task')))"
    )
    told = subprocess.run([sys.executable, "-c", loads], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "1", "a fork has no thread but the one that forks"


def test_a_guard_that_let_its_code_go_holds_less_and_still_works() -> None:
    works = """
from pathlib import Path
from kiosk.app.getting_ready import let_code_go, load_for_the_first_picture
load_for_the_first_picture()
import kiosk.app.face
from PySide6.QtCore import QByteArray, QCryptographicHash

def held_kb():
    return int(Path("/proc/self/status").read_text().split("RssFile:")[1].split()[0])

def work():
    return bytes(QCryptographicHash.hash(QByteArray(b"kiosk"), QCryptographicHash.Algorithm.Sha256).toHex())

before, told = held_kb(), work()
let_code_go()
print(held_kb() < before / 2, work() == told)
"""
    told = subprocess.run([sys.executable, "-c", works], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "True"]
