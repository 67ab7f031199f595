"""Work content: what is sewn with which stitch, how long it takes, and how much thread it uses.

Stitch types are those of ISO 4915. Thread ratios (metres of thread a metre of seam) follow the thread makers'
published consumption guides for medium fabrics: 301 2.5, 504 14, 514 18, 406 17, blind hem 103 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ampc_desktop.core.design import PrintSpec
from ampc_desktop.core.fabric import Fabric, Technique
from ampc_desktop.core.marker import Marker
from ampc_desktop.core.order import Operation
from ampc_desktop.core.pattern import Pattern, Seam
from ampc_desktop.production.prices import PriceList

THREAD_RATIO = {"301": 2.5, "504": 14.0, "514": 18.0, "406": 17.0, "103": 5.0}


@dataclass(frozen=True)
class SewnLine:
    """One line of stitching. slow: eased, stretched or round, so it is sewn more slowly."""

    id: str
    label: str
    length_mm: float
    stitches: tuple[str, ...]
    slow: bool = False


def knitted(fabrics: Mapping[str, Fabric]) -> bool:
    shell = fabrics.get("shell") or next(iter(fabrics.values()))
    return shell.structure == "knit"


def is_sewn(seam: Seam) -> bool:
    """Folds pair two edges of a piece without a stitch of their own."""
    return not seam.id.endswith(".fold")


def sewn_lines(pattern: Pattern, fabrics: Mapping[str, Fabric]) -> tuple[SewnLine, ...]:
    """Every line of stitching of one garment: seams, hems, darts."""
    knit = knitted(fabrics)
    lines: list[SewnLine] = []
    for seam in pattern.seams:
        if not is_sewn(seam):
            continue
        length = max(pattern.chain_length_mm(seam.a), pattern.chain_length_mm(seam.b))
        slow = seam.kind != "plain" or any(_curved(pattern, seam))
        if knit:
            stitches: tuple[str, ...] = ("514", "406") if seam.kind == "stretched" else ("514",)
        else:
            stitches = ("301", "504", "504")  # closed with lockstitch, both allowances overedged
        lines.append(SewnLine(f"sew.{seam.id}", f"Sew {seam.label.lower()}", length, stitches, slow))
    for piece in pattern.pieces:
        hem = sum(edge.length_mm for edge in piece.edges if edge.role == "hem")
        if hem > 0:
            stitches = ("406",) if knit else ("504", "103")
            name = (piece.label or piece.name).lower()
            lines.append(SewnLine(f"hem.{piece.id}", f"Hem {name}", hem * piece.quantity, stitches))
        for dart in piece.darts:
            mouth = piece.edge(dart.mouth)
            legs = ((mouth.start[0] - dart.apex[0]) ** 2 + (mouth.start[1] - dart.apex[1]) ** 2) ** 0.5
            lines.append(SewnLine(f"dart.{piece.id}.{dart.id}", "Sew dart", legs * piece.quantity, ("301",)))
    return tuple(lines)


def _curved(pattern: Pattern, seam: Seam) -> list[bool]:
    """Which edges bow by more than 3 % of their chord."""
    found = []
    for ref in (*seam.a, *seam.b):
        edge = pattern.resolve(ref)
        chord = ((edge.end[0] - edge.start[0]) ** 2 + (edge.end[1] - edge.start[1]) ** 2) ** 0.5
        found.append(chord > 0 and edge.length_mm / chord > 1.03)
    return found


def thread_m(lines: tuple[SewnLine, ...], waste_share: float) -> float:
    """Metres of thread for all stitching, waste included."""
    return sum(line.length_mm / 1000 * THREAD_RATIO[stitch] for line in lines for stitch in line.stitches) * (
        1 + waste_share
    )


def operations(
    pattern: Pattern,
    fabrics: Mapping[str, Fabric],
    markers: Mapping[str, Marker],
    print_spec: PrintSpec,
    technique: Technique | None,
    prices: PriceList,
) -> tuple[Operation, ...]:
    """The steps of one garment with standard minutes at the pace of a single piece."""
    s = prices.sewing
    pace = prices.labour.made_to_order_factor
    per_m = {
        "301": s.minutes_per_m_plain,
        "103": s.minutes_per_m_plain,
        "504": s.minutes_per_m_overlock,
        "514": s.minutes_per_m_overlock,
        "406": s.minutes_per_m_cover,
    }
    steps: list[Operation] = []

    def step(id: str, label: str, minutes: float, station: str, basis: str = "price list") -> None:
        steps.append(Operation(id, label, minutes * pace, station, basis))

    for material, marker in markers.items():
        c = prices.cutting
        ply_m = marker.length_mm / 1000
        minutes = ply_m / c.spreading_m_per_h * 60 + c.spreading_pause_min + c.cutting_pause_min
        minutes += cut_way_m(marker) / c.cutting_m_per_h * 60
        steps.append(Operation(f"cut.{material}", f"Spread and cut {material}", minutes, "cutting", "eqs 10 and 11"))
    if print_spec.motif != "plain" and technique is not None:
        minutes = printed_m2(pattern) * technique.seconds_per_m2 / 60 + prices.print.handling_min
        steps.append(Operation("print", f"Print, {technique.label.lower()}", minutes, "print", "printed area"))
    for line in sewn_lines(pattern, fabrics):
        if line.id.startswith("dart."):
            step(line.id, line.label, s.dart_min, "sewing")
            continue
        factor = s.curve_factor if line.slow else 1.0
        minutes = sum(s.handling_min + line.length_mm / 1000 * per_m[stitch] * factor for stitch in line.stitches)
        basis = f"{line.length_mm / 1000:.2f} m, ISO 4915 {' + '.join(line.stitches)}"
        step(line.id, line.label, minutes, "sewing", basis)
    if pattern.options.get("vent"):
        step("vent", "Make vent", s.vent_min, "sewing")
    if zip_length_mm(pattern) > 0 and not pattern.notions:
        step("zip", "Set zip", s.zip_min, "sewing")
    for number, notion in enumerate(pattern.notions, 1):
        if notion.minutes > 0:
            step(f"notion.{number}", f"Set {notion.label.lower()}", notion.minutes, "sewing", "standard minutes of it")
    fused = sum(piece.quantity for piece in pattern.pieces if piece.material == "fusible")
    if fused:
        step("fuse", "Fuse interlinings", s.fuse_min * fused, "sewing")
    pieces = {piece.id: piece for piece in pattern.pieces}
    for id, pocket, minutes in (
        ("back_pocket", "patch pockets", s.patch_pocket_min),
        ("back_welt", "welt pockets", s.welt_pocket_min),
    ):
        if id in pieces:
            step(id, f"Make back {pocket}", minutes * pieces[id].quantity, "sewing")
    if "belt_loops" in pieces:
        loops = 1 + sum(line.id.startswith("cut.") for line in pieces["belt_loops"].internals)
        step("belt_loops", f"Make and set {loops} belt loops", s.belt_loop_min * loops, "sewing")
    if "waistband" in pieces:
        hooks = [notion.minutes for notion in pattern.notions if notion.kind == "hook_and_bar"]
        name = "Make and set waistband" if hooks else "Make and set waistband, hook and bar"
        step("waistband", name, max(s.waistband_min - sum(hooks), 0.0), "sewing")  # hooks are steps of their own
    step("label", "Sew labels", s.label_min, "sewing")
    step("press", "Press and inspect", s.press_min, "finishing")
    step("pack", "Pack", s.pack_min, "finishing")
    return tuple(steps)


def zip_length_mm(pattern: Pattern) -> float:
    """Length of the opening that a zip closes, mm; 0 without one. Both sides of it count as opening."""
    return pattern.facts.get("opening_mm", 0.0) / 2


def printed_m2(pattern: Pattern) -> float:
    """Cut area of the printed pieces of one garment, m²."""
    return sum(piece.cut_area_mm2 * piece.quantity for piece in pattern.pieces if piece.printed) / 1e6


def cut_way_m(marker: Marker) -> float:
    """Way of the knife around all pieces of a marker, m."""
    total = 0.0
    for piece in marker.pieces:
        ring = piece.outline
        way = sum(
            ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)
        )
        total += way * piece.quantity
    return total / 1000
