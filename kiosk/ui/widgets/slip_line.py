"""What became of the printed slip, in words with the buttons that make sense; it prints nothing itself."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.domain.receipt import PrinterState, PrintState
from kiosk.flow.intents import PrintAskedAgain, SlipSeenOnPaper
from kiosk.flow.views import SlipState
from kiosk.ui.controls import ControlMaker
from kiosk.ui.widgets.label import IconMark, Label
from kiosk.ui.widgets.panel import Panel
from kiosk.ui.widgets.row_or_column import RowOrColumn

PRINTING = (PrintState.WAITING, PrintState.SENDING, PrintState.CONFIRMING)
LOOKS = {
    PrintState.PRINTED: ("success", "success", "success"),
    PrintState.UNKNOWN: ("warning", "help", "warning"),
    PrintState.NOT_PRINTED: ("warning", "paper_out", "warning"),
    PrintState.CANCELLED: ("info", "receipt", "primary"),
}
"""Kind of panel, icon and tint of each state that stays; everything else is still printing."""
BESIDE_FROM_MM = 190.0


class SlipLine(QWidget):
    """Printing, printed, not printed with the printer's own reason, or "did it come out?" after an unknown end.

    Its buttons belong to the screen it is made for: `<screen>.print_again`, `<screen>.slip_came_out` and
    `<screen>.slip_missing`, sending `PrintAskedAgain` and `SlipSeenOnPaper`.
    """

    def __init__(self, screen: ControlMaker) -> None:
        super().__init__()
        self._theme = screen.theme
        self._texts = screen.texts
        self._panel = Panel(screen.theme, "info")
        self._mark = IconMark(screen.theme, "printer", 10.0)
        self.title = Label(role="strong")
        self.sentence = Label(role="body")
        self.came_out = screen.button(
            "slip_came_out", "slip.came_out", icon="check", sends=SlipSeenOnPaper(came_out=True)
        )
        self.missing = screen.button(
            "slip_missing", "slip.missing", icon="cross", sends=SlipSeenOnPaper(came_out=False)
        )
        self.print_again = screen.button(
            "print_again", "slip.print_again", icon="printer", sends=PrintAskedAgain()
        )
        self._slip: SlipState | None = None
        self._printer = PrinterState.READY
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._arrange_parts()
        self.hide()

    def _arrange_parts(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(self._theme.space("xs"))
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        told = QHBoxLayout()
        told.setSpacing(self._theme.space("m"))
        told.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        told.addLayout(words, 1)
        buttons = RowOrColumn(self._theme, self.came_out, self.missing, self.print_again, space="s")
        self._box.setSpacing(self._theme.space("m"))
        self._box.addLayout(told, 1)
        self._box.addWidget(buttons)
        self._panel.column.addLayout(self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)

    def words(self) -> str:
        """All that is said now."""
        return " ".join(part for part in (self.title.text(), self.sentence.text()) if part)

    def show_printer(self, state: PrinterState) -> None:
        """While it prints, the printer itself may stop and wait for somebody: say so at once."""
        if state is not self._printer:
            self._printer = state
            if self._slip is not None and self._slip.state in PRINTING:
                self.show_slip(self._slip)

    def show_slip(self, slip: SlipState | None) -> None:
        """Bring the line to a state; None (no slip belongs to this) hides it. Cheap while nothing changes."""
        self._slip = slip
        self.setVisible(slip is not None)
        if slip is None:
            return
        kind, icon, tint = LOOKS.get(slip.state, ("info", "printer", "primary"))
        self._panel.set_kind(kind)
        self._mark.show_icon(icon, tint)
        state = "printing" if slip.state in PRINTING else slip.state.value
        self.title.set_words(self._texts(f"slip.{state}"))
        self._say_more(slip, state)
        self.setAccessibleName(self.words())
        self.came_out.setVisible(slip.state is PrintState.UNKNOWN)
        self.missing.setVisible(slip.state is PrintState.UNKNOWN)
        again = slip.state in (PrintState.PRINTED, PrintState.NOT_PRINTED, PrintState.CANCELLED)
        self.print_again.setVisible(again)
        self.print_again.set_words(
            self._texts("slip.print_again" if slip.state is PrintState.PRINTED else "slip.print_now")
        )

    def _say_more(self, slip: SlipState, state: str) -> None:
        key = f"slip.{state}_sentence"
        sentence = self._texts(key) if self._texts.has(key) else ""
        if slip.state in PRINTING and not self._printer.can_print:
            sentence = self._texts(f"printer.{self._printer}")
        elif slip.state is PrintState.NOT_PRINTED and not slip.printer.can_print:
            sentence = f"{self._texts(f'printer.{slip.printer}')}. {sentence}"
        self.sentence.set_words(sentence)
        self.sentence.setVisible(bool(sentence))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        least = self._theme.mm(BESIDE_FROM_MM * (1 + (self._theme.text_scale - 1) * 0.8))
        beside = self.width() >= least
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()
