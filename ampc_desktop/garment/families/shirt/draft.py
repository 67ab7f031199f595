"""DesignSpec + body -> shirt pattern: pieces, seams, promises, buttons. Frames and sides: see pieces and sleeves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import DrillHole, EdgeRef, KeyDimension, Notion, Pattern, Piece, Seam, SeamKind, Span
from ampc_desktop.garment.allowance import with_cut_lines
from ampc_desktop.garment.drafting import bodice, collar
from ampc_desktop.garment.drafting.bust_dart import SideDart, side_dart
from ampc_desktop.garment.drafting.sleeve import Sleeve
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.shirt import options, sleeves
from ampc_desktop.garment.families.shirt import pieces as parts
from ampc_desktop.garment.families.shirt.pieces import Cut, Making

SOURCES = (
    "FreeSewing brian and simon 4.10 (MIT): slope, quarter chest, across back, armhole, neck width, yoke, box pleat,"
    " collar with stand, sleeve pleats",
    "W. Aldrich, Metric Pattern Cutting for Menswear and for Women's Wear: classic shirt block, armscye depth, bust"
    " dart",
    "ISO 4916: seam classes 1.01 (plain), 6.03 (turned hem)",
)
PLEAT_MM = 64.0
"""Cloth of a box pleat."""


def draft(spec: DesignSpec, body: Measurements, fabric: Fabric) -> Pattern:
    """The shirt of resolved options on one body, with cut lines."""
    n = {id: option.value for id, option in spec.options.items()}
    t = table("shirt")
    block = options.block(body, n)
    how = Making(
        t["seam_allowance_mm"], t["collar_allowance_mm"], spec.number("hem_allowance_mm"), spec.number("placket_mm"),
        n["placket"] == "cut_on", t["facing_turn_mm"], options.rise_mm(n),
    )  # fmt: skip
    cut = parts.cut(block, t["yoke_forward_mm"], spec.number("yoke_mm"))
    dart = _dart(spec, body, block, t) if n["bust_darts"] else None
    low = block.length + how.rise + (dart.lowered if dart else 0.0)
    buttons = button_depths(-block.centre_front[1], low, t)
    pieces = _body(cut, dart, how, buttons, n, body, t)
    solved = options.solved_sleeve(body, n, block)
    made_stand = collar.stand(options.neck_half_mm(body, n), how.placket / 2, spec.number("stand_mm"), 12.0)
    pieces += _collar(made_stand, body, n, pieces, t)
    pieces += _sleeves(solved, block, n, pieces, t)
    front_ease = t["cap_front_share"] * spec.number("cap_ease_mm")
    ease = (front_ease, spec.number("cap_ease_mm") - front_ease)
    by_id = {piece.id: piece for piece in pieces}
    low_ease, high_ease = t["cap_ease_mm"]
    pattern = Pattern(
        family="shirt",
        style="SHIRT",
        size="MTM",
        pieces=tuple(pieces),
        seams=(*_seams(by_id, ease), *sleeves.seams(by_id["sleeve"])),
        key_dimensions=_dimensions(spec, body, block, solved, dart, by_id),
        recipe={piece.id: piece.quantity for piece in pieces},
        measures={name: body[name] for name in options.REQUIRED},
        options=n,
        facts={"cap_ease_min_mm": low_ease, "cap_ease_max_mm": high_ease, "left_over_right": float(body.sex == "male")},
        sources=SOURCES,
        notions=_notions(n, len(buttons), t),
    )
    return with_cut_lines(pattern)


def _dart(spec: DesignSpec, body: Measurements, block: bodice.Block, t: dict[str, Any]) -> SideDart:
    half, level = options.bust_point(body, bodice.levels(body), block.armhole_depth)
    apex = half + float(t["dart_from_bust_point_mm"])
    return side_dart(bodice.side(block), level, spec.number("bust_dart_mm"), apex)


def button_depths(neck: float, hem: float, t: dict[str, Any]) -> tuple[float, ...]:
    """Depths of the front buttons below y = 0, evenly spaced between the first below the neck and the last."""
    first = neck + t["first_button_mm"]
    last = max(hem - t["last_button_mm"], first + 0.5 * t["button_spacing_mm"])
    last = min(last, hem - 40.0)
    gaps = max(round((last - first) / t["button_spacing_mm"]), 1)
    return tuple(first + k * (last - first) / gaps for k in range(gaps + 1))


def _body(
    cut: Cut, dart: SideDart | None, how: Making, buttons: tuple[float, ...], n: dict[str, Any], body: Measurements,
    t: dict[str, Any],
) -> list[Piece]:  # fmt: skip
    front = parts.front(cut, dart, how, buttons, t["buttonhole_mm"])
    pieces = []
    if n["pocket"]:
        bag, x, y = _pocket(cut, how, body, t)
        line, *drills = parts.placed(bag, front, x, y)
        front = replace(front, internals=(*front.internals, line), drills=(*front.drills, *drills))
        pieces.append(bag)
    pleat = PLEAT_MM if n["pleats"] else 0.0
    yoke = parts.yoke(cut, how, pleat > 0)
    pieces = [front, parts.back(cut, how, pleat), yoke, *pieces]
    pieces.append(collar.inner_layer(yoke, "yoke_inner", "YOKE INSIDE", "Yoke, inside"))
    if not how.cut_on:
        band = parts.placket(cut, front, how, buttons, t["buttonhole_mm"])
        pieces += [band, collar.fused(band, "placket_fusible", "PLACKET FUSIBLE")]
    return pieces


def _pocket(cut: Cut, how: Making, body: Measurements, t: dict[str, Any]) -> tuple[Piece, float, float]:
    """The pocket and the middle of its opening on the left front."""
    block = cut.block
    inner, outer = how.placket / 2 + 18.0, block.pitch_front - 8.0
    width = min(max(t["pocket_width"] * body["bust"], 95.0), 140.0, max(outer - inner, 60.0))
    level = -block.armhole_depth + 26.0
    top = min(level, block.centre_front[1] - 40.0)
    return (
        parts.pocket(width, how, t["pocket_hem_mm"], t["pocket_allowance_mm"]),
        max(inner + width / 2, (inner + outer) / 2),
        top,
    )


def _collar(
    stand: collar.Stand, body: Measurements, n: dict[str, Any], pieces: list[Piece], t: dict[str, Any]
) -> list[Piece]:
    allowance, width = t["collar_allowance_mm"], float(n["placket_mm"])
    yoke = next(piece for piece in pieces if piece.id == "yoke")
    shoulder = yoke.edge("neck.r").length_mm
    collared = n["collar"] != "band"
    outer = collar.stand_piece(stand, options.neck_half_mm(body, n), shoulder, allowance, collared)
    half = outer.edge("sew").length_mm / 2
    level = 0.45 * float(n["stand_mm"])
    line = outer.edge("sew").polyline
    foot = g.point_at(line, half + options.neck_half_mm(body, n))
    inward = g.normal_at(line, half + options.neck_half_mm(body, n) - 1e-6)
    at = (foot[0] + inward[0] * level, foot[1] + inward[1] * level)
    # Marks of button and buttonhole, one at each end; which is which follows the side that laps over.
    hole = min(t["buttonhole_mm"], width - 6.0)
    angle = 14.0
    hole_line = collar.buttonhole("buttonhole.1", g.mirrored(at), hole, -angle)
    outer = replace(outer, internals=(hole_line,), drills=(DrillHole("button.1", at, 1.0),))
    found = [
        outer,
        collar.inner_layer(replace(outer, drills=()), "stand_inner", "STAND INSIDE", "Collar stand, inside"),
        collar.fused(outer, "stand_fusible", "STAND FUSIBLE"),
    ]
    if collared:
        shape = t["collar"][n["collar"]]
        upper = collar.collar_piece(
            stand, float(n["collar_fall_mm"]), float(n["collar_point_mm"]), shape["spread_mm"], allowance
        )
        found += [upper, collar.under_collar(upper), collar.fused(upper, "collar_fusible", "COLLAR FUSIBLE")]
    return found


def _sleeves(
    solved: Sleeve, block: bodice.Block, n: dict[str, Any], pieces: list[Piece], t: dict[str, Any]
) -> list[Piece]:
    front, back = (g.path_length(bodice.armhole(block, part)) for part in ("front", "back"))
    below = next(piece for piece in pieces if piece.id == "back")
    mark = below.notch("armhole.r.1").at_mm
    cuffed = n["sleeve"] == "long"
    pleats = max(solved.hem - float(n["sleeve_hem_mm"]), 0.0) if cuffed else 0.0
    slit = min(t["slit_mm"], 0.55 * solved.under) if cuffed else 0.0
    hem = min(float(n["hem_allowance_mm"]) if n["hem"] == "straight" else 20.0, 45.0)
    piece = sleeves.piece(solved, front, back, mark, t["seam_allowance_mm"], hem, pleats, slit)
    if not cuffed:
        return [piece]
    over = t["cuff_overlap_mm"]
    cuff = sleeves.cuff(piece, float(n["cuff_width_mm"]), over, t["collar_allowance_mm"], t["buttonhole_mm"])
    return [
        piece,
        cuff,
        collar.fused(cuff, "cuff_fusible", "CUFF FUSIBLE"),
        sleeves.slit_placket(slit, over, 6.0),
    ]


def _seams(by_id: dict[str, Piece], cap_ease: tuple[float, float]) -> list[Seam]:
    """Body, yoke, placket and collar; the caps, eased into armholes that run over the yoke."""
    seams: list[Seam] = []
    darted = any(edge.id == "dart" for edge in by_id["front"].edges)
    for copy, (s, side) in enumerate((("l", "left"), ("r", "right"))):
        flank = ("side.1", "side.2") if darted else ("side",)
        seams += [
            Seam(
                f"side.{s}", f"{side} side seam", tuple(EdgeRef("front", id, False, copy) for id in flank),
                (EdgeRef("back", f"side.{s}", s == "l"),),
            ),
            Seam(
                f"shoulder.{s}", f"{side} shoulder seam", (EdgeRef("front", "shoulder", False, copy),),
                (EdgeRef("yoke", f"shoulder.{s}", s == "l"),),
            ),
            _cap(copy, s, side, "front", cap_ease[0]),
            _cap(copy, s, side, "back", cap_ease[1]),
            *_placket(by_id, copy, s, side),
        ]  # fmt: skip
    back = by_id["back"]
    seams.append(
        Seam(
            "yoke",
            "yoke seam",
            (EdgeRef("yoke", "yoke"),),
            (EdgeRef("back", "yoke.l", True), EdgeRef("back", "yoke.r", True)),
        )
    )
    seams.append(
        Seam("yoke_inner.yoke", "yoke seam, inside", (EdgeRef("yoke_inner", "yoke"),), (EdgeRef("yoke", "yoke"),))
    )
    caught = [edge.id for edge in by_id["yoke_inner"].edges if edge.id != "yoke"]
    around = tuple(tuple(EdgeRef(piece, id) for id in caught) for piece in ("yoke_inner", "yoke"))
    seams.append(Seam("yoke_inner.around", "armholes, shoulders and neck of the inside yoke", around[0], around[1]))
    if any(edge.id == "pleat.l" for edge in back.edges):
        seams.append(Seam("pleat", "box pleat", (EdgeRef("back", "pleat.l", True),), (EdgeRef("back", "pleat.r"),)))
    return [*seams, *_collar_seams(by_id)]


def _cap(copy: int, s: str, side: str, part: str, ease: float) -> Seam:
    strip = EdgeRef("yoke", f"armhole.{s}.{part}", (s == "r") == (part == "front"))
    below = EdgeRef("front", "armhole", False, copy) if part == "front" else EdgeRef("back", f"armhole.{s}", s == "l")
    kind: SeamKind = "eased"
    cap = EdgeRef("sleeve", f"cap.{part}", part == "front", copy)
    return Seam(f"armhole.{part}.{s}", f"{side} armhole, {part}", (cap,), (below, strip), ease, kind)


def _placket(by_id: dict[str, Piece], copy: int, s: str, side: str) -> list[Seam]:
    neck = EdgeRef("front", "neck.placket", False, copy)
    if "placket" not in by_id:
        facing = EdgeRef("front", "neck.facing", True, copy)
        return [Seam(f"placket.neck.{s}", f"{side} placket facing at the neck", (facing,), (neck,))]
    return [
        Seam(
            f"placket.{s}",
            f"{side} placket",
            (EdgeRef("placket", "sew", False, copy),),
            (EdgeRef("front", "cf", False, copy),),
        ),
        Seam(
            f"placket.neck.{s}", f"{side} placket at the neck", (EdgeRef("placket", "end.neck", False, copy),), (neck,)
        ),
    ]


def neck_chain() -> tuple[EdgeRef, ...]:
    """The neckline from the left front edge round the back to the right front edge."""
    return (
        EdgeRef("front", "neck.placket", True), EdgeRef("front", "neck", True), EdgeRef("yoke", "neck.l.front", True),
        EdgeRef("yoke", "neck.l", True), EdgeRef("yoke", "neck.r", True), EdgeRef("yoke", "neck.r.front", True),
        EdgeRef("front", "neck", False, 1), EdgeRef("front", "neck.placket", False, 1),
    )  # fmt: skip


def _collar_seams(by_id: dict[str, Piece]) -> list[Seam]:
    seams = [Seam("neck", "neckline", (EdgeRef("stand", "sew"),), neck_chain())]
    outside = ("end.l", "end.r", "sew") if "collar" in by_id else ("end.l", "end.r", "sew", "top")
    seams += [
        Seam(
            f"stand_inner.{id}",
            f"stand, {id.replace('.', ' ')}",
            (EdgeRef("stand_inner", id),),
            (EdgeRef("stand", id),),
        )
        for id in outside
    ]
    if "collar" not in by_id:
        return seams
    upper, under = by_id["collar"], by_id["collar_under"]
    top = EdgeRef("stand", "top", True)
    seams += [
        Seam("collar", "collar to stand", (EdgeRef("collar", "sew"),), (top,)),
        Seam(
            "collar.inner",
            "under collar to inside stand",
            (EdgeRef("collar_under", "sew"),),
            (EdgeRef("stand_inner", "top", True),),
        ),
    ]
    for id, label in (("end.l", "left collar edge"), ("outer", "collar edge"), ("end.r", "right collar edge")):
        ease = upper.edge(id).length_mm - under.edge(id).length_mm
        seams.append(
            Seam(f"collar.{id}", label, (EdgeRef("collar", id),), (EdgeRef("collar_under", id),), ease, "eased")
        )
    return seams


def _notions(n: dict[str, Any], fronts: int, t: dict[str, Any]) -> tuple[Notion, ...]:
    count = fronts + 1 + (2 if n["sleeve"] == "long" else 0)
    return (Notion("button", "Shirt button 11 mm", float(count), "pc", count * float(t["button_minutes"])),)


def _dimensions(
    spec: DesignSpec, body: Measurements, block: bodice.Block, solved: Sleeve, dart: SideDart | None,
    by_id: dict[str, Piece],
) -> tuple[KeyDimension, ...]:  # fmt: skip
    """What the customer is promised, and where on the pieces it is read: buttoned, with the pleat folded."""
    beyond = ("placket", "end.hem", -1.0) if "placket" in by_id else ("front", "hem.facing", -3.0)
    lap = Span(beyond[0], "edge", beyond[1], times=beyond[2])
    pleat = tuple(
        Span("back", "edge", edge.id, times=-1.0) for edge in by_id["back"].edges if edge.id.startswith("pleat.")
    )
    lowered = dart.lowered if dart else 0.0

    def around(level: float, below_dart: bool) -> tuple[Span, ...]:
        at = -level - (lowered if below_dart else 0.0)
        return (Span("front", "across", at_mm=at, times=2.0), Span("back", "across", at_mm=-level), lap, *pleat)

    at = bodice.levels(body)
    found = [
        KeyDimension(
            "chest", "Chest", body["bust"], spec.number("chest_ease_mm"), around(block.armhole_depth + 0.01, False)
        )
    ]
    for depth, quarter in block.knots[1:-1]:
        id = "waist" if depth == at.waist else "hip"
        found.append(KeyDimension(id, id.capitalize(), body[id], 4 * quarter - body[id], around(depth, True)))
    rise = options.rise_mm({id: option.value for id, option in spec.options.items()})
    down = [Span("yoke", "down", "neck.r", "yoke"), Span("back", "down", "yoke.r", "side.r")]
    if rise > 0:
        down.append(Span("front", "down", "hem", "side.1" if dart else "side"))
    length, stand = spec.number("body_length_mm"), spec.number("neck_ease_mm")
    neck = tuple(Span(ref.piece, "edge", ref.edge) for ref in neck_chain())
    if "placket" in by_id:
        neck = (*neck, lap)
    else:
        neck = (*neck, Span("front", "edge", "hem.facing", times=-1.0))
    found += [
        KeyDimension("length", "Body length", 0.0, length, tuple(down)),
        KeyDimension("neckline", "Collar size", body["neck"], stand, neck),
    ]
    if rise == 0:
        hem = 4 * block.knots[-1][1]
        girth = bodice.girth_at(body, at, block.length)
        spans = (Span("front", "edge", "hem", times=2.0), Span("back", "edge", "hem"), *pleat)
        extra = (lap,) if "placket" in by_id else (Span("front", "edge", "hem.facing", times=-1.0),)
        found.append(KeyDimension("hem", "Hem", girth, hem - girth, (*spans, *extra)))
    return (*found, *_sleeve_dimensions(spec, body, solved))


def _sleeve_dimensions(spec: DesignSpec, body: Measurements, solved: Sleeve) -> tuple[KeyDimension, ...]:
    cuffed = spec.choice("sleeve") == "long"
    width = solved.front + solved.back
    down = [Span("sleeve", "down", "cap.front", "cuff.1" if cuffed else "hem")]
    hem = Span("cuff", "edge", "sew") if cuffed else Span("sleeve", "edge", "hem")
    if cuffed:
        down.append(Span("cuff", "edge", "end.l", times=0.5))
    return (
        KeyDimension("sleeve_length", "Sleeve length", 0.0, spec.number("sleeve_length_mm"), tuple(down)),
        KeyDimension(
            "biceps", "Sleeve width", body["biceps"], width - body["biceps"],
            (Span("sleeve", "between", "cap.back", "under.front"),),
        ),
        KeyDimension(
            "sleeve_hem", "Cuff" if cuffed else "Sleeve hem", body["wrist"],
            spec.number("sleeve_hem_mm") - body["wrist"], (hem,),
        ),
    )  # fmt: skip
