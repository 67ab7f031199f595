"""Tech pack pages made of drawings: cover, pieces, markers, print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ampc_desktop.core import geometry as g
from ampc_desktop.core.design import Placed
from ampc_desktop.core.flat import FlatPart
from ampc_desktop.core.geometry import Array
from ampc_desktop.core.pattern import Piece
from ampc_desktop.core.units import format_mm
from ampc_desktop.exchange.dxf_content import notch_place
from ampc_desktop.exchange.marker_files import laid_rings
from ampc_desktop.exchange.pdf import ACCENT, BAD, GREY, INK, PAPER, RULE, Paper, hex_of, is_dark
from ampc_desktop.exchange.techpack_facts import badge, euro
from ampc_desktop.exchange.techpack_sheet import BOTTOM, LEFT, RIGHT, TOP, Column, Sheet

if TYPE_CHECKING:
    from ampc_desktop.exchange.techpack_data import TechpackData


def cover(sheet: Sheet, data: TechpackData) -> None:
    """Style, sketch, price, date and readiness at a glance."""
    sheet.new_page("Tech pack", headed=False)
    paper, order = sheet.paper, data.order
    paper.text(LEFT, 280.0, "Tech pack", 9.0, "medium", GREY)
    paper.text(RIGHT, 280.0, order.released_at[:10], 9.0, colour=GREY, align="right")
    paper.rule(LEFT, 276.5, RIGHT, INK, 0.4)
    y = 262.0
    for line in paper.wrapped(sheet.title, RIGHT - LEFT, 30.0, "bold")[:2]:
        paper.text(LEFT, y, line, 30.0, "bold")
        y -= 12.5
    if data.wish:
        for line in paper.wrapped(f"“{data.wish}”", 130.0, 11.0)[:3]:
            paper.text(LEFT, y, line, 11.0, colour=GREY)
            y -= 5.6
    _sketch(sheet, data, LEFT, 102.0, RIGHT - LEFT, y - 108.0)
    shell = data.fabrics.get("shell") or next(iter(data.fabrics.values()))
    spec = data.design.print
    colours = ", ".join(data.inks[ink].label for ink in spec.inks)
    thirds = (RIGHT - LEFT) / 3
    sheet.facts(LEFT, 92.0, (("Customer", order.customer), ("Order", order.id)), thirds - 6.0)
    fabric = f"{shell.label}, {shell.composition}, {shell.gsm:.0f} g/m²"
    sheet.facts(LEFT + thirds, 92.0, (("Fabric", fabric), ("Size", data.pattern.size)), thirds - 6.0)
    motif = spec.motif.capitalize() if spec.technique == "none" else f"{spec.motif.capitalize()}, {data.technique}"
    sheet.facts(LEFT + 2 * thirds, 92.0, (("Print", motif), ("Colours", colours)), thirds)
    sheet.panel(LEFT, 22.0, RIGHT - LEFT, 34.0)
    paper.text(LEFT + 7.0, 47.0, "Price", 8.0, colour=GREY)
    about = "≈ " if data.quote.estimated else ""
    paper.text(LEFT + 7.0, 35.5, about + euro(order.price_eur), 24.0, "bold")
    paper.text(LEFT + 7.0, 28.0, "one garment, without VAT", 7.5, colour=GREY)
    x = LEFT + thirds + 7.0
    lead = order.lead_time
    paper.text(x, 47.0, "Ready", 8.0, colour=GREY)
    paper.text(x, 35.5, lead.date, 24.0, "bold")
    paper.text(x, 28.0, f"{lead.days} working day{'' if lead.days == 1 else 's'}", 7.5, colour=GREY)
    x = LEFT + 2 * thirds + 12.0
    text, colour, more = badge(data.readiness)
    paper.text(x, 47.0, "Readiness", 8.0, colour=GREY)
    sheet.badge(x, 36.0, text, colour)
    run = [check for check in data.readiness.checks if check.status != "skip"]
    passed = sum(check.status == "pass" for check in run)
    counted = f"{more}, {passed} of {len(run)} passed" if more else f"{passed} of {len(run)} checks passed"
    paper.text(x, 28.0, counted, 7.5, colour=GREY)


def _sketch(sheet: Sheet, data: TechpackData, x: float, y: float, width: float, height: float) -> None:
    """Front and back side by side at one scale, with the print as it lies on the pieces."""
    parts = data.flat.parts
    if not parts:
        return
    views = [[part for part in parts if part.view == view] for view in ("front", "back")]
    views = [sorted(view, key=lambda part: part.layer) for view in views if view]
    boxes = [g.bounds(np.concatenate([np.asarray(part.outline) for part in view])) for view in views]
    beside, stacked = (
        min(min((width / across - 6.0) / (b[2] - b[0]), (height / down - 8.0) / (b[3] - b[1])) for b in boxes)
        for across, down in ((len(views), 1), (1, len(views)))
    )
    scale, across = (beside, len(views)) if beside >= stacked else (stacked, 1)
    cell_w, cell_h = width / across, height / (len(views) // across)
    for i, (view, box) in enumerate(zip(views, boxes, strict=True)):
        middle = x + (i % across + 0.5) * cell_w
        low = y + height - (i // across + 1) * cell_h
        canvas = sheet.paper.canvas
        canvas.saveState()
        spare = cell_h - 8.0 - scale * (box[3] - box[1])
        canvas.translate(middle - scale * (box[0] + box[2]) / 2, low + 7.0 + spare / 2)
        canvas.scale(scale, scale)
        canvas.translate(0.0, -box[1])
        for part in view:
            _part(sheet.paper, data, part, scale)
        canvas.restoreState()
        sheet.paper.text(middle, low + spare / 2 + 2.0, view[0].view.capitalize(), 8.0, colour=GREY, align="centre")


def _part(paper: Paper, data: TechpackData, part: FlatPart, scale: float) -> None:
    ground = data.inks[data.artwork.ground]
    ring = np.asarray(part.outline)
    placed = next((p for p in data.placement.pieces if p.piece == part.piece), None)
    if placed is None:
        paper.outline([ring], None, fill=hex_of(ground))
    else:
        canvas = paper.canvas
        canvas.saveState()
        canvas.clipPath(paper.path([ring]), stroke=0, fill=0)
        canvas.transform(*part.transform)
        a, b, c, d, e, f = part.transform
        back = np.linalg.inv(np.array([[a, c], [b, d]]))
        paper.cover(data.artwork, data.inks, placed, (ring - np.array([e, f])) @ back.T)
        canvas.restoreState()
    line = "#FFFFFF" if is_dark(ground) else INK
    paper.outline([ring], INK, 0.3 / scale)
    if is_dark(ground):
        paper.outline([ring], "#8B919C", 0.12 / scale)
    for stitch in part.lines:
        paper.outline([stitch], line, 0.16 / scale, dash=(0.9 / scale, 0.6 / scale), closed=False)


def pieces(sheet: Sheet, data: TechpackData) -> None:
    """Every piece at one scale with its lines and size, then a table."""
    sheet.new_page("Pieces")
    drawn = data.pattern.pieces
    sizes = {piece.id: np.ptp(piece.cut_ring, axis=0) for piece in drawn}
    column, gap = (RIGHT - LEFT - 8.0) / 2, 13.0
    rows_of_two = [drawn[i : i + 2] for i in range(0, len(drawn), 2)]
    tall_mm = [max(float(sizes[piece.id][1]) for piece in row) for row in rows_of_two]
    for_table = 26.0 + 6.0 * len(drawn)
    room = TOP - BOTTOM - 10.0 - for_table - gap * len(rows_of_two)
    widest = max(float(size[0]) for size in sizes.values())
    scale = min(column * 0.92 / widest, max(room, 120.0) / sum(tall_mm), 0.25)
    sheet.note(
        f"All pieces 1 : {1 / scale:.1f}. Solid: cut line. Dashed: sew line. Arrow: grain. Width × height in mm."
    )
    for row, tall in zip(rows_of_two, (scale * mm for mm in tall_mm), strict=True):
        sheet.need(tall + gap)
        for i, piece in enumerate(row):
            width, height = (float(v) for v in sizes[piece.id])
            x = LEFT + i * (column + 8.0)
            sheet.paper.text(x, sheet.y, piece.name, 9.0, "bold")
            after = x + sheet.paper.width(piece.name, 9.0, "bold") + 2.5
            pair = "pair" if piece.mirrored_pair else f"× {piece.quantity}"
            size = f"{pair} · {piece.material} · {format_mm(width, 0)} × {format_mm(height, 0)}"
            sheet.paper.text(after, sheet.y, size, 8.0, colour=GREY)
            _piece(sheet.paper, piece, x, sheet.y - 5.0 - tall, scale)
        sheet.y -= tall + gap
    sheet.heading("List of pieces", for_table - 2.0)
    columns = (
        Column("Piece", 40.0, face="medium"),
        Column("Material", 26.0),
        Column("Quantity", 22.0, "right"),
        Column("Width mm", 26.0, "right"),
        Column("Height mm", 26.0, "right"),
        Column("Area cm²", 34.0, "right"),
    )
    rows = [
        (
            piece.name,
            piece.material,
            f"{piece.quantity}{' (pair)' if piece.mirrored_pair else ''}",
            format_mm(float(sizes[piece.id][0])),
            format_mm(float(sizes[piece.id][1])),
            format_mm(piece.cut_area_mm2 / 100.0),
        )
        for piece in drawn
    ]
    sheet.table(columns, rows)


def _piece(paper: Paper, piece: Piece, x: float, y: float, scale: float) -> None:
    left, bottom, *_ = g.bounds(piece.cut_ring)
    canvas = paper.canvas
    canvas.saveState()
    canvas.translate(x - scale * left, y - scale * bottom)
    canvas.scale(scale, scale)
    thin = 0.12 / scale
    paper.outline([piece.cut_ring], INK, 2 * thin, fill=PAPER)
    paper.outline([piece.sew_ring], ACCENT, thin, dash=(1.2 / scale, 0.8 / scale))
    for internal in piece.internals:
        paper.outline(
            [g.flatten(internal.path)],
            GREY,
            thin,
            dash=(2.0 / scale, 0.8 / scale, 0.3 / scale, 0.8 / scale),
            closed=False,
        )
    for dart in piece.darts:
        mouth = piece.edge(dart.mouth)
        paper.outline([(mouth.start, dart.apex, mouth.end)], ACCENT, thin, closed=False)
    for notch in piece.notches:
        at, angle = notch_place(piece, notch)
        paper.outline([(at, g.polar(at, angle, max(notch.depth_mm, 1.6 / scale)))], BAD, 2 * thin, closed=False)
    for drill in piece.drills:
        canvas.setStrokeColor(BAD)
        canvas.setLineWidth(thin)
        canvas.circle(*drill.at, 0.8 / scale, stroke=1, fill=0)
    _arrow(paper, piece.grain.start, piece.grain.end, scale)
    canvas.restoreState()


def _arrow(paper: Paper, start: g.Point, end: g.Point, scale: float) -> None:
    paper.outline([(start, end)], INK, 0.2 / scale, closed=False)
    angle = np.degrees(np.arctan2(end[1] - start[1], end[0] - start[0]))
    for turn in (155.0, 205.0):
        paper.outline([(end, g.polar(end, float(angle) + turn, 2.4 / scale))], INK, 0.2 / scale, closed=False)


def markers(sheet: Sheet, data: TechpackData) -> None:
    """Every marker drawn to scale with its figures."""
    sheet.new_page("Markers")
    tallest = min(120.0, 200.0 / len(data.markers) - 30.0)
    for material, marker in data.markers.items():
        length, width = marker.length_mm, marker.rules.width_mm
        scale = min((RIGHT - LEFT) / length, tallest / width)
        sheet.need(width * scale + 34.0)
        cloth = data.fabrics[material].label if material in data.fabrics else marker.fabric
        sheet.heading(f"{material.capitalize()}: {cloth}")
        about = (
            f"≈ {format_mm(length, 0)} ± {format_mm(marker.plus_minus_mm, 0)}"
            if marker.estimated
            else format_mm(length, 0)
        )
        state = "verified" if marker.verified else "estimated, not laid" if marker.estimated else "not verified"
        line = (
            f"Length {about} mm · usable width {format_mm(width, 0)} mm · cloth used {100 * marker.efficiency:.1f} % · "
            f"gap {marker.rules.gap_mm:g} mm · margins {marker.rules.edge_mm:g} mm · {state}"
        )
        sheet.note(line)
        sheet.y -= width * scale
        canvas = sheet.paper.canvas
        canvas.saveState()
        canvas.translate(LEFT, sheet.y)
        canvas.scale(scale, scale)
        frame = [(0.0, 0.0), (length, 0.0), (length, width), (0.0, width)]
        sheet.paper.outline([frame], RULE, 0.3 / scale, fill="#FFFFFF")
        for _, ring in laid_rings(marker):
            sheet.paper.outline([ring], INK, 0.2 / scale, fill="#DCE4FB")
        canvas.restoreState()
        for label, ring in laid_rings(marker):
            _label(sheet.paper, label, ring, scale, sheet.y)
        sheet.y -= 12.0


def _label(paper: Paper, label: str, ring: Array, scale: float, y: float) -> None:
    middle = shapely.Polygon(ring).representative_point()
    room = float(np.ptp(ring[:, 0])) * scale - 2.0
    if float(np.ptp(ring[:, 1])) * scale > 3.0 and room > 6.0:
        text = paper.fitted(label, room, 7.0, "medium")
        paper.text(LEFT + middle.x * scale, y + middle.y * scale - 1.0, text, 7.0, "medium", align="centre")


def print_page(sheet: Sheet, data: TechpackData) -> None:
    """The tile, how it repeats, its inks and technique."""
    sheet.new_page("Print")
    spec, artwork, paper = data.design.print, data.artwork, sheet.paper
    half = (RIGHT - LEFT - 10.0) / 2
    w, h = artwork.width_mm, artwork.height_mm
    one = min(half / w, half / h, 1.0)
    top = sheet.y
    paper.text(LEFT, top - 2.0, "Repeat tile " + ("1 : 1" if one == 1.0 else f"1 : {1 / one:.1f}"), 9.0, "bold")
    paper.text(LEFT + half + 10.0, top - 2.0, "On the cloth, 500 × 500 mm", 9.0, "bold")
    _swatch(paper, data, LEFT, top - 7.0, w, h, one)
    _swatch(paper, data, LEFT + half + 10.0, top - 7.0, 500.0, 500.0, half / 500.0)
    sheet.y = top - 7.0 - half - 12.0
    kind = (
        "" if spec.motif == "plain" else f", {spec.direction}" if spec.line_mm else f", {spec.layout.replace('_', ' ')}"
    )
    pairs: list[tuple[str, str]] = [
        ("Motif", f"{spec.motif.capitalize()}{kind}"),
        ("Repeat", f"{w:.2f} × {h:.2f} mm"),
        ("Technique", data.technique),
    ]
    if spec.line_mm:
        pairs.append(("Line", f"{spec.line_mm:.2f} mm"))
    for i, pair in enumerate(pairs):
        sheet.facts(LEFT + i * (RIGHT - LEFT) / 4, sheet.y, (pair,), (RIGHT - LEFT) / 4 - 4.0)
    sheet.y -= 18.0
    sheet.heading("Inks", 30.0)
    sheet.y -= 5.0
    for i, name in enumerate(spec.inks):
        ink = data.inks[name]
        sheet.need(14.0)
        paper.box(LEFT, sheet.y - 3.0, 22.0, 9.0, hex_of(ink))
        frame = [
            (LEFT, sheet.y - 3.0),
            (LEFT + 22.0, sheet.y - 3.0),
            (LEFT + 22.0, sheet.y + 6.0),
            (LEFT, sheet.y + 6.0),
        ]
        paper.outline([frame], RULE, 0.15)
        paper.text(LEFT + 27.0, sheet.y + 2.2, ink.label, 9.5, "medium")
        paper.text(LEFT + 27.0, sheet.y - 2.0, "ground" if i == 0 else f"ink {i}", 7.5, colour=GREY)
        lab = "L* {:.1f}   a* {:.1f}   b* {:.1f}".format(*ink.lab).replace("-", "−")
        paper.text(LEFT + 80.0, sheet.y + 0.4, lab, 9.0)
        paper.text(RIGHT, sheet.y + 0.4, "CIE Lab, D65, 2°", 7.5, colour=GREY, align="right")
        sheet.y -= 13.0
    if spec.adjusted:
        sheet.heading("Changed to stay printable")
        for sentence in spec.adjusted:
            sheet.note(sentence, INK)


def _swatch(
    paper: Paper, data: TechpackData, x: float, top: float, width_mm: float, height_mm: float, scale: float
) -> None:
    canvas = paper.canvas
    canvas.saveState()
    canvas.translate(x, top - height_mm * scale)
    canvas.scale(scale, scale)
    ring = np.array([[0.0, 0.0], [width_mm, 0.0], [width_mm, height_mm], [0.0, height_mm]])
    paper.cover(data.artwork, data.inks, Placed("", (0.0, 0.0)), ring)
    paper.outline([ring], RULE, 0.2 / scale)
    canvas.restoreState()
