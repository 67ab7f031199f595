"""Darts: put into an edge, moved, rotated to another edge, let out."""

from __future__ import annotations

import math
from dataclasses import replace

from shapely.geometry import Point as Place
from shapely.geometry import Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import Dart, DrillHole, Edge, Notch, Pattern, Piece
from ampc_desktop.garment.checks.girths import DRAWN, closing_legs, shares_of
from ampc_desktop.garment.edits import reshaping as r
from ampc_desktop.garment.edits import two_pointed
from ampc_desktop.garment.edits.carrying import folded_band
from ampc_desktop.garment.edits.places import SAME_MM, Refused, edge_of, mirroring, number
from ampc_desktop.garment.edits.settling import checked, settled
from ampc_desktop.garment.edits.two_pointed import dart_line

DRILL_INSIDE_MM = 10.0
"""The drill mark lies this far short of the apex, so that stitching covers it."""
LEAST_INTAKE_MM = 2.0
WALKING_MM = 0.2
"""So much longer or shorter an edge still walks, where no nearer length is found."""
CLOSING_STEPS = 60
KEPT_MM = 0.005
"""A moved dart leaves the edges beside it as long as they were, within this."""
NOTHING = Polygon()


def dart_of(piece: Piece, id: str) -> Dart:
    for dart in piece.darts:
        if dart.id == id:
            return dart
    raise Refused(f"{piece.id} has no dart '{id}'")


def angle_of(piece: Piece, dart: Dart) -> float:
    """Angle from the first leg to the second about the apex, radians, positive."""
    mouth, apex = piece.edge(dart.mouth), dart.apex
    one = math.atan2(mouth.start[1] - apex[1], mouth.start[0] - apex[0])
    two = math.atan2(mouth.end[1] - apex[1], mouth.end[0] - apex[0])
    return (two - one) % (2 * math.pi)


# --- adding ---------------------------------------------------------------------------------------------------


def add_dart(pattern: Pattern, edit: PatternEdit) -> r.Changed:
    """A dart whose intake is taken from an edge: the edge becomes EDGE.1, the mouth, EDGE.2, trued across the dart.

    lean_deg turns it about the middle of its mouth, towards the end of the edge when positive.
    """
    piece = pattern.piece(edit.piece)
    edge, share = edge_of(piece, edit.item), number(edit, "share", most=1.0)
    if folded_band(piece):
        raise Refused(f"{piece.id} is folded in two, so no dart can be sewn in it; put it in the piece it is sewn to")
    id = str(edit.values.get("id", f"dart.{edit.id}"))
    image = g.mirrored(r.place_on(piece, edge.id, share)[2], piece.symmetry_x)
    same = mirroring(piece, edit) and r.found_on(piece, image)[0] == edge.id
    pattern, changed = _added(pattern, piece, edge, share, edit, id, 1.0)
    if mirroring(piece, edit) and abs(image[0] - piece.symmetry_x) > SAME_MM:
        now = pattern.piece(piece.id)
        twin, place = _across(now, edge, share) if same else r.found_on(now, image)
        pattern, changed = _added(pattern, now, now.edge(twin), place, edit, f"{id}.mirror", -1.0)
    made = pattern.piece(piece.id)  # both are cut before either is trued, so that they are alike
    for one in made.darts[len(piece.darts) :]:
        made = marked(trued(made, one.id), one.id)
    return pattern.with_piece(checked(piece, made)), changed


def _across(piece: Piece, edge: Edge, share: float) -> tuple[str, float]:
    """The other half's place on an edge that crosses the centre and had a dart put in: as far from its other end."""
    at_end = share < 0.5
    left = piece.edge(f"{edge.id}.{2 if at_end else 1}")
    gap = min(share, 1.0 - share) * edge.length_mm / left.length_mm
    return left.id, 1.0 - gap if at_end else gap


