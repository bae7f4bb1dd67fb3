"""How somebody signs who cannot write a name on the screen: with a witness, or on paper; nothing is drawn or kept here.

A person who cannot read or write signs in the presence of a witness who can, who is not concerned, or puts a mark or a
fingerprint on the paper itself (civil and notarial practice); a screen takes neither mark nor fingerprint.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from kiosk.domain.errors import RuleBroken
from kiosk.domain.rules import clean_text

WITNESS_NAME_LIMIT = 120


class SigningWay(StrEnum):
    """What takes the place of the name on the screen."""

    WITNESS = "witness"
    PAPER = "paper"
    """Signed, marked or finger-printed on the sheet that is printed for it; the clerk has seen it and keeps the sheet."""


class WhyNotOnScreen(StrEnum):
    """Why there is no name on the screen."""

    CANNOT_WRITE = "cannot_write"
    CANNOT_SEE = "cannot_see"
    HAND = "hand"
    """Injured, or too weak to hold a pen."""
    SCREEN = "screen"
    """The screen takes no strokes: that is a reason for paper, none for a witness."""


@dataclass(frozen=True, slots=True)
class SignedInstead:
    """How it was signed instead. `witness` is a name, empty on paper."""

    way: SigningWay
    why: WhyNotOnScreen
    witness: str = field(default="", repr=False)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any] | None) -> "SignedInstead | None":
        """The inverse."""
        return cls(SigningWay(told["way"]), WhyNotOnScreen(told["why"]), told["witness"]) if told else None


def by_witness(why: str, witness: str, *, signer: str, clerk: str) -> SignedInstead:
    """RuleBroken: `sign_why_missing`, `sign_pad_broken`, `witness_missing`, `witness_is_signer`, `witness_is_clerk`."""
    reason = _why(why)
    if reason is WhyNotOnScreen.SCREEN:
        raise RuleBroken("a witness needs the screen too", code="sign_pad_broken")
    try:
        name = clean_text(witness, WITNESS_NAME_LIMIT)
    except RuleBroken:
        name = ""
    if len(name.split()) < 2:
        raise RuleBroken("the witness's whole name", code="witness_missing")
    for other, code in ((signer, "witness_is_signer"), (clerk, "witness_is_clerk")):
        if " ".join(other.split()).casefold() == name.casefold():
            raise RuleBroken("somebody concerned", code=code)
    return SignedInstead(SigningWay.WITNESS, reason, name)


def on_paper(why: str) -> SignedInstead:
    """RuleBroken: `sign_why_missing`."""
    return SignedInstead(SigningWay.PAPER, _why(why))


def _why(told: str) -> WhyNotOnScreen:
    try:
        return WhyNotOnScreen(told)
    except ValueError:
        raise RuleBroken("no reason was chosen", code="sign_why_missing") from None
