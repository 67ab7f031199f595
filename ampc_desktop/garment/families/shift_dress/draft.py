"""DesignSpec + body -> shift dress pattern: pieces, seams, promises."""

from __future__ import annotations

from typing import Any

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import EdgeRef, KeyDimension, Notion, Pattern, Piece, Seam, Span
from ampc_desktop.garment.allowance import with_cut_lines
from ampc_desktop.garment.drafting import bodice, sleeve
from ampc_desktop.garment.drafting.bodice import Block
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.shift_dress import options, pieces
from ampc_desktop.garment.families.shift_dress.pieces import Fisheye, Making

SOURCES = (
    "W. Aldrich, Metric Pattern Cutting: body and dress blocks, bust dart, waist darts, facings, as taught",
    "FreeSewing brian and simon 4.10 (MIT): armhole, neck width, sleeve cap",
    "ISO 4916: seam classes 1.01 (plain), 4.06 (zip), 6.01 (neatened edge) and 6.03 (hem)",
)
SIDES = (("l", "left"), ("r", "right"))


def draft(spec: DesignSpec, body: Measurements, fabric: Fabric) -> Pattern:
    """The shift dress of resolved options on one body, with cut lines. Frame and sides: see pieces."""
    n = {id: option.value for id, option in spec.options.items()}
    t = table("shift_dress")
    made = options.block(body, n)
    dart = options.bust_dart(body, n, made)
    sleeved = spec.choice("sleeve") == "short"
    shoulder = g.distance(made.neck_point, made.shoulder_point)
    how = Making(
        t["seam_allowance_mm"], t["neck_allowance_mm"], t["zip_allowance_mm"], spec.number("hem_allowance_mm"),
        min(float(t["facing_mm"]), t["facing_of_shoulder"] * shoulder),
    )  # fmt: skip
    zip_mm = options.zip_mm(body, made)
    vent = spec.number("vent_length_mm") if n["vent"] else 0.0
    lowered = dart.lowered if dart else 0.0
    fish = _fisheyes(body, n, made, lowered)
    front = pieces.front(made, dart, fish[0], how)
    back = pieces.back(made, fish[1], zip_mm, vent, float(t["vent_extension_mm"]), how)
    found: list[Piece] = [front, back, *pieces.neck_facings(made, how)]
    seams = [*_body_seams(front, vent > 0), *_neck_seams()]
    solved = None
    if sleeved:
        solved = options.solved_sleeve(body, n, made)
        hole_front, hole_back = front.edge("armhole.l").length_mm, back.edge("armhole").length_mm
        found.append(pieces.sleeve_piece(solved, hole_front, hole_back, how))
        front_cap, back_cap = options.cap_lengths(made, n)
        seams += _sleeve_seams(front_cap - hole_front, back_cap - hole_back)
    else:
        found += pieces.armhole_facings(made, how)
        seams += _armhole_seams()
    low, high = t["cap_ease_mm"]
    pattern = Pattern(
        family="shift_dress",
        style="SHIFT",
        size="MTM",
        pieces=tuple(found),
        seams=tuple(seams),
        key_dimensions=_dimensions(spec, body, made, lowered, solved),
        recipe={piece.id: piece.quantity for piece in found},
        measures={name: body[name] for name in options.REQUIRED},
        options=n,
        facts={"opening_mm": 2 * zip_mm, "cap_ease_min_mm": low, "cap_ease_max_mm": high},
        sources=SOURCES,
        notions=(
            Notion("zip", f"Concealed zip {zip_mm:.0f} mm", 1, minutes=5.0),
            Notion("hook_and_bar", "Hook and eye above the zip", 1, minutes=0.6),
        ),
    )
    return with_cut_lines(pattern)


def _fisheyes(
    body: Measurements, n: dict[str, Any], made: Block, lowered: float
) -> tuple[Fisheye | None, Fisheye | None]:
    """Waist darts of the front and the back half, placed under bust point and shoulder blade."""
    t, at = table("shift_dress"), bodice.levels(body)
    taken = options.waist_darts(body, at, n)
    if taken.front <= 0.0 or not any(depth == at.waist for depth, _ in made.knots):
        return None, None
    side = next(x for depth, x in made.knots if depth == at.waist)
    half, level = options.bust_point(body, at, made.armhole_depth)
    below = at.hip - at.waist
    high = min(level + 28.0, at.waist - 50.0) if not lowered else min(level + 40.0, at.waist - 45.0)
    front = Fisheye(
        min(half, 0.58 * side), -high - lowered, -at.waist - lowered, -at.waist - 0.52 * below - lowered, taken.front
    )
    behind = max(made.armhole_depth + 12.0, at.waist - 190.0)
    back = Fisheye(
        min(t["back_dart_share"] * body["bust"], 0.58 * side), -min(behind, at.waist - 50.0), -at.waist,
        -at.waist - 0.70 * below, taken.back,
    )  # fmt: skip
    return front, back


def _front_side(front: Piece, suffix: str) -> tuple[EdgeRef, ...]:
    """The front's side seam from the hem up to the underarm."""
    ids = [edge.id for edge in front.edges if edge.id.startswith(f"side.{suffix}")]
    ids.sort()
    return tuple(EdgeRef("front", id, suffix == "r") for id in ids)


