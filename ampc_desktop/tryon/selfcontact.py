"""Cloth against itself: a short-ranged repulsion of near pairs, and steps that end before anything meets. Numba.

Energy of a gap g below the thickness h: k [(h - g)^2 / 2 - w (g - h)^2 ln(g / h)]: a penalty with a weak barrier (the
logarithm of Li et al. 2020, Incremental Potential Contact). The length of a step comes from additive continuous
collision detection (Li, Kaufman, Jiang 2021, Codimensional IPC, 4.2) on the motion relative to the pair's mean, and
leaves a share KEEP of every gap. Lengths are metres here.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from ampc_desktop.tryon.broadphase import near_pairs
from ampc_desktop.tryon.crossing import crossing_pairs, edges_of
from ampc_desktop.tryon.proximity import EDGE_EDGE, between
from ampc_desktop.tryon.rubbing import add_rub, remember, rub_energy, same_pairs
from ampc_desktop.tryon.untangle import add_freeing, faces_of_edges

Array = Any
Index = Any

STIFFNESS_PA_M = 5e5
THICKNESS_M = 0.0025
BARRIER = 0.1
KEEP = 0.3


@njit(cache=True, error_model="numpy")
def gaps(x: Array, who: Index, kind: Index, coef: Array, normal: Array, gap: Array) -> None:
    """Fills weights (p, 4), unit vectors (p, 3) and distances (p,) of all pairs."""
    for p in range(len(who)):
        w0, w1, w2, w3, d0, d1, d2, g = between(x, who[p, 0], who[p, 1], who[p, 2], who[p, 3], kind[p])
        coef[p, 0], coef[p, 1], coef[p, 2], coef[p, 3] = w0, w1, w2, w3
        gap[p] = g
        short = max(g, 1e-30)
        normal[p, 0], normal[p, 1], normal[p, 2] = d0 / short, d1 / short, d2 / short


@njit(cache=True, error_model="numpy")
def apart_energy(x: Array, who: Index, kind: Index, thick: Array, k: float) -> float:
    """Joule of all pairs; infinite if one of them meets."""
    total = 0.0
    for p in range(len(who)):
        g, h = between(x, who[p, 0], who[p, 1], who[p, 2], who[p, 3], kind[p])[7], thick[p]
        if g <= 0.0:
            return np.inf
        if g < h:
            total += k * (h - g) ** 2 * (0.5 - BARRIER * math.log(g / h))
    return total


@njit(cache=True, error_model="numpy")
def push(gap: float, h: float, k: float) -> tuple[float, float]:
    """Repulsion, N, and its stiffness, N/m, of a gap below h."""
    away, log = h - gap, math.log(gap / h)
    force = k * (away - BARRIER * (2.0 * away * log - away * away / gap))
    stiff = k * (1.0 - BARRIER * (2.0 * log - 4.0 * away / gap - (away / gap) ** 2))
    return force, stiff


@njit(cache=True, error_model="numpy")
def add_apart(
    who: Index, thick: Array, coef: Array, normal: Array, gap: Array, k: float, force: Array, stiff: Array,
    pressed: Array,
) -> None:  # fmt: skip
    """Adds the repulsion of measured pairs to force (n, 3); fills it, N, and its stiffness (p,), zero where they don't
    touch."""
    for p in range(len(who)):
        stiff[p] = pressed[p] = 0.0
        if gap[p] < thick[p]:
            strong, stiff[p] = push(gap[p], thick[p], k)
            pressed[p] = strong
            for c in range(4):
                for d in range(3):
                    force[who[p, c], d] += strong * coef[p, c] * normal[p, d]


@njit(cache=True, error_model="numpy")
def first_meetings(x: Array, dx: Array, who: Index, kind: Index, gap: Array, share: Array) -> float:
    """Fills the share (p,) of the step dx after which each pair keeps KEEP of its gap; gives the smallest."""
    least = 1.0
    at, mean = np.empty((4, 3)), np.empty(3)
    step = np.empty((4, 3))
    for p in range(len(who)):
        share[p] = 1.0
        for d in range(3):
            mean[d] = 0.0
            for c in range(4):
                mean[d] += 0.25 * dx[who[p, c], d]
        one = two = 0.0
        for c in range(4):
            far = 0.0
            for d in range(3):
                step[c, d] = dx[who[p, c], d] - mean[d]
                far += step[c, d] * step[c, d]
            if c == 0 or (c == 1 and kind[p] == EDGE_EDGE):
                one = max(one, far)
            else:
                two = max(two, far)
        reach = math.sqrt(one) + math.sqrt(two)
        left = KEEP * gap[p]
        if reach <= gap[p] - left:
            continue
        t, far = 0.0, gap[p]
        for _ in range(64):
            t += 0.9 * (far - left) / reach
            if t >= 1.0:
                t = 1.0
                break
            for c in range(4):
                for d in range(3):
                    at[c, d] = x[who[p, c], d] + t * step[c, d]
            far = between(at, 0, 1, 2, 3, kind[p])[7]
            if far <= 1.05 * left:
                break
        share[p] = t
        least = min(least, t)
    return least


def thickness_of(faces: Index, rest: Array, n: int) -> Array:
    """(n,) at which vertices feel cloth: half the lowest triangle beside them at most, so that flat cloth rests."""
    d = np.concatenate((rest, rest[:, :1]), axis=1)
    longest = np.linalg.norm(np.diff(d, axis=1), axis=2).max(axis=1)
    u, v = rest[:, 1] - rest[:, 0], rest[:, 2] - rest[:, 0]
    low = np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / longest
    out = np.full(n, THICKNESS_M)
    for k in range(3):
        np.minimum.at(out, faces[:, k], 0.5 * low)
    return out


class Apart:
    """The near pairs of one cloth, kept up to date while it moves.

    reach   : pairs nearer than this are listed; a vertex may move `budget` between two listings, so that an unlisted
              pair can neither meet nor need repulsion.
    """

    def __init__(self, faces: Index, rest: Array, mass_area: Array, edge_m: float, friction: float = 0.0) -> None:
        self.faces = faces
        self.friction = friction
        self.rubs = False
        self.began = np.zeros((0, 3))
        self.edges = edges_of(faces)
        self.third = faces_of_edges(faces, self.edges)
        self.thick_of = thickness_of(faces, rest, len(mass_area))
        self.k = STIFFNESS_PA_M * float(np.median(mass_area))
        self.hold = 0.5 * self.k
        self.reach = float(np.clip(0.74 * edge_m, 2.0 * THICKNESS_M, 0.010))
        self.budget = 0.45 * (self.reach - THICKNESS_M)
        self.exempt = np.zeros(len(mass_area), dtype=bool)
        self.listed_at: Array | None = None
        self._list(np.zeros((0, 4), np.int64), np.zeros(0, np.int64))

    def _list(self, who: Index, kind: Index) -> None:
        self.who, self.kind = who, kind
        self.thick = self.thick_of[who].min(axis=1) if len(who) else np.zeros(0)
        self.coef, self.normal = np.zeros((len(who), 4)), np.zeros((len(who), 3))
        self.gap, self.stiff = np.zeros(len(who)), np.zeros(len(who))
        self.share = np.ones(len(who))
        self.pressed = np.zeros(len(who))
        self.across, self.holds = np.zeros((2 * len(who), 4, 3)), np.zeros(2 * len(who))
        self.held = np.zeros((len(who), 3))

    def begin_step(self, x: Array, rubs: bool) -> None:
        """A step begins at x: what slides along each other from now on rubs, if friction is on."""
        self.rubs = rubs and self.friction > 0.0
        self.began = x
        if not self.rubs:
            self.held[:] = 0.0

    def end_step(self, x: Array) -> None:
        """Pairs that stick remember how far they have slid."""
        if self.rubs:
            remember(x, self.began, self.who, self.coef, self.normal, self.held, self._limits(), self.hold)
            self.began = x

    def _limits(self) -> Array:
        return self.friction * self.pressed

    def look(self, x: Array) -> None:
        """Lists the near pairs of x anew if a vertex went far since the last time, and measures them."""
        if self.listed_at is None or float(((x - self.listed_at) ** 2).sum(axis=1).max()) > (0.4 * self.budget) ** 2:
            who, kind = near_pairs(x, self.faces, self.edges, self.reach)
            if self.exempt.any():
                kept = ~self.exempt[who].any(axis=1)
                who, kind = who[kept], kind[kept]
            turned = (kind == EDGE_EDGE) & (who[:, 0] > who[:, 2])  # a pair has one name, however it was found
            who[turned] = who[turned][:, [2, 3, 0, 1]]
            before, held = np.column_stack((self.kind, self.who)), self.held
            self._list(who, kind)
            if held.any():
                old, new = same_pairs(before, np.column_stack((kind, who)))
                self.held[new] = held[old]
            self.listed_at = x.copy()
        gaps(x, self.who, self.kind, self.coef, self.normal, self.gap)

    def energy(self, x: Array) -> float:
        slid = 0.0
        if self.rubs:
            slid = rub_energy(x, self.began, self.who, self.coef, self.normal, self.held, self._limits(), self.hold)
        return float(apart_energy(x, self.who, self.kind, self.thick, self.k)) + float(slid)

    def add_forces(self, x: Array, force: Array) -> None:
        """Repulsion and friction of the pairs, measured last at x; their stiffness is left in `stiff` and `holds`."""
        add_apart(self.who, self.thick, self.coef, self.normal, self.gap, self.k, force, self.stiff, self.pressed)
        if self.rubs:
            add_rub(
                x, self.began, self.who, self.coef, self.normal, self.held, self._limits(), self.hold, force,
                self.across, self.holds,
            )  # fmt: skip

    def crossed(self, x: Array) -> Index:
        """(k, 2) edges and triangles that go through each other."""
        return crossing_pairs(x, self.edges, x, self.faces, same=True)

    def exempt_crossed(self, pairs: Index) -> None:
        """Vertices of crossings are not kept apart from anything: repulsion would hold them where they are."""
        self.exempt[:] = False
        self.exempt[self.edges[pairs[:, 0]]] = True
        self.exempt[self.faces[pairs[:, 1]]] = True
        self.listed_at = None

    def add_freeing(self, x: Array, pairs: Index, force: Array) -> None:
        """Pushes crossings apart, with half the force that holds cloth off cloth."""
        add_freeing(x, self.faces, self.edges, self.third, pairs, 0.5 * self.k * THICKNESS_M, force)

    def rows(self) -> tuple[Index, Array, Array]:
        """who (a, 4), vectors (a, 4, 3) and stiffness (a,) of the pairs that push: rank-one terms of the system."""
        on = self.stiff > 0.0
        who, vectors, stiff = self.who[on], self.coef[on, :, None] * self.normal[on, None, :], self.stiff[on]
        if not self.rubs:
            return who, vectors, stiff
        held = self.holds > 0.0
        who = np.concatenate((who, np.repeat(self.who, 2, axis=0)[held]))
        return who, np.concatenate((vectors, self.across[held])), np.concatenate((stiff, self.holds[held]))

    def brace(self, force: Array) -> bool:
        """Braces pairs that a step would bring together though they don't push yet; whether there are any.

        Each becomes a linear spring towards the thickness, added to force (n, 3) and `stiff`.
        """
        on = (self.share < 1.0) & (self.stiff == 0.0)
        pull = (self.k * (self.thick - self.gap))[on]
        np.add.at(force, self.who[on], pull[:, None, None] * self.coef[on, :, None] * self.normal[on, None, :])
        self.stiff[on] = self.k
        return bool(on.any())

    def allowed(self, x: Array, dx: Array) -> Array:
        """The step with no vertex beyond its budget."""
        assert self.listed_at is not None
        left = self.budget - np.sqrt(((x - self.listed_at) ** 2).sum(axis=1))
        far = np.sqrt((dx**2).sum(axis=1))
        return np.asarray(dx * np.minimum(1.0, np.maximum(left, 0.0) / np.maximum(far, 1e-30))[:, None])

    def meets(self, x: Array, dx: Array) -> float:
        """Share of a step that may be taken; by pair it is in `share`."""
        return float(first_meetings(x, dx, self.who, self.kind, self.gap, self.share))
