"""DesignSpec + body -> hoodie or sweatshirt pattern. Frames and sides: see drafting.knit_body and drafting.hood."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import DesignSpec
from ampc_desktop.core.fabric import Fabric
from ampc_desktop.core.measurement import Measurements
from ampc_desktop.core.pattern import (
    Edge,
    EdgeRef,
    Grain,
    InternalLine,
    KeyDimension,
    Notion,
    Pattern,
    Piece,
    Seam,
    Span,
)
from ampc_desktop.garment.allowance import with_cut_lines
from ampc_desktop.garment.drafting import bodice, hem_ribs, hood, knit_body, neck_parts, ribs
from ampc_desktop.garment.drafting.bodice import Block
from ampc_desktop.garment.drafting.knit_body import Allowances
from ampc_desktop.garment.drafting.sleeve import Sleeve
from ampc_desktop.garment.ease import table
from ampc_desktop.garment.families.hoodie import options

SOURCES = (
    "FreeSewing brian, sven and hugo 4.10 (MIT): block, ribbing at hem, cuffs and neck, hood with centre panel",
    "W. Aldrich, Metric Pattern Cutting: armscye depth where it was not measured",
    "ISO 4916: seam classes 1.01 (overlocked), 4.06 (zip), 6.02 (turned edge)",
)


def draft(spec: DesignSpec, body: Measurements, fabric: Fabric) -> Pattern:
    """The hoodie of resolved options on one body, with cut lines."""
    n = {id: option.value for id, option in spec.options.items()}
    t = table("hoodie")
    made = options.block(body, n)
    opened, hooded = bool(n["zip"]), n["neckline"] == "hood"
    how = Allowances(t["seam_allowance_mm"], t["neck_allowance_mm"], 0.0, True, t["zip_allowance_mm"])
    solved = options.solved_sleeve(body, n, made)
    front = knit_body.opened_front(made, how) if opened else knit_body.whole(made, "front", how, True)
    back = knit_body.whole(made, "back", how, True)
    arm = knit_body.sleeve_piece(solved, *options.cap_lengths(made), how)
    pieces, seams = [front, back, arm], [*knit_body.body_seams(opened), *knit_body.sleeve_seams(opened)]

    material, longest = "rib" if fabric.rib else "shell", ribs.longest_mm(fabric)
    for made_pieces, made_seams in (
        _neck(n, body, made, front, back, how, material, longest, t),
        _ribs(n, front, back, arm, how, material, longest),
    ):
        pieces += made_pieces
        seams += made_seams
    if n["pocket"]:
        bag = _pocket(made, opened, how.seam, t)
        pieces[0] = _with_placement(front, bag, made)
        pieces.append(bag)
    pieces = _paired(pieces, seams)
    low, high = t["cap_ease_mm"]
    facts = {"cap_ease_min_mm": low, "cap_ease_max_mm": high, "rib_ratio": spec.number("rib_percent") / 100}
    if not opened and not hooded:
        facts |= {
            "head_girth_mm": body["head"],
            "neck_cloth_stretch": fabric.stretch_weft,
            "neck_band_stretch": options.rib_stretch(fabric),
        }
    pattern = Pattern(
        family="hoodie",
        style="HOODIE" if hooded else "SWEATSHIRT",
        size="MTM",
        pieces=tuple(pieces),
        seams=tuple(seams),
        key_dimensions=_dimensions(spec, body, made, solved, pieces),
        recipe={piece.id: piece.quantity for piece in pieces},
        measures={name: body[name] for name in options.REQUIRED},
        options=n,
        facts=facts,
        sources=SOURCES,
        notions=_notions(n, made, body, pieces, t),
    )
    return with_cut_lines(pattern)


def _paired(pieces: list[Piece], seams: list[Seam]) -> list[Piece]:
    """The pieces, with the pair name of a notch kept only where one of that name meets it across a seam."""

    def names(chain: tuple[EdgeRef, ...]) -> set[tuple[str, str]]:
        edges = {(ref.piece, ref.edge) for ref in chain}
        return {(p.id, notch.pair) for p in pieces for notch in p.notches if (p.id, notch.edge) in edges}

    met: set[tuple[str, str]] = set()
    for seam in seams:
        a, b = names(seam.a), names(seam.b)
        both = {pair for _, pair in a} & {pair for _, pair in b}
        met |= {(id, pair) for id, pair in a | b if pair in both}
    return [
        replace(p, notches=tuple(n if (p.id, n.pair) in met else replace(n, pair="") for n in p.notches))
        for p in pieces
    ]


def _neck(
    n: dict[str, Any], body: Measurements, made: Block, front: Piece, back: Piece, how: Allowances, material: str,
    longest: float, t: dict[str, Any],
) -> tuple[list[Piece], list[Seam]]:  # fmt: skip
    """Hood or neckband, and how it is sewn on."""
    opened = bool(n["zip"])
    neckline = chain = knit_body.neck_chain(opened)
    quarter_front, quarter_back = g.path_length(bodice.front_neck(made)), g.path_length(bodice.back_neck(made))
    whole = 2 * (quarter_front + quarter_back)
    if n["neckline"] == "hood":
        return _hood(n, hood_shape(n, body, made), chain, quarter_front, how, t)
    ratio = float(t["neck_ratio"])
    width, note = float(n["neckband_mm"]), f"{ratio * 100:.0f} PCT OF OPENING"
    if whole * ratio > longest:

        def make(id: str, length: float, marks: neck_parts.Marks, pair: bool) -> Piece:
            label = id.replace(".", " ").capitalize()
            return ribs.strip(id, label, length, width, material, how.neck, marks, "neckband", pair, note)

        parts, centres = (quarter_front, quarter_back), ("neck.cf", "neck.cb")
        return neck_parts.parted(make, neckline, parts, ratio, centres, opened, opened)
    if opened:  # from the left front edge round the back to the right one, open at both ends
        ends, middle = quarter_front, ("cb", "neck.cb")
    else:  # joined at the centre back, over the wearer's right shoulder to the front and on
        ends, middle = quarter_back, ("cf", "neck.cf")
        chain = (*chain[2:], *chain[:2])
    first, last = ("shoulder.l", "shoulder.r") if opened else ("shoulder.r", "shoulder.l")
    marks = (
        (first, ends * ratio, ""), (middle[0], whole / 2 * ratio, middle[1]), (last, (whole - ends) * ratio, ""),
    )  # fmt: skip
    band = ribs.strip("neckband", "Neckband", whole * ratio, width, material, how.neck, marks, "neckband", note=note)
    return [band], list(ribs.seams(band, "neck", "neckline", chain, whole, open_=opened))


def _hood(
    n: dict[str, Any], shape: hood.Hood, neckline: tuple[EdgeRef, ...], shoulder: float, how: Allowances,
    t: dict[str, Any],
) -> tuple[list[Piece], list[Seam]]:  # fmt: skip
    """The hood, lined or with its face edge turned in, sewn to the neckline."""
    pieces = [hood.side_panel(shape, how.seam, how.neck, t["tunnel_mm"], shoulder, bool(n["cord"]))]
    if shape.strip:
        pieces.append(hood.centre_panel(shape, how.seam, how.neck, t["tunnel_mm"]))
    if not n["lined"]:
        return pieces, [Seam("hood", "hood to neckline", _hood_neck("", shape), neckline), *_hood_seams("", shape)]
    pieces = [hood.faced(piece, how.seam) for piece in pieces]
    faces = [(piece.id, copy) for piece in pieces for copy in range(piece.quantity)]
    seams = [
        Seam("hood", "hood to neckline", _hood_neck("", shape), neckline),
        *_hood_seams("", shape),
        *_hood_seams("_lining", shape),
        Seam("hood_lining.neck", "hood lining at the neckline", _hood_neck("_lining", shape), _hood_neck("", shape)),
        *(
            Seam(
                f"{id}_lining.face.{copy}",
                "edge of the hood",
                (EdgeRef(f"{id}_lining", "face", copy=copy),),
                (EdgeRef(id, "face", copy=copy),),
            )
            for id, copy in faces
        ),
    ]
    return [*pieces, *(hood.lining(piece) for piece in pieces)], seams


def _hood_neck(layer: str, shape: hood.Hood) -> tuple[EdgeRef, ...]:
    """The lower edge of the hood from the centre front round the wearer's left."""
    left, right = EdgeRef(f"hood{layer}", "neck"), EdgeRef(f"hood{layer}", "neck", True, 1)
    return (left, EdgeRef(f"hood_centre{layer}", "neck"), right) if shape.strip else (left, right)


