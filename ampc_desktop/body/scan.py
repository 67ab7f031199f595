"""A surface from a scanner made into a body that can be measured: upright, in millimetres, closed, its parts known."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ampc_desktop.body import landmarks
from ampc_desktop.body.surface import Topology
from ampc_desktop.core.body import REGIONS, BodyMesh
from ampc_desktop.core.problem import Problem

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

UNITS_MM = (("m", 1000.0), ("cm", 10.0), ("mm", 1.0))
SHORTEST_MM, TALLEST_MM = 1000.0, 2400.0
FEWEST_FACES = 1000
SMALL_HOLE = 0.065
"""Share of the height; holes up to this far around are closed, larger ones told."""
LEVEL_TURN = np.radians(3.0)


def from_mesh(vertices: Array, faces: Indices, name: str = "") -> BodyMesh:
    """A body of a scan: vertices (n, 3) in any unit and stance, faces (m, 3).

    Of several surfaces the largest is taken; z up or lying is turned, metres, centimetres and millimetres are told by
    the height, small holes are closed, a surface inside out is turned outward. Raises Problem (codes scan.open,
    scan.upside_down, scan.height, body.no_person, scan.damaged) naming what is wrong.
    """
    v, f = _cleaned(np.asarray(vertices, np.float64), np.asarray(faces, np.int64))
    v, f = _largest(v, f)
    v, f = _closed(v, f)
    f = _outward(v, f)
    v = _upright(v, f)
    v = v * _unit(float(np.ptp(v[:, 1])))
    v = v - [(v[:, 0].min() + v[:, 0].max()) / 2, v[:, 1].min(), v[:, 2].mean()]
    regions = _regions(v, f)
    return BodyMesh(v, f.astype(np.int32), len(f), regions, name=name)


def _damaged(what: str) -> Problem:
    return Problem(what, remedy="export the scan again as one closed triangle mesh", code="scan.damaged")


def _cleaned(v: Array, f: Indices) -> tuple[Array, Indices]:
    """Equal points made one, faces without area and unused points left out."""
    if v.ndim != 2 or v.shape[1:] != (3,) or f.ndim != 2 or f.shape[1:] != (3,) or not len(f):
        raise _damaged("this file holds no triangle surface")
    if not np.isfinite(v).all() or f.min() < 0 or f.max() >= len(v):
        raise _damaged("this surface is damaged: points are missing or not numbers")
    size = float(np.ptp(v, axis=0).max())
    if size <= 0:
        raise _damaged("this surface has no size")
    _, first, same = np.unique(
        np.round(v / size * 1e6).astype(np.int64), axis=0, return_index=True, return_inverse=True
    )
    v, f = v[first], same.reshape(-1)[f]
    f = f[(f[:, 0] != f[:, 1]) & (f[:, 1] != f[:, 2]) & (f[:, 2] != f[:, 0])]
    _, once = np.unique(np.sort(f, axis=1), axis=0, return_index=True)
    return _used(v, f[np.sort(once)])


def _used(v: Array, f: Indices) -> tuple[Array, Indices]:
    kept, f_new = np.unique(f, return_inverse=True)
    return v[kept], f_new.reshape(-1, 3)


def _largest(v: Array, f: Indices) -> tuple[Array, Indices]:
    """The connected surface that spans the most room."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    links = coo_matrix((np.ones(2 * len(f)), (np.repeat(f[:, 0], 2), f[:, 1:].ravel())), shape=(len(v), len(v)))
    count, label = connected_components(links, directed=False)
    room = np.empty(count)
    order = np.argsort(label, kind="stable")
    for part, rows in enumerate(np.split(order, np.flatnonzero(np.diff(label[order])) + 1)):
        room[part] = np.linalg.norm(np.ptp(v[rows], axis=0)) if len(rows) > 3 else 0.0
    v, f = _used(v, f[label[f[:, 0]] == room.argmax()])
    if len(f) < FEWEST_FACES:
        raise landmarks.no_body(f"it has only {len(f)} triangles")
    return v, f


def _sided(f: Indices) -> tuple[Indices, Indices, npt.NDArray[np.intp]]:
    """Directed edges (3m, 2), a number for each undirected edge, and how many faces share it."""
    directed = np.concatenate([f[:, [0, 1]], f[:, [1, 2]], f[:, [2, 0]]])
    low, high = directed.min(axis=1), directed.max(axis=1)
    _, number, shared = np.unique(low * (f.max() + 1) + high, return_inverse=True, return_counts=True)
    return directed, number.reshape(-1), shared


