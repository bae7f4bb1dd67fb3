"""The voices: the system's own through Qt or espeak-ng, or sentences rendered beforehand; and the choice between them."""

import importlib
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, QObject, QProcess

from kiosk.ui.speech.espeak import EspeakVoice, languages_of
from kiosk.ui.speech.phrases import PhraseFolder
from kiosk.ui.speech.voice import Voice

LOCALES = {"vi": QLocale.Language.Vietnamese, "en": QLocale.Language.English}
PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))
FIRST_LANGUAGE = "vi"
"""A voice that cannot say this is none."""


def load_qt_speech() -> Any:
    """Qt's speech library. ImportError where it is not installed (the package PySide6-Addons) or cannot be loaded."""
    return importlib.import_module("PySide6.QtTextToSpeech")


class QtVoice(QObject):
    """The system's own voices: speech-dispatcher or flite under Linux, SAPI and WinRT under Windows."""

    def __init__(self, library: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._engine = library.QTextToSpeech(self)
        self._languages = {locale.language() for locale in self._engine.availableLocales()}

    @property
    def name(self) -> str:
        """Which of the system's engines it is."""
        return f"Qt: {self._engine.engine()}"

    def can_say(self, _sentence: str, language: str) -> bool:
        """Any sentence of a language it has."""
        return LOCALES.get(language) in self._languages

    def say(self, sentences: Sequence[str], language: str) -> None:
        """One after the other."""
        self._engine.stop()
        self._engine.setLocale(QLocale(LOCALES[language]))
        for sentence in sentences:
            self._engine.enqueue(sentence)

    def hush(self) -> None:
        """At once."""
        self._engine.stop()

    @property
    def is_speaking(self) -> bool:
        """As the engine says."""
        return bool(self._engine.state() == self._library.QTextToSpeech.State.Speaking)


class PhraseVoice(QObject):
    """Plays rendered sentences with the system's own player, one after the other."""

    def __init__(self, folder: PhraseFolder, player: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._player = tuple(player)
        self._waiting: list[Path] = []
        self._process = QProcess(self)
        self._process.finished.connect(self._next)

    @property
    def name(self) -> str:
        """By which player."""
        return f"rendered phrases, {self._player[0]}"

    def can_say(self, sentence: str, language: str) -> bool:
        """Only what was rendered, word for word."""
        return self._folder.file_of(sentence, language) is not None

    def say(self, sentences: Sequence[str], language: str) -> None:
        """Those that were rendered."""
        self.hush()
        files = (self._folder.file_of(sentence, language) for sentence in sentences)
        self._waiting = [file for file in files if file is not None]
        self._next()

    def hush(self) -> None:
        """At once."""
        self._waiting = []
        if self.is_speaking:
            self._process.kill()
            self._process.waitForFinished(500)

    @property
    def is_speaking(self) -> bool:
        """While the player runs."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def _next(self) -> None:
        if self._waiting and not self.is_speaking:
            program, *arguments = self._player
            self._process.start(program, [*arguments, str(self._waiting.pop(0))])


def find_player() -> tuple[str, ...]:
    """A program that plays a sound file; empty where there is none."""
    if sys.platform == "win32":
        play = "(New-Object Media.SoundPlayer $args[0]).PlaySync()"
        return ("powershell", "-NoProfile", "-Command", f"& {{{play}}}")
    return next((player for player in PLAYERS if shutil.which(player[0])), ())


def choose_voice(
    kind: str,
    folder: Path,
    *,
    load: Callable[[], Any] = load_qt_speech,
    espeak: Callable[[], frozenset[str]] = languages_of,
    player: Callable[[], tuple[str, ...]] = find_player,
) -> tuple[Voice | None, str]:
    """(the voice, "") or (None, why there is none). `kind`: auto, system, phrases or none. For the window's thread."""
    if kind == "none":
        return None, "speech.voice is none"
    why = []
    if kind in ("auto", "system"):
        try:
            system = QtVoice(load())
        except ImportError:
            why.append("QtTextToSpeech is not installed (package PySide6-Addons)")
        else:
            if system.can_say("", FIRST_LANGUAGE):
                return system, ""
            why.append("the system has no Vietnamese voice")
        if FIRST_LANGUAGE in (languages := espeak()):
            return EspeakVoice(languages), ""
        why.append("espeak-ng with a Vietnamese voice is not installed")
    if kind in ("auto", "phrases"):
        phrases, plays = PhraseFolder(folder), player()
        if FIRST_LANGUAGE not in phrases.languages():
            why.append(f"no phrases are rendered in {folder} (kiosk speech --render)")
        elif not plays:
            why.append("no program plays sound files (pw-play, paplay or aplay)")
        else:
            return PhraseVoice(phrases, plays), ""
    return None, "; ".join(why)
