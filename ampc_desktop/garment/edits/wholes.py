"""Edits of whole pieces: joined along a seam, made symmetric, given a facing."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Array, Path, Point
from ampc_desktop.core.pattern import Edge, EdgeRef, Grain, Notch, Pattern, Piece, Seam
from ampc_desktop.garment.edits.fragments import Fragment, moved_seam
from ampc_desktop.garment.edits.lines import smooth
from ampc_desktop.garment.edits.places import SAME_MM, Refused, edge_of, number
from ampc_desktop.garment.edits.promises import kept_promises
from ampc_desktop.garment.edits.reshaping import Move, moved_path, turned
from ampc_desktop.garment.edits.seams import Changed, piece_of, seam_of
from ampc_desktop.garment.edits.settling import checked

FITS_MM = 2.0
"""Two edges lie on each other when they are nowhere further apart."""


# --- joined ---------------------------------------------------------------------------------------------------


def merge(pattern: Pattern, edit: PatternEdit) -> Changed:
    """The two pieces of a seam as one: side b is laid on side a and takes its grain and name."""
    seam = seam_of(pattern, edit.item)
    if len(seam.a) != 1 or len(seam.b) != 1:
        raise Refused(f"{seam.label} joins more than two edges")
    (a,), (b,) = seam.a, seam.b
    one, two = piece_of(pattern, a.piece), piece_of(pattern, b.piece)
    if one.id == two.id:
        raise Refused(f"{one.id} can't be joined to itself; unfold it instead")
    same = (one.quantity, one.mirrored_pair, one.material) == (two.quantity, two.mirrored_pair, two.material)
    if not same or a.copy != b.copy:
        raise Refused(f"{one.id} and {two.id} are not cut alike")
    mine, other = one.edge(a.edge), two.edge(b.edge)
    move = _laid_on(mine, other, a.reverse == b.reverse)
    k = [edge.id for edge in one.edges].index(a.edge)
    m = [edge.id for edge in two.edges].index(b.edge)
    taken = {edge.id for edge in one.edges}
    names = {edge.id: edge.id if edge.id not in taken else f"{two.id}.{edge.id}" for edge in two.edges}
    carried = [
        replace(edge, id=names[edge.id], path=moved_path(edge.path, move))
        for edge in (*two.edges[m + 1 :], *two.edges[:m])
    ]
    edges = closed([*one.edges[:k], *carried, *one.edges[k + 1 :]])
    moved = {line.id for line in one.internals}
    joined = replace(
        one,
        edges=tuple(edges),
        notches=(
            *(n for n in one.notches if n.edge != a.edge),
            *(replace(n, id=_free(n.id, one.notches, two.id), edge=names[n.edge])
              for n in two.notches if n.edge != b.edge),
        ),
        internals=(
            *one.internals,
            *(replace(line, id=line.id if line.id not in moved else f"{two.id}.{line.id}",
                      path=moved_path(line.path, move)) for line in two.internals),
        ),
        drills=(*one.drills, *(replace(hole, id=f"{two.id}.{hole.id}", at=move(hole.at)) for hole in two.drills)),
        darts=(*one.darts, *(replace(d, id=names.get(d.id, d.id), mouth=names[d.mouth], apex=move(d.apex))
                             for d in two.darts)),
        symmetric=one.symmetric and two.symmetric and abs(move((two.symmetry_x, 0.0))[0] - one.symmetry_x) < 0.05,
    )  # fmt: skip
    if not shapely.is_valid(Polygon(joined.sew_ring)):
        raise Refused(f"{one.id} and {two.id} would overlap")
    ways: dict[str, list[Fragment]] = {old: [(one.id, new, False, 0)] for old, new in names.items() if old != b.edge}
    gone = {(one.id, a.edge), (two.id, b.edge)}
    left = [without(s, gone) for s in pattern.seams if s.id != seam.id]
    seams = tuple(moved_seam(s, two.id, ways) for s in left if s is not None)
    promises = kept_promises(pattern, two, (joined,), ways)
    return replace(
        pattern,
        pieces=tuple(joined if p.id == one.id else p for p in pattern.pieces if p.id != two.id),
        seams=seams,
        key_dimensions=promises,
        recipe={id: n for id, n in pattern.recipe.items() if id != two.id},
        grade_rules=tuple(rule for rule in pattern.grade_rules if rule.piece not in (one.id, two.id)),
    ), (one.id,)


def without(seam: Seam, gone: Collection[tuple[str, str]]) -> Seam | None:
    """A seam less the edges that are gone, None when a side has none left (the other copy of a seam just merged)."""
    a, b = (tuple(ref for ref in side if (ref.piece, ref.edge) not in gone) for side in (seam.a, seam.b))
    return replace(seam, a=a, b=b) if a and b else None


def _free(id: str, taken: tuple[Notch, ...], piece: str) -> str:
    return id if id not in {notch.id for notch in taken} else f"{piece}.{id}"


def _laid_on(mine: Edge, other: Edge, same_way: bool) -> Move:
    """The rigid motion that lays another piece's edge on an edge, pieces on either side of it. Raises Refused."""
    if same_way:
        raise Refused("these edges lie the same way round; one piece would have to be turned over")
    if abs(mine.length_mm - other.length_mm) > FITS_MM:
        raise Refused(f"the edges differ by {abs(mine.length_mm - other.length_mm):.1f} mm; true the seam first")
    a, b = other.end, other.start  # the end of the one meets the start of the other
    goal, on = mine.start, mine.end
    angle = math.atan2(on[1] - goal[1], on[0] - goal[0]) - math.atan2(b[1] - a[1], b[0] - a[0])
    move = turned(a, angle, (goal[0] - a[0], goal[1] - a[1]))
    laid = np.array([move((float(x), float(y))) for x, y in other.polyline])
    off = float(shapely.distance(shapely.points(laid), LineString(mine.polyline)).max())
    if off > FITS_MM:
        raise Refused(f"the edges are not of one shape: {off:.1f} mm apart when laid on each other")
    return move


