"""Darts with two points edited as one: both points, the intake, the drill holes, and the other half's dart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from shapely.geometry import Point as Place
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Point
from ampc_desktop.core.pattern import DrillHole, InternalLine, Piece
from ampc_desktop.garment.edits.fisheyes import is_fisheye
from ampc_desktop.garment.edits.places import SAME_MM, Refused, mirroring, number

LEAST_INTAKE_MM = 2.0
LEAST_LENGTH_MM = 30.0
ON_MM = 0.5
ENDS = ("high", "low")
"""Names of the points: "fisheye.l:high" is the upper point of the dart fisheye.l."""

Move = Callable[[Point], Point]


@dataclass(frozen=True)
class Shape:
    """A dart with two points: the points, the middle of its widest level, what is taken in there."""

    high: Point
    low: Point
    middle: Point
    intake_mm: float


def shape_of(line: InternalLine) -> Shape:
    """Its points are the two of its corners that lie farthest apart."""
    corners = [segment[0] for segment in line.path]
    pairs = [(a, b) for i, a in enumerate(corners) for b in corners[i + 1 :]]
    one, two = max(pairs, key=lambda pair: g.distance(*pair))
    high, low = (one, two) if one[1] >= two[1] else (two, one)
    points = g.flatten(line.path)
    along = np.subtract(high, low) / g.distance(high, low)
    off = (points - low) @ np.array([-along[1], along[0]])
    middle = (points[int(np.argmax(off))] + points[int(np.argmin(off))]) / 2
    return Shape(high, low, (float(middle[0]), float(middle[1])), float(np.ptp(off)))


def dart_line(piece: Piece, item: str) -> InternalLine | None:
    """The dart with two points that an item names ("fisheye.l", "fisheye.l:high"), None when it is none."""
    id = item.partition(":")[0]
    return next((line for line in piece.internals if line.id == id and is_fisheye(line)), None)


def drills_of(piece: Piece, line: InternalLine) -> tuple[DrillHole, ...]:
    """The drill holes that mark a dart: those on it."""
    ring = Polygon(g.flatten(line.path)).buffer(ON_MM)
    return tuple(hole for hole in piece.drills if ring.contains(Place(hole.at)))


def dart_drilled(piece: Piece, hole: DrillHole) -> str:
    """The item that a drill hole of a dart stands for, "" for any other hole: near a point the point, else the dart."""
    for line in piece.internals:
        if is_fisheye(line) and hole in drills_of(piece, line):
            shape = shape_of(line)
            quarter = 0.25 * g.distance(shape.high, shape.low)
            for name, point in zip(ENDS, (shape.high, shape.low), strict=True):
                if g.distance(point, hole.at) < min(quarter, g.distance(shape.middle, hole.at)):
                    return f"{line.id}:{name}"
            return line.id
    return ""


def _image_of(piece: Piece, line: InternalLine) -> InternalLine | None:
    there = g.mirrored(shape_of(line).middle, piece.symmetry_x)
    others = (one for one in piece.internals if one.id != line.id and is_fisheye(one))
    return next((one for one in others if g.distance(shape_of(one).middle, there) < ON_MM), None)


def moved(piece: Piece, edit: PatternEdit) -> Piece:
    """A point of the dart, or all of it, moved; or its intake changed. Raises Refused where it has no room."""
    line = dart_line(piece, edit.item)
    if line is None:
        raise Refused(f"{piece.id} has no dart '{edit.item}'")
    end = edit.item.partition(":")[2]
    if end not in ("", *ENDS):
        raise Refused(f"'{end}' is not a point of a dart: high or low")
    dx, dy = number(edit, "dx_mm", 0.0), number(edit, "dy_mm", 0.0)
    shape = shape_of(line)
    wide = number(edit, "intake_mm", shape.intake_mm, 150.0)
    image = _image_of(piece, line) if mirroring(piece, edit) else None
    changed = _changed(piece, line, _moving(shape, end, (dx, dy), wide))
    if image is not None:
        changed = _changed(changed, image, _moving(shape_of(image), end, (-dx, dy), wide))
    for one in (line, *([image] if image is not None else [])):
        _fits(changed, one.id)
    return changed


def _moving(shape: Shape, end: str, by: Point, wide: float) -> Move:
    """What carries every point of a dart. Where one point moves, the widest level keeps its height on the new axis and
    lies square to it, so that both sides stay equally long."""
    shift = np.asarray(by)
    high = np.asarray(shape.high) + (shift if end in ("", "high") else 0.0)
    low = np.asarray(shape.low) + (shift if end in ("", "low") else 0.0)
    old = np.subtract(shape.high, shape.low)
    was, now = old / np.hypot(*old), (high - low) / max(float(np.hypot(*(high - low))), SAME_MM)
    middle = np.asarray(shape.middle) + (shift if not end else 0.0)
    foot = low + float((middle - low) @ now) * now
    reach = [float(np.subtract(tip, shape.middle) @ was) for tip in (shape.high, shape.low)]
    scales = [float((tip - foot) @ now) / far if abs(far) > SAME_MM else 1.0
              for tip, far in zip((high, low), reach, strict=True)]  # fmt: skip
    if min(scales) * min(abs(far) for far in reach) < LEAST_LENGTH_MM / 3:
        raise Refused("a point of a dart can't pass its widest level")
    grow = wide / max(shape.intake_mm, SAME_MM)

    def move(point: Point) -> Point:
        off = np.subtract(point, shape.middle)
        along, aside = float(off @ was), float(off[1] * was[0] - off[0] * was[1])
        along *= scales[0] if along > 0 else scales[1]
        x, y = foot + along * now + grow * aside * np.array([-now[1], now[0]])
        return (float(x), float(y))

    return move


def _changed(piece: Piece, line: InternalLine, move: Move) -> Piece:
    mine = {hole.id for hole in drills_of(piece, line)}
    path = tuple(tuple(move(p) for p in segment) for segment in line.path)
    return replace(
        piece,
        internals=tuple(replace(one, path=path) if one.id == line.id else one for one in piece.internals),
        drills=tuple(replace(hole, at=move(hole.at)) if hole.id in mine else hole for hole in piece.drills),
    )


def _fits(piece: Piece, id: str) -> None:
    line = dart_line(piece, id)
    assert line is not None
    shape, ring = shape_of(line), Polygon(g.flatten(line.path))
    long = g.distance(shape.high, shape.low)
    if not ring.is_valid or long < LEAST_LENGTH_MM or not LEAST_INTAKE_MM <= shape.intake_mm <= 0.6 * long:
        raise Refused(f"the dart {id} would be {shape.intake_mm:.0f} mm wide on {long:.0f} mm")
    if not Polygon(piece.sew_ring).buffer(0.1).contains(ring):
        raise Refused(f"the dart {id} would leave {piece.id}")
    others = {one.id: Polygon(g.flatten(one.path)) for one in piece.internals if one.id != id and is_fisheye(one)}
    others |= {
        dart.id: Polygon([piece.edge(dart.mouth).start, dart.apex, piece.edge(dart.mouth).end]) for dart in piece.darts
    }
    for other, shape_there in others.items():
        if shape_there.intersection(ring).area > 1.0:
            raise Refused(f"the dart {id} would cross the dart {other}")


def removed(piece: Piece, edit: PatternEdit) -> Piece:
    """The dart let out: its line and drill holes go, on a symmetric piece the other half's too."""
    line = dart_line(piece, edit.item)
    if line is None:
        raise Refused(f"{piece.id} has no dart '{edit.item}'")
    gone = [line]
    image = _image_of(piece, line) if mirroring(piece, edit) else None
    gone += [image] if image is not None else []
    holes = {hole.id for one in gone for hole in drills_of(piece, one)}
    ids = {one.id for one in gone}
    return replace(
        piece,
        internals=tuple(one for one in piece.internals if one.id not in ids),
        drills=tuple(hole for hole in piece.drills if hole.id not in holes),
    )
