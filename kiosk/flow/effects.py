"""Orders to the world; `kiosk.app.effects` runs each in its lane and answers with an intent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.domain.draft import Draft
from kiosk.domain.events import AuditKind
from kiosk.domain.receipt import Receipt
from kiosk.flow.dossier_request import DossierRequest
from kiosk.flow.messages import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class FindResume(Effect):
    """At start: is there a draft that a power cut left behind? → ResumeFound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginSession(Effect):
    """Open the session's record; no answer."""

    session_id: str
    way: str
    staff_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession(Effect):
    """Wipe what the session held (draft included unless `keep_draft`) → SessionEnded.

    `session_id` is empty where nothing had begun (a sign-in that was given up): then there is nothing to record.
    """

    session_id: str
    reason: str
    draft_id: str | None = None
    keep_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RestCameras(Effect):
    """Let go of both cameras, their lights go off; no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Effect):
    """One line in the audit trail; no answer."""

    kind: AuditKind
    subject: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookForCard(Effect):
    """Look at the newest frame of the card camera → CardLooked. The step asks again as long as it wants.

    `watch` tells one step's loop from another's: a late answer to a screen that is gone starts nothing.
    """

    watch: str
    since_frame: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft(Effect):
    """Write the draft durably → DraftSaved. `saved_at` of the draft is set when it is written."""

    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadDraft(Effect):
    """→ DraftLoaded; a member of staff who opens somebody's draft is recorded."""

    draft_id: str
    staff_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropDraft(Effect):
    """Erase for good; no answer. `staff_id`: the clerk who gave it up."""

    draft_id: str
    staff_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitDossier(Effect):
    """Make the documents, keep everything durably → DossierKept."""

    request: DossierRequest = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowDossier(Effect):
    """Read it again, `after_s` from now → DossierFollowed."""

    reference: str
    after_s: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSlip(Effect):
    """Queue durably and print → SlipMoved."""

    receipt: Receipt = field(repr=False)
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSlipAgain(Effect):
    """Reprint the latest slip of a reference, marked as a copy where it may be on paper → SlipMoved."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleSlip(Effect):
    """The person has said whether an unknown slip came out → SlipMoved."""

    reference: str
    came_out: bool
