"""The frame every screen lives in: header, scrolling body, footer, and makers of named controls; no screen itself."""

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.domain.receipt import PrinterState
from kiosk.flow.intents import ClerkCalled, Left, WentBack
from kiosk.flow.messages import Intent, Notice, PracticeMark, View
from kiosk.flow.practice_words import PracticeLeft, SampleAsked
from kiosk.flow.views import TerminalStatus
from kiosk.ui.call_sign import call_sign_words
from kiosk.ui.controls import ControlMaker, ScreenKit, Sends
from kiosk.ui.widgets.banner import NoticeBanner
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.frame import FooterBar, HeaderBar
from kiosk.ui.widgets.practice_bar import PracticeBar
from kiosk.ui.widgets.scrolling import ScrollingBody
from kiosk.ui.widgets.slip_line import SlipLine

__all__ = ["Screen", "ScreenKit", "Sends", "tab_stops"]

CRAMPED_MM = 100.0
"""Where the keyboard leaves less height than this (more for large text), the header waits until it is hidden again …"""
TINY_MM = 80.0
"""… and below this the footer with the main action waits too."""
SAME_LINE_PX = 24
"""Controls whose tops differ by less are read as one line."""


def tab_stops(root: QWidget) -> list[QWidget]:
    """What Tab stops at inside a widget, from top to bottom and left to right."""
    stops = [
        child
        for child in root.findChildren(QWidget)
        if child.isVisible()
        and child.isEnabled()
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.focusProxy() is None
    ]
    places = {stop: stop.mapTo(root, QPoint(0, 0)) for stop in stops}
    return sorted(
        stops, key=lambda stop: (places[stop].y() // SAME_LINE_PX, places[stop].x(), places[stop].y())
    )


CLOCK_WRONG_S = 120.0
"""Nobody minds less; the portal's own times count everywhere."""


class Screen(ControlMaker):
    """Base of all screens: one View class each.

    A subclass sets `name` (first half of every objectName) and `view_type`, builds its controls once in
    `__init__` (after `super().__init__(kit)`) with the makers below, and brings a View to them in `show_view`,
    which must keep typed text and focus when the same kind of View comes again. Words bound with a maker or
    `say` follow the language by themselves; after a switch the last View is shown once more.

    The frame itself follows the View's `step`, `can_go_back`, `notice` and `assisted_by`. `intent` carries what
    the person did.
    """

    view_type: ClassVar[type[View]]
    title_key: ClassVar[str] = ""
    """Key of the header's title; default `<name>.title`."""
    has_header: ClassVar[bool] = True
    can_leave: ClassVar[bool] = True
    """Whether the header offers "Kết thúc"; a View may say `can_leave` False for itself."""
    can_call: ClassVar[bool] = True
    """Whether staff can be called from here."""

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.view: Any = None
        """The View shown last."""
        self.setObjectName(self.name)
        self.setProperty("ground", "page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

        self.header = HeaderBar(kit.theme)
        self.footer = FooterBar(kit.theme)
        self.notice = NoticeBanner(kit.theme)
        self._scrolling = ScrollingBody(kit.theme)
        self.body: QVBoxLayout = self._scrolling.column
        """Where a screen puts its parts; scrolls when they need more room."""
        frame = self._frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(0)
        frame.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        frame.addWidget(self.header)
        frame.addWidget(self._scrolling, 1)
        frame.addWidget(self.footer)
        self.body.addWidget(self.notice)
        self._practice: PracticeBar | None = None
        self._fill_header()
        self.texts.changed.connect(self._follow_language)

    # --- what subclasses write ---------------------------------------------------------------------------

    def show_view(self, view: Any) -> None:
        """Bring a View of `view_type` to the controls, in place."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Called after the language changed, before the View is shown again; only for words nothing else renews."""

    # --- showing -----------------------------------------------------------------------------------------

    def present(self, view: View) -> None:
        """Remember a View, bring the frame to it, then `show_view`; the window calls this, and so do tests."""
        fresh = self.view is None
        self.view = view
        if fresh and not self.body.expandingDirections() & Qt.Orientation.Vertical:
            self.body.addStretch(1)
        self._show_frame(view)
        self.show_view(view)
        if fresh:
            self._scrolling.to_top()
        if self.kit.speaker is not None:
            self.kit.speaker.screen_shown(self)

    def show_status(self, status: TerminalStatus) -> None:
        """The small signs of the header: no line, printer trouble; to staff also a clock that is wrong."""
        skew_s = status.clock_skew_s or 0.0
        if status.staff_name and abs(skew_s) > CLOCK_WRONG_S:
            minutes = max(1, round(abs(skew_s) / 60))
            sign = self.texts(f"base.clock_{'ahead' if skew_s > 0 else 'behind'}", minutes=minutes)
        else:
            sign = "" if status.online else self.texts("base.offline")
        self.header.line_sign.set_words(sign)
        self.header.call_sign.set_words(call_sign_words(self.texts, status))
        for slip in self.findChildren(SlipLine):
            slip.show_printer(status.printer)
        quiet = status.printer is PrinterState.READY
        self.header.printer_sign.set_words("" if quiet else self.texts(f"printer.{status.printer}"))

    def set_title(self, text: str) -> None:
        """A title that depends on the View."""
        self.header.title.set_words(text)

    def set_step(self, number: int, of: int) -> None:
        """Progress shown under the title ("Bước 2/5"); `of` 0 hides it."""
        words = self.texts("base.step", number=number, of=of) if of else ""
        self.header.steps.show_step(number, of, words)

    def send(self, intent: Intent) -> None:
        """Tell the session what the person did."""
        self.intent.emit(intent)

    # --- the frame's controls ------------------------------------------------------------------------------

    def go_on(
        self,
        text_key: str = "base.go_on",
        icon: str = "forward",
        sends: Sends = None,
        purpose: str = "go_on",
    ) -> Button:
        """The one main action, at the right of the footer; Enter presses it."""
        button = self.button(purpose, text_key, "primary", icon, sends)
        self.footer.put_primary(button)
        return button

    def back(
        self,
        text_key: str = "base.back",
        icon: str = "back",
        sends: Sends = None,
        purpose: str = "back",
    ) -> Button:
        """The way back, at the left of the footer; made by itself when a View says `can_go_back`."""
        button = self.button(purpose, text_key, "quiet", icon, sends or WentBack())
        self.footer.put_back(button)
        return button

    def add(self, *parts: QWidget | QLayout, stretch: int = 0) -> None:
        """Put parts under one another into the body."""
        for part in parts:
            if isinstance(part, QLayout):
                self.body.addLayout(part, stretch)
            else:
                self.body.addWidget(part, stretch)

    def focus_first(self) -> None:
        """Where typing goes when the screen appears: nowhere, so that nobody is met by a keyboard unasked."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll the body, and any list inside it, so that a part of this screen is wholly seen."""
        place = widget.parentWidget()
        while place is not None and place is not self:
            if isinstance(place, ScrollingBody):
                place.show_whole(widget)
            place = place.parentWidget()

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks in reading order: body, footer, then the header's buttons, and round again."""
        stops = [
            stop
            for part in (self._scrolling.content, self.footer, self.header, self._practice)
            if part is not None
            for stop in tab_stops(part)
        ]
        if not stops:
            return False
        here = self.window().focusWidget()
        at = stops.index(here) if here in stops else (-1 if forward else 0)
        target = stops[(at + (1 if forward else -1)) % len(stops)]
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        self.bring_into_view(target)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the main action, wherever no control of its own takes it."""
        primary = self.footer.primary
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and primary is not None
            and primary.isVisible()
        ):
            primary.click()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        growth = 1 + 0.5 * (self.theme.text_scale - 1)
        self.header.setVisible(self.has_header and self.height() >= self.theme.mm(CRAMPED_MM * growth))
        self.footer.set_cramped(self.height() < self.theme.mm(TINY_MM))

    # --- the frame's own ---------------------------------------------------------------------------------

    def _fill_header(self) -> None:
        self.header.setVisible(self.has_header)
        title_key = self.title_key or f"{self.name}.title"
        if self.texts.has(title_key):
            self.say(self.header.title, title_key)
        header = self.header
        for button, purpose in (
            (header.leave, "leave"),
            (header.speak, "speak"),
            (header.reach, "lower"),
            (header.contrast, "contrast"),
            (header.text_size, "text_size"),
            (header.language, "language"),
            (header.call_clerk, "call_clerk"),
        ):
            self.named(button, purpose)
        self.say(header.leave, "base.leave")
        self.say(header.call_clerk, "base.call_clerk")
        self.say(header.text_size, "base.text_size")
        self.say(header.contrast, "base.contrast")
        self.say(header.reach, "base.lower")
        header.reach.setVisible(self.theme.can_lower)
        self.keep(
            lambda: self._scrolling.name_buttons(
                self.name, self.texts("base.scroll_up"), self.texts("base.scroll_down")
            )
        )
        self.keep(lambda: header.language.set_words(self.texts("base.other_language")))
        header.leave.setVisible(self.can_leave)
        header.leave.clicked.connect(self._end_visit)
        header.call_clerk.clicked.connect(self._call_clerk)
        header.language.clicked.connect(self._switch_language)
        header.text_size.clicked.connect(self.theme.next_text_scale)
        header.contrast.clicked.connect(self.theme.next_contrast)
        header.reach.clicked.connect(self.theme.toggle_lowered)
        if self.kit.speaker is not None:
            header.speak.clicked.connect(self._read_aloud)
            self.kit.speaker.changed.connect(self._show_speaker)
            self.keep(self._show_speaker)

    def _read_aloud(self) -> None:
        if self.kit.speaker is not None:
            self.kit.speaker.touched(self)

    def _show_speaker(self) -> None:
        speaker, button = self.kit.speaker, self.header.speak
        if speaker is not None:
            button.set_icon("speaker" if speaker.reads else "speaker_off")
            button.set_words(self.texts("base.read_again" if speaker.reads else "base.read_aloud"))
            button.setVisible(speaker.can_speak)

    def _end_visit(self) -> None:
        self.intent.emit(Left())

    def _call_clerk(self) -> None:
        self.intent.emit(ClerkCalled())

    def _switch_language(self) -> None:
        languages = self.texts.languages
        self.texts.set_language(languages[(languages.index(self.texts.language) + 1) % len(languages)])

    def _show_frame(self, view: View) -> None:
        self.set_step(*(view.step or (0, 0)))
        if view.can_go_back and self.footer.back is None:
            self.back()
        if self.footer.back is not None:
            self.footer.back.setVisible(view.can_go_back)
        self.footer.show_if_needed()
        self._show_notice(view.notice)
        self.header.leave.setVisible(self.can_leave and getattr(view, "can_leave", True))
        self._show_clerk(view)
        self._show_practice(view.practice)

    def _show_clerk(self, view: View) -> None:
        """On screens of their own, whoever's data stands there, staff would call themselves."""
        alone = bool(view.assisted_by) and not view.step
        said = "base.assisted_by" if view.step or (view.personal and self.can_call) else "base.staff_here"
        self.header.assisted.set_words(self.texts(said, name=view.assisted_by) if view.assisted_by else "")
        self.header.call_clerk.setVisible(self.can_call and not alone)

    def _show_practice(self, mark: PracticeMark | None) -> None:
        if self._practice is not None:
            self._practice.setVisible(mark is not None)
        if mark is None:
            return
        if self._practice is None:
            bar = self._practice = PracticeBar(self.theme)
            self.named(bar.sample, "practice_sample")
            self.named(bar.leave, "practice_leave")
            self.say(bar.leave, "practice.leave")
            bar.leave.clicked.connect(partial(self._send_made, PracticeLeft()))
            bar.sample.clicked.connect(partial(self._send_made, self._sample_asked))
            self._frame.insertWidget(0, bar)
        self._practice.words.set_words(self.texts("practice.code" if mark.shows_code else "practice.mark"))
        if mark.sample:
            self._practice.sample.set_words(self.texts(f"practice.hold_{mark.sample}"))
        self._practice.sample.setVisible(bool(mark.sample))

    def _sample_asked(self) -> Intent | None:
        mark = self.view.practice
        return SampleAsked(kind=mark.sample) if mark is not None and mark.sample else None

    def _show_notice(self, notice: Notice | None) -> None:
        if notice is None:
            self.notice.set_words("")
        else:
            # a portal may answer with a code that nobody here knows
            unknown = notice.key.startswith("error.") and not self.texts.has(notice.key)
            key = "error.server_refused" if unknown else notice.key
            self.notice.show_notice(notice.kind, self.texts(key, **notice.values))

    def _follow_language(self) -> None:
        self.renew_words()
        self.retranslate()
        if self.view is not None:
            self._show_frame(self.view)
            self.show_view(self.view)