def _body_seams(front: Piece, vent: bool) -> list[Seam]:
    seams = []
    for copy, (suffix, name) in enumerate(SIDES):
        out = suffix == "r"
        seams += [
            Seam(
                f"side.{suffix}", f"{name} side seam",
                _front_side(front, suffix), (EdgeRef("back", "side", True, copy),),
            ),
            Seam(
                f"shoulder.{suffix}", f"{name} shoulder",
                (EdgeRef("front", f"shoulder.{suffix}", out),), (EdgeRef("back", "shoulder", True, copy),),
            ),
        ]  # fmt: skip
    seams.append(Seam("cb", "centre back seam", (EdgeRef("back", "cb"),), (EdgeRef("back", "cb", copy=1),)))
    if vent:
        top = (EdgeRef("back", "vent.top"),), (EdgeRef("back", "vent.top", copy=1),)
        seams.append(Seam("vent.top", "top of the vent", *top))
    return seams


def _neck_seams() -> list[Seam]:
    """Neck facings: joined at the shoulders, sewn round the neckline from the left back to the right back."""
    seams = [
        Seam(
            f"facing.shoulder.{suffix}", f"{name} shoulder of the neck facing",
            (EdgeRef("front_neck_facing", f"shoulder.{suffix}", suffix == "r"),),
            (EdgeRef("back_neck_facing", "shoulder", True, copy),),
        )
        for copy, (suffix, name) in enumerate(SIDES)
    ]  # fmt: skip

    def way(front: str, back: str) -> tuple[EdgeRef, ...]:
        return (
            EdgeRef(back, "neck"), EdgeRef(front, "neck.l"), EdgeRef(front, "neck.r"), EdgeRef(back, "neck", True, 1),
        )  # fmt: skip

    return [*seams, Seam("neck", "neckline", way("front_neck_facing", "back_neck_facing"), way("front", "back"))]


def _armhole_seams() -> list[Seam]:
    """Armhole facings: joined at shoulder and underarm, sewn round the armhole from the underarm up the front."""
    seams = []
    for copy, (suffix, name) in enumerate(SIDES):
        front, back = "front_armhole_facing", "back_armhole_facing"
        seams += [
            Seam(
                f"facing.{end}.{suffix}", f"{name} armhole facing, {end}",
                (EdgeRef(front, end, False, copy),), (EdgeRef(back, end, True, copy),),
            )
            for end in ("shoulder", "side")
        ]  # fmt: skip
        seams.append(
            Seam(
                f"armhole.{suffix}", f"{name} armhole",
                (EdgeRef(front, "armhole", False, copy), EdgeRef(back, "armhole", False, copy)),
                (EdgeRef("front", f"armhole.{suffix}", suffix == "r"), EdgeRef("back", "armhole", False, copy)),
            )
        )  # fmt: skip
    return seams


def _sleeve_seams(ease_front: float, ease_back: float) -> list[Seam]:
    """Cap halves, eased, and underarm seams; every chain runs from the underarm (caps) or the cap (under)."""
    seams = []
    for copy, (suffix, name) in enumerate(SIDES):
        seams += [
            Seam(
                f"armhole.front.{suffix}", f"{name} armhole, front", (EdgeRef("sleeve", "cap.front", True, copy),),
                (EdgeRef("front", f"armhole.{suffix}", suffix == "r"),), ease_front, "eased",
            ),
            Seam(
                f"armhole.back.{suffix}", f"{name} armhole, back", (EdgeRef("sleeve", "cap.back", False, copy),),
                (EdgeRef("back", "armhole", True, copy),), ease_back, "eased",
            ),
            Seam(
                f"sleeve.{suffix}", f"{name} sleeve seam", (EdgeRef("sleeve", "under.front", False, copy),),
                (EdgeRef("sleeve", "under.back", True, copy),),
            ),
        ]  # fmt: skip
    return seams


def _dimensions(
    spec: DesignSpec, body: Measurements, made: Block, lowered: float, solved: sleeve.Sleeve | None
) -> tuple[KeyDimension, ...]:
    """What the customer is promised, and where on the pieces it is read."""
    at = bodice.levels(body)

    def across(depth: float, below_dart: bool) -> tuple[Span, ...]:
        down = lowered if below_dart else 0.0
        return Span("front", "across", at_mm=-depth - down), Span("back", "across", at_mm=-depth, times=2.0)

    found = [
        KeyDimension(
            "chest", "Chest", body["bust"], spec.number("chest_ease_mm"), across(made.armhole_depth + 0.01, False)
        )
    ]  # fmt: skip
    levels = {depth for depth, _ in made.knots}
    for id, depth in (("waist", at.waist), ("hip", at.hip)):
        if depth in levels:
            found.append(KeyDimension(id, id.capitalize(), body[id], spec.number(f"{id}_ease_mm"), across(depth, True)))
    hem = (Span("front", "edge", "hem"), Span("back", "edge", "hem", times=2.0))
    sweep = spec.number("hip_ease_mm") + spec.number("hem_flare_mm")
    neck = (
        Span("front", "edge", "neck.l"), Span("front", "edge", "neck.r"), Span("back", "edge", "neck", times=2.0),
    )  # fmt: skip
    found += [
        KeyDimension("hem", "Hem", body["hip"], sweep, hem),
        KeyDimension(
            "length", "Length", 0.0, spec.number("body_length_mm"), (Span("back", "down", "shoulder", "hem"),)
        ),
        KeyDimension("neckline", "Neckline", 0.0, bodice.neckline_length(made), neck),
    ]
    if solved is not None:
        width, biceps = solved.front + solved.back, body["biceps"]
        found += [
            KeyDimension(
                "sleeve_length", "Sleeve length", 0.0, solved.length, (Span("sleeve", "down", "cap.front", "hem"),)
            ),
            KeyDimension(
                "biceps", "Sleeve width", biceps, width - biceps,
                (Span("sleeve", "between", "cap.back", "under.front"),),
            ),
            KeyDimension("sleeve_hem", "Sleeve hem", biceps, solved.hem - biceps, (Span("sleeve", "edge", "hem"),)),
        ]  # fmt: skip
    return tuple(found)
