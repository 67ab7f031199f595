"""Beside the garment an earlier drape of it, or the same design in another size."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from ampc_desktop.core.ports import Progress
from ampc_desktop.core.worn import Worn
from ampc_desktop.studio import drapes, layers, tryons
from ampc_desktop.studio.jobs import Job

if TYPE_CHECKING:
    from ampc_desktop.ui.shell.tryons import TryOns

WORDS = {1: "A size larger", -1: "A size smaller"}


class Comparing:
    """beside: what the present drape is compared with; sized: the job that makes another size.

    patient: makes the progress of a job wait while the try-on is paused.
    """

    def __init__(self, owner: TryOns, patient: Callable[[Progress], Progress]) -> None:
        self._owner, self._patient = owner, patient
        self.beside: Worn | None = None
        self.sized: Job | None = None

    def compare(self, on: bool) -> None:
        """Ask with what, or show the present drape alone again."""
        owner = self._owner
        if owner.worn is None:
            return
        if not on:
            self.beside = None
            owner.panel.show_worn(owner.worn)
            return
        menu = self.menu()
        menu.exec(QCursor.pos())
        menu.deleteLater()

    def menu(self) -> QMenu:
        """What the garment can be compared with."""
        menu = QMenu(self._owner.panel)
        for one in self._owner.earlier:
            menu.addAction(one.caption, partial(self.show, one))
        if self._owner.earlier:
            menu.addSeparator()
        for steps, words in WORDS.items():
            menu.addAction(words, partial(self.size, steps))
        return menu

    def show(self, other: Worn) -> None:
        """Two drapes side by side."""
        if self._owner.worn is not None:
            self.beside = other
            self._owner.panel.show_worn(self._owner.worn, other)

    def size(self, steps: int) -> None:
        """The design in another size on the same body, beside the present one when it is draped."""
        owner, worn, state = self._owner, self._owner.worn, self._owner.state
        if worn is None or (self.sized is not None and not self.sized.over):
            return

        def work(progress: Progress) -> Worn:
            clock = drapes.Clock(self._patient(progress))
            return tryons.waited(layers.other_size(owner.studio, state, worn, steps, clock.told), clock)

        owner.panel.set_running(True, WORDS[steps])
        self.sized = owner.studio.jobs.start("Try-on of another size", work, "the present drape stays")

    def stop(self) -> None:
        if self.sized is not None and not self.sized.over:
            self.sized.cancel()

    def job_changed(self, job: Job) -> None:
        """News of any job."""
        if job is not self.sized:
            return
        if not job.over:
            self._owner.panel.set_running(True, job.text, job.share)
        else:
            self._owner.panel.set_running(False)
            if job.problem is not None:
                self._owner.panel.show_problem(job.problem)
            elif job.state == "done":
                self.show(job.result)
