"""DesignSpec + body -> T-shirt pattern: pieces, notches, seams, promises.

Sides: ".l" is the wearer's left. Pieces are seen from the right side of the cloth, so it lies at +x on the
front and at −x on the back. The sleeve is drawn as the left one; copy 1 of a pair is the right one.
"""

from __future__ import annotations

from dataclasses import dataclass

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.geometry import Path
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import (
    Edge,
    EdgeRef,
    Grain,
    InternalLine,
    KeyDimension,
    Notch,
    Pattern,
    Piece,
    Seam,
    Span,
)
from ampc_desktop.garment.allowance import with_cut_lines
from ampc_desktop.garment.drafting import bands, bodice, ribs, sleeve
from ampc_desktop.garment.drafting.bodice import Block
from ampc_desktop.garment.drafting.stretch import stretch
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.tshirt import options

SOURCES = (
    "FreeSewing brian and teagan 4.10 (MIT): slope, quarter chest, across back, armhole, neck width, sleeve cap",
    "W. Aldrich, Metric Pattern Cutting: armscye depth where it was not measured",
    "ISO 4916: seam classes 1.01 (overlocked) and 6.02 (hem)",
)
_DOUBLE_MM = 8.0
"""Distance of the two notches that mark a back edge."""


@dataclass(frozen=True)
class _Allowances:
    seam: float
    neck: float
    hem: float


def draft(spec: DesignSpec, body: Measurements, fabric: Fabric) -> Pattern:
    """The T-shirt of resolved options on one body, with cut lines. Frame and sides: see the module."""
    n = {id: option.value for id, option in spec.options.items()}
    t = table("tshirt")
    made = options.block(body, n)
    widths = _Allowances(t["seam_allowance_mm"], t["neck_allowance_mm"], spec.number("hem_allowance_mm"))
    give = stretch(fabric, made.neckline)
    band_mm = spec.number("band_width_mm")
    sleeved = spec.choice("sleeve") != "sleeveless"

    front = body_piece(made, "front", widths, sleeved)
    back = body_piece(made, "back", widths, sleeved)
    pieces = [front, back]
    seams = [*_body_seams()]
    if sleeved:
        solved = options.solved_sleeve(body, n, made)
        pieces.append(_sleeve_piece(solved, front, back, widths))
        seams += _sleeve_seams()
    else:
        solved = None
        arms, arm_seams = bands.armbands(front, back, band_mm, give, widths.seam, ribs.longest_mm(fabric))
        pieces += arms
        seams += arm_seams
    longest = ribs.longest_mm(fabric)
    necks, neck_seams = bands.neckbands(front, back, band_mm, give, widths.neck, made.neckline == "v", longest)
    pieces += necks
    seams += neck_seams

    low, high = t["cap_ease_mm"]
    pattern = Pattern(
        family="tshirt",
        style="TSHIRT",
        size="MTM",
        pieces=tuple(pieces),
        seams=tuple(seams),
        key_dimensions=_dimensions(spec, body, made, solved),
        recipe={piece.id: piece.quantity for piece in pieces},
        measures={name: body[name] for name in options.REQUIRED},
        options=n,
        facts={
            "head_girth_mm": body["head"],
            "neck_stretch": min(give.cloth, give.band),
            "neck_cloth_stretch": give.cloth,
            "neck_band_stretch": give.band,
            "neck_band_ratio": give.ratio,
            "cap_ease_min_mm": low,
            "cap_ease_max_mm": high,
        },
        sources=SOURCES,
    )
    return with_cut_lines(pattern)


