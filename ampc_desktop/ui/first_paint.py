"""Tells a waiting benchmark when the window first stood complete on the screen, then closes."""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class FirstPaint(QObject):
    """Prints {"at": time.time(), "modules": top-level modules loaded} after the window's first paint; quits."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._tell)  # once the paint of every child is through
        return False

    def _tell(self) -> None:
        modules = sorted({name.partition(".")[0] for name in sys.modules})
        sys.stdout.write(json.dumps({"at": time.time(), "modules": modules}) + "\n")
        sys.stdout.flush()
        QApplication.closeAllWindows()
        QApplication.quit()
