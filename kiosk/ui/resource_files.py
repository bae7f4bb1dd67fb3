"""Finds the shipped `resources` folder from source and inside the packaged program; reads nothing itself."""

import sys
from functools import cache
from pathlib import Path


@cache
def resource_folder() -> Path:
    """The folder that holds `theme`, `icons`, `i18n` and, in the packaged program, `fonts`."""
    unpacked = getattr(sys, "_MEIPASS", None)
    places = [Path(unpacked)] if unpacked else []
    places += [Path(__file__).parents[2], Path(__file__).parents[1], Path(sys.prefix)]
    for place in places:
        if (place / "resources" / "i18n").is_dir():
            return place / "resources"
    raise FileNotFoundError(f"no resources folder beside {Path(__file__).parents[2]}")
