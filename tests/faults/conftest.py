"""The fixtures shared by the tests of the program as a whole."""

from tests.cli.places import (
    another_kiosk,
    bare_kiosk,
    cable,
    kiosk,
    own_portal,
    portal,
    shared_portal,
    wired_kiosk,
)

__all__ = [
    "another_kiosk",
    "bare_kiosk",
    "cable",
    "kiosk",
    "own_portal",
    "portal",
    "shared_portal",
    "wired_kiosk",
]
