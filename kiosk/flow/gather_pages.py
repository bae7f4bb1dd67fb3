"""Every paper of the checklist: photographed pages, "shown", or "satisfied by data"."""

from kiosk.domain.brought import PDF
from kiosk.domain.identity import VerificationMethod
from kiosk.domain.procedure_parts import Component
from kiosk.domain.scan import PageProblem, PageSight, Quad
from kiosk.flow.bring_files import BringFilesStep
from kiosk.flow.check_page import CheckPageStep
from kiosk.flow.copy_card import CopyCardStep
from kiosk.flow.filing import PAGES_STEP, Filing
from kiosk.flow.intents import ComponentMarked, ComponentOpened, EffectFailed, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.page_words import (
    CapturePage,
    CardCopyChosen,
    LookForPage,
    OrderPages,
    PageAccepted,
    PageCaptured,
    PageLooked,
    PageMoved,
    PageRemoved,
    PageReplaced,
    PagesKept,
    PageThumb,
    RemovePage,
    ScanPagesView,
    ShutterPressed,
    StickChosen,
)
from kiosk.flow.views import ChecklistView

_CARD_WAS_SEEN = frozenset({VerificationMethod.QR, VerificationMethod.MRZ, VerificationMethod.CHIP})
"""The citizen has held the card up here: nobody asks to be shown it once more."""
_IDENTITY = frozenset({"vneid", "population_db"})
"""What stands for an identity card, and for nothing else, among the data that spares a paper."""


