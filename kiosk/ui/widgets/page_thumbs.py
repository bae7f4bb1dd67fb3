"""The pages taken so far as small pictures with their numbers, to move or to remove; it holds no files."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.label import Label
from kiosk.ui.widgets.tile import TileGrid


class PagePicture(QWidget):
    """One page, whole, in its own proportions."""

    def __init__(self, theme: Theme, height_mm: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height_mm = height_mm
        self._picture = QPixmap()
        self._jpeg = b""
        self._mark = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_jpeg(self, jpeg: bytes) -> None:
        """A JPEG (or any picture Qt reads), decoded once; what cannot be read is left blank."""
        if jpeg == self._jpeg and not self._mark:
            return
        self._jpeg, self._mark = jpeg, ""
        self._picture = QPixmap()
        self._picture.loadFromData(jpeg)
        self.update()

    def show_mark(self, mark: str) -> None:
        """A few letters on an empty page, for what has no picture."""
        self._picture = QPixmap()
        self._mark = mark
        self.update()

    @override
    def sizeHint(self) -> QSize:
        height = self._theme.mm(self._height_mm)
        return QSize(round(height * 0.75), height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = QSize(21, 30).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        if not self._picture.isNull():
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.fillRect(left, top, size.width(), size.height(), Qt.GlobalColor.white)
        if not self._picture.isNull():
            painter.drawPixmap(left, top, size.width(), size.height(), self._picture)
        elif self._mark:
            font = self.font()
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(QColor("#17323F"))
            painter.drawText(
                QRect(left, top, size.width(), size.height()), Qt.AlignmentFlag.AlignCenter, self._mark
            )
        painter.setPen(QPen(self._theme.colour("line"), 2))
        painter.drawRect(left + 1, top + 1, size.width() - 2, size.height() - 2)


class PageCard(QFrame):
    """One page with its number and its buttons."""

    def __init__(self, theme: Theme, height_mm: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_id = ""
        self.setProperty("panel", "card")
        self.picture = PagePicture(theme, height_mm)
        self.number = Label(role="strong")
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.earlier = Button(theme, kind="quiet", icon="left")
        self.later = Button(theme, kind="quiet", icon="right")
        self.remove = Button(theme, kind="quiet", icon="trash")
        self.retake = Button(theme, kind="quiet", icon="retake")
        for button in (self.earlier, self.later, self.remove, self.retake):
            button.show_words(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space("s"), theme.space("s"), theme.space("s"), theme.space("xs"))
        column.setSpacing(theme.space("s"))
        column.addWidget(self.picture)
        column.addWidget(self.number)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space("s"))
        for button in (self.earlier, self.later):
            buttons.addWidget(button)
        column.addLayout(buttons)
        others = QHBoxLayout()
        others.setSpacing(theme.space("s"))
        for button in (self.retake, self.remove):
            others.addWidget(button)
        column.addLayout(others)


class PageThumbs(QWidget):
    """`set_words` first: the sentences are made by a function of the page's number.

    Signals carry the page's id: `removed(id)`, `retaken(id)`, `moved(id, -1 or +1)`. Buttons are named
    `<objectName>.<number>.remove` and so on, numbers from 1.
    """

    removed = Signal(str)
    moved = Signal(str, int)
    retaken = Signal(str)

    def __init__(
        self, theme: Theme, height_mm: float = 40.0, columns: int = 6, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height_mm = height_mm
        self._cards: list[PageCard] = []
        self._words: Callable[[str, int], str] = lambda _purpose, number: str(number)
        self._grid = TileGrid(theme, columns, least_mm=54.0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._grid)

    def set_words(self, words: Callable[[str, int], str]) -> None:
        """`words(purpose, number)` for purposes page, earlier, later, remove and retake."""
        self._words = words
        self._number_cards()

    def set_pages(self, pages: Iterable[tuple[str, bytes, str]]) -> None:
        """(page id, JPEG, or a few letters for what has no picture) in order; what did not change is left alone."""
        wanted = list(pages)
        while len(self._cards) < len(wanted):
            self._add_card()
        if len(self._cards) > len(wanted):
            self._grid.clear()
            self._cards = []
            for _ in wanted:
                self._add_card()
        for card, (page_id, jpeg, mark) in zip(self._cards, wanted, strict=True):
            card.page_id = page_id
            card.retake.setVisible(not mark)
            if mark:
                card.picture.show_mark(mark)
            else:
                card.picture.show_jpeg(jpeg)
        self._number_cards()

    def cards(self) -> tuple[PageCard, ...]:
        """The pages in order."""
        return tuple(self._cards)

    def _add_card(self) -> None:
        card = PageCard(self._theme, self._height_mm)
        card.earlier.clicked.connect(self._tell)
        card.later.clicked.connect(self._tell)
        card.remove.clicked.connect(self._tell)
        card.retake.clicked.connect(self._tell)
        self._cards.append(card)
        self._grid.add(card)

    def _number_cards(self) -> None:
        for number, card in enumerate(self._cards, start=1):
            card.number.set_words(self._words("page", number))
            card.picture.setAccessibleName(self._words("page", number))
            for purpose in ("earlier", "later", "remove", "retake"):
                button: Button = getattr(card, purpose)
                button.set_words(self._words(purpose, number))
                button.setObjectName(f"{self.objectName()}.{number}.{purpose}")
            card.earlier.setEnabled(number > 1)
            card.later.setEnabled(number < len(self._cards))

    def _tell(self) -> None:
        for card in self._cards:
            if self.sender() is card.remove:
                self.removed.emit(card.page_id)
            elif self.sender() is card.retake:
                self.retaken.emit(card.page_id)
            elif self.sender() is card.earlier:
                self.moved.emit(card.page_id, -1)
            elif self.sender() is card.later:
                self.moved.emit(card.page_id, 1)
