"""What must I bring? The few questions that change the answer at the left, the exact list at the right."""

from typing import ClassVar

from kiosk.domain.procedure_parts import FORM_ITSELF
from kiosk.domain.sheet import SheetState
from kiosk.domain.what_to_bring import PaperNeeded
from kiosk.flow.bring_words import BringView, DataAnswered, ExemptionChosen, FilingWayChosen, SheetAsked
from kiosk.flow.intents import PrintAskedAgain, WentOn
from kiosk.flow.messages import View
from kiosk.ui.paper_words import counted_words
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.texts import Texts
from kiosk.ui.validity_texts import dates_sentence, standing_mark
from kiosk.ui.widgets.banner import NoticeBanner
from kiosk.ui.widgets.choices import Choice
from kiosk.ui.widgets.fact_card import FactCard
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.paper_list import PaperList
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.slip_line import SlipLine
from kiosk.ui.widgets.tile import TileGrid

NO_EXEMPTION = "none_of_them"
SHEET_KINDS = {
    SheetState.WORKING: "info",
    SheetState.HANDED_OVER: "success",
    SheetState.ON_STICK: "success",
    SheetState.NO_PRINTER: "warning",
    SheetState.FAILED: "danger",
}


class BringScreen(Screen):
    """Lists: to hand in, to show, not needed. What may stand in for a paper is said with it."""

    name = "bring"
    view_type: ClassVar[type[View]] = BringView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.procedure = self.label(role="lead")
        self.case = self.label(role="strong")
        self.dates = self.banner()
        self.way = self.choices("way", "bring.way")
        self.way.changed.connect(self._way_chosen)
        self.known = self.choices("known", "bring.known", many=True)
        self.known.changed.connect(self._known_chosen)
        self.exemption = self.choices("exemption", "bring.exemption")
        self.exemption.changed.connect(self._exemption_chosen)
        self.agency = FactCard(self.theme, "building")
        self.time = FactCard(self.theme, "clock")
        self.fee = FactCard(self.theme, "money")
        facts = TileGrid(self.theme, columns=3, least_mm=64.0)
        facts.add(self.agency, self.time, self.fee)
        self.slip = SlipLine(self)
        self.sheet = self.banner()
        self.hand_in, self.show_only, self.spared = (PaperList(self.theme) for _ in range(3))
        self.note = self.label(role="soft")
        self.print = self.button("print", "bring.print", icon="receipt", sends=PrintAskedAgain())
        self.print_sheet = self.button("print_sheet", "bring.print_sheet", icon="printer", sends=SheetAsked())
        questions = self.column(self.way, self.known, self.exemption)
        papers = self.column(self.hand_in, self.show_only, self.spared, self.note, self.print_sheet)
        self.add(self.procedure, self.case, self.dates, self.slip, self.sheet)
        self.add(SideBySide(self.theme, questions, papers, (4, 5), least_mm=270.0), facts)
        self.body.addStretch(1)
        self.footer.put_second(self.print)
        self.start = self.go_on("procedure.go_on", sends=WentOn())

    def show_view(self, view: BringView) -> None:
        """Questions keep their answers; the list follows them."""
        texts = self.texts
        self.procedure.set_words(texts.of(view.procedure.name))
        self.case.set_words(texts.of(view.case_name) if view.case_name else "")
        self.case.setVisible(view.case_name is not None)
        mark = standing_mark(texts, view.validity)
        self.dates.show_notice(
            "warning" if mark else "info", mark[0] if mark else dates_sentence(texts, view.validity)
        )
        self._show_questions(view)
        self._show_papers(view)
        self.agency.set_words(texts("procedure.agency"), texts.of(view.agency))
        time = texts.of(view.time.words) if view.time else texts("procedure.time_unknown")
        self.time.set_words(texts("procedure.time"), time)
        fee = texts.of(view.fee.words) if view.fee else texts("procedure.fee_unknown")
        self.fee.set_words(
            texts("procedure.fee"), fee, texts.of(view.fee.basis) if view.fee and view.fee.basis else ""
        )
        self.slip.show_slip(view.slip)
        show_sheet(self.sheet, texts, view.sheet)
        self.print.setVisible(view.slip is None)
        self.print_sheet.setEnabled(view.sheet is not SheetState.WORKING)
        self.start.setVisible(view.can_file)
        self.footer.show_if_needed()

    def _show_questions(self, view: BringView) -> None:
        texts, exemptions = self.texts, view.procedure.exemptions
        self.way.set_choices(Choice(name, texts(f"bring.way_{name}")) for name in view.channels)
        self.way.choose([view.channel])
        self.way.setVisible(len(view.channels) > 1)
        self.known.set_choices(Choice(name, self._source(name)) for name in view.papers.questions)
        self.known.choose(view.known_to)
        self.known.setVisible(bool(view.papers.questions))
        none = [Choice(NO_EXEMPTION, texts("bring.exemption_none"))] if exemptions else []
        self.exemption.set_choices((*(Choice(each.id, texts.of(each.name)) for each in exemptions), *none))
        self.exemption.choose([] if view.exemption is None else [view.exemption or NO_EXEMPTION])
        self.exemption.setVisible(bool(exemptions))

    def _show_papers(self, view: BringView) -> None:
        texts, papers = self.texts, view.papers
        proof = [
            ("show", texts.of(each.proof or each.name), texts("bring.proof_title"))
            for each in view.procedure.exemptions
            if each.id == view.exemption
        ]
        hand_in = [("submit", *needed_words(texts, each)) for each in papers.hand_in]
        show = [("show", *needed_words(texts, each)) for each in papers.show] + proof
        self.hand_in.set_papers(
            texts("bring.hand_in"),
            hand_in,
            texts("bring.hand_in_nothing" if papers.complete else "bring.papers_unknown"),
        )
        self.show_only.set_papers(texts("bring.show"), show, "")
        self.show_only.setVisible(bool(show))
        spared = [
            ("note", texts.of(each.paper.name), spared_words(texts, each.source)) for each in papers.spared
        ]
        self.spared.set_papers(texts("bring.spared"), spared, "")
        self.spared.setVisible(bool(spared))
        notes = [texts.of(note.name) for note in papers.notes]
        if hand_in and not papers.complete:
            notes.insert(0, texts("bring.papers_unknown"))
        if view.channel == "online":
            notes.insert(0, texts("bring.here_note"))
        self.note.set_words("\n".join(notes))
        self.note.setVisible(bool(notes))

    def _source(self, name: str) -> str:
        key = f"bring.source_{name}"
        return self.texts(key) if self.texts.has(key) else self.texts("bring.source_other", source=name)

    def _way_chosen(self, values: tuple[object, ...]) -> None:
        for value in values:
            self.send(FilingWayChosen(channel=str(value)))

    def _known_chosen(self, values: tuple[object, ...]) -> None:
        self.send(DataAnswered(sources=tuple(str(value) for value in values)))

    def _exemption_chosen(self, values: tuple[object, ...]) -> None:
        for value in values:
            self.send(ExemptionChosen(exemption_id="" if value == NO_EXEMPTION else str(value)))


def needed_words(texts: Texts, needed: PaperNeeded) -> tuple[str, str]:
    """A paper's name, and how many of it or what may stand in."""
    details = [counted_words(texts, needed.paper)]
    if needed.instead:
        details.append(texts("bring.or", names="; ".join(texts.of(other.name) for other in needed.instead)))
    return texts.of(needed.paper.name), ". ".join(part for part in details if part)


def spared_words(texts: Texts, source: str) -> str:
    """Why a paper may stay at home."""
    if source == FORM_ITSELF:
        return texts("bring.has_form")
    key = f"bring.has_{source}"
    return texts(key) if texts.has(key) else texts("bring.has_other", source=source)


def show_sheet(banner: NoticeBanner, texts: Texts, state: SheetState | None) -> None:
    """What became of the sheet of A4."""
    if state is None:
        banner.set_words("")
        return
    banner.show_notice(SHEET_KINDS[state], texts(f"sheet.{state.value}"))
