"""The portal's one notice as a list of things to do: each with its reason and what to bring, ticked off one by one."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from kiosk.domain.bilingual import Text
from kiosk.flow.after_sending_words import (
    SupplementItemOpened,
    SupplementItemTicked,
    SupplementLine,
    SupplementView,
)
from kiosk.flow.intents import PrintAskedAgain, WentOn
from kiosk.flow.messages import View
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.paper_line import PaperLine
from kiosk.ui.widgets.slip_line import SlipLine
from kiosk.ui.widgets.state_panel import StatePanel


class SupplementScreen(Screen):
    """Lines in the portal's order; buttons `open_<n>`, `tick_<n>`, `untick_<n>`, n from 1."""

    name = "supplement"
    view_type: ClassVar[type[View]] = SupplementView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.procedure = self.label(role="lead")
        self.state = StatePanel(self.theme)
        self.again = self.banner(kind="warning")
        self.fresh = self.banner(kind="info")
        self.notice_text = self.label(role="body")
        self.slip = SlipLine(self)
        self._column = QVBoxLayout()
        self._column.setSpacing(self.theme.space("s"))
        self._rows: list[PaperLine] = []
        self.add(
            self.procedure, self.state, self.again, self.fresh, self.notice_text, self.slip, self._column
        )
        self.print = self.button("print", "supplement.print", icon="printer", sends=PrintAskedAgain())
        self.footer.put_second(self.print)
        self.go_on("supplement.go_on", sends=WentOn())

    def show_view(self, view: SupplementView) -> None:
        """How many are left, then every point."""
        texts = self.texts
        self.procedure.set_words(f"{texts.of(view.procedure_name)} · {view.reference}")
        if view.missing:
            self.state.show_state(
                "warning",
                "pages",
                texts("supplement.left", count=view.missing),
                texts("supplement.left_next"),
            )
        else:
            self.state.show_state(
                "success", "success", texts("supplement.ready"), texts("supplement.ready_next")
            )
        self.again.set_words(texts("supplement.again", count=view.notices) if view.notices > 1 else "")
        self.fresh.set_words(texts("supplement.new_dossier") if view.is_new_dossier else "")
        told = texts("supplement.agency_says", text=view.notice_text) if view.notice_text else ""
        self.notice_text.set_words(told)
        self.notice_text.setVisible(bool(told))
        self.slip.show_slip(view.slip)
        self.print.setVisible(view.slip is None)
        if len(view.lines) != len(self._rows):
            self._rebuild(len(view.lines))
        for row, line in zip(self._rows, view.lines, strict=True):
            self._show_line(row, line)

    def _rebuild(self, count: int) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for place in range(count):
            row = PaperLine(self.theme, self._buttons(place))
            self._rows.append(row)
            self._column.addWidget(row)

    def _buttons(self, place: int) -> tuple[Button, ...]:
        made = []
        for purpose, kind, icon, intent in (
            ("untick", "quiet", "undo", SupplementItemTicked(place=place, done=False)),
            ("tick", "secondary", "check", SupplementItemTicked(place=place)),
            ("open", "secondary", "camera", SupplementItemOpened(place=place)),
        ):
            button = self.named(Button(self.theme, kind=kind, icon=icon), f"{purpose}_{place + 1}")
            button.clicked.connect(partial(self._send_made, intent))
            made.append(button)
        return tuple(made)

    def _show_line(self, row: PaperLine, line: SupplementLine) -> None:
        texts = self.texts
        name = texts.of(line.name) if isinstance(line.name, Text) else line.name
        name = name or texts("supplement.whole")
        told = (
            texts("supplement.reason", text=line.reason) if line.reason else "",
            texts("supplement.what_to_do", text=line.what_to_do) if line.what_to_do else "",
        )
        state = "done" if line.done else "open"
        row.set_words(name, "\n".join(part for part in told if part), texts(f"supplement.state_{state}"))
        row.show_state(*(("success", "success", "success") if line.done else ("card", "pages", "danger")))
        untick, tick, opens = row.buttons
        ticks = line.kind != "paper"
        untick.setVisible(ticks and line.done)
        tick.setVisible(ticks and not line.done)
        opens.setVisible(line.kind != "other")
        open_key = "supplement.open_answer" if line.kind == "answer" else "supplement.open_paper"
        if line.kind == "paper" and line.pages:
            open_key = "supplement.open_again"
        for button, key in ((untick, "supplement.untick"), (tick, "supplement.tick"), (opens, open_key)):
            button.set_words(texts(key))
            button.setAccessibleName(texts("checklist.control", action=texts(key), name=name))
        row.fit()
