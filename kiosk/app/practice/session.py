"""What the presenter talks to: the real session, or the one of practice while somebody practises; decides no step."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.app.practice.effects import PracticeEffects
from kiosk.domain.scan import Frame
from kiosk.flow.account_words import OtpView
from kiosk.flow.call_words import CallClerk, CallState, EndCall, SwitchChime, TakeCall
from kiosk.flow.help_words import DemonstrationView
from kiosk.flow.intents import EffectFailed, IdleRanOut, LanguageChosen, WayChosen
from kiosk.flow.messages import Effect, Intent, PracticeMark, View
from kiosk.flow.page_words import CopyCardView, ScanPagesView
from kiosk.flow.practice_words import (
    EndPractice,
    PracticeLeft,
    PracticeOver,
    PracticeReady,
    SampleAsked,
    ShowSample,
)
from kiosk.flow.session import Session
from kiosk.flow.staff_words import SignedOut
from kiosk.flow.technician_words import TechnicianCalled
from kiosk.flow.views import ResumeView, ScanCardView, WelcomeView
from kiosk.flow.ways import WayName
from kiosk.ui.presenter import Order
from kiosk.ui.preview import CameraFeed

if TYPE_CHECKING:
    from kiosk.app.practice.world import PracticeWorld

SAMPLES: dict[type[View], str] = {
    ScanCardView: "card",
    ResumeView: "card",
    CopyCardView: "card",
    ScanPagesView: "paper",
}
"""What is laid before the camera on which screen."""
REAL_ORDERS = (CallClerk, TakeCall, EndCall, SwitchChime)
"""Who is called in practice is called in earnest."""


class PractisingSession:
    """One of two sessions answers at any time. Every View of practice carries its mark."""

    def __init__(
        self, real: Session, real_orders: Callable[[Effect], Order], practice: PracticeEffects
    ) -> None:
        self.real = real
        self._real_orders = real_orders
        self._practice = practice
        self._world: PracticeWorld | None = None
        self._orders = real_orders
        """Of the session that gave the last effects; they are asked for right after the turn that gave them."""
        self._sample = ""
        self._visits = 0

    @property
    def world(self) -> "PracticeWorld | None":
        """The one practised in now."""
        return self._world

    @property
    def visit_number(self) -> int:
        """Counts up whenever everything of a visit was wiped, and when practice begins and ends."""
        return self._visits

    @property
    def staff_name(self) -> str:
        """Who is really signed in."""
        return self.real.staff_name

    @property
    def own_call(self) -> tuple[CallState, str]:
        """How the call of whoever stands here stands, and who comes."""
        return (self._world.session if self._world is not None else self.real).own_call

    @property
    def view(self) -> View:
        """What to show now."""
        if self._world is None:
            return self.real.view
        view = self._world.session.view
        sample = SAMPLES.get(type(view), "")
        return replace(view, practice=PracticeMark(sample=sample, shows_code=isinstance(view, OtpView)))

    def start(self) -> tuple[View, tuple[Effect, ...]]:
        """The first view, and the orders of the start."""
        return self.real.start()

    def order_for(self, effect: Effect) -> Order:
        """In the world the effect comes from; staff are called in the real one."""
        return self._real_orders(effect) if isinstance(effect, REAL_ORDERS) else self._orders(effect)

    def handle(self, intent: Intent) -> tuple[View, tuple[Effect, ...]]:
        """One intent in; the view after it and the orders to carry out."""
        self._orders = self._real_orders
        if isinstance(intent, PracticeReady) and self._practice.world is not None:
            return self._begin(self._practice.world)
        if self._world is None:
            return self._in_the_real_world(intent)
        match intent:
            case PracticeLeft() | SignedOut():
                return self._end(PracticeOver())
            case EffectFailed(broken=True) | TechnicianCalled():
                return self._end(PracticeOver(), intent)
            case IdleRanOut() if isinstance(self._world.session.view, WelcomeView | DemonstrationView):
                return self._end(PracticeOver(), intent)
            case WayChosen(way=WayName.STAFF):
                return self.view, ()
            case LanguageChosen():
                self.real.handle(intent)
        return self._in_practice(self._world, intent)

    def _in_the_real_world(self, intent: Intent) -> tuple[View, tuple[Effect, ...]]:
        before = self.real.visit_number
        view, effects = self.real.handle(intent)
        self._visits += self.real.visit_number != before
        return view, effects

    def _in_practice(self, world: "PracticeWorld", intent: Intent) -> tuple[View, tuple[Effect, ...]]:
        self._orders = world.order_for
        if isinstance(intent, SampleAsked):
            return self.view, (ShowSample(kind=intent.kind),)
        before = world.session.visit_number
        _, effects = world.session.handle(intent)
        self._visits += world.session.visit_number != before
        view = self.view
        sample = view.practice.sample if view.practice is not None else ""
        if sample != self._sample:
            self._sample = sample
            effects = (*effects, ShowSample())
        return view, effects

    def _begin(self, world: "PracticeWorld") -> tuple[View, tuple[Effect, ...]]:
        self._world, self._sample = world, ""
        self._orders = world.order_for
        self._visits += 1
        _, effects = world.session.start()
        return self.view, effects

    def _end(self, *told: Intent) -> tuple[View, tuple[Effect, ...]]:
        """The real session is told that practice is over, and of whatever ended it."""
        called = self._world.session.hang_up() if self._world is not None else ()
        self._world = None
        self._visits += 1
        effects: list[Effect] = [*called, EndPractice()]
        for intent in told:
            effects += self._in_the_real_world(intent)[1]
        return self.real.view, tuple(effects)


class PractisedFeed:
    """What a live picture shows: the real camera, or the stage while somebody practises."""

    def __init__(self, real: CameraFeed, session: PractisingSession) -> None:
        self._real = real
        self._session = session

    def newest(self) -> Frame | None:
        """The newest frame; never waits."""
        world = self._session.world
        return (world.camera if world is not None else self._real).newest()
