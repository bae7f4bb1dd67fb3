"""Lets staff hear that they are called: starts the program that `[call] command` names, and waits for nothing."""

import logging
import shlex

from PySide6.QtCore import QProcess

from kiosk.domain.settings import CallSettings

_log = logging.getLogger(__name__)


def ring(settings: CallSettings, *, terminal: str, code: str) -> bool:
    """Whether a program was started; that it could not be stands in the log, the call itself is on record anyway."""
    try:
        words = [word.format(terminal=terminal, code=code) for word in shlex.split(settings.command)]
    except (ValueError, LookupError):
        words = []
        _log.error("call.command cannot be understood")
    if not words:
        return False
    bell = QProcess()
    bell.setProgram(words[0])
    bell.setArguments(words[1:])
    bell.setStandardOutputFile(QProcess.nullDevice())
    bell.setStandardErrorFile(QProcess.nullDevice())
    started = bool(bell.startDetached())
    if not started:
        _log.error("call.command: %s cannot be started", words[0])
    return started
