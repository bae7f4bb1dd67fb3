"""The clerk's bench: begin something for a citizen, or look after what waits; made for the keyboard first."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.domain.dossier import Dossier
from kiosk.domain.draft import Draft
from kiosk.domain.upload import JobKind, QueueItem
from kiosk.flow.bench_words import CodeScanned, MoreWorkAsked
from kiosk.flow.envelope import is_envelope
from kiosk.flow.intents import WayChosen
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.printing_words import PrinterDeskOpened
from kiosk.flow.staff_words import (
    DraftDropped,
    DraftResumed,
    SignedOut,
    WorkItemOpened,
    WorkListView,
    WorkTabChosen,
)
from kiosk.flow.tools_words import ToolsOpened
from kiosk.flow.ways import WayName
from kiosk.ui.screen import Screen, ScreenKit, tab_stops
from kiosk.ui.screens.calls_part import CallsPart
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.draft_line import DraftLine
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.paper_line import PaperLine
from kiosk.ui.widgets.row_column import RowColumn
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.tabs import TabBar
from kiosk.ui.widgets.tile import Tile, TileGrid
from kiosk.ui.widgets.wedge import BarcodeWedge
from kiosk.ui.work_words import account_words, dossier_state_words, reason_words, todo_words, why_words

TABS = ("drafts", "waiting", "quarantined", "supplements", "recent")
STARTS = (
    ("submit_dossier", "pages", WayName.SUBMIT_DOSSIER),
    ("register_account", "id_card", WayName.REGISTER_ACCOUNT),
    ("track_dossier", "search", WayName.TRACK_DOSSIER),
)
SOUGHT_STATES = {"quarantined": ("quarantined",), "waiting": ("waiting", "uploading")}
TONES = {"waiting": "", "uploading": "primary", "quarantined": "danger"}


class WorkListScreen(Screen):
    """Three ways to begin, five tabs with their counts, and the lines of the chosen tab.

    Lines are named `item_<n>`, drafts' buttons `resume_<n>`, `drop_<n>`, `drop_keep_<n>` and `drop_really_<n>`,
    n counting from 1. The keys 1, 2 and 3 begin a way, left and right change the tab, up and down the line; page keys
    turn the page. A slip's code under a scanner that types opens its dossier.
    """

    name = "work_list"
    view_type: ClassVar[type[View]] = WorkListView
    can_leave = False
    can_call = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.starts: list[Tile] = []
        grid = TileGrid(self.theme, columns=3, least_mm=80.0)
        for number, (purpose, icon, way) in enumerate(STARTS, 1):
            tile = self.named(Tile(self.theme, icon, upright=False), purpose)
            self.keep(partial(self._say_start, tile, purpose, number))
            tile.clicked.connect(partial(self._send_made, WayChosen(way=way)))
            self.starts.append(tile)
        grid.add(*self.starts)
        self.tabs = TabBar(self.theme, TABS)
        for tab, button in self.tabs.buttons.items():
            self.named(button, f"tab_{tab}")
        self.tabs.chosen.connect(self._tab_chosen)
        self.lead = self.label(role="soft")
        self.rows = RowColumn(self.theme)
        self.rows.name_rows(f"{self.name}.item")
        self.rows.chosen.connect(self._opened)
        self.more = self.button("more", "work_list.more", icon="down", sends=MoreWorkAsked())
        self._lines = QVBoxLayout()
        self._lines.setSpacing(self.theme.space("s"))
        self.drafts: dict[str, DraftLine] = {}
        self.accounts: list[PaperLine] = []
        self.keys = self.label("work_list.keys", role="caption")
        begin, after = QWidget(), QWidget()
        for holder, parts in (
            (begin, (grid, self.keys)),
            (after, (self.tabs, self.lead, self.rows, self.more, self._lines)),
        ):
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(self.theme.space("m"))
            for part in parts:
                if isinstance(part, QWidget):
                    column.addWidget(part)
                else:
                    column.addLayout(part)
            column.addStretch(1)
        self.calls = CallsPart(self)
        self.add(self.calls)
        self.add(SideBySide(self.theme, begin, after, (1, 3), least_mm=285.0))
        self.body.addStretch(1)
        self.footer.put_second(
            self.button("printer", "work_list.printer", icon="printer", sends=PrinterDeskOpened())
        )
        self.tools = self.button("tools", "work_list.tools", icon="settings", sends=ToolsOpened())
        self.footer.put_second(self.tools)
        self.footer.put_second(self.button("sign_out", "work_list.sign_out", icon="door", sends=SignedOut()))
        self._wedge = BarcodeWedge(self)
        self._wedge.scanned.connect(self._scanned)
        self._listen_to_keys()

    def _say_start(self, tile: Tile, purpose: str, number: int) -> None:
        tile.set_words(self.texts(f"work_list.{purpose}"), self.texts("work_list.key", number=number))

    # --- showing -----------------------------------------------------------------------------------------

    def show_view(self, view: WorkListView) -> None:
        """Counts and lines in place; another tab brings other lines."""
        self.calls.show_calls(view.calls, rings=view.rings)
        self.tools.setVisible(view.has_tools)
        tab = "recent" if view.tab == "done" else view.tab
        self.tabs.show_tab(tab)
        loose = self._accounts_beside_the_queue(view)
        counts = {
            "drafts": len(view.drafts),
            "waiting": view.counts.left,
            "quarantined": view.counts.quarantined + len(loose),
            "supplements": len(view.supplements),
        }
        for each, button in self.tabs.buttons.items():
            words = self.texts(f"work_list.tab_{each}")
            count = counts.get(each, 0)
            words = self.texts("work_list.tab_count", tab=words, count=count) if count else words
            if button.text() != words:
                button.set_words(words)
        count, row_at = self._rows_of(tab, view)
        self.rows.show_rows(count, row_at)
        self.more.setVisible(self._has_more(tab, view))
        self._show_drafts(view.drafts if tab == "drafts" else ())
        self._show_accounts(self._account_lines(tab, view, loose))
        self._show_lead(tab, view, empty=not count and not self.drafts and not self.accounts)

    def _show_lead(self, tab: str, view: WorkListView, *, empty: bool) -> None:
        if view.loading:
            words = self.texts("work_list.loading")
        else:
            words = self.texts(f"work_list.{'none' if empty else 'lead'}_{tab}")
        if self.lead.text() != words:
            self.lead.set_words(words)

    def _rows_of(self, tab: str, view: WorkListView) -> tuple[int, Callable[[int], ListRow]]:
        """How many rows, and the n-th of them: a row's words are made when it comes into sight."""
        if tab in SOUGHT_STATES:
            sought = SOUGHT_STATES[tab]
            items = [
                item
                for item in view.queue
                if item.state in sought and item.kind is not JobKind.REGISTER_ACCOUNT
            ]
            return len(items), lambda number: self._queue_row(items[number])
        dossiers = {"supplements": view.supplements, "recent": view.recent}.get(tab, ())
        return len(dossiers), lambda number: self._dossier_row(dossiers[number], tab == "supplements")

    @staticmethod
    def _has_more(tab: str, view: WorkListView) -> bool:
        """Whether older rows than those loaded may be there."""
        if tab in SOUGHT_STATES:
            states = [item.state for item in view.queue]
            return any(states.count(state) >= view.reach for state in SOUGHT_STATES[tab])
        rows = {"supplements": view.supplements, "recent": view.recent}.get(tab, ())
        return len(rows) >= view.reach

    def _dossier_row(self, dossier: Dossier, asks: bool) -> ListRow:
        reasons = [item.reason for item in dossier.supplement] if asks else []
        told = _dotted(dossier.procedure_name, local_time_text(dossier.created_at))
        return ListRow(
            key=dossier.local_reference,
            title=dossier.local_reference,
            sentence="\n".join([told, *reasons]),
            icon="pages" if asks else "page",
            state=dossier_state_words(self.texts, dossier),
            tone="warning" if asks else "primary",
        )

    def _queue_row(self, item: QueueItem) -> ListRow:
        texts = self.texts
        since = texts("work_list.since", at=local_time_text(item.queued_at))
        told = [_dotted(texts(f"job.{item.kind.value}"), since)]
        if item.problem is not None:
            told += [reason_words(texts, item.problem), todo_words(texts, item.problem)]
        else:
            told.append(why_words(texts, item))
        return ListRow(
            key=item.reference,
            title=item.reference,
            sentence="\n".join(told),
            icon="warning" if item.state == "quarantined" else "upload",
            state=texts(f"work_list.state_{item.state}"),
            tone=TONES[item.state],
        )

    # --- accounts: told, not opened ----------------------------------------------------------------------

    def _accounts_beside_the_queue(self, view: WorkListView) -> list[tuple[str, str, str]]:
        """Registrations that need a person although no stopped job stands for them."""
        queued = [
            item.reference
            for item in view.queue
            if item.kind is JobKind.REGISTER_ACCOUNT and item.state == "quarantined"
        ]
        loose = []
        for account in view.accounts:
            if account[0] in queued:
                queued.remove(account[0])
            else:
                loose.append(account)
        return loose

    def _account_lines(
        self, tab: str, view: WorkListView, loose: list[tuple[str, str, str]]
    ) -> list[tuple[str, str, str, str]]:
        """(title, sentence, state, kind) of each registration under this tab."""
        texts, lines = self.texts, []
        for item in view.queue:
            if item.kind is JobKind.REGISTER_ACCOUNT and item.state in SOUGHT_STATES.get(tab, ()):
                since = texts("work_list.since", at=local_time_text(item.queued_at))
                told = _dotted(texts("job.register_account"), since)
                if item.problem is None:
                    lines.append((item.reference, told, why_words(texts, item), "card"))
                else:
                    reason = reason_words(texts, item.problem)
                    todo = texts("account_todo.quarantined")
                    lines.append((item.reference, f"{told}\n{todo}", reason, "warning"))
        for number, state, reference in loose if tab == "quarantined" else ():
            words, todo = account_words(texts, state)
            told = _dotted(texts("job.register_account"), reference)
            lines.append((number, f"{told}\n{todo}", words, "warning"))
        return lines

    def _show_accounts(self, lines: list[tuple[str, str, str, str]]) -> None:
        while len(self.accounts) > len(lines):
            self._remove(self.accounts.pop())
        while len(self.accounts) < len(lines):
            line = PaperLine(self.theme, ())
            self.accounts.append(line)
            self._lines.addWidget(line)
        for line, (title, sentence, state, kind) in zip(self.accounts, lines, strict=True):
            line.set_words(title, sentence, state)
            line.show_state(kind, "id_card", "warning" if kind == "warning" else "primary")

    # --- drafts ------------------------------------------------------------------------------------------

    def _show_drafts(self, drafts: tuple[Draft, ...]) -> None:
        texts = self.texts
        if [draft.id for draft in drafts] != list(self.drafts):
            for line in self.drafts.values():
                self._remove(line)
            self.drafts = {}
            for number, draft in enumerate(drafts, 1):
                self.drafts[draft.id] = self._draft_line(number, draft.id)
                self._lines.addWidget(self.drafts[draft.id])
        for draft in drafts:
            line = self.drafts[draft.id]
            asked = line.asks
            saved = _dotted(draft.masked_number, texts("work_list.saved", at=local_time_text(draft.saved_at)))
            if is_envelope(draft):
                saved += "\n" + texts("work_list.counting")
            if draft.reference:
                saved += "\n" + texts("work_list.corrects", reference=draft.reference)
            line.set_words(draft.procedure_name, saved, texts("work_list.drop_question"))
            line.state.setVisible(asked)
            for button, key in (
                (line.resume, "work_list.resume"),
                (line.drop, "work_list.drop"),
                (line.keep, "work_list.drop_keep"),
                (line.erase, "work_list.drop_really"),
            ):
                if button.text() != texts(key):
                    button.set_words(texts(key))
                button.setAccessibleName(f"{texts(key)}: {draft.procedure_name}")

    def _draft_line(self, number: int, draft_id: str) -> DraftLine:
        made = []
        for purpose, kind, icon, intent in (
            ("resume", "secondary", "edit", DraftResumed(draft_id=draft_id)),
            ("drop", "quiet", "trash", None),
            ("drop_keep", "secondary", "undo", None),
            ("drop_really", "danger", "trash", DraftDropped(draft_id=draft_id)),
        ):
            button = self.named(Button(self.theme, kind=kind, icon=icon), f"{purpose}_{number}")
            if intent is not None:
                button.clicked.connect(partial(self._send_made, intent))
            made.append(button)
        resume, drop, keep, erase = made
        return DraftLine(self.theme, resume, drop, keep, erase)

    def _remove(self, line: PaperLine) -> None:
        self._lines.removeWidget(line)
        for button in line.buttons:
            button.setObjectName("")  # its name belongs to a new line already
        line.hide()
        line.deleteLater()

    # --- what the clerk does -----------------------------------------------------------------------------

    def _tab_chosen(self, tab: str) -> None:
        self.send(WorkTabChosen(tab=tab))

    def _opened(self, key: str) -> None:
        self.send(WorkItemOpened(key=key))

    def _listen_to_keys(self) -> None:
        """As shortcuts, because buttons would take arrows for steps of the focus."""
        keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Left: partial(self.tabs.step, -1),
            Qt.Key.Key_Right: partial(self.tabs.step, 1),
            Qt.Key.Key_Up: partial(self._walk, -1),
            Qt.Key.Key_Down: partial(self._walk, 1),
            Qt.Key.Key_PageUp: self._scrolling.page_up,
            Qt.Key.Key_PageDown: self._scrolling.page_down,
            Qt.Key.Key_Home: self._scrolling.to_top,
        }
        keys |= {Qt.Key(Qt.Key.Key_1 + number): tile.click for number, tile in enumerate(self.starts)}
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    @override
    def event(self, event: QEvent) -> bool:
        """Keys of a code that is being scanned are no shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._wedge.takes(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _scanned(self, text: str) -> None:
        self.send(CodeScanned(text=text))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ends a scanned code, else it presses what has the focus: there is no main action here."""
        if self._wedge.takes(event):
            return
        focused = self.window().focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(focused, QAbstractButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _walk(self, by: int) -> None:
        """Up and down through the lines of the tab, the tab itself standing above the first."""
        lines: list[QWidget] = [*self.rows.buttons()]
        for draft in self.drafts.values():
            lines += [stop for stop in tab_stops(draft) if isinstance(stop, Button)]
        stops = [self.tabs.buttons[self.tabs.current()] if self.tabs.current() else None, *lines]
        reachable = [stop for stop in stops if stop is not None]
        focused = self.window().focusWidget()
        at = reachable.index(focused) + by if focused in reachable else (0 if by < 0 else min(1, len(lines)))
        if reachable and 0 <= at < len(reachable):
            reachable[at].setFocus(Qt.FocusReason.TabFocusReason)
            self.bring_into_view(reachable[at])


def _dotted(*parts: str) -> str:
    return "  ·  ".join(part for part in parts if part)
