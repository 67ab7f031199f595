"""Markers found by their price, where there are too many to list: column generation with a bound over all of them.

Gilmore and Gomory (Operations Research 1961): the linear relaxation over a few markers prices every size; the marker
that is worth most by those prices is added until none is worth its cost. Lengths that add up make that search exact:
for a given number of garments and of plies a marker's worth is a sum over its garments. A marker whose reduced cost
exceeds the gap between the relaxation and a known plan is in no better plan, so the short list that is left is proof
for all (Nemhauser and Wolsey, Integer and Combinatorial Optimization, 1988, II.5.2).
"""

from __future__ import annotations

import heapq
import math
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.cutplan import CutPlan, CutRules, CuttingOrder, MarkerCatalogue, MarkerOption
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.cutting.plan import planning
from ampc_desktop.cutting.plan.costs import weights

MOST_ROUNDS = 400
MOST_LISTED = 4000
"""Markers of the short list; of more, the cheapest by price are kept and the bound says what that leaves open."""
_EPS = 1e-7

Array = npt.NDArray[np.float64]
Mixture = tuple[int, ...]


@dataclass(frozen=True)
class Lengths:
    """Lengths of mixed markers that add up.

    size_mm : what one garment of each size adds to a marker without gaps; per_garment[n] : factor for markers of n
              garments (1 / efficiency). cut_mm : way of the knife by size.
    """

    size_mm: tuple[float, ...]
    cut_mm: tuple[float, ...]
    per_garment: Mapping[int, float]

    def option(self, mixture: Mixture) -> MarkerOption:
        """The marker of these sizes. Raises KeyError for a number of garments without a factor."""
        length = self.per_garment[len(mixture)] * sum(self.size_mm[size] for size in mixture)
        return MarkerOption("mixed", mixture, length, sum(self.cut_mm[size] for size in mixture))


@dataclass(frozen=True)
class Priced:
    """The order over the short list, and its plan with a bound over every possible marker.

    relaxed_eur : value of the linear relaxation over all markers; all_listed: no marker that may matter was left out.
    """

    order: CuttingOrder
    plan: CutPlan
    relaxed_eur: float
    all_listed: bool


def plan(
    sizes: Sequence[str],
    demand: tuple[int, ...],
    rules: CutRules,
    listed: Sequence[MarkerOption],
    lengths: Lengths,
    time_limit_s: float = 60.0,
    gap: float = planning.GAP,
    progress: Progress = silent,
) -> Priced:
    """The cheapest plan over the listed mixed markers and all of the numbers of garments that `lengths` knows.

    listed: markers known one by one; they hold every size. Raises Problem, and what progress raises.
    """
    began = time.monotonic()
    base = CuttingOrder(demand, MarkerCatalogue(tuple(sizes), tuple(listed)), rules)
    planning.check(base)
    if any(option.kind != "mixed" for option in listed):
        raise Problem("group markers can't be priced", "markers", "leave them out", code="cutplan.priced")
    most = max([*lengths.per_garment, *(len(option.sizes) for option in listed)])
    search = _Search(demand, rules, lengths, math.ceil(sum(demand) / most))
    columns = list(listed)
    relaxed, worth = _relax(search, columns, progress)
    narrow = _over(base, columns)
    first = planning.plan(narrow, time_limit_s / 3, gap, _stage(progress, 0.2, 0.5, "Plan over the priced markers"))
    wanted, left_out = _short_list(search, worth, first.total_eur - relaxed)
    known = {option.sizes for option in listed}
    wide = _over(base, [*listed, *(lengths.option(mixture) for mixture in wanted if mixture not in known)])
    left_s = max(1.0, time_limit_s - (time.monotonic() - began))
    final = planning.plan(wide, left_s, gap, _stage(progress, 0.5, 1.0, "Plan over every marker that may matter"))
    bound = max(relaxed, min(final.bound_eur, relaxed + left_out))
    order, best = (wide, final) if final.total_eur <= first.total_eur else (narrow, first)
    seconds = time.monotonic() - began
    found = replace(best, bound_eur=min(bound, best.total_eur), seconds=seconds)
    return Priced(order, found, relaxed, math.isinf(left_out))


