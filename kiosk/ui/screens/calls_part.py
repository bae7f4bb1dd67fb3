"""The open calls for staff on the clerk's bench: one line each, with "I am coming" and "Done"; hidden while nobody calls."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.flow.call_words import CallClosed, CallLine, CallTaken, ChimeSwitched
from kiosk.flow.issue_receipt import local_time_text
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.paper_line import PaperLine

AT_MOST = 6
"""More than that nobody can hurry to at once; the number of all stands above them."""


class CallsPart(QWidget):
    """Lines are made once for each place and filled anew, so that a finger finds its button where it was."""

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self._screen = screen
        theme = screen.theme
        self.lead = screen.label(role="strong", tone="warning")
        self.chime = screen.button("chime", "calls.silence", icon="speaker", sends=ChimeSwitched())
        head = QHBoxLayout()
        head.setSpacing(theme.space("s"))
        head.addWidget(self.lead, 1)
        head.addWidget(self.chime)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("s"))
        self._column.addLayout(head)
        self._shown: tuple[CallLine, ...] = ()
        self.lines: list[PaperLine] = []
        self.hide()

    def show_calls(self, calls: tuple[CallLine, ...], *, rings: bool) -> None:
        """The longest waiting first."""
        texts = self._screen.texts
        self._shown = calls[:AT_MOST]
        while len(self.lines) < len(self._shown):
            self._make_line(len(self.lines))
        self.lead.set_words(texts("calls.lead", count=len(calls)))
        self.chime.set_words(texts("calls.silence" if rings else "calls.sound"))
        self.chime.set_icon("speaker" if rings else "speaker_off")
        for number, line in enumerate(self.lines):
            line.setVisible(number < len(self._shown))
            if number < len(self._shown):
                self._fill(line, self._shown[number])
        self.setVisible(bool(calls))

    def _make_line(self, number: int) -> None:
        screen, made = self._screen, []
        for purpose, kind, icon, choose in (
            ("call_done", "quiet", "check", CallClosed),
            ("call_come", "primary", "forward", CallTaken),
        ):
            button = screen.named(Button(screen.theme, kind=kind, icon=icon), f"{purpose}_{number + 1}")
            button.clicked.connect(partial(self._send, choose, number))
            made.append(button)
        line = PaperLine(screen.theme, (made[0], made[1]))
        self.lines.append(line)
        self._column.addWidget(line)

    def _fill(self, line: PaperLine, shown: CallLine) -> None:
        texts, call = self._screen.texts, shown.call
        keys = (f"{call.step}.title", f"call_step.{call.step}")
        step = texts(next((key for key in keys if texts.has(key)), "calls.some_step"))
        where = texts("calls.where", terminal=call.terminal, step=step)
        told = [texts("calls.since", count=shown.waits_min, at=local_time_text(call.called_at).split()[0])]
        if call.reason.value != "unknown":
            told.append(texts(f"call_reason.{call.reason.value}"))
        if call.code:
            told.append(texts("calls.code", code=call.code))
        comes = texts("calls.comes", name=call.taken_by) if call.taken_by else ""
        line.set_words(where, "  ·  ".join(told), comes)
        line.show_state("plain" if comes else "warning", "bell", "primary" if comes else "warning")
        done, come = line.buttons
        come.setVisible(not comes)
        for button, key in ((done, "calls.done"), (come, "calls.come")):
            button.set_words(texts(key))
            button.setAccessibleName(f"{texts(key)}: {call.terminal}")
        line.fit()

    def _send(self, choose: type[CallTaken] | type[CallClosed], number: int) -> None:
        if number < len(self._shown):
            self._screen.send(choose(call_id=self._shown[number].call.id))
