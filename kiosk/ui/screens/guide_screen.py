"""The guide to the terminal, shown as it will be printed: four pictures with their sentences, and two ways to print."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.domain.sheet import SheetState
from kiosk.flow.guide_words import GuideAsked, GuideView
from kiosk.flow.messages import View
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.demonstration import SceneStill
from kiosk.ui.widgets.demonstration_scenes import SCENES
from kiosk.ui.widgets.panel import Panel
from kiosk.ui.widgets.row_or_column import RowOrColumn
from kiosk.ui.widgets.slip_line import SlipLine

KINDS = {SheetState.HANDED_OVER: "success", SheetState.ON_STICK: "success", SheetState.WORKING: "info"}


class GuideScreen(Screen):
    """In the language of the screen."""

    name = "guide"
    view_type: ClassVar[type[View]] = GuideView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.slip = SlipLine(self)
        self.told = self.banner()
        self.add(self.told, self.slip, self.label("guide.lead", role="lead"))
        cards = [self._card(scene) for scene in SCENES]
        self.add(RowOrColumn(self.theme, *cards[:2], least_mm=90.0), stretch=1)
        self.add(RowOrColumn(self.theme, *cards[2:], least_mm=90.0), stretch=1)
        self.footer.put_second(
            self.button("slip", "guide.print_slip", "secondary", "receipt", GuideAsked(how="slip"))
        )
        self.sheet = self.go_on("guide.print_sheet", "printer", GuideAsked(how="sheet"), "sheet")

    def _card(self, scene: str) -> QWidget:
        card = Panel(self.theme)
        still = SceneStill(self.theme, scene)
        self.say(still, f"demonstration.{scene}")
        words = self.label(f"demonstration.{scene}", role="strong")
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        card.column.addWidget(still, 1)
        card.column.addWidget(words)
        return card

    def show_view(self, view: GuideView) -> None:
        """What became of the last one."""
        if view.sheet is None:
            self.told.set_words("")
        else:
            self.told.show_notice(KINDS.get(view.sheet, "warning"), self.texts(f"sheet.{view.sheet.value}"))
        self.slip.setVisible(view.slip is not None)
        if view.slip is not None:
            self.slip.show_slip(view.slip)
        self.sheet.setEnabled(view.sheet is not SheetState.WORKING)