def _added(
    pattern: Pattern, piece: Piece, edge: Edge, share: float, edit: PatternEdit, id: str, way: float
) -> r.Changed:
    intake, depth = number(edit, "intake_mm", most=150.0), number(edit, "depth_mm", most=600.0)
    lean = math.radians(number(edit, "lean_deg", 0.0, 60.0)) * way
    if edge.role == "dart":
        raise Refused("a dart can't be put into a dart")
    if intake < LEAST_INTAKE_MM or depth < intake / 2:
        raise Refused("a dart is at least 2 mm wide and half as deep as it is wide")
    if any(one.id == id for one in piece.darts) or any(one.id in (id, f"{edge.id}.1") for one in piece.edges):
        raise Refused(f"{piece.id} already has a dart there")
    middle = share * edge.length_mm
    low, high = middle - intake / 2, middle + intake / 2
    if low < 3.0 or high > edge.length_mm - 3.0:
        raise Refused(f"a dart of {intake:g} mm does not fit there on {piece.id}.{edge.id}")
    parts, (k, m) = r.taken_apart(piece, ((edge.id, low), (edge.id, high)))
    gone = next(part for part in parts if part is parts[k])
    start, end = gone.start, parts[m].start
    chord = g.distance(start, end)
    inward = (-(end[1] - start[1]) / chord, (end[0] - start[0]) / chord)
    turn = r.turned((0.0, 0.0), -lean)
    inward = turn(inward)
    centre = g.lerp(start, end, 0.5)
    apex = (centre[0] + inward[0] * depth, centre[1] + inward[1] * depth)
    _room(piece, start, end, apex)
    laid = []
    for part in parts:
        if part is gone:
            laid.append(r.Laid(id, r.Part(mouth_edge(edge, id), (g.line(start, end),), 0.0), ""))
        elif part.edge.id == edge.id:
            laid.append(r.Laid(f"{edge.id}.{1 if part.start_mm < low else 2}", part, edge.id))
        else:
            laid.append(r.Laid(part.edge.id, part, part.edge.id))
    pattern, changed = r.put_together(pattern, piece, laid, None, NOTHING)
    made = replace(pattern.piece(piece.id), darts=(*piece.darts, Dart(id, id, apex)))
    return pattern.with_piece(made), changed


def mouth_edge(edge: Edge, id: str) -> Edge:
    return replace(edge, id=id, role="dart", seam_class="", corner="mitre")


def _room(piece: Piece, start: Point, end: Point, apex: Point) -> None:
    body = Polygon(piece.sew_ring)
    if not body.buffer(-1.0).contains(Place(apex)):
        raise Refused(f"the dart's point would leave {piece.id}")
    mine = Polygon([start, apex, end])
    if body.intersection(mine).area < 0.9 * mine.area:
        raise Refused(f"the dart would leave {piece.id}")
    for dart in piece.darts:
        mouth = piece.edge(dart.mouth)
        if Polygon([mouth.start, dart.apex, mouth.end]).intersects(mine):
            raise Refused(f"it would cross the dart {dart.id}")


def trued(piece: Piece, id: str) -> Piece:
    """Equal legs, the edge beside the mouth smooth across the closed dart, the mouth drawn to the fold."""
    dart = dart_of(piece, id)
    k = next(i for i, edge in enumerate(piece.edges) if edge.id == dart.mouth)
    before, mouth, after = piece.edges[k - 1], piece.edges[k], piece.edges[(k + 1) % len(piece.edges)]
    leg = (g.distance(before.end, dart.apex) + g.distance(after.start, dart.apex)) / 2
    start, end = g.towards(dart.apex, before.end, leg), g.towards(dart.apex, after.start, leg)
    before = replace(before, path=g.reversed_path(_start_at(g.reversed_path(before.path), start)))
    after = replace(after, path=_start_at(after.path, end))
    one = g.turn_deg(_behind(before), start, dart.apex)
    two = g.turn_deg(dart.apex, end, _ahead(after))
    bend = one + two - 180.0
    before = replace(before, path=_handle_turned(before.path, True, -bend / 2))
    after = replace(after, path=_handle_turned(after.path, False, -bend / 2))
    peak = _peak(piece, before, after, dart.apex)
    mouth = replace(mouth, path=(g.line(start, peak), g.line(peak, end)))
    edges = list(piece.edges)
    edges[k - 1], edges[k], edges[(k + 1) % len(edges)] = before, mouth, after
    return settled(piece, replace(piece, edges=tuple(edges)))


def _behind(edge: Edge) -> Point:
    return next(p for p in reversed([q for s in edge.path for q in s]) if g.distance(p, edge.end) > 1e-9)


def _ahead(edge: Edge) -> Point:
    return next(p for p in [q for s in edge.path for q in s] if g.distance(p, edge.start) > 1e-9)


def _start_at(path: Path, point: Point) -> Path:
    first = path[0]
    by = (point[0] - first[0][0], point[1] - first[0][1])
    if len(first) == 4:
        return ((point, (first[1][0] + by[0], first[1][1] + by[1]), *first[2:]), *path[1:])
    return ((point, first[1]), *path[1:])


