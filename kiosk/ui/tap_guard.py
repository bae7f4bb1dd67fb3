"""Tells a deliberate tap from the echo of the one before and from one aimed at a screen that has just gone."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

SECOND_TAP_S = 0.4
"""A tap of a trembling hand follows the first within this time, …"""
NEAR_MM = 15.0
"""… and in this distance."""
REACTION_S = 0.2
"""Nobody sees a screen appear and presses what stands on it in less time than this."""
PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
PRESSING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class TapGuard:
    """Fed with everything the system sends to the window; `swallows` says what must reach no widget.

    A tap anywhere else than the one before counts at once, however quick it comes. On a screen that has not
    changed, every tap counts: two letters l are two letters l.
    """

    def __init__(self, near_px: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._near_px = near_px
        self._clock = clock
        self._touched_at = self._key_at = self._changed_at = float("-inf")
        self._touched_where = QPointF()
        self._by_person = False
        self._swallowing = False

    def screen_changed(self) -> None:
        """Another screen stands there now."""
        self._changed_at = self._clock()
        self._by_person = self._changed_at - self._touched_at < SECOND_TAP_S

    def swallows(self, event: QEvent) -> bool:
        """Whether this press, or the move and release that belong to it, must not count."""
        if isinstance(event, QKeyEvent):
            if event.key() not in PRESSING_KEYS or event.type() != QEvent.Type.KeyPress:
                return False
            if not event.isAutoRepeat():
                self._key_at = self._clock()
            return (
                event.isAutoRepeat() and self._changed_at > self._key_at
            )  # still held from the screen before
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() in PRESSES:
            self._swallowing = self._is_echo(event.globalPosition())
        swallowed = self._swallowing
        if event.type() == QEvent.Type.MouseButtonRelease:
            self._swallowing = False
        if not swallowed and event.type() != QEvent.Type.MouseMove:
            self._touched_at, self._touched_where = self._clock(), event.globalPosition()
        return swallowed

    def _is_echo(self, where: QPointF) -> bool:
        now = self._clock()
        if self._changed_at < self._touched_at:
            return False
        if self._by_person:
            near = (where - self._touched_where).manhattanLength() < self._near_px
            return near and now - self._touched_at < SECOND_TAP_S
        return now - self._changed_at < REACTION_S
