"""Apparel DXF: ASTM D6673 and AAMA dialects, and a flat file for plotters and lasers.

The apparel profiles are the minimal R12 that real apparel CAD write and read: empty HEADER, BLOCKS, ENTITIES, no
TABLES, no handles (structure of Gerber, CLO, Richpeace and Browzwear exports). `astm_2000` has tables and units.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ampc_desktop.core import geometry as g
from ampc_desktop.core.pattern import Pattern
from ampc_desktop.core.problem import Problem
from ampc_desktop.exchange.dxf_content import (
    CUT,
    DECIMALS,
    TEXT_MM,
    Block,
    Entity,
    Line,
    Mark,
    Polyline,
    Text,
    blocks,
)
from ampc_desktop.exchange.names import ascii_text, code_name

Profile = Literal["astm_gerber", "aama_r12", "astm_2000", "flat"]
PROFILES: tuple[Profile, ...] = ("astm_gerber", "aama_r12", "astm_2000", "flat")
ROLES = {
    1: ("CUT", 1),
    14: ("SEW", 5),
    4: ("NOTCH", 1),
    7: ("GRAIN", 3),
    8: ("MARK", 4),
    13: ("DRILL", 2),
    15: ("TEXT", 7),
}
"""Layer names and colours of the flat profile: one colour per role, as laser software expects."""


@dataclass(frozen=True)
class StyleInfo:
    """What the file says about itself. size: "" for the pattern's own; created: ISO date and time, "" for none."""

    style: str = ""
    size: str = ""
    author: str = "ampc-desktop"
    created: str = ""
    product: str = "ampc-desktop"
    version: str = "1"


def write_pattern_dxf(pattern: Pattern, profile: Profile = "astm_gerber", info: StyleInfo | None = None) -> bytes:
    """The pattern as a DXF, millimetres with two decimals. Raises Problem for an unknown profile."""
    info = info or StyleInfo()
    size = code_name(info.size or pattern.size or "MTM")
    if profile == "astm_gerber":
        return _r12(
            blocks(pattern, dense=True, size=size),
            _style_lines(pattern, info, size, "ASTM/D13Proposal 1 Version: D 6673-04"),
        )
    if profile == "aama_r12":
        return _r12(
            blocks(pattern, dense=False, size=size), _style_lines(pattern, info, size, "ANSI/AAMA VERSION: 1.0.0")
        )
    if profile == "astm_2000":
        return _r2000(
            blocks(pattern, dense=True, size=size),
            _style_lines(pattern, info, size, "ASTM/D13Proposal 1 Version: D 6673-04"),
        )
    if profile == "flat":
        return _flat(blocks(pattern, dense=False, size=size))
    raise Problem(f"no DXF profile {profile!r}", remedy=f"one of {', '.join(PROFILES)}", code="export.profile")


def nest_bytes(base: Pattern, made: Iterable[Block], info: StyleInfo, sample: str) -> bytes:
    """A graded nest as one minimal R12 file: a block a piece and size; the rule table has the name of the style."""
    lines = _style_lines(base, info, sample, "ASTM/D13Proposal 1 Version: D 6673-04")
    table = f"Grade Rule Table: {code_name(info.style or base.style)}"
    return _r12(tuple(made), [table if line.startswith("Grade Rule Table") else line for line in lines])


def _style_lines(pattern: Pattern, info: StyleInfo, size: str, standard: str) -> list[str]:
    day, time = (info.created[:10], info.created[11:19]) if info.created else ("", "")
    date = "-".join(reversed(day.split("-")))
    return [
        f"Style Name: {code_name(info.style or pattern.style)}",
        f"Creation Date: {date}",
        f"Creation Time: {time}",
        f"Author: {ascii_text(info.author)}",
        f"Product: {ascii_text(info.product)}",
        f"Version: {ascii_text(info.version)}",
        f"Sample Size: {size}",
        "Grade Rule Table: ",
        "Units: METRIC",
        standard,
        f"Curve Tolerance: {g.FLATTEN_TOLERANCE_MM:.2f}",
    ]


class Tags:
    """Group codes and values of an R12 file, one a line."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, *pairs: tuple[int, str | float]) -> None:
        for code, value in pairs:
            self.lines += [f"{code:3d}", value if isinstance(value, str) else f"{value + 0.0:.{DECIMALS}f}"]

    def xy(self, first: int, x: float, y: float) -> None:
        self.add((first, x), (first + 10, y))

    def bytes(self) -> bytes:
        return ("\r\n".join(self.lines) + "\r\n").encode("ascii")


def write_entity(tags: Tags, entity: Entity, layer: str, colour: int | None = None) -> None:
    """One entity on a named layer, in a colour of its own or the layer's."""
    look: list[tuple[int, str | float]] = [(8, layer)]
    if colour is not None:
        look.append((62, str(colour)))
    if isinstance(entity, Polyline):
        tags.add((0, "POLYLINE"), *look, (66, "1"))
        tags.xy(10, 0.0, 0.0)
        tags.add((70, "1" if entity.closed else "0"))
        for x, y in entity.points:
            tags.add((0, "VERTEX"), (8, layer))
            tags.xy(10, x, y)
        tags.add((0, "SEQEND"), (8, layer))
    elif isinstance(entity, Line):
        tags.add((0, "LINE"), *look)
        tags.xy(10, *entity.start)
        tags.xy(11, *entity.end)
    elif isinstance(entity, Mark):
        tags.add((0, "POINT"), *look)
        tags.xy(10, *entity.at)
        tags.add((30, entity.depth_mm), (39, entity.width_mm))
        if entity.angle_deg is not None:
            tags.add((50, entity.angle_deg))
    else:
        tags.add((0, "TEXT"), *look)
        tags.xy(10, *entity.at)
        tags.add((40, TEXT_MM), (1, entity.text))


