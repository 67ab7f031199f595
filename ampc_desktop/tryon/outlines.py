"""The outline of a piece as it is worn: dart legs for mouths, bands folded, facings turned in, overlaps cut away."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array
from ampc_desktop.core.pattern import Edge, Piece, Seam
from ampc_desktop.core.problem import Kind, Problem

CENTRE = "buttoned"
"""The side that a front closed with buttons gets where it overlaps: its two halves meet there."""


@dataclass(frozen=True, eq=False)
class Side:
    """One stretch of a panel's outline from corner to corner, mm, in its edge's direction."""

    id: str
    polyline: Array


Sides = tuple[Side, ...]


def outline(piece: Piece) -> Sides:
    """The sew line, with every dart mouth replaced by the two legs to its apex and facings turned in."""
    apexes = {dart.mouth: dart for dart in piece.darts}
    overlap = overlap_line(piece)
    hidden = turned_in(piece) if overlap is None else frozenset()
    sides: list[Side] = []
    for before, edge in zip((piece.edges[-1], *piece.edges), piece.edges, strict=False):
        if edge.id in hidden:
            if before.id not in hidden:
                after = next(e for e in piece.edges[piece.edges.index(edge) :] if e.id not in hidden)
                sides.append(Side("fold", np.array([edge.start, after.start])))
            continue
        dart = apexes.get(edge.id)
        if dart is None:
            sides.append(Side(edge.id, edge.polyline))
        else:
            sides.append(Side(f"{dart.id}.in", np.array([edge.start, dart.apex])))
            sides.append(Side(f"{dart.id}.out", np.array([dart.apex, edge.end])))
    return tuple(sides) if overlap is None else _cut_at(tuple(sides), *overlap)


def holes(piece: Piece) -> tuple[tuple[Side, Side], ...]:
    """Darts with two points: their two sides, from the first point to the second and back."""
    found = []
    for line in piece.internals:
        if line.kind != "dart" or np.linalg.norm(np.subtract(line.path[0][0], line.path[-1][-1])) > 1e-6:
            continue
        ring = g.flatten(line.path)[:-1]
        far = np.linalg.norm(ring[:, None] - ring[None], axis=2)
        first, last = sorted(int(k) for k in np.unravel_index(int(far.argmax()), far.shape))
        loop = np.concatenate((ring, ring))
        found.append((
            Side(f"{line.id}.in", loop[first : last + 1]),
            Side(f"{line.id}.out", loop[last : first + len(ring) + 1]),
        ))  # fmt: skip
    return tuple(found)


def turned_in(piece: Piece) -> frozenset[str]:
    """Edges beyond a fold line that runs from corner to corner: a vent's facing, which is worn turned in."""
    ids: set[str] = set()
    for line in piece.internals:
        if line.kind != "fold":
            continue
        ends = [np.array(line.path[0][0]), np.array(line.path[-1][-1])]
        starts = [min(range(2), key=lambda k: float(np.linalg.norm(ends[k] - e.start))) for e in piece.edges]
        at = [i for i, e in enumerate(piece.edges) if np.linalg.norm(ends[starts[i]] - e.start) < 1e-6]
        if len(at) == 2 and starts[at[0]] != starts[at[1]]:
            inner = piece.edges[at[0] : at[1]]
            outer = piece.edges[at[1] :] + piece.edges[: at[0]]
            ids |= {e.id for e in (inner if _length(inner) < _length(outer) else outer)}
    return frozenset(ids)


def _length(edges: tuple[Edge, ...]) -> float:
    return sum(edge.length_mm for edge in edges)


