"""The try-on wired to the studio: drapes follow the design, findings are cured by a click, pulls change the pattern."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu

from ampc_desktop.core.drape import ClothMesh
from ampc_desktop.core.fit import Cure
from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.worn import Worn
from ampc_desktop.render.prints import ready
from ampc_desktop.studio import drapes, tryons
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.jobs import Job
from ampc_desktop.studio.session import with_cure
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.studio.stages import Results
from ampc_desktop.studio.state import DesignState
from ampc_desktop.ui.shell.comparing import Comparing
from ampc_desktop.ui.shell.layering import Layering
from ampc_desktop.ui.shell.posing import REST, Posing
from ampc_desktop.ui.shell.strip import PAUSED
from ampc_desktop.ui.shell.tryon_files import TryOnFiles
from ampc_desktop.ui.tryon.panel import TryOnPanel

if TYPE_CHECKING:
    from ampc_desktop.ui.shell.window import StudioWindow

QUIET_MS = 150
"""A drape begins when the design has stood still so long: shorter than people notice, longer than a slider's steps."""
PAUSE_S = 0.05
KEPT = 6
LEAST_PULL_MM = 0.5
PULLS_KEPT = 32
"""Moments of a pull that previews may still come of."""


class TryOns(QObject):
    """Holds the panel. The newest design wins: a drape of an older one is stopped.

    worn: the garment at rest in the pose it is judged in; earlier: drapes of earlier designs, newest first.
    """

    _news = Signal(object)
    _moved = Signal(object)

    def __init__(self, window: StudioWindow) -> None:
        super().__init__(window)
        self._window = window
        self.studio: Studio = window.studio
        self._job: Job | None = None
        self._draping = ""
        self._mesh: ClothMesh | None = None
        self._paused = threading.Event()
        self._wanted: tuple[DesignState, str] | None = None
        self.worn: Worn | None = None
        self.earlier: list[Worn] = []
        self._said = ("", 0.0)
        self._dress: tuple[Any, Any, Any] = (None, None, None)
        self._afresh = False
        self._pulls: list[tuple[DesignState, str, float]] = []
        self._of: DesignState = window.session.state
        self.panel = TryOnPanel()
        panel = self.panel
        self.posing = Posing(panel, self.studio.jobs, self._patient, self._paused.clear)
        self.comparing = Comparing(self, self._patient)
        self.files = TryOnFiles(self)
        self.layering = Layering(self.studio, self._layered)
        panel.run_wanted.connect(self.run)
        panel.cancel_wanted.connect(self.cancel)
        panel.pause_wanted.connect(self._pause)
        panel.cure_wanted.connect(self._cure)
        panel.pulled.connect(self._pull)
        panel.compare_wanted.connect(self.comparing.compare)
        panel.pose_wanted.connect(self.pose)
        panel.more_shown.connect(self._fill_menu)
        panel.place_shown.connect(lambda place, x, y: window.show_place(place))
        panel.export_wanted.connect(self.files.export)
        panel.picture_wanted.connect(self.files.save_picture)
        panel.line_drawn.connect(self._split)
        panel.region_marked.connect(lambda triangles: self.files.flatten(triangles, False))
        panel.body_region_marked.connect(lambda triangles: self.files.flatten(triangles, True))
        window.codesign.stage.toggle.chosen.connect(self._take_keys)
        self._timer = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._timer.timeout.connect(self._begin)
        self._news.connect(self._job_changed)
        self._moved.connect(self._settle)
        self.studio.jobs.listen(self._news.emit)

    # -- following the design ------------------------------------------------------------------------------------

    def show_snapshot(self, shot: Snapshot) -> None:
        """A design that stands; a drape of it begins when it has not moved for a moment."""
        if shot.preview:
            self._show_pull(shot)
            return
        try:
            key = self.layering.key(shot.state)
        except Problem:
            return
        if self.worn is not None and self.worn.key != key and not self.worn.stale:
            self._show(replace(self.worn, stale=True))  # at once: what is asked for is not what is seen
        if shot.pattern is None:
            return  # as soon as there is one: price and checks may follow
        known = next((one for one in (self.worn, *self.earlier) if one is not None and one.key == key), None)
        if known is not None:
            self._wanted = None
            self._timer.stop()
            self._stop()
            if known.stale or known is not self.worn:
                self._show(replace(known, stale=False))
            return
        waiting = self._wanted is not None and self._wanted[1] == key
        if key == self._draping or (waiting and self._timer.isActive()):
            return
        self._wanted = (shot.state, key)
        self._stop()
        if self._window.codesign.stage.seen and self._at_once:
            self._timer.start()
        elif self.worn is None:
            self.panel.show_waiting(None, "F5 drapes the garment")

    def look(self, on: bool) -> None:
        """Whether somebody looks at the try-on: nothing is draped unseen."""
        if on and self._wanted is not None and self._at_once:
            self._timer.start()
        elif not on:
            self._timer.stop()

    def _take_keys(self, half: str) -> None:
        """The try-on was chosen by its tab: keys are meant for it."""
        if half == "tryon":
            self.panel.view.setFocus()

    @property
    def _at_once(self) -> bool:
        return self.studio.settings.text("drape") == "at once"

    @property
    def state(self) -> DesignState:
        """The design on the table."""
        return self._window.session.state

    def export(self) -> None:
        """Save the draped garment as a mesh."""
        self.files.export()

    def tell_saved(self, path: Path, words: str = "") -> None:
        """Say in the strip what was written."""
        self._window.strip.message.setText(f"Saved {path}{f': {words}' if words else ''}", path)

    def tell(self, text: str) -> None:
        """Say in the strip what is going on."""
        self._window.strip.message.setText(text)

    def close(self) -> None:
        """The window closes: stop, and give the graphics memory back."""
        self.cancel()
        self.panel.shutdown()

    def run(self) -> None:
        """Drape now, from the hanger."""
        self._afresh = True
        state = self._window.session.state
        try:
            self._wanted = (state, self.layering.key(state))
        except Problem as problem:
            self.panel.show_problem(problem)
            return
        self._stop()
        self._begin()

    def cancel(self) -> None:
        """Stop draping; the last drape stays."""
        self._wanted = None
        self._timer.stop()
        self.posing.give_up()
        self._stop()

    def _stop(self) -> None:
        self._paused.clear()
        self.posing.stop()
        self.comparing.stop()
        if self._job is not None and not self._job.over:
            self._job.cancel()

    def _begin(self) -> None:
        if self._wanted is None or (self._job is not None and not self._job.over):
            return  # begun when the stopped one has ended
        (state, key), self._wanted = self._wanted, None
        self._draping, self._mesh = key, None
        shot, last, afresh = self._window.shot, self.worn, self._afresh
        self._afresh = False
        cloth = f", {shot.fabric.label}" if shot is not None and shot.fabric is not None else ""
        caption = f"r{self._window.session.stack.revision}{cloth}"

        def work(progress: Progress) -> Worn:
            clock = drapes.Clock(self._patient(progress))
            results = self.studio.results(state, clock.told, self._moved.emit)
            self._mesh = results["cloth"]
            self._dress = (results["avatar"].body, None, None)  # the last garment's print, until its own is drawn
            threading.Thread(target=self._draw_print, args=(results, key), name="print", daemon=True).start()
            try:
                return made(results, clock)
            finally:
                if not self._window.live.closed:
                    drapes.get_ready()  # the next change is not far

        def made(results: Results, clock: drapes.Clock) -> Worn:
            patient = clock.told
            layered = self.layering.worn_over(results, state, caption, patient, self._moved.emit)
            if layered is not None:
                return tryons.waited(layered, clock)
            if results.known("drape") is not None:
                return tryons.worn(results, caption)  # with the seconds it took then
            if afresh:
                return tryons.waited(tryons.worn(results, caption), clock)
            return tryons.waited(tryons.again(results, last, caption, patient, self._moved.emit), clock)

        self.panel.set_running(True)
        kept = "the last drape stays" if last is not None else "nothing is draped yet"
        self._job = self.studio.jobs.start("Try-on", work, kept)
        self._of = state

    def _draw_print(self, results: Results, key: str) -> None:
        """The print of the garment that is being draped, beside the solver, which works in another process."""
        try:
            prints, grounds = tryons.dress(results)
            for one in prints.values():
                ready(one)
        except Problem:
            return  # who waits for the garment is told
        if key == self._draping:
            self._dress = (self._dress[0], prints, grounds)

    def _patient(self, progress: Progress) -> Progress:
        """Progress of a job that waits while it is paused."""

        def told(share: float | None, text: str) -> None:
            while self._paused.is_set():
                progress(share, PAUSED)
                time.sleep(PAUSE_S)
            self._said = (text, share or 0.0)
            progress(share, text)

        return told

    def _settle(self, positions: Any) -> None:
        lies = self.layering.lies
        if self._mesh is None or not self._draping or not self.panel.view.has_time:
            return
        if len(positions) == self._mesh.n_vertices + sum(len(one.drape.positions_mm) for one in lies):
            text, share = self._said
            body, textures, grounds = self._dress
            self.panel.settle(positions, self._mesh, share, text, textures, grounds, body, lies)

    def _pause(self, on: bool) -> None:
        self._paused.set() if on else self._paused.clear()

    def _job_changed(self, job: Job) -> None:
        self.comparing.job_changed(job)
        self.files.job_changed(job)
        if job is self.posing.job:
            if job.over:
                self._posed(job)
            else:
                self.panel.set_running(True, job.text, job.share)
        if job is not self._job:
            return
        if not job.over:
            return
        self._draping = ""
        self._paused.clear()
        if self._wanted is not None:  # the design moved on meanwhile
            self._timer.start()
            return
        self.panel.set_running(False)
        if job.problem is not None:
            self.panel.show_problem(job.problem)
        elif job.state == "done":
            worn: Worn = job.result
            self.layering.remember(worn, self._of)
            if self.worn is not None and self.worn.key != worn.key:
                self.earlier = [replace(self.worn, stale=False), *self.earlier][:KEPT]
            self._show(worn)
            if self.posing.wanted != REST:
                self.pose(self.posing.wanted)

    def _show(self, worn: Worn) -> None:
        self.worn = worn
        self.panel.show_worn(worn, self.comparing.beside if self.panel.beside is not None else None)

    # -- what a person does --------------------------------------------------------------------------------------

    def pose(self, preset: str) -> None:
        """The wearer moves; the rest pose is the one everything is judged in."""
        rest = self.worn
        if rest is None or rest.stale:
            self.posing.wanted = preset
        elif not self.posing.pose(rest, preset):
            self._show(rest)

    def _posed(self, job: Job) -> None:
        self.panel.set_running(False)
        self._paused.clear()
        if job.problem is not None:
            self.panel.show_problem(job.problem)
            self.posing.give_up()
        elif self._wanted is None and self.posing.outrun:
            self.pose(self.posing.wanted)
        elif job.state == "done" and self.worn is not None and job.result.key.startswith(self.worn.key):
            self.panel.show_worn(job.result)

    def _fill_menu(self, menu: QMenu) -> None:
        if self.worn is not None:
            menu.addSeparator()
            self.layering.fill(menu, self.state, self.worn.key, self._window.session.id)

    def _layered(self) -> None:
        """Something else is worn beneath: the garment is draped anew over it."""
        self.posing.give_up()
        if self.worn is not None:
            self._show(replace(self.worn, stale=True))
        self.run()

    def _cure(self, cure: Cure) -> None:
        self._window.run_step(lambda: self._window.session.cure(cure))
        self.panel.view.setFocus()  # the button is gone; the keys of the try-on must not reach the parameters

    def _pull(self, handle: str, drag_mm: float, finished: bool) -> None:
        """A hem, neckline or sleeve end pulled on the body changes its option or edge."""
        worn, session = self.worn, self._window.session
        if worn is None:
            return
        if abs(drag_mm) < LEAST_PULL_MM:
            if finished:
                self._window.live.show(session.state)  # let go: the preview goes
            return
        try:
            cure = tryons.pulled(worn, handle, session.results()["pattern"], drag_mm)
            if finished:
                session.cure(cure)
            else:
                state = with_cure(self.studio, session.state, cure)
                self._pulls = [*self._pulls[-PULLS_KEPT:], (state, handle, drag_mm)]
                self._window.live.show(state, preview=True)
        except Problem as problem:
            self.panel.show_problem(problem)

    def _show_pull(self, shot: Snapshot) -> None:
        """The line in the hand, as the pattern makes it."""
        pull = next((one for one in self._pulls if one[0] is shot.state), None)
        if pull is None or shot.pattern is None or self.worn is None:
            return
        line = tryons.pulled_line(self.worn, pull[1], shot.pattern)
        if line is not None:
            self.panel.show_pull(pull[1], pull[2], line)

    def _split(self, places: Any) -> None:
        """A style line drawn on the garment splits its pieces."""
        if self.worn is None:
            return
        try:
            cure = tryons.style_line(self.worn, self._window.session.results()["pattern"], places)
            self._window.session.cure(cure)
        except Problem as problem:
            self.panel.show_problem(problem)
