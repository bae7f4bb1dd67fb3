"""A slip's template beside the slip it makes: every key shows on the paper, every mistake names its line."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from kiosk.flow.messages import View
from kiosk.flow.printing_words import (
    TemplateChosen,
    TemplateConfirmed,
    TemplateGivenUp,
    TemplateTyped,
    TemplateView,
)
from kiosk.ui.keyboard.pads import Pad
from kiosk.ui.receipts.editing import MOST_CHARACTERS
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.long_text_row import LinesInput
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.slip_picture import SlipPicture
from kiosk.ui.widgets.tabs import TabBar

WIDTHS = ("384", "512", "576")
LANGUAGES = ("vi", "en")
DRAW_AFTER_MS = 120
"""Fast typists are drawn when they pause."""
EDITOR_MM = 130.0
EDITED_CHARACTERS = 2 * MOST_CHARACTERS
"""What is more is left out; far below, the template is told to be too long."""


class TemplateScreen(Screen):
    """Choosing above, the text at the left, the paper at the right."""

    name = "template"
    view_type: ClassVar[type[View]] = TemplateView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.previous = self.button(
            "previous", "template.previous", "quiet", "left", partial(self._other, -1)
        )
        self.next = self.button("next", "template.next", "quiet", "right", partial(self._other, 1))
        self.which = self.label(role="heading")
        self.languages = TabBar(self.theme, LANGUAGES)
        self.widths = TabBar(self.theme, WIDTHS)
        for bar, part in ((self.languages, "language"), (self.widths, "width")):
            for value, tab in bar.buttons.items():
                self.named(tab, f"{part}_{value}")
                self.say(tab, f"template.{part}_{value}")
            bar.chosen.connect(self._chosen)
        self.editor = self.named(LinesInput(EDITED_CHARACTERS, clean=str), "source")
        self.editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.editor.setFixedHeight(self.theme.mm(EDITOR_MM))
        self.say(self.editor.setAccessibleName, "template.source")
        kit.keyboard.attach(self.editor, Pad.TEXT)
        self.editor.textChanged.connect(self._edited)
        self.problem = NoticePanel(self.theme, "danger")
        self.state = self.label(role="caption")
        self.help = self.label("template.help", role="caption")
        self.picture = SlipPicture(self.theme)
        self.say(self.picture, "template.picture")
        self.add(self.which)
        self.add(self.row(self.previous, self.next, stretch=False))
        self.add(self.row(self.languages, self.widths))
        self.add(SideBySide(self.theme, self._writing(), self.picture, (1, 1), least_mm=240.0))
        self.save = self.go_on("template.save", "check", sends=self._save, purpose="save")
        self.restore = self.button("restore", "template.restore", icon="undo", sends=TemplateGivenUp())
        self.footer.put_second(self.restore)
        self._loaded = 0
        self._filling = False
        self._pause = QTimer(self, singleShot=True, interval=DRAW_AFTER_MS)
        self._pause.timeout.connect(self._tell)

    def _writing(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("s"))
        for part in (self.problem, self.editor, self.state, self.help):
            column.addWidget(part)
        column.addStretch(1)
        return holder

    def show_view(self, view: TemplateView) -> None:
        """Text comes only with another template; what is being typed stays."""
        texts = self.texts
        self.which.set_words(texts(f"template.name_{view.name}"))
        self.languages.show_tab(view.language)
        self.widths.show_tab(str(view.width_dots))
        if view.load_number != self._loaded:
            self._loaded = view.load_number
            self._filling = True
            if self.editor.toPlainText() != view.source:
                self.editor.setPlainText(view.source)
            self._filling = False
        self._show_problem(view)
        self.picture.show_png(view.picture)
        state = "unsaved" if view.is_unsaved else "changed" if view.is_changed else "shipped"
        self.state.set_words(texts(f"template.state_{state}"))
        self.save.setEnabled(view.is_unsaved and not view.problem)
        self.restore.setVisible(view.is_changed)
        self.footer.show_if_needed()

    def _show_problem(self, view: TemplateView) -> None:
        self.problem.setVisible(bool(view.problem))
        marks = []
        if view.problem:
            title = self.texts("template.wrong_line", line=view.line)
            self.problem.show_words("danger", "warning", title, (view.problem,))
            block = self.editor.document().findBlockByNumber(view.line - 1)
            if block.isValid():
                mark = QTextEdit.ExtraSelection()
                mark.cursor = QTextCursor(block)
                mark.format.setBackground(self.theme.colour("danger_soft"))
                mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                marks.append(mark)
        self.editor.setExtraSelections(marks)

    # --- what the technician does ------------------------------------------------------------------------

    def _edited(self) -> None:
        if not self._filling:
            self._pause.start()

    def _tell(self) -> None:
        self.send(TemplateTyped(source=self.editor.toPlainText()))

    def _save(self) -> TemplateConfirmed:
        self._pause.stop()
        return TemplateConfirmed(source=self.editor.toPlainText())

    def _chosen(self, _tab: str) -> None:
        self.send(self._choice(self.view.name))

    def _other(self, by: int) -> TemplateChosen | None:
        names = self.view.names
        if self.view.name not in names:
            return None
        return self._choice(names[(names.index(self.view.name) + by) % len(names)])

    def _choice(self, name: str) -> TemplateChosen:
        return TemplateChosen(
            name=name, language=self.languages.current(), width_dots=int(self.widths.current())
        )
