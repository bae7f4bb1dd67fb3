"""Colours, type sizes and measures of the window in three contrasts and three text sizes; draws nothing itself."""

import math
from dataclasses import asdict, dataclass
from string import Template
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPixmap
from PySide6.QtWidgets import QWidget

from kiosk.ui.fonts import font_family
from kiosk.ui.icons import draw_icon
from kiosk.ui.resource_files import resource_folder

TEXT_SCALES = (1.0, 1.6, 2.0)


@dataclass(frozen=True, slots=True)
class Palette:
    """One contrast. Texts reach 4.5:1 on their grounds (aim 7:1), lines and the focus ring 3:1; a test computes it."""

    page: str
    surface: str
    ink: str
    ink_soft: str
    line: str
    primary: str
    primary_pressed: str
    on_primary: str
    primary_soft: str
    accent: str
    on_accent: str
    focus: str
    focus_gap: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    disabled: str
    on_disabled: str


LIGHT = Palette(
    page="#F5F1E8",
    surface="#FFFFFF",
    ink="#16252C",
    ink_soft="#3D4D55",
    line="#7C878B",
    primary="#0A5560",
    primary_pressed="#063B43",
    on_primary="#FFFFFF",
    primary_soft="#DFEEEE",
    accent="#F7B50C",
    on_accent="#221A00",
    focus="#16252C",
    focus_gap="#F7B50C",
    success="#17603A",
    success_soft="#E1F1E5",
    warning="#6F4600",
    warning_soft="#FFF0CC",
    danger="#9C1C1C",
    danger_soft="#FCE6E2",
    disabled="#DAD8D1",
    on_disabled="#4F5A5F",
)
DARK_CONTRAST = Palette(
    page="#000000",
    surface="#0B0F12",
    ink="#FFFFFF",
    ink_soft="#F0F0F0",
    line="#FFFFFF",
    primary="#FFD400",
    primary_pressed="#E0B800",
    on_primary="#000000",
    primary_soft="#2B2600",
    accent="#FFD400",
    on_accent="#000000",
    focus="#FFFFFF",
    focus_gap="#000000",
    success="#7CF5A5",
    success_soft="#06210F",
    warning="#FFD400",
    warning_soft="#2B2200",
    danger="#FFB3A7",
    danger_soft="#330A05",
    disabled="#2A2A2A",
    on_disabled="#D6D6D6",
)
LIGHT_CONTRAST = Palette(
    page="#FFFFFF",
    surface="#FFFFFF",
    ink="#000000",
    ink_soft="#000000",
    line="#000000",
    primary="#00303A",
    primary_pressed="#000000",
    on_primary="#FFFFFF",
    primary_soft="#E6F2F4",
    accent="#FFC400",
    on_accent="#000000",
    focus="#000000",
    focus_gap="#FFC400",
    success="#003D1C",
    success_soft="#E5F6EA",
    warning="#4A2E00",
    warning_soft="#FFF3CF",
    danger="#7A0000",
    danger_soft="#FFE9E5",
    disabled="#E4E4E4",
    on_disabled="#2B2B2B",
)
PALETTES: dict[str, Palette] = {
    "light": LIGHT,
    "dark_contrast": DARK_CONTRAST,
    "light_contrast": LIGHT_CONTRAST,
}


@dataclass(frozen=True, slots=True)
class TypeRole:
    """Height of one kind of text in mm of font size (6 mm = 24 px on a 21.5 inch 1080p screen).

    `growth` is how much of a larger text setting it follows: titles that are big already follow half of it.
    """

    size_mm: float
    bold: bool
    growth: float


TYPE_SCALE: dict[str, TypeRole] = {
    "display": TypeRole(11.5, True, 0.35),
    "title": TypeRole(9.0, True, 0.35),
    "heading": TypeRole(7.4, True, 0.7),
    "lead": TypeRole(7.0, False, 0.85),
    "body": TypeRole(6.2, False, 1.0),
    "strong": TypeRole(6.2, True, 1.0),
    "input": TypeRole(7.0, False, 0.85),
    "button": TypeRole(6.6, True, 0.85),
    "caption": TypeRole(5.4, False, 1.0),
    "step": TypeRole(6.2, True, 0.4),
    "sign": TypeRole(5.4, False, 0.4),
    "chrome": TypeRole(5.4, True, 0.5),
    "key": TypeRole(7.4, False, 0.35),
    "key_small": TypeRole(4.6, False, 0.35),
    "code": TypeRole(9.0, True, 0.6),
}

SPACES_MM = {"xs": 1.5, "s": 3.0, "m": 5.0, "l": 7.5, "xl": 11.0}
PRIMARY_TARGET_MM = 20.0
"""Height of main actions (Duff et al. 2010: 20 mm, no gain above)."""
CONTROL_MM = 14.0
"""Height of every other control; nothing one touches is below `SMALLEST_TARGET_MM`."""
SMALLEST_TARGET_MM = 12.0
OUT_OF_REACH_MM = 400.0
"""Parts to be operated should hang no higher than 1,220 mm (EN 301 549 8.3.2): a screen this high cannot, wholly."""
FOCUS_RING_PX = 4


def px_per_mm(width_px: int, height_px: int, diagonal_inch: float) -> float:
    """Pixels of one millimetre on a screen of this size."""
    return math.hypot(width_px, height_px) / (diagonal_inch * 25.4)