def closed(edges: list[Edge]) -> list[Edge]:
    """Each edge begun exactly where the one before it ends."""
    found = []
    for k, edge in enumerate(edges):
        before = edges[k - 1]
        if g.distance(before.end, edge.start) > FITS_MM:
            raise Refused("the outline would not close")
        found.append(replace(edge, path=((before.end, *edge.path[0][1:]), *edge.path[1:])))
    return found


# --- symmetric ------------------------------------------------------------------------------------------------


def mirror(pattern: Pattern, edit: PatternEdit) -> Changed:
    """The half that is kept (l or r: wearer's, as the edges are called) copied over the centre line to the other."""
    piece, keep = piece_of(pattern, edit.piece), str(edit.values.get("keep", "l"))
    if not piece.symmetric:
        raise Refused(f"{piece.id} has no centre line to mirror in")
    if keep not in ("l", "r"):
        raise Refused("keep l or r, the wearer's left or right half")
    axis = piece.symmetry_x
    right_way = _side_of(piece, keep)
    edges, k = list(piece.edges), 0
    while k < len(edges) and not (abs(edges[k].start[0] - axis) < SAME_MM or _crosses(edges[k], axis)):
        k += 1
    ring = edges[k:] + edges[:k]
    kept = [edge for edge in ring if (float(edge.polyline[:, 0].mean()) - axis) * right_way > 0]
    images = {_twin_id(edge.id): edge for edge in kept}
    made: list[Edge] = []
    for edge in piece.edges:
        if _crosses(edge, axis):
            made.append(replace(edge, path=_own_image(edge, axis, right_way)))
        elif edge in kept:
            made.append(edge)
        else:
            image = images.get(edge.id)
            if image is None:
                raise Refused(f"the halves of {piece.id} have different edges ({edge.id})")
            made.append(replace(edge, path=g.mirrored_path(image.path, axis), allowance_mm=image.allowance_mm))
    changed = replace(piece, edges=tuple(closed(made)))
    return pattern.with_piece(checked(piece, _mirrored_notches(piece, changed, kept))), (piece.id,)


def _side_of(piece: Piece, keep: str) -> float:
    """+1 when the edges of a half lie at greater x."""
    mine = [edge for edge in piece.edges if edge.id.split(".")[-1] == keep or f".{keep}." in edge.id]
    if not mine:
        raise Refused(f"{piece.id} has no edges called .{keep}")
    return 1.0 if float(np.mean([edge.polyline[:, 0].mean() for edge in mine])) > piece.symmetry_x else -1.0


def _crosses(edge: Edge, axis: float) -> bool:
    x = edge.polyline[:, 0] - axis
    return bool(x.min() < -SAME_MM and x.max() > SAME_MM)


def _twin_id(id: str) -> str:
    return ".".join("r" if word == "l" else "l" if word == "r" else word for word in id.split("."))


