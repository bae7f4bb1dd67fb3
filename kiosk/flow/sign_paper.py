"""A name drawn on the screen by one person; what it is for and what comes after is another step's matter."""

from collections.abc import Callable

from kiosk.domain.post_item import Signature
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.post_words import SignatureDrawn, SignLine, SignView
from kiosk.flow.visit import Surroundings, Visit


class SignStep:
    """`then` is told the signature and says how to go on."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        *,
        subject: str,
        role: str,
        signer: str,
        lines: tuple[SignLine, ...],
        then: Callable[[Signature], Turn],
        step: tuple[int, int] | None = None,
    ) -> None:
        self._visit = visit
        self._around = around
        self._subject, self._role, self._signer, self._lines = subject, role, signer, lines
        self._then = then
        self._step = step
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """What is signed, by whom."""
        return SignView(
            subject=self._subject,
            role=self._role,
            signer=self._signer,
            lines=self._lines,
            step=self._step,
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """A drawn name goes on."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case EffectFailed(effect="SaveDraft"):
                self._notice = Notice("error", intent.text_key)
            case SignatureDrawn(picture=picture) if picture:
                return self._then(Signature(self._role, self._around.now(), picture))
        return Turn()
