"""The system's espeak-ng as a voice: a process of its own, which is given sentences by its standard input alone.

What is said on a touch may hold a person's data: it never stands on a command line, where every program can read it.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess

PROGRAM = "espeak-ng"
WORDS_A_MINUTE = 145
LANGUAGES = ("vi", "en")
ANSWERS_WITHIN_S = 5.0


def speaking(language: str) -> tuple[str, ...]:
    """Program and arguments that say what comes by standard input."""
    return (PROGRAM, "-v", language, "-s", str(WORDS_A_MINUTE), "--stdin")


def as_input(sentences: Sequence[str]) -> bytes:
    """A paragraph a sentence, so that each is followed by a rest."""
    return "\n\n".join(sentences).encode() + b"\n"


def languages_of(program: str = PROGRAM) -> frozenset[str]:
    """Which of ours it has a voice for; none where it is not installed or does not answer."""
    found = shutil.which(program)
    if found is None:
        return frozenset()
    try:
        return frozenset(language for language in LANGUAGES if _has_voice(found, language))
    except (OSError, subprocess.SubprocessError):
        return frozenset()


def _has_voice(program: str, language: str) -> bool:
    told = subprocess.run(  # noqa: S603 - no shell; one of our own words as its argument
        [program, f"--voices={language}"],
        capture_output=True,
        timeout=ANSWERS_WITHIN_S,
        check=False,
        env={
            **os.environ,
            "PULSE_RUNTIME_PATH": os.devnull,
        },  # else asking makes a folder for the sound server
    )
    return len(told.stdout.splitlines()) > 1  # below its heading


class EspeakVoice(QObject):
    """Says the sentences of one call in one go; hushed by ending the process."""

    def __init__(
        self, languages: frozenset[str], program: Sequence[str] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._languages = languages
        self._program = tuple(program)
        self._process = QProcess(self)

    @property
    def name(self) -> str:
        """As its package is called."""
        return PROGRAM

    def can_say(self, _sentence: str, language: str) -> bool:
        """Any sentence of a language it has."""
        return language in self._languages

    def say(self, sentences: Sequence[str], language: str) -> None:
        """All of them; a machine without sound stays silent."""
        self.hush()
        program, *arguments = self._program or speaking(language)
        self._process.start(program, arguments)
        self._process.write(as_input(sentences))
        self._process.closeWriteChannel()

    def hush(self) -> None:
        """At once."""
        if self.is_speaking:
            self._process.kill()
            self._process.waitForFinished(500)

    @property
    def is_speaking(self) -> bool:
        """While its process runs."""
        return self._process.state() != QProcess.ProcessState.NotRunning
