"""A slider is released: how long until pattern, checks, bill of materials and price are there?"""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.schema import Option, Value
from ampc_desktop.studio import demo
from ampc_desktop.studio.bench.figure import Figure, Report, median, percentile
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick
from ampc_desktop.studio.context import Studio
from ampc_desktop.studio.session import Session, new_session_id
from ampc_desktop.studio.snapshot import Snapshot, take

TARGET_MS = 200.0
SENTENCES = (demo.DEMO_SENTENCE, "a knee length straight skirt in navy with a back vent")


def run(full: bool = False, progress: Progress = silent, moves: int | None = None) -> Report:
    """Moves on the demo customer's T-shirt and on a skirt; every move asks for values never asked before.

    The studio is the real one, with a hub of its own: each move is saved as the window does. Painting is left out.
    Quick: 50 moves each; full: 100.
    """
    count = moves or (100 if full else 50)
    figures: list[Figure] = []
    faults: list[str] = []
    yardstick = Yardstick()
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(Path(folder) / "hub.sqlite")
        try:
            for sentence in SENTENCES:
                session = Session(studio, demo.demo_state(), new_session_id())
                session.say(sentence)
                taken, whole, wrong = _moves(studio, session, count, progress)
                faults += wrong
                reference = yardstick.ms()
                named = (("median", median(taken)), ("95th percentile", percentile(taken, 0.95)), ("worst", max(taken)))
                for name, value in named:
                    what = f"slider released to price, {session.results()['design'].family}, {name}"
                    figures.append(Figure(what, value, "ms", TARGET_MS, False, KERNEL, reference))
                figures.append(
                    Figure(f"… and with the export check, {session.results()['design'].family}, median", median(whole),
                           "ms", reference=KERNEL, reference_value=reference)
                )  # fmt: skip
        finally:
            studio.close()
    return Report("live", tuple(figures), tuple(faults), tried={"moves": 2 * count})


def _moves(
    studio: Studio, session: Session, count: int, progress: Progress
) -> tuple[list[float], list[float], list[str]]:
    """(ms until everything but the export check is there, ms until all is there, what is wrong), move by move."""
    rng = np.random.default_rng(11)
    shot = take(studio, session.state)
    taken: list[float] = []
    whole: list[float] = []
    wrong: list[str] = []
    while len(taken) < count:
        progress(len(taken) / count, "live, slider moves")
        options = {**(shot.options or {}), **(shot.print_options or {})}
        names = [id for id, option in options.items() if _values(option)]
        name = names[int(rng.integers(len(names)))]
        value = _values(options[name])[int(rng.integers(len(_values(options[name]))))]
        watch = Watch()
        session.set_option(name, value)
        shot = take(studio, session.state, on_part=watch)
        if shot.problem is None and watch.ready_ms is not None:
            taken.append(watch.ready_ms)
            whole.append(watch.ms())
            continue
        if shot.problem is None:
            wrong.append(f"{name} = {value}: incomplete, and no sentence says why")
        session.undo()  # a refusal is quicker than an answer: not counted
        shot = take(studio, session.state)
    return taken, whole, wrong


class Watch:
    """Stops the time when the first part arrives that has pattern, checks, bill of materials and price."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self.ready_ms: float | None = None

    def ms(self) -> float:
        return 1000 * (perf_counter() - self._began)

    def __call__(self, shot: Snapshot) -> None:
        there = shot.pattern and shot.readiness and shot.bom and shot.quote
        if self.ready_ms is None and shot.complete and there:
            self.ready_ms = self.ms()


def _values(option: Option) -> list[Value]:
    """What a person could move this option to now."""
    parameter = option.parameter
    if parameter.kind == "choice":
        return [name for name, _ in parameter.choices if name != option.value]
    if parameter.kind == "switch":
        return [not option.value]
    if option.feasible_high <= option.feasible_low:
        return []
    return [round(float(v), 1) for v in np.linspace(option.feasible_low, option.feasible_high, 37)]
