"""A gathered skirt with an elastic waist: the worked example of a garment plug-in.

Two rectangles of cloth, gathered into a folded waistband that is wide enough for the hips; an elastic draws it to the
waist. Enable it with `ampc plugins enable plugins/gathered_skirt.py`; then say "a gathered skirt to the knee".

Source: W. Aldrich, Metric Pattern Cutting, gathered skirts: fullness 1.5 to 2 times the hip.
"""

from __future__ import annotations

from ampc_desktop.garment.api import (
    DesignSpec,
    Edge,
    EdgeRef,
    Fabric,
    Family,
    FlatPart,
    FlatSketch,
    Grain,
    InternalLine,
    KeyDimension,
    Measurements,
    Notch,
    Notion,
    Option,
    Parameter,
    ParameterSchema,
    Pattern,
    Piece,
    Resolver,
    Seam,
    Span,
    Wishes,
    geometry,
    with_cut_lines,
)

API_VERSION = 1
"""The version of the interface this file was written for."""

SEAM_MM, WAIST_OF_STATURE = 10.0, 0.615
MEASURES = ("stature", "waist", "hip")
LENGTHS = {"mini": 0.42, "knee": 0.575, "midi": 0.74, "maxi": 0.93}
"""Share of the height of the waist above the floor."""

SCHEMA = ParameterSchema(
    "gathered_skirt",
    "Gathered skirt",
    (
        Parameter(
            "length", "Length", "Fit and length", "choice",
            (("mini", "Mini"), ("knee", "Knee"), ("midi", "Midi"), ("maxi", "Maxi")), hint="Where the hem lies.",
        ),
        Parameter("length_mm", "Skirt length", "Fit and length", "length", unit="mm",
                  hint="From the waistband to the hem.", follows="length"),
        Parameter("fullness_mm", "Fullness", "Fit and length", "length", unit="mm", step=10.0,
                  hint="Cloth gathered into the waistband, all round."),
        Parameter("waistband_width_mm", "Waistband", "Making", "length", unit="mm", hint="Finished width."),
        Parameter("hem_allowance_mm", "Hem allowance", "Making", "length", unit="mm", hint="Cloth turned up."),
    ),
)  # fmt: skip


def resolve(wishes: Wishes, body: Measurements, fabric: Fabric) -> dict[str, Option]:
    """Every option with its value, its range on this body, and why."""
    r = Resolver(SCHEMA, wishes)
    name = r.choice("length", "knee")
    waist_height = body.get("waist_height") or WAIST_OF_STATURE * body["stature"]
    r.number(
        "length_mm",
        LENGTHS[name] * waist_height,
        f"{name}: {LENGTHS[name] * 100:g} % of the waist height",
        (250.0, round(waist_height - 60.0)),
        (250.0, waist_height - 60.0),
        ("shorter is a belt", "the floor"),
        follows="length",
    )
    r.number(
        "fullness_mm",
        1.7 * body["hip"],
        "1.7 times the hip",
        (round(1.2 * body["hip"]), round(2.6 * body["hip"])),
        (1.2 * body["hip"], 2.6 * body["hip"]),
        ("less is no gathering", "more does not fit the waistband"),
    )
    r.number("waistband_width_mm", 40.0, "for a 35 mm elastic", (20.0, 70.0))
    r.number("hem_allowance_mm", 40.0, "blind-stitched hem", (15.0, 80.0))
    return {one.id: r.options[one.id] for one in SCHEMA.parameters}


def draft(spec: DesignSpec, body: Measurements, fabric: Fabric) -> Pattern:
    """Front and back, gathered into the waistband."""
    hem, band_mm = spec.number("hem_allowance_mm"), spec.number("waistband_width_mm")
    half, length = spec.number("fullness_mm") / 4, spec.number("length_mm")
    around = 1.04 * body["hip"]
    front, back = (_panel(part, half, length, hem) for part in ("front", "back"))
    band = _waistband(around, band_mm)
    pieces = (front, back, band)
    chain = (EdgeRef("back", "waist"), EdgeRef("front", "waist"))
    return with_cut_lines(
        Pattern(
            family=SCHEMA.family,
            style="GATHERED",
            size="MTM",
            pieces=pieces,
            seams=(
                Seam("side.l", "left side seam", (EdgeRef("front", "side.l"),), (EdgeRef("back", "side.l", True),)),
                Seam("side.r", "right side seam", (EdgeRef("front", "side.r", True),), (EdgeRef("back", "side.r"),)),
                Seam("waist", "waist seam", (EdgeRef("waistband", "sew"),), chain, around - 4 * half, "gathered"),
                Seam("waistband.fold", "waistband fold", (EdgeRef("waistband", "sew"),),
                     (EdgeRef("waistband", "sew.inner", True),)),
                Seam("waistband.end", "waistband join", (EdgeRef("waistband", "end.l"),),
                     (EdgeRef("waistband", "end.r", True),)),
            ),
            key_dimensions=(
                KeyDimension("waistband", "Waistband, stretched", body["hip"], around - body["hip"],
                             (Span("waistband", "edge", "sew"),)),
                KeyDimension("sweep", "Hem", 0.0, 4 * half,
                             (Span("front", "edge", "hem"), Span("back", "edge", "hem"))),
                KeyDimension("length", "Skirt length", 0.0, length, (Span("front", "edge", "side.l"),)),
            ),
            recipe={piece.id: piece.quantity for piece in pieces},
            measures={name: body[name] for name in MEASURES},
            options={id: option.value for id, option in spec.options.items()},
            sources=("W. Aldrich, Metric Pattern Cutting: gathered skirts",),
            notions=(Notion("elastic", f"Elastic {band_mm - 5:.0f} mm", 0.92 * body["waist"] / 1000, "m", 2.5),),
        )
    )  # fmt: skip


