"""The words of practice: begin, end, hold up what is practised with; nothing of it ever goes out."""

from dataclasses import dataclass

from kiosk.domain.staff import StaffMember
from kiosk.flow.messages import Effect, Intent, View

PRACTICE_CODE = "123456"
"""The one-time code while practising."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeOpened(Intent):
    """A citizen would like to try without anything happening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeAsked(Intent):
    """Begin; `at_bench`: as a clerk for a citizen, else as a citizen alone."""

    at_bench: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeReady(Intent):
    """The world to practise in stands."""

    staff: StaffMember | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeLeft(Intent):
    """The button on the bar of practice: enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeOver(Intent):
    """Back in the real world."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleAsked(Intent):
    """Lay the next sample of this kind before the camera: card or paper."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginPractice(Effect):
    """Build the world to practise in."""

    staff: StaffMember | None = None
    staff_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPractice(Effect):
    """Let it go, and erase everything that was kept in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSample(Effect):
    """The next sample before the camera; an empty kind takes it away."""

    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeView(View):
    """What practising is, and the ways into it."""

    for_staff: bool = False
    beginning: bool = False
