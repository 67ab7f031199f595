"""Seam allowances on shapes nobody drafts: concave, acute, with tiny and curved edges, every edge its own width."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
import shapely
from shapely.geometry import LinearRing, Polygon

from ampc_desktop import garment
from ampc_desktop.core.pattern import CornerKind, Edge, Grain, Piece
from ampc_desktop.core.ports import Progress, silent
from ampc_desktop.studio.bench.figure import Figure, Report, median
from ampc_desktop.studio.bench.judges import Array, points
from ampc_desktop.studio.bench.machine import KERNEL, Yardstick

WIDTHS = (0.0, 5.0, 7.0, 10.0, 12.0, 15.0, 20.0, 30.0, 40.0)
CORNERS: tuple[CornerKind, ...] = ("mitre", "bevel", "square_first", "square_second", "hem_mirror", "cap")
LIMIT_MM = 0.1
KINDS = ("convex", "concave", "acute", "tiny edges", "curved")


@dataclass
class Tally:
    """Worst figures over many pieces."""

    pieces: int = 0
    crossing: int = 0
    sampled: int = 0
    off: int = 0
    worst_mm: float = 0.0
    faults: list[str] = field(default_factory=list)


def random_piece(rng: np.random.Generator, kind: str) -> Piece:
    """A simple outline of 4 to 11 edges of one kind, counter-clockwise; widths and corners at random."""
    while True:
        count = int(rng.integers(4, 12))
        turns = np.sort(rng.uniform(0, 2 * math.pi, count))
        if kind == "tiny edges":
            turns = np.sort(np.concatenate((turns, turns[: count // 2] + rng.uniform(0.002, 0.01, count // 2))))
        low = {"convex": 0.85, "concave": 0.35, "acute": 0.15}.get(kind, 0.55)
        reach = rng.uniform(90, 320) * rng.uniform(low, 1.0, len(turns))
        ring = np.column_stack((np.cos(turns), np.sin(turns))) * reach[:, None]
        if np.ptp(turns) < math.pi * 1.2 or np.diff(turns, append=turns[0] + 2 * math.pi).max() > math.pi * 0.95:
            continue
        edges = tuple(_edge(rng, kind, k, ring) for k in range(len(ring)))
        sew = np.concatenate([edge.polyline[:-1] for edge in edges])
        if LinearRing(sew).is_simple and Polygon(sew).area > 4000 and LinearRing(sew).is_ccw:
            return Piece("p", "P", "shell", 1, edges, Grain((0.0, 0.0), (0.0, 10.0)))


def _edge(rng: np.random.Generator, kind: str, k: int, ring: Array) -> Edge:
    a, b = ring[k], ring[(k + 1) % len(ring)]
    width, corner = float(rng.choice(WIDTHS)), CORNERS[int(rng.integers(len(CORNERS)))]
    path: tuple[tuple[tuple[float, float], ...], ...] = (((float(a[0]), float(a[1])), (float(b[0]), float(b[1]))),)
    if kind == "curved" and np.hypot(*(b - a)) > 30:
        out = np.array((b - a)[::-1]) * (1, -1) * rng.uniform(-0.22, 0.22)
        handles = [a + (b - a) * share + out for share in (1 / 3, 2 / 3)]
        path = (tuple((float(p[0]), float(p[1])) for p in (a, *handles, b)),)
    role = "hem" if corner == "hem_mirror" and k % 3 == 0 else "seam"
    return Edge(f"e{k}", path, width, corner=corner, role=role)  # type: ignore[arg-type]


def judge(piece: Piece, tally: Tally, name: str) -> None:
    """The cut line must be simple and hold the sew line; straight out from every place of an edge that no corner and no
    other edge reaches, it lies the declared width away."""
    tally.pieces += 1
    cut = np.asarray(piece.cut)
    ring = LinearRing(cut) if len(cut) >= 3 else None
    if ring is None or not ring.is_simple or not Polygon(cut).buffer(0.05).contains(Polygon(_sew(piece))):
        tally.crossing += 1
        tally.faults.append(f"{name}: the cut line crosses itself or the sew line")
        return
    shapely.prepare(ring)
    body = Polygon(_sew(piece))
    lines = [points(edge) for edge in piece.edges]
    widest = max(edge.allowance_mm for edge in piece.edges)
    for k, edge in enumerate(piece.edges):
        at, outward = _samples(lines[k])
        if not len(at):
            continue
        others = shapely.MultiLineString([line for i, line in enumerate(lines) if i != k])
        free = shapely.distance(others, shapely.points(at + outward * edge.allowance_mm)) > widest + 1.0
        free &= shapely.distance(others, shapely.points(at)) > widest + edge.allowance_mm + 1.0
        free &= shapely.distance(body, shapely.points(at + outward * edge.allowance_mm)) > edge.allowance_mm - 0.05
        if not free.any():
            continue
        off = np.abs(shapely.distance(ring, shapely.points(at[free])) - edge.allowance_mm)
        tally.sampled += int(free.sum())
        tally.off += int((off > LIMIT_MM).sum())
        worst = float(off.max())
        tally.worst_mm = max(tally.worst_mm, worst)
        if worst > LIMIT_MM:
            tally.faults.append(f"{name}: {worst:.2f} mm off {edge.allowance_mm:g} mm at {edge.id}")


def _sew(piece: Piece) -> Array:
    return np.concatenate([points(edge)[:-1] for edge in piece.edges])


def _samples(line: Array) -> tuple[Array, Array]:
    """Places every 5 mm or so along a line and the unit normals out of the piece there."""
    step = np.diff(line, axis=0)
    length = np.hypot(*step.T)
    keep = length > 1e-9
    middle = ((line[:-1] + line[1:]) / 2)[keep]
    normal = np.column_stack((step[keep, 1], -step[keep, 0])) / length[keep, None]
    take = slice(None, None, max(1, len(middle) // 40))
    if len(middle) == 1:  # a straight edge: places along it
        shares = np.linspace(0.05, 0.95, 15)[:, None]
        return line[0] + shares * (line[-1] - line[0]), np.repeat(normal, 15, axis=0)
    return middle[take], normal[take]


def run(full: bool = False, progress: Progress = silent, pieces: int | None = None) -> Report:
    """Random pieces of five kinds in turn. Quick: 2 000; full: 10 000."""
    count = pieces or (10_000 if full else 2_000)
    rng, tally, taken = np.random.default_rng(5), Tally(), []
    yardstick = Yardstick()
    for k in range(count):
        if k % 50 == 0:
            progress(k / count, "allowances")
        kind = KINDS[k % len(KINDS)]
        bare = random_piece(rng, kind)
        began = perf_counter()
        cut = garment.with_cut_lines(bare)
        taken.append(1000 * (perf_counter() - began))
        judge(cut, tally, f"{kind} {k}")
    figures = (
        Figure("pieces whose allowance crosses itself", float(tally.crossing), "pieces", 0.0,
               reference="pieces tried", reference_value=float(count)),
        Figure("worst distance off the declared width, clear of corners", tally.worst_mm, "mm", LIMIT_MM,
               reference="places judged", reference_value=float(tally.sampled)),
        Figure("allowance of one piece, median", median(taken), "ms", 10.0, False, KERNEL, yardstick.ms()),
    )  # fmt: skip
    tried = {"pieces": count, "places": tally.sampled}
    return Report("allowance", figures, tuple(tally.faults[:20]), (f"{tally.off} places beyond the limit",), tried)
