"""Is this slip genuine? Its code is held up or typed by a scanner, and checked without asking anybody."""

from kiosk.domain.content_proof import ContentProof, ProofVerdict
from kiosk.domain.scan import CodeKind
from kiosk.flow.intents import CardLooked, EffectFailed, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.printing_words import CheckProof, ProofChecked, SlipCheckView
from kiosk.flow.track_words import CodeEntered
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.watch_card import CardWatch

_CODES = (CodeKind.SLIP, CodeKind.OTHER_QR, CodeKind.DOSSIER_CODE)


class SlipCheckStep:
    """Look, judge, say; then the next slip."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._watch = CardWatch(around)
        self._checking = False
        self._verdict: ProofVerdict | None = None
        self._proof: ContentProof | None = None
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Look for a slip."""
        self._checking, self._verdict, self._proof = False, None, None
        return self._watch.begin()

    def view(self) -> View:
        """The live picture, or the verdict with what the code says."""
        proof = self._proof
        return SlipCheckView(
            verdict=self._verdict,
            reference=proof.reference if proof else "",
            revision=proof.revision if proof else 0,
            pages=proof.pages if proof else 0,
            documents=len(proof.prefixes) if proof else 0,
            at=proof.at if proof else None,
            checking=self._checking,
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """One code at a time."""
        match intent:
            case WentBack():
                self._watch.end()
                return Turn(back=1)
            case WentOn() if self._verdict is not None:
                return Turn(effects=self.enter())
            case CardLooked() if not self._checking and self._verdict is None:
                effects = self._watch.again(intent)
                if effects is None:
                    return Turn()
                codes = intent.sight.codes if intent.sight else ()
                slip = next((code for code in codes if code.kind in _CODES and code.raw), None)
                return self._check(slip.raw) if slip else Turn(effects=effects)
            case CodeEntered(code=code) if not self._checking and code.strip():
                return self._check(code)
            case ProofChecked(verdict=verdict, proof=proof) if self._checking:
                self._checking, self._verdict, self._proof = False, verdict, proof
            case EffectFailed(effect="CheckProof") if self._checking:
                self._notice = Notice("warning", intent.text_key)
                return Turn(effects=self.enter())
        return Turn()

    def _check(self, text: str) -> Turn:
        self._watch.end()
        self._checking, self._notice = True, None
        return Turn(effects=(CheckProof(text=text),))
