"""Finds a procedure as one types; with nothing typed it lists them all."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from kiosk.flow.intents import ProcedureChosen, SearchTyped
from kiosk.flow.messages import View
from kiosk.flow.views import ProcedureLine, SearchView
from kiosk.ui.keyboard.pads import Pad
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.validity_texts import standing_mark
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.measured_by_width import measure_by_width

ONLINE_TONES = {"full": "success", "partial": "warning", "none": "danger"}

ROOMY_MM = 190.0
LOW_MM = 130.0
SHORTEST_LIST_MM = 24.0


class SearchScreen(Screen):
    """The box, and big lines below it that say where each procedure may be filed."""

    name = "search"
    view_type: ClassVar[type[View]] = SearchView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.field_row = self.field("text", "search.label", "search.help", pad=Pad.TEXT)
        self.field_row.edited.connect(self._typed)
        self.clear = self.button("clear", "search.clear", kind="quiet", icon="cross")
        self.clear.show_words(False)
        self.clear.clicked.connect(self._cleared)
        line = self.row(self.field_row.input, space="s")
        line.addWidget(self.clear)
        self.field_row.column.insertLayout(1, line)
        self.count = self.label(role="soft")
        self.nothing = self.banner()
        self.results = self.long_list("result")
        self.results.setMinimumHeight(self.theme.mm(SHORTEST_LIST_MM))
        self.results.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.results.chosen.connect(self._chosen)
        self.add(self.field_row, self.count, self.nothing)
        self.add(self.results, stretch=1)

    def show_view(self, view: SearchView) -> None:
        """New lines; what is being typed stays as it is."""
        if not self.field_row.input.hasFocus():
            self.field_row.set_value(view.text)
        self.clear.setVisible(bool(self.field_row.value()))
        self.results.set_rows(self._row_of(line) for line in view.lines)
        for button in self.results.buttons():
            self.named(button, f"result_{button.row.key}")
        count = len(view.lines)
        self._fit()
        searching = bool(view.text.strip())
        if searching:
            self.count.set_words(self.texts("search.found", count=count))
        else:
            self.count.set_words(self.texts("search.all", count=max(view.total, count)))
        self.nothing.set_words("" if view.lines else self.texts("search.nothing"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Above the keyboard the found lines need the room of help and count, on a low screen the footer's too."""
        growth = 1 + 0.6 * (self.theme.text_scale - 1)
        roomy = self.height() >= self.theme.mm(ROOMY_MM * growth)
        self.footer.set_cramped(self.height() < self.theme.mm(LOW_MM))
        self.field_row.help.setVisible(roomy)
        self.count.setVisible(roomy and bool(self.results.buttons()))

    def _row_of(self, line: ProcedureLine) -> ListRow:
        mark = standing_mark(self.texts, line.validity)
        return ListRow(
            key=line.code,
            title=self.texts.of(line.name),
            sentence=self.texts.of(line.field) if line.field else "",
            icon="page",
            state=mark[0] if mark else self.texts(f"search.online_{line.online}"),
            tone=mark[1] if mark else ONLINE_TONES[line.online],
        )

    def _typed(self, text: str) -> None:
        self.send(SearchTyped(text=text))

    def _cleared(self) -> None:
        self.field_row.set_value("")
        self.field_row.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.send(SearchTyped(text=""))

    def _chosen(self, code: str) -> None:
        self.send(ProcedureChosen(code=code))
