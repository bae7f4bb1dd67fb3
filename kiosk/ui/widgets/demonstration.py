"""The moving picture of the demonstration: one calm scene after another; it shows no words and decides nothing."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.demonstration_scenes import SCENE, SCENES, DemonstrationScenes

STEP_MS = 40
MOVES_S, SCENE_S = 3.2, 6.0
"""The movement of a scene, and the scene with the rest after it, in which its sentence is read."""
LEAST_MM = 32.0
STILL_MM, STILL_MOMENT = 34.0, 0.8


class Demonstration(QWidget):
    """Runs only while it is visible; in the high contrasts each scene is one still picture, as it ends."""

    scene_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scenes = DemonstrationScenes(theme)
        self._ticks = 0
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._step)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.mm(LEAST_MM))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_words(self, text: str) -> None:
        """What is drawn, read aloud."""
        self.setAccessibleName(text)

    @property
    def scene(self) -> int:
        """Which of `SCENES` is shown."""
        return int(self._second // SCENE_S) % len(SCENES)

    @property
    def moment(self) -> float:
        """How far its movement is, 0 to 1."""
        return min(1.0, self._second % SCENE_S / MOVES_S) if self._theme.animated else 1.0

    @property
    def _second(self) -> float:
        return self._ticks * STEP_MS / 1000

    def _step(self) -> None:
        scene, moment = self.scene, self.moment
        self._ticks += 1
        if self.scene != scene:
            self.scene_changed.emit(self.scene)
        if (self.scene, self.moment) != (scene, moment):
            self.update()

    @override
    def sizeHint(self) -> QSize:
        height = self._theme.mm(2 * LEAST_MM)
        return QSize(round(height * SCENE.width() / SCENE.height()), height)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticks = 0
        self._timer.start()
        self.scene_changed.emit(0)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_scene(self, self._scenes, SCENES[self.scene], self.moment)


class SceneStill(QWidget):
    """One scene as a picture that stands still."""

    def __init__(self, theme: Theme, scene: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scenes = DemonstrationScenes(theme)
        self._scene = scene
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.mm(STILL_MM))

    def set_words(self, text: str) -> None:
        """What is drawn, read aloud."""
        self.setAccessibleName(text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_scene(self, self._scenes, self._scene, STILL_MOMENT)


def paint_scene(place: QWidget, scenes: DemonstrationScenes, scene: str, moment: float) -> None:
    """As large as the place allows, in its middle."""
    painter = QPainter(place)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = min(place.width() / SCENE.width(), place.height() / SCENE.height())
    painter.translate(
        (place.width() - SCENE.width() * scale) / 2, (place.height() - SCENE.height() * scale) / 2
    )
    painter.scale(scale, scale)
    scenes.paint(scene, painter, moment)
