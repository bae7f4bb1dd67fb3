"""A shift of staff at a terminal: who opened it, when, and with how much change in the drawer; nothing personal of citizens."""

import json
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.events import read_wire_time, wire_time

MOST_CASH = 999_999_999


@dataclass(frozen=True, slots=True)
class Shift:
    """The one that is open. `after_seq`: what the audit trail says behind this entry happened in it."""

    staff_id: str
    staff_name: str
    opened_at: datetime
    cash: int
    """Change in the drawer, in đồng; 0 where none is kept."""
    after_seq: int

    def to_text(self) -> str:
        """As it is kept."""
        return json.dumps(
            {
                "staff_id": self.staff_id,
                "staff_name": self.staff_name,
                "opened_at": wire_time(self.opened_at),
                "cash": self.cash,
                "after_seq": self.after_seq,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_text(cls, text: str) -> "Shift | None":
        """The inverse; None for anything else."""
        try:
            kept = json.loads(text)
            return cls(
                staff_id=str(kept["staff_id"]),
                staff_name=str(kept["staff_name"]),
                opened_at=read_wire_time(kept["opened_at"]),
                cash=int(kept["cash"]),
                after_seq=int(kept["after_seq"]),
            )
        except (ValueError, KeyError, TypeError):
            return None
