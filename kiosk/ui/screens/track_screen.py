"""Look a dossier up: hold up the slip's QR code, or type the code printed on it."""

from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from typing_extensions import override

from kiosk.flow.messages import View
from kiosk.flow.track_words import CodeEntered, TrackView
from kiosk.ui.keyboard.pads import Capitals, Pad
from kiosk.ui.preview import LivePreview
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.side_by_side import SideBySide

CODE_LIMIT = 64


class TrackScreen(Screen):
    """The live picture beside one field; either of them is enough."""

    name = "track"
    view_type: ClassVar[type[View]] = TrackView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.lead = self.label("track.lead", role="lead")
        self.code = self.field(
            "code",
            "track.code",
            "track.code_help",
            pad=Pad.CODE,
            capitals=Capitals.ALL,
            max_length=CODE_LIMIT,
        )
        self.asking = self.banner(kind="info")
        self.preview = self.named(LivePreview(self.theme, kit.camera_feeds.get("card")), "preview")
        self.say(self.preview, "track.preview")
        self.preview.setMinimumHeight(self.theme.mm(60))
        typing = self.panel()
        typing.column.setSpacing(self.theme.space("m"))
        typing.column.addStretch(1)
        typing.column.addWidget(self.label("track.or_type", role="heading"))
        for part in (self.code, self.asking):
            typing.column.addWidget(part)
        typing.column.addStretch(2)
        self.add(self.lead)
        self.add(SideBySide(self.theme, self.preview, typing, (1, 1), least_mm=280.0), stretch=1)
        self._look_up = self.go_on("track.go_on", "search", sends=self._entered)

    def show_view(self, view: TrackView) -> None:
        """What was typed stays; the outcome of a search is said beside the field."""
        problem = self.texts(view.problem) if view.problem else ""
        if self.code.problem.label.text() != problem:
            self.code.set_problem(problem)
            if problem:
                QTimer.singleShot(0, self, self._show_problem)  # once its line has its place
        asking = self.texts("track.asking") if view.asking else ""
        if self.asking.words() != asking:
            self.asking.set_words(asking)
        self._look_up.setEnabled(not view.asking)
        self.preview.setVisible(view.scanning)
        key, icon = ("track.asking", "search") if view.asking else ("track.hint", "qr")
        self.preview.show_hint(self.texts(key), icon)

    def _show_problem(self) -> None:
        self.bring_into_view(self.code)

    def _entered(self) -> CodeEntered:
        return CodeEntered(code=self.code.value())

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """The next person is not to find the code of the one before."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.code.set_value("")
