"""The screen's real size: an identity card laid on the glass, and a frame made to fit it."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from kiosk.flow.messages import View
from kiosk.flow.technician_words import ScreenMeasured, ScreenSizeView
from kiosk.ui.amounts import decimal_words
from kiosk.ui.controls import ScreenKit
from kiosk.ui.screen import Screen
from kiosk.ui.widgets.card_frame import CARD_MM, CardFrame
from kiosk.ui.widgets.row_or_column import RowOrColumn

LEAST_INCH, MOST_INCH = 7.0, 65.0
COARSE, FINE = 1.05, 1.005


class ScreenSizeScreen(Screen):
    """Plus and minus change the frame by half a percent or five; arrow keys too."""

    name = "screen_size"
    view_type: ClassVar[type[View]] = ScreenSizeView
    can_leave = False

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self._diagonal_px = 0.0
        self._given_inch = 0.0
        self._inch = 0.0
        self.frame = CardFrame(self.theme)
        self.told = self.label(role="strong")
        self.told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        buttons = [
            self.button(purpose, f"technician.{purpose}", icon=icon)
            for purpose, icon in (
                ("much_smaller", "minus"),
                ("smaller", "minus"),
                ("larger", "plus"),
                ("much_larger", "plus"),
            )
        ]
        for button, by in zip(buttons, (COARSE, FINE, 1 / FINE, 1 / COARSE), strict=True):
            button.clicked.connect(partial(self._change, by))
        self.add(self.label("technician.lay_card", role="lead"))
        self.body.addStretch(1)
        self.body.addWidget(self.frame, 0, Qt.AlignmentFlag.AlignHCenter)
        self.add(self.told)
        self.body.addStretch(1)
        self.add(RowOrColumn(self.theme, *buttons, least_mm=62.0))
        self.go_on("technician.it_fits", "check", sends=self._measured, purpose="it_fits")

    def show_view(self, view: ScreenSizeView) -> None:
        """A size that was kept is drawn in from the next start on; here it counts at once."""
        if not self._diagonal_px:
            self._diagonal_px = self.theme.px_per_mm * view.diagonal_inch * 25.4
        if view.diagonal_inch != self._given_inch:
            self._given_inch = self._inch = view.diagonal_inch
        self._show_size()

    def _change(self, by: float, _checked: bool = False) -> None:
        """A larger screen has larger pixels: the frame becomes smaller."""
        self._inch = min(MOST_INCH, max(LEAST_INCH, self._inch * by))
        self._show_size()

    def _show_size(self) -> None:
        self.frame.size_words = f"{decimal_words(self.texts, CARD_MM[0])} × 54 mm"
        self.frame.show_width(round(CARD_MM[0] * self._diagonal_px / (self._inch * 25.4)))
        self.told.set_words(self.texts("technician.diagonal", inch=decimal_words(self.texts, self._inch)))

    def _measured(self) -> ScreenMeasured:
        return ScreenMeasured(diagonal_inch=round(self._inch, 2))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: FINE, Qt.Key.Key_Right: 1 / FINE}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self._change(by)
