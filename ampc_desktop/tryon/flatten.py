"""A marked region of a garment or a body -> flat pieces, as true to length as its curvature allows.

Least squares conformal maps (Lévy, Petitjean, Ray, Maillot 2002) start it, as-rigid-as-possible iterations (Liu, Zhang,
Xu, Gotsman, Gortler 2008) make it true to length: exact where the region can be unrolled, else with an area strain that
is told by triangle. A dart cut from the border to the worst place takes up what will not lie flat.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ampc_desktop.core.drape import Array, Index
from ampc_desktop.core.problem import Kind, Problem

STRAIN_LIMIT = 3.0
"""Area strain, per cent, that cloth of a piece can be eased or shrunk over (p95)."""
_ROUNDS = 400
_STILL_MM = 1e-5
_TRIES = 5
"""Places a dart may end at, of which the best is taken."""


@dataclass(frozen=True, eq=False)
class FlatRegion:
    """One flat piece of a region; up in space is up on the piece.

    flat_mm     : (m, 2); triangles: (t, 3) into it; source: (m,) vertex of the surface each one is.
    area_strain : (t,) per cent: flat area over area in space, minus 1.
    strain_p95  : 95 % of the area strains less than this, either way.
    outline     : (k,) flat vertices round the piece, counter-clockwise.
    boundary_mm : length of the outline flat, and in space.
    darts       : cuts that were made, each as vertices of the surface from the border inwards.
    """

    flat_mm: Array
    triangles: Index
    source: Index
    area_strain: Array
    strain_p95: float
    outline: Index
    boundary_mm: tuple[float, float]
    darts: tuple[tuple[int, ...], ...] = ()


def flatten(
    points_mm: Array, faces: Index, chosen: Sequence[int] | Index, darts: int = 0, limit: float = STRAIN_LIMIT
) -> tuple[FlatRegion, ...]:
    """The chosen faces of a surface (n, 3), (t, 3) laid flat, one region for each connected part, largest first.

    A ring is opened along its shortest way across. darts: cuts that may be made in each part while its strain is over
    `limit` per cent. Raises Problem for a region that is empty, closed, has holes, or folds over itself when flat.
    """
    picked = np.unique(np.asarray(chosen, dtype=np.int64))
    if not len(picked) or picked[0] < 0 or picked[-1] >= len(faces):
        raise _no("nothing is marked" if not len(picked) else "a marked face does not exist", "mark a region first")
    parts = _parts(np.asarray(faces)[picked])
    found = [_laid(points_mm, part, darts, limit) for part in parts]
    return tuple(sorted(found, key=lambda one: -float(_areas(one.flat_mm, one.triangles).sum())))


# --- one connected part -----------------------------------------------------------------------------------------


def _laid(points: Array, faces: Index, darts: int, limit: float) -> FlatRegion:
    corners, source = _numbered(faces, set())
    loops = _borders(corners)
    cuts: set[tuple[int, int]] = set()
    if len(loops) == 2:
        cuts |= _pairs(_shortest(points, faces, source[loops[0]], source[loops[1]]))
        corners, source = _numbered(faces, cuts)
        loops = _borders(corners)
    if len(loops) != 1:
        what = "the region is closed" if not loops else "the region has holes"
        raise _no(what, "leave out a strip, or mark the holes too")
    best = _flat(points, faces, cuts, ())
    assert best is not None
    if not _simple(best):
        raise _no("the region overlaps itself when it is laid flat", "mark a smaller one")
    made: tuple[tuple[int, ...], ...] = ()
    for _ in range(darts):
        if best.strain_p95 <= limit:
            break
        paths = _ways_in(points, faces, best)
        tried = [_flat(points, faces, cuts | _pairs(path), (*made, tuple(path)), quietly=True) for path in paths]
        better = [one for one in tried if one is not None and one.strain_p95 < best.strain_p95 and _simple(one)]
        if not better:
            break
        best = min(better, key=lambda one: one.strain_p95)
        made = best.darts
        cuts = cuts | _pairs(made[-1])
    return best


def _flat(
    points: Array, faces: Index, cuts: set[tuple[int, int]], darts: tuple[tuple[int, ...], ...], quietly: bool = False
) -> FlatRegion | None:
    """One region flat. A region that folds over itself is a Problem, or None where that is asked for quietly."""
    corners, source = _numbered(faces, cuts)
    space = points[source]
    loop = _borders(corners)[0]
    uv = _as_rigid(space, corners, _conformal(space, corners, loop))
    uv = _upright(space, corners, uv)
    flat, real = _areas(uv, corners), _areas3(space, corners)
    if (flat <= 0.0).any():
        if quietly:
            return None
        raise _no("the region folds over itself when it is laid flat", "mark a smaller one, or allow more darts")
    strain = 100.0 * (flat / real - 1.0)
    order = np.argsort(np.abs(strain), kind="stable")
    share = np.cumsum(real[order])
    p95 = float(np.abs(strain)[order][min(int(np.searchsorted(share, 0.95 * share[-1])), len(order) - 1)])
    ring = np.append(loop, loop[0])
    lengths = tuple(float(np.linalg.norm(np.diff(at[ring], axis=0), axis=1).sum()) for at in (uv, space))
    return FlatRegion(uv, corners, source, strain, p95, loop, (lengths[0], lengths[1]), darts)


def _simple(region: FlatRegion) -> bool:
    """Whether the outline does not cross itself."""
    import shapely

    return bool(shapely.is_valid(shapely.Polygon(region.flat_mm[region.outline])))


def _parts(faces: Index) -> list[Index]:
    """Faces by connected part, connected over edges."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    edges = np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    _, number, count = np.unique(edges, axis=0, return_inverse=True, return_counts=True)
    if (count > 2).any():
        raise _no("three faces meet at an edge of the region", "mark a region of one layer of cloth")
    owner = np.repeat(np.arange(len(faces)), 3)
    order = np.argsort(number.ravel(), kind="stable")
    same = np.flatnonzero(np.diff(number.ravel()[order]) == 0)
    a, b = owner[order[same]], owner[order[same + 1]]
    _, label = connected_components(coo_matrix((np.ones(len(a)), (a, b)), shape=(len(faces),) * 2), directed=False)
    return [faces[label == k] for k in range(int(label.max()) + 1)]


