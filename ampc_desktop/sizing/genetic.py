"""The paper's genetic algorithm for additional sizes, on DEAP: integer genes, rank scaling, universal sampling.

Xu, Thomassey and Zeng 2020: population max(min(10 N, 100), 40), at most 300 generations, over when the best has not
moved for 50. The paper names no operators; ours are uniform crossover and random resets or small steps.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from deap import base, tools

from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.sizing import AddedSizes
from ampc_desktop.sizing.additional import Candidates

GENERATIONS = 300
STALL = 50
ELITE_SHARE = 0.05
STEP = 3
"""A small mutation moves a gene by up to this many candidates."""


class _Fitness(base.Fitness):  # type: ignore[misc]
    weights = (1.0,)


@dataclass(eq=False)
class _Individual:
    genes: list[int]
    value: float = 0.0
    scaled: _Fitness = field(default_factory=_Fitness)


def search(
    choice: Candidates,
    count: int,
    seed: int,
    progress: Progress = silent,
    watch: Callable[[int, float, list[int]], None] | None = None,
) -> AddedSizes:
    """The best set one run finds. watch is told (generation, comprehensive fit, chosen candidates) each generation.

    The same seed gives the same set. Raises what `progress` raises.
    """
    began = time.perf_counter()
    top = choice.comprehensive_fit(list(range(len(choice))))
    if not count or not len(choice):
        value = choice.comprehensive_fit([])
        return AddedSizes(choice.chart, value, top, "genetic", time.perf_counter() - began)
    state = random.getstate()
    random.seed(seed)  # DEAP draws from the interpreter's generator; it is put back below
    try:
        size = max(min(10 * count, 100), 40)
        people = [_Individual([random.randrange(len(choice)) for _ in range(count)]) for _ in range(size)]
        trace: list[float] = []
        for generation in range(GENERATIONS):
            _judge(people, choice)
            people.sort(key=lambda one: -one.value)
            trace.append(people[0].value)
            if watch is not None:
                watch(generation, people[0].value, people[0].genes)
            progress(generation / GENERATIONS, f"generation {generation + 1}, fit {people[0].value:.4f}")
            if len(trace) > STALL and trace[-1] - trace[-1 - STALL] <= 1e-9:
                break
            people = _next(people, len(choice))
    finally:
        random.setstate(state)
    chosen = people[0].genes
    value = choice.comprehensive_fit(chosen)
    seconds = time.perf_counter() - began
    return AddedSizes(choice.chart_with(chosen), value, top, "genetic", seconds, tuple(trace))


def _judge(people: list[_Individual], choice: Candidates) -> None:
    sets = np.array([one.genes for one in people])
    gains = choice.gain[:, sets].max(axis=2).mean(axis=0) + choice.base.mean()
    for one, value in zip(people, gains, strict=True):
        one.value = float(value)


def _next(people: list[_Individual], choices: int) -> list[_Individual]:
    """people, best first, make the next generation; the best few live on."""
    for rank, one in enumerate(people, 1):
        one.scaled.values = (1.0 / math.sqrt(rank),)
    elite = math.ceil(ELITE_SHARE * len(people))
    parents = tools.selStochasticUniversalSampling(people, 2 * (len(people) - elite), fit_attr="scaled")
    random.shuffle(parents)
    children = [_Individual(list(one.genes), one.value) for one in people[:elite]]
    for mother, father in zip(parents[::2], parents[1::2], strict=True):
        genes = [a if random.random() < 0.5 else b for a, b in zip(mother.genes, father.genes, strict=True)]
        children.append(_Individual(_mutated(genes, choices)))
    return children


def _mutated(genes: list[int], choices: int) -> list[int]:
    rate = 1.0 / len(genes) if random.random() < 0.5 else 0.05
    for i in range(len(genes)):
        if random.random() < rate:
            step = random.choice((-1, 1)) * random.randint(1, STEP)
            small = min(max(genes[i] + step, 0), choices - 1)
            genes[i] = random.randrange(choices) if random.random() < 0.5 else small
    return genes
