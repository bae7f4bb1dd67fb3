"""A draft that somebody passed on is picked up by its code: by a clerk, who sees what was agreed to, or by its citizen."""

from collections.abc import Callable

from kiosk.flow.filing import Filing
from kiosk.flow.intents import CardLooked, EffectFailed, Left, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.passing_words import (
    AgreedLine,
    AgreedView,
    DraftPickedUp,
    FindPassedOn,
    PassedOnFound,
    PickDraftUp,
    PickUpCodeEntered,
    PickUpView,
)
from kiosk.flow.resume_filing import resume_step
from kiosk.flow.views import ResumeView
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.watch_card import OwnerWatch
from kiosk.flow.ways import WayName

CODE_LENGTH = 6


class AgreedStep:
    """What the citizen agreed to, before a clerk goes on with their draft."""

    def __init__(self, visit: Visit, around: Surroundings, then: Callable[[], Turn]) -> None:
        self._visit = visit
        self._around = around
        self._then = then

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """Purposes with version and time; the person only masked."""
        filing = self._visit.filing
        texts = {text.purpose: text.text for text in self._around.portal.consents}
        draft = filing.draft() if filing else None
        return AgreedView(
            procedure_name=draft.procedure_name if draft else "",
            masked_number=draft.masked_number if draft else "",
            began_at=(filing.started_at if filing else None) or self._visit.began_at,
            lines=tuple(
                AgreedLine(
                    purpose=consent.purpose,
                    text=texts.get(consent.purpose),
                    version=consent.version,
                    agreed_at=consent.agreed_at,
                )
                for consent in self._visit.consents
            ),
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Seen: go on."""
        return self._then() if isinstance(intent, WentOn) else Turn()


class PickUpStep:
    """Type the code. A citizen's own card opens the draft after it, where the draft knows whose it is."""

    def __init__(self, visit: Visit, around: Surroundings, problem: str = "") -> None:
        self._visit = visit
        self._around = around
        self._problem = problem
        self._asking = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        self._asking = False
        return ()

    def view(self) -> View:
        """One field."""
        return PickUpView(
            problem=self._problem,
            asking=self._asking,
            can_go_back=True,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Look for it; a wrong code says nothing of what there is."""
        match intent:
            case WentBack() | Left():
                return Turn(back=1)
            case PickUpCodeEntered(code=entered) if not self._asking:
                code = "".join(entered.split()).upper()
                if len(code) != CODE_LENGTH:
                    self._problem = "pick_up.wrong"
                    return Turn()
                self._asking, self._problem, self._notice = True, "", None
                return Turn(effects=(FindPassedOn(code=code),))
            case PassedOnFound(draft=None) if self._asking:
                self._asking, self._problem = False, "pick_up.unknown"
            case PassedOnFound(draft=draft) if self._asking and draft is not None:
                begin = self._visit.begin(self._around, WayName.SUBMIT_DOSSIER)
                number = ((draft.content.get("applicant") or {}).get("personal_number")) or ""
                checked = OwnCardStep(self._visit, self._around, draft.id, number)
                return Turn(effects=begin, to=checked, instead=True)
            case EffectFailed(effect="FindPassedOn"):
                self._asking = False
                self._notice = Notice("error", intent.text_key)
        return Turn()


class OwnCardStep:
    """Picks the draft up: at once for a clerk; for a citizen after the card that began it, where one did."""

    def __init__(self, visit: Visit, around: Surroundings, draft_id: str, number: str) -> None:
        self._visit = visit
        self._around = around
        self._draft_id = draft_id
        self._number = "" if visit.staff is not None else number
        self._watch = OwnerWatch(around, self._number)
        self._opening = False

    def enter(self) -> tuple[Effect, ...]:
        """Look for the card where one is needed."""
        return self._watch.begin() if self._number else self._open()

    def view(self) -> View:
        """That a card is asked for; never whose."""
        return ResumeView(
            procedure_name="",
            saved_at=self._around.now(),
            draft_id=self._draft_id,
            needs_card=bool(self._number),
            wrong_card=self._watch.wrong_card,
            passed_on=True,
            can_go_back=True,
            personal=False,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Nobody but the person or a clerk gets in, and nobody can erase it from here."""
        match intent:
            case CardLooked() if not self._opening:
                effects = self._watch.again(intent)
                return Turn(effects=self._open()) if self._watch.found else Turn(effects=effects or ())
            case WentBack() | Left():
                self._watch.end()
                return Turn(back=1)
            case DraftPickedUp(draft=draft) if self._opening and draft is not None:
                filing = Filing.restore(self._visit, self._around, draft, intent.pages, intent.thumbnails)
                if self._visit.staff is None:
                    return Turn(to=resume_step(filing), instead=True)

                def go_on() -> Turn:
                    return Turn(to=resume_step(filing), instead=True)

                return Turn(to=AgreedStep(self._visit, self._around, go_on), instead=True)
            case DraftPickedUp() | EffectFailed(effect="PickDraftUp") if self._opening:
                return Turn(to=PickUpStep(self._visit, self._around, "pick_up.unknown"), instead=True)
        return Turn()

    def _open(self) -> tuple[Effect, ...]:
        self._watch.end()
        self._opening = True
        return (PickDraftUp(draft_id=self._draft_id, staff_id=self._visit.staff_id),)
