"""Names that this kiosk mints for the things it creates; nothing that a portal or the post mints."""

import secrets
import time
from uuid import UUID


def new_id(now_ms: int | None = None) -> str:
    """A fresh UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, 74 random bits.

    The time part only helps databases keep neighbours together; no order is ever derived from it.
    """
    milliseconds = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | secrets.randbits(12) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return str(UUID(int=value))
