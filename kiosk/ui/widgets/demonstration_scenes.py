"""Paints the four scenes of the demonstration, each at any moment of its movement; knows no time and no words."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.card_drawing import CardDrawing, CardSide, capsule

SCENE = QRectF(0.0, 0.0, 200.0, 110.0)
"""What is drawn, in units of the scenes' own."""
SCENES = ("card", "paper", "check", "slip")


def eased(moment: float, begins: float, ends: float) -> float:
    """0 before `begins`, 1 after `ends`, slow at both ends in between."""
    share = min(1.0, max(0.0, (moment - begins) / (ends - begins)))
    return share * share * (3 - 2 * share)


class DemonstrationScenes:
    """`paint("card", painter, 0.4)`: the painter's origin is the scene's upper left corner, the moment 0 to 1."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._hand = CardDrawing(theme, CardSide.FRONT_2021)
        self._paint: dict[str, Callable[[QPainter, float], None]] = {
            "card": self._card,
            "paper": self._paper,
            "check": self._check,
            "slip": self._slip,
        }

    def paint(self, scene: str, painter: QPainter, moment: float) -> None:
        """One picture."""
        painter.setClipRect(SCENE)
        self._paint[scene](painter, moment)

    # --- scenes ------------------------------------------------------------------------------------------

    def _card(self, painter: QPainter, moment: float) -> None:
        there = eased(moment, 0.0, 0.55)
        done = eased(moment, 0.62, 0.75)
        self._ground(painter, QRectF(28, 6, 144, 98))
        self._lens(painter, QPointF(100, 6))
        self._corners(painter, QRectF(40, 20, 120, 74), "success" if done > 0 else "primary")
        painter.save()
        painter.translate(52 + (1 - there) * 120, 27 + (1 - there) * 90)
        painter.scale(0.94, 0.94)
        self._hand.paint(painter)
        painter.restore()
        self._tick(painter, QPointF(160, 22), done)

    def _paper(self, painter: QPainter, moment: float) -> None:
        there = eased(moment, 0.0, 0.55)
        flash = eased(moment, 0.6, 0.7) - eased(moment, 0.7, 0.85)
        done = eased(moment, 0.72, 0.85)
        desk = QPolygonF([QPointF(30, 40), QPointF(170, 40), QPointF(196, 108), QPointF(4, 108)])
        self._pen(painter, "line", 1.2, "primary_soft")
        painter.drawPolygon(desk)
        light = QPolygonF([QPointF(94, 14), QPointF(106, 14), QPointF(152, 100), QPointF(48, 100)])
        painter.setPen(Qt.PenStyle.NoPen)
        glow = self._theme.colour("accent")
        glow.setAlphaF(0.16 + 0.4 * flash)
        painter.setBrush(glow)
        painter.drawPolygon(light)
        painter.save()
        painter.translate((1 - there) * 140, (1 - there) * 26)
        self._sheet(painter, QRectF(69, 46, 62, 50), lines=4)
        self._fingers(painter, QPointF(131, 82), 1 - eased(moment, 0.5, 0.62))
        painter.restore()
        self._corners(painter, QRectF(60, 41, 80, 60), "success" if done > 0 else "primary")
        self._pen(painter, "primary", 1.4, "surface")
        painter.drawRoundedRect(QRectF(84, 2, 32, 13), 3, 3)
        self._lens(painter, QPointF(100, 14))
        self._tick(painter, QPointF(140, 42), done)

    def _check(self, painter: QPainter, moment: float) -> None:
        self._pen(painter, "primary", 2.2, "surface")
        painter.drawRoundedRect(QRectF(36, 4, 128, 86), 6, 6)
        self._pen(painter, "primary", 1.4, "primary_soft")
        painter.drawRoundedRect(QRectF(78, 90, 44, 14), 2, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("primary"))
        painter.drawRoundedRect(QRectF(46, 13, 52, 6), 3, 3)
        for row in range(3):
            top = 27.0 + row * 13
            painter.setBrush(self._theme.colour("line"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(60, top, (58, 74, 44)[row], 4.4), 2.2, 2.2)
            self._tick(
                painter, QPointF(51, top + 2.2), eased(moment, 0.05 + row * 0.14, 0.16 + row * 0.14), 4.2
            )
        pressed = eased(moment, 0.68, 0.74)
        self._pen(painter, "", 0, "primary_pressed" if pressed else "accent")
        painter.drawRoundedRect(QRectF(104, 68, 50, 15), 4, 4)
        arrow = QPainterPath(QPointF(121, 75.5))
        arrow.lineTo(137, 75.5)
        arrow.moveTo(132, 71)
        arrow.lineTo(137, 75.5)
        arrow.lineTo(132, 80)
        self._pen(painter, "on_primary" if pressed else "on_accent", 2.0)
        painter.drawPath(arrow)
        near = eased(moment, 0.45, 0.66)
        self._pointing(painter, QPointF(136 + (1 - near) * 46, 79 + (1 - near) * 32))

    def _slip(self, painter: QPainter, moment: float) -> None:
        out = eased(moment, 0.05, 0.7)
        slip = QRectF(74, 62 - 58 * out, 52, 66)
        painter.save()
        painter.setClipRect(QRectF(0, 0, 200, 66))
        self._sheet(painter, slip, lines=0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("primary"))
        painter.drawRoundedRect(QRectF(slip.left() + 8, slip.top() + 7, 36, 4.5), 2, 2)
        painter.setBrush(self._theme.colour("line"))
        for row, width in enumerate((36, 28)):
            painter.drawRoundedRect(QRectF(slip.left() + 8, slip.top() + 16 + row * 6, width, 2.6), 1.3, 1.3)
        self._code(painter, QRectF(slip.left() + 15, slip.top() + 30, 22, 22))
        painter.restore()
        self._pen(painter, "primary", 2.0, "primary_soft")
        painter.drawRoundedRect(QRectF(50, 62, 100, 44), 7, 7)
        self._pen(painter, "", 0, "primary")
        painter.drawRoundedRect(QRectF(66, 63, 68, 5), 2.5, 2.5)
        self._pen(painter, "", 0, "success")
        painter.drawEllipse(QPointF(138, 94), 3, 3)
        self._tick(painter, QPointF(126, 12), eased(moment, 0.74, 0.86))

    # --- parts -------------------------------------------------------------------------------------------

    def _pen(self, painter: QPainter, line: str, width: float, ground: str = "") -> None:
        if line:
            painter.setPen(
                QPen(
                    self._theme.colour(line),
                    width,
                    Qt.PenStyle.SolidLine,
                    Qt.PenCapStyle.RoundCap,
                    Qt.PenJoinStyle.RoundJoin,
                )
            )
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(self._theme.colour(ground))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _ground(self, painter: QPainter, box: QRectF) -> None:
        self._pen(painter, "line", 1.2, "primary_soft")
        painter.drawRoundedRect(box, 7, 7)

    def _lens(self, painter: QPainter, at: QPointF) -> None:
        self._pen(painter, "primary", 1.6, "surface")
        painter.drawEllipse(at, 5.5, 5.5)
        self._pen(painter, "", 0, "primary")
        painter.drawEllipse(at, 2.6, 2.6)

    def _corners(self, painter: QPainter, box: QRectF, token: str) -> None:
        """The four corners of the place where a thing belongs."""
        self._pen(painter, token, 2.4)
        for corner, across, down in (
            (box.topLeft(), 1, 1),
            (box.topRight(), -1, 1),
            (box.bottomLeft(), 1, -1),
            (box.bottomRight(), -1, -1),
        ):
            path = QPainterPath(corner + QPointF(across * 11, 0))
            path.lineTo(corner)
            path.lineTo(corner + QPointF(0, down * 11))
            painter.drawPath(path)

    def _tick(self, painter: QPainter, at: QPointF, grown: float, radius: float = 9.0) -> None:
        if grown <= 0:
            return
        size = radius * grown
        self._pen(painter, "surface", size * 0.16, "success")
        painter.drawEllipse(at, size, size)
        tick = QPainterPath(at + QPointF(-0.45, 0.03) * size)
        tick.lineTo(at + QPointF(-0.12, 0.36) * size)
        tick.lineTo(at + QPointF(0.48, -0.32) * size)
        self._pen(painter, "surface", size * 0.22)
        painter.drawPath(tick)

    def _sheet(self, painter: QPainter, box: QRectF, *, lines: int) -> None:
        self._pen(painter, "primary", 1.4, "surface")
        painter.drawRoundedRect(box, 2, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        for row in range(lines):
            painter.setBrush(self._theme.colour("primary" if row == 0 else "line"))
            width = box.width() * (0.5, 0.76, 0.7, 0.58)[row % 4]
            top = box.top() + 8 + row * (box.height() - 14) / lines
            painter.drawRoundedRect(QRectF(box.left() + 7, top, width, 3.4 if row == 0 else 2.6), 1.3, 1.3)

    def _skin(self, painter: QPainter) -> None:
        self._pen(painter, "ink", 1.2, "warning_soft")

    def _fingers(self, painter: QPainter, at: QPointF, there: float) -> None:
        """Lets go of the sheet at its edge and draws back to the right."""
        if there <= 0:
            return
        painter.save()
        painter.translate(at + QPointF((1 - there) * 90, (1 - there) * 24))
        self._skin(painter)
        hand = capsule(QPointF(16, 6), QPointF(60, 22), 24).united(
            capsule(QPointF(-6, 0), QPointF(18, 6), 10)
        )
        painter.drawPath(hand.simplified())
        painter.restore()

    def _pointing(self, painter: QPainter, at: QPointF) -> None:
        """A hand whose finger tip is at `at`."""
        painter.save()
        painter.translate(at)
        self._skin(painter)
        hand = capsule(QPointF(4, 4), QPointF(16, 16), 9).united(
            capsule(QPointF(20, 20), QPointF(54, 48), 25)
        )
        painter.drawPath(hand.simplified())
        painter.restore()

    def _code(self, painter: QPainter, box: QRectF) -> None:
        """What stands for a QR code."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("ink"))
        side = box.width() / 7
        for y, row in enumerate(
            ("1110111", "1010101", "1110111", "0101100", "1110101", "1010011", "1110110")
        ):
            for x, dark in enumerate(row):
                if dark == "1":
                    painter.drawRect(
                        QRectF(box.left() + x * side, box.top() + y * side, side + 0.1, side + 0.1)
                    )