def _handle_turned(path: Path, at_end: bool, by_deg: float) -> Path:
    """The last (or first) segment leaving its corner so that the interior angle there grows by by_deg."""
    segment = path[-1] if at_end else path[0]
    if abs(by_deg) < 1e-6:
        return path
    if len(segment) == 2:
        a, b = segment
        segment = g.cubic(a, g.lerp(a, b, 1 / 3), g.lerp(a, b, 2 / 3), b)
    a, c1, c2, b = segment
    turn = r.turned(b if at_end else a, math.radians(by_deg if at_end else -by_deg))
    made = (a, c1, turn(c2), b) if at_end else (a, turn(c1), c2, b)
    return (*path[:-1], made) if at_end else (made, *path[1:])


def _peak(piece: Piece, before: Edge, after: Edge, apex: Point) -> Point:
    """Where the mouth is folded: pressed down, or to the centre, its edge lies on the edge beside it."""
    start, end = before.end, after.start
    fold, wide = g.lerp(start, end, 0.5), g.distance(start, end)
    lying = abs(fold[0] - apex[0]) > abs(fold[1] - apex[1])

    def to(point: Point) -> float:
        return point[1] if lying else abs(point[0] - piece.symmetry_x)

    corner, beside = (start, _behind(before)) if to(start) < to(end) else (end, _ahead(after))
    leg = math.atan2(apex[1] - corner[1], apex[0] - corner[0])
    way = 2 * leg - math.atan2(beside[1] - corner[1], beside[0] - corner[0])  # the edge beside, mirrored in the leg
    d, e = (math.cos(way), math.sin(way)), (fold[0] - apex[0], fold[1] - apex[1])
    cross, reach = d[0] * e[1] - d[1] * e[0], math.hypot(*e)
    if abs(cross) > 1e-9:
        t = ((apex[0] - corner[0]) * e[1] - (apex[1] - corner[1]) * e[0]) / cross
        peak = (corner[0] + t * d[0], corner[1] + t * d[1])
        if t > 0 and -0.4 * wide < g.distance(peak, apex) - reach < 0.8 * wide:
            return peak
    return (fold[0] + e[0] / reach * 0.05 * wide, fold[1] + e[1] / reach * 0.05 * wide)


def marked(piece: Piece, id: str) -> Piece:
    """A notch at both ends of the mouth and a drill hole short of the apex."""
    dart = dart_of(piece, id)
    k = next(i for i, edge in enumerate(piece.edges) if edge.id == dart.mouth)
    before, after = piece.edges[k - 1], piece.edges[(k + 1) % len(piece.edges)]
    middle = g.lerp(before.end, after.start, 0.5)
    reach = g.distance(dart.apex, middle)
    drill = DrillHole(f"{id}.drill", g.towards(dart.apex, middle, min(DRILL_INSIDE_MM, 0.3 * reach)))
    notches = [*without(piece, id)]
    for edge, at, which in ((before, before.length_mm, "in"), (after, 0.0, "out")):
        if edge.allowance_mm >= 3.0:
            depth = min(4.0, edge.allowance_mm - 2.0)
            notches.append(Notch(f"{id}.{which}", edge.id, at, depth_mm=depth))
    drills = (*(hole for hole in piece.drills if hole.id != drill.id), drill)
    return replace(piece, notches=tuple(notches), drills=drills)


def without(piece: Piece, id: str) -> tuple[Notch, ...]:
    """Notches of a piece less those at the mouth of a dart."""
    mouth = piece.edge(dart_of(piece, id).mouth)
    ends = (mouth.start, mouth.end)
    return tuple(
        n for n in piece.notches
        if n.pair or min(g.distance(g.point_at(piece.edge(n.edge).polyline, n.at_mm), end) for end in ends) > 0.5
    )  # fmt: skip


# --- changing -------------------------------------------------------------------------------------------------


def move_dart(pattern: Pattern, edit: PatternEdit) -> r.Changed:
    """The apex moved, or the intake changed; the legs stay equal and the edge smooth across the closed dart."""
    piece = pattern.piece(edit.piece)
    if dart_line(piece, edit.item) is not None:
        return pattern.with_piece(two_pointed.moved(piece, edit)), (piece.id,)
    dart = dart_of(piece, edit.item)
    by = (number(edit, "dx_mm", 0.0), number(edit, "dy_mm", 0.0))
    wide = number(edit, "intake_mm", _intake(piece, dart), 150.0)
    image = image_of(piece, dart) if mirroring(piece, edit) else None
    changed = _reapexed(piece, dart, by, wide)
    if image is not None:
        changed = _reapexed(changed, dart_of(changed, image.id), (-by[0], by[1]), wide)
    return pattern.with_piece(checked(piece, changed)), (piece.id,)