def overlap_line(piece: Piece) -> tuple[float, float] | None:
    """(x of the centre line, +1 or -1 for the side of it that is kept) of one half of a front that overlaps the other.

    Buttoned, the centre lines of both halves lie on each other; what is beyond is under the other half.
    """
    line = next((one for one in piece.internals if one.kind == "centre"), None)
    if piece.worn != "front" or not piece.mirrored_pair or line is None:
        return None
    x = float(line.path[0][0][0])
    low, high = piece.sew_ring[:, 0].min(), piece.sew_ring[:, 0].max()
    return (x, 1.0 if high - x > x - low else -1.0) if low < x - 1e-6 and high > x + 1e-6 else None


def _cut_at(sides: Sides, x: float, keep: float) -> Sides:
    """Sides beyond a vertical line cut away; where they were runs the side CENTRE."""
    kept: list[Side] = []
    for side in sides:
        rows = side.polyline
        off = keep * (rows[:, 0] - x)
        points: list[Array] = []
        for (a, da), (b, db) in zip(zip(rows[:-1], off[:-1], strict=True), zip(rows[1:], off[1:], strict=True),
                                    strict=True):  # fmt: skip
            if da >= 0.0 and not points:
                points.append(a)
            if (da >= 0.0) != (db >= 0.0):
                points.append(a + (b - a) * (da / (da - db)))
            if db >= 0.0:
                points.append(b)
        line = np.array(points)
        if len(line) > 1 and g.polyline_length(line) > 1e-6:
            kept.append(Side(side.id, line))
    at = next(i for i, side in enumerate(kept)
              if np.linalg.norm(side.polyline[-1] - kept[(i + 1) % len(kept)].polyline[0]) > 1e-6)  # fmt: skip
    after = kept[(at + 1) % len(kept)]
    return (*kept[: at + 1], Side(CENTRE, np.array([kept[at].polyline[-1], after.polyline[0]])), *kept[at + 1 :])


def shortened(sides: Sides, id: str, first_mm: float, last_mm: float) -> Sides:
    """A band whose side `id` has lost its ends: the sides beside it run to where it ends now."""
    at = next(i for i, side in enumerate(sides) if side.id == id)
    line = sides[at].polyline
    total = g.polyline_length(line)
    arc = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))))
    inner = line[(arc > first_mm + 1e-6) & (arc < total - last_mm - 1e-6)]
    ends = np.array([g.point_at(line, first_mm)]), np.array([g.point_at(line, total - last_mm)])
    out = list(sides)
    out[at] = replace(sides[at], polyline=np.concatenate((ends[0], inner, ends[1])))
    before, after = (at - 1) % len(out), (at + 1) % len(out)
    out[before] = Side(out[before].id, np.concatenate((out[before].polyline[:-1], ends[0])))
    out[after] = Side(out[after].id, np.concatenate((ends[1], out[after].polyline[1:])))
    return tuple(out)


def half_band(piece: Piece, fold: Seam) -> Sides:
    """A folded band as one layer, from its sewn edge to the fold; an underlap beyond the sewn edge lies hidden.

    Raises Problem for a band without a fold line.
    """
    sew = piece.edge(fold.a[0].edge)
    at = piece.edges.index(sew)
    line = next((item for item in piece.internals if item.kind == "fold"), None)
    if line is None:
        raise Problem("the band has no fold line", f"piece {piece.id}", "draft it anew", Kind.BAD_INPUT, "tryon.band")
    first, last = np.array(line.path[0][0]), np.array(line.path[-1][-1])
    start, end = np.array(sew.start), np.array(sew.end)
    if np.linalg.norm(first - start) > np.linalg.norm(last - start):
        first, last = last, first
    if len(fold.a) > 1:  # the underlap goes: the band ends where its sewn edge ends
        along = (last - first) / np.linalg.norm(last - first)
        last = first + along * ((end - first) @ along)
    after: Edge = piece.edges[(at + len(fold.a)) % len(piece.edges)]
    before: Edge = piece.edges[at - 1]
    return (
        Side(sew.id, sew.polyline),
        Side(after.id, np.array([end, last])),
        Side("fold", np.array([last, first])),
        Side(before.id, np.array([first, start])),
    )
