"""The words of passing a draft on between citizen and clerk: what is touched, the orders, and what the screens show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.bilingual import Text
from kiosk.domain.draft import Draft, DraftPage
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.views import SlipState


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkCameOver(Intent):
    """A clerk stands at this terminal and wants to sign in over the citizen's session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedBack(Intent):
    """The clerk steps back: the citizen goes on alone, where the clerk was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOnAsked(Intent):
    """Go on with this draft at another desk or terminal, by a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPassedOn(Intent):
    """It waits under the code until then."""

    code: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PickUpOpened(Intent):
    """From the first screen: somebody has a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickUpCodeEntered(Intent):
    """The code as it was typed."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOnFound(Intent):
    """The draft that waits under the code; None when none does."""

    draft: Draft | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPickedUp(Intent):
    """It is this terminal's now, with its pages; None when somebody else was quicker."""

    draft: Draft | None = field(repr=False)
    pages: tuple[DraftPage, ...] = ()
    thumbnails: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassDraftOn(Effect):
    """Write the draft and put it under the code → DraftPassedOn."""

    draft: Draft
    code: str
    staff_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepDraftHere(Effect):
    """The code is void: the person goes on here after all; no answer."""

    draft_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPassedOn(Effect):
    """→ PassedOnFound."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickDraftUp(Effect):
    """→ DraftPickedUp; `staff_id` None: by the citizen. Recorded either way."""

    draft_id: str
    staff_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedLine:
    """One purpose the citizen agreed to: its words where the portal still lists it, the text's version, and when."""

    purpose: str
    text: Text | None
    version: str
    agreed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedView(View):
    """What a clerk who takes over sees first: whose draft (masked), since when, and what the citizen agreed to."""

    procedure_name: str
    masked_number: str
    began_at: datetime | None
    lines: tuple[AgreedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOnView(View):
    """The code to go on with, and until when it holds; `code` is empty while it is being written."""

    code: str
    until: datetime | None
    hotline: str
    slip: SlipState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PickUpView(View):
    """One field for the code. `problem` is a text key."""

    problem: str
    asking: bool
