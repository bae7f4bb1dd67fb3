"""The words of the guide to the terminal: on the slip printer, or as a sheet of A4 with pictures."""

from dataclasses import dataclass

from kiosk.domain.sheet import SheetState
from kiosk.flow.messages import Intent, View
from kiosk.flow.views import SlipState


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideAsked(Intent):
    """Print it: `how` is slip or sheet."""

    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideView(View):
    """What became of the last one."""

    sheet: SheetState | None = None
    slip: SlipState | None = None
