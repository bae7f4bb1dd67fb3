"""The words of signing without a name on the screen: with a witness, or on paper."""

from dataclasses import dataclass, field

from kiosk.flow.messages import Intent, View
from kiosk.flow.views import SlipState


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotSign(Intent):
    """The person cannot write a name on the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessNamed(Intent):
    """Why, and who signs as witness."""

    why: str
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAsked(Intent):
    """Print what is signed for, with room for a name or a fingerprint."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOnSheet(Intent):
    """The clerk has seen it signed and keeps the sheet."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInsteadView(View):
    """Why not on the screen, and one of two ways. `slip` is None until the sheet was asked for."""

    signer: str = field(repr=False)
    problem: str = ""
    slip: SlipState | None = None
