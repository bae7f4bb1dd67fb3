"""The printer for staff: how it stands, what it can say, slips that wait for paper, test page and shift opening."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.receipt import PrinterAbilities, PrinterState, PrintJob, PrintState
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.printing_words import (
    DeskSlipAsked,
    KeptSlipAsked,
    KeptSlipDropped,
    PrinterDeskView,
    ProbeAsked,
    SlipCheckOpened,
    TemplatesOpened,
)
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.paper_line import PaperLine
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.slip_line import LOOKS, PRINTING
from kiosk.ui.widgets.state_panel import StatePanel

STATES = {
    PrinterState.READY: ("success", "success"),
    PrinterState.PAPER_LOW: ("warning", "warning"),
    PrinterState.UNKNOWN: ("warning", "help"),
    PrinterState.PAPER_OUT: ("danger", "paper_out"),
}
"""Kind and icon; every other state is trouble."""
MOST_JOBS = 20


class PrinterDeskScreen(Screen):
    """The printer at the left, its work at the right. Lines are named `print_<n>` and `drop_<n>`, n from 1."""

    name = "printer_desk"
    view_type: ClassVar[type[View]] = PrinterDeskView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.abilities = self.section("printer_desk.abilities", "printer")
        self.slip = NoticePanel(self.theme)
        self.lead = self.label(role="heading")
        self.jobs: list[PaperLine] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(self.theme.space("s"))
        self.orders = [
            self.button(
                "test_page", "printer_desk.test_page", "primary", "printer", DeskSlipAsked(kind="test_page")
            ),
            self.button("opening", "printer_desk.opening", icon="list", sends=DeskSlipAsked(kind="opening")),
            self.button("probe", "printer_desk.probe", icon="search", sends=ProbeAsked()),
        ]
        self.check = self.button(
            "check_slip", "printer_desk.check_slip", icon="shield", sends=SlipCheckOpened()
        )
        self.templates = self.button(
            "templates", "printer_desk.templates", icon="edit", sends=TemplatesOpened()
        )
        self.add(SideBySide(self.theme, self._printer(), self._work(), (1, 1), least_mm=285.0))
        self.body.addStretch(1)

    def _printer(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("m"))
        column.addWidget(self.state)
        column.addWidget(self.abilities)
        column.addStretch(1)
        return holder

    def _work(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("s"))
        for button in (*self.orders, self.check, self.templates):
            column.addWidget(button)
        column.addWidget(self.slip)
        column.addWidget(self.lead)
        column.addLayout(self._lines)
        column.addStretch(1)
        return holder

    # --- showing -----------------------------------------------------------------------------------------

    def show_view(self, view: PrinterDeskView) -> None:
        """State, abilities, the slip asked for, and what waits."""
        texts = self.texts
        kind, icon = STATES.get(view.state, ("danger", "warning"))
        if view.loaded:
            where = view.address or texts("printer_desk.none_configured")
            self.state.show_state(kind, icon, texts(f"printer.{view.state}"), where)
        else:
            self.state.show_state("info", "printer", texts("printer_desk.asking"))
        self.abilities.set_rows(
            self._ability_rows(view.abilities, view.width_dots) if view.abilities else (),
            texts("printer_desk.not_probed") if view.loaded and view.address else "",
        )
        self._show_slip(view)
        for button in self.orders:
            button.setEnabled(not view.working)
        self.templates.setVisible(view.can_edit)
        jobs = view.jobs[:MOST_JOBS]
        self.lead.set_words(
            texts("printer_desk.waiting", count=len(view.jobs))
            if jobs
            else texts("printer_desk.nothing_waits")
        )
        self._show_jobs(jobs, working=view.working)

    def _ability_rows(self, abilities: PrinterAbilities, width_dots: int) -> list[tuple[str, str]]:
        texts = self.texts
        confirms = "process_id" if abilities.process_id else "fence" if abilities.paper_fence else "nothing"
        cutter = {True: "yes", False: "no", None: "not_said"}[abilities.cutter]
        reports = "yes" if abilities.automatic_status else "no"
        asked = "yes" if abilities.realtime_status else "no"
        return [
            (texts("printer_desk.model"), abilities.model or texts("printer_desk.not_said")),
            (texts("printer_desk.width"), texts("printer_desk.dots", count=width_dots)),
            (texts("printer_desk.confirms"), texts(f"printer_desk.confirms_{confirms}")),
            (texts("printer_desk.asked"), texts(f"printer_desk.{asked}")),
            (texts("printer_desk.reports"), texts(f"printer_desk.{reports}")),
            (texts("printer_desk.cutter"), texts(f"printer_desk.{cutter}")),
        ]

    def _show_slip(self, view: PrinterDeskView) -> None:
        slip = view.slip
        self.slip.setVisible(slip is not None)
        if slip is None:
            return
        kind, icon, _ = LOOKS.get(slip.state, ("info", "printer", "primary"))
        state = "printing" if slip.state in PRINTING else slip.state.value
        why = self.texts(f"printer.{slip.printer}") if slip.state is PrintState.NOT_PRINTED else ""
        key = f"printer_desk.slip_{state}"
        self.slip.show_words(
            kind, icon, self.texts(f"slip.{state}"), (why, self.texts(key) if self.texts.has(key) else "")
        )

    def _show_jobs(self, jobs: tuple[PrintJob, ...], *, working: bool) -> None:
        while len(self.jobs) > len(jobs):
            line = self.jobs.pop()
            self._lines.removeWidget(line)
            for button in line.buttons:
                button.setObjectName("")
            line.hide()
            line.deleteLater()
        while len(self.jobs) < len(jobs):
            line = self._job_line(len(self.jobs) + 1)
            self.jobs.append(line)
            self._lines.addWidget(line)
        for line, job in zip(self.jobs, jobs, strict=True):
            name = self.texts(f"template.name_{job.receipt.template}")
            state = "printing" if job.state in PRINTING and job.copies else job.state.value
            told = "  ·  ".join(
                part
                for part in (
                    self.texts("printer_desk.number", number=job.number),
                    job.reference.partition("/")[0] if job.reference.startswith("K-") else "",
                    local_time_text(job.created_at),
                )
                if part
            )
            line.set_words(name, told, self.texts(f"printer_desk.job_{state}"))
            line.show_state("warning" if job.state is PrintState.UNKNOWN else "card", "receipt", "")
            for button in line.buttons:
                button.setEnabled(not working)
                button.setAccessibleName(f"{button.text()}: {name} {job.number}")

    def _job_line(self, number: int) -> PaperLine:
        print_it = self.named(Button(self.theme, kind="secondary", icon="printer"), f"print_{number}")
        drop = self.named(Button(self.theme, kind="quiet", icon="trash"), f"drop_{number}")
        print_it.set_words(self.texts("slip.print_now"))
        drop.set_words(self.texts("printer_desk.drop"))
        print_it.clicked.connect(partial(self._print, number - 1))
        drop.clicked.connect(partial(self._drop, number - 1))
        return PaperLine(self.theme, (print_it, drop))

    def retranslate(self) -> None:
        """The lines' buttons are made by hand."""
        for line in self.jobs:
            print_it, drop = line.buttons
            print_it.set_words(self.texts("slip.print_now"))
            drop.set_words(self.texts("printer_desk.drop"))

    def _print(self, index: int) -> None:
        self.send(KeptSlipAsked(job_id=self.view.jobs[index].id))

    def _drop(self, index: int) -> None:
        self.send(KeptSlipDropped(job_id=self.view.jobs[index].id))
