"""Keeps PySide6 from reading every module of the program; to be imported before anything but PySide6 itself."""

import linecache
import sys

import PySide6.QtCore  # noqa: F401  brings the module below


def keep_plain_spelling() -> None:
    """This program writes Qt's names as Qt does, so PySide6 need not look for its other spelling (`__feature__`).

    It would look through the source of each module imported after it, which doubles the time to load a library and
    leaves all those sources in memory. Where a later PySide6 looks otherwise, nothing is changed.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", _plain)  # noqa: B010  no attribute that mypy could know
    linecache.clearcache()


def _plain(_module: object) -> bool:
    """Uses Qt, in the plain spelling."""
    return True


keep_plain_spelling()
