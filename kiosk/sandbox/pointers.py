"""RFC 6901 pointers into request bodies; it reads no body of its own."""

from collections.abc import Mapping, Sequence
from typing import Any


def pointer(steps: Sequence[str | int]) -> str:
    """RFC 6901 pointer; no step at all is the whole document, the empty string."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def pointer_in(body: Any, steps: Sequence[str | int]) -> str:
    """Pointer of a validation's location, leaving out the labels a validator adds that the body does not have."""
    kept: list[str | int] = []
    here = body
    for place, step in enumerate(steps):
        if isinstance(here, Mapping) and isinstance(step, str):
            if step in here:
                here = here[step]
            elif place != len(steps) - 1:
                continue
            kept.append(step)
        elif isinstance(here, list) and isinstance(step, int):
            kept.append(step)
            here = here[step] if step < len(here) else None
    return pointer(kept)
