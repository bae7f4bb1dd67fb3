"""Every paper of the case with how it stands, so that nobody is sent away for a second trip."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from kiosk.domain.procedure_parts import FORM_ITSELF
from kiosk.flow.intents import ComponentMarked, ComponentOpened, WentOn
from kiosk.flow.messages import View
from kiosk.flow.views import ChecklistView, ComponentLine
from kiosk.ui.paper_words import paper_words
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.paper_line import PaperLine

LOOKS = {
    "missing": ("card", "page", "danger"),
    "optional": ("card", "page", ""),
    "pages": ("success", "success", "success"),
    "shown": ("success", "success", "success"),
    "by_data": ("success", "success", "success"),
    "by_form": ("success", "success", "success"),
    "alternative": ("plain", "check", "success"),
    "note": ("plain", "info", ""),
}
"""Ground, icon and tone of each state."""


class ChecklistScreen(Screen):
    """One line a paper: photograph it, say that it was shown, or that the agency has the data already."""

    name = "checklist"
    view_type: ClassVar[type[View]] = ChecklistView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.procedure = self.label(role="lead")
        self.count = self.banner()
        self._column = QVBoxLayout()
        self._column.setSpacing(self.theme.space("s"))
        self._rows: dict[str, PaperLine] = {}
        self.add(self.procedure, self.count, self._column)
        self.go_on(sends=WentOn())

    def show_view(self, view: ChecklistView) -> None:
        """States in place; another set of papers means other lines."""
        self.procedure.set_words(self.texts.of(view.procedure_name))
        if view.notice is not None:
            self.count.set_words("")
        elif view.missing:
            self.count.show_notice("warning", self.texts("checklist.count", count=view.missing))
        else:
            self.count.show_notice("success", self.texts("checklist.complete"))
        if [line.component.id for line in view.lines] != list(self._rows):
            self._rebuild(view)
        for line in view.lines:
            self._show_line(self._rows[line.component.id], line)

    def _rebuild(self, view: ChecklistView) -> None:
        for row in self._rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}
        for line in view.lines:
            row = PaperLine(self.theme, self._buttons(line.component.id))
            self._rows[line.component.id] = row
            self._column.addWidget(row)

    def _buttons(self, component_id: str) -> tuple[Button, ...]:
        """In the order undo, by data, shown, photograph: what is done most often stands at the right."""
        made = []
        for purpose, kind, icon, intent in (
            ("undo", "quiet", "undo", ComponentMarked(component_id=component_id, how="none")),
            ("by_data", "secondary", "check", ComponentMarked(component_id=component_id, how="by_data")),
            ("shown", "secondary", "eye", ComponentMarked(component_id=component_id, how="shown")),
            ("scan", "secondary", "camera", ComponentOpened(component_id=component_id)),
        ):
            button = self.named(Button(self.theme, kind=kind, icon=icon), f"{purpose}_{component_id}")
            button.clicked.connect(partial(self._send_made, intent))
            made.append(button)
        return tuple(made)

    def _show_line(self, row: PaperLine, line: ComponentLine) -> None:
        component, texts = line.component, self.texts
        name = texts.of(component.name)
        by_form = (
            line.state == "by_data" and component.kind == "submit" and FORM_ITSELF in component.satisfied_by
        )
        state = "by_form" if by_form else line.state
        if state == "missing" and not line.required:
            state = "optional"
        details = "" if component.kind == "note" or by_form else paper_words(texts, component)
        words = "" if state == "note" else texts(f"checklist.state_{state}", count=line.pages)
        row.set_words(name, details, words)
        row.show_state(*LOOKS[state])
        undo, by_data, shown, scan = row.buttons
        open_still = state in ("missing", "optional", "alternative")
        undo.setVisible(state in ("shown", "by_data"))
        by_data.setVisible(open_still and line.can_be_data)
        shown.setVisible(open_still and component.kind == "show")
        scan.setVisible(component.kind == "submit" and (open_still or state == "pages"))
        scan_key = "checklist.scan_more" if state == "pages" else "checklist.scan"
        for button, key in (
            (undo, "checklist.undo"),
            (by_data, "checklist.by_data"),
            (shown, "checklist.shown"),
            (scan, scan_key),
        ):
            if button.text() != texts(key):
                button.set_words(texts(key))
            button.setAccessibleName(texts("checklist.control", action=texts(key), name=name))
        row.fit()
