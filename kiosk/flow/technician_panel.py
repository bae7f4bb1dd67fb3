"""The technician's panel and its tools: each a step of its own; what is done to devices and settings is ordered, not done here."""

from kiosk.domain.settings import TerminalSettings
from kiosk.flow.carry_mail_bag import MailBagStep
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.printer_desk import PrinterDeskStep
from kiosk.flow.technician_words import (
    Check,
    ChecksMade,
    FocusBegunAnew,
    FocusSeen,
    FocusView,
    KeepMember,
    KeepScreenSize,
    LeaveConfirmed,
    LeaveProgram,
    LeavePutAside,
    LineDeskView,
    LineFacts,
    LineLoaded,
    ListStaff,
    LoadLine,
    LoadLog,
    LockMember,
    LogFilterChosen,
    LogLine,
    LogLoaded,
    LogView,
    LookForFocus,
    MakeChecks,
    MemberChosen,
    MemberEntered,
    MemberLockChanged,
    OtherCameraChosen,
    PanelToolChosen,
    ScreenMeasured,
    ScreenSizeKept,
    ScreenSizeView,
    StaffDeskView,
    StaffListed,
    TechnicianView,
)
from kiosk.flow.visit import Surroundings, Visit

CHECK_EVERY_S = 4.0
FOCUS_EVERY_S = 0.2
LINE_EVERY_S = 2.0
LEAVING = ("restart", "desktop")


class PanelStep:
    """Every check, again and again while somebody looks at them, and the way to each tool."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._checks: tuple[Check, ...] | None = None
        self._asks = ""
        self._notice: Notice | None = None
        self._watch = ""

    def enter(self) -> tuple[Effect, ...]:
        """At once; what an earlier round brings back no longer counts."""
        self._watch = self._around.new_id()
        return (MakeChecks(watch=self._watch),)

    def view(self) -> View:
        """Checks, tools, and the question before the program ends."""
        return TechnicianView(
            checks=self._checks,
            asks=self._asks,
            notice=self._notice,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Leaving is asked for twice."""
        match intent:
            case ChecksMade(checks=checks, watch=watch) if watch == self._watch:
                self._checks = checks
                return Turn(effects=(MakeChecks(watch=watch, after_s=CHECK_EVERY_S),))
            case EffectFailed():
                self._notice = Notice("error", intent.text_key)
            case LeavePutAside():
                self._asks = ""
            case LeaveConfirmed() if self._asks:
                how, self._asks = self._asks, ""
                return Turn(effects=(LeaveProgram(how=how, staff_id=self._visit.staff_id or ""),))
            case WentBack() if self._asks:
                self._asks = ""
            case WentBack():
                return Turn(back=1)
            case PanelToolChosen(tool=tool) if tool in LEAVING:
                self._asks, self._notice = tool, None
            case PanelToolChosen(tool=tool):
                return self._open(tool)
        return Turn()

    def _open(self, tool: str) -> Turn:
        step = _tool_step(tool, self._visit, self._around)
        return Turn(to=step) if step is not None else Turn()


def _tool_step(tool: str, visit: Visit, around: Surroundings) -> Step | None:
    match tool:
        case "focus":
            return FocusStep(visit, around)
        case "screen_size":
            return ScreenSizeStep(visit, around)
        case "line":
            return LineStep(visit, around)
        case "log":
            return LogStep(visit)
        case "staff":
            return StaffDeskStep(visit)
        case "printer":
            return PrinterDeskStep(visit, around)
        case "mail_bag":
            return MailBagStep(visit)
    return None


