"""What the inspector shows of a point, an edge and a piece, and the edit each field means."""

from __future__ import annotations

import math

from ampc_desktop.core import geometry as g
from ampc_desktop.core.edit import PatternEdit
from ampc_desktop.core.pattern import Edge, Pattern, Piece
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio import editing, inspect
from ampc_desktop.studio.editing import edge_words, seams_at
from ampc_desktop.ui.pattern_editor.form import Row
from ampc_desktop.ui.pattern_editor.picking import (
    Target,
    edge_named,
    fisheye_intake,
    fisheyes,
    meeting,
    place_of,
    tips,
)
from ampc_desktop.ui.pattern_editor.seam_tab import seam_card
from ampc_desktop.ui.pattern_editor.shown import Shown, edit

CORNERS = (
    ("mitre", "corner_mitre|Mitre"),
    ("bevel", "corner_bevel|Bevel"),
    ("square_first", "corner_square_first|Square to the first edge"),
    ("square_second", "corner_square_second|Square to the second edge"),
    ("hem_mirror", "corner_hem_mirror|Mirrored for a folded hem"),
    ("cap", "corner_cap|Capped short"),
)
NOTCHES = (("slit", "Slit"), ("v", "V"), ("t", "T"), ("castle", "Castle"), ("check", "Check"), ("u", "U"))


# -- point -----------------------------------------------------------------------------------------------------------


def point_tab(pattern: Pattern, target: Target) -> Shown:
    """Place, angle and handles of a point; of a notch, drill hole or dart apex their own numbers."""
    piece = pattern.piece(target.piece)
    at = place_of(piece, target)
    if target.kind == "notch":
        return _notch_tab(piece, target)
    if at is None:
        return Shown("Point", "", (Row("note", value="Choose a point: edit points with A."),))
    rows = [Row("head", label="Place"), Row("number", "x", "X", at[0]), Row("number", "y", "Y", at[1])]
    title = {"drill": "Drill hole", "apex": "Dart apex", "handle": "Handle"}.get(target.kind, "Point")
    if target.kind == "point":
        edges = meeting(piece, target.item)
        corner = len(edges) == 2
        title = "Corner" if corner else "Point on edge"
        if corner:
            rows.append(Row("info", "angle", "Angle inside", f"{_inside_deg(*edges):.1f}°"))
        rows.append(Row("head", label="Edges"))
        rows += [
            Row("info", f"length{i}", edge_words(e.id, piece), f"{format_mm(e.length_mm)} mm")
            for i, e in enumerate(edges)
        ]
        rows.append(
            Row("buttons", "acts", choices=(("true_corner", "True the corner"),) if corner else (("remove", "Remove"),))
        )
    elif target.kind == "handle":
        anchor = next((a for item, _, a in _handles(piece, target) if item == target.item), at)
        rows.append(Row("info", "reach", "Length", f"{format_mm(g.distance(at, anchor))} mm"))
        angle = math.degrees(math.atan2(at[1] - anchor[1], at[0] - anchor[0])) % 360
        rows.append(Row("info", "turn", "Angle", f"{angle:.1f}°"))
    elif target.kind == "apex":
        line = fisheyes(piece).get(target.item.split(":")[0])
        if line is not None:
            wide, long = ("Length", fisheye_intake(line)), g.distance(*tips(line))
        else:
            dart = next(one for one in piece.darts if one.id == target.item)
            mouth = piece.edge(dart.mouth)
            wide, long = ("Leg", g.distance(mouth.start, mouth.end)), g.distance(mouth.start, dart.apex)
        rows += [
            Row("head", label="Dart"),
            Row("number", "intake", "Intake", wide[1]),
            Row("info", "leg", wide[0], f"{format_mm(long)} mm"),
            Row("buttons", "acts", choices=(("remove", "Close the dart"),)),
        ]
    else:
        rows.append(Row("buttons", "acts", choices=(("remove", "Remove"),)))
    return Shown(title, f"{piece.id}.{target.item}", tuple(rows))


def _handles(piece: Piece, target: Target) -> list[tuple[str, g.Point, g.Point]]:
    from ampc_desktop.ui.pattern_editor.picking import handles

    return list(handles(piece, (target.edge,)))


def _inside_deg(before: Edge, after: Edge) -> float:
    return g.turn_deg(g.as_points(before.polyline)[-2], after.start, g.as_points(after.polyline)[1])


def _notch_tab(piece: Piece, target: Target) -> Shown:
    notch = piece.notch(target.item)
    edge = edge_named(piece, notch.edge)
    length = edge.length_mm if edge is not None else 0.0
    rows = (
        Row("head", label=edge_words(notch.edge, piece)),
        Row("number", "at", "From the start", notch.at_mm),
        Row("number", "left", "To the end", length - notch.at_mm),
        Row("head", label="Cut"),
        Row("choice", "kind", "Type", notch.kind, choices=NOTCHES),
        Row("number", "depth", "Depth", notch.depth_mm),
        Row("number", "width", "Width", notch.width_mm),
        Row("text", "pair", "Meets notches of", notch.pair),
        Row("buttons", "acts", choices=(("remove", "Remove"),)),
    )
    return Shown("Notch", f"{piece.id}.{notch.id}", rows)


