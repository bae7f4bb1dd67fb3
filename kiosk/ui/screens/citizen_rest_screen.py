"""The citizen's own screen at the counter while there is nothing on it to check."""

from typing import ClassVar

from kiosk.flow.citizen_words import CitizenRestView
from kiosk.flow.messages import View
from kiosk.ui.screens.plain_message import PlainMessageScreen


class CitizenRestScreen(PlainMessageScreen):
    """Nothing to touch."""

    name = "citizen_rest"
    view_type: ClassVar[type[View]] = CitizenRestView
    has_header = False
    icon = "post"

    def show_view(self, view: CitizenRestView) -> None:
        """Who is helping, or where one is."""
        texts = self.texts
        if view.helped_by:
            self.tell(texts("citizen.helped", name=view.helped_by), texts("citizen.look_here"))
        else:
            self.tell(texts("welcome.title"), texts("citizen.rest"))