def _numbered(faces: Index, cuts: set[tuple[int, int]]) -> tuple[Index, Index]:
    """(t, 3) vertex numbers of the part cut open along some edges, and the surface vertex of each number.

    Corners are one vertex where faces go on from one to the next over edges that are not cut.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    beside: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for t, face in enumerate(faces.tolist()):
        for k in range(3):
            a, b = face[k], face[(k + 1) % 3]
            ka, kb = 3 * t + k, 3 * t + (k + 1) % 3
            beside.setdefault((min(a, b), max(a, b)), []).append((t, *((ka, kb) if a < b else (kb, ka))))
    rows: list[tuple[int, int]] = []
    for edge, two in beside.items():
        if len(two) == 2 and edge not in cuts:
            rows += [(two[0][1], two[1][1]), (two[0][2], two[1][2])]
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
    size = 3 * len(faces)
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    first = np.unique(label, return_index=True)[1]
    return label.reshape(-1, 3).astype(np.int32), faces.ravel()[first].astype(np.int32)


def _borders(corners: Index) -> list[Index]:
    """Border loops, the longest first; the inside lies to the left. Raises Problem where a border touches itself."""
    edges = corners[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    known = {(a, b) for a, b in edges.tolist()}
    onward: dict[int, int] = {}
    for a, b in edges.tolist():
        if (b, a) not in known:
            if a in onward:
                raise _no("the border of the region touches itself", "mark a region without narrow places")
            onward[a] = b
    loops = []
    while onward:
        start = min(onward)
        loop = [start]
        at = onward.pop(start)
        while at != start:
            loop.append(at)
            at = onward.pop(at)
        loops.append(np.array(loop, dtype=np.int32))
    return sorted(loops, key=lambda loop: -len(loop))


# --- flattening -----------------------------------------------------------------------------------------------------


def _frames(space: Array, corners: Index) -> Array:
    """(t, 3, 2) corners of every triangle in a plane of its own."""
    a, b, c = (space[corners[:, k]] for k in range(3))
    length = np.linalg.norm(b - a, axis=1)
    along = (b - a) / length[:, None]
    x = ((c - a) * along).sum(axis=1)
    y = np.linalg.norm(np.cross(along, c - a), axis=1)
    zero = np.zeros(len(corners))
    return np.stack((np.stack((zero, zero), 1), np.stack((length, zero), 1), np.stack((x, y), 1)), axis=1)


def _conformal(space: Array, corners: Index, loop: Index) -> Array:
    """(m, 2) least squares conformal map with two far border vertices held."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.linalg import spsolve

    frame = _frames(space, corners)
    z = frame[:, :, 0] + 1j * frame[:, :, 1]
    doubled = np.maximum((np.conj(z[:, 1] - z[:, 0]) * (z[:, 2] - z[:, 0])).imag, 1e-12)
    w = np.stack((z[:, 2] - z[:, 1], z[:, 0] - z[:, 2], z[:, 1] - z[:, 0]), axis=1) / np.sqrt(doubled)[:, None]
    t, m = len(corners), len(space)
    rows = np.repeat(np.arange(t), 3)
    held = np.array([loop[0], loop[int(np.linalg.norm(space[loop] - space[loop[0]], axis=1).argmax())]])
    place = np.array([0.0, float(np.linalg.norm(space[held[1]] - space[held[0]]))])
    whole = coo_matrix((w.ravel(), (rows, corners.ravel())), shape=(t, m)).tocsc()
    free = np.setdiff1d(np.arange(m), held)
    a = whole[:, free]
    right = -(whole[:, held] @ place)
    normal = (a.conj().T @ a).tocsc()
    solved = spsolve(normal, a.conj().T @ right)
    uv = np.zeros(m, dtype=complex)
    uv[free], uv[held] = solved, place
    return np.column_stack((uv.real, uv.imag))


