"""What a window leaves to its successor, so that no sign blinks and no duty is done twice; nothing of any person."""

import json
from dataclasses import asdict, dataclass, field

from kiosk.domain.receipt import PrinterState


@dataclass(frozen=True, slots=True)
class Estate:
    """Signs of the header, calls that the bell has rung for, and when it rang and which duty is due (seconds of the
    machine's own clock, which both count by)."""

    online: bool = False
    printer: PrinterState = PrinterState.UNKNOWN
    duties_due_s: dict[str, float] = field(default_factory=dict)
    began_s: float = 0.0
    calls_heard: tuple[str, ...] = ()
    rang_at_s: float = 0.0

    def to_bytes(self) -> bytes:
        """For the line between the two."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Estate":
        """As the same program made it."""
        told = json.loads(data)
        heard = tuple(told["calls_heard"])
        return cls(**{**told, "printer": PrinterState(told["printer"]), "calls_heard": heard})
