"""DesignSpec + body -> trousers pattern: legs, fly, pockets, waistband.

Pieces are seen from the right side of the cloth. Both legs are drawn as the LEFT one with the crease on x = 0: the
front with its side at +x, the back with its side at -x; copy 1 is the right leg. Waist edges count from the centre.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.geometry import Path
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import (
    Dart,
    DrillHole,
    Edge,
    EdgeRef,
    Grain,
    InternalLine,
    KeyDimension,
    Notch,
    Notion,
    Pattern,
    Piece,
    Seam,
    Span,
)
from ampc_desktop.garment.allowance import with_cut_lines
from ampc_desktop.garment.drafting import trouser_block, waistband
from ampc_desktop.garment.drafting.darting import OpenDart
from ampc_desktop.garment.drafting.trouser_block import TrouserBlock
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.trousers import back_pockets, back_welts, belt_loops, flies, options, pockets

SOURCES = (
    "W. Aldrich, Metric Pattern Cutting: classic tailored trouser block, as taught publicly",
    "FreeSewing titan and charlie 4.10 (MIT): solved inseams, slant pocket, fly, knee and heel girths",
    "Mueller & Sohn, Hosen: fork as a share of the hip, centre back lean",
    "ISO 4916: seam classes 1.01 (plain), 4.06 (zip) and 6.03 (hem)",
)
DRILL_INSIDE_MM = 10.0
"""The drill mark lies this far short of the apex, so that stitching covers it."""


@dataclass(frozen=True)
class Allowances:
    seam: float
    crotch: float
    hem: float


def draft(spec: DesignSpec, body: Measurements, fabric: Fabric) -> Pattern:
    """The trousers of resolved options on one body, with cut lines. Frame and sides: see the module."""
    n = {id: option.value for id, option in spec.options.items()}
    t = table("trousers")
    made = options.block(body, n)
    widths = Allowances(t["seam_allowance_mm"], t["crotch_allowance_mm"], spec.number("hem_allowance_mm"))
    fly = options.fly_mm(body, n)
    style = spec.choice("pocket_style") if n["pocket"] else ""
    mouth = options.pocket_mouth_mm(body, n, made) if style else 0.0
    cut = pockets.cut(made, style, mouth) if style else None

    front, back = _front(made, fly, widths, cut, bool(n["pleats"])), _back(made, widths, cut)
    pieces = [front, back]
    if cut is not None:
        pieces += pockets.pieces(cut, front, widths.seam)
    pieces += flies.pieces(front, widths.crotch)
    seams: tuple[Seam, ...] = ()
    if n["back_pocket"]:
        seams += _back_pocket(pieces, made, spec.choice("back_pocket_style"), widths.seam)
    chain = _waist_chain(front, back, style == "slant")
    band = _band(chain, pieces, spec.number("waistband_width_mm"), float(t["overlap_mm"]), widths.seam)
    if n["belt_loops"]:
        pieces.append(belt_loops.strip(band.edge("waist").length_mm, spec.number("waistband_width_mm")))
        seams += (belt_loops.seam(),)
        band = belt_loops.marked(band)
    pieces += [band, waistband.interfacing(band)]
    seams = (*seams, *_leg_seams(front, cut), *flies.seams(), *waistband.seams(chain), *_pleat_seams(front))
    if cut is not None:
        seams += pockets.seams(cut)
    pattern = Pattern(
        family="trousers",
        style="TROUSERS",
        size="MTM",
        pieces=tuple(pieces),
        seams=seams,
        key_dimensions=_dimensions(spec, body, made, pieces),
        recipe={piece.id: piece.quantity for piece in pieces},
        measures={name: body[name] for name in options.REQUIRED},
        options=n,
        facts={"opening_mm": 2 * fly, "opening_girth_mm": body["hip"]},
        sources=SOURCES,
        notions=(
            Notion("zip", f"Trouser zip {fly:.0f} mm", 1, minutes=4.0),
            Notion("hook_and_bar", "Hook and bar", 1, minutes=0.6),
        ),
    )
    return with_cut_lines(pattern)


def _back_pocket(pieces: list[Piece], made: TrouserBlock, style: str, seam: float) -> tuple[Seam, ...]:
    """Put the pieces of the back pockets behind those there are, and their marks on the back; give their seams."""
    if style == "welt":
        mouth = back_welts.spot(made)
        if mouth is None:
            return ()
        pieces[1] = back_welts.placed(pieces[1], mouth)
        pieces += back_welts.pieces(mouth, seam)
        return back_welts.seams()
    spot = back_pockets.spot(made)
    if spot is None:
        return ()
    patch = back_pockets.piece(spot, seam)
    pieces[1] = back_pockets.placed(pieces[1], patch, spot)
    pieces.append(patch)
    return ()


def _waist(sections: tuple[Path, ...], darts: tuple[OpenDart, ...], seam: float, pleat: bool) -> list[Edge]:
    """Waist sections, dart mouths or pleats from the centre to the side, in the front's frame.

    A section behind the last dart may be cut in two (where a pocket bag ends): no mouth lies between those.
    """
    edges = []
    for k, section in enumerate(sections, start=1):
        edges.append(Edge(f"waist.{k}", section, seam))
        if k <= len(darts):
            dart = darts[k - 1]
            if pleat:
                edges.append(Edge("pleat.inner", (g.line(dart.start, dart.peak),), seam, "", role="dart"))
                edges.append(Edge("pleat.outer", (g.line(dart.peak, dart.end),), seam, "", role="dart"))
            else:
                edges.append(Edge(f"dart.{k}", dart.mouth, seam, "", role="dart"))
    return edges


def _mouth_notches(edges: list[Edge]) -> list[Notch]:
    """A notch on both sides of every dart or pleat mouth, on the waist beside it."""
    notches = []
    for before, edge in itertools.pairwise(edges):
        if edge.role == "dart" and before.role != "dart":
            notches.append(Notch(f"{edge.id}.start", before.id, before.length_mm))
        if before.role == "dart" and edge.role != "dart":
            notches.append(Notch(f"{before.id}.end", edge.id, 0.0))
    return notches


def _turned(edges: list[Edge]) -> list[Edge]:
    """The same edges walked the other way round."""
    return [replace(edge, path=g.reversed_path(edge.path)) for edge in reversed(edges)]


def _front(made: TrouserBlock, fly_mm: float, widths: Allowances, cut: pockets.Cut | None, pleat: bool) -> Piece:
    leg = made.front
    sections = cut.sections if cut else leg.waist.sections
    sides = cut.front_side if cut else (("side", leg.side),)
    fly, crotch = g.split_path(leg.crotch, fly_mm)
    waist = _turned(_waist(sections, leg.waist.darts, widths.seam, pleat))
    edges = [Edge("hem", leg.hem, widths.hem, "6.03", "hem_mirror", "hem")]
    edges += [Edge(id, g.reversed_path(path), widths.seam) for id, path in reversed(sides)]
    edges += waist
    edges += [
        Edge("fly", fly, widths.crotch, "4.06", role="opening"),
        Edge("crotch", crotch, widths.crotch),
        Edge("inseam", leg.inseam, widths.seam, corner="hem_mirror"),
    ]
    by_id = {edge.id: edge for edge in edges}
    notches = [
        *_mouth_notches(waist),
        Notch("fly.end", "crotch", 0.0, "fly.end", depth_mm=6.0),
        *_side_notches(by_id, made, front=True),
        *_knee_notches(by_id["inseam"]),
    ]
    darts, drills, lines = _dart_parts(() if pleat else leg.waist.darts)
    if pleat:
        lines += _pleat_lines(leg.waist.darts[0])
    low, top = leg.hem[0][0][1], leg.waist.sections[0][0][0][1]
    lines.append(
        InternalLine("crease", "internal", (g.line((0.0, 0.97 * low), (0.0, 0.45 * top + 0.55 * leg.fork[1])),))
    )
    return Piece(
        id="front",
        name="FRONT",
        material="shell",
        quantity=2,
        edges=tuple(edges),
        grain=Grain((0.0, 0.2 * leg.fork[1] + 0.8 * low), (0.0, 0.85 * leg.fork[1] + 0.15 * low)),
        mirrored_pair=True,
        notches=tuple(notches),
        internals=tuple(lines),
        drills=tuple(drills),
        darts=tuple(darts),
        label="Front",
        annotation="CUT 2 FRONT (PAIR)",
        worn="leg.front",
    )


def _back(made: TrouserBlock, widths: Allowances, cut: pockets.Cut | None) -> Piece:
    leg = trouser_block.mirrored(made.back)
    sides = cut.back_side if cut else (("side", leg.side),)
    waist = _waist(leg.waist.sections, leg.waist.darts, widths.seam, False)
    edges = [
        Edge("hem", g.reversed_path(leg.hem), widths.hem, "6.03", "hem_mirror", "hem"),
        Edge("inseam", g.reversed_path(leg.inseam), widths.seam),
        Edge("crotch", g.reversed_path(leg.crotch), widths.crotch),
        *waist,
        *(Edge(id, path, widths.seam) for id, path in sides),
    ]
    edges[-1] = replace(edges[-1], corner="hem_mirror")
    by_id = {edge.id: edge for edge in edges}
    darts, drills, lines = _dart_parts(leg.waist.darts)
    notches = [
        *_mouth_notches(waist),
        *_side_notches(by_id, made, front=False),
        *_knee_notches(by_id["inseam"]),
    ]
    low, fork = leg.hem[0][0][1], leg.fork[1]
    return Piece(
        id="back",
        name="BACK",
        material="shell",
        quantity=2,
        edges=tuple(edges),
        grain=Grain((0.0, 0.2 * fork + 0.8 * low), (0.0, 0.85 * fork + 0.15 * low)),
        mirrored_pair=True,
        notches=tuple(notches),
        internals=tuple(lines),
        drills=tuple(drills),
        darts=tuple(darts),
        label="Back",
        annotation="CUT 2 BACK (PAIR)",
        worn="leg.back",
    )


def _dart_parts(darts: tuple[OpenDart, ...]) -> tuple[list[Dart], list[DrillHole], list[InternalLine]]:
    folded, drills, lines = [], [], []
    for k, dart in enumerate(darts, start=1):
        id = f"dart.{k}"
        folded.append(Dart(id, id, dart.apex))
        drills.append(DrillHole(f"{id}.drill", g.towards(dart.apex, dart.peak, DRILL_INSIDE_MM)))
        lines.append(InternalLine(f"{id}.legs", "dart", (g.line(dart.start, dart.apex), g.line(dart.apex, dart.end))))
    return folded, drills, lines


def _pleat_lines(dart: OpenDart) -> list[InternalLine]:
    """Fold lines of the pleat, as far down as it is pressed."""
    return [
        InternalLine(f"pleat.{name}.fold", "fold", (g.line(end, g.towards(end, dart.apex, 70.0)),))
        for name, end in (("inner", dart.start), ("outer", dart.end))
    ]


def _side_notches(edges: dict[str, Edge], made: TrouserBlock, front: bool) -> list[Notch]:
    """Where the side seam lies beside the middle of the inseam."""
    edge, inseam = edges["side"], g.path_length(made.front.inseam)
    if inseam < 200.0:
        return []
    at = inseam / 2 if front else edge.length_mm - inseam / 2
    return [Notch("side.knee", "side", at, "side.knee")]


def _knee_notches(inseam: Edge) -> list[Notch]:
    if inseam.length_mm < 200.0:
        return []
    return [Notch("inseam.knee", "inseam", inseam.length_mm / 2, "inseam.knee")]


def _waist_ids(piece: Piece) -> list[str]:
    """Waist edges from the centre to the side."""
    found = [edge.id for edge in piece.edges if edge.id.startswith("waist.")]
    return sorted(found, key=lambda id: int(id.split(".")[1]))


def _waist_chain(front: Piece, back: Piece, slant: bool) -> tuple[EdgeRef, ...]:
    """The waist as the band meets it: from the centre front round the wearer's left to the centre front again."""
    front_ids, back_ids = _waist_ids(front), _waist_ids(back)
    facing = [EdgeRef("pocket_facing", "waist", True)] if slant else []
    left = [EdgeRef("front", id, True) for id in front_ids] + facing
    left += [EdgeRef("back", id, True) for id in reversed(back_ids)]
    return (*left, *(EdgeRef(ref.piece, ref.edge, False, 1) for ref in reversed(left)))


