"""What the agency wrote, word for word, the newest first; to be taken along on a slip or on A4."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import DossierState
from kiosk.domain.sheet import SheetState
from kiosk.flow.bring_words import SheetAsked
from kiosk.flow.decision_words import DecisionView
from kiosk.flow.intents import PrintAskedAgain, WentOn
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.screens.bring_screen import show_sheet
from kiosk.ui.screens.track_result_screen import STATE_LOOKS
from kiosk.ui.widgets.fact_section import FactSection
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.qr_picture import QrPicture
from kiosk.ui.widgets.slip_line import SlipLine
from kiosk.ui.widgets.state_panel import StatePanel
from kiosk.ui.work_words import state_words

QR_MM = 34.0
MOST_NOTICES = 6


class DecisionScreen(Screen):
    """Nothing is put into other words: the text is the portal's."""

    name = "decision"
    view_type: ClassVar[type[View]] = DecisionView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.procedure = self.label(role="lead")
        self.state = StatePanel(self.theme)
        self.slip = SlipLine(self)
        self.sheet = self.banner()
        self.items = FactSection(self.theme, "list")
        self.say(self.items, "decision.items")
        self.notices = [FactSection(self.theme, "page") for _ in range(MOST_NOTICES)]
        self.facts = FactSection(self.theme, "building")
        self.say(self.facts, "decision.facts")
        self.qr = self.named(QrPicture(self.theme, QR_MM), "qr")
        self.document = self.label("decision.document_how", "caption")
        document = QVBoxLayout()
        document.addWidget(self.qr)
        document.addWidget(self.document)
        self.add(
            self.procedure, self.state, self.slip, self.sheet, self.items, *self.notices, self.facts, document
        )
        self.print_sheet = self.button("print_sheet", "decision.print_sheet", icon="page", sends=SheetAsked())
        self.body.addLayout(self.row(self.print_sheet, stretch=False))
        self.body.addStretch(1)
        self.print = self.button("print", "decision.print", icon="printer", sends=PrintAskedAgain())
        self.footer.put_second(self.print)
        self.go_on("base.finish", "check", sends=WentOn(), purpose="finish")

    def show_view(self, view: DecisionView) -> None:
        """The state, every notice, what it is about."""
        texts = self.texts
        self.procedure.set_words(f"{self._words(view.procedure_name)} · {view.code or view.reference}")
        newest = view.written[0] if view.written else None
        if newest is None:
            self.state.show_state("info", "info", texts("decision.nothing"), texts("decision.nothing_next"))
        else:
            kind, icon = STATE_LOOKS.get(DossierState.read(newest.state), ("info", "info"))
            self.state.show_state(
                kind,
                icon,
                state_words(texts, newest.state),
                texts("decision.as_sent", at=local_time_text(newest.at)),
            )
        self.items.set_rows(
            (self._words(about), "\n".join(part for part in (item.reason, item.what_to_do) if part))
            for about, item in view.items
        )
        for place, section in enumerate(self.notices):
            one = view.written[place] if place < len(view.written) else None
            section.setVisible(one is not None)
            if one is not None:
                section.set_words(f"{state_words(texts, one.state)}, {local_time_text(one.at)}")
                section.set_rows([(texts("decision.text"), one.text)])
        self.facts.set_rows(
            (texts(key), value)
            for key, value in (
                ("decision.agency", self._words(view.agency)),
                ("decision.due_at", local_time_text(view.due_at)),
            )
            if value
        )
        code = self.kit.codes.qr(view.form_url) if view.form_url else None
        self.qr.show_code(code, texts("decision.document_how"))
        self.qr.setVisible(bool(view.form_url))
        self.document.setVisible(bool(view.form_url))
        self.slip.show_slip(view.slip)
        show_sheet(self.sheet, texts, view.sheet)
        self.print.setVisible(view.has_slip and view.slip is None)
        self.print_sheet.setVisible(bool(view.written))
        self.print_sheet.setEnabled(not view.loading and view.sheet is not SheetState.WORKING)

    def _words(self, text: Text | str) -> str:
        return text if isinstance(text, str) else self.texts.of(text)
