"""The words of the month's report: what a supervisor does with it, the orders this makes, and what the screen shows."""

from dataclasses import dataclass

from kiosk.domain.month_report import Month
from kiosk.domain.report_table import ReportTable
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthStepped(Intent):
    """So many months on; back for a negative number."""

    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCounted(Intent):
    """The report in words. `broken_at`: the first entry of the trail that does not fit; None when all do."""

    table: ReportTable
    sticks: tuple[str, ...]
    """Folders that files can be written into."""
    broken_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSaveAsked(Intent):
    """As CSV and PDF into this folder."""

    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSaved(Intent):
    """Both files are on the stick, under these names."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountMonth(Effect):
    """→ MonthCounted."""

    month: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveReport(Effect):
    """→ ReportSaved."""

    month: str
    language: str
    folder: str
    staff_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReportView(View):
    """`table` is None while the month is being counted."""

    month: Month
    can_go_on: bool
    """Whether there is a later month to look at."""
    table: ReportTable | None = None
    sticks: tuple[str, ...] = ()
    broken_at: int | None = None
    saved: tuple[str, ...] = ()
    slip: SlipState | None = None
