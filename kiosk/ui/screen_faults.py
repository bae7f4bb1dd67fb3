"""Finds what is wrong with a screen as it stands: cut words, overlaps, what is too small, nameless or off the screen."""

from PySide6.QtCore import QEventLoop, QPoint, QRect, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from kiosk.ui.theme import SMALLEST_TARGET_MM, Theme
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.choices import CheckRow, RadioRow
from kiosk.ui.widgets.frame import FooterBar
from kiosk.ui.widgets.long_list import ListButton
from kiosk.ui.widgets.tile import Tile

SELF_PAINTED = (Button, Tile, RadioRow, CheckRow, ListButton)
TOUCHED = (QPushButton, QLineEdit, RadioRow, CheckRow)


MOST_ROUNDS = 40
QUIET_ROUNDS = 3


def settle(rounds: int = 4) -> None:
    """Let so many turns of the event loop pass."""
    for _ in range(rounds):
        loop = QEventLoop()
        QTimer.singleShot(0, loop, loop.quit)
        loop.exec()


def come_to_rest(window: QWidget) -> None:
    """Wait until nothing moves any more: wrapped texts inside wrapped columns take layouts several rounds."""
    before: list[tuple[bool, QRect]] = []
    quiet = 0
    for _ in range(MOST_ROUNDS):
        settle(1)
        now = [(part.isVisible(), part.geometry()) for part in window.findChildren(QWidget)]
        quiet = quiet + 1 if now == before else 0
        if quiet >= QUIET_ROUNDS:
            break
        before = now


def faults_at_rest(window: QWidget, theme: Theme) -> list[tuple[str, str]]:
    """The faults that stay."""
    come_to_rest(window)
    return find_faults(window, theme)


def find_faults(window: QWidget, theme: Theme) -> list[tuple[str, str]]:
    """(widget, what is wrong) of everything visible: cut words, overlaps, targets that are too small or nameless."""
    found: list[tuple[str, str]] = []
    visible = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    for widget in visible:
        name = widget.objectName() or f"{type(widget).__name__} {getattr(widget, 'text', str)()!r}"
        if isinstance(widget, QLabel) and widget.text() and is_cut(widget):
            found.append((name, "words are cut"))
        if isinstance(widget, SELF_PAINTED):
            least = widget.minimumSizeHint().width()
            if widget.width() < least or widget.height() < widget.heightForWidth(widget.width()) - 1:
                found.append((name, "words are cut"))
        if isinstance(widget, TOUCHED) and widget.isEnabled():
            smallest = theme.mm(SMALLEST_TARGET_MM)
            if min(widget.width(), widget.height()) < smallest - 1:
                found.append((name, f"only {widget.width()} x {widget.height()} px, 12 mm are {smallest}"))
            if not widget.accessibleName():
                found.append((name, "has no accessible name"))
            if not widget.objectName():
                found.append((name, "has no objectName"))
        if isinstance(widget, (QLabel, *TOUCHED)):
            left = widget.mapTo(window, QPoint(0, 0)).x()
            if left < 0 or left + widget.width() > window.width():
                found.append((name, "runs over the edge of the screen"))
    found.extend(main_action_out_of_sight(window, visible))
    found.extend(overlaps(window, visible))
    return found


def main_action_out_of_sight(window: QWidget, visible: list[QWidget]) -> list[tuple[str, str]]:
    """The one main action of a screen must be seen whole, whatever else has to be turned to."""
    return [
        (button.objectName(), "is the main action and not wholly seen")
        for bar in visible
        if isinstance(bar, FooterBar) and (button := bar.primary) is not None and button.isVisible()
        if seen_box(window, button).size() != button.size()
    ]


def is_cut(label: QLabel) -> bool:
    """Whether a label is smaller than its words."""
    if not label.wordWrap():
        return label.width() < label.sizeHint().width() - 1 or label.height() < label.sizeHint().height() - 2
    if label.height() < label.heightForWidth(label.width()) - 2:
        return True
    longest = max((label.fontMetrics().horizontalAdvance(word) for word in label.text().split()), default=0)
    return label.width() < longest


def overlaps(window: QWidget, visible: list[QWidget]) -> list[tuple[str, str]]:
    """Pairs of controls or texts, neither inside the other, that lie on each other."""
    parts = [
        widget
        for widget in visible
        if isinstance(widget, (QLabel, QPushButton, QLineEdit, RadioRow, CheckRow))
    ]
    boxes = [(widget, seen_box(window, widget)) for widget in parts]
    found = []
    for place, (one, box) in enumerate(boxes):
        for other, other_box in boxes[place + 1 :]:
            common = box.intersected(other_box)
            if (
                common.width() > 2
                and common.height() > 2
                and not one.isAncestorOf(other)
                and not other.isAncestorOf(one)
            ):
                names = (other.objectName() or type(other).__name__, one.objectName() or type(one).__name__)
                if not all("corner" in name for name in names):
                    found.append((names[1], f"lies on {names[0]}"))
    return found


def seen_box(window: QWidget, widget: QWidget) -> QRect:
    """The part of a widget that is not scrolled away, in the window's pixels."""
    region = widget.visibleRegion().boundingRect()
    return QRect(widget.mapTo(window, QPoint(0, 0)) + region.topLeft(), region.size())
