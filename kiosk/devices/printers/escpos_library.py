"""Imports python-escpos without its side effects; decides nothing about printing.

Version 3.1, on import: sets up the root logger (`logging.basicConfig`), takes about 200 ms to read its capability
file, and makes a temporary folder even when another one is named. So it is imported only when a printer is opened
(in the worker thread), with a private folder for its cache and without the logger and folder it leaves behind.
"""

import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

_lock = threading.Lock()
_CACHE_VARIABLE = "ESCPOS_CAPABILITIES_PICKLE_DIR"


def escpos_printers(cache: Path | None = None) -> ModuleType:
    """The module `escpos.printer`. `cache`: a folder only this program can write; without it nothing is kept."""
    with _lock, _quiet_logging(), _private_cache(cache):
        return import_module("escpos.printer")


@contextmanager
def _quiet_logging() -> Iterator[None]:
    before = list(logging.root.handlers)
    try:
        yield
    finally:
        for handler in [handler for handler in logging.root.handlers if handler not in before]:
            logging.root.removeHandler(handler)


@contextmanager
def _private_cache(cache: Path | None) -> Iterator[None]:
    """Point the library at `cache`, and remove whatever temporary folder this thread makes meanwhile."""
    made: list[str] = []
    thread = threading.get_ident()
    make_folder = tempfile.mkdtemp

    def watched(*arguments: Any, **named: Any) -> str:
        folder: str = make_folder(*arguments, **named)
        if threading.get_ident() == thread:
            made.append(folder)
        return folder

    named_before = os.environ.get(_CACHE_VARIABLE)
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
        cache.chmod(0o700)  # what is read back from there is a pickle
        os.environ[_CACHE_VARIABLE] = str(cache)
    tempfile.mkdtemp = watched  # type: ignore[assignment]
    try:
        yield
    finally:
        tempfile.mkdtemp = make_folder
        if named_before is None:
            os.environ.pop(_CACHE_VARIABLE, None)
        else:
            os.environ[_CACHE_VARIABLE] = named_before
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)
