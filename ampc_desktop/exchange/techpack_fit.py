"""The tech pack's page of the try-on: the garment on the body, its girths, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ampc_desktop.core.units import format_mm
from ampc_desktop.exchange.pdf import BAD, GREY, INK, WARN
from ampc_desktop.exchange.techpack_sheet import LEFT, RIGHT, Column, Sheet

if TYPE_CHECKING:
    from ampc_desktop.exchange.techpack_data import TechpackData

TALLEST_MM = 105.0
COLOURS = {"wrong": BAD, "poor": WARN, "note": INK}
WORDS = {"wrong": "Wrong", "poor": "Poor", "note": "Note"}


def fit_page(sheet: Sheet, data: TechpackData) -> None:
    """Nothing for an order made without try-on."""
    report = data.fit
    if report is None:
        return
    sheet.new_page("Fit on the body")
    if data.fit_picture:
        height = sheet.paper.picture(data.fit_picture, LEFT, sheet.y, RIGHT - LEFT, TALLEST_MM)
        sheet.y -= height + 6.0
    sheet.note(report.verdict, INK if report.converged else WARN)
    for note in report.notes:
        sheet.note(note[:1].upper() + note[1:] + ".")
    if not report.converged:
        sheet.note("The try-on did not come to rest, so no stress or ease is given here.", BAD)
        return
    sheet.heading("Girths on the body")
    rows = [
        (
            girth.label,
            format_mm(girth.body_mm, 0),
            format_mm(girth.garment_mm, 0),
            format_mm(girth.ease_mm, 0),
            "–" if girth.wanted_mm is None else format_mm(girth.wanted_mm, 0),
        )
        for girth in report.girths
    ]
    columns = (
        Column("Level", 70.0, face="medium"),
        Column("Body mm", 26.0, "right"),
        Column("Garment mm", 26.0, "right"),
        Column("Ease mm", 26.0, "right", "bold"),
        Column("Meant mm", 26.0, "right", colour=GREY),
    )
    sheet.table(columns, rows)
    sheet.note(
        f"Half of the cloth stretches less than {report.strain_p50:.1f} %, 99 % of it less than "
        f"{report.strain_p99:.1f} %; it presses with up to {report.pressure_p99_pa:.0f} Pa where it touches."
    )
    if report.advice:
        sheet.heading("Findings")
        for one in report.advice:
            way = f" Way out: {one.cures[0].label}." if one.cures else ""
            sheet.note(f"{WORDS[one.severity]}: {one.sentence}{way}", COLOURS[one.severity])
