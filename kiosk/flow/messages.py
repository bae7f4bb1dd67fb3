"""The session's vocabulary in its smallest words: what an Intent, an Effect and a View are, and the lanes.

Intents (past tense) stand in `intents.py`, Effects (orders) in `effects.py`, Views in `views.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Lane(StrEnum):
    """A named executor with exactly one worker; everything that may wait runs in one of them."""

    STORE = "store"
    NETWORK = "network"
    """Questions to the portal that a person is waiting for."""
    DELIVERY = "delivery"
    """Everything that goes to and comes from the portal by itself, so that nobody waits behind an upload."""
    CARE = "care"
    """What may take minutes and nobody waits for: the full check, a mail-bag."""
    PRINTER = "printer"
    CAMERA = "camera"
    CHIP = "chip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """Something happened: a touch, a key, a result of an effect, a wait that ran out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An order to the world; its result comes back as an Intent."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence on the screen: `kind` is info, success, warning or error; `key` names the text."""

    kind: str
    key: str
    values: Mapping[str, str | int] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class PracticeMark:
    """This screen is of practice: nothing of it counts. `sample` is what can be laid before its camera: card, paper."""

    sample: str = ""
    shows_code: bool = False
    """The one-time code is asked for here, and told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a screen shows. One Screen class for each View class; equal type = the screen is updated in place."""

    step: tuple[int, int] | None = None
    """(this step, of so many), shown as "Bước 2/5"."""
    can_go_back: bool = False
    busy: bool = False
    """No idle time runs while something is printing, scanning or being sent."""
    personal: bool = True
    """The screen holds a citizen's data and is destroyed when the session ends."""
    notice: Notice | None = None
    assisted_by: str = ""
    """The staff member's name when a clerk is doing it for the citizen."""
    practice: PracticeMark | None = None
    """None in earnest."""
    patience_s: float = 0.0
    """The idle time of this screen where it is longer than everybody's."""
