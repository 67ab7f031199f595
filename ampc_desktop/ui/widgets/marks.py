"""Small painted marks: where a value comes from, and how a check ended. Shape tells as much as colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ampc_desktop.core.schema import Source
from ampc_desktop.ui.theme import icons
from ampc_desktop.ui.theme.style import colour, theme

SOURCE_WORDS: dict[Source, str] = {
    "said": "said",
    "slider": "set by hand",
    "inferred": "inferred",
    "default": "assumed",
}
STATUS_ICONS = {"pass": "ok", "warn": "warn", "fail": "fail", "skip": "skip"}
STATUS_TOKENS = {"pass": "ok", "warn": "warn", "fail": "err", "skip": "t3"}


def paint_source(painter: QPainter, centre: QPointF, source: Source, radius: float = 3.5) -> None:
    """said and slider ●, inferred ◐, default ○."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    decided = source in ("said", "slider")
    painter.setPen(QPen(colour("accent" if source != "default" else "ctl"), 1.25))
    painter.setBrush(colour("accent") if decided else Qt.BrushStyle.NoBrush)
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    painter.drawEllipse(box)
    if source == "inferred":
        painter.setBrush(colour("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPie(box, 90 * 16, 180 * 16)


class SourceMark(QWidget):
    """The provenance of one value, 16 x 16, with its word as tooltip."""

    def __init__(self, source: Source = "default") -> None:
        super().__init__()
        self.setFixedSize(16, 16)
        self.set_source(source)

    def set_source(self, source: Source, why: str = "") -> None:
        self._source: Source = source
        word = SOURCE_WORDS[source]
        self.setToolTip(f"{word}: {why}" if why else word)
        self.setAccessibleName(word)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_source(painter, QPointF(8, 8), self._source)


class IconMark(QWidget):
    """Any icon of the table as a quiet mark, 16 x 16."""

    def __init__(self, id: str, token: str = "accent") -> None:
        super().__init__()
        self.setFixedSize(16, 16)
        self._id, self._token = id, token

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.icon(self._id, colour=getattr(theme(), self._token)).paint(painter, self.rect())
        painter.end()


class StatusMark(QWidget):
    """Icon of a check's status, 16 x 16."""

    def __init__(self, status: str = "pass") -> None:
        super().__init__()
        self.setFixedSize(16, 16)
        self._status = status
        self.setAccessibleName(status)

    def set_status(self, status: str) -> None:
        self._status = status
        self.setAccessibleName(status)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        token = STATUS_TOKENS[self._status]
        painter = QPainter(self)
        icons.icon(STATUS_ICONS[self._status], colour=getattr(theme(), token)).paint(painter, self.rect())
        painter.end()
