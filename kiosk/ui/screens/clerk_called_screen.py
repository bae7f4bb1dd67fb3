"""Staff were called: whether somebody comes, what else there is to do, the hotline and a code the caller can read out."""

from typing import ClassVar

from kiosk.flow.call_words import CallState, CallWithdrawn, ClerkCalledView
from kiosk.flow.messages import View
from kiosk.flow.passing_words import ClerkCameOver, HandedBack, PassOnAsked
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screens.plain_message import PlainMessageScreen
from kiosk.ui.widgets.fact_card import FactCard
from kiosk.ui.widgets.row_or_column import RowOrColumn

_WORDS = {
    CallState.NONE: "_assisted",
    CallState.WAITING: "",
    CallState.UNANSWERED: "_unanswered",
    CallState.COMING: "_coming",
    CallState.NOT_HEARD: "_not_heard",
    CallState.SETTLED: "_settled",
}
_MAY_WITHDRAW = (CallState.WAITING, CallState.UNANSWERED, CallState.COMING)


class ClerkCalledScreen(PlainMessageScreen):
    """Calm, with a way back to where one was."""

    name = "clerk_called"
    view_type: ClassVar[type[View]] = ClerkCalledView
    icon = "bell"

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._hotline = FactCard(self.theme, "call")
        self._code = FactCard(self.theme, "key")
        for card in (self._hotline, self._code):
            card.fact.setProperty("role", "code")
        self._facts = RowOrColumn(self.theme, self._hotline, self._code, least_mm=90.0)
        self.put_below(self._facts, wide=True)
        self._sign_in = self.button("sign_in", "clerk_called.sign_in", icon="clerk", sends=ClerkCameOver())
        self._pass_on = self.button("pass_on", "clerk_called.pass_on", icon="people", sends=PassOnAsked())
        self._hand_back = self.button(
            "hand_back", "clerk_called.hand_back", "primary", "person", HandedBack()
        )
        self._withdraw = self.button("withdraw", "clerk_called.withdraw", icon="cross", sends=CallWithdrawn())
        self.put_below(self._withdraw)
        for button in (self._hand_back, self._pass_on, self._sign_in):
            self.footer.put_second(button)

    def show_view(self, view: ClerkCalledView) -> None:
        """Hotline and code, where there are any."""
        texts = self.texts
        helping = view.can_hand_back
        which = "_helping" if helping else _WORDS[view.state]
        sentence = f"clerk_called.sentence{which}"
        if view.can_pass_on and view.state is CallState.UNANSWERED:
            sentence += "_draft"
        self.tell(
            texts(f"clerk_called.heading{which}", name=view.comes),
            texts(sentence, count=view.waits_min),
        )
        self._withdraw.setVisible(view.state in _MAY_WITHDRAW)
        self._sign_in.setVisible(view.can_sign_in)
        self._pass_on.setVisible(view.can_pass_on)
        self._hand_back.setVisible(helping)
        self.footer.show_if_needed()
        self._hotline.set_words(texts("clerk_called.hotline"), view.hotline)
        self._code.set_words(texts("clerk_called.code"), view.session_code)
        spelt = " ".join(view.session_code)
        self._code.fact.setAccessibleName(f"{texts('clerk_called.code')}: {spelt}")
        self._hotline.setVisible(bool(view.hotline))
        self._code.setVisible(bool(view.session_code))
        self._facts.setVisible(bool(view.hotline or view.session_code))
        self._facts.fit()
