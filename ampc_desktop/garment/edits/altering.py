"""Alterations of a block for a figure, as pattern makers know them; what is sewn together stays as long as it was.

Points and handles are moved by smooth fields, the same on both sides of a seam, so seams keep walking. What a field
leaves (hundredths of a millimetre, or a band that must follow) is trued at the end.

After H. Joseph-Armstrong, Patternmaking for Fashion Design, and W. Aldrich, Metric Pattern Cutting (figure
alterations): lengthen or shorten along a line, pivot for a full or small bust, fold at a sway back, raise or lower the
shoulder with the armhole, flare or straighten the side for the hip, widen the sleeve while the cap keeps its length.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import Pattern, Piece
from ampc_desktop.garment.edits.carrying import moved, worn
from ampc_desktop.garment.edits.kept_walking import corners_again, darts_again, promised, walking_again
from ampc_desktop.garment.edits.places import Refused, number
from ampc_desktop.garment.edits.seams import Changed
from ampc_desktop.garment.edits.settling import checked, settled
from ampc_desktop.garment.edits.slashing import slash_spread

Field = Callable[[Point], Point]
MOST_MM = 250.0
INSTEAD_OF = "instead_of"
"""Value of an alteration that changes nothing itself: the rule it names goes no further than its by_mm."""


def alter(pattern: Pattern, edit: PatternEdit) -> Changed:
    """One alteration: item names it, by_mm how much. Raises Refused where the garment has no place for it."""
    if edit.item not in ALTERATIONS:
        raise Refused(f"'{edit.item}' is not an alteration: {', '.join(ALTERATIONS)}")
    by = number(edit, "by_mm")
    if INSTEAD_OF in edit.values or abs(by) < 1e-9:
        return pattern, ()
    if abs(by) > MOST_MM:
        raise Refused(f"{by:+.0f} mm are asked for, and an alteration moves at most {MOST_MM:.0f} mm")
    changed, touched = ALTERATIONS[edit.item](pattern, by)
    for id in touched:
        old, new = pattern.piece(id), changed.piece(id)
        changed = changed.with_piece(checked(old, settled(old, new)))
    changed = darts_again(changed, touched)
    changed = corners_again(pattern, changed)
    changed, _ = walking_again(pattern, changed)
    ids = tuple(piece.id for piece in changed.pieces if piece.edges != pattern.piece(piece.id).edges)
    for id in ids:
        changed = changed.with_piece(_exact(changed.piece(id)))
    return replace(changed, key_dimensions=promised(pattern, changed)), ids


def _exact(piece: Piece) -> Piece:
    """Every edge begun exactly where the one before it ends."""
    edges = []
    for k, edge in enumerate(piece.edges):
        edges.append(replace(edge, path=((piece.edges[k - 1].end, *edge.path[0][1:]), *edge.path[1:])))
    return replace(piece, edges=tuple(edges))


# --- which pieces, which levels -------------------------------------------------------------------------------


def _pieces(pattern: Pattern, *places: str) -> list[Piece]:
    return [piece for piece in pattern.pieces if worn(piece) in places]


def _level(pattern: Pattern, dimension: str) -> float | None:
    """Height in piece coordinates at which a girth is read off the trunk."""
    for key in pattern.key_dimensions:
        if key.id == dimension:
            for span in key.spans:
                if span.kind == "across":
                    return span.at_mm
    return None


def _needed(pattern: Pattern, dimension: str, label: str) -> float:
    level = _level(pattern, dimension)
    if level is None:
        raise Refused(f"this garment has no {label} line")
    return level


def _with(pattern: Pattern, pieces: Iterable[Piece]) -> Changed:
    touched = []
    for piece in pieces:
        pattern = pattern.with_piece(piece)
        touched.append(piece.id)
    return pattern, tuple(touched)


def _ramp(y: float, start: float, end: float) -> float:
    """0 at and before start, 1 at and beyond end, smooth between."""
    t = min(max((y - start) / (end - start), 0.0), 1.0)
    return t * t * (3 - 2 * t)


def _side(piece: Piece, x: float) -> float:
    """−1 and +1 at the two sides of a piece, 0 at its middle; halves (pairs) have one side."""
    low, _, high, _ = g.bounds(piece.sew_ring)
    if piece.symmetric:
        half = (high - low) / 2
        return (x - piece.symmetry_x) / half if half else 0.0
    inner, outer = _inner_outer(piece)
    return (x - inner) / (outer - inner) if outer != inner else 0.0


def _inner_outer(piece: Piece) -> tuple[float, float]:
    """x of the centre and of the side of a half piece."""
    sides = [edge.polyline[:, 0].mean() for edge in piece.edges if edge.id.split(".")[0] == "side"]
    low, _, high, _ = g.bounds(piece.sew_ring)
    outward = (float(sides[0]) if sides else high) > (low + high) / 2
    return (low, high) if outward else (high, low)


# --- the alterations ------------------------------------------------------------------------------------------


def _below(pattern: Pattern, line: float, by: float, *places: str) -> Changed:
    """Everything below a line moved down; curves that cross it stretch."""
    found = [
        moved(piece, lambda p: (p[0], p[1] - by) if p[1] < line else p)
        for piece in _pieces(pattern, *places)
        if g.bounds(piece.sew_ring)[1] < line < g.bounds(piece.sew_ring)[3]
    ]
    if not found:
        raise Refused("no piece lies across that line")
    return _with(pattern, found)


def _bodice_length(pattern: Pattern, by: float) -> Changed:
    """Longer or shorter between chest and waist."""
    chest, waist = _needed(pattern, "chest", "chest"), _level(pattern, "waist")
    low = min(g.bounds(piece.sew_ring)[1] for piece in _pieces(pattern, "front"))
    line = (chest + (waist if waist is not None else low)) / 2
    return _below(pattern, line, by, "front", "back")


def _lower_length(pattern: Pattern, by: float) -> Changed:
    """Longer or shorter between hip and hem."""
    legs = _pieces(pattern, "leg.front", "leg.back")
    trunk = legs or _pieces(pattern, "front", "back")
    if not trunk:
        raise Refused("this garment has no front and back")
    low = min(g.bounds(piece.sew_ring)[1] for piece in trunk)
    above = next((level for name in ("hip", "waist", "chest") if (level := _level(pattern, name)) is not None), None)
    if above is None:
        above = max(g.bounds(piece.sew_ring)[3] for piece in trunk)
    if legs:
        crotch = min(piece.edge("inseam").polyline[:, 1].max() for piece in legs if _has(piece, "inseam"))
        above = min(above, float(crotch))
    if above - low < 60.0:
        raise Refused("there is no room below the hip")
    return _below(pattern, above + 0.55 * (low - above), by, "front", "back", "leg.front", "leg.back")


def _has(piece: Piece, edge: str) -> bool:
    return any(one.id == edge for one in piece.edges)


def _sleeve_length(pattern: Pattern, by: float) -> Changed:
    """Longer or shorter below the cap."""
    sleeves = _pieces(pattern, "sleeve")
    if not sleeves:
        raise Refused("this garment has no sleeves")
    low = g.bounds(sleeves[0].sew_ring)[1]
    return _below(pattern, 0.5 * low, by, "sleeve")


def _bust(pattern: Pattern, by: float) -> Changed:
    """Front wider (+) or narrower (−) by by_mm from the bust down: each half pivots at its shoulder.

    What the pivot opens beyond that at the hem is taken off at the side.
    """
    chest = _needed(pattern, "chest", "chest")
    touched: dict[str, None] = {}
    for piece in _pieces(pattern, "front"):
        tops = [edge for edge in piece.edges if edge.id.split(".")[0] == "shoulder"]
        hems = [edge for edge in piece.edges if edge.role == "hem"]
        if not tops or not hems:
            raise Refused(f"{piece.id} has no shoulder and hem to pivot between")
        top = max(tops, key=lambda edge: abs(float(edge.polyline[:, 0].mean())))
        pivot = g.point_at(top.polyline, 0.5 * g.polyline_length(top.polyline))
        hem = min(hems, key=lambda edge: g.nearest_on(edge.polyline, (pivot[0], edge.start[1]))[1])
        at = g.nearest_on(hem.polyline, (pivot[0], float(hem.polyline[:, 1].mean())))[0]
        share = at / g.polyline_length(hem.polyline)
        low = g.point_at(hem.polyline, at)
        reach = math.hypot(pivot[0] - low[0], pivot[1] - low[1])
        each = by / 2 * reach / (pivot[1] - chest)
        if abs(each) > 0.3 * reach:
            raise Refused(f"{by:g} mm are too many for one front")
        step = PatternEdit("alter", "slash_spread", piece.id, "", {
            "from_edge": hem.id, "from_share": share, "to_edge": top.id, "to_share": 0.5, "by_mm": each,
        })  # fmt: skip
        pattern, ids = slash_spread(pattern, step)
        opened = _taken_in(pattern.piece(piece.id), each - by / 2, chest)
        pattern = pattern.with_piece(_hem_redrawn(opened, hem.id))
        touched.update(dict.fromkeys(ids))
    if not touched:
        raise Refused("this garment has no front")
    return pattern, tuple(touched)


def _taken_in(piece: Piece, by: float, chest: float) -> Piece:
    """Each side seam brought in by `by` at the hem, less above, nothing at the chest."""
    low = g.bounds(piece.sew_ring)[1]
    way = 1.0 if piece.symmetric or _inner_outer(piece)[1] > _inner_outer(piece)[0] else -1.0

    def inwards(p: Point) -> Point:
        side = math.copysign(1.0, p[0] - piece.symmetry_x) if piece.symmetric else way
        return (p[0] - side * by * min(max((chest - p[1]) / (chest - low), 0.0), 1.0), p[1])

    return _side_moved(piece, inwards)


def _hem_redrawn(piece: Piece, hem: str) -> Piece:
    """The hem of a whole front drawn anew, level at the centre, to the side seams that rose or fell."""
    edge = piece.edge(hem)
    if not piece.symmetric:
        return piece
    at = min(edge.polyline, key=lambda p: abs(float(p[0]) - piece.symmetry_x))
    centre, start = (piece.symmetry_x, float(at[1])), edge.start
    third = (centre[0] - start[0]) / 3
    first = (
        g.cubic(start, g.lerp(start, (centre[0] - third, centre[1]), 0.5), (centre[0] - third, centre[1]), centre),
    )
    return piece.with_edge(replace(edge, path=(*first, *g.mirrored_path(first, piece.symmetry_x))))


def _sway_back(pattern: Pattern, by: float) -> Changed:
    """Back shorter at its centre by by_mm at the waist, not at the sides."""
    backs = _pieces(pattern, "back", "leg.back")
    if not backs:
        raise Refused("this garment has no back")
    found = []
    for piece in backs:
        top = g.bounds(piece.sew_ring)[3]
        waist = _level(pattern, "waist")
        at_top = waist is None or waist > top - 40.0
        if at_top:  # a skirt or trousers: the waist dips at the centre
            found.append(_dipped(piece, by))
            continue

        def raised(p: Point, piece: Piece = piece, waist: float = waist or 0.0) -> Point:
            share = max(0.0, math.cos(math.pi / 2 * min(1.0, abs(_side(piece, p[0])))))
            return (p[0], p[1] + by * share * _ramp(-p[1], -waist - 60.0, -waist))

        found.append(moved(_bendable(piece), raised))
    return _with(pattern, found)


def _bendable(piece: Piece) -> Piece:
    """The piece with its straight hems as curves, with a point at the centre where they cross it."""
    edges = []
    for edge in piece.edges:
        if edge.role == "hem" and len(edge.path) == 1 and len(edge.path[0]) == 2:
            a, b = edge.start, edge.end
            across = piece.symmetric and (a[0] - piece.symmetry_x) * (b[0] - piece.symmetry_x) < 0
            stops = [a, g.lerp(a, b, 0.5), b] if across else [a, b]
            curves = [g.cubic(p, g.lerp(p, q, 1 / 3), g.lerp(p, q, 2 / 3), q) for p, q in itertools.pairwise(stops)]
            edge = replace(edge, path=tuple(curves))
        edges.append(edge)
    return replace(piece, edges=tuple(edges))


def _dipped(piece: Piece, by: float) -> Piece:
    """The waist lowered by `by` at the centre, not at the first dart (the side, without darts)."""
    centre = piece.symmetry_x if piece.symmetric else _inner_outer(piece)[0]
    waist = [edge for edge in piece.edges if edge.id.split(".")[0] == "waist"]
    if not waist:
        raise Refused(f"{piece.id} has no waist")
    mouths = [p[0] for dart in piece.darts for p in (piece.edge(dart.mouth).start, piece.edge(dart.mouth).end)]
    ends = mouths or [p[0] for edge in waist for p in (edge.start, edge.end)]
    reach = min(abs(x - centre) for x in ends) if mouths else max(abs(x - centre) for x in ends)
    if reach < 2 * abs(by):
        raise Refused(f"there is no room for it before the first dart of {piece.id}")
    drop: dict[Point, float] = {}
    for edge in waist:
        for segment in edge.path:
            for k, p in enumerate(segment):
                corner = segment[0] if k < 2 else segment[-1]  # a handle goes with its end, so the waist stays level
                near = corner if len(segment) == 4 else p
                if abs(near[0] - centre) < reach - 1e-6:
                    drop[p] = by * math.cos(math.pi / 2 * abs(near[0] - centre) / reach)

    def lowered(p: Point) -> Point:
        return (p[0], p[1] - drop.get(p, 0.0))

    return moved(piece, lowered)


def _shoulder(pattern: Pattern, by: float) -> Changed:
    """Square (+) or sloping (−) shoulders: the shoulder point and the whole armhole rise or fall together."""
    found = []
    for piece in _pieces(pattern, "front", "back", "yoke"):
        holes = {edge.id for edge in piece.edges if edge.id.split(".")[0] == "armhole"}
        if not holes:
            continue
        rise: dict[Point, float] = {p: by for edge in piece.edges if edge.id in holes for s in edge.path for p in s}
        edges = []
        for k, edge in enumerate(piece.edges):
            before, after = piece.edges[k - 1], piece.edges[(k + 1) % len(piece.edges)]
            path = tuple(tuple((p[0], p[1] + rise.get(p, 0.0)) for p in s) for s in edge.path)
            if edge.id not in holes:
                path = _handles_along(path, after.id in holes, before.id in holes, by)
            edges.append(replace(edge, path=path))
        found.append(replace(piece, edges=tuple(edges)))
    if not found:
        raise Refused("this garment has no armholes")
    return _with(pattern, found)


def _handles_along(path: Path, end: bool, start: bool, by: float) -> Path:
    """Handles next to a corner that rose follow it."""
    made = [list(segment) for segment in path]
    if end and len(made[-1]) == 4:
        made[-1][2] = (made[-1][2][0], made[-1][2][1] + by)
    if start and len(made[0]) == 4:
        made[0][1] = (made[0][1][0], made[0][1][1] + by)
    return tuple(tuple(segment) for segment in made)


def _hip(pattern: Pattern, by: float) -> Changed:
    """Wider (+) or narrower (−) by by_mm round the hip and below: the side moves, the waist stays."""
    pieces = _pieces(pattern, "front", "back", "leg.front", "leg.back")
    waist, chest, hip = (_level(pattern, name) for name in ("waist", "chest", "hip"))
    quarter = by / 4.0
    found = []
    for piece in pieces:
        low, top = g.bounds(piece.sew_ring)[1::2]
        above = [level for level in (waist, chest) if level is not None and low < level < top - 40.0]
        start, end = (above[0] if above else top - 15.0), (hip if hip is not None else low)
        if start - end < 40.0:
            raise Refused("this garment does not reach the hip")

        def out(p: Point, piece: Piece = piece, start: float = start, hip: float = end) -> Point:
            share = _side(piece, p[0])
            reach = math.copysign(min(1.0, abs(share)) ** 2, share) if piece.symmetric else max(0.0, share) ** 2
            way = 1.0 if piece.symmetric or _inner_outer(piece)[1] > _inner_outer(piece)[0] else -1.0
            return (p[0] + way * quarter * reach * _ramp(-p[1], -start, -hip), p[1])

        found.append(_side_moved(piece, out))
    return _with(pattern, found)


def _side_moved(piece: Piece, field: Field) -> Piece:
    """Only the side seams move, hem and waist follow with their ends; inner lines and grain stay."""
    sides = [edge for edge in piece.edges if edge.id.split(".")[0] == "side"]
    if not sides:
        raise Refused(f"{piece.id} has no side seam")
    x = max(abs(_side(piece, p[0])) for edge in sides for s in edge.path for p in s)

    def outer(p: Point) -> Point:
        moved = field(p)
        share = min(1.0, abs(_side(piece, p[0])) / max(x, 1e-9))
        return (p[0] + (moved[0] - p[0]) * (1.0 if share > 0.6 else share / 0.6), p[1])

    ends = {p: field(p) for edge in sides for s in edge.path for p in s}
    edges = []
    for edge in piece.edges:
        if edge in sides:
            edges.append(replace(edge, path=tuple(tuple(ends[p] for p in s) for s in edge.path)))
        else:
            path = tuple(tuple(ends.get(p, outer(p) if 0 < i < len(s) - 1 and edge.role == "hem" else p)
                               for i, p in enumerate(s)) for s in edge.path)  # fmt: skip
            edges.append(replace(edge, path=path))
    return replace(piece, edges=tuple(edges))


def _upper_arm(pattern: Pattern, by: float) -> Changed:
    """Sleeve wider (+) by by_mm at the upper arm; the cap is lowered until it is as long as before."""
    sleeves = [piece for piece in _pieces(pattern, "sleeve") if _has(piece, "cap.front")]
    if not sleeves:
        raise Refused("this garment has no set-in sleeves")
    return _with(pattern, [_widened(piece, by) for piece in sleeves])


def _widened(piece: Piece, by: float) -> Piece:
    caps = [edge for edge in piece.edges if edge.id.startswith("cap.")]
    length = sum(edge.length_mm for edge in caps)
    base = min(p[1] for edge in caps for s in edge.path for p in (s[0], s[-1]))
    points = [p for edge in caps for s in edge.path for p in (s[0], s[-1])]
    wide = max(p[0] for p in points) - min(p[0] for p in points)
    low = g.bounds(piece.sew_ring)[1]
    if by <= -0.4 * wide:
        raise Refused(f"the sleeve is only {wide:.0f} mm wide")

    def at(height: float) -> Piece:
        def field(p: Point) -> Point:
            if p[1] >= base:
                return (p[0] * (1 + by / wide), base + (p[1] - base) * height)
            return (p[0] * (1 + by / wide * (1.0 - _ramp(base - p[1], 0.0, 0.6 * (base - low)))), p[1])

        return moved(piece, field)

    def excess(height: float) -> float:
        made = at(height)
        return sum(made.edge(edge.id).length_mm for edge in caps) - length

    a, b = 0.2, 1.8
    if excess(a) > 0 or excess(b) < 0:
        raise Refused("the cap can't be as long as the armhole at that width")
    for _ in range(50):
        middle = (a + b) / 2
        a, b = (middle, b) if excess(middle) < 0 else (a, middle)
    return at((a + b) / 2)


ALTERATIONS: Mapping[str, Callable[[Pattern, float], Changed]] = {
    "bodice_length": _bodice_length,
    "lower_length": _lower_length,
    "sleeve_length": _sleeve_length,
    "bust": _bust,
    "sway_back": _sway_back,
    "shoulder": _shoulder,
    "hip": _hip,
    "upper_arm": _upper_arm,
}
