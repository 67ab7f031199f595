"""Body pieces of the shirt: front with placket, back, yoke, chest pocket.

Sides: ".l" is the wearer's left; pieces are seen from the right side of the cloth. The front is drawn as the LEFT
front: centre front on x = 0, side at +x, the placket reaches over to −x; copy 1 is the right front. Back and yoke
are whole, the wearer's left at −x.
"""

from __future__ import annotations

from dataclasses import dataclass

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Path, Point
from ampc_desktop.core.pattern import Dart, DrillHole, Edge, Grain, InternalLine, Notch, Piece
from ampc_desktop.garment.drafting import bodice
from ampc_desktop.garment.drafting.bodice import Block
from ampc_desktop.garment.drafting.bust_dart import SideDart
from ampc_desktop.garment.drafting.collar import buttonhole
from ampc_desktop.garment.drafting.fitting import cut_at, mirrored_in

DRILL_INSIDE_MM = 10.0
"""The drill mark of a dart lies this far short of its apex, so that stitching covers it."""
DOUBLE_MM = 8.0
"""Distance of the two notches that mark a back armhole."""

SIDE_MARK = 0.4
"""Share of the side seam, from the hem, where its notch lies; below any bust dart."""


@dataclass(frozen=True)
class Making:
    """Allowances and widths of making, mm."""

    seam: float
    neck: float
    hem: float
    placket: float
    cut_on: bool
    turn: float
    rise: float


@dataclass(frozen=True)
class Cut:
    """The block cut into front, back and yoke; paths of the right half (+x), mm.

    Strips are what the yoke takes from the front, already laid on it: shoulder to seam (armhole), seam to shoulder
    (neck).
    """

    block: Block
    front_hole: Path
    front_seam: Path
    front_neck: Path
    back_hole: Path
    yoke_hole: Path
    strip_hole: Path
    strip_neck: Path
    yoke_y: float

    @property
    def yoke_half(self) -> float:
        return self.back_hole[-1][-1][0]


def cut(block: Block, forward_mm: float, yoke_mm: float) -> Cut:
    """Lay the shoulder seam forward_mm to the front and cut the back yoke_mm below the neck seam."""
    a, b = block.shoulder_point, block.neck_point
    length = g.distance(a, b)
    nx, ny = (b[1] - a[1]) / length, -(b[0] - a[0]) / length  # at right angles to the shoulder
    if ny > 0:
        nx, ny = -nx, -ny

    def level(p: Point) -> float:
        return (p[0] - a[0]) * nx + (p[1] - a[1]) * ny - forward_mm

    hole, strip_hole = cut_at(bodice.armhole(block, "front"), level)
    strip_neck, neck = cut_at(bodice.front_neck(block), level)
    y = -block.back_depth - yoke_mm
    back_hole, yoke_hole = cut_at(bodice.armhole(block, "back"), lambda p: p[1] - y)
    seam = (g.line(hole[-1][-1], neck[0][0]),)
    return Cut(
        block, hole, seam, neck, back_hole, yoke_hole,
        g.reversed_path(mirrored_in(strip_hole, a, b)), g.reversed_path(mirrored_in(strip_neck, a, b)), y,
    )  # fmt: skip


def armhole_marks(length_mm: float, front: bool) -> tuple[float, ...]:
    """Distances of the balance marks from the underarm, mm: one in front, two at the back."""
    return (0.44 * length_mm,) if front else (0.42 * length_mm - DOUBLE_MM / 2, 0.42 * length_mm + DOUBLE_MM / 2)


def hem_half(half: float, low: float, rise: float, flat: float) -> Path:
    """Hem of the right half, centre to side seam: level, or level for `flat` mm and then rounded up to the side."""
    if rise <= 0:
        return (g.line((0.0, low), (half, low)),)
    third = (half - flat) / 3
    return (
        g.line((0.0, low), (flat, low)),
        g.cubic((flat, low), (flat + 1.35 * third, low), (half - 1.35 * third, low + rise), (half, low + rise)),
    )


