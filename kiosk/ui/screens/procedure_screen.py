"""One procedure on one page: who handles it, how long, what it costs, what to bring, and whether it goes online."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Case, Channel
from kiosk.domain.procedure_versions import Standing, day_text
from kiosk.flow.behalf_words import BehalfChosen
from kiosk.flow.bring_words import BringAsked
from kiosk.flow.intents import ProcedureChosen, WentOn
from kiosk.flow.messages import View
from kiosk.flow.views import ProcedureView
from kiosk.ui.paper_words import paper_words
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.validity_texts import change_row, dates_sentence
from kiosk.ui.widgets.fact_card import FactCard
from kiosk.ui.widgets.label import Label
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.paper_list import PaperList
from kiosk.ui.widgets.tile import TileGrid


class ProcedureScreen(Screen):
    """The way on only where the procedure can be filed here; else why not, and what to do instead, come first."""

    name = "procedure"
    view_type: ClassVar[type[View]] = ProcedureView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.online = NoticePanel(self.theme)
        self.replacement = self.button(
            "replacement", "procedure.see_replacement", icon="forward", sends=self._replacement
        )
        self.dates = NoticePanel(self.theme)
        self.agency = FactCard(self.theme, "building")
        self.time = FactCard(self.theme, "clock")
        self.fee = FactCard(self.theme, "money")
        self.result = FactCard(self.theme, "document_check")
        self.facts = TileGrid(self.theme, columns=4, least_mm=84.0)
        self.facts.add(self.agency, self.time, self.fee, self.result)
        self.counted = Label(role="soft")
        self.bring = self.label("procedure.bring", "heading")
        self.papers = TileGrid(self.theme, columns=2, least_mm=150.0)
        self._paper_lists: list[PaperList] = []
        self.exempt_title = self.label("procedure.exempt", "heading")
        self.exempt = Label(role="body")
        self.legal = Label(role="caption")
        self.bring_list = self.button(
            "what_to_bring", "procedure.what_to_bring", icon="list", sends=BringAsked()
        )
        self.behalf = self.button("behalf", "procedure.behalf", icon="people", sends=BehalfChosen())
        self.footer.put_second(self.bring_list)
        self.start = self.go_on("procedure.go_on", sends=WentOn())
        column = QVBoxLayout()
        column.setSpacing(self.theme.space("s"))
        for part in (self.exempt_title, self.exempt):
            column.addWidget(part)
        self.add(
            self.online,
            self.row(self.replacement, stretch=False),
            self.dates,
            self.facts,
            self.counted,
            self.bring,
            self.papers,
            column,
            self.legal,
        )
        self.add(self.row(self.behalf, stretch=False))
        self.body.addStretch(1)

    def show_view(self, view: ProcedureView) -> None:
        """Everything a person wants to know before beginning."""
        procedure, texts = view.procedure, self.texts
        self.set_title(texts.of(procedure.name))
        self.start.setVisible(view.can_file or view.prints_form)
        self.behalf.setVisible(view.can_file)
        self.start.set_words(texts("procedure.go_on" if view.can_file else "procedure.fill_paper_form"))
        self.footer.show_if_needed()
        self._show_online(view)
        self._show_dates(view)
        channel = self._channel(view)
        self.agency.set_words(texts("procedure.agency"), texts.of(view.agency))
        self._show_time(procedure, channel)
        self._show_fee(channel)
        counted = " ".join(texts.of(line) for line in view.counted)
        self.counted.set_words(texts("procedure.counted", how=counted) if counted else "")
        self.counted.setVisible(bool(counted))
        result = texts.of(procedure.result.name) if procedure.result else ""
        self.result.set_words(texts("procedure.result"), result)
        self.result.setVisible(bool(result))
        self._show_papers(procedure.cases)
        exempt = "\n".join(
            texts("procedure.exempt_proof", name=texts.of(each.name), proof=texts.of(each.proof))
            if each.proof
            else texts.of(each.name)
            for each in procedure.exemptions
        )
        self.exempt.set_words(exempt)
        self.exempt.setVisible(bool(exempt))
        self.exempt_title.setVisible(bool(exempt))
        acts = "; ".join(texts.of(act) for act in procedure.legal_basis)
        self.legal.set_words(texts("procedure.legal", acts=acts) if acts else "")
        self.legal.setVisible(bool(acts))

    def _show_online(self, view: ProcedureView) -> None:
        procedure, texts = view.procedure, self.texts
        sentences = []
        if view.validity is not None and view.validity.standing is not Standing.IN_FORCE:
            title = "has_ended" if view.validity.standing is Standing.ENDED else "not_in_force"
            why = [texts.of(view.why_not)] if view.why_not else []
            self.online.show_words("danger", "error", texts(f"procedure.{title}"), why)
            return
        if not view.can_file:
            sentences.append(texts.of(view.why_not) if view.why_not else "")
            if all(case.papers_known for case in view.procedure.cases):
                sentences.append(texts("procedure.instead", agency=texts.of(view.agency)))
            if view.prints_form:
                sentences.append(texts("procedure.instead_form"))
            if procedure.bcci_eligible:
                sentences.append(texts("procedure.instead_post"))
            self.online.show_words("danger", "error", texts("procedure.cannot_file"), sentences)
            return
        partial = procedure.online_mode == "partial"
        if partial and procedure.online_reason:
            sentences.append(texts.of(procedure.online_reason))
        if procedure.presence_required:
            sentences.append(texts("procedure.presence"))
        kind, icon = ("warning", "warning") if partial else ("success", "success")
        words = texts("procedure.partial" if partial else "procedure.can_file")
        self.online.show_words(kind, icon, words, sentences)

    def _show_dates(self, view: ProcedureView) -> None:
        """What changes soon; and what took the place of a procedure that ended."""
        self.replacement.setVisible(view.validity is not None and view.validity.replaced_by is not None)
        title = dates_sentence(self.texts, view.validity)
        changes = (change_row(self.texts, change) for change in view.changes)
        sentences = [f"{what}: {how}" for what, how in changes]
        sentences += [
            self.texts("procedure.announced", day=day_text(day), act=self.texts.of(act))
            for day, act in view.announced
        ]
        if not title and sentences:
            title, sentences = sentences[0], sentences[1:]
        self.dates.show_words("info", "calendar", title, sentences)
        self.dates.setVisible(bool(title))

    def _replacement(self) -> ProcedureChosen | None:
        new = self.view.validity.replaced_by if self.view.validity else None
        return ProcedureChosen(code=new.code) if new else None

    @staticmethod
    def _channel(view: ProcedureView) -> Channel | None:
        """The way of filing whose time and price count: online here, else at the agency, else by post."""
        wanted = ("online",) if view.can_file else ("direct", "post", "online")
        return next((channel for name in wanted if (channel := view.procedure.channel(name))), None)

    def _show_time(self, procedure: Procedure, channel: Channel | None) -> None:
        time = channel.time if channel else None
        words = self.texts.of(time.words) if time else self.texts("procedure.time_unknown")
        cutoff = ""
        if procedure.cutoff and time and time.n == 0:
            cutoff = self.texts("procedure.cutoff", time=f"{procedure.cutoff:%H:%M}")
        self.time.set_words(self.texts("procedure.time"), words, cutoff)

    def _show_fee(self, channel: Channel | None) -> None:
        fee = channel.fee if channel else None
        words = self.texts.of(fee.words) if fee else self.texts("procedure.fee_unknown")
        basis = self.texts.of(fee.basis) if fee and fee.basis else ""
        self.fee.set_words(self.texts("procedure.fee"), words, basis)

    def _show_papers(self, cases: tuple[Case, ...]) -> None:
        if len(self._paper_lists) != len(cases):
            self.papers.clear()
            self._paper_lists = [PaperList(self.theme) for _ in cases]
            self.papers.add(*self._paper_lists)
        for shown, case in zip(self._paper_lists, cases, strict=True):
            title = ""
            if len(cases) > 1:
                title = self.texts.of(case.name)
            papers = [
                (each.kind, self.texts.of(each.name), paper_words(self.texts, each))
                for each in case.components
            ]
            if not case.papers_known:
                papers.append(("note", self.texts("bring.papers_unknown"), ""))
            shown.set_papers(title, papers, self.texts("procedure.bring_nothing"))
