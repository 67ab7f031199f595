"""Long work of the window: nest, search on, release; one job at a time, its news shown in the strip."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.studio import documents
from ampc_desktop.studio.jobs import Job
from ampc_desktop.studio.markers import improve
from ampc_desktop.studio.state import DesignState
from ampc_desktop.ui.shell.codesign import release_blocker
from ampc_desktop.ui.shell.dialogs import ReleasedDialog

if TYPE_CHECKING:
    from ampc_desktop.ui.shell.window import StudioWindow


class Work(QObject):
    """`job` is the last one started. Methods may raise Problem; the window shows it where the work is."""

    _news = Signal(object)

    def __init__(self, window: StudioWindow) -> None:
        super().__init__(window)
        self._window = window
        self._studio = window.studio
        self.job: Job | None = None
        self._news.connect(self._job_changed)  # jobs tell from worker threads; the signal brings it to the window's
        self._studio.jobs.listen(self._news.emit)

    @property
    def busy(self) -> bool:
        return self.job is not None and not self.job.over

    def nest(self) -> None:
        """Lay the pieces for real; when that was done, search on for a shorter marker."""
        window, studio, state = self._window, self._studio, self._window.session.state
        if window.shot is not None and window.shot.nested and window.shot.state is state:
            self._start("Improve marker", lambda progress: improve(studio, state, progress))
        else:
            self._start("Nest marker", lambda progress: studio.results(state, progress)["markers"])

    def release(self) -> None:
        """Write the order package to a new folder. Raises Problem when something blocks it."""
        studio, state = self._studio, self._window.session.state
        if self.busy:
            return
        blocker = release_blocker(self._window.shot)
        if blocker:
            begun = bool(state.conversation or state.requirement.slots)
            remedy = "the Pattern workspace shows the place" if begun else ""
            raise Problem(blocker, "", remedy, Kind.NO, "order.not_ready" if begun else "intent.empty")
        out = documents.order_folder(studio, state)

        def work(progress: Progress) -> object:
            from ampc_desktop.studio.release import release  # PDF and DXF writers: not before they are needed

            return release(studio, state, out, progress)

        self._window.codesign.set_releasing(True)
        self._start("Release order", work)

    def _start(self, title: str, work: Callable[[Progress], Any]) -> None:
        if not self.busy:
            self.job = self._studio.jobs.start(title, work)

    def _job_changed(self, job: Job) -> None:
        window = self._window
        window.strip.show_job(job)
        if not job.over or job is not self.job:
            return  # photos and planning runs tell their own news where they are looked at
        window.codesign.set_releasing(False)
        if job.problem is not None:
            window.show_problem(job.problem)
        elif job.state == "done":
            window.live.show(window.session.state)
            if isinstance(job.result, DesignState):
                window.session.adopt_marker(job.result)
            elif job.title == "Improve marker":
                window.strip.message.setText("No shorter marker found; the present one stays")
            elif job.title == "Release order":
                window.strip.message.setText(f"Released {job.result.order.id} to {job.result.folder}")
                ReleasedDialog(window, job.result).show()
                if window.patterns is not None:
                    window.patterns.propose()
