"""The best additional sizes with a proof: a cover model by levels of gain, solved by HiGHS through scipy.

For each person and each distinct gain level, the candidates that reach it form a cover set worth the step to that
level; equal sets are merged over all people. The model has one continuous variable a set, so it is small and tight.
"""

from __future__ import annotations

import time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix, hstack, identity, vstack

from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.core.sizing import AddedSizes
from ampc_desktop.sizing.additional import Candidates, greedy


def best(choice: Candidates, count: int, time_limit_s: float = 60.0) -> AddedSizes:
    """The set of at most `count` additional sizes of highest comprehensive fit, with its bound.

    When the time ends the search, the bound shows how much better another set could be. Raises Problem.
    """
    began = time.perf_counter()
    people = len(choice.base)
    if not count or not len(choice) or not choice.gain.any():
        value = choice.comprehensive_fit([])
        return AddedSizes(choice.chart, value, value, "exact", time.perf_counter() - began)
    if count == 1:  # every candidate is tried, which is proof enough
        one = [int(choice.gain.sum(axis=0).argmax())]
        value = choice.comprehensive_fit(one)
        return AddedSizes(choice.chart_with(one), value, value, "exact", time.perf_counter() - began)
    kept = _undominated(choice)
    covers, worth = _levels(choice.gain[:, kept])
    sets = len(worth)
    # z_K - sum of y_j over K <= 0;  sum of y <= count
    links = hstack([-covers, identity(sets, format="csr")])
    budget = np.concatenate([np.ones(len(kept)), np.zeros(sets)])[None, :]
    result = milp(
        c=np.concatenate([np.zeros(len(kept)), -worth]),
        constraints=LinearConstraint(vstack([links, budget]), -np.inf, np.append(np.zeros(sets), count)),
        integrality=np.concatenate([np.ones(len(kept)), np.zeros(sets)]),
        bounds=Bounds(0, 1),
        options={"time_limit": time_limit_s, "mip_rel_gap": 0.0},
    )
    chosen = kept[result.x[: len(kept)] > 0.5].tolist() if result.x is not None else greedy(choice, count)
    value = choice.comprehensive_fit(chosen)
    if result.status not in (0, 1):
        raise Problem("no answer was found", "sizes", "allow more time", Kind.NO, "sizing.unsolved")
    most = -result.mip_dual_bound if result.mip_dual_bound is not None else float(worth.sum())
    bound = value if result.status == 0 else float(choice.base.sum() + most) / people
    seconds = time.perf_counter() - began
    return AddedSizes(choice.chart_with(chosen), value, max(bound, value), "exact", seconds)


def _undominated(choice: Candidates) -> np.ndarray:
    """Candidates that win something and are not matched by another one for everybody."""
    gain = choice.gain
    useful = np.flatnonzero(gain.any(axis=0))
    _, first = np.unique(gain[:, useful], axis=1, return_index=True)
    kept = useful[np.sort(first)]
    if len(kept) > 3000:
        return kept  # comparing all pairs would cost more than it saves
    people = np.flatnonzero(gain[:, kept].any(axis=1))
    columns = gain[np.ix_(people, kept)]
    order = np.argsort(-columns.sum(axis=0), kind="stable")
    strong: list[int] = []
    for j in order:
        if not strong or not (columns[:, strong] >= columns[:, [j]]).all(axis=0).any():
            strong.append(int(j))
    return np.asarray(kept[np.sort(strong)])


def _levels(gain: np.ndarray) -> tuple[coo_matrix, np.ndarray]:
    """(sets, candidates) incidence and (sets,) worth of the merged cover sets."""
    worth: dict[bytes, float] = {}
    members: dict[bytes, np.ndarray] = {}
    for row in gain:
        below = 0.0
        for level in np.unique(row[row > 0]):
            reached = row >= level
            key = np.packbits(reached).tobytes()
            worth[key] = worth.get(key, 0.0) + float(level - below)
            members[key] = reached
            below = float(level)
    rows, columns = [], []
    for i, key in enumerate(worth):
        hit = np.flatnonzero(members[key])
        rows.append(np.full(len(hit), i))
        columns.append(hit)
    at = (np.concatenate(rows), np.concatenate(columns))
    shape = (len(worth), gain.shape[1])
    return coo_matrix((np.ones(len(at[0])), at), shape=shape).tocsr(), np.array(list(worth.values()))
