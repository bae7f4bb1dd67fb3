"""Whom the dossier is for when it is not for oneself: a person by relation, or an organisation by its tax code."""

from typing import ClassVar

from kiosk.flow.behalf_words import POSITIONS, RELATIONS, BehalfAnswered, BehalfKindChosen, BehalfView
from kiosk.flow.messages import View
from kiosk.ui.keyboard.pads import Capitals
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.widgets.choices import Choice
from kiosk.ui.widgets.measured_by_width import measure_by_width
from kiosk.ui.widgets.row_in_sight import RowInSight

LONGEST = 200
KINDS = ("citizen", "organisation")
OF_ORGANISATION = ("name", "tax_code", "legal_name", "address")


class BehalfScreen(Screen):
    """Rows `behalf.kind.<kind>` and `behalf.relation.<relation>`, then what is to be typed."""

    name = "behalf"
    view_type: ClassVar[type[View]] = BehalfView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        measure_by_width(self._scrolling)
        self.kind = self.choices("kind", "behalf.kind", columns=2)
        self.kind.changed.connect(self._kind_chosen)
        self.relation = self.choices("relation", "behalf.relation", columns=2)
        words = Capitals.WORDS
        self.rows = {
            "name": self.field("name", "behalf.name", max_length=LONGEST, capitals=words),
            "tax_code": self.digit_field("tax_code", "behalf.tax_code", 14, "behalf.tax_code_help", also="-"),
            "legal_name": self.field("legal_name", "behalf.legal_name", max_length=LONGEST, capitals=words),
            "address": self.field("address", "behalf.address", max_length=LONGEST, capitals=words),
            "authority": self.field(
                "authority", "behalf.authority", "behalf.authority_help", max_length=LONGEST
            ),
        }
        self.add(self.label("behalf.lead", "soft"), self.kind, self.relation, *self.rows.values())
        RowInSight(self._scrolling)
        self.go_on(sends=self._answered)
        self._kind_shown = ""

    def show_view(self, view: BehalfView) -> None:
        """What was typed stays while the same questions are asked."""
        texts = self.texts
        self.kind.set_choices(Choice(kind, texts(f"behalf.kind_{kind}"), "") for kind in KINDS)
        self.kind.choose((view.kind,))
        chosen = tuple(self.relation.chosen()) if view.kind == self._kind_shown else ()
        relations = RELATIONS if view.kind == "citizen" else POSITIONS
        self.relation.set_choices(Choice(name, texts(f"behalf.relation_{name}"), "") for name in relations)
        if chosen:
            self.relation.choose(chosen)
        self.relation.set_problem(self._words(view.problems.get("relation", "")))
        for name, row in self.rows.items():
            row.setVisible(view.kind == "organisation" or name not in OF_ORGANISATION)
            if view.kind != self._kind_shown:
                row.set_value(view.fields.get(name, ""))
            row.set_problem(self._words(view.problems.get(name, "")))
        self._kind_shown = view.kind

    def _words(self, key: str) -> str:
        return self.texts(key) if key else ""

    def _kind_chosen(self, _values: object) -> None:
        for kind in self.kind.chosen():
            self.send(BehalfKindChosen(kind=str(kind)))

    def _answered(self) -> BehalfAnswered:
        fields = {name: row.value() for name, row in self.rows.items() if not row.isHidden()}
        return BehalfAnswered(fields={**fields, "relation": "".join(map(str, self.relation.chosen()))})