def _band(chain: tuple[EdgeRef, ...], pieces: list[Piece], width: float, overlap: float, seam: float) -> Piece:
    def reach(names: tuple[str, ...]) -> float:
        return waistband.length_mm([ref for ref in chain if ref.piece in names and ref.copy == 0], pieces)

    front, whole = reach(("front", "pocket_facing")), waistband.length_mm(chain, pieces)
    marks = (("side.l", front, ""), ("cb", whole / 2, ""), ("side.r", whole - front, ""))
    return waistband.waistband(whole, width, overlap, seam, marks)


def _leg_seams(front: Piece, cut: pockets.Cut | None) -> tuple[Seam, ...]:
    """Side seams and inseams of both legs, and the one crotch seam from the fly to the centre back."""
    seams = []
    for copy, (suffix, name) in enumerate((("l", "left"), ("r", "right"))):
        outer: list[EdgeRef] = [EdgeRef("front", "side", True, copy)]
        inner: list[EdgeRef] = [EdgeRef("back", "side", False, copy)]
        label = f"{name} side seam"
        if cut is not None and cut.style == "slant":
            outer.insert(0, EdgeRef("pocket_facing", "side", True, copy))
        elif cut is not None:
            outer = [EdgeRef("front", id, True, copy) for id, _ in cut.front_side]
            inner = [EdgeRef("back", id, False, copy) for id, _ in cut.back_side]
            label += ", open at the pocket mouth"
        seams += [
            Seam(f"side.{suffix}", label, tuple(outer), tuple(inner)),
            Seam(
                f"inseam.{suffix}", f"{name} inseam",
                (EdgeRef("front", "inseam", False, copy),), (EdgeRef("back", "inseam", True, copy),),
            ),
        ]  # fmt: skip
    way = (("front", False), ("back", True))
    left, right = (tuple(EdgeRef(id, "crotch", back, copy) for id, back in way) for copy in (0, 1))
    return (*seams, Seam("crotch", "crotch seam", left, right))


