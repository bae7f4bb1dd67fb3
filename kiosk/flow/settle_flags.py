"""The supervisor's list of what to look at: why it stands there, which dossiers, and how it was settled."""

from kiosk.domain.bilingual import Text
from kiosk.domain.events import AuditKind
from kiosk.domain.rules import s10_is_valid
from kiosk.domain.service_watch import Flag, FlagKind
from kiosk.flow.effects import Record
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.paper_desk import PostItemStep
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.watch_words import (
    FlaggedOpened,
    FlagOpened,
    FlagSettled,
    FlagsLoaded,
    FlagsView,
    LoadFlags,
    SettleFlag,
)
from kiosk.flow.work_item import WorkItemStep


class FlagsStep:
    """List and single flag are one step: settling leads back to the list."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._loaded: FlagsLoaded | None = None
        self._opened = ""
        self._working = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Always fresh: the rules are asked first."""
        self._working = True
        return (LoadFlags(),)

    def view(self) -> View:
        """The list, or the one that was opened."""
        loaded = self._loaded
        flags = loaded.flags if loaded else ()
        settled = loaded.settled if loaded else ()
        return FlagsView(
            flags=flags,
            settled=settled,
            subjects={flag.id: self._subject(flag) for flag in (*flags, *settled)},
            opened=next((flag for flag in (*flags, *settled) if flag.id == self._opened), None),
            loading=loaded is None,
            busy=self._working,
            can_go_back=True,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """A flag is settled once."""
        match intent:
            case WentBack() if self._opened:
                self._opened = ""
            case WentBack():
                return Turn(back=1)
            case FlagsLoaded():
                self._loaded, self._working = intent, False
            case FlagOpened(flag_id=flag_id):
                self._opened, self._notice = flag_id, None
            case FlaggedOpened(reference=reference) if self._stands_behind(reference):
                return self._look(reference)
            case FlagSettled(reason=reason) if self._opened and not self._working:
                order = SettleFlag(flag_id=self._opened, staff_id=self._visit.staff_id or "", reason=reason)
                self._opened, self._working = "", True
                self._notice = Notice("success", "flags.was_settled")
                return Turn(effects=(order,))
            case EffectFailed(effect="LoadFlags" | "SettleFlag"):
                self._working = False
                self._notice = Notice("error", intent.text_key)
        return Turn()

    def _stands_behind(self, reference: str) -> bool:
        loaded = self._loaded
        flags = (*loaded.flags, *loaded.settled) if loaded else ()
        return any(flag.id == self._opened and reference in flag.finding.references for flag in flags)

    def _look(self, reference: str) -> Turn:
        """Who looks, and because of which flag, is recorded."""
        facts = {"staff": self._visit.staff_id or "", "flag": self._opened}
        seen = Record(kind=AuditKind.FLAG_FOLLOWED, subject=reference, facts=facts)
        open_ = PostItemStep if s10_is_valid(reference) else WorkItemStep
        return Turn(effects=(seen,), to=open_(self._visit, self._around, reference))

    def _subject(self, flag: Flag) -> Text | str:
        """A procedure by its name, a clerk by the id they sign in with, everything else as it is."""
        if flag.finding.kind is FlagKind.REPEAT_VISITS:
            procedure = self._around.catalogue.get(flag.finding.subject)
            return procedure.name if procedure else flag.finding.subject
        return flag.finding.subject
