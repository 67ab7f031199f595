"""Tech pack pages made of tables: measurements, seams, materials and price, readiness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ampc_desktop.core.check import CheckResult, Readiness, verdict
from ampc_desktop.core.order import CostGroup
from ampc_desktop.core.units import format_mm
from ampc_desktop.exchange.pdf import ACCENT, BAD, GOOD, GREY, WARN
from ampc_desktop.exchange.techpack_sheet import LEFT, RIGHT, Column, Sheet

if TYPE_CHECKING:
    from ampc_desktop.exchange.techpack_data import TechpackData

TOLERANCE_MM = 5.0
"""Finished measurements are accepted within this, half of check 8's fail limit on each side of its pass limit."""
UNITS = {"m2": "m²"}
BADGES = {"ready": GOOD, "minor": WARN, "substantial": BAD}
LONGEST_BADGE = 20
"""Letters."""
GROUPS: tuple[tuple[CostGroup, str, str], ...] = (
    ("fabric", "Fabric", "#15171C"),
    ("cutting", "Cutting", "#4B5563"),
    ("sewing", "Sewing", ACCENT),
    ("print", "Print", "#6D8DF0"),
    ("trims", "Trims", "#9CA3AF"),
    ("overhead", "Overhead", "#D1D5DB"),
)


def euro(value: float) -> str:
    return f"€ {value:,.2f}".replace(",", "\u202f")


def price_of(value: float) -> str:
    """A unit price; cheap goods with four decimals."""
    return euro(value) if value >= 0.1 or value == 0 else f"€ {value:.4f}"


def measurements(sheet: Sheet, data: TechpackData) -> None:
    """Finished dimensions and the body they are made for."""
    sheet.new_page("Measurements")
    sheet.heading("Finished garment")
    rows = [
        (
            dimension.label,
            format_mm(dimension.body_mm, 0) if dimension.body_mm else "–",
            format_mm(dimension.ease_mm, 0) if dimension.body_mm else "–",
            format_mm(dimension.target_mm, 0),
            f"± {TOLERANCE_MM:.0f}",
        )
        for dimension in data.pattern.key_dimensions
    ]
    columns = (
        Column("Dimension", 74.0, face="medium"),
        Column("Body mm", 25.0, "right"),
        Column("Ease mm", 25.0, "right"),
        Column("Finished mm", 27.0, "right", "bold"),
        Column("Tolerance mm", 23.0, "right", colour=GREY),
    )
    sheet.table(columns, rows)
    sheet.heading(f"Body: {data.body.name}")
    rows = []
    for name, measure in data.body.values.items():
        unit = {"weight_kg": "kg", "shoulder_slope": "°"}.get(name, "mm")
        estimated = measure.source == "estimated"
        value = f"{'≈ ' if estimated else ''}{format_mm(measure.value, 0 if unit == 'mm' else 1)}"
        doubt = f"± {format_mm(measure.uncertainty, 0 if unit == 'mm' else 1)}" if measure.uncertainty else ""
        how = f"estimated: {measure.basis}" if estimated and measure.basis else measure.source
        rows.append((name.replace("_kg", "").replace("_", " ").capitalize(), value, doubt, unit, how))
    body_columns = (
        Column("Measure", 48.0, face="medium"),
        Column("Value", 22.0, "right"),
        Column("80 %", 18.0, "right", colour=GREY),
        Column("Unit", 12.0),
        Column("Taken", 74.0, colour=GREY),
    )
    sheet.table(body_columns, rows)


def seams(sheet: Sheet, data: TechpackData) -> None:
    """What is sewn to what, and the allowances outside every sew line."""
    sheet.new_page("Seams and allowances")
    sheet.heading("Seams")
    pattern = data.pattern
    rows: list[tuple[str, ...]] = []
    for seam in pattern.seams:
        names = [
            " + ".join(f"{ref.piece}.{ref.edge}" + (" (2nd)" if ref.copy else "") for ref in chain)
            for chain in (seam.a, seam.b)
        ]
        a, b = pattern.chain_length_mm(seam.a), pattern.chain_length_mm(seam.b)
        ease = format_mm(seam.ease_mm) if seam.kind != "plain" else ""
        rows.append((seam.label, names[0], names[1], format_mm(a), format_mm(b), ease))
    columns: tuple[Column, ...] = (
        Column("Seam", 30.0, face="medium"),
        Column("Edge", 44.0),
        Column("Sewn to", 44.0),
        Column("Edge mm", 19.0, "right"),
        Column("Sewn to mm", 19.0, "right"),
        Column("Ease mm", 18.0, "right", colour=GREY),
    )
    sheet.table(columns, rows)
    sheet.heading("Allowances")
    rows = []
    for piece in pattern.pieces:
        by_width: dict[tuple[float, str, str], list[str]] = {}
        for edge in piece.edges:
            named = by_width.setdefault((edge.allowance_mm, edge.role, edge.seam_class), [])
            if edge.id.split(".")[0] not in named:
                named.append(edge.id.split(".")[0])
        for (width, role, seam_class), edges in by_width.items():
            rows.append((piece.name, ", ".join(edges), role, seam_class or "–", format_mm(width)))
    columns = (
        Column("Piece", 34.0, face="medium"),
        Column("Edges", 74.0),
        Column("Role", 20.0),
        Column("ISO 4916", 22.0, colour=GREY),
        Column("Allowance mm", 24.0, "right", "bold"),
    )
    sheet.table(columns, rows)


