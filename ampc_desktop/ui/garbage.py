"""Garbage is collected in the window's thread only.

Python collects cycles in whichever thread happens to allocate. Charts leave cycles of Qt objects behind, and a Qt
object that a worker thread destroys takes the program with it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimer

EVERY_MS = 500


class _Collector(QObject):
    """Collects what Python's own thresholds ask for, from a timer of the window's thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.thresholds = gc.get_threshold()
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(EVERY_MS)

    def collect(self) -> None:
        """The oldest generation that is due, if any."""
        counts = gc.get_count()
        due = [age for age in range(3) if counts[age] > self.thresholds[age] > 0]
        if due:
            gc.collect(max(due))


_collector: _Collector | None = None


def keep_here() -> None:
    """From now on. Call in the window's thread; calling again changes nothing."""
    global _collector
    app = QCoreApplication.instance()
    if _collector is None and app is not None:
        _collector = _Collector(app)
        app.aboutToQuit.connect(_give_back)


def _give_back() -> None:
    global _collector
    _collector = None
    gc.enable()
