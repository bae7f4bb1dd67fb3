"""The month of a point: choose a month, read its figures beside their charts, save them on a stick, print them."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.report_table import ReportTable
from kiosk.flow.intents import PrintAskedAgain
from kiosk.flow.messages import View
from kiosk.flow.month_report_words import MonthReportView, MonthStepped, ReportSaveAsked
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.bar_chart import BarChart
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.fact_section import FactSection
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.slip_line import SlipLine

MOST_STICKS = 3
ICONS = ("pages", "building", "upload", "money", "people", "star", "list")


class MonthReportScreen(Screen):
    """Figures at the left, charts at the right. Buttons for sticks are named `save_<n>`, n from 1."""

    name = "month_report"
    view_type: ClassVar[type[View]] = MonthReportView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.earlier = self.button(
            "earlier", "month_report.earlier", icon="left", sends=MonthStepped(months=-1)
        )
        self.month = self.label(role="title")
        self.later = self.button("later", "month_report.later", icon="right", sends=MonthStepped(months=1))
        self.told = NoticePanel(self.theme)
        self.slip = SlipLine(self)
        self.broken = self.banner(kind="danger")
        self.point = self.label(role="soft")
        self.no_stick = self.label("month_report.no_stick", role="caption")
        self.sections: list[FactSection] = []
        self._figures = QVBoxLayout()
        self._figures.setSpacing(self.theme.space("m"))
        self.days_words = self.label(role="heading")
        self.days = BarChart(self.theme, upright=True)
        self.ranking_words = self.label(role="heading")
        self.ranking = BarChart(self.theme, upright=False)
        self.footing = self.label(role="caption")
        self.body.addLayout(self.row(self.earlier, self.month, self.later, stretch=False))
        self.add(self.broken, self.told, self.slip, self.point, self.no_stick)
        figures, charts = QWidget(), QWidget()
        self._figures.setContentsMargins(0, 0, 0, 0)
        figures.setLayout(self._figures)
        self._figures.addStretch(1)
        column = QVBoxLayout(charts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("s"))
        for part in (self.days_words, self.days, self.ranking_words, self.ranking, self.footing):
            column.addWidget(part)
        column.addStretch(1)
        self._table = SideBySide(self.theme, figures, charts, (1, 1), least_mm=285.0)
        self.add(self._table)
        self.body.addStretch(1)
        self.saves = [self._save_button(number) for number in range(1, MOST_STICKS + 1)]
        for save in self.saves:
            self.footer.put_second(save)
        self.print = self.button("print", "month_report.print", icon="printer", sends=PrintAskedAgain())
        self.footer.put_second(self.print)

    def _save_button(self, number: int) -> Button:
        save = self.named(Button(self.theme, icon="download"), f"save_{number}")
        save.clicked.connect(partial(self._save, number - 1))
        return save

    def _save(self, index: int) -> None:
        self.send(ReportSaveAsked(folder=self.view.sticks[index]))

    def show_view(self, view: MonthReportView) -> None:
        """Month, figures, and what became of the last order."""
        texts = self.texts
        self.month.set_words(texts("month_report.month", month=view.month.number, year=view.month.year))
        self.later.setEnabled(view.can_go_on and not view.busy)
        self.earlier.setEnabled(not view.busy)
        counted = view.table is not None and not view.busy
        self.print.setEnabled(counted)
        self.print.setVisible(view.slip is None)
        self.no_stick.setVisible(counted and not view.sticks)
        for number, save in enumerate(self.saves):
            there = number < len(view.sticks)
            save.setVisible(there)
            save.setEnabled(counted)
            if there:
                save.set_words(texts("month_report.save", stick=Path(view.sticks[number]).name))
        self.told.setVisible(bool(view.saved))
        if view.saved:
            self.told.show_words("success", "success", texts("month_report.saved"), view.saved)
        broken = view.broken_at is not None
        self.broken.set_words(texts("month_report.broken", entry=view.broken_at) if broken else "")
        self.slip.show_slip(view.slip)
        self.footer.show_if_needed()
        self._table.setVisible(view.table is not None)
        if view.table is None:
            self.point.set_words(texts("month_report.counting"))
        else:
            self._show_table(view.table)

    def _show_table(self, table: ReportTable) -> None:
        self.point.set_words(table.subtitle)
        while len(self.sections) < len(table.sections):
            section = FactSection(self.theme, ICONS[len(self.sections) % len(ICONS)])
            self.sections.append(section)
            self._figures.insertWidget(len(self.sections) - 1, section)
        for section, told in zip(self.sections, table.sections, strict=False):
            section.set_words(told.words)
            section.set_rows((line.words, line.value) for line in told.lines)
        for section in self.sections[len(table.sections) :]:
            section.set_rows(())
        days, ranking = table.charts
        for words, chart, bars in (
            (self.days_words, self.days, days),
            (self.ranking_words, self.ranking, ranking),
        ):
            words.set_words(bars.words)
            words.setVisible(bool(bars.bars))
            chart.show_chart(bars)
        self.footing.set_words(table.footing)