class ChecklistStep:
    """The components of the case and what is still missing."""

    def __init__(self, filing: Filing) -> None:
        self._filing = filing
        self._notice: Notice | None = None
        if filing.visit.verification in _CARD_WAS_SEEN and not filing.visit.on_behalf:
            for component in filing.case.components:
                if component.kind == "show" and set(component.satisfied_by) >= _IDENTITY:
                    filing.marks.setdefault(component.id, "shown")

    def enter(self) -> tuple[Effect, ...]:
        """Remember where the person is."""
        return self._filing.stand_at("checklist")

    def view(self) -> View:
        """One line a paper."""
        return ChecklistView(
            procedure_name=self._filing.procedure.name,
            lines=self._filing.lines(),
            missing=len(self._filing.missing()),
            step=PAGES_STEP,
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Go on only when nothing is missing: nobody is to be sent away for a second trip."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case ComponentOpened(component_id=component_id):
                component = self._component(component_id)
                if component is not None and component.kind == "submit":
                    self._notice = None
                    return Turn(to=ScanPagesStep(self._filing, component))
            case ComponentMarked(component_id=component_id, how=how):
                return self._marked(component_id, how)
            case WentOn():
                missing = self._filing.missing()
                if missing:
                    self._notice = Notice("warning", "checklist.missing", {"count": len(missing)})
                    return Turn()
                from kiosk.flow.ask_exemption import money_step

                self._notice = None
                return Turn(to=money_step(self._filing))
            case EffectFailed(effect="SaveDraft" | "RemovePage" | "OrderPages"):
                self._notice = Notice("error", intent.text_key)
        return Turn()

    def _component(self, component_id: str) -> Component | None:
        return next((c for c in self._filing.case.components if c.id == component_id), None)

    def _marked(self, component_id: str, how: str) -> Turn:
        component = self._component(component_id)
        allowed = component is not None and (
            how == "none"
            or (how == "shown" and component.kind == "show")
            or (how == "by_data" and any(source != "form" for source in component.satisfied_by))
        )
        if not allowed:
            return Turn()
        if how == "none":
            self._filing.marks.pop(component_id, None)
        else:
            self._filing.marks[component_id] = how
        self._notice = None
        return Turn(effects=(self._filing.save(),))


class ScanPagesStep:
    """Photograph one component's pages, one after the other."""

    def __init__(self, filing: Filing, component: Component) -> None:
        self._filing = filing
        self._component = component
        self._watch = ""
        self._sight: PageSight | None = None
        self._camera = "delivering"
        self._replacing = ""
        """The page that the next one takes the place of."""
        self._taking = False
        self._must_move = False
        """After a shot the sheet must change before the next automatic one."""
        self._has_shot = False
        self._by_itself = False
        """Nobody pressed the shutter for the page that is being taken."""
        self._keeping: CheckPageStep | None = None
        """Of a good page that is kept without asking."""
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Begin to look; the page just taken, kept or not, does not shoot by itself again."""
        self._watch = self._filing.around.new_id()
        self._taking = False
        self._must_move = self._has_shot or bool(self._filing.pages_of(self._component.id))
        if self._replacing not in {page.id for page in self._filing.pages_of(self._component.id)}:
            self._replacing = ""
        return (LookForPage(watch=self._watch),)

    def view(self) -> View:
        """Preview, outline, thumbnails."""
        sight = self._sight
        pages = self._filing.pages_of(self._component.id)
        replacing = next((place for place, page in enumerate(pages, 1) if page.id == self._replacing), 0)
        return ScanPagesView(
            component_name=self._component.name,
            thumbs=tuple(
                PageThumb(page.id, self._filing.thumbnails.get(page.id, b""), page.media_type == PDF)
                for page in pages
            ),
            corners=sight.corners if sight else None,
            still=bool(sight and sight.still),
            problem=sight.problems[0] if sight and sight.problems else None,
            camera_gone=self._camera == "gone",
            camera_state=self._camera,
            taking=self._taking,
            nearer_is_finer=bool(sight and sight.nearer_is_finer),
            replacing=replacing,
            kept=self._by_itself and self._must_move and bool(pages) and not replacing,
            has_document=self._filing.has_document(self._component.id),
            step=PAGES_STEP,
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Shoot when the page lies still, or by hand; sort and delete what is there."""
        match intent:
            case WentBack() | WentOn() if self._keeping is None:
                self._watch = ""
                return Turn(back=1)
            case PageLooked(watch=watch) if watch == self._watch and not self._taking:
                return self._looked(intent)
            case CardCopyChosen() if not self._taking and not self._filing.has_document(self._component.id):
                self._watch = ""
                return Turn(to=CopyCardStep(self._filing, self._component))
            case StickChosen() if not self._taking:
                self._watch = ""
                return Turn(to=BringFilesStep(self._filing, self._component))
            case ShutterPressed(corners=corners) if not self._taking and self._may_shoot():
                self._by_itself = False
                return self._shoot(corners or (self._sight.corners if self._sight else None))
            case PageCaptured(shot=shot, page=page) if self._taking and shot == self._watch:
                self._taking, self._has_shot = False, True
                if set(page.problems) & {PageProblem.NO_PAGE}:
                    self._notice = Notice("warning", f"page.{page.problems[0].value}")
                    return Turn(effects=self.enter())
                return self._captured(intent)
            case PagesKept() if self._keeping is not None:
                return self._kept(self._keeping.handle(intent))
            case EffectFailed(effect="KeepPage") if self._keeping is not None:
                check, self._keeping = self._keeping, None
                check.handle(intent)
                return Turn(to=check)
            case PageReplaced(page_id=page_id):
                # the sheet that lies there is not the one to be taken again
                self._replacing = "" if page_id == self._replacing else page_id
                self._must_move = True
            case PageRemoved(page_id=page_id):
                return Turn(effects=(RemovePage(draft_id=self._filing.visit.draft_id, page_id=page_id),))
            case PageMoved(page_id=page_id, by=by):
                return self._moved(page_id, by)
            case EffectFailed(effect=effect):
                self._notice = Notice("error", intent.text_key)
                return Turn(effects=self.enter()) if self._taking and effect == "CapturePage" else Turn()
        return Turn()

    def _captured(self, captured: PageCaptured) -> Turn:
        """A page that was shot by itself and has nothing wrong with it is kept: one sheet after the other is laid there."""
        self._watch = ""
        check = CheckPageStep(self._filing, self._component, captured, replaces=self._replacing)
        if not self._by_itself or captured.page.problems:
            return Turn(to=check)
        self._taking, self._keeping = True, check
        return check.handle(PageAccepted())

    def _kept(self, turn: Turn) -> Turn:
        if not turn.back:
            return turn
        self._keeping = None
        return Turn(effects=(*turn.effects, *self.enter()))

    def _looked(self, looked: PageLooked) -> Turn:
        self._sight = looked.sight
        self._camera = looked.camera
        sight = looked.sight
        if sight is None:
            return Turn(effects=(LookForPage(watch=self._watch),))
        if not sight.still:
            self._must_move = False
        ready = sight.still and sight.corners and not sight.problems and not self._must_move
        if ready and self._may_shoot() and self._camera == "delivering":
            self._by_itself = True
            return self._shoot(sight.corners)
        return Turn(effects=(LookForPage(watch=self._watch, since_frame=sight.frame_number),))

    def _may_shoot(self) -> bool:
        return not self._filing.has_document(self._component.id)

    def _shoot(self, corners: Quad | None) -> Turn:
        self._taking, self._notice = True, None
        earlier = tuple(page.fingerprint for page in self._filing.pages if page.id != self._replacing)
        return Turn(effects=(CapturePage(shot=self._watch, corners=corners, earlier=earlier),))

    def _moved(self, page_id: str, by: int) -> Turn:
        ids = [page.id for page in self._filing.pages_of(self._component.id)]
        if page_id not in ids:
            return Turn()
        place = ids.index(page_id)
        target = max(0, min(len(ids) - 1, place + by))
        ids.insert(target, ids.pop(place))
        order = OrderPages(
            draft_id=self._filing.visit.draft_id, component_id=self._component.id, page_ids=tuple(ids)
        )
        return Turn(effects=(order,))
