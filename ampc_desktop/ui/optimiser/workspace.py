"""Workspace 5, Planning: a run's population, fit and cost, front, lays, scenarios and strategies."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from ampc_desktop.core.cutplan import CutPlan, CutRules, MarkerCatalogue
from ampc_desktop.core.ports import Progress
from ampc_desktop.core.problem import Problem
from ampc_desktop.core.sizing import SizeChart
from ampc_desktop.studio import customers, planning, runs
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.jobs import Job
from ampc_desktop.studio.snapshot import Snapshot
from ampc_desktop.ui import garbage
from ampc_desktop.ui.optimiser.card import ChartCard
from ampc_desktop.ui.optimiser.curves import FitAndCost, Front
from ampc_desktop.ui.optimiser.grids import ScenarioGrid, StrategyTable
from ampc_desktop.ui.optimiser.lays import LaysView
from ampc_desktop.ui.optimiser.marker_strip import MarkerStrip
from ampc_desktop.ui.optimiser.population import PopulationChart
from ampc_desktop.ui.optimiser.setup import SetupPanel
from ampc_desktop.ui.theme import tokens
from ampc_desktop.ui.widgets.empty import EmptyState
from ampc_desktop.ui.widgets.notices import Notices

REDRAW_MS = 100
NEST_SECONDS = 3


class PlanningWorkspace(QWidget):
    """Runs planning in a job of the studio; charts fill as parts become known. Emits `failed` with a Problem."""

    failed = Signal(object)
    _told = Signal(str, object)
    _news = Signal(object)

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        garbage.keep_here()  # charts leave cycles behind while solvers run in other threads
        self._studio = studio
        self._job: Job | None = None
        self._nesting: Job | None = None
        self._setup = planning.Setup()
        self._points: list[planning.SizePoint] = []
        self._front: list[planning.JointPlan] = []
        self._cells: list[planning.Scenario] = []
        self._catalogue: MarkerCatalogue | None = None
        self._generation: Any = None
        self._chosen, self._number = -1, 0
        self.setup = SetupPanel()
        self.population = PopulationChart()
        self.curves = FitAndCost()
        self.front = Front()
        self.lays = LaysView()
        self.scenarios = ScenarioGrid()
        self.strategies = StrategyTable()
        self.strip = MarkerStrip()
        self.strip.hide()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self.lays)
        self.cards = {
            "population": ChartCard("Population and sizes", self.population, self.population.rows),
            "curves": ChartCard("Fit and cost", self.curves, self.curves.rows),
            "front": ChartCard("Fit against cost", self.front, self.front.rows),
            "lays": ChartCard("Lays, to scale", scroll, self.lays.rows),
            "scenarios": ChartCard("Scenarios", self.scenarios, self.scenarios.rows),
            "strategies": ChartCard("Mass, mass custom, craft", self.strategies, self.strategies.rows),
        }
        self.empty = EmptyState(
            "No run yet",
            "Choose a population, garment and prices, then Run: sizes, lays and euros follow.",
            (),
        )
        self._lay_out()
        self._cover(True)
        self.notices = Notices(self.cards["population"], tokens.HEADER + 16)
        self._timer = QTimer(self)
        self._timer.setInterval(REDRAW_MS)
        self._timer.timeout.connect(self._draw_generation)
        self.setup.run.connect(self.start)
        self.setup.stop.connect(self.cancel)
        self.setup.recalled.connect(self._recall)
        self.curves.chosen.connect(self.choose)
        self.front.chosen.connect(self.choose_joint)
        self.lays.picked.connect(self.show_marker)
        self.strip.nest.connect(lambda sizes: self.show_marker(sizes, NEST_SECONDS))
        self.strip.closed.connect(self.strip.hide)
        self._told.connect(self._take)
        self._news.connect(self._job_changed)
        studio.jobs.listen(self._news.emit)
        self.show_counts()

    def _lay_out(self) -> None:
        top, bottom = QSplitter(), QSplitter()
        for splitter, names, sizes in (
            (top, ("population", "curves", "front"), (420, 350, 380)),
            (bottom, ("lays", "scenarios", "strategies"), (500, 370, 290)),
        ):
            for name in names:
                splitter.addWidget(self.cards[name])
                self.cards[name].expanded.connect(self._expand)
            splitter.setSizes(sizes)
            splitter.setHandleWidth(tokens.GUTTER)
            splitter.setChildrenCollapsible(False)
        self._rows = (top, bottom)
        column = QWidget()
        stack = QVBoxLayout(column)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(tokens.GUTTER)
        stack.addWidget(self.empty, 1)
        stack.addWidget(top, 5)
        stack.addWidget(bottom, 4)
        stack.addWidget(self.strip)
        self.setup.setFixedWidth(296)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens.GUTTER)
        line.addWidget(self.setup)
        line.addWidget(column, 1)

    def _cover(self, on: bool) -> None:
        """Before the first run the centre says how to begin."""
        self.empty.setVisible(on)
        for splitter in self._rows:
            splitter.setVisible(not on)

    def _expand(self, card: ChartCard) -> None:
        """One card over the whole centre, or all again."""
        grown = all(other is card or not other.isVisible() for other in self.cards.values())
        for other in self.cards.values():
            other.setVisible(grown or other is card)
        for splitter in self._rows:
            splitter.setVisible(grown or splitter.isAncestorOf(card))
        card.grow.set_icon("expand" if grown else "collapse")

    # -- a run ---------------------------------------------------------------------------------------------------

    def show_snapshot(self, shot: Snapshot) -> None:
        """The garment on the table is not planned here; kept runs may have grown."""
        self.refresh_kept()

    def refresh_kept(self) -> None:
        try:
            self.setup.show_kept(runs.kept(self._studio))
        except Problem as problem:
            self.failed.emit(problem)

    def start(self, setup: planning.Setup) -> None:
        """Start a run; the curves of the one that stood here stay, faint, to compare with."""
        if self._job is not None and not self._job.over:
            return
        self._begin(setup, 0)

        def work(progress: Progress) -> planning.Run:
            ours = setup.population in customers.NAMES
            people = customers.population(self._studio, setup.population, setup.dimensions) if ours else None
            return planning.run(setup, progress, self._told.emit, people)

        self.setup.set_busy(True)
        self._timer.start()
        self._job = self._studio.jobs.start("Planning run", work, "the charts show what was found")

    def _begin(self, setup: planning.Setup, number: int) -> None:
        """Empty charts, with the fit and cost of the run that was shown before in the background."""
        if self._planned() and number != self._number:
            self.curves.show_before(self._points, f"run {self._number}" if self._number else "the run before")
        self._cover(False)
        self._setup, self._number, self._chosen, self._catalogue = setup, number, -1, None
        self._points, self._front, self._cells = [], [], []
        self.curves.show_points(())
        self.front.show_points(())
        self.lays.show_plan(None, None, (), frozenset())
        self.strip.hide()
        self.scenarios.show_scenarios((), None)
        self.strategies.show_strategies(())

    def run_now(self) -> None:
        self.start(self.setup.setup())

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _job_changed(self, job: Job) -> None:
        if job is self._nesting:
            self._nested(job)
        if job is not self._job:
            return
        left = job.seconds_left
        self.setup.show_progress(job.share, job.text, f", {left:.0f} s left" if left is not None else "")
        if not job.over:
            return
        self._timer.stop()
        self.setup.set_busy(False)
        if job.problem is not None:
            self.failed.emit(job.problem)
        else:
            self._keep(job)

    def _keep(self, job: Job) -> None:
        """Remember what the job found, all of it or what it had when it was stopped."""
        found = job.result if job.state == "done" else self._found()
        if found is None:
            return
        try:
            runs.keep(self._studio, found, stopped=job.state != "done")
        except Problem as problem:
            self.failed.emit(problem)
        self.refresh_kept()
        self._number = self.setup.newest

    def _found(self) -> planning.Run | None:
        """The run as far as it came; None before there is a plan."""
        people = self.population._people
        if people is None or self._catalogue is None or not self._planned():
            return None
        front, cells = planning.undominated(self._front), tuple(self._cells)
        return planning.Run(self._setup, people, tuple(self._points), self._catalogue, front, cells)

    def _take(self, step: str, data: Any) -> None:
        """One part of the run, in the window's thread."""
        if step == "population":
            self._cover(False)
            self.population.show_population(data)
        elif step == "chart":
            self.population.show_chart(data)
        elif step == "generation":
            self._generation = data
        elif step == "sizes":
            self._generation = None
            self._points.append(data)
            self.population.show_chart(data.chart)
            self.curves.show_points(self._points)
        elif step == "catalogue":
            self._catalogue = data
        elif step == "plan":
            self._points[data.added] = data
            self.choose(data.added)
        elif step == "front":
            self._front.append(data)
            self.front.show_points(planning.undominated(self._front), self._planned())
        elif step == "scenario":
            self._cells.append(data)
            self.scenarios.show_scenarios(self._cells, self._setup.rates)
        elif step == "strategies":
            self.strategies.show_strategies(data)
        self.show_counts()

    def _draw_generation(self) -> None:
        if self._generation is not None:
            count, generation, value, points_mm = self._generation
            self._generation = None
            self.population.show_generation(points_mm)
            self.cards["population"].count.setText(f"{count} more, generation {generation + 1}, fit {value:.3f}")

    def _planned(self) -> list[planning.SizePoint]:
        return [point for point in self._points if point.plan is not None]

    # -- choosing ------------------------------------------------------------------------------------------------

    def choose(self, added: int) -> None:
        """Show the chart and the lays of one number of additional sizes."""
        point = next((one for one in self._points if one.added == added), None)
        if point is None:
            return
        self._chosen = added
        self.population.show_chart(point.chart)
        self.curves.show_points(self._points, added)
        self.front.show_points(self.front._points, self._planned())
        if point.plan is not None:
            self._show_lays(point.plan, point.chart, f"{added} additional sizes")
        self.show_counts()

    def choose_joint(self, number: int) -> None:
        """Show the lays of one point of the front."""
        points = self.front._points
        self.front.show_points(points, self._planned(), number)
        self.curves.show_points(self._points)
        chart = self._points[-1].chart
        used = {self._catalogue.sizes[int(size)] for size in points[number].size_of} if self._catalogue else set()
        kept = tuple(size for size in chart.sizes if size.designation in used)
        self.population.show_chart(SizeChart(chart.dimensions, kept))
        self._show_lays(points[number].plan, chart, f"fit {points[number].comprehensive_fit:.2f} of the front")

    def show_marker(self, sizes: tuple[int, ...], seconds: int = 0) -> None:
        """The marker of a lay below the charts: estimated at once, nested when asked."""
        if self._catalogue is None or not self._points or (self._nesting is not None and not self._nesting.over):
            return
        names = [self._catalogue.sizes[size] for size in sizes]
        setup, chart, words = self._setup, self._points[-1].chart, " + ".join(names)
        if not seconds:
            try:
                self.strip.show_lay(sizes, words, planning.marker(setup, chart, names, 0))
                self.strip.show()
            except Problem as problem:
                self.failed.emit(problem)
            return

        def work(progress: Progress) -> tuple[tuple[int, ...], str, Any]:
            return sizes, words, planning.marker(setup, chart, names, seconds, progress)

        self.strip.go.setEnabled(False)
        self.strip.go.setText("Nesting")
        self._nesting = self._studio.jobs.start("Nest the marker of a lay", work)

    def _nested(self, job: Job) -> None:
        if not job.over:
            return
        self.strip.go.setEnabled(True)
        self.strip.go.setText("Nest marker")
        if job.problem is not None:
            self.failed.emit(job.problem)
        elif job.state == "done":
            self.strip.show_lay(*job.result)

    def _show_lays(self, plan: CutPlan, chart: SizeChart, words: str) -> None:
        if self._catalogue is None:
            return
        rules = CutRules(self._setup.rates, self._setup.plies)
        eur = planning.lay_costs(plan, self._catalogue, rules)
        extra = frozenset(self._catalogue.sizes.index(size.designation) for size in chart.sizes if size.extra)
        self.lays.show_plan(plan, self._catalogue, eur, extra)
        gap = "proven" if plan.gap <= 1.1e-4 else f"gap {100 * plan.gap:.2f} %"
        self.cards["lays"].count.setText(f"{words}, {len(plan.lays)} lays, {plan.garments} pieces, {gap}")

    def show_counts(self) -> None:
        people = self.population._people
        if people is not None and self._generation is None:
            self.cards["population"].count.setText(f"{len(people)} people")
        self.cards["curves"].count.setText("by number of additional sizes")
        self.cards["front"].count.setText(f"sizes and lays together, {len(self._front)} points" if self._front else "")

    def _recall(self, kept: runs.KeptRun) -> None:
        """A kept run comes back: its wishes in the fields, its charts beside those of the run shown before."""
        self.setup.show_setup(kept.setup)
        if self._job is not None and not self._job.over:
            return
        try:
            run = runs.load(self._studio, kept)
        except Problem as problem:
            self.failed.emit(problem)
            return
        if run is not None:
            self.show_run(run, kept.number)

    def show_run(self, run: planning.Run, number: int) -> None:
        """A finished run in the charts."""
        self._begin(run.setup, number)
        for step, data in planning.steps(run):
            self._take(step, data)