def body_piece(made: Block, part: str, widths: _Allowances, sleeved: bool) -> Piece:
    """Front or back, unfolded and symmetric about x = 0."""
    front = part == "front"
    left, right = ("l", "r") if front else ("r", "l")  # suffixes of the +x and the -x half
    neck = bodice.front_neck(made) if front else bodice.back_neck(made)
    hole = bodice.armhole(made, "front" if front else "back")
    half: tuple[tuple[str, Path], ...] = (
        ("side", bodice.side(made)),
        ("armhole", hole),
        ("shoulder", bodice.shoulder(made)),
        ("neck", neck),
    )
    hem_half, length = made.knots[-1][1], made.length
    width = {"side": widths.seam, "armhole": widths.seam, "shoulder": widths.seam, "neck": widths.neck}
    edges = [Edge("hem", (g.line((-hem_half, -length), (hem_half, -length)),), widths.hem, "6.02", "hem_mirror", "hem")]
    edges += [Edge(f"{role}.{left}", path, width[role]) for role, path in half]
    edges += [Edge(f"{role}.{right}", g.mirrored_path(path), width[role]) for role, path in reversed(half)]
    edges[-1] = Edge(edges[-1].id, edges[-1].path, widths.seam, corner="hem_mirror")

    centre_top = (made.centre_front if front else made.centre_back)[1]
    grain_x = (made.neck_half + min(made.pitch_front, made.shoulder_half)) / 2  # between neck and armhole
    return Piece(
        id=part,
        name=part.upper(),
        material="shell",
        quantity=1,
        edges=tuple(edges),
        grain=Grain((grain_x, -0.88 * made.length), (grain_x, -0.6 * made.armhole_depth)),
        notches=_body_notches({edge.id: edge for edge in edges}, front, made.neckline == "v", sleeved),
        internals=(InternalLine("centre", "centre", (g.line((0.0, centre_top), (0.0, -length)),)),),
        symmetric=True,
        label=part.capitalize(),
        annotation=f"CUT 1 {part.upper()}",
        worn=part,
    )


def _body_notches(edges: dict[str, Edge], front: bool, v: bool, sleeved: bool) -> tuple[Notch, ...]:
    """Armhole (one in front, two at the back), side seam, and the centre of the neckline."""
    notches = []
    names = ("armhole.front",) if front else ("armhole.back.1", "armhole.back.2")
    for suffix in ("l", "r"):
        hole, side = edges[f"armhole.{suffix}"], edges[f"side.{suffix}"]
        forward = (suffix == "l") == front  # the +x half runs underarm to shoulder
        if sleeved:
            for name, mark in zip(names, _armhole_marks(hole.length_mm, front), strict=True):
                at = mark if forward else hole.length_mm - mark
                notches.append(Notch(name.replace("armhole", f"armhole.{suffix}"), hole.id, at, name))
        if side.length_mm > 200.0:
            notches.append(Notch(f"side.{suffix}.middle", side.id, side.length_mm / 2, f"side.{suffix}"))
    # The centre of the neckline, at the end of the +x half; the band has its join at the other centre.
    neck = edges["neck.l" if front else "neck.r"]
    pair = "neck.centre" if front != v else ""
    notches.append(Notch("neck.centre", neck.id, neck.length_mm, pair))
    return tuple(notches)


def _armhole_marks(length_mm: float, front: bool) -> tuple[float, ...]:
    """Distances of the balance marks from the underarm, mm."""
    return (0.46 * length_mm,) if front else (0.46 * length_mm - _DOUBLE_MM / 2, 0.46 * length_mm + _DOUBLE_MM / 2)


def _sleeve_piece(solved: sleeve.Sleeve, front: Piece, back: Piece, widths: _Allowances) -> Piece:
    paths = sleeve.paths(solved)
    mirror, plain = "hem_mirror", "mitre"
    edges = tuple(
        Edge(
            id,
            path,
            widths.hem if id == "hem" else widths.seam,
            "6.02" if id == "hem" else "1.01",
            mirror if id in ("hem", "under.front") else plain,  # type: ignore[arg-type]
            "hem" if id == "hem" else "seam",
        )
        for id, path in paths.items()
    )
    by_id = {edge.id: edge for edge in edges}
    cap_front, cap_back = by_id["cap.front"].length_mm, by_id["cap.back"].length_mm
    notches = []
    for i, at in enumerate(_armhole_marks(front.edge("armhole.l").length_mm, True)):
        scale = cap_front / front.edge("armhole.l").length_mm
        notches.append(Notch(f"cap.front.{i + 1}", "cap.front", cap_front - at * scale, "armhole.front"))
    for i, at in enumerate(_armhole_marks(back.edge("armhole.l").length_mm, False)):
        scale = cap_back / back.edge("armhole.l").length_mm
        notches.append(Notch(f"cap.back.{i + 1}", "cap.back", at * scale, f"armhole.back.{i + 1}"))
    notches.append(Notch("cap.top", "cap.back", cap_back))
    if solved.under > 200.0:
        notches += [
            Notch("under.front.middle", "under.front", by_id["under.front"].length_mm / 2, "under"),
            Notch("under.back.middle", "under.back", by_id["under.back"].length_mm / 2, "under"),
        ]
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


