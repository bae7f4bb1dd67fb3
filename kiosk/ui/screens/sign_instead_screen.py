"""Signing without a name on the screen: why, then a witness's name or a sheet of paper; what it is for stands elsewhere."""

from typing import ClassVar

from kiosk.domain.signing import WITNESS_NAME_LIMIT, WhyNotOnScreen
from kiosk.flow.messages import View
from kiosk.flow.sign_words import SheetAsked, SignedOnSheet, SignInsteadView, WitnessNamed
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.choices import Choice
from kiosk.ui.widgets.slip_line import SlipLine

_OF_WITNESS = frozenset(
    {"error.witness_missing", "error.witness_is_signer", "error.witness_is_clerk", "error.sign_pad_broken"}
)


class SignInsteadScreen(Screen):
    """Rows `why.<reason>`; `witness` for the name, `by_witness`, `sheet` and `on_paper` for the ways."""

    name = "sign_instead"
    view_type: ClassVar[type[View]] = SignInsteadView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.lead = self.label(role="lead")
        self.why = self.choices("why", "sign_instead.why", columns=2)
        self.by_witness = self.label("sign_instead.by_witness", role="heading")
        self.who = self.label("sign_instead.who", role="soft")
        self.witness = self.field("witness", "sign_instead.witness", max_length=WITNESS_NAME_LIMIT)
        self.named_witness = self.button(
            "by_witness", "sign_instead.witness_signs", icon="edit", sends=self._named
        )
        self.on_paper = self.label("sign_instead.on_paper", role="heading")
        self.how = self.label("sign_instead.how", role="soft")
        self.slip = SlipLine(self)
        self.sheet = self.button("sheet", "sign_instead.sheet", icon="printer", sends=self._sheet)
        self.seen = self.button("on_paper", "sign_instead.seen", icon="check", sends=self._seen)
        self.add(self.lead, self.why, self.by_witness, self.who, self.witness)
        self.body.addLayout(self.row(self.named_witness, stretch=False))
        self.add(self.on_paper, self.how, self.slip)
        self.body.addLayout(self.row(self.sheet, self.seen, stretch=False))
        self.body.addStretch(1)
        self._whose = ""

    def show_view(self, view: SignInsteadView) -> None:
        """What was typed stays while it is the same person."""
        texts = self.texts
        if view.signer != self._whose:
            self._whose = view.signer
            self.witness.set_value("")
            self.why.choose([])
        self.lead.set_words(texts("sign_instead.lead", name=view.signer))
        self.why.set_choices(
            Choice(why.value, texts(f"sign_instead.why_{why.value}")) for why in WhyNotOnScreen
        )
        problem = texts(view.problem) if view.problem else ""
        self.witness.set_problem(problem if view.problem in _OF_WITNESS else "")
        self.why.set_problem("" if view.problem in _OF_WITNESS else problem)
        self.slip.show_slip(view.slip)
        self.sheet.setVisible(view.slip is None)
        self.seen.setEnabled(view.slip is not None)

    def _chosen(self) -> str:
        return str(next(iter(self.why.chosen()), ""))

    def _named(self) -> WitnessNamed:
        return WitnessNamed(why=self._chosen(), name=self.witness.value())

    def _sheet(self) -> SheetAsked:
        return SheetAsked(why=self._chosen())

    def _seen(self) -> SignedOnSheet:
        return SignedOnSheet(why=self._chosen())
