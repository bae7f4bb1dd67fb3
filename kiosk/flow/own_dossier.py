"""A citizen alone comes back to a dossier: by its code and the card it was filed with, or by the card alone."""

from collections.abc import Callable

from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import Dossier
from kiosk.flow.after_sending_words import (
    LoadOwnDossier,
    OwnCardView,
    OwnDossierChosen,
    OwnDossierLoaded,
    OwnDossiersView,
)
from kiosk.flow.filing import Filing
from kiosk.flow.intents import CardLooked, EffectFailed, Left, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.staff_words import CorrectionLoaded, LoadCorrection
from kiosk.flow.track_words import TrackDossier, TrackingFound
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.watch_card import CardWatch, document_in


class OwnCardStep:
    """Nothing but the procedure's name is told before the right card was seen."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        code: str,
        purpose: str,
        next_step: Callable[[Dossier], Step],
        *,
        procedure_name: Text | None = None,
    ) -> None:
        self._visit = visit
        self._around = around
        self._code = code
        self._purpose = purpose
        self._next = next_step
        self._procedure_name = procedure_name
        self._watch = CardWatch(around)
        self._looking = False
        self._wrong_card = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Look for the card."""
        self._looking = False
        return self._watch.begin()

    def view(self) -> View:
        """What for, and which dossier."""
        return OwnCardView(
            purpose=self._purpose,
            procedure_name=self._procedure_name,
            code=self._code,
            wrong_card=self._wrong_card,
            looking=self._looking,
            can_go_back=True,
            personal=False,
            notice=self._notice,
        )

    def handle(self, intent: Intent) -> Turn:
        """The right card opens it."""
        match intent:
            case WentBack():
                self._watch.end()
                return Turn(back=1)
            case CardLooked() if not self._looking:
                effects = self._watch.again(intent)
                if effects is None:
                    return Turn()
                document = document_in(intent.sight) if intent.sight else None
                if document is None or not document.number:
                    return Turn(effects=effects)
                self._watch.end()
                self._looking, self._notice = True, None
                load = LoadOwnDossier(reference=self._code, personal_number=document.number)
                return Turn(effects=(load,))
            case OwnDossierLoaded(dossier=None) if self._looking:
                self._wrong_card = True
                return Turn(effects=self.enter())
            case OwnDossierLoaded(dossier=dossier) if self._looking and dossier is not None:
                return Turn(to=self._next(dossier), instead=True)
            case EffectFailed(effect="LoadOwnDossier"):
                self._notice = Notice("error", intent.text_key)
                return Turn(effects=self.enter())
        return Turn()


class OpenSupplementStep:
    """Fetches the dossier's own content as a draft; nobody stays here longer than the store takes."""

    def __init__(
        self, visit: Visit, around: Surroundings, reference: str, next_step: Callable[[Filing], Step]
    ) -> None:
        self._visit = visit
        self._around = around
        self._reference = reference
        self._next = next_step
        self._draft_id = ""
        self._problem = ""

    def enter(self) -> tuple[Effect, ...]:
        """Order the draft, once."""
        if self._draft_id:
            return ()
        self._draft_id = self._around.new_id()
        load = LoadCorrection(
            reference=self._reference, draft_id=self._draft_id, staff_id=self._visit.staff_id
        )
        return (load,)

    def view(self) -> View:
        """A moment's wait, or why it cannot be opened."""
        from kiosk.flow.views import WaitingView

        notice = Notice("error", self._problem) if self._problem else None
        return WaitingView(
            text_key="work.loading", can_go_back=bool(self._problem), busy=not self._problem, notice=notice
        )

    def handle(self, intent: Intent) -> Turn:
        """On with the list."""
        match intent:
            case CorrectionLoaded(draft=draft, pages=pages, thumbnails=thumbnails) if (
                draft.id == self._draft_id
            ):
                filing = Filing.restore(self._visit, self._around, draft, pages, thumbnails)
                return Turn(to=self._next(filing), instead=True)
            case EffectFailed(effect="LoadCorrection"):
                self._problem = intent.text_key
            case WentBack() if self._problem:
                return Turn(back=1)
            case Left():
                return Turn(leave="left")
        return Turn()


class OwnDossiersStep:
    """Which of the card holder's dossiers."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        dossiers: tuple[Dossier, ...],
        next_step: Callable[[TrackingFound], Step],
    ) -> None:
        self._visit = visit
        self._around = around
        self._dossiers = dossiers
        self._next = next_step
        self._asking = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        self._asking = False
        return ()

    def view(self) -> View:
        """One line a dossier."""
        return OwnDossiersView(
            dossiers=self._dossiers,
            can_go_back=True,
            busy=self._asking,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Ask the portal about the chosen one."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case OwnDossierChosen(reference=reference) if not self._asking:
                known = {dossier.local_reference for dossier in self._dossiers}
                if reference in known:
                    self._asking, self._notice = True, None
                    return Turn(effects=(TrackDossier(code=reference),))
            case TrackingFound(tracking=tracking) if self._asking:
                self._asking = False
                if tracking is not None:
                    return Turn(to=self._next(intent))
                self._notice = Notice("warning", "track.unknown")
            case EffectFailed(effect="TrackDossier"):
                self._asking, self._notice = False, Notice("error", intent.text_key)
        return Turn()
