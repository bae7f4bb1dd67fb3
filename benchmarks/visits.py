"""5,000 whole visits at one window, one after the other: what memory, widgets, threads and descriptors they leave behind.

python3 -m benchmarks.visits VISITS     so many, told every hundred
"""

import contextlib
import ctypes
import gc
import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.figures import Figure, Progress, at_most, figure

if TYPE_CHECKING:
    from kiosk.flow.messages import Effect, Intent, View
    from tests.ui.monkey import Monkey

DESCRIPTORS = Path("/proc/self/fd")
ROOT = Path(__file__).resolve().parents[1]
VISITS, QUICK_VISITS = 400, 60
SETTLED_AFTER = 50
"""Visits until every screen was made once, caches are full and the heap has found its size."""
TOLD_EVERY = 100
MOST_STEPS = 100
PROCEDURE = "2.000908"
ANSWERS = {
    "paper_name": "Bằng tốt nghiệp trung học phổ thông",
    "issuer": "Trường mẫu",
    "issue_year": 1998,
    "copies": 1,
    "owner_is": "self",
}


@dataclass(frozen=True, slots=True)
class Footprint:
    """What one process holds now; memory after free pages were handed back."""

    visits: int
    whole: int
    """Of them, those that ended with a dossier kept and its slip."""
    screens: int
    resident_kb: int
    widgets: int
    objects: int
    threads: int
    descriptors: int


def measure(quick: bool, progress: Progress) -> list[Figure]:
    """From the settled state to the end, and what that means for 5,000."""
    visits = QUICK_VISITS if quick else VISITS
    progress.step("visits", 0, visits)
    command = [sys.executable, "-m", "benchmarks.visits", str(visits)]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE).stdout
    taken = [Footprint(**json.loads(line)) for line in told.splitlines()]
    first, last = taken[0], taken[-1]
    between = last.visits - first.visits
    grown_kb = last.resident_kb - first.resident_kb
    return [
        figure(f"memory after {between} more visits", grown_kb / 1000, "MB"),
        figure("  the same rate over 5,000", grown_kb * 5000 / between / 1000, "MB", goal=at_most(5)),
        figure("widgets more", last.widgets - first.widgets, goal=at_most(0)),
        figure("threads more", last.threads - first.threads, goal=at_most(0)),
        figure("descriptors more", last.descriptors - first.descriptors, goal=at_most(0)),
        figure("visits that ended with a dossier and its slip", last.whole - first.whole),
    ]