def is_tall(width_px: int, height_px: int, diagonal_inch: float) -> bool:
    """Whether a screen is higher than an arm reaches from a wheelchair once it hangs at eyes' height."""
    return height_px / px_per_mm(width_px, height_px, diagonal_inch) > OUT_OF_REACH_MM


def contrast_ratio(one: str, other: str) -> float:
    """Contrast of two "#RRGGBB" colours from 1 to 21, as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class Theme(QObject):
    """The look in use. `changed` is emitted after contrast or text size was switched and all roots are redressed."""

    changed = Signal()
    lowered_changed = Signal()
    """Everything one touches moves into the lower half, or back."""

    def __init__(
        self,
        screen_px_per_mm: float,
        contrast: str = "light",
        text_scale: float = 1.0,
        parent: QObject | None = None,
        *,
        can_lower: bool = False,
    ) -> None:
        super().__init__(parent)
        self.can_lower = can_lower
        """Whether the screen is so high that its upper half is out of reach of who sits (`is_tall`)."""
        self._lowered = False
        self._px_per_mm = screen_px_per_mm
        self._contrast = contrast
        self._text_scale = text_scale
        self._dressed: WeakSet[QWidget] = WeakSet()
        self._template = Template((resource_folder() / "theme" / "kiosk.qss").read_text(encoding="utf-8"))

    @property
    def contrast(self) -> str:
        """Name of the palette in use, one of `PALETTES`."""
        return self._contrast

    @property
    def palette(self) -> Palette:
        """The colours in use."""
        return PALETTES[self._contrast]

    @property
    def text_scale(self) -> float:
        """1.0, 1.6 or 2.0."""
        return self._text_scale

    @property
    def animated(self) -> bool:
        """Whether things may move: not in the high contrasts."""
        return self._contrast == "light"

    @property
    def px_per_mm(self) -> float:
        """Pixels of one millimetre on the real screen."""
        return self._px_per_mm

    def mm(self, millimetres: float) -> int:
        """Whole pixels of a length on the real screen, at least 1."""
        return max(1, round(millimetres * self._px_per_mm))

    def space(self, size: str) -> int:
        """Pixels of a step of the spacing scale: xs, s, m, l, xl."""
        return self.mm(SPACES_MM[size])

    @property
    def radius(self) -> int:
        """Corner radius in px, 12 to 16."""
        return min(16, max(12, self.mm(3.5)))

    def font_px(self, role: str) -> int:
        """Font size of a text role in px."""
        kind = TYPE_SCALE[role]
        return self.mm(kind.size_mm * (1 + (self._text_scale - 1) * kind.growth))

    def font(self, role: str) -> QFont:
        """Font of a text role."""
        font = QFont(font_family())
        font.setPixelSize(self.font_px(role))
        font.setBold(TYPE_SCALE[role].bold)
        return font

    def colour(self, token: str) -> QColor:
        """Colour of a palette token."""
        return QColor(getattr(self.palette, token))

    def icon(self, name: str, size_px: int, tint: str = "ink", device_ratio: float = 1.0) -> QPixmap:
        """An icon of the set, tinted with a palette token."""
        return draw_icon(name, size_px, getattr(self.palette, tint), device_ratio)

    def style_sheet(self) -> str:
        """The one style sheet, filled from the tokens."""
        tokens: dict[str, object] = dict(asdict(self.palette))
        tokens |= {f"font_{role}": self.font_px(role) for role in TYPE_SCALE}
        tokens |= {f"space_{size}": self.space(size) for size in SPACES_MM}
        tokens |= {
            "family": font_family(),
            "radius": self.radius,
            "control": self.mm(CONTROL_MM),
            "bar": self.mm(4.0),
            "input": self.mm(15.0),
        }
        return self._template.substitute(tokens)

    def dress(self, root: QWidget) -> None:
        """Style a top widget and all inside it, now and after every switch."""
        self._dressed.add(root)
        root.setStyleSheet(self.style_sheet())

    def set_contrast(self, contrast: str) -> None:
        """Switch to one of `PALETTES`."""
        self._switch(contrast, self._text_scale)

    def set_text_scale(self, text_scale: float) -> None:
        """Switch to one of `TEXT_SCALES`."""
        self._switch(self._contrast, text_scale)

    def next_contrast(self) -> None:
        """Step through the palettes in their order."""
        names = list(PALETTES)
        self.set_contrast(names[(names.index(self._contrast) + 1) % len(names)])

    def next_text_scale(self) -> None:
        """Step 1.0, 1.6, 2.0, 1.0 …"""
        self.set_text_scale(TEXT_SCALES[(TEXT_SCALES.index(self._text_scale) + 1) % len(TEXT_SCALES)])

    @property
    def lowered(self) -> bool:
        """Whether everything stands in the lower half."""
        return self._lowered

    def toggle_lowered(self) -> None:
        """Down for who sits in a wheelchair or is small, and up again."""
        self._lowered = not self._lowered
        self.lowered_changed.emit()

    def back_to_default(self) -> None:
        """The look a new person starts with (EN 301 549 5.1.3.13: settings end with the session)."""
        if self._lowered:
            self.toggle_lowered()
        self._switch("light", 1.0)

    def _switch(self, contrast: str, text_scale: float) -> None:
        if (contrast, text_scale) == (self._contrast, self._text_scale):
            return
        if contrast not in PALETTES or text_scale not in TEXT_SCALES:
            raise ValueError(f"no look {contrast} at {text_scale}")
        self._contrast, self._text_scale = contrast, text_scale
        sheet = self.style_sheet()
        for root in list(self._dressed):
            root.setStyleSheet(sheet)
        self.changed.emit()
