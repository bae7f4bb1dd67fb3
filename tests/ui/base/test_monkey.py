"""A short swing of the monkey over the real window; the long one is a benchmark."""

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.monkey import Monkey

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
EVENTS = 250


def test_nothing_breaks_escapes_or_sticks_at_the_window(qtbot: QtBot) -> None:
    monkey = Monkey(20261122)
    monkey.run(EVENTS)
    monkey.close()
    assert monkey.faults == []
    assert monkey.events == EVENTS
