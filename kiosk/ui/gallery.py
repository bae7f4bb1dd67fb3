"""Draws every example of every screen in all looks, finds faults and what has changed; a tool of makers."""

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from kiosk.domain.ports import CodeWriter
from kiosk.flow.messages import View
from kiosk.ui.fingerprints import AcceptedPictures, changed_area, fingerprint
from kiosk.ui.keyboard.panel import KeyboardPanel
from kiosk.ui.preview import CameraFeed
from kiosk.ui.screen import Screen, ScreenKit
from kiosk.ui.screen_faults import come_to_rest, faults_at_rest, settle
from kiosk.ui.texts import Texts
from kiosk.ui.theme import PALETTES, TEXT_SCALES, Theme, is_tall, px_per_mm
from kiosk.ui.widgets.card_picture import CardPicture
from kiosk.ui.widgets.demonstration import Demonstration
from kiosk.ui.widgets.time_left import TimeLeft
from kiosk.ui.widgets.waiting import BusyMark, Countdown
from kiosk.ui.window import KioskWindow

MOVING = (BusyMark, CardPicture, Countdown, Demonstration, TimeLeft)
PAGE_PICTURE_PX = 960
"""Longest side of the pictures on the page; those with a fault or a change are kept in full."""


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
LOOKS = tuple(
    Look(language, contrast, scale)
    for contrast, scale, language in product(PALETTES, TEXT_SCALES, ("vi", "en"))
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong on one picture, and with which widget."""

    picture: str
    widget: str
    what: str


@dataclass(slots=True)
class GalleryReport:
    """What was drawn: `pictures` (file names) with their fingerprints, faults, changes, and Views without a Screen.

    `changed` holds what looks otherwise than accepted, `new` what was never accepted.
    """

    prints: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    holes: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)

    @property
    def pictures(self) -> list[str]:
        """File names in the order drawn."""
        return list(self.prints)

    @property
    def all_well(self) -> bool:
        """No fault, no hole, and nothing looks otherwise than accepted."""
        return not self.faults and not self.holes and not self.changed


def render_gallery(
    examples: Iterable[tuple[str, View]],
    out: Path,
    *,
    codes: CodeWriter,
    feeds: dict[str, CameraFeed] | None = None,
    screens: Iterable[type[Screen]] | None = None,
    places: Sequence[Place] = PLACES,
    looks: Sequence[Look] = LOOKS,
    accepted: AcceptedPictures | None = None,
    tell: Callable[[str], object] = len,
) -> GalleryReport:
    """Draw every (name, View) in every place and look into `out`, with `index.html` beside the pictures.

    With `accepted` pictures they are compared; where those were drawn with other fonts, a difference is no change.
    """
    if screens is None:
        from kiosk.ui.screens import every_screen

        screens = every_screen()
    screens = tuple(screens)
    known = {screen.view_type for screen in screens}
    named = list(examples)
    report = GalleryReport(holes=[name for name, view in named if type(view) not in known])
    named = [(name, view) for name, view in named if type(view) in known]
    out.mkdir(parents=True, exist_ok=True)
    blinks = QGuiApplication.styleHints().cursorFlashTime()
    QGuiApplication.styleHints().setCursorFlashTime(0)
    compared = accepted if accepted is not None and accepted.comparable else None
    for place, look in product(places, looks):
        tell(f"{place.name} {look.name}")
        theme = Theme(
            px_per_mm(place.width, place.height, place.diagonal_inch),
            look.contrast,
            look.text_scale,
            can_lower=is_tall(place.width, place.height, place.diagonal_inch),
        )
        texts = Texts(look.language)
        kit = ScreenKit(texts, theme, feeds or {}, KeyboardPanel(theme, texts), codes)
        window = KioskWindow(kit, screens, size=QSize(place.width, place.height), locked=False)
        window.open()
        window.activateWindow()
        come_to_rest(window)  # the focus, and with it rings and keyboards, comes with the activation
        for name, view in named:
            window.show_view(view)
            faults = faults_at_rest(window, theme)
            picture = f"{name}.{place.name}.{look.name}.jpg"
            report.faults.extend(Fault(picture, *found) for found in faults)
            taken = window.grab().toImage()
            report.prints[picture] = fingerprint(without_moving_parts(taken, window))
            keep_picture(taken, out / picture, report, compared, bool(faults))
        window.close()
        window.deleteLater()
        settle()
    QGuiApplication.styleHints().setCursorFlashTime(blinks)
    (out / "index.html").write_text(index_page(named, places, looks, report), encoding="utf-8")
    return report


def without_moving_parts(picture: QImage, window: KioskWindow) -> QImage:
    """A copy in which what never looks the same twice (countdowns, the busy mark) is blank."""
    still = picture.copy()
    painter = QPainter(still)
    for part in window.findChildren(QWidget):
        if isinstance(part, MOVING) and part.isVisible():
            painter.fillRect(QRect(part.mapTo(window, QPoint(0, 0)), part.size()), QColor("grey"))
    painter.end()
    return still


def keep_picture(
    picture: QImage, file: Path, report: GalleryReport, accepted: AcceptedPictures | None, faulty: bool
) -> None:
    """Write a picture for the page, in full where something is wrong, with a frame around what has changed."""
    taken = report.prints[file.name]
    before = accepted.of(file.name) if accepted is not None else None
    if accepted is not None and before is None:
        report.new.append(file.name)
    area = changed_area(before, taken, picture.size()) if before is not None else QRect()
    if not area.isEmpty():
        report.changed.append(file.name)
        painter = QPainter(picture)
        painter.setPen(QPen(QColor("#E000A0"), 6))
        painter.drawRect(area.adjusted(3, 3, -3, -3))
        painter.end()
    if not faulty and area.isEmpty():
        picture = picture.scaled(QSize(PAGE_PICTURE_PX, PAGE_PICTURE_PX), Qt.AspectRatioMode.KeepAspectRatio)
    picture.save(str(file), quality=80)


def index_page(
    examples: Sequence[tuple[str, View]],
    places: Sequence[Place],
    looks: Sequence[Look],
    report: GalleryReport,
) -> str:
    """All pictures on one page, what is wrong first."""
    parts = ["<!doctype html><meta charset=utf-8><title>Gallery</title>"]
    parts.append(
        "<style>body{font:16px sans-serif;margin:2em}img{width:480px;border:1px solid #888;margin:4px}</style>"
    )
    counts = (
        (report.pictures, "pictures"),
        (report.faults, "faults"),
        (report.holes, "holes"),
        (report.changed, "changed"),
        (report.new, "new"),
    )
    parts.append(f"<h1>{', '.join(f'{len(found)} {words}' for found, words in counts)}</h1><ul>")
    parts.extend(f"<li>no screen for {html.escape(name)}</li>" for name in report.holes)
    parts.extend(
        f"<li><a href='{fault.picture}'>{fault.picture}</a>: {html.escape(fault.widget)} {html.escape(fault.what)}</li>"
        for fault in report.faults
    )
    for words, pictures in (("changed", report.changed), ("new", report.new)):
        parts.extend(f"<li><a href='{picture}'>{picture}</a>: {words}</li>" for picture in pictures)
    parts.append("</ul>")
    for name, _ in examples:
        parts.append(f"<h2>{html.escape(name)}</h2>")
        for place, look in product(places, looks):
            picture = f"{name}.{place.name}.{look.name}.jpg"
            parts.append(f"<a href='{picture}'><img loading=lazy src='{picture}' title='{picture}'></a>")
    return "\n".join(parts)
