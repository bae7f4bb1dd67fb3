"""One imported procedure: what it would look like, and every doubt with what the list says and what may be meant."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from kiosk.domain.bilingual import Text
from kiosk.domain.catalogue_review import Doubt, ReviewItem, ReviewState
from kiosk.flow.messages import View
from kiosk.flow.review_words import DoubtSettled, ReviewAccepted, ReviewItemView, ReviewPutAside
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.screens.review_list_screen import place_words
from kiosk.ui.widgets.choices import Choice, ChoiceList
from kiosk.ui.widgets.digits import DigitField
from kiosk.ui.widgets.label import Label
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.panel import Panel

MOST_DIGITS = 9


class ReviewItemScreen(Screen):
    """A panel a doubt: its choices are `doubt_<n>`, a number is typed into `number_<n>`, n from 1."""

    name = "review_item"
    view_type: ClassVar[type[View]] = ReviewItemView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.procedure = self.label(role="lead")
        self.place = self.label(role="caption")
        self.problem = self.banner(kind="danger")
        self.left = self.banner()
        self._column = QVBoxLayout()
        self._column.setSpacing(self.theme.space("m"))
        self._panels: list[_DoubtPanel] = []
        self._shown: tuple[str, ...] = ()
        self.put_aside = self.button("put_aside", "review.put_aside", icon="undo", sends=ReviewPutAside())
        self.footer.put_second(self.put_aside)
        self.accept = self.go_on("review.accept", "check", sends=ReviewAccepted(), purpose="accept")
        self.add(self.procedure, self.place, self.problem, self.left, self._column)
        self.body.addStretch(1)

    def show_view(self, view: ReviewItemView) -> None:
        """The same record is brought up to date in place."""
        texts, item = self.texts, view.item
        self.problem.set_words(texts.of(view.problem) if view.problem else "")
        self.accept.setEnabled(item is not None and item.can_be_accepted and not view.working)
        self.put_aside.setEnabled(item is not None and not view.working)
        taken_back = item is not None and item.state is ReviewState.ACCEPTED
        self.put_aside.set_words(texts("review.take_back" if taken_back else "review.put_aside"))
        self.accept.setVisible(not taken_back)
        if item is None:
            self.procedure.set_words(texts("review.loading"))
            return
        self.procedure.set_words(f"{item.code} {item.name}")
        self.place.set_words(texts("review.place", source=item.source, place=place_words(texts, item.place)))
        self._show_left(item)
        key = (item.code, *(doubt.code for doubt in item.doubts))
        if key != self._shown:
            self._rebuild(item)
            self._shown = key
        for panel, doubt in zip(self._panels, item.doubts, strict=True):
            panel.show_doubt(doubt)

    def _show_left(self, item: ReviewItem) -> None:
        if any(not doubt.can_be_settled for doubt in item.doubts):
            self.left.show_notice("danger", self.texts("review.only_in_list"))
        elif item.open_doubts:
            self.left.show_notice("warning", self.texts("review.left", count=item.open_doubts))
        else:
            self.left.show_notice("success", self.texts("review.ready"))

    def _rebuild(self, item: ReviewItem) -> None:
        for panel in self._panels:
            panel.hide()
            panel.deleteLater()
        self._panels = [_DoubtPanel(self, place, doubt) for place, doubt in enumerate(item.doubts)]
        for panel in self._panels:
            self._column.addWidget(panel)

    def settle_by_choice(self, place: int, values: tuple[object, ...]) -> None:
        """A proposal was taken."""
        for value in values:
            self.send(DoubtSettled(place=place, answer=int(str(value))))

    def settle_by_number(self, place: int, typed: str) -> None:
        """A number was typed; an empty field takes it back."""
        if typed.isdecimal():
            self.send(DoubtSettled(place=place, number=int(typed)))


class _DoubtPanel(Panel):
    """What is doubtful, what the list says, and the answers."""

    def __init__(self, screen: ReviewItemScreen, place: int, doubt: Doubt) -> None:
        super().__init__(screen.theme, "plain")
        self._texts = screen.texts
        self.title = Label(role="strong")
        self.said = Label(role="soft")
        self.choices: ChoiceList = screen.choices(f"doubt_{place + 1}", columns=2)
        self.choices.changed.connect(partial(screen.settle_by_choice, place))
        for part in (self.title, self.said, self.choices):
            self.column.addWidget(part)
        self.number: DigitField | None = None
        if doubt.number_at:
            self.number = screen.digit_field(f"number_{place + 1}", "review.amount", MOST_DIGITS)
            self.number.edited.connect(partial(screen.settle_by_number, place))
            self.column.addWidget(self.number)

    def show_doubt(self, doubt: Doubt) -> None:
        """Words, and what was decided."""
        texts = self._texts
        self.title.set_words(texts(f"review.doubt_{doubt.code}"))
        self.said.set_words(self._said(doubt))
        self.said.setVisible(bool(doubt.said))
        self.choices.set_choices(
            Choice(number, texts.of(proposal.words)) for number, proposal in enumerate(doubt.proposals)
        )
        self.choices.choose([] if doubt.answer is None else [doubt.answer])
        self.choices.setVisible(bool(doubt.proposals))

    def _said(self, doubt: Doubt) -> str:
        """What the list says is quoted; what is wrong with it is said in the language shown."""
        if isinstance(doubt.said, Text):
            return self._texts.of(doubt.said)
        return self._texts("review.said", words=doubt.said) if doubt.said else ""