def point_edits(pattern: Pattern, target: Target, id: str, value: object, mirror: bool) -> list[PatternEdit]:
    """The edit of one field of the point tab."""
    piece = pattern.piece(target.piece)
    if target.kind == "notch":
        return _notch_edits(piece, target, id, value, mirror)
    at = place_of(piece, target)
    if id in ("x", "y") and at is not None and isinstance(value, float):
        by = {"dx_mm": value - at[0], "dy_mm": 0.0} if id == "x" else {"dx_mm": 0.0, "dy_mm": value - at[1]}
        kind = {"point": "move_point", "handle": "move_handle", "drill": "move_drill", "apex": "move_dart"}[target.kind]
        return [edit(kind, piece.id, target.item, mirror, **by)]
    if id == "intake" and isinstance(value, float):
        return [edit("move_dart", piece.id, target.item, mirror, dx_mm=0.0, dy_mm=0.0, intake_mm=value)]
    if id == "true_corner":
        before, after = meeting(piece, target.item)
        choices = [[edit("true_corner", piece.id, item, mirror)] for item in (f"{before.id}:end", f"{after.id}:start")]
        fine = [one for one in choices if not editing.preview(pattern, one).conflicts]
        return fine[0] if fine else choices[0]
    if id == "remove":
        kind = {"point": "remove_point", "drill": "remove_drill", "apex": "remove_dart"}[target.kind]
        return [edit(kind, piece.id, target.item, mirror)]
    return []


def _notch_edits(piece: Piece, target: Target, id: str, value: object, mirror: bool) -> list[PatternEdit]:
    notch = piece.notch(target.item)
    if id in ("at", "left") and isinstance(value, float):
        length = piece.edge(notch.edge).length_mm
        along = value - notch.at_mm if id == "at" else length - value - notch.at_mm
        return [edit("move_notch", piece.id, notch.id, mirror, along_mm=along)]
    if id == "remove":
        return [edit("remove_notch", piece.id, notch.id, mirror)]
    name = {"depth": "depth_mm", "width": "width_mm"}.get(id, id)
    if isinstance(value, float | str):
        return [edit("set_notch", piece.id, notch.id, mirror, **{name: value})]
    return []


# -- edge ------------------------------------------------------------------------------------------------------------


def edge_tab(pattern: Pattern, target: Target) -> Shown:
    """Length, angles, allowance, notches and seams of an edge."""
    piece = pattern.piece(target.piece)
    edge = edge_named(piece, target.edge)
    if edge is None:
        return Shown("Edge", "", (Row("note", value="Choose an edge on the canvas."),))
    i = piece.edges.index(edge)
    before, after = piece.edges[i - 1], piece.edges[(i + 1) % len(piece.edges)]
    rows = [
        Row("number", "length", "Length", edge.length_mm, note="Its end runs on along the edge"),
        Row("info", "chord", "Chord", f"{format_mm(g.distance(edge.start, edge.end))} mm"),
        Row("head", label="Angles inside"),
        Row("info", "from", edge_words(before.id, piece), f"{_inside_deg(before, edge):.1f}°"),
        Row("info", "to", edge_words(after.id, piece), f"{_inside_deg(edge, after):.1f}°"),
        Row("head", label="Seam allowance"),
        Row("number", "allowance", "Width", edge.allowance_mm),
        Row("icons", "corner", "Corner at its end", edge.corner, choices=CORNERS),
        Row("icons", "corner_start", "At its start", before.corner, choices=CORNERS),
    ]
    straight = len(edge.path) == 1 and len(edge.path[0]) == 2
    rows.append(Row("head", label="Line"))
    if straight:
        rows.append(Row("number", "curve", "Swell in the middle", 0.0))
    rows.append(
        Row(
            "buttons",
            "acts",
            choices=(
                ("add_point", "Add a point"),
                ("straighten", "Make straight") if not straight else ("curve_it", "Make a curve"),
                ("true_end", "True its corners"),
            ),
        )
    )
    notches = [notch for notch in piece.notches if notch.edge == edge.id]
    if notches:
        rows.append(Row("head", label="Notches"))
        rows += [
            Row("number", f"notch:{n.id}", editing.pair_words(pattern, n.pair or n.id), n.at_mm)
            for n in sorted(notches, key=lambda n: n.at_mm)
        ]
    seams = seams_at(pattern, piece.id, edge.id)
    if seams:
        rows.append(Row("head", label="Sewn to"))
        rows += [seam_card(pattern, seam, piece.id, edge.id) for seam in seams]
    return Shown(edge_words(edge.id, piece), f"{piece.id}.{edge.id}", tuple(rows))


