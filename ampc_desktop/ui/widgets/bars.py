"""Two painted bars: what the price is made of, and one block a check."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ampc_desktop.core.check import CheckResult
from ampc_desktop.ui.theme.style import colour, theme


class CostBar(QWidget):
    """Shares of the price as segments with 2 px gaps, in category colours. parts: (label, euros)."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[str, float]] = []
        self.setFixedHeight(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[tuple[str, float]]) -> None:
        self._parts = list(parts)
        self.setAccessibleName(", ".join(f"{name} {euros:.2f} euros" for name, euros in parts))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        total = sum(euros for _, euros in self._parts)
        if total <= 0:
            return
        room = self.width() - 2 * (len(self._parts) - 1)
        left = 0.0
        for i, (_, euros) in enumerate(self._parts):
            wide = room * euros / total
            painter.setBrush(QColor(theme().categories[i % len(theme().categories)]))
            painter.drawRoundedRect(QRectF(left, 0, max(1.0, wide), self.height()), 1.5, 1.5)
            left += wide + 2


class ReadinessBar(QWidget):
    """One block a check: passed low, warning taller, failed taller and crossed. Emits the check's index."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._checks: tuple[CheckResult, ...] = ()
        self.setFixedHeight(16)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(200, 16)

    def set_checks(self, checks: tuple[CheckResult, ...]) -> None:
        self._checks = checks
        self.update()

    def _boxes(self) -> list[QRectF]:
        count = max(1, len(self._checks))
        wide = (self.width() - 3 * (count - 1)) / count
        boxes = []
        for i, check in enumerate(self._checks):
            high = {"pass": 6, "skip": 4}.get(check.status, 12)
            boxes.append(QRectF(i * (wide + 3), (16 - high) / 2, wide, high))
        return boxes

    def _index(self, x: float) -> int:
        return next((i for i, box in enumerate(self._boxes()) if box.left() - 2 <= x <= box.right() + 2), -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = {"pass": "ok_fill", "warn": "warn_fill", "fail": "err_fill", "skip": "line2"}
        for check, box in zip(self._checks, self._boxes(), strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(tokens[check.status]))
            painter.drawRoundedRect(box, 2, 2)
            if check.status == "fail":
                painter.setPen(QPen(colour("panel"), 2))
                painter.drawLine(box.topLeft() + QPointF(2, 2), box.bottomRight() - QPointF(2, 2))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self._index(event.position().x())
        if index >= 0:
            self.picked.emit(index)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            index = self._index(event.pos().x())
            if index >= 0:
                check = self._checks[index]
                QToolTip.showText(event.globalPos(), f"{check.number}  {check.name}: {check.summary}", self)
            return True
        return super().event(event)