class Visitors:
    """People who do what each screen is for, at a window of the monkey's, with every answer a good one."""

    def __init__(self, monkey: "Monkey", chance: random.Random) -> None:
        self._monkey = monkey
        self._chance = chance
        self.visits = self.whole = self.screens = 0

    def visit(self) -> None:
        """From the welcome screen back to it."""
        from kiosk.flow.intents import IdleRanOut, Left
        from kiosk.flow.views import DossierDoneView, WelcomeView

        monkey, session = self._monkey, self._monkey.driver.session
        seen: set[type[View]] = set()
        for step in range(MOST_STEPS):
            monkey.now_s += 5
            self._type()
            self._show()
            before = type(session.view)
            if self._chance.random() < 0.3 or not self._answered():
                monkey.presenter.take(self._wish(session.view))
            self.screens += type(session.view) is not before
            seen.add(type(session.view))
            if step > 1 and isinstance(session.view, WelcomeView):
                break
        else:
            monkey.presenter.take(Left())
            monkey.presenter.take(IdleRanOut())
        monkey.lanes.run_pending()
        monkey.world.drafts.clear()
        monkey.world.pages.clear()
        self.visits += 1
        self.whole += DossierDoneView in seen

    def _answered(self) -> bool:
        """What was ordered comes back, once for each order."""
        return bool(self._monkey.lanes.run_pending())

    def _type(self) -> None:
        """Something of oneself into every field of the screen, by the keyboard's own way."""
        from PySide6.QtGui import QInputMethodEvent
        from PySide6.QtWidgets import QApplication, QLineEdit

        from kiosk.flow.views import FormPageView

        screen = self._monkey.window.current
        if isinstance(self._monkey.driver.session.view, FormPageView):
            return  # answered one by one
        for line in screen.findChildren(QLineEdit) if screen is not None else ():
            if line.isVisible() and line.isEnabled() and not line.text():
                line.setFocus()
                event = QInputMethodEvent()
                event.setCommitString(self._chance.choice(("Nguyễn Thị An", "0912345678", "001199000001")))
                QApplication.sendEvent(line, event)

    def _show(self) -> None:
        from PySide6.QtCore import QEvent
        from PySide6.QtWidgets import QApplication

        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _wish(self, view: "View") -> "Intent":
        from kiosk.flow import intents, page_words
        from kiosk.flow.account_way_words import AccountWayView
        from kiosk.flow.page_words import ScanPagesView
        from kiosk.flow.views import (
            DossierDoneView,
            FormPageView,
            ProveIdentityView,
            ScanCardView,
            SearchView,
            SummaryView,
            WelcomeView,
        )
        from kiosk.flow.ways import WayName
        from tests.unit.test_session_dossier import SAMPLE
        from tests.unit.test_session_monkey import MEANT
        from tests.unit.test_session_monkey import Hands as Meaning
        from tests.unit.visit_driver import WITHOUT_ACCOUNT

        if isinstance(view, WelcomeView):
            return intents.WayChosen(way=WayName.SUBMIT_DOSSIER)
        if isinstance(view, ScanCardView | ProveIdentityView):
            return intents.CardChosen()
        if isinstance(view, SearchView):
            return intents.ProcedureChosen(code=PROCEDURE)
        if isinstance(view, FormPageView):
            for question in view.fields:
                field = question.field
                if field.required and (question.value in (None, "") or question.problem):
                    first = field.choices[0][0] if field.choices else SAMPLE[field.widget]
                    return intents.Answered(name=field.name, value=ANSWERS.get(field.name, first))
            return intents.WentOn()
        if isinstance(view, ScanPagesView):
            return intents.WentOn() if view.thumbs else page_words.ShutterPressed()
        for kind, wish in (
            (AccountWayView, WITHOUT_ACCOUNT),
            (page_words.CheckPageView, page_words.PageAccepted()),
            (SummaryView, intents.Confirmed()),
            (DossierDoneView, intents.WentOn()),
        ):
            if isinstance(view, kind):
                return wish
        offered = Meaning(self._monkey.driver, self._chance).offered(view) or MEANT.get(type(view), ())
        meant = [wish for wish in offered if not isinstance(wish, intents.WentBack)]
        return self._chance.choice(meant or [intents.WentOn()])

    def footprint(self) -> Footprint:
        """After everything that nobody needs was let go."""
        from PySide6.QtWidgets import QApplication

        self._show()
        gc.collect()
        if sys.platform.startswith("linux"):
            ctypes.CDLL(None).malloc_trim(0)
        return Footprint(
            self.visits,
            self.whole,
            self.screens,
            _resident_kb(),
            len(QApplication.allWidgets()),
            len(gc.get_objects()),
            threading.active_count(),
            sum(1 for _ in DESCRIPTORS.iterdir()) if DESCRIPTORS.is_dir() else 0,
        )


def _resident_kb() -> int:
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1])
    return 0


def footprints(visits: int) -> Iterator[Footprint]:
    """After the window has settled, then every hundred visits and at the end."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kiosk.app.main import make_application
    from kiosk.domain.scan import CardSight, CodeKind, ReadMethod, SeenCode
    from kiosk.flow.intents import CardLooked
    from kiosk.flow.page_words import PageCaptured
    from tests.ui.monkey import Monkey
    from tests.unit.chance_world import World
    from tests.unit.test_session_dossier import a_page
    from tests.unit.visit_driver import AN

    class GoodWorld(World):
        """Nothing fails, and the card is read at the second look."""

        def answer(self, order: "Effect") -> "Intent | None":
            method: Any = getattr(self, type(order).__name__, None)
            found: Intent | None = method(order) if method else None
            return found

        def LookForCard(self, order: Any) -> "Intent":
            sight = CardSight(1, (SeenCode(CodeKind.CCCD_QR, ReadMethod.QR, "raw", AN),))
            return CardLooked(watch=order.watch, sight=sight, camera="delivering", waited_s=1.0)

        def CapturePage(self, order: Any) -> "Intent":
            return PageCaptured(shot=order.shot, page=a_page(), still=b"still")

    application = make_application()
    monkey = Monkey(1)
    monkey.world = GoodWorld(random.Random(2))
    visitors = Visitors(monkey, random.Random(3))
    for number in range(1, visits + 1):
        visitors.visit()
        if number == SETTLED_AFTER or (number > SETTLED_AFTER and number % TOLD_EVERY == 0):
            yield visitors.footprint()
    yield visitors.footprint()
    monkey.close()
    for fault in monkey.faults:
        print(fault, file=sys.stderr)
    del application


if __name__ == "__main__":
    for each in footprints(int(sys.argv[1])):
        print(json.dumps(asdict(each)), flush=True)
