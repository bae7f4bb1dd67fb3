"""Draws every example of every screen in all looks and finds words that are cut or lie on each other; a tool of makers."""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QRect, QSize, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from kiosk.domain.ports import CodeWriter
from kiosk.flow.messages import View
from kiosk.ui.keyboard.panel import KeyboardPanel
from kiosk.ui.preview import CameraFeed
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.texts import Texts
from kiosk.ui.theme import SMALLEST_TARGET_MM, Theme, px_per_mm
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.choices import CheckRow, RadioRow
from kiosk.ui.widgets.long_list import ListButton
from kiosk.ui.widgets.tile import Tile
from kiosk.ui.window import KioskWindow

SELF_PAINTED = (Button, Tile, RadioRow, CheckRow, ListButton)
TOUCHED = (QPushButton, QLineEdit, RadioRow, CheckRow)


@dataclass(frozen=True, slots=True)
class Place:
    """A screen to draw for: size in px and diagonal in inches."""

    width: int
    height: int
    diagonal_inch: float

    @property
    def name(self) -> str:
        """ "1920x1080"."""
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, slots=True)
class Look:
    """One combination of language, contrast and text size."""

    language: str
    contrast: str
    text_scale: float

    @property
    def name(self) -> str:
        """ "vi-light-x1.6"."""
        return f"{self.language}-{self.contrast}-x{self.text_scale:g}"


PLACES = (Place(1920, 1080, 21.5), Place(1280, 800, 15.6), Place(1080, 1920, 21.5))
LOOKS = (
    Look("vi", "light", 1.0),
    Look("en", "light", 1.0),
    Look("vi", "light", 1.6),
    Look("en", "light", 2.0),
    Look("vi", "light", 2.0),
    Look("vi", "dark_contrast", 1.0),
    Look("vi", "light_contrast", 1.6),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong on one picture, and with which widget."""

    picture: str
    widget: str
    what: str


@dataclass(slots=True)
class GalleryReport:
    """The pictures drawn (relative to the folder), the faults found, and Views that have no Screen."""

    pictures: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    holes: list[str] = field(default_factory=list)

    @property
    def all_well(self) -> bool:
        """No fault and no hole."""
        return not self.faults and not self.holes


def render_gallery(
    examples: Iterable[tuple[str, View]],
    out: Path,
    *,
    codes: CodeWriter,
    feeds: dict[str, CameraFeed] | None = None,
    screens: Iterable[type[Screen]] | None = None,
    places: Sequence[Place] = PLACES,
    looks: Sequence[Look] = LOOKS,
) -> GalleryReport:
    """Draw every (name, View) in every place and look into `out` as PNG, with `index.html` beside them."""
    if screens is None:
        from kiosk.ui.screens import SCREENS

        screens = SCREENS
    screens = tuple(screens)
    known = {screen.view_type for screen in screens}
    named = list(examples)
    report = GalleryReport(holes=[name for name, view in named if type(view) not in known])
    out.mkdir(parents=True, exist_ok=True)
    for place in places:
        for look in looks:
            theme = Theme(
                px_per_mm(place.width, place.height, place.diagonal_inch), look.contrast, look.text_scale
            )
            texts = Texts(look.language)
            kit = ScreenKit(texts, theme, feeds or {}, KeyboardPanel(theme, texts), codes)
            window = KioskWindow(kit, screens, size=QSize(place.width, place.height), locked=False)
            window.open()
            for name, view in named:
                if type(view) in known:
                    window.show_view(view)
                    faults = faults_at_rest(window, theme)
                    picture = f"{name}.{place.name}.{look.name}.png"
                    window.grab().save(str(out / picture))
                    report.pictures.append(picture)
                    report.faults.extend(Fault(picture, *found) for found in faults)
            window.close()
            window.deleteLater()
            settle()
    (out / "index.html").write_text(index_page(named, places, looks, report), encoding="utf-8")
    return report


def settle() -> None:
    """Let layouts and their follow-ups come to rest."""
    for _ in range(4):
        loop = QEventLoop()
        QTimer.singleShot(0, loop, loop.quit)
        loop.exec()


def faults_at_rest(window: QWidget, theme: Theme) -> list[tuple[str, str]]:
    """The faults that stay: wrapped texts inside wrapped columns take layouts several rounds."""
    faults: list[tuple[str, str]] = []
    for _ in range(4):
        settle()
        faults = find_faults(window, theme)
        if not faults:
            break
    return faults


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
    found.extend(overlaps(window, visible))
    return found


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


def index_page(
    examples: Sequence[tuple[str, View]],
    places: Sequence[Place],
    looks: Sequence[Look],
    report: GalleryReport,
) -> str:
    """All pictures on one page, faults first."""
    parts = ["<!doctype html><meta charset=utf-8><title>Gallery</title>"]
    parts.append(
        "<style>body{font:16px sans-serif;margin:2em}img{width:480px;border:1px solid #888;margin:4px}</style>"
    )
    parts.append(
        f"<h1>{len(report.pictures)} pictures, {len(report.faults)} faults, {len(report.holes)} holes</h1><ul>"
    )
    parts.extend(f"<li>no screen for {html.escape(name)}</li>" for name in report.holes)
    parts.extend(
        f"<li><a href='{fault.picture}'>{fault.picture}</a>: {html.escape(fault.widget)} {html.escape(fault.what)}</li>"
        for fault in report.faults
    )
    parts.append("</ul>")
    drawn = set(report.pictures)
    for name, _ in examples:
        parts.append(f"<h2>{html.escape(name)}</h2>")
        for place in places:
            for look in looks:
                picture = f"{name}.{place.name}.{look.name}.png"
                if picture in drawn:
                    parts.append(
                        f"<a href='{picture}'><img loading=lazy src='{picture}' title='{picture}'></a>"
                    )
    return "\n".join(parts)
