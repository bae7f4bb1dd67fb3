"""Whether a value is one that a setting may have; which settings there are stands in `settings`."""

import re
from dataclasses import Field
from typing import Any


def problem_with(part: Field[Any], value: object) -> str:
    """What is wrong with a value of a setting, as half a sentence; empty when nothing is."""
    kind = type(part.default)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not kind:
        words = {str: "text in quotes", int: "a whole number", float: "a number", bool: "true or false"}
        return f"must be {words[kind]}"
    choices = part.metadata["choices"]
    if choices and value not in choices:
        return f"must be one of {', '.join(choices)}"
    if part.metadata["pattern"] and not re.fullmatch(part.metadata["pattern"], str(value)):
        return f"must be written like {part.default!r}"
    least, most = part.metadata["least"], part.metadata["most"]
    if isinstance(value, int | float) and not isinstance(value, bool):
        # written so that not-a-number is out of every range
        if not ((least is None or value >= least) and (most is None or value <= most)):
            unit = f" {part.metadata['unit']}" if part.metadata["unit"] else ""
            return f"must be between {least:g} and {most:g}{unit}"
    return ""
