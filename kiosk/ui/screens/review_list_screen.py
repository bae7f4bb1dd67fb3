"""Imported procedures that wait for a person: take a list in from a stick, open a record, accept all that are clear."""

from typing import ClassVar

from kiosk.domain.catalogue_review import ReviewLine, ReviewState
from kiosk.flow.messages import View
from kiosk.flow.review_words import (
    ClearOnesAccepted,
    ListChosen,
    ListFile,
    ReviewListAsked,
    ReviewListView,
    ReviewOpened,
    ReviewsAsked,
)
from kiosk.ui.amounts import size_words
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.screens.bring_screen import show_sheet
from kiosk.ui.texts import Texts
from kiosk.ui.widgets.choices import Choice
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.row_column import RowColumn
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.state_panel import StatePanel

MOST_SHOWN = 30
MOST_REFUSED = 5


class ReviewListScreen(Screen):
    """Records at the left (`item_<n>`), files of the stick at the right (`file_<n>`), n from 1."""

    name = "review_list"
    view_type: ClassVar[type[View]] = ReviewListView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.told = NoticePanel(self.theme)
        self.sheet = self.banner()
        self.accept_clear = self.button(
            "accept_clear", "review.accept_clear", "primary", "check", sends=ClearOnesAccepted()
        )
        self.print_list = self.button(
            "print_list", "review.print_list", icon="printer", sends=ReviewListAsked()
        )
        self.which = self.choices("state", columns=3)
        self.which.changed.connect(self._state_chosen)
        self.items_lead = self.label(role="soft")
        self.items = RowColumn(self.theme)
        self.items.chosen.connect(lambda code: self.send(ReviewOpened(code=code)))
        self.files_lead = self.label(role="soft")
        self.files = RowColumn(self.theme)
        self.files.chosen.connect(lambda path: self.send(ListChosen(path=path)))
        refresh = self.button("refresh", "review.refresh", icon="search", sends=self._refresh)
        self.footer.put_second(refresh)
        self._choices = SideBySide(
            self.theme,
            self.column(self.which, self.items_lead, self.items, space="s"),
            self.column(self.label("review.files", role="heading"), self.files_lead, self.files, space="s"),
            (3, 2),
            least_mm=270.0,
        )
        self.add(self.state, self.told, self.sheet)
        self.add(self.row(self.accept_clear, self.print_list, stretch=False), self._choices)
        self.body.addStretch(1)

    def show_view(self, view: ReviewListView) -> None:
        """Counts, what became of the last thing, records and files."""
        texts, desk, idle = self.texts, view.desk, not view.working
        if view.working:
            self.state.show_state("info", "clock", texts(f"review.{view.working}"))
        elif desk is None:
            self.state.show_state("info", "search", texts("review.loading"))
        else:
            words = texts("review.waiting", count=desk.waiting) if desk.waiting else texts("review.none")
            counts = texts("review.counts", accepted=desk.accepted, put_aside=desk.put_aside)
            self.state.show_state("info", "list", words, counts)
        self._show_told(view)
        show_sheet(self.sheet, texts, view.sheet)
        self.accept_clear.setVisible(idle and desk is not None and desk.clear > 0)
        self.accept_clear.set_words(texts("review.accept_clear", count=desk.clear if desk else 0))
        self.print_list.setVisible(idle and desk is not None and desk.waiting > desk.clear)
        self._choices.setVisible(idle and desk is not None)
        every = {
            ReviewState.WAITING: desk.waiting if desk else 0,
            ReviewState.ACCEPTED: desk.accepted if desk else 0,
            ReviewState.PUT_ASIDE: desk.put_aside if desk else 0,
        }
        self.which.set_choices(
            Choice(state.value, texts(f"review.state_{state.value}", count=count))
            for state, count in every.items()
        )
        self.which.choose([desk.state.value] if desk else [])
        lines = desk.lines[:MOST_SHOWN] if desk else ()
        more = desk is not None and every[desk.state] > len(lines)
        self.items_lead.set_words(
            texts("review.first", count=len(lines)) if more else texts("review.items_sentence")
        )
        self.items.set_rows([self._row(line) for line in lines])
        files = desk.files if desk else ()
        self.files_lead.set_words(texts("review.files_sentence" if files else "review.no_file"))
        self.files.set_rows([self._file_row(file) for file in files])
        for rows, purpose in ((self.items, "item"), (self.files, "file")):
            for number, button in enumerate(rows.buttons(), 1):
                self.named(button, f"{purpose}_{number}")

    def _show_told(self, view: ReviewListView) -> None:
        texts, outcome = self.texts, view.outcome
        self.told.setVisible(bool(outcome or view.problem or view.settled or view.table))
        if view.problem:
            self.told.show_words("danger", "error", texts("review.unreadable"), (texts.of(view.problem),))
        elif outcome is not None:
            sentences = [
                texts(
                    "review.imported_counts",
                    records=outcome.records,
                    clear=outcome.clear,
                    unchanged=outcome.unchanged,
                )
            ]
            sentences += [
                f"{place_words(texts, place)}: {texts(f'review.refused_{code}')} {texts.of(detail)}".rstrip()
                for place, code, detail in outcome.refused[:MOST_REFUSED]
            ]
            if len(outcome.refused) > MOST_REFUSED:
                sentences.append(texts("review.more_refused", count=len(outcome.refused) - MOST_REFUSED))
            kind = "warning" if outcome.refused else "success"
            self.told.show_words(kind, kind, texts("review.imported", source=outcome.source), sentences)
        elif view.settled is not None:
            accepted, wrong = view.settled
            words = texts("review.accepted", count=accepted)
            self.told.show_words(
                "success", "success", words, (texts("review.wrong", count=wrong),) if wrong else ()
            )
        elif view.table:
            self.told.show_words("success", "success", texts("review.table", file=view.table), ())

    def _state_chosen(self, values: tuple[object, ...]) -> None:
        for value in values:
            self.send(ReviewsAsked(state=ReviewState(str(value))))

    def _refresh(self) -> ReviewsAsked:
        desk = self.view.desk if self.view is not None else None
        return ReviewsAsked(state=desk.state if desk else ReviewState.WAITING)

    def _row(self, line: ReviewLine) -> ListRow:
        return ListRow(
            key=line.code,
            title=f"{line.code} {line.name}",
            sentence=line.source,
            icon="page",
            state=self.texts("review.doubts", count=line.open_doubts)
            if line.open_doubts
            else self.texts("review.clear"),
            tone="warning" if line.open_doubts else "success",
        )

    def _file_row(self, file: ListFile) -> ListRow:
        size = size_words(self.texts, file.bytes)
        state = self.texts("review.take_in")
        return ListRow(
            key=file.path, title=file.name, sentence=size, icon="download", state=state, tone="primary"
        )


def place_words(texts: Texts, place: str) -> str:
    """ "row 7" in the language shown."""
    kind, _, number = place.partition(" ")
    return texts(f"review.at_{kind}", number=number)
