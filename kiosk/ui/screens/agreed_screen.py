"""What the citizen agreed to, read by the clerk who goes on with their draft."""

from typing import ClassVar

from kiosk.flow.intents import WentOn
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import View
from kiosk.flow.passing_words import AgreedView
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.work_words import purpose_words


class AgreedScreen(Screen):
    """The draft at the top, one line a purpose below it."""

    name = "agreed"
    view_type: ClassVar[type[View]] = AgreedView

    def __init__(self, kit: ScreenKit) -> None:
        super().__init__(kit)
        self.lead = self.label("agreed.lead", role="lead")
        self.draft = self.section("agreed.draft", "edit")
        self.purposes = self.section("agreed.purposes", "shield")
        self.add(self.lead, self.draft, self.purposes)
        self.body.addStretch(1)
        self.go_on("agreed.go_on", sends=WentOn())

    def show_view(self, view: AgreedView) -> None:
        """Whose it is stands here masked: the clerk needs no more to go on."""
        texts = self.texts
        rows = (
            ("agreed.procedure", view.procedure_name),
            ("agreed.number", view.masked_number),
            ("agreed.began_at", local_time_text(view.began_at)),
        )
        self.draft.set_rows([(texts(key), value) for key, value in rows if value], texts("agreed.no_draft"))
        self.purposes.set_rows(
            (
                (
                    texts.of(line.text) if line.text else purpose_words(texts, line.purpose),
                    texts("agreed.version", version=line.version, at=local_time_text(line.agreed_at)),
                )
                for line in view.lines
            ),
            texts("agreed.nothing"),
        )
