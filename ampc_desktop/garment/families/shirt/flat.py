"""The shirt as a flat: buttoned, collar turned down, sleeves hanging out, front and back.

Body pieces keep their own coordinates; what a bust dart lowered is drawn closed, a box pleat folded. The wearer's
left is at +x in the front view and at −x in the back view. Men's shirts lap left over right, women's right over left.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.flat import FlatPart, FlatSketch
from ampc_desktop.core.geometry import Array, Point
from ampc_desktop.core.pattern import Edge, Pattern, Piece
from ampc_desktop.garment.allowance import offset
from ampc_desktop.garment.drafting.fitting import mirrored_in
from ampc_desktop.garment.drafting.hanging import Hung, circle, cuff, drawn_in, fine, hang
from ampc_desktop.garment.sketching import BESIDE_MM, FINE_MM, IDENTITY, Affine, View

Lines: TypeAlias = tuple[tuple[Point, ...], ...]
BUTTON_MM = 5.5
STITCH_MM = 6.0
_MIRROR: Affine = (-1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def sketch(pattern: Pattern, spec: DesignSpec) -> FlatSketch:
    """Both views of the shirt. The parts of a view are painted by layer."""
    front, back, yoke = (pattern.piece(id) for id in ("front", "back", "yoke"))
    over = 1.0 if pattern.facts.get("left_over_right") else -1.0  # the side of the front that lies on top
    hem, width = spec.number("hem_allowance_mm"), spec.number("placket_mm")
    strip = _strip(yoke)
    parts = [
        *_fronts(pattern, front, strip, over, hem, width),
        *_neck(pattern, front, yoke, strip, over, spec),
        *_behind(back, yoke, hem),
        *_collar_behind(pattern, yoke, spec),
        *_sleeves(pattern, spec, strip),
    ]
    if any(piece.id == "pocket" for piece in pattern.pieces):
        parts.append(_pocket(front))
    parts.sort(key=lambda part: (part.view, part.layer))
    return FlatSketch(tuple(parts), _dimensions(front, yoke, parts))


def _neck_point(yoke: Piece) -> Point:
    return yoke.edge("neck.r").start


def _strip(yoke: Piece) -> dict[str, Array]:
    """The strip that the yoke takes from the front, laid back on the front, at +x: armhole, seam, neck upwards."""
    a, b = yoke.edge("armhole.r.front").start, _neck_point(yoke)
    laid = {
        role: mirrored_in(yoke.edge(id).path, a, b)
        for role, id in (("armhole", "armhole.r.front"), ("shoulder", "shoulder.r"), ("neck", "neck.r.front"))
    }
    return {role: g.flatten(path, FINE_MM) for role, path in laid.items()}


def _lowered(front: Piece) -> float:
    """How much the dart lowered what lies below it."""
    if not front.darts:
        return 0.0
    mouth = front.edge("dart")
    return mouth.end[1] - mouth.start[1]


def _raised(line: Array, by: float) -> Array:
    return np.asarray(line + np.array((0.0, by)))


def _outline(front: Piece, edge_x: float) -> tuple[Array, Array, Lines]:
    """(outline, hem, dart lines) of the left front up to its shoulder seam, dart closed, ending at the placket edge."""
    up = _lowered(front)
    hem = _raised(fine(front.edge("hem")), up)
    if up:
        low = _raised(fine(front.edge("side.1")), up)
        high = fine(front.edge("side.2"))
        side = np.concatenate((low, high[1:]))
        apex, mouth = front.darts[0].apex, front.edge("dart")
        lines: Lines = (((mouth.end[0], mouth.end[1]), (apex[0], apex[1] + 0.35 * up)),)
    else:
        side, lines = fine(front.edge("side")), ()
    rest = fine(front.edge("armhole"), front.edge("shoulder"), front.edge("neck"), front.edge("neck.placket"))
    return np.concatenate((hem, side[1:], rest[1:], [[edge_x, hem[0, 1]]])), hem, lines


def _inside(hem: Array, by: float) -> tuple[Point, ...]:
    """A stitch line parallel to the hem, inside it."""
    return g.as_points(offset(hem, -by))


def _side_of(points: Array, side: float) -> Array:
    """A left part as it is, or its mirror image for the right one, still counter-clockwise."""
    return points if side > 0 else (points * (-1.0, 1.0))[::-1]


def _lines_of(lines: Lines, side: float) -> Lines:
    return lines if side > 0 else tuple(tuple(g.mirrored(p) for p in line) for line in lines)


def _fronts(
    pattern: Pattern, front: Piece, strip: dict[str, Array], over: float, hem: float, width: float
) -> list[FlatPart]:
    half = width / 2
    outline, edge, darts = _outline(front, -half)
    lines = (*darts, _inside(edge, hem))
    parts = []
    for side, layer in ((-over, 1), (over, 2)):
        place = IDENTITY if side > 0 else _MIRROR
        parts.append(
            FlatPart("front", "front", g.as_points(_side_of(outline, side)), place, _lines_of(lines, side), layer)
        )
        ring = np.concatenate((strip["armhole"], strip["shoulder"][1:], strip["neck"][1:]))
        seam = offset(strip["shoulder"], -STITCH_MM / 2)
        parts.append(
            FlatPart(
                "yoke",
                "front",
                g.as_points(_ccw(_side_of(ring, side))),
                IDENTITY,
                _lines_of((g.as_points(seam),), side),
                3,
            )
        )
    top, low = front.edge("neck.placket"), float(edge[0, 1])
    neck = fine(top)
    ring = np.concatenate((neck, [[-half, low], [half, low]]))
    stitched: Lines = tuple(((x, float(neck[0, 1]) - 2.0), (x, low)) for x in (half - STITCH_MM, -half + STITCH_MM))
    spots = [drill.at[1] for drill in front.drills if drill.id.startswith("button.")]
    high = float(neck[-1, 1])
    shrunk = (high - low) / (high - low + _lowered(front))  # evenly over the front, its dart closed
    buttons = tuple(circle((0.0, high + (y - high) * shrunk), BUTTON_MM) for y in spots)
    id = "placket" if any(piece.id == "placket" for piece in pattern.pieces) else "front"
    place = IDENTITY if over > 0 else _MIRROR
    parts.append(
        FlatPart(id, "front", g.as_points(_side_of(_ccw(ring), over)), place, (*_lines_of(stitched, over), *buttons), 3)
    )
    return parts


def _ccw(ring: Array) -> Array:
    return ring if g.signed_area(ring) > 0 else ring[::-1]


def _pocket(front: Piece) -> FlatPart:
    line = next(line for line in front.internals if line.id == "pocket")
    ring = g.flatten(line.path, FINE_MM)[:-1]
    left, _, right, top = g.bounds(ring)
    stitched: Lines = (((left, top - 28.0), (right, top - 28.0)),)
    shift: Affine = (1.0, 0.0, 0.0, 1.0, (left + right) / 2, top)
    return FlatPart("pocket", "front", g.as_points(_ccw(ring)), shift, stitched, 4)


def _front_neck(front: Piece, strip: dict[str, Array]) -> Array:
    """The front neckline at +x, from the neck point down to the centre."""
    neck = np.concatenate((strip["neck"][::-1], fine(front.edge("neck"), front.edge("neck.placket"))[1:]))
    return np.asarray(neck[neck[:, 0] >= -1e-6])


def _neck(
    pattern: Pattern, front: Piece, yoke: Piece, strip: dict[str, Array], over: float, spec: DesignSpec
) -> list[FlatPart]:
    """What stands in the front neckline: inside of the back, stand, collar leaves."""
    neck = _front_neck(front, strip)
    stand = spec.number("stand_mm")
    ring = _stand_ring(neck, stand)
    rim, back = ring[len(neck) :][::-1], fine(yoke.edge("neck.r"))  # rim: top edge from the neck point to the centre
    lift = np.column_stack((back[:, 0] * rim[0, 0] / back[0, 0], back[:, 1] + (rim[0, 1] - back[0, 1])))
    hollow = np.concatenate((rim[::-1], lift[1:]))
    whole = np.concatenate((hollow, (hollow * (-1.0, 1.0))[::-1][1:-1]))
    inner = "collar_under" if spec.choice("collar") != "band" else "stand_inner"
    band = np.concatenate((neck, rim[::-1]))
    parts = [FlatPart(inner, "front", g.as_points(_ccw(whole)), _MIRROR, (), 0)]
    for side, layer in ((-over, 4), (over, 5)):
        shape = _side_of(_ccw(band), side)
        if side == over:  # the end that laps over is rounded, with its button
            shape = _side_of(
                _ccw(np.concatenate((neck, _lap(neck, rim, spec.number("placket_mm") / 2), rim[::-1]))), side
            )
        button: Lines = (circle((0.0, float(neck[-1, 1]) + 0.5 * stand), BUTTON_MM - 0.5),) if side == over else ()
        parts.append(FlatPart("stand", "front", g.as_points(shape), IDENTITY, button, layer))
    if spec.choice("collar") == "band":
        return parts
    collar = pattern.piece("collar")
    leaf = _leaf(neck, rim, collar, spec)
    stitched: Lines = (g.as_points(offset(leaf[1], -STITCH_MM)),)
    for side in (-1.0, 1.0):
        place = IDENTITY if side > 0 else _MIRROR
        parts.append(
            FlatPart("collar", "front", g.as_points(_side_of(_ccw(leaf[0]), side)), place, _lines_of(stitched, side), 6)
        )
    return parts


def _lap(neck: Array, rim: Array, reach: float) -> Array:
    """The rounded end of the stand beyond the centre front, from the neckline up to its top."""
    top, foot = rim[-1], neck[-1]
    curve = g.cubic(
        (float(top[0]), float(top[1])), (float(top[0]) - 0.8 * reach, float(top[1])),
        (float(foot[0]) - reach, float(foot[1]) + 0.5 * float(top[1] - foot[1])),
        (float(foot[0]) - reach, float(foot[1])),
    )  # fmt: skip
    return g.flatten((curve,), FINE_MM)[::-1][:-1]


def _stand_ring(neck: Array, stand: float) -> Array:
    """The stand seen from the front: neckline, then its top edge back from the centre; it leans into the neck."""
    share = np.linspace(0.0, 1.0, len(neck))[:, None]
    lean = np.array([[-0.10, 0.78]]) * (1 - share) + np.array([[0.0, 0.86]]) * share
    rim = neck + lean * stand
    rim[-1, 0] = 0.0
    return np.concatenate((neck, rim[::-1]))


def _leaf(neck: Array, rim: Array, collar: Piece, spec: DesignSpec) -> tuple[Array, Array]:
    """A collar leaf at +x: (outline, its free edge). Front edge and fall have the collar's own lengths."""
    end = collar.edge("end.r")
    fall, point = spec.number("collar_fall_mm"), end.length_mm
    lean = np.arctan2(end.end[0] - end.start[0], end.end[1] - end.start[1])
    spread = 0.42 + 1.15 * float(lean)
    start = rim[-1] + (1.5, 0.0)
    tip = start + point * np.array([np.sin(spread), -np.cos(spread)])
    high = rim[0]
    out = np.array([high[0] + 0.52 * fall, high[1] - 0.72 * fall])
    if tip[1] > out[1] - 4.0:
        tip[1] = out[1] - 4.0
    free = g.flatten(
        (
            g.line((float(start[0]), float(start[1])), (float(tip[0]), float(tip[1]))),
            g.cubic(
                (float(tip[0]), float(tip[1])),
                (float(tip[0] + 0.35 * (out[0] - tip[0])), float(tip[1] + 0.18 * (out[1] - tip[1]))),
                (float(out[0] - 0.10 * (out[0] - tip[0])), float(out[1] - 0.30 * (out[1] - tip[1]))),
                (float(out[0]), float(out[1])),
            ),
        ),
        FINE_MM,
    )
    over = g.flatten(
        (g.cubic((float(out[0]), float(out[1])), (float(out[0]) + 2.0, float(out[1]) + 0.45 * fall),
                 (float(high[0]) + 6.0, float(high[1]) + 3.0), (float(high[0]), float(high[1]))),),
        FINE_MM,
    )  # fmt: skip
    ring = np.concatenate((free, over[1:], rim[1:-1]))
    return _ccw(ring), free