def _as_rigid(space: Array, corners: Index, uv: Array) -> Array:
    """The map made true to length: every triangle as rigid as its neighbours allow."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.linalg import splu

    frame = _frames(space, corners)
    m = len(space)
    ends = [(0, 1, 2), (1, 2, 0), (2, 0, 1)]  # edge i-j and the corner opposite
    cot = np.empty((len(corners), 3))
    for e, (i, j, k) in enumerate(ends):
        p, q = frame[:, i] - frame[:, k], frame[:, j] - frame[:, k]
        cross = np.abs(p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0])
        cot[:, e] = (p * q).sum(axis=1) / np.maximum(cross, 1e-12)
    cot = np.maximum(cot, 1e-3)  # blunt triangles would make it indefinite
    rows, cols, data = [], [], []
    for e, (i, j, _) in enumerate(ends):
        a, b, w = corners[:, i], corners[:, j], cot[:, e]
        rows += [a, b, a, b]
        cols += [b, a, a, b]
        data += [-w, -w, w, w]
    laplace = coo_matrix((np.concatenate(data), (np.concatenate(rows), np.concatenate(cols))), shape=(m, m)).tolil()
    laplace[0, :] = 0.0
    laplace[0, 0] = 1.0
    solve: Any = splu(laplace.tocsc()).solve
    for _ in range(_ROUNDS):
        s = np.zeros((len(corners), 2, 2))
        for e, (i, j, _k) in enumerate(ends):
            d, r = uv[corners[:, i]] - uv[corners[:, j]], frame[:, i] - frame[:, j]
            s += cot[:, e, None, None] * d[:, :, None] * r[:, None, :]
        angle = np.arctan2(s[:, 1, 0] - s[:, 0, 1], s[:, 0, 0] + s[:, 1, 1])
        cos, sin = np.cos(angle), np.sin(angle)
        right = np.zeros((m, 2))
        for e, (i, j, _k) in enumerate(ends):
            r = frame[:, i] - frame[:, j]
            turned = np.column_stack((cos * r[:, 0] - sin * r[:, 1], sin * r[:, 0] + cos * r[:, 1])) * cot[:, e, None]
            np.add.at(right, corners[:, i], turned)
            np.add.at(right, corners[:, j], -turned)
        right[0] = uv[0]
        new = np.column_stack([solve(right[:, k]) for k in range(2)])
        step = float(np.abs(new - uv).max())
        uv = new
        if step < _STILL_MM:
            break
    return uv


def _upright(space: Array, corners: Index, uv: Array) -> Array:
    """The map turned so that up in space is up, its middle at (0, 0)."""
    d = np.stack((uv[corners[:, 1]] - uv[corners[:, 0]], uv[corners[:, 2]] - uv[corners[:, 0]]), axis=1)
    h = np.stack(
        (space[corners[:, 1], 1] - space[corners[:, 0], 1], space[corners[:, 2], 1] - space[corners[:, 0], 1]), 1
    )
    area = np.abs(_areas(uv, corners))
    slope = (np.linalg.solve(d, h[:, :, None])[:, :, 0] * area[:, None]).sum(axis=0)
    length = float(np.hypot(*slope))
    if length > 1e-6 * area.sum():
        sin, cos = slope[0] / length, slope[1] / length
        uv = uv @ np.array([[cos, sin], [-sin, cos]])
    return np.asarray(uv - (uv.min(axis=0) + uv.max(axis=0)) / 2)


def _areas(uv: Array, corners: Index) -> Array:
    a, b, c = (uv[corners[:, k]] for k in range(3))
    return np.asarray(((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]) / 2)


def _areas3(space: Array, corners: Index) -> Array:
    a, b, c = (space[corners[:, k]] for k in range(3))
    return np.asarray(np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2)


# --- cuts -------------------------------------------------------------------------------------------------------------


def _ways_in(points: Array, faces: Index, flat: FlatRegion) -> list[list[int]]:
    """Ways from the border to the places where the region strains most, apart from each other, as vertices."""
    border = {int(flat.source[v]) for v in flat.outline}
    total = np.zeros(int(faces.max()) + 1)
    count = np.zeros(len(total))
    for k in range(3):
        np.add.at(total, faces[:, k], flat.area_strain)
        np.add.at(count, faces[:, k], 1.0)
    # A bulge is pressed together in its middle when it is laid flat, a hollow is stretched there.
    mean = total / np.maximum(count, 1.0) * (1.0 if _bulges(points, faces, border) else -1.0)
    inner = np.array([v for v in np.unique(faces) if int(v) not in border], dtype=np.int64)
    apart = 0.1 * float(np.sqrt(_areas3(points, faces).sum()))
    goals: list[int] = []
    for v in inner[np.argsort(mean[inner], kind="stable")]:
        if all(float(np.linalg.norm(points[v] - points[other])) > apart for other in goals):
            goals.append(int(v))
        if len(goals) == _TRIES:
            break
    rim = np.array(sorted(border))
    ways = [_shortest(points, faces, rim, np.array([goal])) for goal in goals]
    return [way for way in ways if len(way) > 2]


def _bulges(points: Array, faces: Index, border: set[int]) -> bool:
    """Whether the angles round the inner vertices sum to less than full turns: a dome, not a saddle."""
    a, b, c = (points[faces[:, k]] for k in range(3))
    total = np.zeros(int(faces.max()) + 1)
    for k, (p, q, r) in enumerate(((a, b, c), (b, c, a), (c, a, b))):
        u, v = q - p, r - p
        cos = (u * v).sum(axis=1) / (np.linalg.norm(u, axis=1) * np.linalg.norm(v, axis=1))
        np.add.at(total, faces[:, k], np.arccos(np.clip(cos, -1.0, 1.0)))
    inner = [int(v) for v in np.unique(faces) if int(v) not in border]
    return bool(np.sum(2 * np.pi - total[inner]) > 0.0)


def _shortest(points: Array, faces: Index, start: Index, goal: Index) -> list[int]:
    """Shortest way along edges from one of `start` to one of `goal`, as vertices."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra

    edges = np.unique(np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1), axis=0)
    used, local = np.unique(edges, return_inverse=True)
    local = local.reshape(-1, 2)
    length = np.linalg.norm(points[edges[:, 0]] - points[edges[:, 1]], axis=1)
    graph = coo_matrix((length, (local[:, 0], local[:, 1])), shape=(len(used), len(used))).tocsr()
    begin = np.searchsorted(used, np.unique(start))
    far, before, _ = dijkstra(graph, directed=False, indices=begin, return_predecessors=True, min_only=True)
    ends = np.searchsorted(used, np.unique(goal))
    at = int(ends[int(np.argmin(far[ends]))])
    way = [at]
    while before[way[-1]] >= 0:
        way.append(int(before[way[-1]]))
    return [int(used[v]) for v in reversed(way)]


def _pairs(path: Sequence[int]) -> set[tuple[int, int]]:
    return {(min(a, b), max(a, b)) for a, b in itertools.pairwise(path)}


def _no(what: str, remedy: str) -> Problem:
    return Problem(what, "flatten", remedy, Kind.NO, "tryon.flatten")
