"""Bill of materials and quote of one garment."""

from __future__ import annotations

from collections.abc import Mapping

from ampc_desktop.core.design import PrintSpec
from ampc_desktop.core.fabric import Fabric, Technique
from ampc_desktop.core.marker import Marker
from ampc_desktop.core.order import Bom, BomLine, CostGroup, CostLine, Operation, Quote
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.production.prices import PriceList
from ampc_desktop.production.work import printed_m2, sewn_lines, thread_m, zip_length_mm


def bom(
    pattern: Pattern,
    markers: Mapping[str, Marker],
    fabrics: Mapping[str, Fabric],
    print_spec: PrintSpec,
    technique: Technique | None,
    prices: PriceList,
) -> Bom:
    """Everything one garment uses. Cloth is the marker's length and the ends of the ply (L_s), not the piece area."""
    t = prices.trims
    lines: list[BomLine] = []
    for material, marker in markers.items():
        fabric = fabrics[material]
        metres = (marker.length_mm + prices.cutting.selvage_mm) / 1000
        note = f"{fabric.usable_width_mm:.0f} mm usable width, {marker.efficiency:.0%} used"
        lines.append(BomLine(f"fabric.{material}", fabric.label, metres, "m", fabric.price_eur_per_m, "", note))
    thread = thread_m(sewn_lines(pattern, fabrics), t.thread_waste)
    note = f"ISO 4915 ratios, {t.thread_waste:.0%} waste"
    lines.append(BomLine("thread", "Sewing thread, to match", thread, "m", t.thread_eur_per_m, "", note))
    for number, notion in enumerate(pattern.notions, 1):
        price = prices.notions.get(notion.kind, 0.0)
        note = "" if notion.kind in prices.notions else f"no price for '{notion.kind}' in the price list"
        item = f"trim.{notion.kind}.{number}"
        lines.append(BomLine(item, notion.label, notion.quantity, notion.unit, price, "", note))
    if zip_length_mm(pattern) > 0 and not pattern.notions:
        size = f"Concealed zip {zip_length_mm(pattern):.0f} mm"
        lines.append(BomLine("trim.zip", size, 1, "pc", t.zip_eur))
        lines.append(BomLine("trim.hook", "Hook and bar", 1, "pc", t.hook_and_bar_eur))
    fused = sum(p.cut_area_mm2 * p.quantity for p in pattern.pieces if p.id == "waistband") / 1e6
    if fused > 0 and "fusible" not in fabrics:
        lines.append(BomLine("trim.fusible", "Fusible interfacing, waistband", fused, "m2", t.fusible_eur_per_m2))
    lines.append(BomLine("trim.label", "Brand label", 1, "pc", t.brand_label_eur))
    lines.append(BomLine("trim.care", "Care and composition label", 1, "pc", t.care_label_eur))
    lines.append(BomLine("trim.pack", "Bag and hang tag", 1, "pc", t.bag_and_tag_eur))
    if print_spec.motif != "plain" and technique is not None:
        area = printed_m2(pattern)
        inks = len(print_spec.inks) - 1
        label = f"{technique.label}, {inks} ink{'s' if inks != 1 else ''}"
        lines.append(
            BomLine("print.area", label, area, "m2", technique.eur_per_m2, "", "cut area of the printed pieces")
        )
        if technique.setup_eur > 0:
            lines.append(BomLine("print.setup", f"Set-up, {technique.label.lower()}", 1, "pc", technique.setup_eur))
    return Bom(tuple(lines))


def quote(
    bom: Bom,
    operations: tuple[Operation, ...],
    cut_costs: tuple[CostLine, ...],
    prices: PriceList,
    estimated: bool,
    plus_minus_eur: float,
) -> Quote:
    """The price: cloth and cutting by equations 9 to 11 (`cut_costs`), trims and print from the BOM, minutes by wage.

    plus_minus_eur : 80 % interval of the cloth's cost while the marker is estimated; overhead is added to it.
    """
    lines: list[CostLine] = list(cut_costs)
    for line in bom.lines:
        if line.item.startswith("fabric."):
            continue  # priced by equation 9 in cut_costs
        group: CostGroup = "print" if line.item.startswith("print.") else "trims"
        basis = f"{line.amount:.2f} {line.unit} × € {line.price_eur:.4g}"
        lines.append(CostLine(group, line.label, line.total_eur, basis))
    wage = prices.labour.operator_eur_per_h / 60
    groups: tuple[tuple[CostGroup, tuple[str, ...], str], ...] = (
        ("sewing", ("sewing", "finishing"), "Sewing and finishing"),
        ("print", ("print",), "Printing work"),
    )
    for group, stations, label in groups:
        minutes = sum(step.minutes for step in operations if step.station in stations)
        if minutes > 0:
            basis = f"{minutes:.1f} min × € {prices.labour.operator_eur_per_h:.2f} per h"
            lines.append(CostLine(group, label, minutes * wage, basis))
    direct = sum(line.eur for line in lines)
    share = prices.business.overhead_share
    lines.append(CostLine("overhead", "Overhead", direct * share, f"{share:.0%} of € {direct:.2f}"))
    doubt = plus_minus_eur * (1 + share) if estimated else 0.0
    return Quote(tuple(lines), direct * (1 + share), doubt, estimated, operations)
