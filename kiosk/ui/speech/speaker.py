"""Reads screens aloud: title, question and every new problem; repeats on a touch, and is silent where that is wished.

Unasked only sentences are said that stand word for word in the tables of texts: no name, number or answer of a person
can be among them. What a person touches the button for is said whole.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget
from shiboken6 import isValid

from kiosk.ui.speech.voice import Voice
from kiosk.ui.texts import Texts

SETTLES_MS = 350
"""A screen is read when it has stood so long: who hurries through is not talked at."""
LOADS_AFTER_MS = 1500
"""The voice is looked for when the first screen has long been there."""
SPOKEN_ROLES = frozenset({"title", "display", "heading", "lead", "problem"})
SPOKEN_PANELS = frozenset({"info", "warning", "danger", "success"})


def sentences_of(screen: QWidget) -> list[str]:
    """What stands on a screen to be read, from top to bottom: titles, questions, notices, problems."""
    found = []
    for label in screen.findChildren(QLabel):
        parent = label.parentWidget()
        in_notice = parent is not None and parent.property("panel") in SPOKEN_PANELS
        if (label.property("role") in SPOKEN_ROLES or in_notice) and label.isVisible() and label.text():
            place = label.mapTo(screen, label.rect().topLeft())
            found.append((place.y(), place.x(), label.text()))
    return list(dict.fromkeys(text for _, _, text in sorted(found)))


class Speaker(QObject):
    """`find_voice` is called once, after the start; `changed` says that buttons must look otherwise."""

    changed = Signal()

    def __init__(
        self,
        texts: Texts,
        find_voice: Callable[[], Voice | None],
        *,
        reads_unasked: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._find_voice = find_voice
        self._begins_reading = self._reads = reads_unasked
        self._voice: Voice | None = None
        self._screen: QWidget | None = None
        self._said: list[str] = []
        self._settles = QTimer(self, singleShot=True, interval=SETTLES_MS)
        self._settles.timeout.connect(self._read_new)
        QTimer.singleShot(LOADS_AFTER_MS, self, self.load)

    def load(self) -> None:
        """Find the voice now."""
        if self._voice is None:
            self._voice = self._find_voice()
            if self._voice is not None:
                self.changed.emit()

    @property
    def can_speak(self) -> bool:
        """Whether there is a voice for the language in use."""
        return self._voice is not None and any(
            self._voice.can_say(self._texts(key), self._texts.language)
            for key in ("welcome.title", "welcome.question")
        )

    @property
    def reads(self) -> bool:
        """Whether screens are read as they come."""
        return self._reads

    def screen_shown(self, screen: QWidget) -> None:
        """A screen came, or has something new; cheap, called many times a second."""
        if screen is not self._screen:
            self._screen, self._said = screen, []
            if self._voice is not None:
                self._voice.hush()
        if self._reads and self._voice is not None and not self._settles.isActive():
            self._settles.start()

    def touched(self, screen: QWidget) -> None:
        """The button: silent while something is said, else read this screen whole, and from now on every one."""
        self._screen = screen
        if self._voice is None:
            return
        if self._voice.is_speaking:
            self._voice.hush()
            self._reads = False
        else:
            self._reads = True
            self._said = sentences_of(screen)
            self._say(self._said)
        self.changed.emit()

    @property
    def is_speaking(self) -> bool:
        """Something is being said."""
        return self._settles.isActive() or (self._voice is not None and self._voice.is_speaking)

    def take_as_read(self, screen: QWidget) -> None:
        """It was read out already."""
        self._screen, self._said = screen, sentences_of(screen)

    def forget_person(self) -> None:
        """Silence, and as this terminal begins with everybody."""
        self._settles.stop()
        self._said, self._screen = [], None
        if self._voice is not None:
            self._voice.hush()
        if self._reads != self._begins_reading:
            self._reads = self._begins_reading
            self.changed.emit()

    def _read_new(self) -> None:
        screen = self._screen
        if not self._reads or screen is None or not isValid(screen) or not screen.isVisible():
            return
        here = sentences_of(screen)
        fresh = [sentence for sentence in here if sentence not in self._said and self._texts.holds(sentence)]
        self._said = here
        if fresh:
            self._say(fresh)

    def _say(self, sentences: list[str]) -> None:
        voice, language = self._voice, self._texts.language
        if voice is not None and (heard := [each for each in sentences if voice.can_say(each, language)]):
            voice.say(heard, language)
