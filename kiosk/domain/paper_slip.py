"""What the papers of the postal branch state, as plain values: contents counted, dossiers handed over, a result given.

Source: the postal decision on sending dossiers and returning results (QĐ 45/2016/QĐ-TTg), articles 6 to 9.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.person import Person


@dataclass(frozen=True, slots=True)
class CountedPaper:
    """One line of the count: how many originals (bản chính) and copies (bản sao) are in the envelope."""

    name: str
    originals: int
    copies: int


@dataclass(frozen=True, slots=True)
class SignedWords:
    """How somebody signed who has no name on the screen; all empty where there is one."""

    way: str = ""
    """"witness" or "paper"."""
    why: str = ""
    """In words."""
    witness: str = field(default="", repr=False)

    def values(self) -> dict[str, str]:
        """As the templates ask for it."""
        return {"signed_way": self.way, "signed_why": self.why, "witness": self.witness}


@dataclass(frozen=True, slots=True)
class DispatchNote:
    """Phiếu gửi hồ sơ: counted and sealed before the citizen's eyes, signed by both."""

    number: str
    """The S10 number of the label that was scanned, or the post's own number of this note."""
    reference: str
    sender: Person = field(repr=False)
    sender_address: str = field(repr=False)
    agency: str
    agency_address: str
    procedure_name: str
    contents: Sequence[CountedPaper]
    counted_at: datetime
    due_at: datetime | None
    """By when it is handed over (J + n working days)."""
    price: int
    """đồng; 0 where a scheme pays."""
    payment: str
    """Who paid, and how."""
    clerk: str
    signed: SignedWords = SignedWords()
    """By the sender."""


@dataclass(frozen=True, slots=True)
class HandedOverDossier:
    """One dossier of a hand-over."""

    number: str
    reference: str
    papers: int
    is_complete: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Biên bản giao nhận hồ sơ: its signing is the legal time of filing (article 7.4)."""

    number: str
    agency: str
    place: str
    at: datetime
    dossiers: Sequence[HandedOverDossier]
    clerk: str
    officer: str
    signed: SignedWords = SignedWords()
    """By the officer."""


@dataclass(frozen=True, slots=True)
class ResultHandedOut:
    """A result given to whoever may take it, after their papers were checked."""

    reference: str
    code: str
    procedure_name: str
    agency: str
    result_name: str
    papers: int
    receiver: Person = field(repr=False)
    on_behalf_of: str = field(default="", repr=False)
    """The applicant's name where somebody else takes it by authorisation."""
    id_checked: str = ""
    """How: QR, MRZ, chip or by eye."""
    taken_back: Sequence[str] = ()
    """Old papers that had to be given back."""
    at: datetime | None = None
    clerk: str = ""
    signed: SignedWords = SignedWords()
    """By the receiver."""
