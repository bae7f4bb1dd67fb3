"""The words of "what must I bring?" and of sheets of A4: what is asked and chosen, the orders, and what is shown."""

from dataclasses import dataclass, field

from kiosk.domain.bilingual import Text
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Fee, Time
from kiosk.domain.procedure_versions import Validity
from kiosk.domain.sheet import Sheet, SheetState
from kiosk.domain.what_to_bring import WhatToBring
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState


@dataclass(frozen=True, slots=True, kw_only=True)
class BringAsked(Intent):
    """From the procedure's page: what exactly must I bring?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingWayChosen(Intent):
    """online (here), post or direct."""

    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAnswered(Intent):
    """The sources of data that have what they should of this person."""

    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionChosen(Intent):
    """An exemption that applies, "" for none."""

    exemption_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAsked(Intent):
    """Print the list, or the form filled in, on A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMoved(Intent):
    """What became of the sheet."""

    state: SheetState


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSheet(Effect):
    """To the A4 printer, else as a PDF onto the stick that is plugged in → SheetMoved."""

    sheet: Sheet = field(repr=False)
    name: str
    """Of the file on a stick, without ending; never personal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BringView(View):
    """The questions that change the list, and the list."""

    procedure: Procedure
    case_name: Text | None
    agency: Text
    channels: tuple[str, ...]
    channel: str
    known_to: tuple[str, ...]
    """Of `papers.questions`, the sources that have this person's data."""
    exemption: str | None
    """Id, "" for none, None while not answered."""
    papers: WhatToBring
    time: Time | None
    fee: Fee | None
    can_file: bool
    """Whether it may be begun here and now, in the way chosen."""
    validity: Validity | None = None
    slip: SlipState | None = None
    sheet: SheetState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFormView(View):
    """The form is filled in: print it, and bring it with the papers of the list."""

    procedure: Procedure
    agency: Text
    answers: tuple[tuple[Text, str], ...] = field(repr=False)
    papers: WhatToBring
    can_be_posted: bool
    sheet: SheetState | None = None
