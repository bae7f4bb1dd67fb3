"""A name drawn on the screen by one person, or what takes its place; what it is for and what comes after is not known here."""

from collections.abc import Callable

from kiosk.domain.errors import RuleBroken
from kiosk.domain.paper_slip import SignedWords
from kiosk.domain.post_item import Signature
from kiosk.domain.receipt import PrintState, Receipt
from kiosk.domain.signing import SignedInstead, by_witness, on_paper
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.issue_paper_slip import sign_sheet
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.post_words import SignatureDrawn, SignLine, SignView
from kiosk.flow.sign_words import CannotSign, SheetAsked, SignedOnSheet, SignInsteadView, WitnessNamed
from kiosk.flow.slip import Slip
from kiosk.flow.visit import Surroundings, Visit


class SignStep:
    """`then` is told the signature and says how to go on. Staff of this point always sign on the screen."""

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
        self._asks_how = False
        self._witnessed: SignedInstead | None = None
        self._problem = ""
        self._sheet = Slip(f"{around.new_id()} sign_sheet", self._receipt)
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """What is signed, by whom; or how instead."""
        if self._asks_how:
            return SignInsteadView(
                signer=self._signer,
                problem=self._problem,
                slip=self._sheet.state,
                step=self._step,
                can_go_back=True,
                assisted_by=self._visit.assisted_by,
            )
        witness = self._witnessed
        return SignView(
            subject=self._subject,
            role="witness" if witness else self._role,
            signer=witness.witness if witness else self._signer,
            lines=self._lines,
            can_sign_instead=self._role != "clerk" and witness is None,
            step=self._step,
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """A drawn name goes on."""
        match intent:
            case WentBack() if self._witnessed is not None:
                self._witnessed, self._asks_how = None, True
            case WentBack() if self._asks_how:
                self._asks_how, self._problem = False, ""
            case WentBack():
                return Turn(back=1)
            case EffectFailed(effect="SaveDraft"):
                self._notice = Notice("error", intent.text_key)
            case SignatureDrawn(picture=picture) if picture and not self._asks_how:
                return self._signed(picture, self._witnessed)
            case CannotSign() if self._role != "clerk":
                self._asks_how = True
            case WitnessNamed() | SheetAsked() | SignedOnSheet() if self._asks_how:
                try:
                    return self._instead(intent)
                except RuleBroken as broken:
                    self._problem = broken.text_key
            case _ if self._asks_how:
                return Turn(effects=self._sheet.handle(intent))
        return Turn()

    def _instead(self, intent: Intent) -> Turn:
        match intent:
            case WitnessNamed(why=why, name=name):
                signer, clerk = self._signer, self._visit.assisted_by
                self._witnessed = by_witness(why, name, signer=signer, clerk=clerk)
                self._asks_how, self._problem = False, ""
            case SheetAsked(why=why):
                on_paper(why)
                self._problem = ""
                return Turn(effects=self._sheet.order())
            case SignedOnSheet(why=why):
                instead = on_paper(why)
                if self._sheet.state is None or self._sheet.state.state is PrintState.WAITING:
                    raise RuleBroken("there is no sheet to sign yet", code="sign_sheet_missing")
                return self._signed(b"", instead)
        return Turn()

    def _signed(self, picture: bytes, instead: SignedInstead | None) -> Turn:
        self._asks_how, self._witnessed = False, None
        return self._then(Signature(self._role, self._around.now(), picture, instead))

    def _receipt(self) -> Receipt:
        language = self._visit.language
        return sign_sheet(
            self._around.portal,
            about=self._around.words(f"sign_instead.about_{self._subject}", language),
            signer=self._signer,
            lines=self._lines,
            at=self._around.now(),
            clerk=self._visit.assisted_by,
            language=language,
        )


def signed_words(instead: SignedInstead | None, around: Surroundings, language: str) -> SignedWords:
    """What a slip says of it."""
    if instead is None:
        return SignedWords()
    why = around.words(f"sign_instead.why_{instead.why.value}", language)
    return SignedWords(instead.way.value, why, instead.witness)
