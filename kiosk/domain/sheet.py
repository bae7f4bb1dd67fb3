"""A sheet of A4 as a person reads it: headings, sentences, facts, boxes to tick, places to sign; drawing is elsewhere."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part."""

    words: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line or more of plain words."""

    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """(label, value) below each other; an empty value is a dotted line to write on."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Boxes:
    """(words, details) behind a box to tick each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign side by side: (who, what to write below)."""

    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PictureStep:
    """One step: a scene of the demonstration with its sentence, and what else helps."""

    scene: str
    words: str
    details: str = ""


Block = Heading | Sentence | Facts | Boxes | Signatures | PictureStep


@dataclass(frozen=True, slots=True)
class Sheet:
    """`head`: centred lines above the title, such as the country's name and motto. `code` stands at the foot."""

    title: str
    subtitle: str = ""
    head: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    footing: str = ""


class SheetState(StrEnum):
    """What became of a sheet that was to be printed."""

    WORKING = "working"
    HANDED_OVER = "handed_over"
    """The queue of the A4 printer took it; a queue can confirm nothing."""
    ON_STICK = "on_stick"
    """Written as a PDF onto the person's own stick, for want of an A4 printer."""
    NO_PRINTER = "no_printer"
    """Neither an A4 printer nor a stick."""
    FAILED = "failed"
