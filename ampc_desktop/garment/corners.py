"""Corners of a cut line: how the offsets of two neighbouring edges meet, as the edge that ends there asks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Edge

MITRE_LIMIT = 2.5
"""A mitre reaches at most this many allowances from its corner; what is longer is cut off square."""
CAP_LIMIT = 1.25
HEM_LIMIT = 2.0
"""The corner of a folded-back hem reaches at most this many allowances; else it is a mitre."""
_NEAR = 1e-7


@dataclass(frozen=True)
class Corner:
    """How two neighbouring offsets meet: the first is cut at `leave`, the second starts at `enter`."""

    leave: Array
    enter: Array
    between: tuple[Point, ...]


def meet(p: Point, d: Point, q: Point, e: Point) -> tuple[float, float] | None:
    """(s, t) with p + s d = q + t e, or None for parallels."""
    cross = d[0] * e[1] - d[1] * e[0]
    if abs(cross) < 1e-9:
        return None
    w = (q[0] - p[0], q[1] - p[1])
    return (w[0] * e[1] - w[1] * e[0]) / cross, (w[0] * d[1] - w[1] * d[0]) / cross


def unit(a: Array, b: Array) -> Point:
    d = b - a
    length = math.hypot(d[0], d[1]) or 1.0
    return (float(d[0]) / length, float(d[1]) / length)


def _along(p: Point, d: Point, s: float) -> Point:
    return (p[0] + s * d[0], p[1] + s * d[1])


def corner_of(first: Edge, second: Edge, o1: Array, o2: Array) -> Corner:
    """Shape the allowance at the end of `first`."""
    d1, d2 = unit(first.polyline[-2], first.polyline[-1]), unit(second.polyline[0], second.polyline[1])
    turn = math.atan2(d1[0] * d2[1] - d1[1] * d2[0], d1[0] * d2[0] + d1[1] * d2[1])
    if first.corner == "hem_mirror" and (first.role == "hem") != (second.role == "hem"):
        mirrored = _hem(first, second, o1, o2)
        if mirrored is not None:
            return mirrored
    if abs(turn) <= math.radians(0.5) and first.allowance_mm == second.allowance_mm:
        joint = (o1[-1] + o2[0]) / 2  # smooth: apart by hundredths of a millimetre, perhaps the wrong way round
        return Corner(np.vstack((o1[:-1], joint)), np.vstack((joint, o2[1:])), ())
    if turn < math.radians(-0.5):  # hollow: the offsets overlap, or meet once they are carried on
        reach = 4 * max(first.allowance_mm, second.allowance_mm)
        on = np.vstack((o1, o1[-1] + reach * np.asarray(d1)))
        back = np.vstack((o2[0] - reach * np.asarray(d2), o2))
        crossing = _cross(o1, o2)
        if crossing is not None:
            return crossing
        met = _cross(on, back)
        widest = max(first.allowance_mm, second.allowance_mm)
        if met is not None and float(np.hypot(*(met.leave[-1] - first.end))) <= 1.03 * widest:
            return met  # further away it would take the allowance of an edge it does not belong to
    p, q = (float(o1[-1][0]), float(o1[-1][1])), (float(o2[0][0]), float(o2[0][1]))
    c = first.end
    if turn <= math.radians(0.5):  # smooth, or hollow and not meeting: step straight across
        return Corner(o1, o2, ())
    if first.corner == "bevel":
        return Corner(o1, o2, ())
    if first.corner in ("square_first", "square_second"):
        squared = _square(first, second, p, q, d1, d2, c)
        if squared is not None:
            return Corner(o1, o2, squared)
    return Corner(o1, o2, mitre(first, second, p, q, d1, d2, c))


def mitre(first: Edge, second: Edge, p: Point, q: Point, d1: Point, d2: Point, c: Point) -> tuple[Point, ...]:
    widest = max(first.allowance_mm, second.allowance_mm)
    limit = widest * (CAP_LIMIT if first.corner == "cap" else MITRE_LIMIT)
    met = meet(p, d1, q, d2)
    if met is None:
        return ()
    if max(-met[0], met[1]) > 0.5 * widest:
        return ()  # a narrow edge carried on would cut into a wide one's allowance: a step instead
    tip = _along(p, d1, met[0])
    reach = g.distance(tip, c)
    if reach <= limit or widest == 0.0:
        return (tip,)
    # Cut the tip off square to the line corner-tip, at the limit.
    axis = ((tip[0] - c[0]) / reach, (tip[1] - c[1]) / reach)
    at, across = _along(c, axis, limit), (-axis[1], axis[0])
    left, right = meet(p, d1, at, across), meet(q, d2, at, across)
    if left is None or right is None or left[0] < 0 or right[0] > 0:
        return (tip,) if reach <= 2 * limit else ()
    return (_along(p, d1, left[0]), _along(q, d2, right[0]))


def _square(first: Edge, second: Edge, p: Point, q: Point, d1: Point, d2: Point, c: Point) -> tuple[Point, ...] | None:
    """End one edge's allowance at right angles to it; None where the other offset is never met."""
    if first.corner == "square_first":
        met = meet(c, (d1[1], -d1[0]), q, d2)
        if met is None or not 0 < met[0] <= first.allowance_mm * 4 or met[1] > _NEAR:
            return None
        return (_along(q, d2, met[1]),)
    met = meet(c, (d2[1], -d2[0]), p, d1)
    if met is None or not 0 < met[0] <= second.allowance_mm * 4 or met[1] < -_NEAR:
        return None
    return (_along(p, d1, met[1]),)


