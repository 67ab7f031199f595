"""Darts with two points follow the outline beside them: the waist moved in or up takes its darts along."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array, Path, Point
from ampc_desktop.core.pattern import InternalLine, Piece
from ampc_desktop.garment.edits.places import Refused

LEVEL_MM = 12.0
"""A point of the outline this near to a dart's widest level is the waist of that side."""
SAME_MM = 1e-6


def is_fisheye(line: InternalLine) -> bool:
    """A closed dart line inside a piece."""
    return line.kind == "dart" and g.distance(line.path[0][0], line.path[-1][-1]) < SAME_MM


def followed(before: Piece, after: Piece) -> Piece:
    """The piece with its two-pointed darts moved as the outline beside them was.

    A dart keeps its share of the way between the outline (or the centre line of a symmetric piece) on its two sides at
    its widest level, and goes up and down with a waist point there. Darts which the edit moved itself stay where it
    put them. Raises Refused where a dart that was inside would leave the piece.
    """
    was = {line.id: line for line in before.internals if is_fisheye(line)}
    moves = {
        line.id: by
        for line in after.internals
        if line.id in was and line.path == was[line.id].path and (by := _shift(before, after, line)) is not None
    }
    if not was:
        return after
    internals = tuple(
        replace(line, path=g.translated_path(line.path, *moves[line.id])) if line.id in moves else line
        for line in after.internals
    )
    old = {hole.id: hole for hole in before.drills}
    drills = tuple(
        replace(hole, at=(hole.at[0] + by[0], hole.at[1] + by[1]))
        if (by := moves.get(hole.id.rpartition(".")[0])) is not None and old.get(hole.id) == hole
        else hole
        for hole in after.drills
    )
    done = replace(after, internals=internals, drills=drills)
    _inside(before, done, was)
    return done


def _shift(before: Piece, after: Piece, line: InternalLine) -> Point | None:
    """How far a dart is moved; None where nothing beside it was."""
    points = g.flatten(line.path)
    widest = points[int(np.argmax(np.abs(points[:, 0] - points[0, 0])))]
    x, y = float((points[:, 0].min() + points[:, 0].max()) / 2), float(widest[1])
    one, two = _beside(before, x, y), _beside(after, x, y)
    if one is None or two is None:
        return None
    share = (x - one[0]) / max(one[1] - one[0], 1e-9)
    dx = two[0] + share * (two[1] - two[0]) - x
    dy = _waist_moved(before, after, one, y)
    if dy:  # the outline is read at the new level, so that a waist moved up does not narrow the dart's place
        two = _beside(after, x, y + dy)
        if two is None:
            return None
        dx = two[0] + share * (two[1] - two[0]) - x
    return (dx, dy) if abs(dx) > SAME_MM or abs(dy) > SAME_MM else None


def _beside(piece: Piece, x: float, y: float) -> tuple[float, float] | None:
    """Where the outline, or the centre line, lies left and right of a point."""
    ring = piece.sew_ring
    crossings = _crossings(ring, y)
    if piece.symmetric:
        crossings = np.append(crossings, piece.symmetry_x)
    left, right = crossings[crossings < x], crossings[crossings > x]
    return (float(left.max()), float(right.min())) if len(left) and len(right) else None


def _crossings(ring: Array, y: float) -> Array:
    low, high = ring[:, 1], np.roll(ring[:, 1], -1)
    hit = (low <= y) != (high <= y)
    x0, x1 = ring[hit, 0], np.roll(ring[:, 0], -1)[hit]
    return np.asarray(x0 + (y - low[hit]) / (high[hit] - low[hit]) * (x1 - x0))


def _waist_moved(before: Piece, after: Piece, sides: tuple[float, float], y: float) -> float:
    """How far up the waist points beside a dart went, in the mean of the sides that have one."""
    paths = {edge.id: edge.path for edge in after.edges}
    moved = []
    for x in sides:
        if before.symmetric and abs(x - before.symmetry_x) < SAME_MM:
            continue
        near: tuple[float, float] | None = None
        for edge in before.edges:
            new = paths.get(edge.id)
            if new is None or len(new) != len(edge.path):
                continue
            for old_point, new_point in zip(_joints(edge.path), _joints(new), strict=True):
                off = g.distance(old_point, (x, y))
                if off < LEVEL_MM and (near is None or off < near[0]):
                    near = (off, new_point[1] - old_point[1])
        if near is not None:
            moved.append(near[1])
    return sum(moved) / len(moved) if moved else 0.0


def _joints(path: Path) -> list[Point]:
    return [path[0][0], *(segment[-1] for segment in path)]


def _inside(before: Piece, after: Piece, was: dict[str, InternalLine]) -> None:
    outlines = [Polygon(piece.sew_ring) for piece in (before, after)]
    if not all(outline.is_valid for outline in outlines):
        return
    now = {line.id: line for line in after.internals if line.id in was and is_fisheye(line)}
    others = {id: (Polygon(g.flatten(was[id].path)), Polygon(g.flatten(line.path))) for id, line in now.items()}
    for line in now.values():
        old, new = Polygon(g.flatten(was[line.id].path)), Polygon(g.flatten(line.path))
        if outlines[0].buffer(0.1).contains(old) and not outlines[1].buffer(0.1).contains(new):
            raise Refused(f"the dart {line.id.replace('.', ' ')} would leave {after.id}; move it first")
        for id, (mine, theirs) in others.items():
            if id != line.id and not mine.intersects(old) and theirs.intersects(new):
                raise Refused(f"the darts {line.id.replace('.', ' ')} and {id.replace('.', ' ')} would cross")
