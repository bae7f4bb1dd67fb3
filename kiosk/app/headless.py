"""What a window would find out of letters and voice, for commands that have none."""

from kiosk.app.painting import headless_painter
from kiosk.app.parts import Parts
from kiosk.app.voice import find_voice
from kiosk.ui.fonts import font_covers_vietnamese
from kiosk.ui.resource_files import resource_folder


def look_without_window(parts: Parts) -> None:
    """Fill in `window_facts`."""
    headless_painter(resource_folder())  # makes the application object that fonts need
    voice, _ = find_voice(parts.settings.speech, parts.home)
    parts.window_facts.fonts_whole = font_covers_vietnamese()
    parts.window_facts.voice = voice.name if voice is not None else ""
