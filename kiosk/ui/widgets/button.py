"""The push button of the window: icon and wrapping words, sized in millimetres; not for keys of the keyboard."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import CONTROL_MM, PRIMARY_TARGET_MM, Theme
from kiosk.ui.widgets.painting import (
    Look,
    balanced_width,
    draw_focus_ring,
    draw_ground,
    draw_text,
    line_width,
    longest_word_width,
    wrapped_size,
)

LOOKS: dict[str, tuple[Look, Look]] = {
    "primary": (Look("primary", "on_primary"), Look("primary_pressed", "on_primary")),
    "secondary": (Look("surface", "primary", "primary"), Look("primary_soft", "primary", "primary")),
    "quiet": (Look("", "primary"), Look("primary_soft", "primary")),
    "chrome": (Look("", "ink"), Look("primary_soft", "ink")),
    "call": (Look("surface", "primary", "primary"), Look("primary_soft", "primary", "primary")),
    "danger": (Look("surface", "danger", "danger"), Look("danger_soft", "danger", "danger")),
    "accent": (Look("accent", "on_accent"), Look("warning_soft", "ink", "accent")),
}
"""Kind of button to its look at rest and while pressed."""
DISABLED = Look("disabled", "on_disabled")
DISABLED_QUIET = Look("", "line")
SMALL_KINDS = ("chrome", "call")
LONGEST_LINE_MM = 110.0


class Button(QPushButton):
    """`kind` is one of LOOKS; "primary" is 20 mm high, others 14 mm. Words wrap instead of being cut.

    A touch never takes the focus away from a field being typed into; keys reach the button by Tab.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        kind: str = "secondary",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._kind = kind
        self._icon_name = icon
        self._icon_after = icon == "forward"
        self._shows_words = True
        self._measured: tuple[str, int, float, str] = ("", 0, 0.0, "")
        self._height = 0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(text)

    @property
    def kind(self) -> str:
        """The kind it was made as or last set to."""
        return self._kind

    def set_kind(self, kind: str) -> None:
        """Change the look, e.g. when a choice becomes the recommended one."""
        self._kind = kind
        self.updateGeometry()
        self.update()

    def set_words(self, text: str) -> None:
        """Words shown and read aloud."""
        self.setText(text if self._shows_words else "")
        self.setAccessibleName(text)
        self.updateGeometry()

    def show_words(self, shown: bool) -> None:
        """Without: only the icon is drawn, the words are still read aloud."""
        self._shows_words = shown
        self.setText(self.accessibleName() if shown else "")
        self.updateGeometry()

    def set_icon(self, name: str) -> None:
        """Another icon of the set, or none."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def words_font(self) -> QFont:
        """Font of the words."""
        return self._theme.font("chrome" if self._kind in SMALL_KINDS else "button")

    def _least_height(self) -> int:
        body = PRIMARY_TARGET_MM if self._kind == "primary" else CONTROL_MM
        return self._theme.mm(body)

    def _icon_px(self) -> int:
        return round(self._theme.font_px("chrome" if self._kind in SMALL_KINDS else "button") * 1.35)

    def _padding(self) -> int:
        return self._theme.mm(3.0 if self._kind in SMALL_KINDS else 5.0)

    def _beside_words(self) -> int:
        """Width of everything but the words."""
        icon = self._icon_px() + (self._theme.mm(2.0) if self.text() else 0) if self._icon_name else 0
        return icon + 2 * self._padding()

    @override
    def sizeHint(self) -> QSize:
        words = (
            min(
                line_width(self.text(), self.words_font()),
                self._theme.mm(LONGEST_LINE_MM * self._theme.text_scale),
            )
            if self.text()
            else 0
        )
        width = max(words + self._beside_words(), self._least_height())
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        width = max(
            longest_word_width(self.text(), self.words_font()) + self._beside_words(), self._least_height()
        )
        return QSize(width, self._least_height())

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        text = self.text()
        if not text:
            return self._least_height()
        measured = (text, width, self._theme.text_scale, f"{self._kind} {self._icon_name}")
        if measured != self._measured:  # layouts ask again and again
            words = wrapped_size(text, self.words_font(), width - self._beside_words()).height()
            self._measured = measured
            self._height = max(self._least_height(), words + 2 * self._theme.mm(2.0))
        return self._height

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        quiet = not LOOKS[self._kind][0].ground
        disabled = DISABLED_QUIET if quiet else DISABLED
        look = disabled if not self.isEnabled() else LOOKS[self._kind][self.isDown() or self.isChecked()]
        body = self.rect()
        draw_ground(painter, self._theme, body, look)
        self._paint_content(painter, body, look)
        if self.hasFocus():
            draw_focus_ring(painter, self._theme, self.rect())

    def _paint_content(self, painter: QPainter, body: QRect, look: Look) -> None:
        """Icon and words, together in the middle."""
        font, text = self.words_font(), self.text()
        room = self.width() - self._beside_words()
        words = balanced_width(text, font, room) if text else 0
        icon_px = self._icon_px() if self._icon_name else 0
        gap = self._theme.mm(2.0) if text and icon_px else 0
        left = body.left() + (body.width() - words - icon_px - gap) // 2
        icon_left, words_left = (
            (left + words + gap, left) if self._icon_after else (left, left + icon_px + gap)
        )
        if icon_px:
            picture = self._theme.icon(self._icon_name, icon_px, look.ink, self.devicePixelRatioF())
            painter.drawPixmap(icon_left, body.center().y() - icon_px // 2, picture)
        if text:
            box = QRect(words_left, body.top(), words + 2, body.height())
            align = Qt.AlignmentFlag.AlignCenter if not icon_px else Qt.AlignmentFlag.AlignVCenter
            draw_text(painter, box, text, font, self._theme.colour(look.ink), align)
