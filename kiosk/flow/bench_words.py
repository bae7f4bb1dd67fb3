"""The words of the clerk's bench that came after its first ones: a scanned code, a call for staff that was heard."""

from dataclasses import dataclass, field

from kiosk.flow.messages import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeScanned(Intent):
    """A scanner that types read a slip: its reference, or the signed text of its QR code."""

    text: str = field(repr=False)
