"""Papers from a USB stick: the person picks a file, a picture becomes a page, a PDF stands for the whole paper."""

from kiosk.domain.brought import PDF, StickContents, TakenFile
from kiosk.domain.procedure_parts import Component
from kiosk.flow.check_page import CheckPageStep
from kiosk.flow.filing import PAGES_STEP, Filing
from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.page_words import (
    BroughtFileChosen,
    BroughtFilesView,
    DocumentTaken,
    KeepPage,
    LookAtStick,
    PageCaptured,
    PagesKept,
    StickLooked,
    TakeBroughtFile,
)

LOOK_AGAIN_AFTER_S = 1.5


class BringFilesStep:
    """Watches the stick as long as the screen is there; files are read only when picked."""

    def __init__(self, filing: Filing, component: Component) -> None:
        self._filing = filing
        self._component = component
        self._watch = ""
        self._contents: StickContents | None = None
        self._taking = ""
        self._shot = ""
        self._page_id = ""
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Look at the stick."""
        self._watch = self._filing.around.new_id()
        self._taking = self._shot = self._page_id = ""
        return (LookAtStick(watch=self._watch),)

    def view(self) -> View:
        """The files by name."""
        contents = self._contents or StickContents()
        return BroughtFilesView(
            component_name=self._component.name,
            is_there=contents.is_there,
            looked=self._contents is not None,
            files=contents.files,
            other_files=contents.other_files,
            taking=self._taking,
            step=PAGES_STEP,
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._filing.visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """A picture goes on to be looked at; a PDF is kept as it is."""
        match intent:
            case WentBack():
                self._watch = self._shot = ""
                return Turn(back=1)
            case StickLooked(watch=watch, contents=contents) if watch == self._watch:
                self._contents = contents
                return Turn(effects=(LookAtStick(watch=self._watch, after_s=LOOK_AGAIN_AFTER_S),))
            case BroughtFileChosen(file_id=file_id) if not self._taking:
                return self._chosen(file_id)
            case PageCaptured(shot=shot) if shot and shot == self._shot:
                self._watch = self._shot = ""
                return Turn(to=CheckPageStep(self._filing, self._component, intent))
            case DocumentTaken(shot=shot, file=file) if shot and shot == self._shot:
                return self._keep(file)
            case PagesKept(pages=pages) if any(kept.id == self._page_id for kept in pages):
                self._filing.marks.pop(self._component.id, None)
                self._watch = ""
                return Turn(back=1)
            case EffectFailed(effect="TakeBroughtFile" | "KeepPage"):
                self._taking = self._shot = self._page_id = ""
                self._notice = Notice("warning", intent.text_key)
        return Turn()

    def _chosen(self, file_id: str) -> Turn:
        files = self._contents.files if self._contents else ()
        chosen = next((file for file in files if file.id == file_id), None)
        if chosen is None:
            return Turn()
        pages = self._filing.pages_of(self._component.id)
        if pages and (chosen.media_type == PDF or self._filing.has_document(self._component.id)):
            self._notice = Notice("warning", "brought_files.one_document")
            return Turn()
        self._taking, self._shot, self._notice = file_id, self._filing.around.new_id(), None
        earlier = tuple(page.fingerprint for page in self._filing.pages)
        return Turn(effects=(TakeBroughtFile(shot=self._shot, file_id=file_id, earlier=earlier),))

    def _keep(self, file: TakenFile) -> Turn:
        self._page_id = self._filing.around.new_id()
        keep = KeepPage(
            draft_id=self._filing.visit.draft_id,
            component_id=self._component.id,
            page_id=self._page_id,
            position=0,
            content=file.content,
            fingerprint=0,
            media_type=file.media_type,
        )
        return Turn(effects=(keep,))