def _pleat_seams(front: Piece) -> tuple[Seam, ...]:
    """The pleats, laid at the waist."""
    if not any(edge.id == "pleat.inner" for edge in front.edges):
        return ()
    return tuple(
        Seam(
            f"pleat.{suffix}", f"{name} pleat",
            (EdgeRef("front", "pleat.inner", False, copy),), (EdgeRef("front", "pleat.outer", True, copy),),
        )
        for copy, (suffix, name) in enumerate((("l", "left"), ("r", "right")))
    )  # fmt: skip


def _dimensions(
    spec: DesignSpec, body: Measurements, made: TrouserBlock, pieces: list[Piece]
) -> tuple[KeyDimension, ...]:
    """What the customer is promised, and where on the pieces it is read."""
    by_id = {piece.id: piece for piece in pieces}
    drop, at = spec.number("rise_drop_mm"), options.levels(body)
    waist = [Span(id, "edge", edge, times=2.0) for id in ("front", "back") for edge in _waist_ids(by_id[id])]
    if "pocket_facing" in by_id and by_id["pocket_facing"].worn == "leg.front":
        waist.append(Span("pocket_facing", "edge", "waist", times=2.0))
    hip = tuple(Span(id, "across", at_mm=-at.hip, times=2.0) for id in ("front", "back"))
    below = min(made.front.fork[1], made.back.fork[1]) - 10.0
    thigh = made.front.width_at(below) + made.back.width_at(below)
    across = tuple(Span(id, "across", at_mm=below) for id in ("front", "back"))
    hem = (Span("front", "edge", "hem"), Span("back", "edge", "hem"))
    inside = made.front.fork[1] - made.front.hem[0][0][1]
    hem_mm, length = spec.number("hem_girth_mm"), spec.number("length_mm")
    return (
        KeyDimension("waist", "Waist", options.waist_girth(body, drop), spec.number("waist_ease_mm"), tuple(waist)),
        KeyDimension("hip", "Hip", body["hip"], spec.number("hip_ease_mm"), hip),
        KeyDimension("thigh", "Thigh", body["thigh"], thigh - body["thigh"], across),
        KeyDimension("hem", "Leg hem", 0.0, hem_mm, hem),
        KeyDimension("length", "Length", 0.0, length, (Span("front", "down", "fly", "hem"),)),
        KeyDimension("inseam", "Inside leg", 0.0, inside, (Span("front", "down", "inseam", "hem"),)),
    )
