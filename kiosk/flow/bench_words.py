"""The words of the clerk's bench that came after its first ones: a scanned code, a call for staff that was heard."""

from dataclasses import dataclass, field

from kiosk.flow.messages import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeScanned(Intent):
    """A scanner that types read a slip: its reference, or the signed text of its QR code."""

    text: str = field(repr=False)


FIRST_REACH = 2_000
"""Most rows of a tab that the bench asks for when it opens; each wish for more asks for so many times more:"""
REACH_GROWS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreWorkAsked(Intent):
    """The end of the list was reached, and the older rows behind it are wanted."""
