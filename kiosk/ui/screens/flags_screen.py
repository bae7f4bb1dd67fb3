"""What a supervisor has to look at: a list, and one flag with why, what to look at, and the ways of settling it."""

from collections.abc import Sequence
from typing import ClassVar

from kiosk.domain.service_watch import Flag, FlagReason
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.watch_words import FlaggedOpened, FlagOpened, FlagSettled, FlagsView
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.row_column import RowColumn
from kiosk.ui.widgets.state_panel import StatePanel


class FlagsScreen(Screen):
    """Rows are named `flag_<n>`, `settled_<n>` and, of an opened flag, `dossier_<n>`, n from 1; the ways of settling `settle_<reason>`."""

    name = "flags"
    view_type: ClassVar[type[View]] = FlagsView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.rows = RowColumn(self.theme)
        self.rows.name_rows("flags.flag")
        self.rows.chosen.connect(self._opened)
        self.settled_lead = self.label("flags.settled", role="heading")
        self.settled = RowColumn(self.theme)
        self.settled.name_rows("flags.settled")
        self.settled.chosen.connect(self._opened)
        self.facts = self.section("flags.facts", "flag")
        self.dossiers_lead = self.label("flags.dossiers", role="heading")
        self.dossiers = RowColumn(self.theme)
        self.dossiers.name_rows("flags.dossier")
        self.dossiers.chosen.connect(self._looked)
        self.how = self.label("flags.how", role="heading")
        self.add(self.state, self.rows, self.facts, self.dossiers_lead, self.dossiers, self.how)
        self.reasons = [
            self.button(
                f"settle_{reason.value}",
                f"flag_reason.{reason.value}",
                icon="check",
                sends=FlagSettled(reason=reason),
            )
            for reason in FlagReason
        ]
        for button in self.reasons:
            self.add(button)
        self.add(self.settled_lead, self.settled)
        self.body.addStretch(1)

    def show_view(self, view: FlagsView) -> None:
        """The list; one flag in its place when it was opened."""
        flag = view.opened
        if flag is None:
            self._show_list(view)
        else:
            self._show_flag(view, flag)
        listed = flag is None
        self.rows.set_rows([self._row(view, each) for each in (view.flags if listed else ())])
        self.settled.set_rows([self._row(view, each) for each in (view.settled if listed else ())])
        self.settled_lead.setVisible(listed and bool(view.settled))
        is_open = flag is not None and flag.settled_at is None
        self.how.setVisible(is_open)
        for button in self.reasons:
            button.setVisible(is_open)
            button.setEnabled(not view.busy)

    def _show_list(self, view: FlagsView) -> None:
        texts = self.texts
        if view.loading:
            self.state.show_state("info", "search", texts("flags.loading"))
        elif view.flags:
            self.state.show_state(
                "warning", "flag", texts("flags.open", count=len(view.flags)), texts("flags.lead")
            )
        else:
            self.state.show_state("success", "success", texts("flags.none"))
        self.facts.set_rows(())
        self._show_dossiers(())

    def _show_flag(self, view: FlagsView, flag: Flag) -> None:
        texts, finding = self.texts, flag.finding
        done = flag.settled_at is not None
        self.state.show_state(
            "success" if done else "warning",
            "success" if done else "flag",
            texts(f"flag.{finding.kind.value}"),
            texts(f"flag_look.{finding.kind.value}"),
        )
        rows = [
            (
                texts("flags.about"),
                "" if finding.subject in finding.references else self._subject(view, flag),
            ),
            (texts("flags.why"), self._why(flag)),
            (texts("flags.raised_at"), local_time_text(flag.raised_at)),
        ]
        if done and flag.reason is not None:
            told = texts(f"flag_reason.{flag.reason.value}")
            rows.append((texts("flags.settled_by"), f"{flag.settled_by}: {told}"))
            rows.append((texts("flags.settled_at"), local_time_text(flag.settled_at)))
        self.facts.set_rows([row for row in rows if row[1]])
        self._show_dossiers(finding.references)

    def _show_dossiers(self, references: Sequence[str]) -> None:
        self.dossiers_lead.setVisible(bool(references))
        self.dossiers.set_rows([ListRow(key=each, title=each, icon="pages") for each in references])

    def _row(self, view: FlagsView, flag: Flag) -> ListRow:
        kind = flag.finding.kind.value
        subject = self._subject(view, flag)
        done = flag.settled_at is not None
        reason = self.texts(f"flag_reason.{flag.reason.value}") if flag.reason else ""
        return ListRow(
            key=flag.id,
            title=self.texts(f"flag.{kind}"),
            sentence="  ·  ".join(part for part in (subject, self._why(flag), reason) if part),
            icon="success" if done else "flag",
            state=local_time_text(flag.raised_at),
            tone="success" if done else "warning",
        )

    def _subject(self, view: FlagsView, flag: Flag) -> str:
        subject = view.subjects.get(flag.id, "")
        words = subject if isinstance(subject, str) else self.texts.of(subject)
        what = flag.finding.facts.get("what")
        return f"{self.texts(f'contact.{what}')} #{words}" if what else words

    def _why(self, flag: Flag) -> str:
        return self.texts(f"flag_why.{flag.finding.kind.value}", **dict(flag.finding.facts))

    def _looked(self, reference: str) -> None:
        self.send(FlaggedOpened(reference=reference))

    def _opened(self, key: str) -> None:
        self.send(FlagOpened(flag_id=key))