def materials_and_price(sheet: Sheet, data: TechpackData) -> None:
    """Bill of materials, price by group, work content."""
    sheet.new_page("Materials and price")
    sheet.heading("Bill of materials")
    columns: tuple[Column, ...] = (
        Column("Material", 52.0, face="medium"),
        Column("Amount", 20.0, "right"),
        Column("Unit", 10.0),
        Column("Price", 20.0, "right"),
        Column("Total", 20.0, "right", "bold"),
        Column("", 4.0),
        Column("Note", 48.0, colour=GREY),
    )
    rows: list[tuple[str, ...]] = [
        (
            line.label,
            f"{line.amount:.3g}",
            UNITS.get(line.unit, line.unit),
            price_of(line.price_eur),
            euro(line.total_eur),
            "",
            line.note,
        )
        for line in data.bom.lines
    ]
    sheet.table(columns, rows)
    quote = data.quote
    sheet.heading("Price", 60.0)
    _bar(sheet, data)
    rows = [(line.group.capitalize(), line.label, line.basis, euro(line.eur)) for line in quote.lines]
    doubt = f"≈ ± {euro(quote.plus_minus_eur)}" if quote.estimated else ""
    rows.append(("Price", "", doubt, euro(quote.price_eur)))
    columns = (
        Column("Group", 26.0, colour=GREY),
        Column("What", 56.0, face="medium"),
        Column("Basis", 66.0, colour=GREY),
        Column("", 26.0, "right"),
    )
    sheet.table(columns, rows, strong_last=True)
    if quote.operations:
        sheet.heading("Work content", 40.0)
        rows = [(step.station.capitalize(), step.label, step.basis, f"{step.minutes:.2f}") for step in quote.operations]
        rows.append(("Total", "", "", f"{sum(step.minutes for step in quote.operations):.2f}"))
        columns = (
            Column("Station", 26.0, colour=GREY),
            Column("Operation", 56.0, face="medium"),
            Column("Basis", 66.0, colour=GREY),
            Column("Minutes", 26.0, "right"),
        )
        sheet.table(columns, rows, strong_last=True)


def _bar(sheet: Sheet, data: TechpackData) -> None:
    total = sum(line.eur for line in data.quote.lines) or 1.0
    x, width = LEFT, RIGHT - LEFT
    sheet.y -= 4.0
    for group, _, colour in GROUPS:
        share = data.quote.total(group) / total
        if share > 0:
            sheet.paper.box(x, sheet.y, share * width, 5.0, colour)
            x += share * width
    x = LEFT
    sheet.y -= 5.5
    for group, label, colour in GROUPS:
        share = data.quote.total(group) / total
        if share > 0:
            sheet.paper.box(x, sheet.y, 2.4, 2.4, colour)
            text = f"{label} {100 * share:.0f} %"
            sheet.paper.text(x + 3.8, sheet.y + 0.1, text, 8.0)
            x += sheet.paper.width(text, 8.0) + 9.0
    sheet.y -= 9.0


def worst_of(check: CheckResult) -> str:
    """Value against limit as people read it."""
    if check.status == "skip":
        return "does not apply"
    decimals = 0 if abs(check.value) >= 100 or float(check.value).is_integer() else 2
    return f"{format_mm(check.value, decimals)} {check.unit}".strip()


def badge(report: Readiness) -> tuple[str, str, str]:
    """(what matters most, its colour, what stands beside it) for a place too narrow for a long verdict."""
    said = verdict(report)
    first, _, rest = said.partition(", ") if len(said) > LONGEST_BADGE else ("", "", said)
    return rest.upper(), BADGES[report.status], first


def readiness_page(sheet: Sheet, data: TechpackData) -> None:
    """The readiness report: every check with value, limit and place."""
    sheet.new_page("Readiness")
    sheet.badge(LEFT, sheet.y - 3.0, verdict(data.readiness).upper(), BADGES[data.readiness.status])
    counts = {status: sum(c.status == status for c in data.readiness.checks) for status in ("pass", "warn", "fail")}
    summary = f"{counts['pass']} passed, {counts['warn']} with a remark, {counts['fail']} failed"
    sheet.paper.text(RIGHT, sheet.y - 1.0, summary, 9.0, colour=GREY, align="right")
    sheet.y -= 14.0
    colours = {"pass": GOOD, "warn": WARN, "fail": BAD, "skip": GREY}
    topic = ""
    for check in sorted(data.readiness.checks, key=lambda check: (check.topic, check.number)):
        if check.topic != topic:
            topic = check.topic
            sheet.heading(topic[0].upper() + topic[1:], 24.0)
        sheet.need(11.0)
        y, paper = sheet.y, sheet.paper
        paper.box(LEFT, y - 0.4, 2.8, 2.8, colours[check.status], 1.4)
        paper.text(LEFT + 6.0, y, f"{check.number}", 8.5, colour=GREY)
        paper.text(LEFT + 13.0, y, paper.fitted(check.name, 90.0, 8.5, "medium"), 8.5, "medium")
        paper.text(RIGHT - 26.0, y, worst_of(check), 8.5, "bold", colours[check.status], "right")
        limit = f"limit {format_mm(check.limit, 0 if check.limit >= 10 else 2)}" if check.limit else ""
        paper.text(RIGHT, y, limit, 8.0, colour=GREY, align="right")
        paper.text(LEFT + 13.0, y - 4.0, paper.fitted(check.summary, RIGHT - LEFT - 13.0, 7.5), 7.5, colour=GREY)
        sheet.y -= 10.0