def _closed(v: Array, f: Indices) -> tuple[Array, Indices]:
    """Small holes closed by a fan around their middle. Raises Problem with number and size of larger ones."""
    directed, number, shared = _sided(f)
    border = directed[shared[number] == 1]
    if not len(border):
        return v, f
    loops = _loops(border)
    around = [float(np.linalg.norm(np.diff(v[[*loop, loop[0]]], axis=0), axis=1).sum()) for loop in loops]
    height = float(np.ptp(v, axis=0).max())
    large = [length for length in around if length > SMALL_HOLE * height]
    if large:
        holes = "one hole" if len(large) == 1 else f"{len(large)} holes"
        raise Problem(
            f"this scan is not closed: {holes}, the largest {max(large) / height:.0%} of its height around",
            remedy="close the holes in the scanner's software",
            code="scan.open",
        )
    new_v, new_f = [v], [f]
    for k, loop in enumerate(loops):
        middle = len(v) + k
        new_v.append(v[loop].mean(axis=0)[None])
        ring = np.array(loop)
        new_f.append(np.stack([np.roll(ring, -1), ring, np.full(len(ring), middle)], axis=1))
    return np.concatenate(new_v), np.concatenate(new_f)


def _loops(border: Indices) -> list[list[int]]:
    """Closed walks along border edges (k, 2)."""
    onward: dict[int, list[int]] = {}
    for a, b in border.tolist():
        onward.setdefault(a, []).append(b)
    loops = []
    while onward:
        start = next(iter(onward))
        loop, place = [start], start
        while onward.get(place):
            place = onward[place].pop()
            if place == start:
                break
            loop.append(place)
        onward = {a: rest for a, rest in onward.items() if rest}
        loops.append(loop)
    return loops


def _outward(v: Array, f: Indices) -> Indices:
    """Faces wound alike and outward."""
    directed, _, _ = _sided(f)
    keys = directed[:, 0] * (f.max() + 1) + directed[:, 1]
    if len(np.unique(keys)) != len(keys):
        f = _wound_alike(f)
    a, b, c = v[f[:, 0]], v[f[:, 1]], v[f[:, 2]]
    return f if np.einsum("ij,ij->", a - v.mean(axis=0), np.cross(b - a, c - a)) > 0 else f[:, ::-1].copy()


def _wound_alike(f: Indices) -> Indices:
    """Neighbours that run along their common edge in the same direction are wound differently: flip one."""
    directed, number, _ = _sided(f)
    owner = np.tile(np.arange(len(f)), 3)
    by_edge = np.argsort(number, kind="stable")
    same = number[by_edge][1:] == number[by_edge][:-1]
    left, right = by_edge[:-1][same], by_edge[1:][same]
    apart = (directed[left] == directed[right]).all(axis=1)
    neighbours: list[list[tuple[int, bool]]] = [[] for _ in f]
    for a, b, differ in zip(owner[left].tolist(), owner[right].tolist(), apart.tolist(), strict=True):
        neighbours[a].append((b, differ))
        neighbours[b].append((a, differ))
    flipped = [-1] * len(f)
    for seed in range(len(f)):
        if flipped[seed] >= 0:
            continue
        flipped[seed] = 0
        queue = deque([seed])
        while queue:
            face = queue.popleft()
            for other, differ in neighbours[face]:
                if flipped[other] < 0:
                    flipped[other] = flipped[face] ^ differ
                    queue.append(other)
    turned = np.array(flipped) == 1
    f = f.copy()
    f[turned] = f[turned][:, ::-1]
    return f


def _upright(v: Array, f: Indices) -> Array:
    """Turned so that y is up and the body faces +z. Raises Problem for a body on its head or none at all."""
    edges = Topology(f.astype(np.int32), np.zeros(len(v), np.uint8)).edges
    skin = np.arange(len(v))
    reasons: list[Problem] = []
    for turn in (_UP_Y, *_LYING):
        stood = _facing(v @ turn.T)
        try:
            landmarks.saddles(stood, edges, skin)
            return stood
        except Problem as problem:
            reasons.append(problem)
    try:
        landmarks.saddles(_facing(v * [1.0, -1.0, -1.0]), edges, skin)
    except Problem:
        raise reasons[0] from None
    raise Problem(
        "this scan stands on its head", remedy="turn it upright in the scanner's software", code="scan.upside_down"
    )


_UP_Y = np.eye(3)
_LYING: Sequence[Array] = (
    np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]]),  # z up, the common case
    np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]]),
    np.array([[0, 1.0, 0], [1, 0, 0], [0, 0, -1]]),
    np.array([[0, 1.0, 0], [-1, 0, 0], [0, 0, 1]]),
)
"""Rotations that bring +z, -z, +x and -x up."""