def _own_image(edge: Edge, axis: float, side: float) -> Path:
    """An edge over the centre made its own mirror image from the half on one side of it."""
    line = edge.polyline
    x = (line[:, 0] - axis) * side
    along = g.cumulative(line)
    k = int(np.flatnonzero(np.diff(np.sign(x)))[0])
    at = float(np.interp(0.0, sorted((x[k], x[k + 1])), (along[k], along[k + 1]) if x[k] < x[k + 1]
                         else (along[k + 1], along[k])))  # fmt: skip
    first, second = g.split_path(edge.path, at * edge.length_mm / along[-1])
    if x[0] > 0:
        return (*first, *g.mirrored_path(first, axis))
    return (*g.mirrored_path(second, axis), *second)


def _mirrored_notches(before: Piece, after: Piece, kept: list[Edge]) -> Piece:
    names = {edge.id for edge in kept}
    lengths = {edge.id: edge.length_mm for edge in before.edges}
    notches = []
    for notch in before.notches:
        if notch.edge in names:
            notches.append(notch)
            continue
        edge = after.edge(notch.edge)
        twin = next(
            (n for n in before.notches if n.edge == _twin_id(notch.edge) and n.edge in names
             and abs(n.at_mm / lengths[n.edge] - (1 - notch.at_mm / lengths[notch.edge])) < 0.25), None)  # fmt: skip
        at = edge.length_mm - twin.at_mm if twin else notch.at_mm * edge.length_mm / lengths[notch.edge]
        notches.append(replace(notch, at_mm=at))
    return replace(after, notches=tuple(notches))


# --- facings --------------------------------------------------------------------------------------------------


def add_facing(pattern: Pattern, edit: PatternEdit) -> Changed:
    """A facing: a strip of even width inside edges that lie side by side, sewn to them, as a piece of its own."""
    piece = piece_of(pattern, edit.piece)
    wanted = [edge_of(piece, id.strip()).id for id in edit.item.split(",")]
    width = number(edit, "width_mm", most=300.0)
    if width < 10.0:
        raise Refused("a facing is at least 10 mm wide")
    order = [edge.id for edge in piece.edges]
    k = next((i for i, id in enumerate(order) if id in wanted and order[i - 1] not in wanted), None)
    if k is None or {order[(k + j) % len(order)] for j in range(len(wanted))} != set(wanted):
        raise Refused("the edges of a facing lie side by side")
    edges = [piece.edges[(k + j) % len(order)] for j in range(len(wanted))]
    before, after = piece.edges[k - 1], piece.edges[(k + len(wanted)) % len(order)]
    line = np.concatenate([edge.polyline if i == 0 else edge.polyline[1:] for i, edge in enumerate(edges)])
    inner = _inner(piece, line, width)
    id = str(edit.values.get("id", f"{piece.id}.facing.{edit.id}"))
    if any(one.id == id for one in pattern.pieces):
        raise Refused(f"there is a piece '{id}' already")
    far, near = (float(inner[0, 0]), float(inner[0, 1])), (float(inner[-1, 0]), float(inner[-1, 1]))
    ring = [
        *edges,
        Edge(_end("end.l", edges), _way(after, edges[-1].end, far, True), after.allowance_mm),
        Edge(_end("inner", edges), _curve(inner), 0.0, "6.01", role="seam"),
        Edge(
            _end("end.r", edges), _way(before, near, edges[0].start, False), before.allowance_mm, corner=before.corner
        ),
    ]
    ring[-1] = replace(ring[-1], corner=before.corner)
    label = f"{(piece.label or piece.id).capitalize()} facing"
    name = f"{piece.name[:13]} FACING"
    copies = "" if len([p for p in pattern.pieces if p.name == name]) == 0 else f" {edit.id.upper()}"
    made = Piece(
        id=id,
        name=(name + copies)[:20],
        material=str(edit.values.get("material", piece.material)),
        quantity=piece.quantity,
        edges=tuple(closed(ring)),
        grain=_grain(piece, ring),
        mirrored_pair=piece.mirrored_pair,
        notches=tuple(replace(n, id=f"facing.{n.id}") for n in piece.notches if n.edge in wanted and not n.pair),
        printed=False,
        symmetric=piece.symmetric and bool(_is_image(ring, piece.symmetry_x)),
        symmetry_x=piece.symmetry_x,
        label=label,
        annotation=f"CUT {piece.quantity} {name}",
        worn="inside",
    )
    if not shapely.is_valid(Polygon(made.sew_ring)) or g.signed_area(made.sew_ring) < 500.0:
        raise Refused(f"a facing of {width:g} mm does not fit into {piece.id}")
    seams = [
        Seam(f"{id}.{'lr'[copy]}" if piece.mirrored_pair else id, label.lower(),
             tuple(EdgeRef(id, edge.id, False, copy) for edge in edges),
             tuple(EdgeRef(piece.id, edge.id, False, copy) for edge in edges))
        for copy in range(2 if piece.mirrored_pair else 1)
    ]  # fmt: skip
    recipe = {**pattern.recipe, id: made.quantity}
    return replace(pattern, pieces=(*pattern.pieces, made), seams=(*pattern.seams, *seams), recipe=recipe), (id,)