def at_pivot(piece: Piece, id: str) -> Piece:
    """The piece with the point of a dart back where the dart closes, so that it can be turned about it."""
    dart = dart_of(piece, id)
    if dart.closes == DRAWN:
        return piece
    pivot = closing_legs(piece, dart)[1]
    back = _reapexed(piece, dart, (pivot[0] - dart.apex[0], pivot[1] - dart.apex[1]), _intake(piece, dart))
    darts = tuple(replace(one, closes=DRAWN) if one.id == id else one for one in back.darts)
    return replace(back, darts=darts)


def _intake(piece: Piece, dart: Dart) -> float:
    mouth = piece.edge(dart.mouth)
    return g.distance(mouth.start, mouth.end)


def image_of(piece: Piece, dart: Dart) -> Dart | None:
    """The dart of the other half; of two with one apex (a dart turned in part) that whose mouth lies across."""
    there = g.mirrored(dart.apex, piece.symmetry_x)
    across = g.mirrored(piece.edge(dart.mouth).start, piece.symmetry_x)
    found = [one for one in piece.darts if one.id != dart.id and g.distance(one.apex, there) < 0.1]
    return min(found, key=lambda one: g.distance(piece.edge(one.mouth).end, across), default=None)


def _reapexed(piece: Piece, dart: Dart, by: Point, wide: float) -> Piece:
    apex = (dart.apex[0] + by[0], dart.apex[1] + by[1])
    mouth = piece.edge(dart.mouth)
    others = replace(piece, darts=tuple(one for one in piece.darts if one.id != dart.id))
    _room(others, mouth.start, mouth.end, apex)
    if wide < LEAST_INTAKE_MM or wide > 1.6 * g.distance(apex, mouth.start):
        raise Refused(f"an intake of {wide:g} mm is not possible for this dart")
    k = next(i for i, edge in enumerate(piece.edges) if edge.id == dart.mouth)
    before, after = piece.edges[k - 1], piece.edges[(k + 1) % len(piece.edges)]
    middle = g.lerp(mouth.start, mouth.end, 0.5)
    half = wide / 2 / max(g.distance(mouth.start, mouth.end) / 2, 1e-9)
    start, end = g.lerp(middle, mouth.start, half), g.lerp(middle, mouth.end, half)
    before, after = _ending_at(before, start), replace(after, path=_start_at(_bending(after.path, 0), end))
    edges = list(piece.edges)
    edges[k - 1], edges[k], edges[(k + 1) % len(edges)] = before, replace(mouth, path=(g.line(start, end),)), after
    wider = replace(piece, edges=tuple(edges), notches=without(piece, dart.id))
    moved = replace(wider, darts=tuple(replace(one, apex=apex) if one.id == dart.id else one for one in piece.darts))
    lengths = (before.length_mm, after.length_mm)
    made = _closing(settled(replace(piece, notches=moved.notches), moved), dart.id, lengths)
    closes = shares_of(made, dart_of(made, dart.id), closing_legs(wider, dart))
    darts = tuple(replace(one, closes=closes) if one.id == dart.id else one for one in made.darts)
    return marked(replace(made, darts=darts), dart.id)


def _closing(piece: Piece, id: str, lengths: tuple[float, float]) -> Piece:
    """Equal legs for a dart whose point was moved, the edges before and after its mouth as long as they were.

    The ends of the mouth slide along their edges and the legs are made equal in turn: each step undoes a part, the
    square of the cosine between leg and edge, of the other. Raises Refused where the legs lie along the edges.
    """
    k = next(i for i, edge in enumerate(piece.edges) if edge.id == dart_of(piece, id).mouth)
    m = (k + 1) % len(piece.edges)
    nearest: Piece | None = None
    for _ in range(CLOSING_STEPS):
        piece = trued(piece, id)
        before, mouth, after = piece.edges[k - 1], piece.edges[k], piece.edges[m]
        off = (lengths[0] - before.length_mm, lengths[1] - after.length_mm)
        if max(map(abs, off)) < KEPT_MM:
            return piece
        if nearest is None and max(map(abs, off)) < WALKING_MM:
            nearest = piece
        start = g.towards(before.end, _behind(before), -off[0])
        end = g.towards(after.start, _ahead(after), -off[1])
        edges = list(piece.edges)
        edges[k - 1] = _ending_at(before, start)
        edges[k] = replace(mouth, path=(g.line(start, end),))
        edges[m] = replace(after, path=_start_at(_bending(after.path, 0), end))
        piece = settled(piece, replace(piece, edges=tuple(edges)))
    if nearest is not None:
        return nearest
    raise Refused("the dart's legs can't be made equal there without changing the seams beside it; move it less far")