def front(cut: Cut, dart: SideDart | None, how: Making, buttons: tuple[float, ...], hole_mm: float) -> Piece:
    """The left front. buttons: their depths below y = 0, on the centre front."""
    block, half_placket = cut.block, how.placket / 2
    lowered = dart.lowered if dart else 0.0
    low = -block.length - how.rise - lowered
    edge_x = -half_placket
    hem: Path = (g.line((edge_x, low), (0.0, low)), *hem_half(block.knots[-1][1], low, how.rise, half_placket))
    neck, placket_neck = cut_at(cut.front_neck, lambda p: p[0] - half_placket)
    top = placket_neck[-1][-1][1]
    placket_neck = (*placket_neck, g.line((0.0, top), (edge_x, top)))
    edges = [Edge("hem", hem, how.hem, "6.03", "hem_mirror", "hem")]
    if dart is None:
        edges.append(Edge("side", bodice.side(block), how.seam))
    else:
        edges += [
            Edge("side.1", dart.below, how.seam),
            Edge("dart", dart.mouth, how.seam, "", role="dart"),
            Edge("side.2", dart.above, how.seam),
        ]
    edges += [
        Edge("armhole", cut.front_hole, how.seam),
        Edge("shoulder", cut.front_seam, how.seam),
        Edge("neck", neck, how.neck),
        Edge("neck.placket", placket_neck, how.neck),
    ]
    lines = [InternalLine("centre", "centre", (g.line((0.0, top), (0.0, low)),))]
    if how.cut_on:
        edges += _facing(placket_neck, edge_x, low, how)
        edges = [*edges[1:], edges[0]]  # the facing's edges, one behind the other, lie inside the list
        lines.append(InternalLine("placket.fold", "fold", (g.line((edge_x, top), (edge_x, low)),)))
    else:
        edges.append(Edge("cf", (g.line((edge_x, top), (edge_x, low)),), how.neck, corner="hem_mirror"))
    inner = (g.line(placket_neck[0][0], (half_placket, low)),)
    lines.append(InternalLine("placket", "placement", inner))
    if how.cut_on:
        lines += [buttonhole(f"buttonhole.{k}", (0.0, -y), hole_mm, 90.0) for k, y in enumerate(buttons, start=1)]
    drills = [DrillHole(f"button.{k}", (0.0, -y), 1.0) for k, y in enumerate(buttons, start=1)]
    darts: tuple[Dart, ...] = ()
    by_id = {edge.id: edge for edge in edges}
    notches = [
        Notch("armhole.balance", "armhole", armhole_marks(_hole_length(cut, True), True)[0], "armhole.front"),
        Notch("neck.cf", "neck.placket", g.path_length(placket_neck[:-1]), "neck.cf", depth_mm=3.0),
    ]
    if dart is not None:
        darts = (Dart("dart", "dart", dart.apex),)
        middle: Point = g.lerp(dart.below[-1][-1], dart.above[0][0], 0.5)
        drills.append(DrillHole("dart.drill", g.towards(dart.apex, middle, DRILL_INSIDE_MM)))
        legs = (g.line(dart.below[-1][-1], dart.apex), g.line(dart.apex, dart.above[0][0]))
        lines.append(InternalLine("dart.legs", "dart", legs))
        notches += [
            Notch("dart.low", "side.1", by_id["side.1"].length_mm),
            Notch("dart.high", "side.2", 0.0),
        ]
    flank = sum(edge.length_mm for id, edge in by_id.items() if id.startswith("side"))
    if flank > 200.0:
        notches.append(Notch("side.middle", "side.1" if dart else "side", SIDE_MARK * flank, "side"))
    x = 0.5 * (block.neck_half + min(block.pitch_front, block.shoulder_half))
    return Piece(
        id="front",
        name="FRONT",
        material="shell",
        quantity=2,
        edges=tuple(edges),
        grain=Grain((x, 0.85 * low), (x, -0.55 * block.armhole_depth)),
        mirrored_pair=True,
        notches=tuple(notches),
        internals=tuple(lines),
        drills=tuple(drills),
        darts=darts,
        label="Front",
        annotation="CUT 2 FRONT (PAIR)",
        worn="front",
    )


def _facing(placket_neck: Path, fold_x: float, low: float, how: Making) -> list[Edge]:
    """The facing of a cut-on placket: mirror image in its fold, so that it lies on the front when turned."""
    neck = g.mirrored_path(placket_neck, fold_x)
    far = neck[-1][-1]
    return [
        Edge("neck.facing", neck, how.neck),
        Edge("facing", (g.line(far, (far[0], low)),), how.turn, "6.03"),
        Edge("hem.facing", (g.line((far[0], low), (fold_x, low)),), how.hem, "6.03", role="hem"),
    ]


def _hole_length(cut: Cut, front: bool) -> float:
    parts = (cut.front_hole, cut.strip_hole) if front else (cut.back_hole, cut.yoke_hole)
    return sum(g.path_length(path) for path in parts)