def _behind(back: Piece, yoke: Piece, hem: float) -> list[FlatPart]:
    """Back and yoke, pleat folded: both halves moved in to the centre."""
    out = max((edge.length_mm for edge in back.edges if edge.id == "pleat.r"), default=0.0)
    right = fine(back.edge("side.r"), back.edge("armhole.r")) - (out, 0.0)
    edge = fine(back.edge("hem"))
    low = edge[edge[:, 0] >= out - 1e-6] - (out, 0.0)
    if low[0, 0] > 1e-6:
        low = np.concatenate(([[0.0, low[0, 1]]], low))
    half = np.concatenate((low, right[1:], [[0.0, right[-1, 1]]]))
    ring = np.concatenate((half, (half * (-1.0, 1.0))[::-1][1:-1]))
    hem_line = np.concatenate(((low * (-1.0, 1.0))[::-1], low[1:]))
    y = float(right[-1, 1])
    lines: Lines = (_inside(hem_line, hem),)
    if out:
        lines = (*lines, *(((x, y), (x, y - 60.0)) for x in (-out / 2, out / 2)), ((0.0, y), (0.0, y - 150.0)))
        lines = (*lines, ((-5.0, y - 1.0), (-5.0, y - 13.0), (5.0, y - 13.0), (5.0, y - 1.0)))
    parts = [FlatPart("back", "back", g.as_points(ring), IDENTITY, lines, 1)]
    bottom = fine(yoke.edge("yoke"))
    side = fine(yoke.edge("armhole.r.back"))
    neck = fine(yoke.edge("neck.r"))
    upper = np.concatenate((bottom[-1:], side[1:], neck))
    whole = np.concatenate((upper, (upper * (-1.0, 1.0))[::-1][1:]))
    stitched: Lines = (((float(-bottom[-1, 0]), y + STITCH_MM), (float(bottom[-1, 0]), y + STITCH_MM)),)
    parts.append(FlatPart("yoke", "back", g.as_points(_ccw(whole)), IDENTITY, stitched, 2))
    return parts


