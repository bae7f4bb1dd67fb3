"""Waiting work on a stick: pack a bag onto one, or look into a bag that lies there, compare its seal and take it in."""

from typing import ClassVar

from kiosk.domain.mailbag import FILE_SUFFIX, BagDesk, BagOutcome
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.mail_bag_words import (
    BagChosen,
    BagConfirmed,
    BagPutAside,
    BagStickChosen,
    MailBagView,
    SticksAsked,
)
from kiosk.flow.messages import View
from kiosk.ui.amounts import size_words
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.row_column import RowColumn
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.state_panel import StatePanel


class MailBagScreen(Screen):
    """Sticks at the left (`stick_<n>`), bags at the right (`bag_<n>`), n from 1; what happens stands above both."""

    name = "mail_bag"
    view_type: ClassVar[type[View]] = MailBagView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.told = NoticePanel(self.theme)
        self.seen = self.section("mail_bag.seen", "shield")
        self.take_in = self.button("take_in", "mail_bag.take_in", "primary", "download", sends=BagConfirmed())
        self.put_aside = self.button("put_aside", "mail_bag.put_aside", icon="undo", sends=BagPutAside())
        self._question = self.row(self.take_in, self.put_aside, stretch=False)
        self.sticks_lead = self.label(role="soft")
        self.sticks = RowColumn(self.theme)
        self.sticks.name_rows(f"{self.name}.stick")
        self.sticks.chosen.connect(self._stick_chosen)
        self.bags_lead = self.label(role="soft")
        self.bags = RowColumn(self.theme)
        self.bags.name_rows(f"{self.name}.bag")
        self.bags.chosen.connect(self._bag_chosen)
        self.refresh = self.button("refresh", "mail_bag.refresh", icon="search", sends=SticksAsked())
        self.add(self.state)
        self.add(self.told)
        self.add(self.seen)
        self.body.addLayout(self._question)
        self._choices = SideBySide(
            self.theme,
            self.column(
                self.label("mail_bag.pack", role="heading"), self.sticks_lead, self.sticks, space="s"
            ),
            self.column(self.label("mail_bag.bags", role="heading"), self.bags_lead, self.bags, space="s"),
            (1, 1),
            least_mm=285.0,
        )
        self.add(self._choices)
        self.body.addStretch(1)
        self.footer.put_second(self.refresh)

    # --- showing -----------------------------------------------------------------------------------------

    def show_view(self, view: MailBagView) -> None:
        """What is being done, what became of the last thing, and what may be done next."""
        desk, idle = view.desk, not view.working and view.seen is None
        self._show_state(view)
        self._show_told(view)
        self._show_seen(view)
        self.refresh.setEnabled(idle)
        self._choices.setVisible(idle and desk is not None)
        may_pack = idle and desk is not None and desk.can_pack and desk.waiting > 0
        self.sticks.set_rows(self._stick_rows(desk) if desk and may_pack else ())
        self.sticks_lead.set_words(self._sticks_words(desk))
        may_take_in = idle and desk is not None and desk.can_take_in
        self.bags.set_rows(self._bag_rows(desk) if desk and may_take_in else ())
        self.bags_lead.set_words(self._bags_words(desk))

    def _show_state(self, view: MailBagView) -> None:
        texts, desk = self.texts, view.desk
        if view.working:
            words = texts(f"mail_bag.{view.working}")
            self.state.show_state("info", "clock", words, texts("mail_bag.percent", percent=view.percent))
        elif desk is None:
            self.state.show_state("info", "search", texts("mail_bag.loading"))
        else:
            waits = texts("mail_bag.waiting", count=desk.waiting) if desk.waiting else texts("mail_bag.none")
            self.state.show_state("info", "upload", waits, texts("mail_bag.own_seal", seal=desk.seal))

    def _show_told(self, view: MailBagView) -> None:
        texts = self.texts
        self.told.setVisible(view.packed is not None or view.outcome is not None)
        if view.packed is not None:
            packed = texts(
                "mail_bag.packed_counts",
                dossiers=view.packed.dossiers,
                accounts=view.packed.accounts,
                news=view.packed.news,
                cash=view.packed.cash,
            )
            self.told.show_words(
                "success", "success", texts("mail_bag.packed"), (packed, texts("mail_bag.packed_next"))
            )
        elif view.outcome is not None:
            kind = "warning" if view.outcome.refused else "success"
            self.told.show_words(kind, kind, texts("mail_bag.taken_in"), self._outcome_words(view.outcome))

    def _outcome_words(self, outcome: BagOutcome) -> list[str]:
        counts = self.texts(
            "mail_bag.taken_in_counts", taken=outcome.taken, already_here=outcome.already_here
        )
        return [
            counts,
            *(f"{reference}: {self.texts(f'error.{code}')}" for reference, code in outcome.refused),
        ]

    def _show_seen(self, view: MailBagView) -> None:
        texts, seen = self.texts, view.seen
        asked = seen is not None and not view.working
        for button in (self.take_in, self.put_aside):
            button.setVisible(asked)
        if seen is None or not asked:
            self.seen.set_rows(())
            return
        self.seen.set_rows(
            [
                (texts("mail_bag.seal"), seen.seal),
                (texts("mail_bag.from"), f"{seen.terminal} ({seen.point})"),
                (texts("mail_bag.made_at"), local_time_text(seen.made_at)),
                (
                    texts("mail_bag.holds"),
                    texts(
                        "mail_bag.packed_counts",
                        dossiers=seen.dossiers,
                        accounts=seen.accounts,
                        news=seen.news,
                        cash=seen.cash,
                    ),
                ),
                (texts("mail_bag.before"), texts("mail_bag.compare")),
            ]
        )

    def _sticks_words(self, desk: BagDesk | None) -> str:
        if desk is None:
            return ""
        if not desk.can_pack:
            return self.texts("mail_bag.no_recipient")
        return self.texts("mail_bag.choose_stick" if desk.sticks else "mail_bag.no_stick")

    def _bags_words(self, desk: BagDesk | None) -> str:
        if desk is None:
            return ""
        if not desk.can_take_in:
            return self.texts("mail_bag.no_identity")
        return self.texts("mail_bag.choose_bag" if desk.bags else "mail_bag.no_bag")

    def _stick_rows(self, desk: BagDesk) -> list[ListRow]:
        return [
            ListRow(
                key=stick.folder,
                title=stick.name,
                sentence=self.texts("mail_bag.free", size=size_words(self.texts, stick.free_bytes)),
                icon="upload",
                state=self.texts("mail_bag.pack_here"),
                tone="primary",
            )
            for stick in desk.sticks
        ]

    def _bag_rows(self, desk: BagDesk) -> list[ListRow]:
        return [
            ListRow(
                key=bag.path,
                title=bag.name.removesuffix(FILE_SUFFIX).replace("-", " "),  # a name may have to be broken
                sentence=size_words(self.texts, bag.bytes),
                icon="download",
                state=self.texts("mail_bag.look"),
                tone="primary",
            )
            for bag in desk.bags
        ]

    # --- what staff do -----------------------------------------------------------------------------------

    def _stick_chosen(self, folder: str) -> None:
        self.send(BagStickChosen(folder=folder))

    def _bag_chosen(self, path: str) -> None:
        self.send(BagChosen(path=path))
