"""Files that a person brings on a USB stick, as plain values; nothing is read or opened here."""

import unicodedata
from dataclasses import dataclass, field

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """One file that may be of use. `id` names it to the stick that listed it; `name` is shown to its owner only."""

    id: str
    name: str = field(repr=False)
    media_type: str
    """As its first bytes say; its ending counts for nothing."""
    bytes: int


@dataclass(frozen=True, slots=True)
class StickContents:
    """What lies on the stick. `other_files`: how many were left out because they are neither PDF nor picture."""

    is_there: bool = False
    files: tuple[BroughtFile, ...] = ()
    other_files: int = 0


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file fit for a dossier. `content` may differ from the bytes brought: pictures lose their notes (place, time,
    camera) and are turned upright; `pages` is 1 for a picture."""

    media_type: str
    content: bytes = field(repr=False)
    pages: int


def shown_name(name: str) -> str:
    """A file's name as it may be shown: what would break the line, turn its direction (a program that poses as a picture)
    or command a terminal stands there as a replacement sign, and letters typed in parts as whole ones."""
    whole = unicodedata.normalize("NFC", name)
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in whole)
