"""The technician's panel: what is wrong on top, every check below it, and the tools beside them."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.flow.messages import View
from kiosk.flow.technician_words import (
    Check,
    LeaveConfirmed,
    LeavePutAside,
    PanelToolChosen,
    TechnicianView,
)
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.state_panel import StatePanel

TOOLS = (
    ("focus", "camera"),
    ("screen_size", "crop"),
    ("line", "wifi"),
    ("log", "list"),
    ("staff", "people"),
    ("printer", "printer"),
    ("mail_bag", "upload"),
    ("restart", "retake"),
    ("desktop", "door"),
)
LOOKS = {"warn": ("warning", "warning"), "fail": ("danger", "error")}
MOST_TROUBLES = 20


class TechnicianScreen(Screen):
    """Tools are named like their purpose; `confirm` and `put_aside` answer before the program ends."""

    name = "technician"
    view_type: ClassVar[type[View]] = TechnicianView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.troubles = [NoticePanel(self.theme) for _ in range(MOST_TROUBLES)]
        self.checks = self.section("technician.fine", "success")
        self.asked = NoticePanel(self.theme, "warning")
        self.confirm = self.button("confirm", "base.yes", "primary", "check", LeaveConfirmed())
        self.put_aside = self.button("put_aside", "base.no", icon="cross", sends=LeavePutAside())
        self.tools = [
            self.button(name, f"technician.{name}", icon=icon, sends=PanelToolChosen(tool=name))
            for name, icon in TOOLS
        ]
        self.add(SideBySide(self.theme, self._stand(), self._doors(), (3, 2), least_mm=285.0))
        self.body.addStretch(1)

    def _stand(self) -> QWidget:
        holder, column = _column(self.theme.space("s"))
        for part in (self.state, *self.troubles, self.checks):
            column.addWidget(part)
        column.addStretch(1)
        return holder

    def _doors(self) -> QWidget:
        holder, column = _column(self.theme.space("s"))
        column.addWidget(self.asked)
        column.addLayout(self.row(self.confirm, self.put_aside))
        for button in self.tools:
            column.addWidget(button)
        column.addStretch(1)
        return holder

    def show_view(self, view: TechnicianView) -> None:
        """Comes every few seconds: only what changed is touched."""
        texts = self.texts
        asks = bool(view.asks)
        self.asked.setVisible(asks)
        for button in (self.confirm, self.put_aside):
            button.setVisible(asks)
        if asks:
            self.asked.show_words(
                "warning",
                "help",
                texts(f"technician.ask_{view.asks}"),
                (texts(f"technician.ask_{view.asks}_why"),),
            )
        for button in self.tools:
            button.setEnabled(not asks)
        checks = view.checks or ()
        troubles = sorted(
            (check for check in checks if check.state in LOOKS), key=lambda check: check.state != "fail"
        )
        self._show_state(view, troubles)
        for number, panel in enumerate(self.troubles):
            panel.setVisible(number < len(troubles))
            if number < len(troubles):
                self._show_trouble(panel, troubles[number])
        self.checks.set_rows(
            [
                (texts(f"opening.check_{check.check}"), self._says(check))
                for check in checks
                if check.state not in LOOKS
            ]
        )

    def _show_state(self, view: TechnicianView, troubles: list[Check]) -> None:
        texts = self.texts
        if view.checks is None:
            self.state.show_state("info", "search", texts("technician.looking"))
        elif not troubles:
            self.state.show_state("success", "success", texts("technician.all_fine"))
        else:
            kind = "danger" if troubles[0].state == "fail" else "warning"
            self.state.show_state(kind, "warning", texts("technician.troubles", count=len(troubles)))

    def _show_trouble(self, panel: NoticePanel, check: Check) -> None:
        kind, icon = LOOKS[check.state]
        todo = self.texts(f"opening.{check.todo}") if check.todo else ""
        title = f"{self.texts(f'opening.check_{check.check}')}: {self._says(check)}"
        panel.show_words(kind, icon, title, (todo,))

    def _says(self, check: Check) -> str:
        facts = {
            name: self.texts(value[1:]) if value[:1] == "@" else value for name, value in check.facts.items()
        }
        return self.texts(f"opening.{check.says}").format_map(facts)


def _column(space: int) -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(space)
    return holder, column
