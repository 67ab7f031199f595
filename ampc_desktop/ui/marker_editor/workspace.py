"""Workspace 4, Marker: pieces on the fabric's width, x along the roll."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsPathItem, QHBoxLayout, QVBoxLayout, QWidget

from ampc_desktop.core import geometry as g
from ampc_desktop.core.marker import Marker
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.ui.canvas.piece_item import cosmetic
from ampc_desktop.ui.canvas.view import CanvasView
from ampc_desktop.ui.summary.inspector import Inspector
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.theme.fonts import font
from ampc_desktop.ui.theme.style import colour, theme
from ampc_desktop.ui.widgets.notices import Notices
from ampc_desktop.ui.widgets.segmented import Segmented
from ampc_desktop.ui.widgets.text import button, icon_button, label


class LaidPiece(QGraphicsPathItem):
    """One placed piece with its name upright."""

    def __init__(self, path: QPainterPath, name: str, category: str) -> None:
        super().__init__(path)
        self._name, self._category = name, category
        self.setToolTip(name)
        self.setAcceptHoverEvents(True)

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        hue = QColor(self._category)
        fill = QColor(hue)
        fill.setAlphaF(0.32)
        painter.setBrush(fill)
        pen = cosmetic("cut", 1.25)
        pen.setColor(hue)
        painter.setPen(pen)
        painter.drawPath(self.path())
        world = painter.worldTransform()
        box = world.mapRect(self.path().boundingRect())
        painter.setFont(font(tokens.LABEL_VALUE))
        width = painter.fontMetrics().horizontalAdvance(self._name)
        if width + 8 < box.width() and box.height() > 18:
            painter.save()
            painter.setWorldTransform(QTransform())
            painter.setPen(colour("t1"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._name)
            painter.restore()


class MarkerCanvas(CanvasView):
    """Fabric strip with its usable width, margins and laid pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Marker canvas")
        self._marker: Marker | None = None

    def show_marker(self, marker: Marker | None) -> None:
        if marker == self._marker:
            return
        self._marker = marker
        self.scene().clear()
        if marker is None:
            return
        length, width = marker.length_mm, marker.rules.width_mm
        strip = self.scene().addRect(QRectF(0, 0, length, width), cosmetic("line2", 1.5), colour("piece_fill"))
        strip.setZValue(-1)
        names = sorted({piece.label for piece in marker.pieces})
        outlines = {piece.id: piece for piece in marker.pieces}
        for placement in marker.placements:
            piece = outlines[placement.piece]
            ring = g.rotated(np.asarray(piece.outline), placement.rotation_deg) + np.array([placement.x, placement.y])
            path = QPainterPath()
            path.addPolygon(QPolygonF([QPointF(float(x), float(y)) for x, y in ring]))
            path.closeSubpath()
            category = theme().categories[names.index(piece.label) % len(theme().categories)]
            item: QGraphicsItem = LaidPiece(path, piece.label.capitalize(), category)
            self.scene().addItem(item)
        QTimer.singleShot(0, self.fit)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        if self._marker is not None and not self._marker.placements:
            painter.save()
            painter.resetTransform()
            painter.setFont(font(tokens.HEADING))
            painter.setPen(colour("t2"))
            text = "Length estimated from the pieces. Nest the marker to see the lay."
            box = QRectF(self.viewport().rect())
            wide = painter.fontMetrics().horizontalAdvance(text) + 32
            middle = QRectF(box.center().x() - wide / 2, box.center().y() - 20, wide, 40)
            painter.setBrush(colour("raised"))
            painter.setPen(QPen(colour("line2"), 1))
            painter.drawRoundedRect(middle, 8, 8)
            painter.setPen(colour("t1"))
            painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, text)
            painter.restore()
        super().drawForeground(painter, rect)


