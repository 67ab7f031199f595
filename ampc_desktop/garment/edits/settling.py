"""After an edit: notches keep their share, marks are cut back to the piece, impossible outlines are refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path
from ampc_desktop.core.pattern import InternalLine, Piece
from ampc_desktop.garment.edits.fisheyes import followed
from ampc_desktop.garment.edits.places import Refused


def settled(before: Piece, after: Piece) -> Piece:
    """Notches keep their share of a changed edge, two-pointed darts their place beside it; marks that would stick out
    are cut back to the piece."""
    old = {edge.id: edge for edge in before.edges}
    changed = [edge for edge in after.edges if edge.id in old and edge.path != old[edge.id].path]
    if not changed:
        return after
    scale = {edge.id: edge.length_mm / old[edge.id].length_mm for edge in changed}
    notches = tuple(replace(n, at_mm=n.at_mm * scale[n.edge]) if n.edge in scale else n for n in after.notches)
    after = followed(before, replace(after, notches=notches))
    outline = Polygon(after.sew_ring)
    if not outline.is_valid:
        return after
    internals = tuple(clipped(line, outline) for line in after.internals)
    (grain,) = clipped(InternalLine("", "internal", (g.line(after.grain.start, after.grain.end),)), outline).path
    return replace(after, internals=internals, grain=replace(after.grain, start=grain[0], end=grain[1]))


def clipped(line: InternalLine, outline: Polygon) -> InternalLine:
    if len(line.path) != 1 or len(line.path[0]) != 2:
        return line
    drawn = LineString(line.path[0])
    if outline.contains(drawn) or outline.buffer(0.01).contains(drawn):
        return line
    cut = drawn.intersection(outline)
    inside = [part for part in getattr(cut, "geoms", [cut]) if part.geom_type == "LineString" and part.length > 0]
    if not inside:
        return line
    longest = max(inside, key=lambda part: part.length).coords
    a, b = longest[0], longest[-1]
    path: Path = (g.line((float(a[0]), float(a[1])), (float(b[0]), float(b[1]))),)
    return replace(line, path=path)


def checked(before: Piece, after: Piece) -> Piece:
    """Refuse an outline that crosses itself, unless it did so already."""
    if [edge.path for edge in after.edges] == [edge.path for edge in before.edges]:
        return after
    ring = after.sew_ring
    fine = bool(np.isfinite(ring).all()) and g.signed_area(ring) > 0 and bool(shapely.is_valid(Polygon(ring)))
    if not fine and shapely.is_valid(Polygon(before.sew_ring)):
        raise Refused(f"the sew line of {before.id} would cross itself")
    if any(edge.length_mm < 0.05 for edge in after.edges):
        raise Refused(f"an edge of {before.id} would vanish")
    return after
