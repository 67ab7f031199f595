"""Edits of lines and marks inside a piece, anchored to a corner so that they follow it on another body."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry import Point as Place

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import DrillHole, InternalKind, InternalLine, Piece
from ampc_desktop.garment.edits import two_pointed
from ampc_desktop.garment.edits.lines import smooth, straight
from ampc_desktop.garment.edits.places import SAME_MM, Refused, edge_of, end_of, mirroring, number


def _anchor(piece: Piece, item: str) -> Point:
    if ":" not in item:
        raise Refused(f"'{item}' is not a corner, e.g. side.l:start")
    edge, at_end = end_of(piece, item)
    return edge.end if at_end else edge.start


def _inside(piece: Piece, line: Path) -> None:
    if not Polygon(piece.sew_ring).buffer(0.05).contains(LineString(g.flatten(line))):
        raise Refused(f"the line leaves {piece.id}")


def _ids(piece: Piece) -> set[str]:
    return {line.id for line in piece.internals} | {hole.id for hole in piece.drills}


def _named(piece: Piece, edit: PatternEdit, default: str) -> str:
    id = str(edit.values.get("id", f"{default}.{edit.id}"))
    if id in _ids(piece):
        raise Refused(f"{piece.id} already has '{id}'")
    return id


def _on_axis(piece: Piece, points: list[Point]) -> bool:
    """Whether a mark is its own mirror image."""
    image = {(round(2 * piece.symmetry_x - x, 2), round(y, 2)) for x, y in points}
    return image == {(round(x, 2), round(y, 2)) for x, y in points}


def add_internal(piece: Piece, edit: PatternEdit) -> Piece:
    anchor, id = _anchor(piece, edit.item), _named(piece, edit, "line")
    kind = str(edit.values.get("kind", "internal"))
    if kind not in get_args(InternalKind):
        raise Refused(f"'{kind}' is not a line: {', '.join(get_args(InternalKind))}")
    points = []
    for part in str(edit.values.get("points", "")).split(";"):
        try:
            dx, dy = (float(word) for word in part.split(","))
        except ValueError as error:
            raise Refused(f"'{part}' is not a point of a line, e.g. 30,-12.5") from error
        points.append(np.asarray((anchor[0] + dx, anchor[1] + dy)))
    if len(points) < 2:
        raise Refused("a line needs two points")
    curved = number(edit, "smooth", 0.0, 1.0) and len(points) > 2
    path = smooth(points) if curved else straight(points)
    _inside(piece, path)
    lines = [InternalLine(id, kind, path)]  # type: ignore[arg-type]
    if mirroring(piece, edit) and not _on_axis(piece, list(g.as_points(np.array(points)))):
        lines.append(replace(lines[0], id=f"{id}.mirror", path=g.mirrored_path(path, piece.symmetry_x)))
    return replace(piece, internals=(*piece.internals, *lines))


def add_parallel(piece: Piece, edit: PatternEdit) -> Piece:
    """An internal line beside an edge, by_mm inside it, ending on the outline."""
    edge, by, id = edge_of(piece, edit.item), number(edit, "by_mm", most=500.0), _named(piece, edit, "parallel")
    if by <= 0:
        raise Refused("a parallel lies inside the piece")
    drawn = LineString(edge.polyline).offset_curve(by, join_style="mitre")
    kept = drawn.intersection(Polygon(piece.sew_ring))
    parts = [part for part in getattr(kept, "geoms", [kept]) if part.geom_type == "LineString" and part.length > 1.0]
    if not parts:
        raise Refused(f"{piece.id} is not {by:g} mm wide beside {edge.id}")
    points = np.asarray(shapely.simplify(max(parts, key=lambda part: part.length), 0.02).coords)
    line = InternalLine(id, "internal", straight(list(points)))
    lines = [line]
    if mirroring(piece, edit) and abs(g.mirrored(edge.start, piece.symmetry_x)[0] - edge.end[0]) > SAME_MM:
        lines.append(replace(line, id=f"{id}.mirror", path=g.mirrored_path(line.path, piece.symmetry_x)))
    return replace(piece, internals=(*piece.internals, *lines))


def remove_internal(piece: Piece, edit: PatternEdit) -> Piece:
    if two_pointed.dart_line(piece, edit.item) is not None:
        return two_pointed.removed(piece, edit)
    gone = {edit.item, f"{edit.item}.mirror"} if mirroring(piece, edit) else {edit.item}
    if edit.item not in {line.id for line in piece.internals}:
        raise Refused(f"{piece.id} has no line '{edit.item}'")
    return replace(piece, internals=tuple(line for line in piece.internals if line.id not in gone))


def add_drill(piece: Piece, edit: PatternEdit) -> Piece:
    anchor, id = _anchor(piece, edit.item), _named(piece, edit, "drill")
    wide = number(edit, "diameter_mm", 2.0, 30.0)
    if wide <= 0:
        raise Refused("a drill hole needs a diameter")
    at = (anchor[0] + number(edit, "dx_mm", 0.0), anchor[1] + number(edit, "dy_mm", 0.0))
    holes = [DrillHole(id, at, wide)]
    if mirroring(piece, edit) and abs(at[0] - piece.symmetry_x) > SAME_MM:
        holes.append(DrillHole(f"{id}.mirror", g.mirrored(at, piece.symmetry_x), wide))
    return _drilled(piece, (*piece.drills, *holes))


def _drilled(piece: Piece, holes: tuple[DrillHole, ...]) -> Piece:
    body = Polygon(piece.sew_ring).buffer(0.05)
    for hole in holes:
        if not body.contains(Place(hole.at)):
            raise Refused(f"the hole would lie outside {piece.id}")
    return replace(piece, drills=holes)


def _drill(piece: Piece, id: str) -> DrillHole:
    for hole in piece.drills:
        if hole.id == id:
            return hole
    raise Refused(f"{piece.id} has no drill hole '{id}'")


def _image(piece: Piece, hole: DrillHole) -> DrillHole | None:
    there = g.mirrored(hole.at, piece.symmetry_x)
    return next((one for one in piece.drills if g.distance(one.at, there) < SAME_MM and one.id != hole.id), None)


def move_drill(piece: Piece, edit: PatternEdit) -> Piece:
    hole = _drill(piece, edit.item)
    if dart := two_pointed.dart_drilled(piece, hole):  # it marks a dart: the dart moves
        return two_pointed.moved(piece, replace(edit, item=dart))
    dx, dy = number(edit, "dx_mm", 0.0), number(edit, "dy_mm", 0.0)
    image = _image(piece, hole) if mirroring(piece, edit) else None
    ways = {hole.id: (dx, dy), **({image.id: (-dx, dy)} if image is not None else {})}
    holes = tuple(
        replace(one, at=(one.at[0] + ways[one.id][0], one.at[1] + ways[one.id][1])) if one.id in ways else one
        for one in piece.drills
    )
    return _drilled(piece, holes)


def remove_drill(piece: Piece, edit: PatternEdit) -> Piece:
    hole = _drill(piece, edit.item)
    image = _image(piece, hole) if mirroring(piece, edit) else None
    gone = {hole.id, image.id if image is not None else hole.id}
    return replace(piece, drills=tuple(one for one in piece.drills if one.id not in gone))
