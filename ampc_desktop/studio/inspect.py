"""Rows for the inspector: (heading, [(name, value)]) of the design, a piece or an edge."""

from __future__ import annotations

import math

from ampc_desktop import body as bodies
from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Edge, KeyDimension, Pattern, Piece
from ampc_desktop.core.units import format_mm
from ampc_desktop.studio.flow import capabilities
from ampc_desktop.studio.snapshot import Snapshot

"""Key dimensions that go round the body."""

Sections = list[tuple[str, list[tuple[str, str]]]]


def mm(value: float, decimals: int = 1) -> str:
    return f"{format_mm(value, decimals)} mm"


def signed(value: float) -> str:
    """ "+ 12.0" or "− 2.0"."""
    return f"{'−' if value < 0 else '+'} {format_mm(abs(value))}"


def design_rows(shot: Snapshot) -> Sections:
    """Finished measures, why, print and material of the whole garment."""
    sections: Sections = []
    if shot.pattern is not None:
        sections.append(("Finished measures", [finished_row(k) for k in shot.pattern.key_dimensions]))
    if shot.measures is not None:
        sections.append(("Body, cm", body_rows(shot)))
    if shot.options is not None:
        why = [(o.parameter.label, o.why) for o in shot.options.values() if o.why and o.parameter.kind == "length"]
        sections.append(("Why these values", why))
    if shot.print_spec is not None:
        spec, inks = shot.print_spec, capabilities().inks
        rows = [("Motif", spec.motif), ("Inks", ", ".join(inks[i].label for i in spec.inks))]
        if spec.motif != "plain":
            wide, high = spec.repeat_mm
            technique = capabilities().techniques.get(spec.technique)
            rows += [
                ("Repeat", f"{format_mm(wide)} × {mm(high)}"),
                ("Technique", technique.label if technique else "–"),
            ]
        sections.append(("Print", rows))
        if spec.adjusted:
            sections.append(("Adjusted", [("", line) for line in spec.adjusted]))
    if shot.fabric is not None:
        f = shot.fabric
        sections.append(
            (
                "Material",
                [
                    ("Fabric", f.label),
                    ("Composition", f.composition),
                    ("Weight", f"{f.gsm:g} g/m²"),
                    ("Stock", f"{format_mm(f.stock_m, 0)} m"),
                    ("Price", f"€{f.price_eur_per_m:.2f} per m, {f.usable_width_mm / 1000:.2f} m wide"),
                    ("Stretch", f"{f.stretch_weft:.0%} weft, {f.stretch_warp:.0%} warp"),
                    ("Shrinkage", f"{f.shrinkage_warp:.1%} warp, {f.shrinkage_weft:.1%} weft"),
                    *([("Care", f.care)] if f.care else []),
                ],
            )
        )
    return sections


def finished_row(dimension: KeyDimension) -> tuple[str, str]:
    """Girths as body + ease = finished; lengths as finished only, for no body part is so long."""
    if dimension.body_mm:
        sum_text = f"{format_mm(dimension.body_mm)} {signed(dimension.ease_mm)} = {mm(dimension.target_mm)}"
        return dimension.label, sum_text
    return dimension.label, mm(dimension.target_mm)


def body_rows(shot: Snapshot) -> list[tuple[str, str]]:
    """Measures this garment was drafted from: taped ones ● as given, estimated ones ○ with ≈ and ±."""
    measures = shot.measures
    if measures is None:
        return []
    used = shot.pattern.measures if shot.pattern is not None else {}
    names = [name for name in measures.values if name in used] or list(measures.values)
    rows = []
    for name in sorted(names, key=lambda name: name in measures.estimated):
        measure, meaning = measures.values[name], bodies.DEFINITIONS[name]
        factor, unit = (10.0, "") if meaning.unit == "mm" else (1.0, "°" if meaning.unit == "deg" else " kg")
        value = format_mm(measure.value / factor)
        doubt = f" ± {format_mm(measure.uncertainty / factor)}" if measure.uncertainty else ""
        guessed = measure.source == "estimated"
        rows.append((f"{'○' if guessed else '●'} {meaning.label}", f"{'≈ ' if guessed else ''}{value}{unit}{doubt}"))
    return rows


def piece_rows(pattern: Pattern, piece: Piece) -> Sections:
    """Size, cutting and seams of one piece."""
    left, bottom, right, top = g.bounds(piece.cut_ring)
    count = f"cut {piece.quantity}" + (", pair" if piece.mirrored_pair else "")
    seams = [s for s in pattern.seams if any(r.piece == piece.id for r in (*s.a, *s.b))]
    return [
        (
            "",
            [
                ("Name in DXF", piece.name),
                ("Quantity", count),
                ("Material", piece.material),
                ("Width × height, cut", f"{format_mm(right - left)} × {mm(top - bottom)}"),
                ("Area, cut", f"{format_mm(piece.cut_area_mm2 / 100, 0)} cm²"),
                ("Perimeter, cut", mm(g.perimeter(piece.cut_ring))),
                ("Grain", f"{grain_deg(piece):.1f}°" + (", one way" if piece.grain.one_way else "")),
                ("Notches", str(len(piece.notches))),
            ],
        ),
        ("Edges", [(e.id, f"{mm(e.length_mm)}, allowance {format_mm(e.allowance_mm)}") for e in piece.edges]),
        ("Seams", [(s.label, f"ease {format_mm(s.ease_mm)} mm") for s in seams]),
    ]


def grain_deg(piece: Piece) -> float:
    (x0, y0), (x1, y1) = piece.grain.start, piece.grain.end
    return math.degrees(math.atan2(y1 - y0, x1 - x0))


def edge_rows(pattern: Pattern, piece: Piece, edge: Edge) -> Sections:
    """Length, allowance and partner of one edge."""
    chord = g.distance(edge.start, edge.end)
    rows = [
        ("Length", mm(edge.length_mm)),
        ("Chord", mm(chord)),
        ("Seam allowance", mm(edge.allowance_mm)),
        ("Seam class, ISO 4916", edge.seam_class or "–"),
        ("Corner at its end", edge.corner.replace("_", " ")),
    ]
    sections: Sections = [("", rows)]
    for seam in pattern.seams:
        for mine, other in ((seam.a, seam.b), (seam.b, seam.a)):
            if any(ref.piece == piece.id and ref.edge == edge.id for ref in mine):
                partners = ", ".join(f"{ref.piece} {ref.edge}" for ref in other)
                lengths = [
                    ("Sewn to", partners),
                    ("This side", mm(pattern.chain_length_mm(mine))),
                    ("Other side", mm(pattern.chain_length_mm(other))),
                    ("Planned ease", mm(seam.ease_mm)),
                ]
                sections.append((seam.label[:1].upper() + seam.label[1:], lengths))
    return sections
