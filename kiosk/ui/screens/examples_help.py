"""The screens of help in every notable state; for the gallery and tests."""

from kiosk.flow.help_words import DemonstrationView
from kiosk.flow.messages import View

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("demonstration", DemonstrationView()),
    ("demonstration-vneid", DemonstrationView(account_method="vneid")),
)