def _r12(made: tuple[Block, ...], style: list[str]) -> bytes:
    tags = Tags()
    tags.add((0, "SECTION"), (2, "HEADER"), (0, "ENDSEC"), (0, "SECTION"), (2, "BLOCKS"))
    for block in made:
        tags.add((0, "BLOCK"), (8, str(CUT)), (2, block.block), (70, "64"))
        tags.xy(10, 0.0, 0.0)
        for entity in block.entities:
            write_entity(tags, entity, str(entity.layer))
        tags.add((0, "ENDBLK"), (8, str(CUT)))
    tags.add((0, "ENDSEC"), (0, "SECTION"), (2, "ENTITIES"))
    for i, line in enumerate(style):
        write_entity(tags, Text(CUT, (0.0, -1.6 * TEXT_MM * (i + 1)), line), str(CUT))
    for block in made:
        tags.add((0, "INSERT"), (8, str(CUT)), (2, block.block))
        tags.xy(10, 0.0, 0.0)
    tags.add((0, "ENDSEC"), (0, "EOF"))
    return tags.bytes()


def _flat(made: tuple[Block, ...]) -> bytes:
    """All pieces side by side without blocks, a layer and colour per role."""
    tags = Tags()
    tags.add((0, "SECTION"), (2, "ENTITIES"))
    x = 0.0
    for block in made:
        ring = np.asarray(next(e.points for e in block.entities if isinstance(e, Polyline) and e.layer == CUT))
        left, bottom, right, _ = g.bounds(ring)
        for entity in block.entities:
            role = ROLES.get(4 if entity.layer in (80, 81, 82, 83) else entity.layer)
            if role is None or (isinstance(entity, Text) and entity.layer == CUT):
                continue
            write_entity(tags, _moved(entity, x - left, -bottom), role[0], role[1])
        x += right - left + 20.0
    tags.add((0, "ENDSEC"), (0, "EOF"))
    return tags.bytes()


def _moved(entity: Entity, dx: float, dy: float) -> Entity:
    def move(points: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
        return tuple((px + dx, py + dy) for px, py in points)

    if isinstance(entity, Polyline):
        return Polyline(entity.layer, move(entity.points), entity.closed)
    if isinstance(entity, Line):
        return Line(entity.layer, *move((entity.start, entity.end)))
    (at,) = move((entity.at,))
    if isinstance(entity, Mark):
        return Mark(entity.layer, at, entity.depth_mm, entity.width_mm, entity.angle_deg)
    return Text(entity.layer, at, entity.text)


def _r2000(made: tuple[Block, ...], style: list[str]) -> bytes:
    """AutoCAD 2000 with tables, units and light polylines, written by ezdxf with fixed meta data."""
    import ezdxf.document
    from ezdxf._options import options

    keep = options.write_fixed_meta_data_for_testing
    options.write_fixed_meta_data_for_testing = True
    try:
        document = ezdxf.document.Drawing.new("R2000")
        document.header["$INSUNITS"] = 4
        document.header["$MEASUREMENT"] = 1
        for number in sorted({entity.layer for block in made for entity in block.entities} | {CUT}):
            document.layers.add(str(number))
        for block in made:
            target = document.blocks.new(block.block, dxfattribs={"layer": str(CUT)})
            for entity in block.entities:
                look: dict[str, object] = {"layer": str(entity.layer)}
                if isinstance(entity, Polyline):
                    target.add_lwpolyline(entity.points, close=entity.closed, dxfattribs=look)
                elif isinstance(entity, Line):
                    target.add_line(entity.start, entity.end, dxfattribs=look)
                elif isinstance(entity, Mark):
                    look |= {"thickness": entity.width_mm}
                    if entity.angle_deg is not None:
                        look |= {"angle": entity.angle_deg}
                    target.add_point((*entity.at, entity.depth_mm), dxfattribs=look)
                else:
                    target.add_text(entity.text, height=TEXT_MM, dxfattribs={**look, "insert": entity.at})
            document.modelspace().add_blockref(block.block, (0, 0), dxfattribs={"layer": str(CUT)})
        for i, line in enumerate(style):
            place = (0.0, -1.6 * TEXT_MM * (i + 1))
            document.modelspace().add_text(line, height=TEXT_MM, dxfattribs={"layer": str(CUT), "insert": place})
        stream = io.StringIO()
        document.write(stream)
        return stream.getvalue().encode("ascii", "replace")
    finally:
        options.write_fixed_meta_data_for_testing = keep
