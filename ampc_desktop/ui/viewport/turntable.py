"""The turntable: walks the camera around the body until a person takes over."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from ampc_desktop.ui.viewport import motion
from ampc_desktop.ui.viewport.navigation import Navigator

DEGREES_PER_SECOND = 30.0
STEP_MS = 33
STILL_DEGREES = 45.0


class Turntable(QObject):
    """`switched` with whether it turns."""

    switched = Signal(bool)

    def __init__(self, navigator: Navigator) -> None:
        super().__init__(navigator)
        self._navigator = navigator
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._step)
        self._at = 0.0

    @property
    def turning(self) -> bool:
        return self._timer.isActive()

    def turn(self, on: bool) -> None:
        """Start or stop; for people who want no motion it goes on by an eighth of a turn instead."""
        if on and motion.reduced():
            self._navigator.take(self._navigator.camera.orbited(STILL_DEGREES, 0.0))
            on = False
        if on:
            self._at = perf_counter()
            self._timer.start()
        else:
            self._timer.stop()
        self.switched.emit(self.turning)

    def _step(self) -> None:
        now = perf_counter()
        by, self._at = (now - self._at) * DEGREES_PER_SECOND, now
        self._navigator.take(self._navigator.camera.orbited(by, 0.0))