def _collar_behind(pattern: Pattern, yoke: Piece, spec: DesignSpec) -> list[FlatPart]:
    neck = fine(yoke.edge("neck.r"))  # neck point to centre back
    stand, fall = spec.number("stand_mm"), spec.number("collar_fall_mm")
    high: Point = (float(neck[0, 0]) - 0.1 * stand, float(neck[0, 1]) + 0.78 * stand)
    middle: Point = (0.0, max(float(neck[-1, 1]) + stand + 2.0, high[1] - 6.0))
    top = g.flatten((g.cubic(high, (0.7 * high[0], middle[1]), (0.4 * high[0], middle[1]), middle),), FINE_MM)
    if spec.choice("collar") == "band":
        ring = np.concatenate((top, neck[::-1]))
        whole = np.concatenate(
            (ring[:-1][: len(top)], (top * (-1.0, 1.0))[::-1][1:], neck * (-1.0, 1.0), neck[::-1][1:])
        )
        return [FlatPart("stand", "back", g.as_points(_ccw(whole)), IDENTITY, (), 4)]
    out: Point = (high[0] + 0.52 * fall, high[1] - 0.72 * fall)
    low: Point = (0.0, middle[1] - fall)
    side = g.flatten(
        (g.cubic(out, (out[0] + 2.0, out[1] + 0.45 * fall), (high[0] + 6.0, high[1] + 3.0), high),), FINE_MM
    )
    under = g.flatten((g.cubic(low, (0.45 * out[0], low[1]), (0.75 * out[0], out[1]), out),), FINE_MM)
    half = np.concatenate((under, side[1:], top[1:]))
    ring = np.concatenate((half, (half * (-1.0, 1.0))[::-1][1:-1]))
    free = np.concatenate(((under * (-1.0, 1.0))[::-1], under[1:]))
    shift: Affine = (1.0, 0.0, 0.0, -1.0, 0.0, middle[1])
    return [FlatPart("collar", "back", g.as_points(_ccw(ring)), shift, (g.as_points(offset(free, -STITCH_MM)),), 4)]


