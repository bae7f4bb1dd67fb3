"""An identity card as a paper: front, then back, on one page in true size, marked with what the copy is for."""

from kiosk.domain.procedure_parts import Component
from kiosk.domain.scan import PageProblem, PageSight, Quad
from kiosk.flow.check_page import CheckPageStep
from kiosk.flow.filing import PAGES_STEP, Filing
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.page_words import (
    CaptureCard,
    CardCaptured,
    CopyCard,
    CopyCardView,
    LookForPage,
    PageCaptured,
    PageLooked,
    PurposeMarked,
    ShutterPressed,
)

_OF_PAPER_ONLY = frozenset({PageProblem.TOO_SMALL, PageProblem.FINGER, PageProblem.TWO_SHEETS})
"""Said of a sheet of paper; whether a card is too small is told when it is taken."""


class CopyCardStep:
    """One side after the other; each is taken by itself once the card lies still."""

    def __init__(self, filing: Filing, component: Component) -> None:
        self._filing = filing
        self._component = component
        self._watch = ""
        self._sight: PageSight | None = None
        self._camera_gone = False
        self._front = b""
        self._taking = False
        self._must_move = False
        self._says_purpose = True
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Begin with the front, also after a copy that was not wanted."""
        self._front, self._taking, self._must_move = b"", False, bool(self._watch)
        return self._look()

    def view(self) -> View:
        """Which side is wanted now."""
        sight = self._sight
        return CopyCardView(
            component_name=self._component.name,
            side="back" if self._front else "front",
            front=self._front,
            corners=sight.corners if sight else None,
            still=bool(sight and sight.still),
            problem=next(iter(self._problems()), None),
            camera_gone=self._camera_gone,
            taking=self._taking,
            says_purpose=self._says_purpose,
            purpose=self._purpose(),
            step=PAGES_STEP,
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Back from the second side leads to the first one."""
        match intent:
            case WentBack() if self._front and not self._taking:
                self._front, self._must_move, self._notice = b"", True, None
                return Turn(effects=self._look())
            case WentBack():
                self._watch = ""
                return Turn(back=1)
            case PurposeMarked(wanted=wanted):
                self._says_purpose = wanted
            case PageLooked(watch=watch) if watch == self._watch and not self._taking:
                return self._looked(intent)
            case ShutterPressed() if not self._taking and self._sight and self._sight.corners:
                return self._shoot(self._sight.corners)
            case CardCaptured(shot=shot, side=side) if self._taking and shot == self._watch:
                self._must_move = True
                if side.problems:
                    self._taking = False
                    problem = side.problems[0]
                    key = "copy_card.no_card" if problem is PageProblem.NO_PAGE else f"page.{problem.value}"
                    self._notice = Notice("warning", key)
                    return Turn(effects=self._look())
                return self._taken(side.jpeg)
            case PageCaptured(shot=shot) if self._taking and shot == self._watch:
                return Turn(
                    to=CheckPageStep(self._filing, self._component, intent, is_copy=True, back_when_kept=2)
                )
            case EffectFailed(effect="CaptureCard" | "CopyCard") if self._taking:
                self._taking = False
                self._notice = Notice("error", intent.text_key)
                return Turn(effects=self._look())
        return Turn()

    def _look(self) -> tuple[Effect, ...]:
        self._watch = self._filing.around.new_id()
        return (LookForPage(watch=self._watch),)

    def _problems(self) -> tuple[PageProblem, ...]:
        problems = self._sight.problems if self._sight else ()
        return tuple(problem for problem in problems if problem not in _OF_PAPER_ONLY)

    def _looked(self, looked: PageLooked) -> Turn:
        self._sight, self._camera_gone = looked.sight, looked.camera == "gone"
        sight = looked.sight
        if sight is None:
            return Turn(effects=(LookForPage(watch=self._watch),))
        if not sight.still:
            self._must_move = False
        if sight.still and sight.corners and not self._problems() and not self._must_move:
            return self._shoot(sight.corners)
        return Turn(effects=(LookForPage(watch=self._watch, since_frame=sight.frame_number),))

    def _shoot(self, corners: Quad) -> Turn:
        self._taking, self._notice = True, None
        return Turn(effects=(CaptureCard(shot=self._watch, corners=corners),))

    def _taken(self, side: bytes) -> Turn:
        if not self._front:
            self._front, self._taking = side, False
            return Turn(effects=self._look())
        words = self._purpose() if self._says_purpose else ""
        return Turn(effects=(CopyCard(shot=self._watch, sides=(self._front, side), words=words),))

    def _purpose(self) -> str:
        """Vietnamese, since an officer reads it; it names the procedure and the day, nobody."""
        around = self._filing.around
        day = around.today().strftime("%d/%m/%Y")
        return f"{around.words('copy_card.watermark', 'vi')} {self._filing.procedure.code} – {day}"
