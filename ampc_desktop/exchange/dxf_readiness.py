"""Is an exported DXF ready for a cutter? A judge that sees the file alone, never the program that made it.

ready = nothing to do; minor = a pattern maker mends it in a minute (a missing label); substantial = the geometry or
the set of pieces is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ampc_desktop.core import geometry as g
from ampc_desktop.core.check import ReadinessStatus
from ampc_desktop.core.problem import Problem
from ampc_desktop.exchange.dxf_read import DxfDrawing, ReadPiece, read_dxf

ON_LINE_MM = 0.05
"""A notch may lie this far from the cut line: coordinates have two decimals."""
SMALLEST_MM2 = 400.0
LEAST_ALLOWANCE_MM, MOST_ALLOWANCE_MM = 3.0, 80.0
BOUND_SHARE = 0.5
"""At most this share of an outline may have no allowance (folds, bound edges)."""
MATERIALS = {"SHELL", "RIB", "LINING", "FUSIBLE", "SELF"}


@dataclass(frozen=True)
class DxfReadiness:
    """status with its reasons: what is wrong (substantial), what is untidy (minor), what was counted."""

    status: ReadinessStatus
    wrong: tuple[str, ...]
    untidy: tuple[str, ...]
    pieces: int
    parts: int


def readiness_from_dxf(data: bytes, fabric_width_mm: float | None = None) -> DxfReadiness:
    """Judges one file. parts: pieces to cut over all quantities. Never raises: an unreadable file is substantial."""
    try:
        drawing = read_dxf(data, "file")
    except Problem as problem:
        return DxfReadiness("substantial", (problem.what,), (), 0, 0)
    wrong: list[str] = []
    untidy: list[str] = []
    try:
        data.decode("ascii")
    except UnicodeDecodeError:
        untidy.append("the file is not plain ASCII")
    _labels(drawing, wrong, untidy)
    for piece in drawing.pieces:
        _geometry(piece, wrong, untidy, fabric_width_mm)
    parts = sum(sum(piece.quantity or (0,)) for piece in drawing.pieces)
    _garment(drawing, wrong)
    status: ReadinessStatus = "substantial" if wrong else "minor" if untidy else "ready"
    return DxfReadiness(status, tuple(wrong), tuple(untidy), len(drawing.pieces), parts)


def _labels(drawing: DxfDrawing, wrong: list[str], untidy: list[str]) -> None:
    if not drawing.unit_said:
        wrong.append("the file does not name its unit")
    for label in ("style name", "sample size"):
        if not drawing.style.get(label):
            untidy.append(f"no {label}")
    names = [piece.texts.get("piece name", "") for piece in drawing.pieces]
    for name in sorted(set(names)):
        if not name:
            wrong.append("a piece has no name")
        elif names.count(name) > 1:
            wrong.append(f"{names.count(name)} pieces are called {name}")
        elif len(name) > 20 or not name.isascii():
            untidy.append(f"name {name!r} is longer than 20 characters or not ASCII")
    for piece in drawing.pieces:
        if piece.quantity is None or sum(piece.quantity) < 1:
            wrong.append(f"{piece.name}: no quantity")
        if piece.material.upper() not in MATERIALS:
            untidy.append(f"{piece.name}: unknown material {piece.material!r}")
        if not piece.texts.get("size"):
            untidy.append(f"{piece.name}: no size")


def _geometry(piece: ReadPiece, wrong: list[str], untidy: list[str], fabric_width_mm: float | None) -> None:
    name = piece.name
    if piece.was_closed == "open":
        wrong.append(f"{name}: the cut line is open")
    elif piece.was_closed == "healed":
        untidy.append(f"{name}: the cut line had to be closed")
    cut = shapely.Polygon(piece.cut)
    if not cut.is_valid or cut.area < SMALLEST_MM2:
        wrong.append(f"{name}: the cut line crosses itself or encloses nothing")
        return
    steps = np.hypot(*(np.roll(piece.cut, -1, axis=0) - piece.cut).T)
    if steps.min() < 1e-9:
        untidy.append(f"{name}: a point is repeated")
    if shapely.hausdorff_distance(cut.exterior, shapely.LinearRing(piece.cut_sparse)) > 1.0:
        untidy.append(f"{name}: sparse and dense cut line are more than 1 mm apart")
    _allowance(piece, cut, wrong)
    if piece.grain is None:
        wrong.append(f"{name}: no grain line")
    else:
        grain = shapely.LineString(piece.grain)
        dx, dy = piece.grain[1][0] - piece.grain[0][0], piece.grain[1][1] - piece.grain[0][1]
        turned = g.rotated(piece.cut, -float(np.degrees(np.arctan2(dy, dx))))
        if grain.length < min(50.0, 0.3 * float(np.ptp(turned[:, 0]))):
            untidy.append(f"{name}: the grain line is only {grain.length:.0f} mm long")
        if not cut.buffer(ON_LINE_MM).covers(grain):
            wrong.append(f"{name}: the grain line leaves the piece")
        elif fabric_width_mm is not None and np.ptp(turned[:, 1]) > fabric_width_mm:
            wrong.append(f"{name}: {np.ptp(turned[:, 1]):.0f} mm wide, cloth {fabric_width_mm:.0f} mm")
    for notch in piece.notches:
        off = cut.exterior.distance(shapely.Point(notch.at))
        if off > ON_LINE_MM:
            wrong.append(f"{name}: a notch lies {off:.2f} mm off the cut line")
        if not 1.0 <= notch.depth_mm <= 12.0:
            untidy.append(f"{name}: a notch is {notch.depth_mm:.1f} mm deep")
    for line in piece.internals:
        if len(line) > 1 and not cut.buffer(ON_LINE_MM).covers(shapely.LineString(line)):
            wrong.append(f"{name}: an internal line leaves the piece")
    for at, _ in piece.drills:
        if not cut.covers(shapely.Point(at)):
            wrong.append(f"{name}: a drill hole lies outside")


def _allowance(piece: ReadPiece, cut: shapely.Polygon, wrong: list[str]) -> None:
    if piece.sew is None:
        wrong.append(f"{piece.name}: no sew line")
        return
    sew = shapely.Polygon(piece.sew)
    if not sew.is_valid:
        wrong.append(f"{piece.name}: the sew line crosses itself")
        return
    if not cut.buffer(ON_LINE_MM).covers(sew):
        wrong.append(f"{piece.name}: the sew line leaves the cut line")
        return
    if (piece.material or "").upper().startswith("FUSIBLE"):
        return  # interlinings are cut net or nearly so
    ring = sew.exterior
    samples = shapely.line_interpolate_point(ring, np.arange(0.0, ring.length, 5.0))
    off = shapely.distance(samples, cut.exterior)
    if float((off < ON_LINE_MM).mean()) > BOUND_SHARE:
        wrong.append(f"{piece.name}: most edges have no seam allowance")
    thin = (off >= ON_LINE_MM) & (off < LEAST_ALLOWANCE_MM)
    if float(thin.mean()) > 0.05:
        wrong.append(f"{piece.name}: the seam allowance is only {float(off[thin].min()):.1f} mm")
    if float(off.max()) > MOST_ALLOWANCE_MM:
        wrong.append(f"{piece.name}: the seam allowance reaches {float(off.max()):.0f} mm")


def _garment(drawing: DxfDrawing, wrong: list[str]) -> None:
    """A garment goes around a body: it has a front and a back."""
    roles = {word for piece in drawing.pieces for word in _words(piece)}
    for role in ("FRONT", "BACK"):
        if not any(word.startswith(role) for word in roles):
            wrong.append(f"no {role.lower()} piece")
    for piece in drawing.pieces:
        right, left = piece.quantity or (0, 0)
        if "SLEEVE" in _words(piece) and right != left:
            wrong.append(f"{piece.name}: {right} right and {left} left sleeves")


def _words(piece: ReadPiece) -> set[str]:
    text = f"{piece.name} {piece.texts.get('category', '')}".upper()
    return {word for word in text.replace("_", " ").replace("-", " ").replace(".", " ").split() if word}
