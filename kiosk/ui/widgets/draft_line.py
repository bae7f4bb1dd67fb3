"""One draft on a clerk's bench: go on with it, or erase it after one more question; it decides nothing."""

from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.paper_line import PaperLine


class DraftLine(PaperLine):
    """`keep` and `erase` take the place of `resume` and `drop` while the question stands."""

    def __init__(
        self,
        theme: Theme,
        resume: Button,
        drop: Button,
        keep: Button,
        erase: Button,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, (drop, resume, keep, erase), parent)
        self.resume, self.drop, self.keep, self.erase = resume, drop, keep, erase
        drop.clicked.connect(self._ask)
        keep.clicked.connect(self.settle)
        self.settle()

    @property
    def asks(self) -> bool:
        """Whether it asks if the draft is really to be erased."""
        return not self.erase.isHidden()

    def settle(self) -> None:
        """Back to rest."""
        self._show_question(False)

    def _ask(self) -> None:
        self._show_question(True)
        self.keep.setFocus()

    def _show_question(self, asked: bool) -> None:
        for button in (self.resume, self.drop):
            button.setVisible(not asked)
        for button in (self.keep, self.erase):
            button.setVisible(asked)
        self.state.setVisible(asked)
        self.show_state(
            "warning" if asked else "card", "warning" if asked else "edit", "warning" if asked else "primary"
        )
