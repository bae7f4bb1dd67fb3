"""After a power cut: the draft that lies here goes on for the person whose card began it, or is erased."""

from kiosk.flow.effects import DropDraft, LoadDraft
from kiosk.flow.filing import Filing
from kiosk.flow.intents import CardLooked, DraftLoaded, EffectFailed, Left, ResumeFound, WentBack
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Turn
from kiosk.flow.resume_filing import resume_step
from kiosk.flow.staff_words import DraftDropped, DraftResumed
from kiosk.flow.views import ResumeView
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.watch_card import OwnerWatch
from kiosk.flow.ways import WayName


class ResumeStep:
    """After a power cut: only the person whose card began the draft may go on with it."""

    def __init__(self, visit: Visit, around: Surroundings, draft_id: str, found: ResumeFound) -> None:
        assert found.draft is not None
        self._visit = visit
        self._around = around
        self._draft_id = draft_id
        self._draft = found.draft
        self._number = ((found.draft.content.get("applicant") or {}).get("personal_number")) or ""
        self._watch = OwnerWatch(around, self._number)
        self._opening = False

    def enter(self) -> tuple[Effect, ...]:
        """Look for the card where one is needed."""
        return self._watch.begin() if self._number else ()

    def view(self) -> View:
        """What was begun, and when; never whose it is."""
        return ResumeView(
            procedure_name=self._draft.procedure_name,
            saved_at=self._draft.saved_at,
            draft_id=self._draft_id,
            needs_card=bool(self._number),
            wrong_card=self._watch.wrong_card,
            personal=False,
        )

    def handle(self, intent: Intent) -> Turn:
        """The right card opens it; anything else erases it."""
        match intent:
            case CardLooked() if not self._opening:
                effects = self._watch.again(intent)
                return self._open() if self._watch.found else Turn(effects=effects or ())
            case DraftResumed() if not self._number:
                return self._open()
            case DraftDropped() | WentBack() | Left():
                self._watch.end()
                return Turn(effects=(DropDraft(draft_id=self._draft_id),), back=1)
            case DraftLoaded(draft=draft, pages=pages, thumbnails=thumbnails) if self._opening and draft:
                filing = Filing.restore(self._visit, self._around, draft, pages, thumbnails)
                return Turn(to=resume_step(filing), instead=True)
            case DraftLoaded() | EffectFailed(effect="LoadDraft") if self._opening:
                return Turn(back=1)
        return Turn()

    def _open(self) -> Turn:
        self._watch.end()
        self._opening = True
        begin = self._visit.begin(self._around, WayName.SUBMIT_DOSSIER)
        return Turn(effects=(*begin, LoadDraft(draft_id=self._draft_id)))
