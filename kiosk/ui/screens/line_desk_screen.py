"""Network, clock and queue for the technician, as they stand now."""

from typing import ClassVar
from urllib.parse import urlsplit

from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.technician_words import LineDeskView, LineFacts
from kiosk.ui.amounts import size_words
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.state_panel import StatePanel

CLOCK_WRONG_S = 120.0


class LineDeskScreen(Screen):
    """Nothing to touch: the line mends itself, and work goes out by itself."""

    name = "line_desk"
    view_type: ClassVar[type[View]] = LineDeskView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.line = self.section("technician.network", "wifi")
        self.queue = self.section("technician.queue", "upload")
        self.add(self.state, SideBySide(self.theme, self.line, self.queue, (1, 1), least_mm=285.0))
        self.body.addStretch(1)

    def show_view(self, view: LineDeskView) -> None:
        """Every two seconds."""
        texts, line = self.texts, view.line
        if line is None:
            self.state.show_state("info", "search", texts("technician.looking"))
            self.line.set_rows(())
            self.queue.set_rows(())
            return
        skew_s = line.clock_skew_s
        if not line.gateway:
            self.state.show_state("warning", "unplug", texts("technician.not_enrolled"))
        elif not line.online:
            words = texts("technician.offline_why", code=line.problem or "no_line")
            self.state.show_state("warning", "wifi_off", texts("technician.offline"), words)
        elif skew_s is not None and abs(skew_s) > CLOCK_WRONG_S:
            self.state.show_state("danger", "clock", texts("technician.clock_wrong"))
        else:
            self.state.show_state("success", "wifi", texts("technician.online"))
        self.line.set_rows(self._line_rows(line))
        self.queue.set_rows(self._queue_rows(line))

    def _line_rows(self, line: LineFacts) -> list[tuple[str, str]]:
        texts, skew_s = self.texts, line.clock_skew_s
        never = texts("technician.never")
        skew = never if skew_s is None else texts("technician.seconds", seconds=f"{skew_s:+.0f}")
        heard = never if line.heard_s is None else texts("technician.ago", time=self._span(line.heard_s))
        waits = texts("technician.in_time", time=self._span(line.wait_s)) if line.wait_s else ""
        rows = [
            (texts("technician.gateway"), urlsplit(line.gateway).netloc or "–"),
            (texts("technician.last_heard"), heard),
            (texts("technician.next_probe"), waits),
            (texts("technician.clock_here"), local_time_text(line.at)),
            (texts("technician.clock_difference"), skew),
        ]
        return [row for row in rows if row[1]]

    def _queue_rows(self, line: LineFacts) -> list[tuple[str, str]]:
        texts, counts = self.texts, line.counts
        age = ""
        if counts.oldest_at is not None:
            age = self._span((line.at - counts.oldest_at).total_seconds())
        next_try = "" if line.next_try_s is None else texts("technician.now")
        if line.next_try_s:
            next_try = texts("technician.in_time", time=self._span(line.next_try_s))
        rows = [
            (texts("technician.waiting"), str(counts.waiting)),
            (texts("technician.uploading"), str(counts.uploading)),
            (texts("technician.quarantined"), str(counts.quarantined)),
            (texts("technician.bytes_left"), size_words(texts, counts.bytes)),
            (texts("technician.oldest"), age),
            (texts("technician.next_try"), next_try),
            (texts("technician.next_why"), line.next_why),
        ]
        return [row for row in rows if row[1]]

    def _span(self, seconds: float) -> str:
        whole = max(0, round(seconds))
        if whole < 120:
            return self.texts("technician.seconds", seconds=whole)
        if whole < 7200:
            return self.texts("technician.minutes", minutes=whole // 60)
        return self.texts("technician.hours", hours=whole // 3600)
