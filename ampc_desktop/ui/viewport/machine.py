"""Finds out off the window's thread whether this machine draws 3D, and loads VTK there."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ampc_desktop.render.probe import Gl, choose, opengl


class Machine(QObject):
    """`answered` with a Gl, on the window's thread; VTK is loaded by then when it can draw."""

    answered = Signal(object)

    def __init__(self, parent: QObject, ask: Callable[[], Gl] = opengl) -> None:
        super().__init__(parent)
        self._ask = ask
        self._thread: threading.Thread | None = None

    @property
    def asked(self) -> bool:
        return self._thread is not None

    def start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="3D probe", daemon=True)
            self._thread.start()

    def wait(self, seconds: float = 2.0) -> None:
        """Let a question under way end before the view that asked is gone."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        found = self._ask()
        if found.ok:
            choose(found.window)
            try:
                import ampc_desktop.render.body  # noqa: F401 - a third of a second that the window need not wait for
            except ImportError as error:
                found = Gl(False, why=f"VTK can't be loaded: {error}")
        try:
            self.answered.emit(found)
        except RuntimeError:
            return  # the view is gone
