"""The month of a point on the screen: choose a month, see its figures, carry them away on a stick or on paper."""

from kiosk.domain.month_report import Month
from kiosk.domain.portal import PortalSettings
from kiosk.domain.receipt import Receipt
from kiosk.domain.report_table import ReportTable
from kiosk.flow.intents import EffectFailed, PrintAskedAgain, WentBack
from kiosk.flow.issue_receipt import local_time_text, point_values
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.month_report_words import (
    CountMonth,
    MonthCounted,
    MonthReportView,
    MonthStepped,
    ReportSaveAsked,
    ReportSaved,
    SaveReport,
)
from kiosk.flow.navigation import Turn
from kiosk.flow.slip import Slip
from kiosk.flow.visit import Surroundings, Visit

_WORK = ("CountMonth", "SaveReport")


def report_subject(month: str) -> str:
    """Under which name its print job is kept."""
    return f"report/{month}"


class MonthReportStep:
    """One month at a time; it begins with this one."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._this_month = Month.of(around.now())
        self._month = self._this_month
        self._counted: MonthCounted | None = None
        self._working = False
        self._saved: tuple[str, ...] = ()
        self._slip = self._fresh_slip()
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Count it."""
        self._working = True
        return (CountMonth(month=str(self._month), language=self._visit.language),)

    def view(self) -> View:
        """The figures, and what can be done with them."""
        counted = self._counted
        return MonthReportView(
            month=self._month,
            can_go_on=self._month != self._this_month,
            table=counted.table if counted else None,
            sticks=counted.sticks if counted else (),
            broken_at=counted.broken_at if counted else None,
            saved=self._saved,
            slip=self._slip.state,
            busy=self._working,
            can_go_back=True,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """One thing at a time."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case MonthCounted():
                self._counted, self._working = intent, False
            case ReportSaved(names=names):
                self._saved, self._working = names, False
            case EffectFailed(effect=effect) if effect in _WORK:
                self._working = False
                self._notice = Notice("error", intent.text_key)
            case _ if not self._working:
                return self._asked(intent)
        return Turn()

    def _asked(self, intent: Intent) -> Turn:
        language, month = self._visit.language, str(self._month)
        match intent:
            case MonthStepped(months=months):
                wanted = self._month.step(months)
                if (wanted.year, wanted.number) > (self._this_month.year, self._this_month.number):
                    return Turn()
                self._month, self._counted = wanted, None
                self._forget()
                return Turn(effects=self.enter())
            case ReportSaveAsked(folder=folder) if self._counted is not None:
                self._forget()
                self._working = True
                staff_id = self._visit.staff_id or ""
                save = SaveReport(month=month, language=language, folder=folder, staff_id=staff_id)
                return Turn(effects=(save,))
            case PrintAskedAgain() if self._counted is None:
                return Turn()
        return Turn(effects=self._slip.handle(intent))

    def _forget(self) -> None:
        self._saved, self._notice = (), None
        self._slip = self._fresh_slip()

    def _fresh_slip(self) -> Slip:
        return Slip(report_subject(str(self._month)), self._receipt)

    def _receipt(self) -> Receipt:
        assert self._counted is not None
        at = local_time_text(self._around.now())
        return report_slip(self._around.portal, self._counted.table, at=at, visit=self._visit)


def report_slip(portal: PortalSettings, table: ReportTable, *, at: str, visit: Visit) -> Receipt:
    """The figures on the slip printer; the charts stay on screen and PDF."""
    lines = []
    for section in table.sections:
        lines.append({"head": section.words, "what": "", "value": ""})
        lines += [{"head": "", "what": line.words, "value": line.value} for line in section.lines]
    values = {
        **point_values(portal),
        "title": table.title,
        "at": at,
        "clerk": visit.assisted_by,
        "lines": lines,
        "footing": table.footing,
    }
    return Receipt("month_report", values, visit.language)