def _cross(o1: Array, o2: Array) -> Corner | None:
    """Trim two offsets that cross (hollow corners) at their crossing, or None."""
    a0, a1, b0, b1 = o1[:-1], o1[1:], o2[:-1], o2[1:]
    da, db = (a1 - a0)[:, None], (b1 - b0)[None]
    cross = da[..., 0] * db[..., 1] - da[..., 1] * db[..., 0]
    w = b0[None] - a0[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        s = (w[..., 0] * db[..., 1] - w[..., 1] * db[..., 0]) / cross
        t = (w[..., 0] * da[..., 1] - w[..., 1] * da[..., 0]) / cross
        hits = (s >= 0) & (s <= 1) & (t >= 0) & (t <= 1)
    if not hits.any():
        return None
    # The crossing nearest the corner: last on the first offset, first on the second.
    found = np.argwhere(hits)
    i, j = found[np.argmax(found[:, 0] - found[:, 1])]
    at = a0[i] + s[i, j] * (a1[i] - a0[i])
    return Corner(np.vstack((o1[: i + 1], at)), np.vstack((at, o2[j + 1 :])), ())


def _hem(first: Edge, second: Edge, o1: Array, o2: Array) -> Corner | None:
    """Let the folded-back hem lie on the piece: its side is the mirror image of the cut line above the fold."""
    hem_first = first.role == "hem"
    hem, beside = (first, o2[::-1]) if hem_first else (second, o1)
    corner = np.asarray(first.end)
    along = unit(hem.polyline[-2], hem.polyline[-1]) if hem_first else unit(hem.polyline[0], hem.polyline[1])
    out = np.array((along[1], -along[0]))
    depth = hem.allowance_mm
    # `beside` runs towards the hem; carry it straight on to the fold line, then mirror it below.
    if len(beside) < 2:
        return None
    height = (beside - corner) @ out  # negative inside the piece
    d = np.asarray(unit(beside[-2], beside[-1]))
    fall = float(d @ out)
    if fall < 0.2 or depth <= 0:
        return None
    above = beside[height < -_NEAR]
    if len(above) < 1:
        return None
    fold = above[-1] + d * (-float((above[-1] - corner) @ out) / fall)
    image = above[::-1] - 2 * np.outer((above[::-1] - corner) @ out, out)
    folded = np.vstack((fold, image))
    depths = (folded - corner) @ out
    if depths[-1] < depth or (np.diff(depths) <= 0).any() or len(depths) < 2:
        return None
    k = int(np.searchsorted(depths, depth))
    share = (depth - depths[k - 1]) / (depths[k] - depths[k - 1])
    tip = folded[k - 1] + share * (folded[k] - folded[k - 1])
    if float(np.hypot(*(tip - corner))) > HEM_LIMIT * max(first.allowance_mm, second.allowance_mm):
        return None  # nearly in line with its side: folded back it would take the allowance of that side
    chain = np.vstack((folded[:k], tip))
    if hem_first:
        kept = _clipped(o1, corner, np.asarray(along), tip)
        return Corner(kept, above[::-1], g.as_points(chain[::-1]))
    kept = _clipped(o2[::-1], corner, -np.asarray(along), tip)[::-1]
    return Corner(above, kept, g.as_points(chain))


def _clipped(points: Array, corner: Array, along: Array, tip: Array) -> Array:
    """The hem's offset up to (not beyond) the tip, measured along the hem."""
    inside = (points - corner) @ along < (tip - corner) @ along - _NEAR
    inside[0] = True
    return points[inside]