def placket(cut: Cut, of: Piece, how: Making, buttons: tuple[float, ...], hole_mm: float) -> Piece:
    """The placket band of the left front, lying where it is sewn: around the centre front line."""
    neck, cf, half = of.edge("neck.placket"), of.edge("cf"), how.placket / 2
    low = cf.end[1]
    edges = (
        Edge("end.hem", (g.line((-half, low), (half, low)),), how.hem, "6.03", role="hem"),
        Edge("inner", (g.line((half, low), neck.start),), how.neck),
        Edge("end.neck", neck.path, how.neck),
        Edge("sew", cf.path, how.neck),
    )
    lines = [InternalLine("centre", "centre", (g.line((0.0, cf.start[1]), (0.0, low)),))]
    lines += [buttonhole(f"buttonhole.{k}", (0.0, -y), hole_mm, 90.0) for k, y in enumerate(buttons, start=1)]
    return Piece(
        id="placket",
        name="PLACKET",
        material="shell",
        quantity=2,
        edges=edges,
        grain=Grain((0.4 * half, 0.9 * low), (0.4 * half, 0.7 * cf.start[1] + 0.3 * low)),
        mirrored_pair=True,
        internals=tuple(lines),
        label="Placket band",
        annotation="CUT 2 PLACKET BAND (PAIR)",
        worn="patch",
    )


def back(cut: Cut, how: Making, pleat_mm: float) -> Piece:
    """The back below the yoke, with a box pleat of pleat_mm cloth at the centre."""
    block, out = cut.block, pleat_mm / 2
    low = -block.length - how.rise
    half = hem_half(block.knots[-1][1] + out, low, how.rise, how.placket / 2)
    hem = (*g.mirrored_path(half), *half) if how.rise > 0 else (g.line(g.mirrored(half[-1][-1]), half[-1][-1]),)
    side = g.translated_path(bodice.side(block), out, 0.0)
    hole = g.translated_path(cut.back_hole, out, 0.0)
    corner, fold, top = hole[-1][-1], (out, cut.yoke_y), (0.0, cut.yoke_y)
    right = [Edge("side.r", side, how.seam), Edge("armhole.r", hole, how.seam)]
    right.append(Edge("yoke.r", (g.line(corner, fold),), how.seam))
    if pleat_mm > 0:
        right.append(Edge("pleat.r", (g.line(fold, top),), how.seam, "", role="dart"))
    left = [
        Edge(f"{edge.id[:-1]}l", g.mirrored_path(edge.path), edge.allowance_mm, edge.seam_class, role=edge.role)
        for edge in reversed(right)
    ]
    edges = [Edge("hem", hem, how.hem, "6.03", "hem_mirror", "hem"), *right, *left]
    edges[-1] = Edge("side.l", edges[-1].path, how.seam, corner="hem_mirror")
    by_id = {edge.id: edge for edge in edges}
    notches = []
    length = by_id["armhole.r"].length_mm
    for k, at in enumerate(armhole_marks(_hole_length(cut, False), False), start=1):
        at = min(at, length - 24.0 + k * DOUBLE_MM)
        notches.append(Notch(f"armhole.r.{k}", "armhole.r", at, f"armhole.back.{k}"))
        notches.append(Notch(f"armhole.l.{k}", "armhole.l", length - at, f"armhole.back.{k}"))
    flank = by_id["side.r"].length_mm
    if flank > 200.0:
        notches.append(Notch("side.r.middle", "side.r", SIDE_MARK * flank, "side"))
        notches.append(Notch("side.l.middle", "side.l", (1 - SIDE_MARK) * flank, "side"))
    lines = [InternalLine("centre", "centre", (g.line(top, (0.0, low)),))]
    if pleat_mm > 0:
        deep = cut.yoke_y - min(60.0, 0.2 * (cut.yoke_y - low))
        for name, sign in (("l", -1.0), ("r", 1.0)):
            lines.append(
                InternalLine(f"pleat.{name}", "placement", (g.line((sign * out, cut.yoke_y), (sign * out, deep)),))
            )
            notches.append(Notch(f"pleat.{name}.fold", f"yoke.{name}", _at(by_id[f"yoke.{name}"], fold, sign)))
    else:
        notches.append(Notch("yoke.cb", "yoke.r", by_id["yoke.r"].length_mm, "yoke.cb"))
    x = 0.5 * cut.yoke_half + out / 2
    return Piece(
        id="back",
        name="BACK",
        material="shell",
        quantity=1,
        edges=tuple(edges),
        grain=Grain((x, 0.85 * low), (x, cut.yoke_y - 0.1 * (cut.yoke_y - low))),
        notches=tuple(notches),
        internals=tuple(lines),
        symmetric=True,
        label="Back",
        annotation="CUT 1 BACK",
        worn="back",
    )