def _over(base: CuttingOrder, options: Sequence[MarkerOption]) -> CuttingOrder:
    return replace(base, catalogue=MarkerCatalogue(base.catalogue.sizes, tuple(options)))


def _stage(progress: Progress, low: float, high: float, words: str) -> Progress:
    return lambda share, text: progress(low + (share or 0.0) * (high - low), words)


@dataclass(frozen=True)
class _Worth:
    """Duals of the relaxation: EUR a garment of each size is worth, EUR a ply is worth."""

    size: Array
    ply: float


class _Search:
    """What one ply of a marker costs at least: its lay and set-up are spread over the most plies it can have."""

    def __init__(self, demand: tuple[int, ...], rules: CutRules, lengths: Lengths, least_plies: int) -> None:
        self.demand, self.rules, self.lengths, self.least_plies = demand, rules, lengths, least_plies

    def most_plies(self, mixture: Mixture) -> int:
        """Most plies this marker is ever spread with in an exact plan; 0: it makes more of a size than is wanted."""
        return min(self.demand[size] // count for size, count in Counter(mixture).items())

    def cost(self, option: MarkerOption) -> float:
        """EUR a ply at least, in any plan."""
        plies = self.most_plies(option.sizes) if self.rules.exact else max(self.demand)
        return self._cost(option, max(plies, 1))

    def _cost(self, option: MarkerOption, plies: int) -> float:
        price = weights(option, self.rules.rates)
        return price.ply[0] + price.lay / min(self.rules.most_plies, plies) + self.rules.marker_eur / plies

    def parts(self, garments: int, plies: int) -> tuple[float, Array]:
        """(constant, by size): what a marker of so many garments costs a ply is their sum over its garments."""
        empty = self._cost(MarkerOption("mixed", (), 0.0, 0.0), plies)
        factor = self.lengths.per_garment[garments]
        alone = [
            MarkerOption("mixed", (size,), factor * length, cut)
            for size, (length, cut) in enumerate(zip(self.lengths.size_mm, self.lengths.cut_mm, strict=True))
        ]
        return empty, np.array([self._cost(option, plies) for option in alone]) - empty

    def steps(self, garments: int) -> tuple[int, ...]:
        """Numbers of plies at which a marker of so many garments may end."""
        if not self.rules.exact:
            return (max(self.demand),)
        return tuple(sorted({wanted // n for wanted in self.demand for n in range(1, garments + 1)} - {0}))

    def room(self, plies: int, garments: int) -> list[int]:
        """Most garments of each size a marker of so many plies may hold."""
        if not self.rules.exact:
            return [garments if wanted else 0 for wanted in self.demand]
        return [min(wanted // plies, garments) for wanted in self.demand]


def _relax(search: _Search, columns: list[MarkerOption], progress: Progress) -> tuple[float, _Worth]:
    """The linear relaxation over all markers: (EUR, what things are worth). `columns` grows by those it needed."""
    known = {option.sizes for option in columns}
    for number in range(MOST_ROUNDS):
        progress(0.2 * min(1.0, number / 40), f"Price the markers, {len(columns)} so far")
        value, worth = _solve(search, columns)
        fresh = [mixture for mixture in _cheapest(search, worth) if mixture not in known]
        if not fresh:
            return value, worth
        known.update(fresh)
        columns += [search.lengths.option(mixture) for mixture in fresh]
    raise Problem("the prices did not settle", "markers", "allow fewer garments per marker", Kind.NO, "cutplan.priced")


def _solve(search: _Search, columns: Sequence[MarkerOption]) -> tuple[float, _Worth]:
    """The relaxation over these columns, by HiGHS through scipy."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix

    held = [(size, number, count) for number, one in enumerate(columns) for size, count in Counter(one.sizes).items()]
    rows, places, counts = zip(*held, strict=True)
    makes = csr_matrix((counts, (rows, places)), shape=(len(search.demand), len(columns)), dtype=np.float64)
    each = csr_matrix(np.ones((1, len(columns))))
    cost = [search.cost(option) for option in columns]
    possible = [(0.0, None if not search.rules.exact or search.most_plies(one.sizes) else 0.0) for one in columns]
    sign = 1.0 if search.rules.exact else -1.0
    equal = {"A_eq": makes, "b_eq": search.demand} if search.rules.exact else {}
    if search.rules.exact:
        upper, limit = -each, [-search.least_plies]
    else:
        from scipy.sparse import vstack

        upper, limit = vstack([-each, -makes]), [-search.least_plies, *(-wanted for wanted in search.demand)]
    result = linprog(cost, A_ub=upper, b_ub=limit, bounds=possible, method="highs", **equal)
    if result.status != 0:
        raise Problem("no plan makes exactly this order", "order", "allow excess", Kind.NO, "cutplan.infeasible")
    sizes = result.eqlin.marginals if search.rules.exact else result.ineqlin.marginals[1:]
    return float(result.fun), _Worth(sign * np.asarray(sizes), -float(result.ineqlin.marginals[0]))


def _cheapest(search: _Search, worth: _Worth) -> Iterator[Mixture]:
    """The markers of least reduced cost, one for each number of garments and of plies, where it is negative."""
    for garments in search.lengths.per_garment:
        for plies in search.steps(garments):
            constant, each = search.parts(garments, plies)
            gain = worth.size - each
            room = search.room(plies, garments)
            chosen: list[int] = []
            for size in np.argsort(-gain, kind="stable"):
                chosen += [int(size)] * min(room[size], garments - len(chosen))
            if len(chosen) == garments and constant - worth.ply - float(gain[chosen].sum()) < -_EPS:
                yield tuple(sorted(chosen))


def _short_list(search: _Search, worth: _Worth, room_eur: float) -> tuple[list[Mixture], float]:
    """(markers of reduced cost up to room_eur, least reduced cost of those left out; infinite when none was)."""
    best: list[tuple[float, Mixture]] = []  # a heap: the dearest first
    left_out = math.inf
    for garments in search.lengths.per_garment:
        for reduced, mixture in _within(search, worth, garments, room_eur):
            if len(best) < MOST_LISTED:
                heapq.heappush(best, (-reduced, mixture))
            else:
                dearest = heapq.heappushpop(best, (-reduced, mixture))
                left_out = min(left_out, -dearest[0])
    return sorted(mixture for _, mixture in best), left_out


def _within(search: _Search, worth: _Worth, garments: int, room_eur: float) -> Iterator[tuple[float, Mixture]]:
    """Every marker of so many garments whose reduced cost is at most room_eur, with it."""
    plies = search.steps(garments)[-1]
    constant, each = search.parts(garments, plies)
    gain = worth.size - each  # at most: with the most plies a lay costs least
    order = np.argsort(-gain, kind="stable")
    gains, room = gain[order], [search.room(1, garments)[size] for size in order]

    def deeper(at: int, left: int, reduced: float, chosen: Mixture) -> Iterator[tuple[float, Mixture]]:
        if left == 0:
            mixture = tuple(sorted(int(order[k]) for k in chosen))
            if not search.rules.exact or search.most_plies(mixture):
                true = search.cost(search.lengths.option(mixture)) - worth.ply - float(worth.size[list(mixture)].sum())
                if true <= room_eur + _EPS:
                    yield true, mixture
            return
        if at == len(gains) or reduced - left * gains[at] > room_eur + _EPS:
            return
        for count in range(min(left, room[at]), -1, -1):
            yield from deeper(at + 1, left - count, reduced - count * gains[at], chosen + (at,) * count)

    yield from deeper(0, garments, constant - worth.ply, ())
