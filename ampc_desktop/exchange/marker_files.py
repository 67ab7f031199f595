"""A marker for cutting room and plotter: DXF in millimetres and plain HPGL/1.

HPGL is kept to IN, SP, PU, PD, SI, LB, so that old plotters read it; 40 plotter units are one millimetre. Pens: 1 cut
lines, 2 frame, 3 text.
"""

from __future__ import annotations

import numpy as np
import shapely

from ampc_desktop.core import geometry as g
from ampc_desktop.core.geometry import Array
from ampc_desktop.core.marker import Marker
from ampc_desktop.core.problem import Kind, Problem
from ampc_desktop.exchange.dxf_content import Line, Polyline, Text, rounded_ring
from ampc_desktop.exchange.dxf_write import Tags, write_entity
from ampc_desktop.exchange.names import ascii_text

UNITS_PER_MM = 40
LABEL_CM = (0.5, 0.8)


def laid_rings(marker: Marker) -> list[tuple[str, Array]]:
    """(label, outline (n, 2) in marker mm) of every laid piece."""
    pieces = {piece.id: piece for piece in marker.pieces}
    return [
        (
            pieces[placed.piece].label,
            g.rotated(np.asarray(pieces[placed.piece].outline), placed.rotation_deg) + np.array([placed.x, placed.y]),
        )
        for placed in marker.placements
    ]


def _need_layout(marker: Marker) -> None:
    if marker.estimated or not marker.placements:
        raise Problem(
            f"the marker of {marker.material} is only estimated",
            remedy="nest it before you export it",
            kind=Kind.NO,
            code="marker.estimated",
        )


def _title(marker: Marker) -> str:
    return ascii_text(
        f"{marker.material.upper()} {marker.fabric} {marker.rules.width_mm:.0f} x {marker.length_mm:.0f} mm, "
        f"{100 * marker.efficiency:.1f} %"
    )


def _middle(ring: Array) -> tuple[float, float]:
    point = shapely.Polygon(ring).representative_point()
    return point.x, point.y


def write_marker_dxf(marker: Marker) -> bytes:
    """The laid marker as flat R12 DXF, mm: layer CUT pieces, FRAME cloth, TEXT labels. Raises Problem if not laid."""
    _need_layout(marker)
    tags = Tags()
    tags.add((0, "SECTION"), (2, "ENTITIES"))
    width, length = marker.rules.width_mm, marker.length_mm
    frame = Polyline(0, ((0.0, 0.0), (length, 0.0), (length, width), (0.0, width)))
    write_entity(tags, frame, "FRAME", 8)
    for label, ring in laid_rings(marker):
        write_entity(tags, Polyline(0, rounded_ring(ring)), "CUT", 1)
        write_entity(tags, Text(0, _middle(ring), ascii_text(label)), "TEXT", 7)
    write_entity(tags, Line(0, (0.0, width / 2), (200.0, width / 2)), "GRAIN", 3)
    write_entity(tags, Text(0, (0.0, width + 10.0), _title(marker)), "TEXT", 7)
    tags.add((0, "ENDSEC"), (0, "EOF"))
    return tags.bytes()


def write_marker_plt(marker: Marker, labels: bool = True) -> bytes:
    """The laid marker as HPGL/1. Raises Problem if not laid."""
    _need_layout(marker)
    lines = ["IN;"]

    def stroke(ring: Array) -> str:
        units = np.round(np.vstack((ring, ring[:1])) * UNITS_PER_MM).astype(int)
        keep = np.concatenate(([True], np.any(np.diff(units, axis=0) != 0, axis=1)))
        (x, y), *rest = units[keep].tolist()
        return f"PU{x},{y};PD" + ",".join(f"{a},{b}" for a, b in rest) + ";"

    width, length = marker.rules.width_mm, marker.length_mm
    lines.append("SP2;" + stroke(np.array([[0.0, 0.0], [length, 0.0], [length, width], [0.0, width]])))
    laid = laid_rings(marker)
    lines.append("SP1;")
    lines += [stroke(ring) for _, ring in laid]
    if labels:
        lines.append(f"SP3;SI{LABEL_CM[0]},{LABEL_CM[1]};")
        for text, (x, y) in [*((label, _middle(ring)) for label, ring in laid), (_title(marker), (0.0, width + 10.0))]:
            lines.append(f"PU{round(x * UNITS_PER_MM)},{round(y * UNITS_PER_MM)};LB{ascii_text(text)}\x03")
    lines.append("PU0,0;SP0;")
    return "\n".join(lines).encode("ascii") + b"\n"