def _at(edge: Edge, fold: Point, sign: float) -> float:
    """Arc length of the pleat's fold on a yoke edge: at the end that lies nearest to it."""
    return 0.0 if g.distance(edge.start, (sign * fold[0], fold[1])) < 1e-6 else edge.length_mm


def yoke(cut: Cut, how: Making, pleated: bool) -> Piece:
    """The outer yoke with the strip it takes from the front. Its corners at the neck point are edges' ends."""
    x, y = cut.yoke_half, cut.yoke_y
    seam = (g.line(cut.strip_hole[-1][-1], cut.strip_neck[0][0]),)
    right = [
        Edge("armhole.r.back", cut.yoke_hole, how.seam),
        Edge("armhole.r.front", cut.strip_hole, how.seam),
        Edge("shoulder.r", seam, how.seam),
        Edge("neck.r.front", cut.strip_neck, how.neck),
        Edge("neck.r", bodice.back_neck(cut.block), how.neck),
    ]
    left = [
        Edge(edge.id.replace(".r", ".l"), g.mirrored_path(edge.path), edge.allowance_mm) for edge in reversed(right)
    ]
    edges = (Edge("yoke", (g.line((-x, y), (x, y)),), how.seam), *right, *left)
    neck = right[-1].length_mm
    notches = [
        Notch("neck.cb", "neck.r", neck, "neck.cb", depth_mm=3.0),
        Notch("neck.shoulder.r", "neck.r", 0.0, "neck.shoulder", depth_mm=3.0),
        Notch("neck.shoulder.l", "neck.l", neck, "neck.shoulder", depth_mm=3.0),
    ]
    if not pleated:
        notches.append(Notch("yoke.cb", "yoke", x, "yoke.cb"))
    top = -cut.block.back_depth
    inside = 0.12 * (top - y)
    return Piece(
        id="yoke",
        name="YOKE",
        material="shell",
        quantity=1,
        edges=edges,
        grain=Grain((0.0, y + inside), (0.0, top - inside)),
        notches=tuple(notches),
        internals=(InternalLine("centre", "centre", (g.line((0.0, top), (0.0, y)),)),),
        symmetric=True,
        label="Yoke",
        annotation="CUT 1 YOKE, OUTSIDE",
        worn="yoke",
    )


def pocket(width: float, how: Making, hem_mm: float, allowance_mm: float) -> Piece:
    """A patch pocket with a pointed lower edge; its opening is hemmed."""
    height, point = 1.12 * width, 0.13 * width
    half, low = width / 2, -height
    edges = (
        Edge(
            "bottom", (g.line((-half, low + point), (0.0, low)), g.line((0.0, low), (half, low + point))), allowance_mm
        ),
        Edge("side.r", (g.line((half, low + point), (half, 0.0)),), allowance_mm, corner="hem_mirror"),
        Edge("opening", (g.line((half, 0.0), (-half, 0.0)),), hem_mm, "6.03", "hem_mirror", "hem"),
        Edge("side.l", (g.line((-half, 0.0), (-half, low + point)),), allowance_mm),
    )
    return Piece(
        id="pocket",
        name="POCKET",
        material="shell",
        quantity=1,
        edges=edges,
        grain=Grain((0.0, 0.85 * low), (0.0, 0.15 * low)),
        symmetric=True,
        label="Chest pocket",
        annotation="CUT 1 POCKET, WEARERS LEFT",
        worn="patch",
    )


def placed(pocket: Piece, front: Piece, centre_x: float, top_y: float) -> tuple[InternalLine, DrillHole, DrillHole]:
    """Where the pocket lies on the front: its outline, and drills just inside its upper corners."""
    path = tuple(tuple((x + centre_x, y + top_y) for x, y in segment) for edge in pocket.edges for segment in edge.path)
    half = pocket.edge("opening").length_mm / 2
    marks = tuple(
        DrillHole(f"pocket.{name}", (centre_x + sign * (half - 4.0), top_y - 4.0), 1.0)
        for name, sign in (("r", -1.0), ("l", 1.0))
    )
    return InternalLine("pocket", "placement", path), marks[0], marks[1]
