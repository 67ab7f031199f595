"""The place a check talks about: every edge it found lit, a ring round the worst, the view brought to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ampc_desktop.core.check import CheckResult, Place
from ampc_desktop.ui.theme.style import colour

if TYPE_CHECKING:
    from ampc_desktop.ui.pattern_editor.table_view import TableView

MARGIN_MM = 60.0
SHARE = 0.35
"""How much of the height of a piece is seen around a place on it."""


class PlaceMark:
    """A ring at one place of the table, until something else is chosen."""

    def __init__(self, view: TableView) -> None:
        self._view = view
        self._at: QPointF | None = None
        self._bad = False

    @property
    def on(self) -> bool:
        return self._at is not None

    def forget(self) -> None:
        self._at = None

    def show_check(self, check: CheckResult) -> None:
        """Light up every place a check found, the worst one marked, and bring it into view."""
        places = [finding.place for finding in check.findings if finding.status != "pass"] or [check.where]
        edges: dict[str, set[str]] = {}
        for place in places:
            edges.setdefault(place.piece, set()).add(place.item.split(":")[0])
        self._bad = check.status in ("fail", "warn")
        for id, item in self._view.pieces.items():
            item.light(frozenset(edges.get(id, ())), error=self._bad)
        self._go_to(check.where if check.where.piece else places[0])

    def _go_to(self, place: Place) -> None:
        item = self._view.pieces.get(place.piece)
        self._at = item.mapToScene(QPointF(*place.at)) if item is not None and place.at is not None else None
        if item is None:
            self._view.fit()
        elif self._at is None:
            self._view.fit(item.sceneBoundingRect())
        else:
            reach = max(MARGIN_MM, item.boundingRect().height() * SHARE)
            self._view.fit(QRectF(self._at.x() - reach, self._at.y() - reach, 2 * reach, 2 * reach))
        self._view.viewport().update()

    def paint(self, painter: QPainter) -> None:
        """Draw the ring, in pixels of the viewport."""
        if self._at is None:
            return
        at = QPointF(self._view.mapFromScene(self._at))
        token = "err" if self._bad else "accent"
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour(token, 0.35), 8))
        painter.drawEllipse(at, 14, 14)
        painter.setPen(QPen(colour(token), 2))
        painter.drawEllipse(at, 10, 10)
