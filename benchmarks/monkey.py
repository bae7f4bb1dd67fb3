"""Seeded hands that touch and type anything anywhere: at the session alone, and at the real window. What breaks is counted.

python3 -m benchmarks.monkey SEED EVENTS            the window alone, as long as wanted; ends with 1 where something broke
python3 -m benchmarks.monkey SEED EVENTS terminal   a whole terminal: store, lanes, portal, staff and devices
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, Progress, at_most, figure

SESSION_EVENTS, SESSION_STEPS = 1_000_000, 20_000
WINDOW_EVENTS = 4_000


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """Faults: exceptions, a window that opened beside the one, "out of order", a screen that never ends."""
    session_events = SESSION_EVENTS // 50 if quick else SESSION_EVENTS
    window_events = WINDOW_EVENTS // 10 if quick else WINDOW_EVENTS
    broken = _at_the_session(session_events, lambda done: progress.step("the session", done, session_events))
    faults, visits = at_the_window(
        1, window_events, lambda done: progress.step("the window", done, window_events)
    )
    return [
        figure(f"faults in {session_events:,} events at the session", broken, goal=at_most(0)),
        figure(f"faults in {window_events:,} events at the window", len(faults), goal=at_most(0)),
        figure("visits begun and ended at the window", visits),
    ]


def _at_the_session(events: int, tell: Callable[[int], object]) -> int:
    from tests.unit.test_session_monkey import swing

    broken = 0
    for seed in range(max(1, events // SESSION_STEPS)):
        try:
            swing(1000 + seed, min(events, SESSION_STEPS))
        except Exception as error:  # noqa: BLE001  whatever it is, it is a fault
            broken += 1
            print(f"session, seed {1000 + seed}: {type(error).__name__}: {error}", file=sys.stderr)
        tell((seed + 1) * SESSION_STEPS)
    return broken


def at_the_window(seed: int, events: int, tell: Callable[[int], object]) -> tuple[list[str], int]:
    """(what went wrong, visits)."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kiosk.app.main import make_application
    from tests.ui.monkey import Monkey

    application = make_application()
    monkey = Monkey(seed)
    monkey.run(events, tell)
    monkey.close()
    for fault in monkey.faults:
        print(f"window, seed {seed}: {fault}", file=sys.stderr)
    print(f"{monkey.inputs} of the window system's events", file=sys.stderr)
    del application
    return monkey.faults, monkey.visits


def at_a_terminal(seed: int, events: int, tell: Callable[[int], object]) -> tuple[list[str], int]:
    """The same at a whole terminal with a portal beside it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kiosk.app.main import make_application
    from tests.cli.program import enrolled_kiosk, portal_process
    from tests.journeys.at_the_window import window_of
    from tests.journeys.leave_a_draft import Patience
    from tests.ui.terminal_monkey import TerminalHands

    application = make_application()
    with (
        TemporaryDirectory(prefix="kiosk-monkey-") as place,
        portal_process(Path(place) / "portal") as portal,
    ):
        kiosk = enrolled_kiosk(Path(place) / "kiosk", portal)
        with window_of(kiosk, Patience()) as person:
            hands = TerminalHands(seed, person, kiosk.folder / "roll")
            hands.run(events, tell)
            hands.close()
            visits = person.terminal.session.visit_number
    for fault in hands.faults:
        print(f"terminal, seed {seed}: {fault}", file=sys.stderr)
    print(f"{len(hands.screens)} screens: {' '.join(sorted(hands.screens))}", file=sys.stderr)
    del application
    return hands.faults, visits


if __name__ == "__main__":
    before = at_a_terminal if sys.argv[3:] == ["terminal"] else at_the_window
    wrong, ended = before(
        int(sys.argv[1]), int(sys.argv[2]), lambda done: print(done, file=sys.stderr, flush=True)
    )
    print(f"{len(wrong)} faults, {ended} visits")
    sys.exit(1 if wrong else 0)
