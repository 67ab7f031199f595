"""Live results: computes snapshots off the window's thread; the newest state wins."""

from __future__ import annotations

import logging
import sys
import threading
from functools import partial

from PySide6.QtCore import QObject, Signal

from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.snapshot import Snapshot, take
from ampc_desktop.studio.state import DesignState

log = logging.getLogger(__name__)


SWITCH_S = 0.0005
"""The window's thread takes the interpreter back from the computing one after this long. At Python's default of
5 ms every Qt call that lets go of it may wait that long, and a screen full of labels half a second."""


PAUSE_S = 0.15


class Live(QObject):
    """Call `show(state)`; `updated` brings snapshots to the window's thread, partial ones first."""

    updated = Signal(object)

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        sys.setswitchinterval(SWITCH_S)
        self._studio = studio
        self._wanted: tuple[DesignState, bool] | None = None
        self._turn = 0
        self._awake = threading.Condition()
        self._closed = False
        self._with_avatar = False
        self._begun = False
        self._busy = False
        self._thread = threading.Thread(target=self._work, name="live", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        with self._awake:
            return self._busy or self._wanted is not None

    @property
    def closed(self) -> bool:
        return self._closed

    def begin(self) -> None:
        """Compute from now on. Before the window stands, computing would only delay it."""
        with self._awake:
            self._begun = True
            self._awake.notify()

    def show(self, state: DesignState, preview: bool = False) -> None:
        with self._awake:
            self._wanted = (state, preview)
            self._turn += 1
            self._awake.notify()

    def want_avatar(self, on: bool) -> None:
        """Whether snapshots bring the avatar: only while somebody looks at it."""
        self._with_avatar = on

    def close(self) -> None:
        with self._awake:
            self._closed = True
            self._awake.notify()
        self._thread.join(5.0)

    def _work(self) -> None:
        while True:
            with self._awake:
                self._busy = False
                while (self._wanted is None or not self._begun) and not self._closed:
                    self._awake.wait()
                if self._closed:
                    return
                assert self._wanted is not None
                state, preview = self._wanted
                self._wanted, self._busy, turn = None, True, self._turn
            try:
                take(
                    self._studio,
                    state,
                    preview,
                    self._deliver,
                    partial(self._outdated, turn),
                    partial(self._pause, turn),
                    self._with_avatar,
                )
            except Exception as error:
                log.exception("live results failed")
                text = f"this design can't be computed ({type(error).__name__}: {error})"
                self._deliver(Snapshot(state, problem=Problem(text, remedy="undo the last step", kind=Kind.NO)))

    def _outdated(self, turn: int) -> bool:
        return turn != self._turn

    def _pause(self, turn: int) -> None:
        with self._awake:
            self._awake.wait_for(lambda: self._closed or turn != self._turn, PAUSE_S)

    def _deliver(self, shot: Snapshot) -> None:
        if not self._closed:
            self.updated.emit(shot)