def _ending_at(edge: Edge, end: Point) -> Edge:
    return replace(edge, path=g.reversed_path(_start_at(g.reversed_path(_bending(edge.path, -1)), end)))


def _bending(path: Path, which: int) -> Path:
    """A path whose first (0) or last (-1) segment has handles, so that its far end keeps its direction."""
    segment = path[which]
    if len(segment) == 4:
        return path
    a, b = segment
    made = g.cubic(a, g.lerp(a, b, 1 / 3), g.lerp(a, b, 2 / 3), b)
    return (made, *path[1:]) if which == 0 else (*path[:-1], made)


def remove_dart(pattern: Pattern, edit: PatternEdit) -> r.Changed:
    """The dart let out: its edge runs straight over the mouth."""
    piece = pattern.piece(edit.piece)
    if dart_line(piece, edit.item) is not None:
        return pattern.with_piece(two_pointed.removed(piece, edit)), (piece.id,)
    dart = dart_of(piece, edit.item)
    image = image_of(piece, dart) if mirroring(piece, edit) else None
    pattern, changed = _removed(pattern, piece, dart)
    if image is not None:
        now = pattern.piece(piece.id)
        pattern, changed = _removed(pattern, now, dart_of(now, image.id))
    return pattern, changed


def _removed(pattern: Pattern, piece: Piece, dart: Dart) -> r.Changed:
    mouth = piece.edge(dart.mouth)
    bare = replace(
        piece,
        notches=without(piece, dart.id),
        darts=tuple(one for one in piece.darts if one.id != dart.id),
        drills=tuple(hole for hole in piece.drills if hole.id != f"{dart.id}.drill"),
    )
    parts, _ = r.taken_apart(bare, ())
    k = next(i for i, part in enumerate(parts) if part.edge.id == dart.mouth)
    before, after = parts[k - 1].edge, parts[(k + 1) % len(parts)].edge
    one, two = united(pattern, piece, before.id, after.id)
    fewer = _sewn(pattern, piece.id, before.id) <= _sewn(pattern, piece.id, after.id)
    wider, id_wider = (before, one) if fewer else (after, two)
    laid = []
    for part in parts:
        if part.edge.id == dart.mouth:
            run = r.Part(replace(wider, id=id_wider), (g.line(mouth.start, mouth.end),), 0.0)
            laid.append(r.Laid(id_wider, run, ""))
        else:
            id = {before.id: one, after.id: two}.get(part.edge.id, part.edge.id)
            laid.append(r.Laid(id, part, part.edge.id))
    return r.put_together(pattern.with_piece(bare), bare, laid, None, NOTHING)


def united(pattern: Pattern, piece: Piece, before: str, after: str) -> tuple[str, str]:
    """Ids of the edges beside a dart that goes: X.1 and X.2 become X again, where they are sewn to the same."""
    (stem, _, one), (other, _, two) = before.rpartition("."), after.rpartition(".")
    whole = stem == other and {one, two} == {"1", "2"} and not any(e.id in (stem, f"{stem}.3") for e in piece.edges)
    return (stem, stem) if whole and _sewn_alike(pattern, piece.id, before, after) else (before, after)


def _sewn(pattern: Pattern, piece: str, edge: str) -> int:
    """How many seams take an edge: one that only the waistband takes may become longer, a pocket's may not."""
    return sum(any(ref.piece == piece and ref.edge == edge for ref in (*seam.a, *seam.b)) for seam in pattern.seams)


def _sewn_alike(pattern: Pattern, piece: str, one: str, two: str) -> bool:
    """Whether every seam that takes one of two edges takes the other beside it (a pocket may take only one)."""
    for seam in pattern.seams:
        for chain in (seam.a, seam.b):
            for copy in (0, 1):
                taken = {ref.edge for ref in chain if ref.piece == piece and ref.copy == copy}
                if (one in taken) != (two in taken):
                    return False
    return True
