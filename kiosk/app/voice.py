"""The voice of this terminal, by its settings; loaded after the first screen stands."""

import logging
from pathlib import Path

from kiosk.domain.settings import SpeechSettings
from kiosk.ui.speech.voice import Voice

_log = logging.getLogger(__name__)


def phrase_folder(settings: SpeechSettings, home: Path) -> Path:
    """Where rendered sentences lie."""
    return Path(settings.folder) if settings.folder else home / "speech"


def find_voice(settings: SpeechSettings, home: Path) -> tuple[Voice | None, str]:
    """(the voice, "") or (None, why there is none)."""
    from kiosk.ui.speech.voices import choose_voice

    voice, why = choose_voice(settings.voice, phrase_folder(settings, home))
    _log.info("read aloud: %s", voice.name if voice is not None else why)
    return voice, why
