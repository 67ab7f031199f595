"""A style line: one piece becomes two (three on a symmetric one), sewn together along it.

Ids follow the piece: "front" -> "front.a", "front.b". On a symmetric piece a line that ends at mirror images is made
symmetric; one that stays in a half gets its mirror image, "front.a" is the middle and "front.b" a mirrored pair; one
along the centre makes the piece a pair, "front.a". Parts keep the coordinates of their piece, so prints and marks stay.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from shapely.geometry import LineString, Polygon

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.geometry import Path
from ampc_desktop.core.pattern import Edge, EdgeRef, Notch, Pattern, Piece, Seam
from ampc_desktop.garment.edits.fragments import Fragment, moved_seam
from ampc_desktop.garment.edits.lines import line_of, symmetrised
from ampc_desktop.garment.edits.outlines import Cut, cut
from ampc_desktop.garment.edits.parts import grain_of, marks_of, titled
from ampc_desktop.garment.edits.places import SAME_MM, Refused, edge_of, number, twin_of
from ampc_desktop.garment.edits.promises import kept_promises

_NOTCH_EVERY_MM = 250.0


def split(pattern: Pattern, edit: PatternEdit) -> tuple[Pattern, tuple[str, ...]]:
    """The pattern with a piece split along a line; ids of the new pieces. Raises Refused.

    values: from_edge, from_share, to_edge, to_share: ends of the line as shares of the edges they lie on;
    points "u,v;u,v": places between, along the straight way (share of its length) and to its left (same unit);
    smooth 1 (a curve through the points) or 0 (straight from point to point); allowance_mm.
    """
    piece = pattern.piece(edit.piece)
    line = line_of(piece, edit)
    _unfolded(pattern, piece, line)
    name = f"style.{edit.id}"
    if any(f"{edge.id}.".startswith(f"{name}.") for edge in piece.edges):
        raise Refused(f"{piece.id} already has a style line called {edit.id}")
    width = number(edit, "allowance_mm", _usual_allowance(piece), 100.0)
    if width < 0:
        raise Refused("a seam allowance can't be negative")
    parts, ways, pairs = _parted(piece, line, name, width, edit.mirror and piece.symmetric)
    pieces = tuple(new for old in pattern.pieces for new in (parts if old.id == piece.id else (old,)))
    seams = tuple(moved_seam(seam, piece.id, ways) for seam in pattern.seams)
    seams += _style_seams(piece, parts, name)
    recipe = {id: n for id, n in pattern.recipe.items() if id != piece.id}
    recipe.update({part.id: part.quantity for part in parts})
    changed = replace(
        pattern,
        pieces=tuple(_renamed_pairs(new, pairs) for new in pieces),
        seams=seams,
        recipe=recipe,
        key_dimensions=kept_promises(pattern, piece, parts, ways),
        grade_rules=tuple(rule for rule in pattern.grade_rules if rule.piece != piece.id),
    )
    return changed, tuple(part.id for part in parts)


def _unfolded(pattern: Pattern, piece: Piece, line: Path) -> None:
    """Raises Refused for a folded band, or a line over a fold line."""
    band = any({ref.piece for ref in seam.a + seam.b} == {piece.id} and ".fold" in seam.id for seam in pattern.seams)
    drawn = LineString(g.flatten(line))
    folds = [LineString(g.flatten(mark.path)) for mark in piece.internals if mark.kind == "fold"]
    if band or any(drawn.distance(fold) < 1.0 for fold in folds):
        raise Refused(f"{piece.id} is folded; a style line can't cross the fold")


def _usual_allowance(piece: Piece) -> float:
    widths = [edge.allowance_mm for edge in piece.edges if edge.role == "seam" and edge.allowance_mm > 0]
    return sorted(widths)[len(widths) // 2] if widths else 10.0


# --- parts of a piece ---------------------------------------------------------------------------------------


def _parted(
    piece: Piece, line: Path, name: str, width_mm: float, mirror: bool
) -> tuple[tuple[Piece, ...], dict[str, list[Fragment]], dict[str, str]]:
    """New pieces; where every old edge went, in walking order; notch pairs that are now called otherwise."""
    a, b = f"{piece.id}.a", f"{piece.id}.b"
    if not mirror:
        made = cut(piece, line, name, width_mm)
        parts = (_part(piece, made, 0, a), _part(piece, made, 1, b))
        return parts, _fragments(piece, made, (a, b)), {}
    line = symmetrised(piece, line)
    xs = g.flatten(line)[:, 0] - piece.symmetry_x
    if np.abs(xs).max() <= SAME_MM:
        made = cut(piece, line, name, width_mm)
        side = 0 if _mean_x(made.left) > piece.symmetry_x else 1
        half = replace(_part(piece, made, side, a), mirrored_pair=True, quantity=2 * piece.quantity, symmetric=False)
        half = titled(half, piece, "a")
        ways = _mirrored_fragments(piece, made, side, a)
        half, lone = _without_end_marks(half)
        return (half,), ways, _pair_names(piece, half) | lone
    if xs.min() < -SAME_MM and xs.max() > SAME_MM:
        made = cut(piece, line, name, width_mm)
        both = tuple(
            titled(replace(_part(piece, made, side, id), symmetric=True), piece, id[-1])
            for side, id in enumerate((a, b))
        )
        return both, _fragments(piece, made, (a, b)), {}
    return _three(piece, line, name, width_mm, a, b)


def _three(
    piece: Piece, line: Path, name: str, width_mm: float, a: str, b: str
) -> tuple[tuple[Piece, ...], dict[str, list[Fragment]], dict[str, str]]:
    """A symmetric piece cut along a line in one half and along its mirror image."""
    first = cut(piece, line, name, width_mm)
    axis = piece.symmetry_x
    inward = [_reach(edges, axis) for edges in (first.left, first.right)]
    outer = 0 if inward[0] < inward[1] else 1
    side_piece = _part(piece, first, outer, b)
    rest = _part(piece, first, 1 - outer, a)
    image = tuple(tuple(g.mirrored(p, axis) for p in segment) for segment in line)
    second = cut(replace(rest, symmetric=False), image, f"{name}.mirror", width_mm)
    inward = [_reach(edges, axis) for edges in (second.left, second.right)]
    outer2 = 0 if inward[0] < inward[1] else 1
    middle = titled(replace(_part(rest, second, 1 - outer2, a), symmetric=True), piece, "a")
    side_piece = replace(side_piece, mirrored_pair=True, quantity=2 * piece.quantity, symmetric=False)
    side_piece = titled(side_piece, piece, "b")
    ways: dict[str, list[Fragment]] = {}
    for edge in piece.edges:
        found: list[tuple[float, Fragment]] = []
        for (side, new), (old, at) in first.of.items():
            if old != edge.id:
                continue
            if side == outer:
                found.append((at, (b, new, False, 0)))
                continue
            for (side2, new2), (old2, at2) in second.of.items():
                if old2 == new:
                    if side2 == outer2:
                        found.append((at + at2, (b, _image_of(side_piece, second, side2, new2, axis), True, 1)))
                    else:
                        found.append((at + at2, (a, new2, False, 0)))
        ways[edge.id] = [fragment for _, fragment in sorted(found, key=lambda one: one[0])]
    return (middle, side_piece), ways, _pair_names(piece, side_piece)


def _reach(edges: tuple[Edge, ...], axis: float) -> float:
    """How far a part reaches over the centre line: its least and greatest x, the smaller overhang."""
    x = np.concatenate([edge.polyline[:, 0] for edge in edges]) - axis
    return float(min(-x.min(), x.max()))


def _mean_x(edges: tuple[Edge, ...]) -> float:
    return float(Polygon(np.concatenate([edge.polyline[:-1] for edge in edges])).centroid.x)


def _image_of(half: Piece, made: Cut, side: int, id: str, axis: float) -> str:
    """The edge of `half` whose mirror image is an edge of one part of a cut. Raises Refused."""
    edge = next(e for e in (made.left, made.right)[side] if e.id == id)
    start, end = g.mirrored(edge.end, axis), g.mirrored(edge.start, axis)
    for other in half.edges:
        if g.distance(other.start, start) < 0.1 and g.distance(other.end, end) < 0.1:
            return other.id
    raise Refused(f"the halves of {half.id.rsplit('.', 1)[0]} are not mirror images any more; split with mirror off")


def _part(piece: Piece, made: Cut, side: int, id: str) -> Piece:
    """One part as a piece, with the notches and marks that lie on it. id: that of the whole with .a or .b."""
    edges = (made.left, made.right)[side]
    notches: list[Notch] = []
    for notch in piece.notches:
        owners = [(new, at) for (where, new), (old, at) in made.of.items() if where == side and old == notch.edge]
        for new, at in owners:
            length = next(edge.length_mm for edge in edges if edge.id == new)
            first = at + SAME_MM if at else -SAME_MM  # a notch at the cut belongs to the part that ends there
            if first < notch.at_mm <= at + length + SAME_MM and not any(n.id == notch.id for n in notches):
                notches.append(replace(notch, edge=new, at_mm=min(max(notch.at_mm - at, 0.0), length)))
    style = edges[-1]
    notches += _style_notches(id.rsplit(".", 1)[0], style, side)
    marked = marks_of(piece, edges)
    part = replace(
        piece,
        id=id,
        edges=edges,
        notches=tuple(notches),
        internals=marked.internals,
        drills=marked.drills,
        darts=marked.darts,
        grain=grain_of(piece, edges),
        symmetric=False,
        cut=(),
        cut_turns=(),
    )
    return titled(part, piece, id[-1])


def _style_notches(whole: str, style: Edge, side: int) -> list[Notch]:
    """Balance notches on a style line, at equal distances; the same places on both parts."""
    if style.allowance_mm < 3.0:
        return []
    count = max(1, round(style.length_mm / _NOTCH_EVERY_MM))
    found = []
    for k in range(1, count + 1):
        share = k / (count + 1) if side == 0 else 1.0 - k / (count + 1)
        base = style.id.removesuffix(".mirror")
        depth = min(4.0, style.allowance_mm - 2.0)
        found.append(Notch(f"{style.id}.{k}", style.id, share * style.length_mm, f"{whole}.{base}.{k}", depth_mm=depth))
    return found


def _fragments(piece: Piece, made: Cut, ids: tuple[str, str]) -> dict[str, list[Fragment]]:
    ways: dict[str, list[tuple[float, Fragment]]] = {edge.id: [] for edge in piece.edges}
    for (side, new), (old, at) in made.of.items():
        ways[old].append((at, (ids[side], new, False, 0)))
    return {old: [fragment for _, fragment in sorted(found, key=lambda one: one[0])] for old, found in ways.items()}


def _without_end_marks(half: Piece) -> tuple[Piece, dict[str, str]]:
    """Notches at the ends of a centre seam go: the seam itself is the mark. Their partners stand alone."""
    ends = (half.edges[-1].start, half.edges[-1].end)
    gone = [
        notch
        for notch in half.notches
        if any(g.distance(g.point_at(half.edge(notch.edge).polyline, notch.at_mm), end) < 0.5 for end in ends)
    ]
    kept = tuple(notch for notch in half.notches if notch not in gone)
    return replace(half, notches=kept), {notch.pair: "" for notch in gone if notch.pair}


def _mirrored_fragments(piece: Piece, made: Cut, side: int, id: str) -> dict[str, list[Fragment]]:
    """Where edges went when only one half is kept: those of the other half are mirror images, copy 1."""
    half = Piece(id, id, piece.material, 2, (made.left, made.right)[side], piece.grain)
    ways: dict[str, list[tuple[float, Fragment]]] = {edge.id: [] for edge in piece.edges}
    for (where, new), (old, at) in made.of.items():
        if where == side:
            ways[old].append((at, (id, new, False, 0)))
        else:
            ways[old].append((at, (id, _image_of(half, made, where, new, piece.symmetry_x), True, 1)))
    return {old: [fragment for _, fragment in sorted(found, key=lambda one: one[0])] for old, found in ways.items()}


def _pair_names(piece: Piece, half: Piece) -> dict[str, str]:
    """Notch pairs of the half that is now a mirrored copy -> the pairs of the half that is kept."""
    names: dict[str, str] = {}
    mine = {notch.id for notch in half.notches}
    for notch in piece.notches:
        if notch.id not in mine or not notch.pair:
            continue
        edge = edge_of(piece, notch.edge)
        twin = twin_of(piece, edge)
        for other in piece.notches:
            far = abs(other.at_mm - (twin.length_mm - notch.at_mm))
            if other.edge == twin.id and other.id != notch.id and far < 1.0 and other.pair not in ("", notch.pair):
                names[other.pair] = notch.pair
    return names


# --- seams --------------------------------------------------------------------------------------------------


def _style_seams(piece: Piece, parts: tuple[Piece, ...], name: str) -> tuple[Seam, ...]:
    """The seams along the style line: one, or one on each side of a pair."""
    id = f"{piece.id}.{name}"
    label = f"style line, {piece.label.lower() or piece.id}"
    if len(parts) == 1:  # along the centre: the pair is sewn to itself
        ref = EdgeRef(parts[0].id, name)
        return (Seam(id, label, (ref,), (replace(ref, copy=1),)),)
    a, b = parts
    mirror = f"{name}.mirror"
    if any(edge.id == mirror for edge in a.edges):
        one, two = EdgeRef(a.id, name), EdgeRef(b.id, name, True)
        return (
            Seam(f"{id}.l", f"{label}, left", (one,), (two,)),
            Seam(f"{id}.r", f"{label}, right", (EdgeRef(a.id, mirror),), (EdgeRef(b.id, name, False, 1),)),
        )
    copies = (0, 1) if a.mirrored_pair else (0,)
    return tuple(
        Seam(
            f"{id}.{'lr'[copy]}" if len(copies) > 1 else id,
            f"{label}, {('left', 'right')[copy]}" if len(copies) > 1 else label,
            (EdgeRef(a.id, name, False, copy),),
            (EdgeRef(b.id, name, True, copy),),
        )
        for copy in copies
    )


def _renamed_pairs(piece: Piece, names: dict[str, str]) -> Piece:
    if not any(notch.pair in names for notch in piece.notches):
        return piece
    return replace(piece, notches=tuple(replace(n, pair=names.get(n.pair, n.pair)) for n in piece.notches))
