"""Collar stand and collar of a shirt, solved so that the stand is exactly as long as the neckline.

Shape after the two-piece shirt collar as drafted by FreeSewing simon (MIT) and taught after Aldrich, Metric Pattern
Cutting for Menswear: the stand rises towards the front, the collar falls away from it, so that its outer edge is
long enough to lie over the stand.

Frame: centre back on x = 0, seen from the right side, sewn edge at the bottom: the wearer's left at -x.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import Edge, Grain, InternalLine, Notch, Piece

FRONT_LOWER_MM = 4.0
"""The stand is this much lower at the centre front than at the centre back."""
UNDER_SMALLER_MM = 1.5
"""The under collar is this much smaller at its outer edges, so that the seam rolls under."""


@dataclass(frozen=True)
class Stand:
    """The right half of a stand (+x): sewn edge and top edge from the centre back outwards, front end upwards, mm."""

    sew: Path
    top: Path
    end: Path
    centre: Point


def stand(neck_half_mm: float, extension_mm: float, height_mm: float, rise_mm: float) -> Stand:
    """The stand for a neckline, neck_half_mm from centre back to centre front, which runs on by extension_mm."""
    whole, angle = neck_half_mm + extension_mm, math.radians(14.0)

    def bottom(x: float) -> Path:
        third = x / 3
        return (
            g.cubic((0.0, 0.0), (1.25 * third, 0.0), (x - third * math.cos(angle), rise_mm - third * math.sin(angle)),
                    (x, rise_mm)),
        )  # fmt: skip

    x = whole
    for _ in range(30):
        off = g.path_length(bottom(x)) - whole
        if abs(off) < 1e-10:
            break
        x -= off
    sew = bottom(x)
    at_front, beyond = g.split_path(sew, neck_half_mm)
    foot, before = at_front[-1][-1], at_front[-1][-2]
    length = g.distance(before, foot)
    along = ((foot[0] - before[0]) / length, (foot[1] - before[1]) / length)
    high = height_mm - FRONT_LOWER_MM
    front: Point = (foot[0] - along[1] * high, foot[1] + along[0] * high)
    reach = front[0] / 3
    top = (
        g.cubic((0.0, height_mm), (reach, height_mm), (front[0] - along[0] * reach, front[1] - along[1] * reach),
                front),
    )  # fmt: skip
    tip = beyond[-1][-1] if beyond else foot
    out = (along[0] * 0.75 * extension_mm, along[1] * 0.75 * extension_mm)
    up = (-along[1] * 0.62 * high, along[0] * 0.62 * high)
    end = (
        g.cubic(tip, (tip[0] + up[0], tip[1] + up[1]), (front[0] + out[0], front[1] + out[1]), front),
    )  # fmt: skip
    return Stand(sew, top, end, front)


def _both(path: Path) -> Path:
    """A half from the centre outwards, made whole: from −x to +x."""
    return (*g.mirrored_path(path), *path)


def stand_piece(made: Stand, neck_half_mm: float, shoulder_mm: float, allowance_mm: float, collared: bool) -> Piece:
    """The outer stand. shoulder_mm: from the centre back to the neck point; collared: a collar is sewn to its top."""
    sew = _both(made.sew)
    half = g.path_length(made.sew)
    edges = (
        Edge("sew", sew, allowance_mm),
        Edge("end.r", made.end, allowance_mm),
        Edge("top", g.reversed_path(_both(made.top)), allowance_mm),
        Edge("end.l", g.mirrored_path(made.end), allowance_mm),
    )
    high = made.top[0][0][1]
    return Piece(
        id="stand",
        name="COLLAR STAND",
        material="shell",
        quantity=1,
        edges=edges,
        grain=Grain((0.0, 0.12 * high), (0.0, 0.88 * high)),
        notches=(
            Notch("sew.cf.l", "sew", half - neck_half_mm, "neck.cf", depth_mm=3.0),
            Notch("sew.shoulder.l", "sew", half - shoulder_mm, "neck.shoulder", depth_mm=3.0),
            Notch("sew.cb", "sew", half, "neck.cb", depth_mm=3.0),
            Notch("sew.shoulder.r", "sew", half + shoulder_mm, "neck.shoulder", depth_mm=3.0),
            Notch("sew.cf.r", "sew", half + neck_half_mm, "neck.cf", depth_mm=3.0),
            *((Notch("top.cb", "top", g.path_length(made.top), "collar.cb", depth_mm=3.0),) if collared else ()),
        ),
        symmetric=True,
        label="Collar stand",
        annotation="CUT 1 COLLAR STAND, OUTSIDE",
        worn="stand",
    )


def collar_piece(made: Stand, fall_mm: float, point_mm: float, spread_mm: float, allowance_mm: float) -> Piece:
    """The upper collar: its sewn edge is as long as the stand's top.

    fall_mm : height at the centre back; point_mm: length of the front edge; spread_mm: how far the point leans out.
    """
    wanted = g.path_length(made.top)
    drop = 0.055 * wanted

    def bottom(x: float) -> Path:
        return (g.cubic((0.0, 0.0), (0.45 * x, 0.0), (0.72 * x, -0.62 * drop), (x, -drop)),)

    x = wanted
    for _ in range(30):
        off = g.path_length(bottom(x)) - wanted
        if abs(off) < 1e-10:
            break
        x -= off
    sew = bottom(x)
    end: Point = sew[0][-1]
    lean = math.asin(min(max(spread_mm / point_mm, -0.3), 0.85))
    tip: Point = (end[0] + point_mm * math.sin(lean), end[1] + point_mm * math.cos(lean))
    outer = (g.cubic((0.0, fall_mm), (0.5 * tip[0], fall_mm), g.lerp(tip, (0.6 * tip[0], fall_mm), 0.4), tip),)
    edges = (
        Edge("sew", _both(sew), allowance_mm),
        Edge("end.r", (g.line(end, tip),), allowance_mm),
        Edge("outer", g.reversed_path(_both(outer)), allowance_mm),
        Edge("end.l", (g.line(g.mirrored(tip), g.mirrored(end)),), allowance_mm),
    )
    return Piece(
        id="collar",
        name="COLLAR UPPER",
        material="shell",
        quantity=1,
        edges=edges,
        grain=Grain((0.0, 0.04 * fall_mm), (0.0, 0.96 * fall_mm)),
        notches=(Notch("sew.cb", "sew", wanted, "collar.cb", depth_mm=3.0),),
        symmetric=True,
        label="Collar",
        annotation="CUT 1 COLLAR, UPPER",
        worn="collar",
    )


def under_collar(collar: Piece) -> Piece:
    """The under collar: the same sewn edge, smaller by UNDER_SMALLER_MM at the points and the outer edge."""
    end, outer = collar.edge("end.r"), collar.edge("outer")
    start, tip = end.start, end.end
    length = g.distance(start, tip)
    new_tip = g.lerp(start, tip, 1 - UNDER_SMALLER_MM / length)
    new_tip = (new_tip[0] - 0.4 * UNDER_SMALLER_MM, new_tip[1])
    half = g.reversed_path(outer.path[: len(outer.path) // 2])  # from the centre to +x
    shift = (new_tip[0] - tip[0], new_tip[1] - tip[1])
    a, b, c, _ = half[0]
    low = UNDER_SMALLER_MM
    inner = (g.cubic((a[0], a[1] - low), (b[0], b[1] - low), (c[0] + shift[0], c[1] + shift[1]), new_tip),)
    edges = (
        collar.edge("sew"),
        replace(end, path=(g.line(start, new_tip),)),
        replace(outer, path=g.reversed_path(_both(inner))),
        replace(collar.edge("end.l"), path=(g.line(g.mirrored(new_tip), g.mirrored(start)),)),
    )
    return replace(
        collar, id="collar_under", name="COLLAR UNDER", label="Under collar", edges=edges, worn="inside",
        notches=(), annotation="CUT 1 COLLAR, UNDER", grain=Grain(collar.grain.start, (0.0, 0.96 * (a[1] - low))),
    )  # fmt: skip


def fused(piece: Piece, id: str, name: str, allowance_mm: float = 3.0) -> Piece:
    """Interfacing of a piece: it reaches 3 mm into the seams, is caught by them and keeps them thin."""
    edges = tuple(
        Edge(edge.id, edge.path, allowance_mm, "", edge.corner, "fold" if edge.role == "fold" else "seam")
        for edge in piece.edges
    )
    return replace(
        piece, id=id, name=name, material="fusible", edges=edges, notches=(), internals=(), drills=(), darts=(),
        printed=False, label=f"{piece.label}, interfacing", worn="inside", cut=(), cut_turns=(),
        annotation=f"CUT {piece.quantity} FUSIBLE",
    )  # fmt: skip


def inner_layer(piece: Piece, id: str, name: str, label: str) -> Piece:
    """A second layer of a piece, worn inside: the same sew line, its marks of the sewn edge left out."""
    return replace(
        piece, id=id, name=name, label=label, worn="inside", notches=(), annotation=f"CUT {piece.quantity} {name}",
        internals=tuple(line for line in piece.internals if line.kind != "internal"), printed=False,
    )  # fmt: skip


def buttonhole(id: str, at: Point, length_mm: float, angle_deg: float) -> InternalLine:
    """A buttonhole as a short line, its middle at a point."""
    a = g.polar(at, angle_deg, -length_mm / 2)
    return InternalLine(id, "internal", (g.line(a, g.polar(at, angle_deg, length_mm / 2)),))
