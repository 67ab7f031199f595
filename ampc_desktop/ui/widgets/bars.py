"""Two painted bars: what the price is made of, and one block a check."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ampc_desktop.core.check import CheckResult
from ampc_desktop.ui.theme.style import colour, theme


class CostBar(QWidget):
    """Shares of the price as segments with 2 px gaps, in category colours. parts: (label, euros)."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[str, float]] = []
        self._dim = False
        self.setFixedHeight(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[tuple[str, float]]) -> None:
        self._parts = list(parts)
        self.setAccessibleName(", ".join(f"{name} {euros:.2f} euros" for name, euros in parts))
        self.update()

    def set_dim(self, dim: bool) -> None:
        """Shares of an older state."""
        self._dim = dim
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(0.35 if self._dim else 1.0)
        total = sum(euros for _, euros in self._parts)
        if total <= 0:
            return
        shown = [(i, euros) for i, (_, euros) in enumerate(self._parts) if euros > 0]
        room = self.width() - 2 * (len(shown) - 1)
        left = 0.0
        for i, euros in shown:
            wide = room * euros / total
            painter.setBrush(QColor(theme().categories[i % len(theme().categories)]))
            painter.drawRoundedRect(QRectF(left, 0, max(1.0, wide), self.height()), 1.5, 1.5)
            left += wide + 2


class ReadinessBar(QWidget):
    """One block a check: passed low, warning taller, failed taller and crossed, waiting hollow.

    Emits the check's index; arrow keys go from check to check, Enter shows it.
    """

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._checks: tuple[CheckResult, ...] = ()
        self._waiting = 0
        self.setFixedHeight(16)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._at = 0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Readiness")

    def sizeHint(self) -> QSize:
        return QSize(200, 16)

    def set_checks(self, checks: tuple[CheckResult, ...], waiting: int = 0) -> None:
        """waiting: checks that have still to run."""
        self._checks, self._waiting = checks, waiting
        self._at = min(self._at, max(0, len(checks) - 1))
        found = [c for c in checks if c.status in ("fail", "warn")]
        words = "; ".join(f"{c.name}: {c.summary}" for c in found) or f"{len(checks)} checks pass"
        self.setAccessibleDescription(words)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if not self._checks:
            super().keyPressEvent(event)
        elif step is not None:
            self._at = min(len(self._checks) - 1, max(0, self._at + step))
            check, box = self._checks[self._at], self._boxes()[self._at]
            text = f"{check.number}  {check.name}: {check.summary}"
            QToolTip.showText(self.mapToGlobal(box.bottomLeft().toPoint()), text, self)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self._at)
        else:
            super().keyPressEvent(event)

    def _boxes(self) -> list[QRectF]:
        count = max(1, len(self._checks) + self._waiting)
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
        if self._checks and self._waiting > 0:
            wide = self._boxes()[0].width()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("line2"), 1))
            for i in range(len(self._checks), len(self._checks) + self._waiting):
                painter.drawRoundedRect(QRectF(i * (wide + 3) + 0.5, 5.5, wide - 1, 5), 2, 2)
        if self.hasFocus() and self._checks:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            box = self._boxes()[self._at]
            painter.drawRoundedRect(
                QRectF(box.left() - 1, 1, box.width() + 2, 14).intersected(QRectF(self.rect())), 3, 3
            )

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
