"""A citizen's request about their own data: card, face and card compared, what is held, hand it over, erase it."""

from typing import ClassVar

from kiosk.domain.person_data import Erasure, HeldDossier, HeldPost, PersonData, PostPiece
from kiosk.flow.intents import PrintAskedAgain
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.person_data_words import (
    ErasureAsked,
    ErasureConfirmed,
    ErasurePutAside,
    ExportAsked,
    PersonDataView,
    PersonSeen,
)
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.card_preview import CardPreview
from kiosk.ui.widgets.notice_panel import NoticePanel
from kiosk.ui.widgets.slip_line import SlipLine
from kiosk.ui.widgets.state_panel import StatePanel
from kiosk.ui.work_words import breakable, purpose_words, state_words

PREVIEW_MM = 70.0


class PersonDataScreen(Screen):
    """The number stands here masked; the consent log is one line a purpose, for the answer at the counter."""

    name = "person_data"
    view_type: ClassVar[type[View]] = PersonDataView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.state = StatePanel(self.theme)
        self.preview = self.named(CardPreview(self.theme, kit.camera_feeds.get("card")), "preview")
        self.say(self.preview, "scan_card.preview")
        self._picture = self.preview.on_page(self._scrolling)
        self._picture.setMinimumHeight(self.theme.mm(PREVIEW_MM))
        self.told = NoticePanel(self.theme)
        self.kept = self.section("person_data.kept", "lock")
        self.slip = SlipLine(self)
        self.consents = self.section("person_data.consents", "shield")
        self.dossiers = self.section("person_data.dossiers", "pages")
        self.others = self.section("person_data.others", "list")
        self.post = self.section("person_data.post", "post")
        self.no_stick = self.label("person_data.no_stick", role="caption")
        self.open_ = self.button("export", "person_data.export", icon="download", sends=self._export_open)
        self.sealed = self.button(
            "export_sealed", "person_data.export_sealed", icon="lock", sends=self._export_sealed
        )
        self.print = self.button("print", "person_data.print", icon="printer", sends=PrintAskedAgain())
        self.erase = self.button("erase", "person_data.erase", "danger", "trash", ErasureAsked())
        self.really = self.button(
            "erase_really", "person_data.erase_really", "danger", "trash", ErasureConfirmed()
        )
        self.keep_it = self.button("erase_not", "person_data.erase_not", icon="undo", sends=ErasurePutAside())
        self.orders = (self.open_, self.sealed, self.print, self.erase)
        self.add(self.state, self._picture, self.told, self.slip, self.really, self.keep_it)
        self.add(self.kept, self.consents, self.dossiers, self.post, self.others, self.no_stick)
        for button in self.orders:
            self.add(button)
        self.body.addStretch(1)
        self.seen = self.go_on("person_data.seen", "check", sends=PersonSeen(), purpose="seen")

    def show_view(self, view: PersonDataView) -> None:
        """As far as the request has come."""
        read, data = bool(view.masked_number), view.data
        self._show_state(view)
        self._picture.setVisible(not read)
        self.seen.setVisible(read and not view.checked)
        for button in (self.really, self.keep_it):
            button.setVisible(view.asks_erasure)
            button.setEnabled(not view.busy)
        may = data is not None and not view.asks_erasure
        something = may and data is not None and not data.is_empty
        for button in (self.open_, self.sealed):
            button.setVisible(something and bool(view.sticks))
        self.erase.setVisible(something)
        self.print.setVisible(may and view.slip is None)
        for button in self.orders:
            button.setEnabled(not view.busy)
        self.no_stick.setVisible(something and not view.sticks)
        self.slip.show_slip(view.slip)
        self._show_told(view)
        self._show_data(data)
        self.footer.show_if_needed()

    def _show_state(self, view: PersonDataView) -> None:
        texts, data = self.texts, view.data
        if not view.masked_number:
            words = texts("person_data.wrong_card" if view.wrong_card else "person_data.show_card")
            self.state.show_state("info", "hand_card", texts("person_data.begin"), words)
        elif not view.checked:
            self.state.show_state("warning", "eye", view.masked_number, texts("person_data.compare"))
        elif data is None:
            self.state.show_state("info", "search", view.masked_number, texts("person_data.looking"))
        elif view.asks_erasure:
            self.state.show_state("danger", "trash", view.masked_number, texts("person_data.erase_question"))
        else:
            key = "person_data.nothing" if data.is_empty else "person_data.found"
            self.state.show_state("info", "person", view.masked_number, texts(key))

    def _show_told(self, view: PersonDataView) -> None:
        texts = self.texts
        self.told.setVisible(bool(view.exported) or view.erasure is not None)
        self.kept.set_rows((), self._kept_words(view.erasure) if view.erasure else "")
        if view.erasure is not None:
            counts = texts(
                "person_data.erased_counts",
                dossiers=view.erasure.dossiers,
                documents=view.erasure.documents,
                accounts=view.erasure.accounts,
                drafts=view.erasure.drafts,
                post=view.erasure.post,
            )
            self.told.show_words("success", "success", texts("person_data.erased"), (counts,))
        elif view.exported:
            secret = texts("person_data.passphrase", words=view.passphrase) if view.passphrase else ""
            names = ", ".join(view.exported)
            self.told.show_words("success", "success", texts("person_data.exported"), (names, secret))

    def _kept_words(self, erasure: Erasure) -> str:
        return "\n".join(
            f"{breakable(name)}: {self.texts(f'kept_why.{why.value}')}" for name, why in erasure.kept
        )

    def _show_data(self, data: PersonData | None) -> None:
        texts = self.texts
        held = data.dossiers if data else ()
        self.consents.set_rows(
            [
                (
                    purpose_words(texts, one.purpose),
                    texts("agreed.version", version=one.version, at=local_time_text(one.agreed_at)),
                )
                for dossier in held
                for one in dossier.consents
            ],
            texts("person_data.no_consents") if data else "",
        )
        self.dossiers.set_rows((), "\n\n".join(self._dossier_words(dossier) for dossier in held))
        others = [
            (texts("person_data.account"), local_time_text(at))
            for _, _, at in (data.accounts if data else ())
        ]
        others += [
            (f"{texts('person_data.draft')} {name}", local_time_text(at))
            for name, at in (data.drafts if data else ())
        ]
        self.others.set_rows(others)
        self.post.set_rows((), "\n\n".join(self._post_words(one) for one in (data.post if data else ())))

    def _post_words(self, one: HeldPost) -> str:
        name = "" if one.piece is PostPiece.SIGNATURE else breakable(one.name)
        what = f"{self.texts(f'person_data.piece_{one.piece.value}')} {name}".strip()
        kept = self.texts(f"kept_why.{one.kept.value}") if one.kept else ""
        return "\n".join(part for part in (what, local_time_text(one.at), kept) if part)

    def _dossier_words(self, dossier: HeldDossier) -> str:
        texts = self.texts
        kept = texts("person_data.form_kept" if dossier.form_kept else "person_data.record_only")
        papers = texts("person_data.documents_kept", count=dossier.documents_kept)
        state = state_words(texts, dossier.state)
        return "\n".join(
            (dossier.procedure_name, breakable(dossier.reference), f"{state}. {kept}. {papers}.")
        )

    def _export_open(self) -> ExportAsked:
        return ExportAsked(folder=self.view.sticks[0], sealed=False)

    def _export_sealed(self) -> ExportAsked:
        return ExportAsked(folder=self.view.sticks[0], sealed=True)
