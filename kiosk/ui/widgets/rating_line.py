"""Five stars to touch at the end of a visit, of one's own free will; it delays nothing and keeps nothing itself."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.flow.watch_words import Rated
from kiosk.ui.controls import ControlMaker
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.label import Label
from kiosk.ui.widgets.panel import Panel
from kiosk.ui.widgets.row_or_column import RowOrColumn
from kiosk.ui.widgets.side_by_side import SideBySide

MOST = 5
STAR_MM = 24.0
BESIDE_MM = 220.0


class RatingLine(QWidget):
    """Buttons are named `<screen>.rate_<n>`, n stars; after one touch a word of thanks stands in their place."""

    def __init__(self, screen: ControlMaker) -> None:
        super().__init__()
        self._texts = screen.texts
        self._panel = Panel(screen.theme, "plain")
        self.question = Label(role="strong")
        self.stars: list[Button] = []
        for stars in range(1, MOST + 1):
            star = screen.named(Button(screen.theme, kind="secondary", icon="star"), f"rate_{stars}")
            star.clicked.connect(partial(screen.intent.emit, Rated(stars=stars)))
            self.stars.append(star)
        self._row = RowOrColumn(screen.theme, *self.stars, least_mm=STAR_MM, space="s")
        self._panel.column.addWidget(SideBySide(screen.theme, self.question, self._row, (2, 3), BESIDE_MM))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)

    def show_stars(self, given: int) -> None:
        """0: not rated yet."""
        self.question.set_words(self._texts("rating.thanks" if given else "rating.question"))
        for stars, button in enumerate(self.stars, 1):
            button.set_words(str(stars))
            button.setAccessibleName(self._texts("rating.star", stars=stars))
        self._row.setVisible(not given)
