"""The dossiers of whoever holds the card: which procedure, how it stands, since when."""

from typing import ClassVar

from kiosk.domain.dossier import Dossier
from kiosk.flow.after_sending_words import OwnDossierChosen, OwnDossiersView
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.screens.track_result_screen import STATE_LOOKS
from kiosk.ui.widgets.long_list import ListRow
from kiosk.ui.widgets.row_column import RowColumn
from kiosk.ui.work_words import dossier_state_words

TONES = {"info": "primary", "success": "success", "warning": "warning", "danger": "danger"}


class OwnDossiersScreen(Screen):
    """Rows `dossier_<n>`, n from 1, newest first."""

    name = "own_dossiers"
    view_type: ClassVar[type[View]] = OwnDossiersView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.rows = RowColumn(self.theme)
        self.rows.chosen.connect(self._chosen)
        self.add(self.label("own_dossiers.lead", role="lead"), self.rows)
        self.body.addStretch(1)

    def show_view(self, view: OwnDossiersView) -> None:
        """One line a dossier."""
        self.rows.set_rows([self._row(dossier) for dossier in view.dossiers])
        for number, button in enumerate(self.rows.buttons(), 1):
            self.named(button, f"dossier_{number}")
            button.setEnabled(not view.busy)

    def _row(self, dossier: Dossier) -> ListRow:
        kind, icon = STATE_LOOKS.get(dossier.state, ("info", "info"))
        code = dossier.official_code or dossier.local_reference
        return ListRow(
            key=dossier.local_reference,
            title=dossier.procedure_name,
            sentence=f"{code} · {local_time_text(dossier.created_at)}",
            icon=icon,
            state=dossier_state_words(self.texts, dossier),
            tone=TONES[kind],
        )

    def _chosen(self, reference: str) -> None:
        self.send(OwnDossierChosen(reference=reference))
