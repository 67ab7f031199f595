"""The wearer moves into a pose: the body is seen on its way, and the cloth with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from ampc_desktop.core.body import BodyMesh, MeasuredBody
from ampc_desktop.core.ports import Progress
from ampc_desktop.core.worn import Worn
from ampc_desktop.render.surface import around
from ampc_desktop.studio import layers
from ampc_desktop.studio.jobs import Job, Jobs

if TYPE_CHECKING:
    from ampc_desktop.ui.tryon.panel import TryOnPanel

REST = "a"
"""The pose everything is judged in."""


class Posing(QObject):
    """One pose at a time; another one asked for meanwhile takes its place.

    patient: makes the progress of a job wait while the try-on is paused; wake: ends the pause.
    """

    _moved = Signal(object)
    _ahead = Signal(object)

    def __init__(
        self,
        panel: TryOnPanel,
        jobs: Jobs,
        patient: Callable[[Progress], Progress],
        wake: Callable[[], None],
    ) -> None:
        super().__init__(panel)
        self._panel, self._jobs, self._patient, self._wake = panel, jobs, patient, wake
        self.job: Job | None = None
        self.wanted = REST
        """The pose that was asked for last."""
        self._on_its_way = REST
        self._rest: Worn | None = None
        self._body: MeasuredBody | None = None
        self._moved.connect(self._show_moving)
        self._ahead.connect(self._make_room)

    @property
    def busy(self) -> bool:
        return self.job is not None and not self.job.over

    def pose(self, rest: Worn, preset: str) -> bool:
        """Begin to move, or do so when the pose under way is stopped; False for the rest pose, which is there."""
        self.wanted, self._rest = preset, rest
        if self.job is not None and not self.job.over:
            self._wake()
            self.job.cancel()
            return True
        if preset == REST:
            return False

        def work(progress: Progress) -> Worn:
            self._ahead.emit((preset, *layers.ahead(rest, preset)))  # type: ignore[arg-type]
            return layers.in_pose(rest, preset, self._patient(progress), self._tell)  # type: ignore[arg-type]

        self._panel.set_running(True, "Moving the body")
        self._on_its_way, self._body = preset, rest.body
        self.job = self._jobs.start("Try-on in another pose", work, "the pose stays")
        return True

    def give_up(self) -> None:
        """The pose that is seen is the one that is wanted."""
        self.wanted = self._on_its_way = self._panel.worn.body.mesh.pose if self._panel.worn is not None else REST
        self.stop()

    def stop(self) -> None:
        if self.job is not None and not self.job.over:
            self.job.cancel()

    @property
    def outrun(self) -> bool:
        """Was another pose asked for while the last one was on its way?"""
        return self.wanted != self._on_its_way

    def _tell(self, positions_mm: Any, body: BodyMesh) -> None:
        """From the job's thread."""
        self._moved.emit((positions_mm, body))

    def _make_room(self, ahead: tuple[str, Any, BodyMesh]) -> None:
        """The picture holds the whole way, from where the wearer stands to where the pose ends."""
        preset, positions_mm, mesh = ahead
        rest = self._rest
        if rest is not None and self.busy and preset == self._on_its_way:
            ways = ((rest.drape.positions_mm, rest.body.mesh), (positions_mm, mesh))
            self._panel.make_room(np.concatenate([around(places, one.vertices_mm) for places, one in ways]))

    def _show_moving(self, moment: tuple[Any, BodyMesh]) -> None:
        positions_mm, mesh = moment
        rest, job = self._rest, self.job
        if rest is None or job is None or job.over:
            return
        beneath = rest.beneath
        if len(positions_mm) != sum(one.drape.mesh.n_vertices for one in (rest, *beneath)):
            return
        moved = self._body is None or self._body.mesh is not mesh
        if not moved and not self._panel.view.has_time:
            return
        if moved:
            self._body = replace(rest.body, mesh=mesh, tape={}, landmarks=())
        self._panel.settle(positions_mm, rest.drape.mesh, job.share, job.text, body=self._body, beneath=beneath)