def _sleeves(pattern: Pattern, spec: DesignSpec, strip: dict[str, Array]) -> list[FlatPart]:
    front, back, yoke, sleeve = (pattern.piece(id) for id in ("front", "back", "yoke", "sleeve"))
    slope = np.asarray(yoke.edge("armhole.r.front").start) - np.asarray(_neck_point(yoke))
    out = max((edge.length_mm for edge in back.edges if edge.id == "pleat.r"), default=0.0)
    fore = np.concatenate((fine(front.edge("armhole")), strip["armhole"][::-1][1:]))
    behind = np.concatenate((fine(back.edge("armhole.r")) - (out, 0.0), fine(yoke.edge("armhole.r.back"))[1:]))
    parts = []
    views: tuple[tuple[View, Array, Array], ...] = (
        ("front", fore, slope), ("back", behind * (-1.0, 1.0), slope * (-1.0, 1.0)),
    )  # fmt: skip
    for view, hole, along in views:
        hung = hang(sleeve, hole, along, view)
        cuffed = spec.choice("sleeve") == "long"
        lines: Lines = () if cuffed else (hung.across(_hem(sleeve)), hung.across(_hem(sleeve) - 5.0))
        if cuffed:
            ring = cuff(hung, spec.number("cuff_width_mm"), spec.number("sleeve_hem_mm") / 2)
            hung = drawn_in(hung, ring)
            lines = _cuff_lines(hung.seam, hung.upper, view)
            parts += [_cuff(hung, ring, spec, view, right) for right in (False, True)]
        parts += [hung.part("sleeve", view, hung.outline, lines, 0, right) for right in (False, True)]
    return parts


