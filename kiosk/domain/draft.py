"""Work in progress that must outlive a power cut: one draft a session, its pages sealed beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Draft:
    """`content` is what the session needs to go on, as plain JSON values."""

    id: str
    saved_at: datetime
    procedure_code: str
    procedure_name: str
    content: Mapping[str, Any] = field(repr=False)
    staff_id: str | None = None
    """Set when a clerk is doing it for a citizen: it then stands on the work list until finished or discarded."""
    masked_number: str = ""
    reference: str = ""
    """The dossier this draft supplements or corrects, if any."""


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A page picture kept sealed with its draft; `position` counts from 0 within its component."""

    id: str
    draft_id: str
    component_id: str
    position: int
    media_type: str
    bytes: int
    fingerprint: int
    name: str = ""
