"""Voices: one contract for the system's, the rendered phrases' and the fake one; which is chosen, and why none is."""

import json
import shutil
import subprocess
import sys
import wave
from array import array
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QObject
from pytestqt.qtbot import QtBot

from kiosk.ui.resource_files import resource_folder
from kiosk.ui.speech.espeak import PROGRAM, EspeakVoice, as_input, languages_of, speaking
from kiosk.ui.speech.phrases import Phrase, PhraseFolder, phrases_to_render
from kiosk.ui.speech.voice import Voice
from kiosk.ui.speech.voices import PhraseVoice, QtVoice, choose_voice
from tests.fakes.memory_voice import MemoryVoice

GREETING = "Xin chào!"


class SpeechLibrary:
    """As PySide6.QtTextToSpeech, without sound."""

    locales = (QLocale(QLocale.Language.Vietnamese), QLocale(QLocale.Language.English))

    class QTextToSpeech(QObject):
        class State(Enum):
            Ready = 0
            Speaking = 1

        def __init__(self, parent: QObject | None = None) -> None:
            super().__init__(parent)
            self.waiting: list[str] = []

        def engine(self) -> str:
            return "fake"

        def availableLocales(self) -> tuple[QLocale, ...]:
            return SpeechLibrary.locales

        def setLocale(self, locale: QLocale) -> None: ...
        def enqueue(self, sentence: str) -> None:
            self.waiting.append(sentence)

        def stop(self) -> None:
            self.waiting.clear()

        def state(self) -> "SpeechLibrary.QTextToSpeech.State":
            states = SpeechLibrary.QTextToSpeech.State
            return states.Speaking if self.waiting else states.Ready


def phrase_folder(folder: Path) -> PhraseFolder:
    phrase = Phrase("vi", "welcome.greeting", GREETING)
    (folder / "vi").mkdir(parents=True)
    (folder / phrase.file).write_bytes(b"RIFF")
    kept = PhraseFolder(folder)
    kept.add(phrase)
    kept.keep()
    return PhraseFolder(folder)


def phrase_voice(folder: Path) -> Voice:
    """Its player runs until it is ended."""
    return PhraseVoice(phrase_folder(folder), [sys.executable, "-c", "import time; time.sleep(600)"])


def espeak_voice(_folder: Path) -> Voice:
    """Its program takes what it is given and runs until it is ended."""
    program = [sys.executable, "-c", "import sys, time; sys.stdin.read(); time.sleep(600)"]
    return EspeakVoice(frozenset({"vi", "en"}), program)


VOICES: dict[str, Callable[[Path], Voice]] = {
    "memory": lambda _folder: MemoryVoice(),
    "system": lambda _folder: QtVoice(SpeechLibrary),
    "phrases": phrase_voice,
    "espeak": espeak_voice,
}


@pytest.mark.parametrize("kind", VOICES)
def test_a_voice_speaks_until_it_is_hushed(kind: str, tmp_path: Path, qtbot: QtBot) -> None:
    voice = VOICES[kind](tmp_path / "speech")
    assert voice.name
    assert not voice.is_speaking
    assert voice.can_say(GREETING, "vi")
    assert not voice.can_say(GREETING, "fr")
    voice.say([GREETING], "vi")
    assert voice.is_speaking
    voice.say([GREETING], "vi")
    assert voice.is_speaking
    voice.hush()
    assert not voice.is_speaking
    voice.hush()


def test_phrases_are_played_one_after_the_other(tmp_path: Path, qtbot: QtBot) -> None:
    log = tmp_path / "played"
    player = [sys.executable, "-c", f"import sys; open({str(log)!r}, 'a').write(sys.argv[1] + chr(10))"]
    voice = PhraseVoice(phrase_folder(tmp_path / "speech"), player)
    voice.say([GREETING, "Nguyễn Thị An", GREETING], "vi")
    qtbot.waitUntil(lambda: log.exists() and len(log.read_text().splitlines()) == 2, timeout=30_000)
    qtbot.waitUntil(lambda: not voice.is_speaking, timeout=30_000)


