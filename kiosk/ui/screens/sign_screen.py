"""A name drawn under what is signed for; whose it is and what for stands above the field."""

from typing import ClassVar

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.flow.messages import View
from kiosk.flow.post_words import SignatureDrawn, SignLine, SignView
from kiosk.flow.sign_words import CannotSign
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.side_by_side import SideBySide
from kiosk.ui.widgets.signature_pad import SignaturePad


class SignScreen(Screen):
    """What is signed at the left, the field at the right."""

    name = "sign"
    view_type: ClassVar[type[View]] = SignView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.lead = self.label(role="lead")
        self.lines = self.section("sign.lines", "list")
        self.signer = self.label(role="heading")
        self.pad = self.named(SignaturePad(self.theme), "pad")
        self.keep(lambda: self.pad.setAccessibleName(self.texts("sign.pad")))
        self.pad.changed.connect(self._changed)
        self.clear = self.button("clear", "sign.clear", icon="undo")
        self.clear.clicked.connect(self.pad.clear)
        field = QWidget()
        column = QVBoxLayout(field)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("s"))
        column.addWidget(self.signer)
        column.addWidget(self.pad, 1)
        column.addLayout(self.row(self.clear, stretch=False))
        signed_for = QWidget()
        told = QVBoxLayout(signed_for)
        told.setContentsMargins(0, 0, 0, 0)
        told.addWidget(self.lines)
        told.addStretch(1)
        self.instead = self.button("instead", "sign.instead", icon="people", sends=CannotSign())
        self.footer.put_second(self.instead)
        self.add(self.lead)
        self.add(SideBySide(self.theme, signed_for, field, (1, 1), least_mm=280.0), stretch=1)
        self.done = self.go_on("sign.go_on", "check", sends=self._drawn)
        self._whose = ""

    def show_view(self, view: SignView) -> None:
        """An empty field for every signer."""
        texts = self.texts
        whose = f"{view.subject}.{view.role}"
        if whose != self._whose:
            self._whose = whose
            self.pad.clear()
        self.set_title(texts(f"sign.title_{view.role}"))
        self.lead.set_words(texts(f"sign.{view.subject}_{view.role}"))
        self.signer.set_words(texts("sign.signer", name=view.signer))
        self.lines.set_rows((line.name, self._words_of(line, view.subject)) for line in view.lines)
        self.done.setEnabled(self.pad.is_signed())
        self.instead.setVisible(view.can_sign_instead)

    def _words_of(self, line: SignLine, subject: str) -> str:
        texts = self.texts
        if subject == "hand_over":
            return line.remark or texts("hand_over.whole")
        if subject == "result":
            return line.remark
        counted = [
            texts(f"sign.{kind}", count=count)
            for kind, count in (("originals", line.originals), ("copies", line.copies))
            if count
        ]
        return ", ".join(counted) or texts("paper_count.lacking")

    def _changed(self, is_signed: bool) -> None:
        self.done.setEnabled(is_signed)

    def _drawn(self) -> SignatureDrawn | None:
        picture = self.pad.picture()
        if not picture:
            return None
        self._whose = ""
        return SignatureDrawn(picture=picture)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody finds another person's name here."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.pad.clear()