def _hood_seams(layer: str, shape: hood.Hood) -> list[Seam]:
    """The seams over the head: one at the centre, or one on each side of the centre panel."""
    sides = [EdgeRef(f"hood{layer}", "centre", copy=copy) for copy in (0, 1)]
    words = " of the hood lining" if layer else " of the hood"
    if not shape.strip:
        return [Seam(f"hood{layer}.centre", f"centre{words}", (sides[0],), (sides[1],))]
    panel = f"hood_centre{layer}"
    return [
        Seam(f"hood{layer}.centre.l", f"left seam{words}", (sides[0],), (EdgeRef(panel, "centre.l", True),)),
        Seam(f"hood{layer}.centre.r", f"right seam{words}", (sides[1],), (EdgeRef(panel, "centre.r"),)),
    ]


def hood_shape(n: dict[str, Any], body: Measurements, made: Block) -> hood.Hood:
    """The hood of resolved options."""
    t = table("hoodie")
    strip = float(t["hood_strip_mm"]) if n["hood_panels"] == "three" else 0.0
    return hood.solve(bodice.neckline_length(made) / 2, body["head"], t["hood_height_ease_mm"], strip)


def _ribs(
    n: dict[str, Any], front: Piece, back: Piece, arm: Piece, how: Allowances, material: str, longest: float
) -> tuple[list[Piece], list[Seam]]:
    """Hem rib and cuffs. Worn they hang upside down: their strips run from the wearer's left to the right in front."""
    width, ratio = float(n["band_width_mm"]), float(n["rib_percent"]) / 100
    note = f"{n['rib_percent']:.0f} PCT OF EDGE"
    whole = front.quantity * front.edge("hem").length_mm + back.edge("hem").length_mm
    cut = hem_ribs.whole if whole * ratio <= longest else hem_ribs.parted
    bands, seams = cut(front, back, width, ratio, material, how.seam, note)
    low = arm.edge("hem").length_mm
    cuff = ribs.strip("cuff", "Cuff", low * ratio, width, material, how.seam, (), "cuff", pair=True, note=note)
    for copy, side in enumerate(("left", "right")):
        seams += ribs.seams(cuff, "cuff", f"{side} cuff", (EdgeRef("sleeve", "hem", True, copy),), low, copy)
    return [*bands, cuff], seams