def _end(id: str, faced: list[Edge]) -> str:
    """Name of a new edge of a facing, which no faced edge has."""
    return f"facing.{id}" if id in {edge.id for edge in faced} else id


def _inner(piece: Piece, line: Array, width: float) -> Array:
    """The inner edge of a facing, from the end of the faced edges back to their start."""
    body = Polygon(piece.sew_ring)
    long = LineString(line).offset_curve(width, join_style="round")
    if long.is_empty or long.geom_type != "LineString":
        raise Refused(f"a facing of {width:g} mm is too wide for {piece.id} there")
    points = np.asarray(long.coords)
    d, e = points[0] - points[1], points[-1] - points[-2]
    reach = 3 * width
    points = np.vstack((points[0] + d / np.hypot(*d) * reach, points, points[-1] + e / np.hypot(*e) * reach))
    kept = LineString(points).intersection(body)
    parts = [part for part in getattr(kept, "geoms", [kept]) if part.geom_type == "LineString"]
    middle = shapely.Point(g.point_at(line, g.polyline_length(line) / 2))
    best = min((part for part in parts if part.length > width), key=lambda part: part.distance(middle), default=None)
    if best is None:
        raise Refused(f"a facing of {width:g} mm does not fit into {piece.id}")
    found = np.asarray(best.coords)
    return found[::-1] if g.nearest_on(line, (found[0, 0], found[0, 1]))[0] < g.polyline_length(line) / 2 else found


def _way(beside: Edge, start: Point, end: Point, onward: bool) -> Path:
    """Along a neighbouring edge where the facing ends on it, else straight."""
    at, off = g.nearest_on(beside.polyline, end if onward else start)
    if off > 0.5:
        return (g.line(start, end),)
    at *= beside.length_mm / max(g.polyline_length(beside.polyline), 1e-9)
    first, second = g.split_path(beside.path, at)
    return (first if onward else second) or (g.line(start, end),)


def _curve(points: Array) -> Path:
    """A smooth path of few cubics through a dense line."""
    length = g.polyline_length(points)
    count = max(3, min(13, int(length / 40.0) + 2))
    return smooth([np.asarray(g.point_at(points, t)) for t in np.linspace(0.0, length, count)])


def _grain(piece: Piece, ring: list[Edge]) -> Grain:
    body = Polygon(np.concatenate([edge.polyline[:-1] for edge in ring])).buffer(-3.0)
    a, b = np.asarray(piece.grain.start), np.asarray(piece.grain.end)
    way = (b - a) / np.hypot(*(b - a))
    best: LineString | None = None
    side = np.array([-way[1], way[0]])
    across = np.concatenate([edge.polyline for edge in ring]) @ side
    for off in np.linspace(float(across.min()), float(across.max()), 41):
        chord = LineString([off * side - 3000.0 * way, off * side + 3000.0 * way]).intersection(body)
        for part in getattr(chord, "geoms", [chord]):
            if part.geom_type == "LineString" and (best is None or part.length > best.length + 0.5):
                best = part
    if best is None:
        raise Refused("the facing has no room for a grain line")
    p, q = np.asarray(best.coords[0]), np.asarray(best.coords[-1])
    p, q = (p, q) if (q - p) @ way > 0 else (q, p)
    ends = g.as_points(np.array([p + 0.05 * (q - p), q - 0.05 * (q - p)]))
    return replace(piece.grain, start=ends[0], end=ends[1])


def _is_image(ring: list[Edge], axis: float) -> bool:
    points = np.concatenate([edge.polyline[:-1] for edge in ring])
    image = points * (-1.0, 1.0) + (2 * axis, 0.0)
    return float(shapely.distance(shapely.points(image), shapely.LinearRing(points)).max()) < 0.05
