"""Files on the person's USB stick: pick the one that is the paper; what cannot be used is said when it is picked."""

from typing import ClassVar

from PySide6.QtWidgets import QSizePolicy

from kiosk.domain.brought import PDF, BroughtFile
from kiosk.flow.messages import View
from kiosk.flow.page_words import BroughtFileChosen, BroughtFilesView
from kiosk.ui.amounts import size_words
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.measured_by_width import measure_by_width

SHORTEST_LIST_MM = 40.0


class BroughtFilesScreen(Screen):
    """Says to plug the stick in until there is one; the list follows what is on it."""

    name = "brought_files"
    view_type: ClassVar[type[View]] = BroughtFilesView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.component = self.label(role="lead")
        self.state = self.banner()
        self.safety = self.label("brought_files.safety", role="soft")
        self.files = self.long_list("file")
        self.files.setMinimumHeight(self.theme.mm(SHORTEST_LIST_MM))
        self.files.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.files.chosen.connect(self._chosen)
        self.add(self.component, self.state, self.safety)
        self.add(self.files, stretch=1)

    def show_view(self, view: BroughtFilesView) -> None:
        """Comes every second or two: nothing is touched that did not change."""
        texts = self.texts
        self.component.set_words(texts.of(view.component_name))
        if not view.looked:
            words = texts("brought_files.looking")
        elif not view.is_there:
            words = texts("brought_files.no_stick")
        elif view.taking:
            words = texts("brought_files.checking")
        elif not view.files:
            words = texts("brought_files.nothing")
        elif view.other_files:
            words = texts("brought_files.pick_some", count=view.other_files)
        else:
            words = texts("brought_files.pick")
        if words != self.state.words():
            self.state.set_words(words)
        self.files.set_rows(self._row_of(file, view.taking) for file in view.files)
        self.files.setEnabled(not view.taking)
        for number, button in enumerate(self.files.buttons(), start=1):
            self.named(button, f"file_{number}")

    def _row_of(self, file: BroughtFile, taking: str) -> ListRow:
        kind = "PDF" if file.media_type == PDF else self.texts("brought_files.picture")
        return ListRow(
            key=file.id,
            title=file.name,
            sentence=f"{kind} · {size_words(self.texts, file.bytes)}",
            icon="document_check" if file.media_type == PDF else "page",
            state=self.texts("brought_files.checking_this") if file.id == taking else "",
            tone="primary",
        )

    def _chosen(self, file_id: str) -> None:
        self.send(BroughtFileChosen(file_id=file_id))
