"""The two sides of one card: what a zone said is kept until the QR code is read too, and both are compared."""

from dataclasses import dataclass, replace

from kiosk.domain.identity import Doubt, IdDocument
from kiosk.domain.mrz import differences, same_name
from kiosk.domain.scan import CodeKind, ReadMethod, SeenCode


@dataclass(slots=True)
class BothSides:
    """What was read of one card so far."""

    zone: SeenCode | None = None

    def take(self, code: SeenCode) -> SeenCode | None:
        """What to go on with; None when the card's other side would tell more: its QR code has the name's marks and the
        address. A passport has no other side."""
        if code.method is ReadMethod.MRZ and code.kind is CodeKind.TD1 and lacks_marks(code):
            self.zone = code
            return None
        if code.document is None or self.zone is None or self.zone.document is None:
            return code
        return replace(code, document=_compared(code.document, self.zone.document))

    def conflicts(self, code: SeenCode | None) -> dict[str, str]:
        """Field → what the zone says, where it is something else than what `code` says."""
        zone = self.zone.document if self.zone else None
        if code is None or code is self.zone or code.document is None or zone is None:
            return {}
        said = {
            "personal_number": zone.number,
            "full_name": zone.full_name,
            "birth_date": zone.birth_date_text,
            "gender": zone.gender.value if zone.gender else "",
        }
        return {name: said[name] for name in differences(code.document, zone)}


def _compared(qr: IdDocument, zone: IdDocument) -> IdDocument:
    if differences(qr, zone):
        return replace(qr, doubts=(*qr.doubts, Doubt.MRZ_AND_QR))
    return replace(qr, expires_on=qr.expires_on or zone.expires_on)


def lacks_marks(code: SeenCode | None) -> bool:
    """The name was read off a zone and has to be typed as it is really written."""
    return bool(code and code.document and code.document.name_without_marks)


def is_name_of(code: SeenCode, typed: str) -> bool:
    """Whether a typed name can be the one whose bare letters stand in the zone."""
    return code.document is not None and same_name(typed, code.document.full_name)