def _panel(part: str, half: float, length: float, hem: float) -> Piece:
    """A rectangle, unfolded, seen from its right side: the wearer's left is at +x on the front, at -x on the back."""
    right, left = ("l", "r") if part == "front" else ("r", "l")
    line = geometry.line
    edges = (
        Edge("hem", (line((-half, -length), (half, -length)),), hem, "6.03", "hem_mirror", "hem"),
        Edge(f"side.{right}", (line((half, -length), (half, 0.0)),), SEAM_MM),
        Edge("waist", (line((half, 0.0), (-half, 0.0)),), SEAM_MM),
        Edge(f"side.{left}", (line((-half, 0.0), (-half, -length)),), SEAM_MM, corner="hem_mirror"),
    )
    middle = (Notch(f"side.{right}.middle", f"side.{right}", length / 2, f"side.{right}"),
              Notch(f"side.{left}.middle", f"side.{left}", length / 2, f"side.{left}"))  # fmt: skip
    return Piece(
        id=part,
        name=part.upper(),
        material="shell",
        quantity=1,
        edges=edges,
        grain=Grain((half / 3, -0.8 * length), (half / 3, -0.2 * length)),
        notches=middle,
        internals=(InternalLine("centre", "centre", (line((0.0, 0.0), (0.0, -length)),)),),
        symmetric=True,
        label=part.capitalize(),
        annotation=f"CUT 1 {part.upper()}, GATHER THE WAIST",
        worn=part,
    )


def _waistband(around: float, width: float) -> Piece:
    half, line = around / 2, geometry.line
    edges = (
        Edge("sew", (line((-half, 0.0), (half, 0.0)),), SEAM_MM),
        Edge("end.l", (line((half, 0.0), (half, 2 * width)),), SEAM_MM),
        Edge("sew.inner", (line((half, 2 * width), (-half, 2 * width)),), SEAM_MM),
        Edge("end.r", (line((-half, 2 * width), (-half, 0.0)),), SEAM_MM),
    )
    return Piece(
        id="waistband",
        name="WAISTBAND",
        material="shell",
        quantity=1,
        edges=edges,
        grain=Grain((0.0, 0.3 * width), (0.0, 1.7 * width)),
        internals=(InternalLine("fold", "fold", (line((-half, width), (half, width)),)),),
        symmetric=True,
        label="Waistband",
        annotation="CUT 1 WAISTBAND, CASING FOR ELASTIC",
        worn="waistband",
    )


def flat(pattern: Pattern, spec: DesignSpec) -> FlatSketch:
    """Front and back view: gathers fall from a waistband drawn in by its elastic."""
    waist, length = 0.24 * pattern.measures["waist"], spec.number("length_mm")
    sweep, band = 0.42 * spec.number("fullness_mm") / 2, spec.number("waistband_width_mm")
    ring = ((-sweep, -length), (sweep, -length), (waist, 0.0), (-waist, 0.0))
    top = ((-waist, 0.0), (waist, 0.0), (waist, band), (-waist, band))
    hem = -length + spec.number("hem_allowance_mm")
    reach = waist + (sweep - waist) * -hem / length
    folds = tuple(
        ((share * waist, 0.0), (share * (waist + 0.45 * (sweep - waist)), -0.45 * length))
        for share in (-0.8, -0.55, -0.3, -0.1, 0.1, 0.3, 0.55, 0.8)
    )
    parts = []
    for view in ("front", "back"):
        same = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        parts.append(FlatPart(view, view, ring, same, (*folds, ((-reach, hem), (reach, hem))), 0))
        parts.append(FlatPart("waistband", view, top, same, (((-waist, band / 2), (waist, band / 2)),), 1))
    beside = sweep + 40.0
    return FlatSketch(tuple(parts), (("Length", (beside, 0.0), (beside, -length)),))


def families() -> tuple[Family, ...]:
    """What this plug-in adds to the studio."""
    return (
        Family(
            id=SCHEMA.family,
            label=SCHEMA.label,
            structure="woven",
            schema=SCHEMA,
            required_measures=MEASURES,
            resolve=resolve,
            draft=draft,
            flat=flat,
            weight_gsm=(60.0, 260.0),
            words=("dirndl skirt", "dirndl", "elastic waist skirt", "gathered skirt"),
        ),
    )