def _pocket(made: Block, opened: bool, seam: float, t: dict[str, Any]) -> Piece:
    """The kangaroo pocket: slanted openings, lower edge caught in the rib seam; half of it where the front opens."""
    low = 0.5 * t["pocket_width"] * 2 * made.knots[-1][1]
    room = made.length + made.centre_front[1] - 25.0
    height = min(t["pocket_height_mm"], room, 0.62 * (made.length - made.armhole_depth) + 60.0)
    side = min(t["pocket_side_mm"], 0.3 * height)
    top = max(t["pocket_top"] * low, low - 0.6 * (height - side))
    right: list[Edge] = [
        Edge("side.r", (g.line((low, 0.0), (low, side)),), seam, corner="square_second"),
        Edge("opening.r", (g.line((low, side), (top, height)),), t["pocket_hem_mm"], "6.02", "hem_mirror", "hem"),
    ]
    if opened:
        edges = [
            Edge("bottom", (g.line((0.0, 0.0), (low, 0.0)),), seam),
            replace(right[0], id="side"),
            replace(right[1], id="opening"),
            Edge("top", (g.line((top, height), (0.0, height)),), seam),
            Edge("cf", (g.line((0.0, height), (0.0, 0.0)),), t["zip_allowance_mm"]),
        ]
    else:
        mirrored = [
            Edge("opening.l", g.mirrored_path(right[1].path), t["pocket_hem_mm"], "6.02", "square_first", "hem"),
            Edge("side.l", g.mirrored_path(right[0].path), seam),
        ]
        edges = [
            Edge("bottom", (g.line((-low, 0.0), (low, 0.0)),), seam), *right,
            Edge("top", (g.line((top, height), (0.0, height)), g.line((0.0, height), (-top, height))), seam,
                 corner="hem_mirror"), *mirrored,
        ]  # fmt: skip
    x = 0.4 * top
    return Piece(
        id="pocket",
        name="POCKET",
        material="shell",
        quantity=2 if opened else 1,
        edges=tuple(edges),
        grain=Grain((x, 0.1 * height), (x, 0.9 * height)),
        mirrored_pair=opened,
        symmetric=not opened,
        label="Kangaroo pocket",
        annotation="CUT 2 POCKET (PAIR)" if opened else "CUT 1 POCKET",
        worn="patch",
    )