def _hem(sleeve: Piece) -> float:
    edge: Edge = sleeve.edge("hem")
    return edge.allowance_mm


def _cuff_lines(seam: Array, upper: Array, view: View) -> Lines:
    """Folds of the pleats above the cuff; behind, the placket of the slit."""
    end_under, end_upper = seam[-1], upper[-1]
    up = upper[-2] - upper[-1]
    up = up / np.hypot(*up)

    def rise(share: float, length: float) -> tuple[Point, ...]:
        at = end_upper + share * (end_under - end_upper)
        return g.as_points(np.array([at, at + up * length]))

    if view == "front":
        return (rise(0.30, 38.0), rise(0.44, 30.0))
    return (rise(0.55, 95.0), rise(0.70, 95.0), (rise(0.55, 95.0)[1], rise(0.625, 106.0)[1], rise(0.70, 95.0)[1]))


def _cuff(hung: Hung, ring: Array, spec: DesignSpec, view: View, right: bool) -> FlatPart:
    width = spec.number("cuff_width_mm")
    a, b, c, d = ring
    inner = np.array([a + (b - a) * (1 - STITCH_MM / width), d + (c - d) * (1 - STITCH_MM / width)])
    lines: Lines = (g.as_points(inner),)
    if view == "back":
        at = a + 0.60 * (d - a) + 0.5 * (b - a)
        lines = (*lines, circle((float(at[0]), float(at[1])), BUTTON_MM - 0.5))
    return hung.part("cuff", view, ring, lines, 1, right)


def _dimensions(front: Piece, yoke: Piece, parts: list[FlatPart]) -> tuple[tuple[str, Point, Point], ...]:
    """Body length beside the shirt, half the chest below it."""
    fronts = [np.asarray(part.outline) for part in parts if part.view == "front" and part.piece == "front"]
    points = np.concatenate(fronts)
    low, top = float(points[:, 1].min()), _neck_point(yoke)[1]
    right = max(x for part in parts if part.view == "front" for x, _ in part.outline) + BESIDE_MM
    wide = float(np.abs(points[:, 0]).max())
    y = low - BESIDE_MM
    return (
        (f"{top - low:.0f} mm", (right, top), (right, low)),
        (f"{2 * wide:.0f} mm", (-wide, y), (wide, y)),
    )