class MarkerWorkspace(QWidget):
    """Emits `nest` when a person wants the marker nested."""

    nest = Signal()
    pointer = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self._markers: Mapping[str, Marker] = {}
        self._shot: Snapshot | None = None
        self._material = "shell"
        self.canvas = MarkerCanvas()
        self.canvas.pointer_moved.connect(self.pointer)
        self.inspector = Inspector()
        self.inspector.setFixedWidth(320)
        middle = QFrame()
        middle.setObjectName("panel")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        head.setFixedHeight(tokens.HEADER + 4)
        line = QHBoxLayout(head)
        line.setContentsMargins(tokens.PAD, 0, tokens.PAD, 0)
        line.setSpacing(12)
        line.addWidget(label("Marker", tokens.BODY_STRONG))
        self._choice_holder = QHBoxLayout()
        line.addLayout(self._choice_holder)
        self.choice: Segmented | None = None
        line.addStretch(1)
        self.figures = label("", tokens.BODY_MEDIUM)
        line.addWidget(self.figures)
        line.addWidget(icon_button("fit", "Fit all", lambda: self.canvas.fit(), "Home"))
        column.addWidget(head)
        column.addWidget(self.canvas, 1)
        self.notices = Notices(self.canvas)
        self.nest_button = button("Nest marker", self.nest.emit, primary=True, icon="nest")
        self.nest_button.setToolTip("Lay the pieces for real  F5")
        foot = QHBoxLayout()
        foot.setContentsMargins(tokens.PAD, 8, tokens.PAD, 8)
        self.note = label("", tokens.LABEL, "t2")
        foot.addWidget(self.note)
        foot.addStretch(1)
        foot.addWidget(self.nest_button)
        column.addLayout(foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(tokens.GUTTER)
        across.addWidget(middle, 1)
        across.addWidget(self.inspector)

    def show_snapshot(self, shot: Snapshot) -> None:
        if shot.markers is None:
            return
        self._shot = shot
        order = sorted(shot.markers, key=lambda material: material != "shell")  # the main cloth first
        if order != list(self._markers):
            self._build_choice(order)
        self._markers = {material: shot.markers[material] for material in order}
        self._show()

    def _build_choice(self, materials: list[str]) -> None:
        if self.choice is not None:
            self._choice_holder.removeWidget(self.choice)
            self.choice.deleteLater()
        self._material = materials[0]
        self.choice = Segmented([(m, m.capitalize()) for m in materials], "Material", compact=False)
        self.choice.set_current(self._material)
        self.choice.chosen.connect(self._choose)
        self._choice_holder.addWidget(self.choice)

    def _choose(self, material: str) -> None:
        self._material = material
        self._show()

    def _show(self) -> None:
        marker = self._markers.get(self._material)
        if marker is None or self._shot is None:
            return
        self.canvas.show_marker(marker)
        sign = "≈ " if marker.estimated else ""
        doubt = f" ± {format_mm(marker.plus_minus_mm / 1000, 2)}" if marker.estimated else ""
        fabric = (self._shot.fabrics or {}).get(self._material)
        price = f"   Fabric {sign}€{marker.length_mm / 1000 * fabric.price_eur_per_m:.2f}" if fabric else ""
        count = len(marker.placements)
        wanted = sum(piece.quantity for piece in marker.pieces)
        width = f"Width {marker.rules.width_mm / 1000:.2f} m"
        self.figures.setText(
            f"Length {sign}{format_mm(marker.length_mm / 1000, 2)} m{doubt}   {width}"
            f"   Efficiency {sign}{100 * marker.efficiency:.1f} %{price}"
        )
        if marker.estimated:
            self.note.setText("Estimated from the pieces' areas; not laid yet.")
        else:
            cut = ", search ended by the clock" if marker.cut_short else ""
            self.note.setText(f"{count} of {wanted} pieces, verified, {marker.seconds:.1f} s{cut}")
        self.nest_button.setText("Nest marker" if marker.estimated else "Improve marker")
        rules = [
            ("Usable width", f"{format_mm(marker.rules.width_mm, 0)} mm"),
            ("Gap", f"{format_mm(marker.rules.gap_mm)} mm"),
            ("Margin", f"{format_mm(marker.rules.edge_mm)} mm"),
            ("Seed", str(marker.seed)),
        ]
        rows = [(piece.label.capitalize(), f"× {piece.quantity}, {turns(piece.rotations)}") for piece in marker.pieces]
        material = [("Fabric", fabric.label), ("Nap", fabric.nap.replace("_", " "))] if fabric else []
        self.inspector.show_rows(
            self._material.capitalize(), "material", [("Rules", rules), ("Fabric", material), ("Pieces", rows)]
        )


def turns(rotations: tuple[float, ...]) -> str:
    return "any way up" if not rotations else " or ".join(f"{angle:g}°" for angle in rotations)