def _with_placement(front: Piece, bag: Piece, made: Block) -> Piece:
    """The front with the outline of the pocket as it lies on it."""
    path = tuple(g.translated_path(tuple(segment for edge in bag.edges for segment in edge.path), 0.0, -made.length))
    return replace(front, internals=(*front.internals, InternalLine("pocket", "placement", path)))


def _notions(
    n: dict[str, Any], made: Block, body: Measurements, pieces: list[Piece], t: dict[str, Any]
) -> tuple[Notion, ...]:
    found = []
    if n["zip"]:
        front = next(piece for piece in pieces if piece.id == "front")
        collar = float(n["neckband_mm"]) if n["neckline"] == "crew" else 0.0
        length = front.edge("zip").length_mm + float(n["band_width_mm"]) + collar
        found.append(Notion("zip", f"Open-ended zip {length:.0f} mm", 1.0, "pc", float(t["zip_minutes"])))
    if n["cord"]:
        shape = hood_shape(n, body, made)
        cord = (2 * shape.face_mm + shape.strip + t["cord_beyond_mm"]) / 1000
        found.append(Notion("cord", "Hood cord", round(cord, 3), "m", float(t["cord_minutes"])))
        found.append(Notion("eyelet", "Eyelet 8 mm", 2.0, "pc", 2 * float(t["eyelet_minutes"])))
        found.append(Notion("cord_end", "Cord end", 2.0, "pc", 2 * float(t["cord_end_minutes"])))
    return tuple(found)


def _dimensions(
    spec: DesignSpec, body: Measurements, made: Block, solved: Sleeve, pieces: list[Piece]
) -> tuple[KeyDimension, ...]:
    """What the customer is promised, and where on the pieces it is read."""
    opened = spec.value("zip")
    at, times = bodice.levels(body), 2.0 if opened else 1.0
    bands = [piece for piece in pieces if piece.worn == "hem_band"]
    girth = bodice.girth_at(body, at, made.length)

    def across(level: float) -> tuple[Span, ...]:
        return (Span("front", "across", at_mm=-level, times=times), Span("back", "across", at_mm=-level))

    shoulder = "neck" if opened else "neck.l"
    down = (Span("front", "down", shoulder, "hem"), Span(bands[0].id, "edge", "end.l", times=0.5))
    width = solved.front + solved.back
    found = [
        KeyDimension("chest", "Chest", body["bust"], spec.number("chest_ease_mm"), across(made.armhole_depth + 0.01)),
        KeyDimension(
            "hem", "Girth above the rib", girth, spec.number("hem_ease_mm"),
            (Span("front", "edge", "hem", times=times), Span("back", "edge", "hem")),
        ),
        KeyDimension(
            "hem_rib", "Rib at rest", girth, _rib(spec, girth),
            tuple(Span(band.id, "edge", "sew", times=float(band.quantity)) for band in bands),
        ),
        KeyDimension("length", "Body length", 0.0, spec.number("body_length_mm"), down),
        KeyDimension(
            "sleeve_length", "Sleeve length", 0.0, spec.number("sleeve_length_mm"),
            (Span("sleeve", "down", "cap.front", "hem"), Span("cuff", "edge", "end.l", times=0.5)),
        ),
        KeyDimension(
            "biceps", "Sleeve width", body["biceps"], width - body["biceps"],
            (Span("sleeve", "between", "cap.back", "under.front"),),
        ),
        KeyDimension(
            "sleeve_hem", "Cuff", body["wrist"], spec.number("sleeve_hem_mm") - body["wrist"],
            (Span("cuff", "edge", "sew"),),
        ),
    ]  # fmt: skip
    return tuple(found)


def _rib(spec: DesignSpec, girth: float) -> float:
    """Ease of the rib at rest, negative where it holds."""
    return (girth + spec.number("hem_ease_mm")) * spec.number("rib_percent") / 100 - girth
