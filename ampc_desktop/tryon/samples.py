"""Where a cloth feels the body: vertices, places on edges and in triangles, and what each of them remembers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ampc_desktop.core.drape import Array
from ampc_desktop.tryon import contact as c
from ampc_desktop.tryon import linear
from ampc_desktop.tryon.distance import Field

Numbers = npt.NDArray[np.int64]
Pattern = tuple[Numbers, Numbers]

COARSE_M = 0.016
"""Triangles with longer edges get more contact samples, so that a bump of the body finds one."""
CLOSE_M = 0.005
"""Spacing of samples in triangles that are watched closely."""
LIFT_M = 0.001
_TRAVEL_M = 0.002
"""Samples are listed anew when a vertex went this far."""


@dataclass(eq=False)
class Samples:
    """Contact samples and their state.

    who (s, 3), weight (s, 3) : corners padded with -1 and their shares; blocks (s, 3, 3): their matrix blocks.
    area (s,), mu (s,)        : cloth each stands for, m²; coefficient of friction.
    lift (s,)                 : how much farther than others it keeps from the skin, m.
    anchor (s, 3)             : the place on the body its friction holds on to.
    normal (s, 3), limit (s,), press (s,) : unit normal, mu N and N at the last evaluation.
    near                      : numbers of the samples that may touch.
    """

    who: Numbers
    weight: Array
    area: Array
    lift: Array
    mu: Array
    blocks: Numbers
    anchor: Array
    normal: Array
    limit: Array
    press: Array
    near: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    listed_at: Array | None = None

    def look(self, x: Array, body: Field) -> Numbers:
        """Numbers of the samples that may touch the body while no vertex is far from x."""
        if self.listed_at is None or float(((x - self.listed_at) ** 2).sum(axis=1).max()) > _TRAVEL_M**2:
            reach = c.OFFSET_M + float(self.lift.max(initial=0.0)) + 2.0 * _TRAVEL_M
            close = c.touching(x, self.who, self.weight, body.values, body.origin, body.step, reach)
            self.near = np.flatnonzero(close | (self.limit > 0.0))
            self.listed_at = x.copy()
        return self.near

    def reset_anchors(self, x: Array) -> None:
        """Friction starts from x."""
        self.anchor = c.sample_points(x, self.who, self.weight)


def sampled(
    x: Array, faces: Numbers, area: Array, vertex_area: Array, friction: Array, pattern: Pattern, kinds: str
) -> Samples:
    """Samples of a cloth; their areas add up to the cloth's. kinds: "all", "vertices" or "none".

    area, friction (t,) by triangle, vertex_area (n,); pattern: rows and columns of the block matrix.
    """
    n = len(x)
    mu = np.zeros(n)
    for k in range(3):
        np.add.at(mu, faces[:, k], friction * area / 3)
    mu /= np.maximum(vertex_area, 1e-30)
    if kinds == "none":
        none = np.zeros(0)
        return _with_state(x, np.zeros((0, 3), np.int64), np.zeros((0, 3)), none, none, pattern)
    who = [np.column_stack((np.arange(n), np.full((n, 2), -1)))]
    weight = [np.tile((1.0, 0.0, 0.0), (n, 1))]
    areas, coefficient = [vertex_area], [mu]
    if kinds == "all":
        edges, inverse = np.unique(
            np.sort(np.concatenate([faces[:, [k, (k + 1) % 3]] for k in range(3)]), axis=1), axis=0, return_inverse=True
        )
        edge_area = np.bincount(inverse.reshape(-1), np.tile(area / 3, 3))
        many = edge_m(area) > COARSE_M
        for along in (0.25, 0.5, 0.75) if many else (0.5,):
            who.append(np.column_stack((edges, np.full(len(edges), -1))))
            weight.append(np.tile((1.0 - along, along, 0.0), (len(edges), 1)))
            areas.append(edge_area / (3 if many else 1))
            coefficient.append(mu[edges] @ np.array((1.0 - along, along)))
        thirds, sixths = np.full((1, 3), 1 / 3), np.full((3, 3), 1 / 6) + np.eye(3) / 2
        for at in np.concatenate((thirds, sixths)) if many else thirds:
            who.append(faces)
            weight.append(np.tile(at, (len(faces), 1)))
            areas.append(area / (4 if many else 1))
            coefficient.append(friction)
    share = 1 / 3 if kinds == "all" else 1.0
    all_areas = np.concatenate(areas) * share
    return _with_state(x, np.concatenate(who), np.concatenate(weight), all_areas, np.concatenate(coefficient), pattern)


def denser(old: Samples, x: Array, faces: Numbers, area: Array, friction: Array, pattern: Pattern) -> Samples:
    """With samples every CLOSE_M in some triangles too: faces (k, 3), their area and friction (k,).

    They keep LIFT_M farther from the skin than any before: a ridge thinner than the grid is not in the field.
    """
    per_side = max(3, int(np.ceil(edge_m(area) / CLOSE_M)))
    grid = [(i, j, per_side - i - j) for i in range(per_side + 1) for j in range(per_side + 1 - i)]
    at = np.array(grid) / per_side
    who = np.repeat(faces, len(at), axis=0)
    more = _with_state(
        x, who, np.tile(at, (len(faces), 1)), np.repeat(area / len(at), len(at)), np.repeat(friction, len(at)), pattern
    )
    more.lift[:] = float(old.lift.max(initial=0.0)) + LIFT_M
    return Samples(*(
        np.concatenate((getattr(old, name), getattr(more, name)))
        for name in ("who", "weight", "area", "lift", "mu", "blocks", "anchor", "normal", "limit", "press")
    ))  # fmt: skip


def edge_m(area: Array) -> float:
    """Length of the edges of an equilateral triangle of the middle area."""
    return float(np.sqrt(np.median(area) * 4 / np.sqrt(3.0)))


def _with_state(x: Array, who: Numbers, weight: Array, area: Array, mu: Array, pattern: Pattern) -> Samples:
    who = np.ascontiguousarray(who, dtype=np.int64)
    count = len(who)
    blocks = np.zeros((count, 3, 3), dtype=np.int64)
    for i in range(3):
        for j in range(3):
            both = (who[:, i] >= 0) & (who[:, j] >= 0)
            blocks[both, i, j] = linear.block_at(*pattern, who[both, i], who[both, j])
    anchor = c.sample_points(x, who, weight)
    none = np.zeros(count)
    return Samples(who, weight, area, none, mu, blocks, anchor, np.zeros((count, 3)), none.copy(), none.copy())
