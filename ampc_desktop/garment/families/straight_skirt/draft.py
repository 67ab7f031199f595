"""DesignSpec + body -> straight skirt pattern: front, back pair with centre back seam and zip, waistband.

Sides as in tshirt_draft: ".l" is the wearer's left, pieces are seen from the right side of the cloth. The back is
drawn as the LEFT back: centre back on x = 0, side at −x; copy 1 is the right back.
"""

from __future__ import annotations

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.geometry import Path
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import (
    CornerKind,
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
from ampc_desktop.garment.drafting import skirt_pieces, waistband
from ampc_desktop.garment.drafting.skirt_block import OpenDart, Panel, SkirtBlock
from ampc_desktop.garment.drafting.walking import skirt_levels
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.straight_skirt import options

SOURCES = (
    "W. Aldrich, Metric Pattern Cutting: tailored skirt block, as taught at compulsiveseamstress.com and"
    " project-patterns.co.uk",
    "FreeSewing penelope 4.10 (MIT): side shift, dart depths, solved waist",
    "ISO 4916: seam classes 1.01 (plain) and 6.03 (hem)",
)
DRILL_INSIDE_MM = 10.0
"""The drill mark lies this far short of the apex, so that stitching covers it."""


def draft(spec: DesignSpec, body: Measurements, fabric: Fabric) -> Pattern:
    """The straight skirt of resolved options on one body, with cut lines. Frame and sides: see the module."""
    n = {id: option.value for id, option in spec.options.items()}
    t, at = table("straight_skirt"), skirt_levels(body)
    made = options.block(body, n)
    seam, hem = float(t["seam_allowance_mm"]), spec.number("hem_allowance_mm")
    front = _front(made, seam, hem)
    vent_mm = spec.number("vent_length_mm") if n["vent"] else 0.0
    back = _back(made, at.zip, vent_mm, float(t["vent_extension_mm"]), seam, float(t["zip_allowance_mm"]), hem)
    chain, width = skirt_pieces.waist_chain(front, back), spec.number("waistband_width_mm")
    band = waistband.closing_behind(chain, (front, back), width, float(t["overlap_mm"]), seam, "waist.cf")
    pieces = (front, back, band, waistband.interfacing(band))
    pattern = Pattern(
        family="straight_skirt",
        style="SKIRT",
        size="MTM",
        pieces=pieces,
        seams=_seams(front, chain, vent_mm > 0),
        key_dimensions=_dimensions(spec, body, made, front, back),
        recipe={piece.id: piece.quantity for piece in pieces},
        measures={name: body[name] for name in options.REQUIRED},
        options=n,
        facts={"opening_mm": 2 * at.zip, "opening_girth_mm": body["hip"]},
        sources=SOURCES,
        notions=(
            Notion("zip", f"Concealed zip {at.zip:.0f} mm", 1, minutes=4.0),
            Notion("hook_and_bar", "Hook and bar", 1, minutes=0.6),
        ),
    )
    return with_cut_lines(pattern)


def _grain(x: float, low: float, hip_level: float) -> Grain:
    """Grain line from near the hem up to the hip level, higher on a mini too short for that."""
    bottom = 0.85 * low
    return Grain((x, bottom), (x, max(min(-hip_level, 0.35 * low), bottom - 0.5 * low)))


def _mirror(path: Path) -> Path:
    """Mirror image in x = 0 without turning the direction round."""
    return tuple(tuple(g.mirrored(point) for point in segment) for segment in path)


def _waist(panel: Panel, seam: float) -> list[Edge]:
    """Waist sections and dart mouths from centre to side, on the +x half."""
    edges = []
    for k, section in enumerate(panel.sections, start=1):
        edges.append(Edge(f"waist.{k}", section, seam))
        if k <= len(panel.darts):
            dart = panel.darts[k - 1]
            mouth = (g.line(dart.start, dart.peak), g.line(dart.peak, dart.end))
            edges.append(Edge(f"dart.{k}", mouth, seam, "", role="dart"))
    return edges


def _dart_parts(
    darts: tuple[OpenDart, ...], role: str, mirror: bool
) -> tuple[list[Dart], list[DrillHole], list[InternalLine]]:
    folded, drills, lines = [], [], []
    for k, dart in enumerate(darts, start=1):
        start, end, apex, peak = (
            (g.mirrored(p) if mirror else p) for p in (dart.start, dart.end, dart.apex, dart.peak)
        )
        id = f"{role}.{k}"
        folded.append(Dart(id, id, apex))
        drills.append(DrillHole(f"{id}.drill", g.towards(apex, peak, DRILL_INSIDE_MM)))
        lines.append(InternalLine(f"{id}.legs", "dart", (g.line(start, apex), g.line(apex, end))))
    return folded, drills, lines


def _renamed(edge: Edge, id: str, path: Path, corner: CornerKind = "mitre") -> Edge:
    return Edge(id, path, edge.allowance_mm, edge.seam_class, corner, edge.role)


def _leg_notches(edges: list[Edge]) -> list[Notch]:
    """A notch at both ends of every dart mouth, on the waist beside it."""
    notches = []
    for before, edge, after in zip(edges, edges[1:], edges[2:], strict=False):
        if edge.role == "dart":
            notches.append(Notch(f"{edge.id}.start", before.id, before.length_mm))
            notches.append(Notch(f"{edge.id}.end", after.id, 0.0))
    return notches


def _hip_at(side: Path, down: bool) -> float:
    """Arc length of the hip mark on a side seam (upper curve first when it runs down)."""
    return g.segment_length(side[0]) if down else g.path_length(side[1:])


def _front(made: SkirtBlock, seam: float, hem: float) -> Piece:
    """The whole front, symmetric about x = 0."""
    panel, half, low = made.front, made.front_hip - made.taper / 4, -made.length
    waist = _waist(panel, seam)
    edges = [Edge("hem", (g.line((-half, low), (half, low)),), hem, "6.03", "hem_mirror", "hem")]
    edges.append(Edge("side.l", g.reversed_path(panel.side), seam))
    for edge in reversed(waist):
        role, k = edge.id.split(".")
        edges.append(_renamed(edge, f"{role}.l.{k}", g.reversed_path(edge.path)))
    for edge in waist:
        role, k = edge.id.split(".")
        edges.append(_renamed(edge, f"{role}.r.{k}", _mirror(edge.path)))
    edges.append(Edge("side.r", _mirror(panel.side), seam, corner="hem_mirror"))
    left, right = _dart_parts(panel.darts, "dart.l", False), _dart_parts(panel.darts, "dart.r", True)
    darts, drills, lines = left[0] + right[0], left[1] + right[1], left[2] + right[2]
    side_l = _hip_at(panel.side, False)
    cf = next(edge for edge in edges if edge.id == "waist.l.1")
    notches = [
        Notch("hip.l", "side.l", side_l, "side.hip"),
        Notch("hip.r", "side.r", _hip_at(panel.side, True), "side.hip"),
        Notch("waist.cf", "waist.l.1", cf.length_mm, "waist.cf"),
        *_leg_notches(edges),
    ]
    lines.append(InternalLine("centre", "centre", (g.line((0.0, 0.0), (0.0, low)),)))
    x = 0.45 * half
    return Piece(
        id="front",
        name="FRONT",
        material="shell",
        quantity=1,
        edges=tuple(edges),
        grain=_grain(x, low, made.hip_level),
        notches=tuple(notches),
        internals=tuple(lines),
        drills=tuple(drills),
        darts=tuple(darts),
        symmetric=True,
        label="Front",
        annotation="CUT 1 FRONT",
        worn="front",
    )


def _back(
    made: SkirtBlock, zip_mm: float, vent_mm: float, extension: float, seam: float, zip_sa: float, hem: float
) -> Piece:
    """The left back with zip opening, centre back seam and vent extension."""
    panel, half, low = made.back, made.back_hip - made.taper / 4, -made.length
    top = -made.back_drop
    edges = [Edge("hem", (g.line((-half, low), (0.0, low)),), hem, "6.03", "mitre", "hem")]
    lines: list[InternalLine] = []
    if vent_mm > 0:
        head = low + vent_mm
        edges += [
            Edge("hem.vent", (g.line((0.0, low), (extension, low)),), hem, "6.03", "hem_mirror", "hem"),
            Edge("vent", (g.line((extension, low), (extension, head - extension)),), seam, "6.01"),
            Edge("vent.top", (g.line((extension, head - extension), (0.0, head)),), seam),
        ]
        lines.append(InternalLine("vent.fold", "fold", (g.line((0.0, head), (0.0, low)),)))
    else:
        head = low
        edges[0] = Edge("hem", edges[0].path, hem, "6.03", "hem_mirror", "hem")
    edges += [
        Edge("cb", (g.line((0.0, head), (0.0, top - zip_mm)),), zip_sa),
        Edge("zip", (g.line((0.0, top - zip_mm), (0.0, top)),), zip_sa, "4.06", role="opening"),
    ]
    edges += [_renamed(edge, edge.id, _mirror(edge.path)) for edge in _waist(panel, seam)]
    edges.append(Edge("side", _mirror(panel.side), seam, corner="hem_mirror"))
    darts, drills, legs = _dart_parts(panel.darts, "dart", True)
    cb = next(edge for edge in edges if edge.id == "cb")
    notches = [
        Notch("hip", "side", _hip_at(panel.side, True), "side.hip"),
        Notch("zip.end", "cb", cb.length_mm, "cb.zip", depth_mm=6.0),
        *_leg_notches(edges),
    ]
    x = -0.5 * half
    return Piece(
        id="back",
        name="BACK",
        material="shell",
        quantity=2,
        edges=tuple(edges),
        grain=_grain(x, low, made.hip_level),
        mirrored_pair=True,
        notches=tuple(notches),
        internals=(*lines, *legs),
        drills=tuple(drills),
        darts=tuple(darts),
        label="Back",
        annotation="CUT 2 BACK (PAIR)",
        worn="back",
    )


def _seams(front: Piece, chain: tuple[EdgeRef, ...], vent: bool) -> tuple[Seam, ...]:
    seams = (*skirt_pieces.body_seams(front), *waistband.seams(chain))
    if not vent:
        return seams
    tops = (EdgeRef("back", "vent.top"),), (EdgeRef("back", "vent.top", copy=1),)
    return (*seams, Seam("vent.top", "top of the vent", *tops))


def _dimensions(
    spec: DesignSpec, body: Measurements, made: SkirtBlock, front: Piece, back: Piece
) -> tuple[KeyDimension, ...]:
    """What the customer is promised, and where on the pieces it is read."""
    waist = [Span("front", "edge", edge.id) for edge in front.edges if edge.id.startswith("waist.")]
    waist += [Span("back", "edge", edge.id, times=2.0) for edge in back.edges if edge.id.startswith("waist.")]
    hip = (
        Span("front", "across", at_mm=-made.hip_level),
        Span("back", "across", at_mm=-made.hip_level, times=2.0),
    )
    hem = (Span("front", "edge", "hem"), Span("back", "edge", "hem", times=2.0))
    hip_ease, length = spec.number("hip_ease_mm"), spec.number("length_mm")
    down = (Span("front", "down", "waist.r.1", "hem"),)
    return (
        KeyDimension("waist", "Waist", body["waist"], spec.number("waist_ease_mm"), tuple(waist)),
        KeyDimension("hip", "Hip", body["hip"], hip_ease, hip),
        KeyDimension("hem", "Hem", body["hip"], hip_ease - spec.number("hem_taper_mm"), hem),
        KeyDimension("length", "Skirt length", 0.0, length, down),
    )
