"""A big choice with icon, title and one sentence, and the grid such tiles stand in."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from kiosk.ui.theme import PRIMARY_TARGET_MM, Theme
from kiosk.ui.widgets.painting import (
    Look,
    draw_focus_ring,
    draw_ground,
    draw_text,
    longest_word_width,
    wrapped_size,
)

REST = Look("surface", "ink", "line")
PRESSED = Look("primary_soft", "ink", "primary", 4)
CHOSEN = Look("primary_soft", "ink", "primary", 4)
RECOMMENDED = Look("primary", "on_primary")
RECOMMENDED_PRESSED = Look("primary_pressed", "on_primary")
DISABLED = Look("disabled", "on_disabled")
LYING_FROM_MM = 130.0


class Tile(QPushButton):
    """Upright (icon above the words) while it is narrow, lying (icon beside them) when it is wide and low.

    `upright` fixes it either way; `compact` is for many of them on one page. `recommended` fills it with the primary colour: at most one on a screen.
    """

    def __init__(
        self,
        theme: Theme,
        icon: str = "",
        title: str = "",
        sentence: str = "",
        recommended: bool = False,
        upright: bool | None = None,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._upright = upright
        self._compact = compact
        self._title_role, self._sentence_role = ("strong", "caption") if compact else ("heading", "body")
        self._icon_name = icon
        self._recommended = recommended
        self._sentence = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_words(title, sentence)

    @property
    def sentence(self) -> str:
        """The explaining sentence."""
        return self._sentence

    def set_words(self, title: str, sentence: str = "") -> None:
        """Title and sentence, both shown and read aloud."""
        self.setText(title)
        self._sentence = sentence
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.updateGeometry()
        self.update()

    def set_icon(self, name: str) -> None:
        """Another icon of the set."""
        self._icon_name = name
        self.update()

    def _padding(self) -> int:
        return self._theme.mm(3.5 if self._compact else 6.0)

    def _badge(self) -> int:
        """Side of the soft square that the icon stands on."""
        side_mm = 12.0 if self._compact else 18.0
        return self._theme.mm(side_mm * (1 + 0.4 * (self._theme.text_scale - 1))) if self._icon_name else 0

    def _gap(self) -> int:
        return self._theme.mm(4.0)

    def _lies(self, width: int) -> bool:
        if self._upright is not None:
            return not self._upright
        return width > self._theme.mm(LYING_FROM_MM * (1 + 0.6 * (self._theme.text_scale - 1)))

    def _words_width(self, width: int) -> int:
        beside = self._badge() + self._gap() if self._lies(width) and self._icon_name else 0
        return width - 2 * self._padding() - beside

    def _words_height(self, width: int) -> int:
        title = wrapped_size(self.text(), self._theme.font(self._title_role), width).height()
        sentence = wrapped_size(self._sentence, self._theme.font(self._sentence_role), width).height()
        return title + (self._theme.mm(1.5) + sentence if sentence else 0)

    @override
    def sizeHint(self) -> QSize:
        width = max(self._theme.mm(95.0), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        words = max(
            longest_word_width(self.text(), self._theme.font(self._title_role)),
            longest_word_width(self._sentence, self._theme.font(self._sentence_role)),
        )
        width = words + 2 * self._padding()
        return QSize(width, self._theme.mm(PRIMARY_TARGET_MM))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        words = self._words_height(self._words_width(width))
        frame = 2 * self._padding()
        if self._lies(width):
            return max(words, self._badge()) + frame
        return words + (self._badge() + self._gap() if self._icon_name else 0) + frame

    def _look(self) -> Look:
        if not self.isEnabled():
            return DISABLED
        if self._recommended:
            return RECOMMENDED_PRESSED if self.isDown() else RECOMMENDED
        if self.isDown():
            return PRESSED
        return CHOSEN if self.isChecked() else REST

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look()
        body = self.rect()
        draw_ground(painter, self._theme, body, look)
        inner = body.adjusted(self._padding(), self._padding(), -self._padding(), -self._padding())
        words = QRect(inner)
        if self._icon_name:
            badge = self._badge()
            if self._lies(self.width()):
                place = QRect(inner.left(), inner.center().y() - badge // 2, badge, badge)
                words.setLeft(place.right() + self._gap())
                words.setTop(inner.center().y() - self._words_height(words.width()) // 2)
            else:
                place = QRect(inner.left(), inner.top(), badge, badge)
                words.setTop(place.bottom() + self._gap())
            self._paint_badge(painter, place, look)
        self._paint_words(painter, words, look)
        if self.hasFocus():
            draw_focus_ring(painter, self._theme, self.rect())

    def _paint_badge(self, painter: QPainter, place: QRect, look: Look) -> None:
        quiet = look in (RECOMMENDED, RECOMMENDED_PRESSED, DISABLED)
        ground, ink = ("", look.ink) if quiet else ("primary_soft", "primary")
        if look in (RECOMMENDED, RECOMMENDED_PRESSED):
            ground, ink = "accent", "on_accent"
        draw_ground(painter, self._theme, place, Look(ground, ink))
        side = round(place.width() * 0.64)
        picture = self._theme.icon(self._icon_name, side, ink, self.devicePixelRatioF())
        offset = (place.width() - side) // 2
        painter.drawPixmap(place.left() + offset, place.top() + offset, picture)

    def _paint_words(self, painter: QPainter, box: QRect, look: Look) -> None:
        title_font, body_font = self._theme.font(self._title_role), self._theme.font(self._sentence_role)
        top_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        draw_text(painter, box, self.text(), title_font, self._theme.colour(look.ink), top_left)
        if self._sentence:
            below = QRect(box)
            title_height = wrapped_size(self.text(), title_font, box.width()).height()
            below.setTop(box.top() + title_height + self._theme.mm(1.5))
            ink = "ink_soft" if look.ink == "ink" else look.ink
            draw_text(painter, below, self._sentence, body_font, self._theme.colour(ink), top_left)


class TileGrid(QWidget):
    """Tiles side by side in as many equal columns as fit (at most `columns`, each `least_mm` or wider), the rest below.

    `growth` is how much of larger text that width follows; `even` puts three below one another rather than two and one.
    """

    def __init__(
        self,
        theme: Theme,
        columns: int = 3,
        least_mm: float = 68.0,
        space: str = "m",
        growth: float = 0.6,
        even: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._most_columns = columns
        self._least_mm = least_mm
        self._growth = growth
        self._even = even
        self._columns = 0
        self._tiles: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.space(space))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, *tiles: QWidget) -> None:
        """Append tiles (or any widgets) in reading order."""
        self._tiles.extend(tiles)
        self._arrange(force=True)

    def set_least(self, least_mm: float) -> None:
        """What each tile needs to be read with ease."""
        if least_mm != self._least_mm:
            self._least_mm = least_mm
            self._arrange()

    def clear(self) -> None:
        """Destroy all tiles."""
        for tile in self._tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles.clear()

    def _fitting_columns(self) -> int:
        # one that was only just made is hidden, too, until Qt gets round to showing it
        said = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        shown = [tile for tile in self._tiles if not (tile.isHidden() and tile.testAttribute(said))]
        most = min(self._most_columns, max(1, len(shown)))
        widest = max((tile.minimumSizeHint().width() for tile in shown), default=0)
        least = max(
            widest, self._theme.mm(self._least_mm * (1 + self._growth * (self._theme.text_scale - 1)))
        )
        fitting = (self.width() + self._grid.spacing()) // (least + self._grid.spacing())
        columns = max(1, min(most, fitting))
        if columns == 3 and len(shown) == 4:
            return 2  # two and two look calmer than three and one
        if columns == 2 and len(shown) == 3 and self._even:
            return 1
        return columns

    def _arrange(self, force: bool = False) -> None:
        columns = self._fitting_columns()
        if columns == self._columns and not force:
            return
        for column in range(self._most_columns):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for number, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, number // columns, number % columns)
        self.updateGeometry()

    @override
    def minimumSizeHint(self) -> QSize:
        widest = max((tile.minimumSizeHint().width() for tile in self._tiles), default=0)
        return QSize(widest, self._grid.minimumSize().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange(force=True)
