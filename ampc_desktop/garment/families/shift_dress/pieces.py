"""Pieces of the shift dress: front, back, sleeve and facings.

Sides: ".l" is the wearer's left; pieces are seen from the right side of the cloth. The front is whole, its left at +x;
the back is drawn as the LEFT back, centre back on x = 0 and side at -x. y = 0 at the body's shoulder point of the neck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import Dart, DrillHole, Edge, Grain, InternalLine, Notch, Piece
from ampc_desktop.garment.drafting import bodice, sleeve
from ampc_desktop.garment.drafting.bodice import Block
from ampc_desktop.garment.drafting.bust_dart import SideDart
from ampc_desktop.garment.drafting.smooth import parallel, upright_grain

DRILL_INSIDE_MM = 10.0
"""The drill mark of a dart lies this far short of its point, so that stitching covers it."""
DOUBLE_MM = 8.0
"""Distance of the two notches that mark a back armhole."""
NEAT_MM = 5.0
"""Overlocked outer edge of a facing."""


@dataclass(frozen=True)
class Making:
    """Allowances and widths of making, mm."""

    seam: float
    neck: float
    zip: float
    hem: float
    facing: float


@dataclass(frozen=True)
class Fisheye:
    """A dart with two points on an upright line: x, points and widest level, intake, mm."""

    x: float
    high: float
    level: float
    low: float
    intake: float


def armhole_marks(length_mm: float, front: bool) -> tuple[float, ...]:
    """Distances of the balance marks from the underarm, mm: one in front, two at the back."""
    return (0.44 * length_mm,) if front else (0.42 * length_mm - DOUBLE_MM / 2, 0.42 * length_mm + DOUBLE_MM / 2)


def _fisheye_parts(darts: Sequence[tuple[str, Fisheye]]) -> tuple[list[InternalLine], list[DrillHole]]:
    """The stitching line round each dart, closed, and drill marks inside both points and at the widest level."""
    lines, drills = [], []
    for id, d in darts:
        high, low = (d.x, d.high), (d.x, d.low)
        left, right = (d.x - d.intake / 2, d.level), (d.x + d.intake / 2, d.level)
        path = (g.line(high, left), g.line(left, low), g.line(low, right), g.line(right, high))
        lines.append(InternalLine(id, "dart", path))
        drills += [
            DrillHole(f"{id}.high", (d.x, d.high - DRILL_INSIDE_MM)),
            DrillHole(f"{id}.waist", (d.x, d.level)),
            DrillHole(f"{id}.low", (d.x, d.low + DRILL_INSIDE_MM)),
        ]
    return lines, drills


def front(made: Block, dart: SideDart | None, fisheye: Fisheye | None, how: Making) -> Piece:
    """The whole front. Below the bust dart everything lies lower by what the dart takes up."""
    lowered = dart.lowered if dart else 0.0
    low, half = -made.length - lowered, made.knots[-1][1]
    sides: tuple[tuple[str, Path], ...] = (("side", bodice.side(made)),)
    if dart is not None:
        sides = (("side.1", dart.below), ("dart", dart.mouth), ("side.2", dart.above))
    upper = (
        ("armhole", bodice.armhole(made, "front"), how.seam),
        ("shoulder", bodice.shoulder(made), how.seam),
        ("neck", bodice.front_neck(made), how.neck),
    )

    def edge(id: str, suffix: str, path: Path, allowance: float) -> Edge:
        role, _, k = id.partition(".")
        name = f"{role}.{suffix}.{k}" if k else f"{role}.{suffix}"
        return Edge(name, path, allowance, "" if role == "dart" else "1.01", role="dart" if role == "dart" else "seam")

    left = [edge(id, "l", path, how.seam) for id, path in sides]
    left += [edge(id, "l", path, allowance) for id, path, allowance in upper]
    right = [edge(id, "r", g.mirrored_path(path), allowance) for id, path, allowance in reversed(upper)]
    right += [edge(id, "r", g.mirrored_path(path), how.seam) for id, path in reversed(sides)]
    right[-1] = replace(right[-1], corner="hem_mirror")
    hem = Edge("hem", (g.line((-half, low), (half, low)),), how.hem, "6.03", "hem_mirror", "hem")
    edges = [hem, *left, *right]
    by_id = {found.id: found for found in edges}
    notches: list[Notch] = []
    darts: list[Dart] = []
    lines = [InternalLine("centre", "centre", (g.line(made.centre_front, (0.0, low)),))]
    drills: list[DrillHole] = []
    for suffix in ("l", "r"):
        hole = by_id[f"armhole.{suffix}"]
        mark = armhole_marks(hole.length_mm, True)[0]
        at = mark if suffix == "l" else hole.length_mm - mark
        notches.append(Notch(f"armhole.{suffix}.front", hole.id, at, "armhole.front"))
        if dart is None:
            continue
        apex = dart.apex if suffix == "l" else g.mirrored(dart.apex)
        mouth = by_id[f"dart.{suffix}"]
        middle = g.lerp(mouth.start, mouth.end, 0.5)
        darts.append(Dart(mouth.id, mouth.id, apex))
        drills.append(DrillHole(f"{mouth.id}.drill", g.towards(apex, middle, DRILL_INSIDE_MM)))
        lines.append(InternalLine(f"{mouth.id}.legs", "dart", (g.line(mouth.start, apex), g.line(apex, mouth.end))))
        below, above = by_id[f"side.{suffix}.1"], by_id[f"side.{suffix}.2"]
        first = suffix == "l"
        notches.append(Notch(f"{mouth.id}.below", below.id, below.length_mm if first else 0.0))
        notches.append(Notch(f"{mouth.id}.above", above.id, 0.0 if first else above.length_mm))
    for suffix in ("l", "r"):
        side = by_id.get(f"side.{suffix}") or by_id[f"side.{suffix}.1"]
        mark = 0.4 * g.path_length(bodice.side(made))
        at = mark if suffix == "l" else side.length_mm - mark
        notches.append(Notch(f"side.{suffix}.mark", side.id, at, "side.mark"))
    notches.append(Notch("neck.cf", "neck.l", by_id["neck.l"].length_mm, "neck.cf"))
    if fisheye is not None:
        parts = _fisheye_parts([("fisheye.l", fisheye), ("fisheye.r", replace(fisheye, x=-fisheye.x))])
        lines, drills = lines + parts[0], drills + parts[1]
    x = 0.5 * min(made.neck_half, made.pitch_front)
    return Piece(
        id="front",
        name="FRONT",
        material="shell",
        quantity=1,
        edges=tuple(edges),
        grain=Grain((x, 0.88 * low), (x, -1.05 * made.armhole_depth)),
        notches=tuple(notches),
        internals=tuple(lines),
        drills=tuple(drills),
        darts=tuple(darts),
        symmetric=True,
        label="Front",
        annotation="CUT 1 FRONT",
        worn="front",
    )


def back(made: Block, fisheye: Fisheye | None, zip_mm: float, vent_mm: float, extension: float, how: Making) -> Piece:
    """The left back with zip, centre back seam and vent."""
    low, half, top = -made.length, made.knots[-1][1], -made.back_depth
    end: Point = (0.0, top - zip_mm)
    lines: list[InternalLine] = []
    edges = [Edge("hem", (g.line((-half, low), (0.0, low)),), how.hem, "6.03", "mitre", "hem")]
    head = low + vent_mm
    if vent_mm > 0:
        edges += [
            Edge("hem.vent", (g.line((0.0, low), (extension, low)),), how.hem, "6.03", "hem_mirror", "hem"),
            Edge("vent", (g.line((extension, low), (extension, head - extension)),), how.seam, "6.01"),
            Edge("vent.top", (g.line((extension, head - extension), (0.0, head)),), how.seam),
        ]
        lines.append(InternalLine("vent.fold", "fold", (g.line((0.0, head), (0.0, low)),)))
    else:
        edges[0] = replace(edges[0], corner="hem_mirror")
    edges += [
        Edge("cb", (g.line((0.0, head), end),), how.zip),
        Edge("zip", (g.line(end, (0.0, top)),), how.zip, "4.06", role="opening"),
        Edge("neck", g.mirrored_path(bodice.back_neck(made)), how.neck),
        Edge("shoulder", g.mirrored_path(bodice.shoulder(made)), how.seam),
        Edge("armhole", g.mirrored_path(bodice.armhole(made, "back")), how.seam),
        Edge("side", g.mirrored_path(bodice.side(made)), how.seam, corner="hem_mirror"),
    ]
    by_id = {edge.id: edge for edge in edges}
    hole, side = by_id["armhole"].length_mm, by_id["side"].length_mm
    notches = [
        Notch(f"armhole.back.{k}", "armhole", hole - mark, f"armhole.back.{k}")
        for k, mark in enumerate(armhole_marks(hole, False), start=1)
    ]
    notches += [
        Notch("side.mark", "side", side - 0.4 * side, "side.mark"),
        Notch("zip.end", "cb", by_id["cb"].length_mm, "cb.zip", depth_mm=6.0),
    ]
    drills: list[DrillHole] = []
    if fisheye is not None:
        more, drills = _fisheye_parts([("fisheye", replace(fisheye, x=-fisheye.x))])
        lines += more
    x = -0.5 * min(made.neck_half, made.pitch_back)
    return Piece(
        id="back",
        name="BACK",
        material="shell",
        quantity=2,
        edges=tuple(edges),
        grain=Grain((x, 0.88 * low), (x, -1.05 * made.armhole_depth)),
        mirrored_pair=True,
        notches=tuple(notches),
        internals=tuple(lines),
        drills=tuple(drills),
        label="Back",
        annotation="CUT 2 BACK (PAIR)",
        worn="back",
    )


def sleeve_piece(solved: sleeve.Sleeve, hole_front: float, hole_back: float, how: Making) -> Piece:
    """The short set-in sleeve; its notches share out the cap ease evenly over each half."""
    paths = sleeve.paths(solved)
    edges = tuple(
        Edge(
            id,
            path,
            min(how.hem, 25.0) if id == "hem" else how.seam,
            "6.03" if id == "hem" else "1.01",
            "hem_mirror" if id in ("hem", "under.front") else "mitre",
            "hem" if id == "hem" else "seam",
        )
        for id, path in paths.items()
    )
    cap_front, cap_back = g.path_length(paths["cap.front"]), g.path_length(paths["cap.back"])
    at = armhole_marks(hole_front, True)[0] * cap_front / hole_front
    notches = [Notch("cap.front.1", "cap.front", cap_front - at, "armhole.front")]
    for k, mark in enumerate(armhole_marks(hole_back, False), start=1):
        notches.append(Notch(f"cap.back.{k}", "cap.back", mark * cap_back / hole_back, f"armhole.back.{k}"))
    notches.append(Notch("cap.top", "cap.back", cap_back))
    return Piece(
        id="sleeve",
        name="SLEEVE",
        material="shell",
        quantity=2,
        edges=edges,
        grain=Grain((0.0, -solved.under + 0.12 * solved.length), (0.0, solved.height - 0.15 * solved.length)),
        mirrored_pair=True,
        notches=tuple(notches),
        label="Sleeve",
        annotation="CUT 2 SLEEVE (PAIR)",
        worn="sleeve",
    )


def flipped(path: Path) -> Path:
    """Mirror image in x = 0, direction kept."""
    return tuple(tuple(g.mirrored(point) for point in segment) for segment in path)


def _along_shoulder(made: Block, way: float) -> Path:
    """The shoulder seam from the neck point outwards for `way` mm."""
    return (g.line(made.neck_point, g.towards(made.neck_point, made.shoulder_point, way)),)


def _outer(made: Block, way: float, centre_y: float) -> Path:
    """Outer edge of a neck facing, shoulder to centre: square to the shoulder, level at the centre."""
    start = g.towards(made.neck_point, made.shoulder_point, way)
    dx, dy = made.shoulder_point[0] - made.neck_point[0], made.shoulder_point[1] - made.neck_point[1]
    length = g.distance(made.neck_point, made.shoulder_point)
    reach = 0.62 * (start[1] - centre_y)
    first = (start[0] + dy / length * reach, start[1] - dx / length * reach)
    return (g.cubic(start, first, (0.62 * start[0], centre_y), (0.0, centre_y)),)


def neck_facings(made: Block, how: Making) -> tuple[Piece, Piece]:
    """Facings of the neckline: the front whole, the back a pair."""
    shoulder = _along_shoulder(made, how.facing)
    neck, outer = bodice.front_neck(made), _outer(made, how.facing, made.centre_front[1] - how.facing)
    edges: tuple[Edge, ...] = (
        Edge("outer.r", flipped(outer), NEAT_MM, "6.01"),
        Edge("outer.l", g.reversed_path(outer), NEAT_MM, "6.01"),
        Edge("shoulder.l", g.reversed_path(shoulder), how.seam),
        Edge("neck.l", neck, how.neck),
        Edge("neck.r", g.mirrored_path(neck), how.neck),
        Edge("shoulder.r", flipped(shoulder), how.seam),
    )
    centre = Notch("neck.cf", "neck.l", g.path_length(neck), "neck.cf")
    front = replace(_facing("front_neck_facing", "FRONT NECK FACING", edges, 1), notches=(centre,))
    top = made.centre_back
    outer = _outer(made, how.facing, top[1] - how.facing)
    edges = (
        Edge("outer", flipped(outer), NEAT_MM, "6.01"),
        Edge("cb", (g.line((0.0, top[1] - how.facing), top),), how.seam),
        Edge("neck", g.mirrored_path(bodice.back_neck(made)), how.neck),
        Edge("shoulder", flipped(shoulder), how.seam),
    )
    return front, _facing("back_neck_facing", "BACK NECK FACING", edges, 2)


def armhole_facings(made: Block, how: Making) -> tuple[Piece, Piece]:
    """Facings of sleeveless armholes, front and back, each a pair."""
    found = []
    for part, name in (("front", "FRONT ARM FACING"), ("back", "BACK ARM FACING")):
        hole = bodice.armhole(made, part)  # type: ignore[arg-type]
        outer = parallel(hole, how.facing)
        chain = (
            ("armhole", hole, how.neck, "1.01"),
            ("shoulder", (g.line(hole[-1][-1], outer[-1][-1]),), how.seam, "1.01"),
            ("outer", g.reversed_path(outer), NEAT_MM, "6.01"),
            ("side", (g.line(outer[0][0], hole[0][0]),), how.seam, "1.01"),
        )
        if part == "back":
            chain = tuple((id, g.mirrored_path(path), sa, kind) for id, path, sa, kind in reversed(chain))  # type: ignore[assignment]
        edges = tuple(Edge(id, path, sa, kind) for id, path, sa, kind in chain)
        length = g.path_length(hole)
        marks = armhole_marks(length, part == "front")
        names = ("armhole.front",) if part == "front" else ("armhole.back.1", "armhole.back.2")
        notches = tuple(
            Notch(pair, "armhole", mark if part == "front" else length - mark, pair)
            for pair, mark in zip(names, marks, strict=True)
        )
        found.append(replace(_facing(f"{part}_armhole_facing", name, edges, 2), notches=notches))
    return found[0], found[1]


def _facing(id: str, name: str, edges: tuple[Edge, ...], quantity: int) -> Piece:
    ring = np.concatenate([edge.polyline[:-1] for edge in edges])
    return Piece(
        id=id,
        name=name,
        material="shell",
        quantity=quantity,
        edges=edges,
        grain=Grain(*upright_grain(ring, 0.9)),
        mirrored_pair=quantity == 2,
        printed=False,
        symmetric=quantity == 1,
        label=name.capitalize(),
        annotation=f"CUT {quantity} {name}, FUSE WITH INTERFACING",
        worn="inside",
    )
