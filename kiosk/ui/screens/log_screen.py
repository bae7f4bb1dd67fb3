"""The program's log for the technician, newest first; no personal data was ever written into it."""

from typing import ClassVar

from kiosk.flow.messages import View
from kiosk.flow.technician_words import LogFilterChosen, LogLine, LogView
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.texts import Texts
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.row_column import RowColumn

TONES = {"WARNING": "warning", "ERROR": "danger", "CRITICAL": "danger"}


class LogScreen(Screen):
    """Rows can be walked through, but do nothing."""

    name = "log"
    view_type: ClassVar[type[View]] = LogView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.lead = self.label(role="soft")
        self.rows = RowColumn(self.theme)
        self.rows.name_rows("log.line")
        self.add(self.lead, self.rows)
        self.body.addStretch(1)
        self.filter = self.button("filter", "technician.only_trouble", icon="warning", sends=self._filter)
        self.footer.put_second(self.filter)

    def show_view(self, view: LogView) -> None:
        """The lines."""
        texts = self.texts
        self.filter.set_words(
            texts("technician.all_lines" if view.only_trouble else "technician.only_trouble")
        )
        lines = view.lines or ()
        if view.lines is None:
            self.lead.set_words(texts("technician.looking"))
        else:
            self.lead.set_words(texts("technician.log_lead") if lines else texts("technician.log_empty"))
        self.rows.show_rows(len(lines), lambda number: _row(self.texts, lines[number]))

    def _filter(self) -> LogFilterChosen:
        return LogFilterChosen(only_trouble=not self.view.only_trouble)


def _row(texts: Texts, line: LogLine) -> ListRow:
    key = f"log.level_{line.level.lower()}"
    return ListRow(
        key=line.at,
        title=line.words,
        sentence=f"{line.at} · {line.where}",
        icon="",
        state=texts(key) if texts.has(key) else line.level.lower(),
        tone=TONES.get(line.level, ""),
    )