def _body_seams() -> tuple[Seam, ...]:
    seams = []
    for suffix, side in (("l", "left"), ("r", "right")):
        out = suffix == "r"
        for role, label in (("shoulder", "shoulder"), ("side", "side seam")):
            front = EdgeRef("front", f"{role}.{suffix}", out)
            back = EdgeRef("back", f"{role}.{suffix}", not out)
            seams.append(Seam(f"{role}.{suffix}", f"{side} {label}", (front,), (back,)))
    return tuple(seams)


def _sleeve_seams() -> tuple[Seam, ...]:
    """Cap halves and underarm seams, both sides; every chain runs from the underarm (caps) or the cap (under)."""
    seams = []
    for copy, (suffix, side) in enumerate((("l", "left"), ("r", "right"))):
        seams.append(
            Seam(
                f"armhole.front.{suffix}",
                f"{side} armhole, front",
                (EdgeRef("sleeve", "cap.front", True, copy),),
                (EdgeRef("front", f"armhole.{suffix}", suffix == "r"),),
            )
        )
        seams.append(
            Seam(
                f"armhole.back.{suffix}",
                f"{side} armhole, back",
                (EdgeRef("sleeve", "cap.back", False, copy),),
                (EdgeRef("back", f"armhole.{suffix}", suffix == "l"),),
            )
        )
        seams.append(
            Seam(
                f"sleeve.{suffix}",
                f"{side} sleeve seam",
                (EdgeRef("sleeve", "under.front", False, copy),),
                (EdgeRef("sleeve", "under.back", True, copy),),
            )
        )
    return tuple(seams)


def _both(kind: str, at_mm: float) -> tuple[Span, ...]:
    return tuple(Span(piece, kind, at_mm=at_mm) for piece in ("front", "back"))  # type: ignore[arg-type]


def _dimensions(
    spec: DesignSpec, body: Measurements, made: Block, solved: sleeve.Sleeve | None
) -> tuple[KeyDimension, ...]:
    """What the customer is promised, and where on the pieces it is read."""
    at = bodice.levels(body)
    chest_ease = spec.number("chest_ease_mm")
    hem_girth = bodice.girth_at(body, at, made.length)
    found = [
        KeyDimension("chest", "Chest", body["bust"], chest_ease, _both("across", -made.armhole_depth - 0.01)),
    ]
    for depth, quarter in made.knots[1:-1]:
        id = "waist" if depth == at.waist else "hip"
        found.append(KeyDimension(id, id.capitalize(), body[id], 4 * quarter - body[id], _both("across", -depth)))
    sweep = (Span("front", "edge", "hem"), Span("back", "edge", "hem"))
    down = (Span("front", "down", "neck.l", "hem"),)
    length = spec.number("body_length_mm")
    neck = tuple(Span(piece, "edge", f"neck.{side}") for piece in ("front", "back") for side in ("l", "r"))
    found += [
        KeyDimension("hem", "Hem", hem_girth, spec.number("hem_ease_mm"), sweep),
        KeyDimension("length", "Body length", 0.0, length, down),
        KeyDimension(
            "neckline", "Neckline seam", body["neck"], bodice.neckline_length(made) - body["neck"], neck
        ),
    ]  # fmt: skip
    if solved is not None:
        length, width, hem = solved.length, solved.front + solved.back, solved.hem
        found += [
            KeyDimension(
                "sleeve_length", "Sleeve length", 0.0, length,
                (Span("sleeve", "down", "cap.front", "hem"),),
            ),
            KeyDimension(
                "biceps", "Sleeve width", body["biceps"], width - body["biceps"],
                (Span("sleeve", "between", "cap.back", "under.front"),),
            ),
            KeyDimension(
                "sleeve_hem", "Sleeve hem", body["wrist"], hem - body["wrist"], (Span("sleeve", "edge", "hem"),)
            ),
        ]  # fmt: skip
    return tuple(found)
