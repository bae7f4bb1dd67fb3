"""Starts the program anew in memory that is wiped as it is freed; loads next to nothing, because it runs first of all."""

import os
import sys

WIPING = {"PYTHONMALLOC": "malloc", "MALLOC_PERTURB_": "165"}
"""glibc then overwrites memory as it is freed, and Python gives its memory back to glibc: what a visit held is gone."""


def start_over_with_wiping(arguments: list[str]) -> None:
    """Begin this program anew in such a memory, unless it is in one already."""
    if not sys.platform.startswith("linux") or all(os.environ.get(name) for name in WIPING):
        return
    os.environ.update(WIPING)
    own = arguments if getattr(sys, "frozen", False) else sys.orig_argv[1:]
    os.execv(sys.executable, [sys.executable, *own])
