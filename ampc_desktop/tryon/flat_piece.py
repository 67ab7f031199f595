"""A region laid flat -> a pattern piece: corners found, the teeth of its triangles smoothed away, grain upwards."""

from __future__ import annotations

import itertools

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.drape import Array
from ampc_desktop.core.pattern import Edge, Grain, Piece
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.tryon.flatten import FlatRegion

CORNER_DEG = 38.0
"""A turn sharper than this, seen over a few teeth of the outline, is a corner."""
TOOTHED_DEG = 20.0
"""Outlines that turn more than this from edge to edge, on average, follow triangles and are smoothed."""
_LEAST_MM2 = 400.0
_TIDY_MM = 0.15


def as_piece(
    region: FlatRegion, id: str, allowance_mm: float = 10.0, material: str = "shell", smooth_mm: float | None = None
) -> Piece:
    """A flat region as a pattern piece without cut line: edges from corner to corner, grain upwards.

    smooth_mm: reach over which an outline that follows triangles is evened out; found from the outline when not given,
    0 for none. Raises Problem for a region too small to sew.
    """
    import shapely

    ring = region.flat_mm[region.outline]
    body = shapely.Polygon(ring)
    if body.area < _LEAST_MM2:
        raise Problem(
            f"the region is only {body.area / 100:.1f} cm²", "flatten", "mark a larger one", Kind.NO, "tryon.flatten"
        )
    reach = _reach(ring) if smooth_mm is None else smooth_mm
    # Where a dart is narrower than its teeth, less has to be evened out.
    for less in (1.0, 0.5, 0.25, 0.0):
        edges = _edges(ring, less * reach, allowance_mm)
        shape = shapely.Polygon(np.concatenate([edge.polyline[:-1] for edge in edges]))
        if shape.is_valid and g.signed_area(np.asarray(shape.exterior.coords)[:-1]) > 0.0:
            break
    else:
        raise Problem("the outline of the region crosses itself", "flatten", "mark a plainer region", Kind.NO,
                      "tryon.flatten")  # fmt: skip
    name = id.upper()[:20]
    label = id.replace("_", " ").capitalize()
    return Piece(id, name, material, 1, edges, _grain(shape), label=label, annotation=f"CUT 1 {name}")


def _edges(ring: Array, reach_mm: float, allowance_mm: float) -> tuple[Edge, ...]:
    import shapely

    lines = _evened(ring, reach_mm) if reach_mm > 0.0 else _between(ring, _sharp(ring, 0.0))
    edges = []
    for k, line in enumerate(lines, start=1):
        tidy = g.as_points(shapely.get_coordinates(shapely.simplify(shapely.LineString(line), _TIDY_MM)))
        edges.append(Edge(f"edge.{k}", tuple(g.line(a, b) for a, b in itertools.pairwise(tidy)), allowance_mm))
    return tuple(edges)


def _reach(ring: Array) -> float:
    """How far an outline has to be evened out: about one tooth where it follows triangles, else not at all."""
    steps = np.hypot(*(np.roll(ring, -1, axis=0) - ring).T)
    return float(np.median(steps)) if float(np.abs(_turns(ring)).mean()) > TOOTHED_DEG else 0.0


def _turns(ring: Array, ahead: int = 1) -> Array:
    """Turn at every point of a ring, degrees, seen over some points before and after."""
    before, after = ring - np.roll(ring, ahead, axis=0), np.roll(ring, -ahead, axis=0) - ring
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    return np.asarray(np.degrees(np.arctan2(cross, (before * after).sum(axis=1))))


def _sharp(ring: Array, window_mm: float) -> list[int]:
    """Corners of a ring, sharpest of their neighbourhood; at least two, the far ends when there are none."""
    steps = np.hypot(*(np.roll(ring, -1, axis=0) - ring).T)
    ahead = max(1, round(window_mm / max(float(np.median(steps)), 1e-9)))
    turn = np.abs(_turns(ring, ahead))
    found: list[int] = []
    for k in np.argsort(-turn, kind="stable"):
        if turn[k] <= CORNER_DEG:
            break
        if all(min(abs(int(k) - other), len(ring) - abs(int(k) - other)) > ahead - 1 for other in found):
            found.append(int(k))
    if len(found) < 2:
        start = found[0] if found else 0
        found = [start, int(np.hypot(*(ring - ring[start]).T).argmax())]
    return sorted(found)


def _between(ring: Array, corners: list[int]) -> list[Array]:
    lines = []
    for k, start in enumerate(corners):
        end = corners[(k + 1) % len(corners)]
        lines.append(ring[start : end + 1] if end > start else np.concatenate((ring[start:], ring[: end + 1])))
    return lines


def _evened(ring: Array, reach_mm: float) -> list[Array]:
    """Sides between the corners of a toothed ring, each evened out with its ends held."""
    closed = np.vstack((ring, ring[:1]))
    length = g.polyline_length(closed)
    count = max(24, round(4.0 * length / reach_mm))
    step = length / count
    even = np.array([g.point_at(closed, k * step) for k in range(count)])
    # Corners are looked for on a ring that has lost its teeth.
    soft = even.copy()
    rounds = round((reach_mm / step) ** 2)
    for _ in range(rounds):
        soft = 0.25 * np.roll(soft, 1, axis=0) + 0.5 * soft + 0.25 * np.roll(soft, -1, axis=0)
    lines = []
    for line in _between(even, _sharp(soft, 2.5 * reach_mm)):
        smooth = line.copy()
        for _ in range(2 * rounds):
            smooth[1:-1] = 0.25 * smooth[:-2] + 0.5 * smooth[1:-1] + 0.25 * smooth[2:]
        lines.append(smooth)
    return lines


def _grain(shape: object) -> Grain:
    """The longest upright chord near the middle, shortened."""
    import shapely

    assert isinstance(shape, shapely.Polygon)
    left, low, right, high = shape.bounds
    room = shape.buffer(-0.02 * float(np.sqrt(shape.area)))
    best: tuple[float, float, float] = (0.0, 0.0, 0.0)
    middle = (left + right) / 2
    for x in sorted(np.linspace(left, right, 13)[3:-3], key=lambda x: abs(x - middle)):
        chord = shapely.LineString([(x, low - 1.0), (x, high + 1.0)]).intersection(room)
        for part in getattr(chord, "geoms", [chord]):
            ys = [float(p[1]) for p in part.coords]
            if len(ys) > 1 and max(ys) - min(ys) > 1.05 * (best[2] - best[1]):
                best = (float(x), min(ys), max(ys))
    x, y0, y1 = best
    return Grain((x, y0 + 0.1 * (y1 - y0)), (x, y1 - 0.1 * (y1 - y0)))