class FocusStep:
    """Turn the lens until the number is highest."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._watch = ""
        self._camera = "card"
        self._seen: FocusSeen | None = None
        self._best = 0
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Look through the one chosen; what an earlier look brings back no longer counts."""
        self._watch = self._around.new_id()
        return (LookForFocus(camera=self._camera, watch=self._watch),)

    def view(self) -> View:
        """The number of this picture and the best one."""
        return FocusView(
            camera=self._camera,
            has_other=self._around.has_page_camera,
            seen=self._seen,
            best=self._best,
            notice=self._notice,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Look again after each look."""
        match intent:
            case FocusSeen(camera=camera, watch=watch) if watch == self._watch:
                self._seen = intent
                self._best = max(self._best, intent.score)
                again = LookForFocus(
                    camera=camera, watch=watch, since_frame=intent.frame_number, after_s=FOCUS_EVERY_S
                )
                return Turn(effects=(again,))
            case EffectFailed(effect="LookForFocus"):
                self._seen = None
                self._notice = Notice("error", intent.text_key)
            case FocusBegunAnew():
                self._best = 0
            case OtherCameraChosen() if self._around.has_page_camera:
                self._camera = "document" if self._camera == "card" else "card"
                self._seen, self._best = None, 0
                return Turn(effects=self.enter())
            case WentBack():
                return Turn(back=1)
        return Turn()


class ScreenSizeStep:
    """Lay a card on the screen and make the frame fit: from then on a millimetre is a millimetre."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._diagonal_inch = around.diagonal_inch or TerminalSettings().diagonal_inch
        self._kept = self._keeping = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """The frame."""
        return ScreenSizeView(
            diagonal_inch=self._diagonal_inch,
            kept=self._kept,
            keeping=self._keeping,
            notice=self._notice,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Kept in the settings; the next start draws everything in the new size."""
        match intent:
            case ScreenMeasured(diagonal_inch=diagonal_inch) if not self._keeping:
                self._diagonal_inch, self._keeping, self._kept = diagonal_inch, True, False
                keep = KeepScreenSize(diagonal_inch=diagonal_inch, staff_id=self._visit.staff_id or "")
                return Turn(effects=(keep,))
            case ScreenSizeKept():
                self._keeping, self._kept = False, True
                self._notice = Notice("success", "technician.size_kept")
            case EffectFailed(effect="KeepScreenSize"):
                self._keeping = False
                self._notice = Notice("error", "technician.size_not_kept")
            case WentBack():
                return Turn(back=1)
        return Turn()


class LineStep:
    """Network, clock and queue, looked at again and again."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._watch = ""
        self._line: LineFacts | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Now."""
        self._watch = self._around.new_id()
        return (LoadLine(watch=self._watch),)

    def view(self) -> View:
        """The facts."""
        return LineDeskView(line=self._line, can_go_back=True, assisted_by=self._visit.assisted_by)

    def handle(self, intent: Intent) -> Turn:
        """Once more after each answer."""
        match intent:
            case LineLoaded(line=line, watch=watch) if watch == self._watch:
                self._line = line
                return Turn(effects=(LoadLine(watch=watch, after_s=LINE_EVERY_S),))
            case WentBack():
                return Turn(back=1)
        return Turn()


class LogStep:
    """The program's log, newest first."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._lines: tuple[LogLine, ...] | None = None
        self._only_trouble = False

    def enter(self) -> tuple[Effect, ...]:
        """Read it."""
        return (LoadLog(only_trouble=self._only_trouble),)

    def view(self) -> View:
        """The lines."""
        return LogView(
            lines=self._lines,
            only_trouble=self._only_trouble,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Everything, or only trouble."""
        match intent:
            case LogLoaded(lines=lines):
                self._lines = lines
            case LogFilterChosen(only_trouble=only_trouble):
                self._only_trouble = only_trouble
                return Turn(effects=self.enter())
            case EffectFailed(effect="LoadLog"):
                self._lines = ()
            case WentBack():
                return Turn(back=1)
        return Turn()


class StaffDeskStep:
    """Who may sign in here; nobody can shut themselves out."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._members: StaffListed | None = None
        self._chosen: str | None = None
        self._working = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """The list."""
        return (ListStaff(),)

    def view(self) -> View:
        """The list, or one of it."""
        return StaffDeskView(
            members=self._members.members if self._members else None,
            chosen=self._chosen,
            working=self._working,
            own_id=self._visit.staff_id or "",
            notice=self._notice,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """One change at a time; after it the list is shown anew."""
        match intent:
            case StaffListed():
                self._members = intent
                if self._working:
                    self._working, self._chosen = False, None
                    self._notice = Notice("success", "technician.staff_changed")
            case MemberChosen(staff_id=staff_id):
                self._chosen, self._notice = staff_id, None
            case MemberEntered() if self._chosen is not None and not self._working:
                is_new = not self._chosen
                keep = KeepMember(
                    staff_id=intent.staff_id if is_new else self._chosen,
                    name=intent.name,
                    role=intent.role,
                    pin=intent.pin,
                    is_new=is_new,
                )
                return self._order(keep)
            case MemberLockChanged(active=active) if self._chosen and not self._working:
                if self._chosen != self._visit.staff_id:
                    return self._order(LockMember(staff_id=self._chosen, active=active))
            case EffectFailed():
                self._working = False
                self._notice = Notice("error", intent.text_key)
            case WentBack() if self._chosen is not None:
                self._chosen, self._notice = None, None
            case WentBack():
                return Turn(back=1)
        return Turn()

    def _order(self, effect: Effect) -> Turn:
        self._working, self._notice = True, None
        return Turn(effects=(effect,))