def _facing(v: Array) -> Array:
    """Turned about the vertical: shoulders and arms along x, toes towards +z."""
    height = v[:, 1] - v[:, 1].min()
    share = height / max(float(height.max()), 1e-12)
    upper = v[(share > 0.35) & (share < 0.9)][:, [0, 2]]
    if len(upper) < 10:
        return v
    centred = upper - upper.mean(axis=0)
    axis = np.linalg.eigh(centred.T @ centred)[1][:, 1]
    angle = float(np.arctan2(axis[1], axis[0]))
    angle = (angle + np.pi / 2) % np.pi - np.pi / 2
    toes, heels = v[share < 0.025], v[(share > 0.05) & (share < 0.09)]
    turned = v
    for quarter in (0.0, np.pi):
        turn = angle + quarter
        if abs(turn) < LEVEL_TURN:
            turn = 0.0
        c, s = np.cos(turn), np.sin(turn)
        rotation = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
        turned = v @ rotation.T
        if not len(toes) or not len(heels) or ((toes @ rotation.T)[:, 2].mean() > (heels @ rotation.T)[:, 2].mean()):
            break
    return turned


def _unit(height: float) -> float:
    """Millimetres of one unit of the file. Raises Problem for a height no adult has in any unit."""
    for _, factor in UNITS_MM:
        if SHORTEST_MM <= height * factor <= TALLEST_MM:
            return factor
    unit, factor = min(UNITS_MM, key=lambda known: abs(np.log(height * known[1] / 1650.0)))
    raise Problem(
        f"this body is {height:.3g} {unit} tall; bodies from 1.0 to 2.4 m are measured",
        remedy="check the unit the scan was exported in",
        code="scan.height",
    )


def _regions(v: Array, f: Indices) -> npt.NDArray[np.uint8]:
    """The part of the body of every vertex: legs below the crotch, arms beyond the armpits, head above the neck."""
    number = {str(region): k for k, region in enumerate(REGIONS)}
    regions = np.full(len(v), number["torso"], np.uint8)
    topology = Topology(f.astype(np.int32), regions)
    skin = np.arange(len(v))
    crotch, armpits = landmarks.saddles(v, topology.edges, skin)
    stature = float(np.ptp(v[:, 1]))
    middle = float(np.mean([v[a, 0] for a in armpits]))
    below = v[:, 1] < v[crotch, 1]
    regions[below & (v[:, 0] >= middle)] = number["left_leg"]
    regions[below & (v[:, 0] < middle)] = number["right_leg"]
    for sign, armpit, side in ((1.0, armpits[0], "left"), (-1.0, armpits[1], "right")):
        regions[_arm(v, topology.edges, armpit, sign, stature)] = number[f"{side}_arm"]
    mesh = BodyMesh(v, f.astype(np.int32), len(f), regions)
    found = landmarks.find(mesh)
    nape, pit = found["nape"].point(v), found["neck_pit"].point(v)
    line = nape[1] + (v[:, 2] - nape[2]) * (pit[1] - nape[1]) / (pit[2] - nape[2])
    wide = max(abs(found[f"neck_side_{side}"].point(v)[0] - middle) for side in ("left", "right"))
    neck = (np.abs(v[:, 0] - middle) < wide) | (v[:, 1] > nape[1] + 0.03 * stature)
    regions[(v[:, 1] > line) & neck & (regions == number["torso"])] = number["head"]
    return regions


def _arm(v: Array, edges: Indices, armpit: int, sign: float, stature: float) -> npt.NDArray[np.bool_]:
    """Vertices joined to the hand without passing the upright plane through the armpit."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    away = sign * (v[:, 0] - v[armpit, 0])
    hand = int(np.argmax(away))
    foot = int(np.argmin(v[:, 1]))
    for gap in (0.002, 0.006, 0.012, 0.02):
        allowed = (v[:, 1] < v[armpit, 1] - 0.001 * stature) | (away > gap * stature)
        inside = edges[allowed[edges].all(axis=1)]
        links = coo_matrix((np.ones(len(inside)), (inside[:, 0], inside[:, 1])), shape=(len(v), len(v)))
        label = connected_components(links, directed=False)[1]
        if label[hand] != label[foot]:
            return np.asarray(label == label[hand])
    raise landmarks.no_body(f"the {'left' if sign > 0 else 'right'} arm does not stand apart from the body")
