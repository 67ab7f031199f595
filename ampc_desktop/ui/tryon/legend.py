"""The legend of a map: quantity and unit, round ticks, the bar, a marker at the 99th percentile, its range to type."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QContextMenuEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from ampc_desktop.core.units import format_mm
from ampc_desktop.render.colourmap import Scale, table
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour
from ampc_desktop.ui.tryon.words import DECIMALS, number

BAR = QSize(14, 176)
TITLE, CAP, FOOT, PAD = 20.0, 8.0, 24.0, 12.0
CAP_SHARE = 0.02
"""Values out of range by less than this part of it are not worth a hatched cap."""
WRAP_PX = 110.0
TIP = "Double click on the upper or lower number to type it"


class Legend(QWidget):
    """Double click on the upper or lower number types it.

    ranged(low, high): a person chose a range; ranged_back(): the map's own range again;
    pointed(value | None): the pointer is on the bar there.
    """

    ranged = Signal(float, float)
    ranged_back = Signal()
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = Scale("", "", 0.0, 1.0)
        self._p99: float | None = None
        self._under = self._over = False
        self._hover: float | None = None
        self._field: QLineEdit | None = None
        self._end = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Legend")
        self.setToolTip(TIP)
        self._fit()

    @property
    def scale(self) -> Scale:
        return self._scale

    def show_scale(self, scale: Scale, p99: float | None, lowest: float, highest: float) -> None:
        """lowest, highest: of all values shown; what lies out of range is told by a hatched cap."""
        self._end_typing()
        self._scale, self._p99 = scale, p99
        slack = CAP_SHARE * (scale.high - scale.low)
        self._under, self._over = lowest < scale.low - slack, highest > scale.high + slack
        places = scale.decimals
        words = f"{scale.label} {format_mm(scale.low, places)} to {number(scale.high, scale.unit, places)}"
        self.setAccessibleDescription(words + (f", p99 {number(p99, scale.unit)}" if p99 is not None else ""))
        self._fit()
        self.update()

    def _fit(self) -> None:
        wide = max(self._title_width(), self._number_width() + 8 + BAR.width() + 16, self._foot_width()) + 2 * PAD
        foot = FOOT if self._p99 is not None else 4.0
        self.setFixedSize(math.ceil(wide), round(self._top + CAP + BAR.height() + CAP + foot + 8))

    def _title_lines(self) -> list[str]:
        """The title in lines that keep the legend slim."""
        metrics = QFontMetricsF(font(tokens.LABEL_VALUE))
        lines: list[str] = []
        for word in self._scale.title.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and (metrics.horizontalAdvance(longer) <= WRAP_PX or len(word) < 3):
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    @property
    def _top(self) -> float:
        return PAD + 16.0 * max(1, len(self._title_lines())) + TITLE / 2

    def _title_width(self) -> float:
        metrics = QFontMetricsF(font(tokens.LABEL_VALUE))
        return max((metrics.horizontalAdvance(line) for line in self._title_lines()), default=0.0)

    def _number_width(self) -> float:
        metrics = QFontMetricsF(font(tokens.LABEL_VALUE))
        ends = (*self._scale.ticks, self._scale.low, self._scale.high)
        return max(metrics.horizontalAdvance(self._written(value)) for value in ends)

    def _written(self, value: float) -> str:
        """A number beside the bar: as the ticks, or finer where that would not be true."""
        places = self._scale.decimals
        true = abs(round(value, places) - value) < 1e-6 * (self._scale.high - self._scale.low)
        return format_mm(value, places if true else max(places + 1, DECIMALS.get(self._scale.unit, 1)))

    def _foot_width(self) -> float:
        return QFontMetricsF(font(tokens.LABEL_VALUE)).horizontalAdvance(self._foot()) + 4

    def _foot(self) -> str:
        return "" if self._p99 is None else f"p99  {format_mm(self._p99, DECIMALS.get(self._scale.unit, 1))}"

    @property
    def bar(self) -> QRectF:
        """The coloured bar, in the widget's pixels."""
        left = self.width() - PAD - 10 - BAR.width()
        return QRectF(left, self._top + CAP, BAR.width(), BAR.height())

    def place_of(self, value: float) -> float:
        """y of a value on the bar, kept on it."""
        share = min(1.0, max(0.0, float(self._scale.share(value))))
        return self.bar.bottom() - share * self.bar.height()

    def end_box(self, end: str) -> QRectF:
        """Where "low" or "high" is written."""
        y = self.bar.bottom() if end == "low" else self.bar.top()
        return QRectF(4, y - 10, self.bar.left() - 4, 20)

    @property
    def foot_box(self) -> QRectF:
        """Where p99 is written."""
        return QRectF(PAD, self.height() - FOOT - 8, self.width() - 2 * PAD, FOOT)

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent" if self.hasFocus() else "line"), 2 if self.hasFocus() else 1))
        painter.setBrush(colour("panel", 0.90))
        inset = 1.0 if self.hasFocus() else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        painter.setFont(font(tokens.LABEL_VALUE))
        painter.setPen(colour("t1"))
        for row_number, line in enumerate(self._title_lines()):
            row = QRectF(PAD, PAD - 3 + 16 * row_number, self.width() - 2 * PAD, 18)
            painter.drawText(row, Qt.AlignmentFlag.AlignRight, line)
        self._paint_bar(painter)
        self._paint_ticks(painter)
        self._paint_marks(painter)
        painter.end()

    def _paint_bar(self, painter: QPainter) -> None:
        colours = table(self._scale.colours)[::-1].copy()
        strip = QImage(colours.data, 1, len(colours), 3, QImage.Format.Format_RGB888)
        painter.drawImage(self.bar, strip.copy())
        if not math.isnan(self._scale.limit) and self._scale.low < self._scale.limit < self._scale.high:
            y = self.place_of(self._scale.limit)
            painter.fillRect(
                QRectF(self.bar.left(), self.bar.top(), self.bar.width(), y - self.bar.top()), colour("err")
            )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("line2"), 1))
        painter.drawRect(self.bar.adjusted(0.5, 0.5, -0.5, -0.5))
        for there, top in ((self._over, self.bar.top() - CAP), (self._under, self.bar.bottom())):
            if there:
                cap = QRectF(self.bar.left(), top, self.bar.width(), CAP)
                painter.setBrush(QBrush(colour("t2"), Qt.BrushStyle.BDiagPattern))
                painter.drawRect(cap.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_ticks(self, painter: QPainter) -> None:
        scale = self._scale
        written = list(scale.ticks)
        apart = 14.0 / self.bar.height() * (scale.high - scale.low)
        for end in (scale.low, scale.high):
            if all(abs(end - value) > 1e-9 for value in written):
                written = [value for value in written if abs(value - end) > apart] + [end]
        for value in written:
            y = self.place_of(value)
            at_end = value in (scale.low, scale.high)
            painter.setPen(QPen(colour("t2"), 1))
            painter.drawLine(QPointF(self.bar.left() - 5, y), QPointF(self.bar.left() - 1, y))
            painter.setPen(colour("t1" if at_end else "t2"))
            box = QRectF(0, y - 8, self.bar.left() - 8, 16)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, flags, self._written(value))

    def _paint_marks(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if self._p99 is not None:
            painter.setBrush(colour("t1"))
            self._arrow(painter, self.place_of(self._p99))
            painter.setPen(colour("t2"))
            painter.drawText(self.foot_box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._foot())
        if self._hover is not None:
            y = self.place_of(self._hover)
            painter.setPen(QPen(colour("selected"), 2))
            painter.drawLine(QPointF(self.bar.left() - 5, y), QPointF(self.bar.right() + 5, y))

    def _arrow(self, painter: QPainter, y: float) -> None:
        right = self.bar.right() + 2
        painter.drawPolygon(QPolygonF([QPointF(right, y), QPointF(right + 7, y - 4.5), QPointF(right + 7, y + 4.5)]))

    # -- events --------------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at, bar = event.position(), self.bar.adjusted(-4, -2, 8, 2)
        value = None
        if bar.contains(at):
            share = min(1.0, max(0.0, (self.bar.bottom() - at.y()) / self.bar.height()))
            value = self._scale.value(share)
        self._point(value)
        on_end = any(self.end_box(end).contains(at) for end in ("low", "high"))
        on_foot = self._p99 is not None and self.foot_box.contains(at)
        shapes = Qt.CursorShape
        self.setCursor(shapes.IBeamCursor if on_end else shapes.PointingHandCursor if on_foot else shapes.ArrowCursor)
        if value is None:
            self.setToolTip("Colours up to p99, or the map's own range" if on_foot else TIP)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def _point(self, value: float | None) -> None:
        if value != self._hover:
            self._hover = value
            if value is not None:
                self.setToolTip(number(value, self._scale.unit))
            self.update()
            self.pointed.emit(value)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        for end in ("low", "high"):
            if self.end_box(end).contains(event.position()):
                self.type_end(end)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on p99 spreads the colours up to it; another one gives the map's own range back."""
        p99 = self._p99
        if p99 is None or p99 <= self._scale.low or not self.foot_box.contains(event.position()):
            return
        if abs(self._scale.high - p99) < 1e-9:
            self.ranged_back.emit()
        else:
            self.ranged.emit(self._scale.low, p99)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_F2):
            self.type_end("high")
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.exec(event.globalPos())
        menu.deleteLater()

    def menu(self) -> QMenu:
        """Ways to another range."""
        menu = QMenu(self)
        menu.addAction("Type the upper end", lambda: self.type_end("high"))
        menu.addAction("Type the lower end", lambda: self.type_end("low"))
        if not math.isnan(self._scale.limit) and self._scale.limit > self._scale.low:
            menu.addAction("Up to the fabric limit", lambda: self.ranged.emit(self._scale.low, self._scale.limit))
        if self._p99 is not None and self._p99 > self._scale.low:
            menu.addAction("Up to p99", lambda: self.ranged.emit(self._scale.low, self._p99))
        menu.addAction("Own range of the map", self.ranged_back.emit)
        return menu

    def type_end(self, end: str) -> None:
        """Open a field on the number at "low" or "high"."""
        self._end_typing()
        field = QLineEdit(self)
        field.setFont(font(tokens.LABEL_VALUE))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setAccessibleName(f"{'Upper' if end == 'high' else 'Lower'} end of the range, {self._scale.unit}")
        field.setText(self._written(self._scale.high if end == "high" else self._scale.low))
        box = self.end_box(end).toRect()
        field.setGeometry(2, box.y() - 2, max(64, box.width()), 26)
        field.selectAll()
        field.returnPressed.connect(self._typed)
        field.editingFinished.connect(self._end_typing)
        self._field, self._end = field, end
        field.show()
        field.setFocus()

    def _typed(self) -> None:
        if self._field is None:
            return
        text = self._field.text().replace("\u202f", "").replace("−", "-").replace(",", ".")
        low, high = self._scale.low, self._scale.high
        try:
            value = float(text.removesuffix(self._scale.unit).strip())
            wanted = self._scale.within(low, value) if self._end == "high" else self._scale.within(value, high)
        except ValueError:
            self._end_typing()  # no number, or no range: the old one is shown again
            return
        self._end_typing()
        self.ranged.emit(wanted.low, wanted.high)

    def _end_typing(self) -> None:
        field, self._field = self._field, None
        if field is not None:
            field.hide()
            field.deleteLater()