def edge_edits(pattern: Pattern, target: Target, id: str, value: object, mirror: bool) -> list[PatternEdit]:
    """The edit of one field of the edge tab."""
    piece = pattern.piece(target.piece)
    edge = piece.edge(target.edge)
    if id == "length" and isinstance(value, float):
        return [edit("lengthen_edge", piece.id, f"{edge.id}:end", mirror, by_mm=value - edge.length_mm)]
    if id == "allowance" and isinstance(value, float):
        return [edit("set_allowance", piece.id, edge.id, mirror, allowance_mm=value)]
    if id in ("corner", "corner_start") and isinstance(value, str):
        return [edit("set_corner", piece.id, f"{edge.id}:{'end' if id == 'corner' else 'start'}", mirror, corner=value)]
    if id == "curve" and isinstance(value, float):
        return [edit("curve_edge", piece.id, edge.id, mirror, by_mm=value)]
    if id == "add_point":
        return [edit("add_point", piece.id, edge.id, mirror, share=0.5)]
    if id in ("straighten", "curve_it"):
        shape = "line" if id == "straighten" else "curve"
        changing = [k for k, segment in enumerate(edge.path) if (len(segment) == 2) != (shape == "line")]
        return [edit("set_segment", piece.id, f"{edge.id}:{k}", mirror, shape=shape) for k in changing]
    if id == "true_end":
        return [edit("true_corner", piece.id, f"{edge.id}:{end}", mirror) for end in ("start", "end")]
    if id.startswith("notch:") and isinstance(value, float):
        notch = piece.notch(id.removeprefix("notch:"))
        return [edit("move_notch", piece.id, notch.id, mirror, along_mm=value - notch.at_mm)]
    if id.startswith("true:"):
        return [edit("true_edge", piece.id, edge.id, mirror, seam=id.removeprefix("true:"))]
    return []


# -- piece -----------------------------------------------------------------------------------------------------------


def piece_tab(pattern: Pattern, target: Target) -> Shown:
    """Name, cutting, grain and size of a piece."""
    piece = pattern.piece(target.piece)
    left, bottom, right, top = g.bounds(piece.cut_ring)
    materials = sorted({p.material for p in pattern.pieces} | {piece.material})
    rows = [
        Row("text", "label", "Name", piece.label or piece.name.title()),
        Row("text", "name", "Code in files", piece.name),
        Row("text", "annotation", "Annotation", piece.annotation),
        Row("head", label="Cutting"),
        Row("number", "quantity", "Quantity", piece.quantity, unit="pc", decimals=0),
        Row("switch", "pair", "Mirrored pair", piece.mirrored_pair),
        Row("switch", "on_fold", "On the fold", piece.on_fold),
        Row("switch", "printed", "Printed", piece.printed),
        Row("choice", "material", "Material", piece.material, choices=tuple((m, m.title()) for m in materials))
        if len(materials) > 1
        else Row("text", "material", "Material", piece.material),
        Row("head", label="Grain"),
        Row("number", "grain", "Angle", inspect.grain_deg(piece), unit="°"),
        Row("switch", "one_way", "One way", piece.grain.one_way),
        Row("head", label="As cut"),
        Row("info", "size", "Width × height", f"{format_mm(right - left)} × {format_mm(top - bottom)} mm"),
        Row("info", "area", "Area", f"{format_mm(piece.cut_area_mm2 / 100, 0)} cm²"),
        Row("info", "round", "Perimeter", f"{format_mm(g.perimeter(piece.cut_ring))} mm"),
        Row(
            "info",
            "marks",
            "Notches, drill holes, darts",
            f"{len(piece.notches)}, {len(piece.drills)}, {len(piece.darts)}",
        ),
        Row("head", label="Allowance of every edge"),
        Row("number", "all_allowance", "Width", _common_allowance(piece)),
    ]
    return Shown(piece.label or piece.name.title(), piece.id, tuple(rows))


def _common_allowance(piece: Piece) -> float:
    """The allowance most of the seam edges have."""
    widths = [edge.allowance_mm for edge in piece.edges if edge.role == "seam"] or [0.0]
    return max(set(widths), key=widths.count)


def piece_edits(pattern: Pattern, target: Target, id: str, value: object, mirror: bool) -> list[PatternEdit]:
    """The edit of one field of the piece tab."""
    piece = pattern.piece(target.piece)
    if id == "quantity" and isinstance(value, float):
        return [edit("set_quantity", piece.id, "", mirror, quantity=round(value))]
    if id in ("pair", "on_fold", "printed"):
        return [edit("set_piece", piece.id, "", mirror, **{id: 1.0 if value else 0.0})]
    if id in ("label", "name", "annotation", "material") and isinstance(value, str):
        return [edit("set_piece", piece.id, "", mirror, **{id: value})]
    if id == "grain" and isinstance(value, float):
        return [edit("set_grain", piece.id, "", mirror, turn_deg=value - inspect.grain_deg(piece))]
    if id == "one_way":
        return [edit("set_grain", piece.id, "", mirror, one_way=1.0 if value else 0.0)]
    if id == "all_allowance" and isinstance(value, float):
        edges = [e for e in piece.edges if e.role == "seam" and e.allowance_mm != value]
        return [edit("set_allowance", piece.id, e.id, mirror, allowance_mm=value) for e in edges]
    return []