def test_a_sentence_that_was_changed_since_is_missing_again(tmp_path: Path) -> None:
    kept = phrase_folder(tmp_path / "speech")
    old, new = Phrase("vi", "welcome.greeting", GREETING), Phrase("vi", "welcome.greeting", "Chào!")
    assert kept.missing([old, new]) == [new]
    (tmp_path / "speech" / old.file).unlink()
    assert kept.missing([old]) == [old]


@pytest.mark.parametrize("text", ["", "[]", '{"vi": 3}', "{"])
def test_a_broken_manifest_is_an_empty_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert PhraseFolder(tmp_path).languages() == frozenset()


def test_only_sentences_without_gaps_are_rendered() -> None:
    phrases = phrases_to_render(resource_folder() / "i18n")
    assert len(phrases) > 400
    assert not any("{" in phrase.says for phrase in phrases)
    spoken = {(phrase.language, phrase.key) for phrase in phrases}
    assert ("vi", "welcome.question") in spoken
    assert ("vi", "welcome.hours") not in spoken


def nothing() -> Any:
    raise ImportError("not here")


def test_the_first_voice_that_is_there_is_taken_and_none_says_why(tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "speech"
    voice, why = choose_voice("auto", folder, load=nothing, espeak=frozenset, player=lambda: ("play",))
    assert voice is None and "PySide6-Addons" in why and str(folder) in why
    phrase_folder(folder)
    voice, why = choose_voice("auto", folder, load=nothing, espeak=frozenset, player=lambda: ("play",))
    assert isinstance(voice, PhraseVoice) and why == ""
    assert choose_voice("auto", folder, load=nothing, espeak=frozenset, player=tuple)[0] is None
    assert isinstance(choose_voice("auto", folder, load=lambda: SpeechLibrary)[0], QtVoice)
    both = choose_voice("auto", folder, load=nothing, espeak=lambda: frozenset({"vi"}))[0]
    assert isinstance(both, EspeakVoice) and not both.can_say(GREETING, "en")
    english = choose_voice("system", folder, load=nothing, espeak=lambda: frozenset({"en"}))
    assert english[0] is None and "espeak-ng" in english[1]
    assert choose_voice("none", folder, load=lambda: SpeechLibrary)[0] is None


def test_a_system_without_a_vietnamese_voice_is_told(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SpeechLibrary, "locales", (QLocale(QLocale.Language.English),))
    voice, why = choose_voice("system", tmp_path, load=lambda: SpeechLibrary, espeak=frozenset)
    assert voice is None and "Vietnamese" in why


def test_the_manifest_is_plain(tmp_path: Path) -> None:
    phrase_folder(tmp_path / "speech")
    kept = json.loads((tmp_path / "speech" / "manifest.json").read_text(encoding="utf-8"))
    assert kept == {"vi": {"welcome.greeting": {"file": "vi/welcome.greeting.wav", "says": GREETING}}}


def test_what_espeak_is_given_never_stands_on_its_command_line(tmp_path: Path, qtbot: QtBot) -> None:
    told = tmp_path / "told"
    writes = f"import sys; open({str(told)!r}, 'wb').write(sys.stdin.buffer.read())"
    voice = EspeakVoice(frozenset({"vi"}), [sys.executable, "-c", writes])
    voice.say([GREETING, "Nguyễn Thị An"], "vi")
    qtbot.waitUntil(lambda: not voice.is_speaking, timeout=60_000)
    assert told.read_bytes() == as_input([GREETING, "Nguyễn Thị An"])
    assert all("Nguyễn" not in word for word in speaking("vi"))


def test_a_program_that_is_not_there_has_no_language() -> None:
    assert languages_of("no-such-program") == frozenset()


@pytest.mark.skipif(shutil.which(PROGRAM) is None, reason="needs espeak-ng")
def test_the_vietnamese_voice_is_heard(tmp_path: Path) -> None:
    assert "vi" in languages_of()
    sound = tmp_path / "said.wav"
    said = as_input(["Đưa thẻ căn cước trước máy ảnh.", "Xin chờ một chút"])
    subprocess.run([*speaking("vi"), "-w", str(sound)], input=said, check=True, timeout=60)
    with wave.open(str(sound)) as heard:
        length_s = heard.getnframes() / heard.getframerate()
        loudness = array("h", heard.readframes(heard.getnframes()))
    assert length_s > 1.5
    assert max(abs(each) for each in loudness) > 3000
