"""Mouse and keys on the pattern canvas, for tests."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Point
from ampc_desktop.ui.pattern_editor.canvas import PatternCanvas

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier


class Hands:
    """A pattern maker's right hand on the mouse and left hand on the keys."""

    def __init__(self, canvas: PatternCanvas) -> None:
        self.canvas = canvas

    def place(self, piece: str, at: Point) -> QPoint:
        """Pixel of a place of a piece."""
        return self.canvas.point_to_view(piece, at).toPoint()

    def on(self, piece: str, edge: str, share: float) -> QPoint:
        """Pixel of a place on an edge."""
        found = self.canvas.pattern.piece(piece).edge(edge)
        return self.place(piece, g.point_at(found.polyline, found.length_mm * share))

    def corner(self, piece: str, edge: str) -> QPoint:
        return self.place(piece, self.canvas.pattern.piece(piece).edge(edge).start)

    def _send(self, kind: QEvent.Type, at: QPoint, keys: Qt.KeyboardModifier, down: bool) -> None:
        view = self.canvas.viewport()
        where = QPointF(at)
        button = NONE if kind == QEvent.Type.MouseMove else LEFT
        event = QMouseEvent(kind, where, view.mapToGlobal(where), button, LEFT if down else NONE, keys)
        QApplication.sendEvent(view, event)
        QApplication.processEvents()

    def move(self, at: QPoint, keys: Qt.KeyboardModifier = PLAIN, down: bool = False) -> None:
        self._send(QEvent.Type.MouseMove, at, keys, down)

    def press(self, at: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self.move(at, keys)
        self._send(QEvent.Type.MouseButtonPress, at, keys, True)

    def release(self, at: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self._send(QEvent.Type.MouseButtonRelease, at, keys, False)

    def click(self, at: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self.press(at, keys)
        self.release(at, keys)

    def pull(self, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = PLAIN, steps: int = 6) -> None:
        """Press and drag, the button still down."""
        self.press(start, PLAIN)
        for k in range(1, steps + 1):
            self.move(start + (end - start) * (k / steps), keys, down=True)

    def drag(self, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = PLAIN) -> None:
        self.pull(start, end, keys)
        self.release(end, keys)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(self.canvas, key, keys)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.canvas, text)
        QApplication.processEvents()
